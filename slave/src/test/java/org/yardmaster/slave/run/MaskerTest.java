package org.yardmaster.slave.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MaskerTest {
  private static String masked(List<String> secrets, String... pieces) {
    Masker masker = new Masker(secrets);
    StringBuilder text = new StringBuilder();
    for (String piece : pieces) {
      byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
      text.append(new String(masker.mask(bytes, bytes.length), StandardCharsets.UTF_8));
    }
    return text.append(new String(masker.rest(), StandardCharsets.UTF_8)).toString();
  }

  @Test
  void secretIsMaskedWhereverItIsCut() {
    String text = "ab hunter2 cd hunthunter2";
    for (int i = 0; i <= text.length(); i++) {
      for (int k = i; k <= text.length(); k++) {
        assertThat(
                masked(
                    List.of("hunter2"),
                    text.substring(0, i),
                    text.substring(i, k),
                    text.substring(k)))
            .isEqualTo("ab *** cd hunt***");
      }
    }
  }

  @Test
  void longerSecretWins() {
    assertThat(masked(List.of("abc", "abcdef"), "xabcdefx", "abcx", "abcd"))
        .isEqualTo("x***x***x***d");
  }

  @Test
  void beginningOfASecretAtTheEndIsShown() {
    assertThat(masked(List.of("hunter2"), "x hunt")).isEqualTo("x hunt");
  }

  @Test
  void linesOfAKeyAreMaskedOneByOne() {
    assertThat(masked(List.of("-----BEGIN-----\nAAAABBBB\nx\n"), "got AAAABBBB; x"))
        .isEqualTo("got ***; x");
  }

  @Test
  void nothingIsMaskedWithoutSecrets() {
    assertThat(masked(List.of("", "  "), "a b")).isEqualTo("a b");
  }
}
