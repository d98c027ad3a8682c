package org.yardmaster.master.cli;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.yardmaster.protocol.model.RequestId;
import picocli.CommandLine.TypeConversionException;

/// Requests as people type them: `17`, `#17`, `17-20`, `#17-#20`.
record RequestRange(long first, long last) {
  static final String LABEL = "REQUEST";

  private static final Pattern FORM = Pattern.compile("#?(\\d{1,18})(?:-#?(\\d{1,18}))?");
  private static final long MOST = 10_000;

  /// Reads what was typed.
  static RequestRange parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "request '" + text + "': write 17, #17, or several as 17-20");
    }
    long first = Long.parseLong(form.group(1));
    long last = form.group(2) == null ? first : Long.parseLong(form.group(2));
    if (last < first || last - first >= MOST) {
      throw new TypeConversionException(
          "requests '" + text + "': the first number comes first, and at most " + MOST + " fit");
    }
    return new RequestRange(first, last);
  }

  /// All requests of these ranges, each once, in the order of their numbers.
  static List<RequestId> all(List<RequestRange> ranges) {
    TreeSet<RequestId> ids = new TreeSet<>();
    for (RequestRange range : ranges) {
      LongStream.rangeClosed(range.first, range.last).mapToObj(RequestId::new).forEach(ids::add);
    }
    return List.copyOf(ids);
  }
}
