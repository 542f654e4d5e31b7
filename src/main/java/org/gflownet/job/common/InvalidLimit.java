package org.gflownet.job.common;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gflownet.run.UserException;

/**
 * How many rows may be invalid: a whole number is a number of rows, a decimal fraction or a
 * percentage a share.
 *
 * @param text as it was given
 */
public record InvalidLimit(String text) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,15})|(0?\\.[0-9]+|0\\.|1\\.0*)|([0-9]+\\.?[0-9]*)%");

  public InvalidLimit {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || (form.group(3) != null && Double.parseDouble(form.group(3)) > 100)) {
      throw new UserException(
          "--max-invalid must be a number of rows such as 20, or a share such as 0.05 or 5%, was "
              + text);
    }
  }

  /** Whether so many are too many. */
  public boolean isExceeded(long invalid, long rows) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalStateException(text);
    }
    if (form.group(1) != null) {
      return invalid > Long.parseLong(form.group(1));
    }
    double share =
        form.group(2) != null
            ? Double.parseDouble(form.group(2))
            : Double.parseDouble(form.group(3)) / 100;
    return invalid > share * rows;
  }
}
