package org.yardmaster.console.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

final class OrderedRowsTest {
  private static final class Item {
    private final int id;
    private int key;

    Item(int id, int key) {
      this.id = id;
      this.key = key;
    }
  }

  private static final Comparator<Item> ORDER =
      Comparator.<Item>comparingInt(item -> item.key).thenComparingInt(item -> item.id);

  @Test
  void rowsStandInOrderThroughTheFilterWhateverHappens() {
    Random random = new Random(5);
    OrderedRows<Item> rows = new OrderedRows<>(ORDER);
    rows.filter(item -> item.key % 2 == 0);
    List<Item> plain = new ArrayList<>();
    List<Item> mirror = new ArrayList<>();
    rows.shown()
        .addListener(
            (ListChangeListener<Item>)
                change -> {
                  while (change.next()) {
                    for (int i = change.getRemovedSize(); i > 0; i--) {
                      mirror.remove(change.getFrom());
                    }
                    mirror.addAll(change.getFrom(), change.getAddedSubList());
                  }
                });
    for (int turn = 0; turn < 400; turn++) {
      int size = turn % 50 == 0 ? 500 : 1 + random.nextInt(8);
      rows.begin(size);
      for (int i = 0; i < size; i++) {
        act(rows, plain, random, turn * 1_000 + i);
      }
      rows.end();
      List<Item> expected = plain.stream().sorted(ORDER).toList();
      assertThat(rows.all()).isEqualTo(expected);
      assertThat(rows.shown())
          .isEqualTo(expected.stream().filter(item -> item.key % 2 == 0).toList());
      assertThat(mirror).isEqualTo(rows.shown());
    }
  }

  private static void act(OrderedRows<Item> rows, List<Item> plain, Random random, int id) {
    int what = plain.isEmpty() ? 0 : random.nextInt(3);
    if (what == 0) {
      Item item = new Item(id, random.nextInt(200));
      plain.add(item);
      rows.add(item);
    } else if (what == 1) {
      rows.remove(plain.remove(random.nextInt(plain.size())));
    } else {
      Item item = plain.get(random.nextInt(plain.size()));
      rows.change(item, () -> item.key = random.nextInt(200));
    }
  }
}
