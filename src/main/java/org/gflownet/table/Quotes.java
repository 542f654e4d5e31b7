package org.gflownet.table;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import java.io.StringReader;

/** Whether a line of delimited values is a whole record, by its quotes. Not thread-safe. */
final class Quotes {
  private final char quote;
  private final char delimiter;
  private final CsvParser parser;

  Quotes(Dialect dialect) {
    this.quote = dialect.quote();
    this.delimiter = dialect.delimiter();
    this.parser = new CsvParser(dialect.settings(TextInput.MAX_CHARS));
  }

  /**
   * Whether quotes stand around whole fields and doubled in them, as almost all do, so that the
   * line is a whole record.
   *
   * @param length bytes of the line
   */
  boolean areUsual(byte[] bytes, int length) {
    boolean isQuoted = false;
    boolean isAtStart = true;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == quote && isQuoted && i + 1 < length && bytes[i + 1] == quote) {
        i++;
      } else if (bytes[i] == quote) {
        boolean isAtEnd =
            i + 1 == length
                || bytes[i + 1] == delimiter
                || (bytes[i + 1] == '\r' && i + 2 == length);
        if (isQuoted ? !isAtEnd : !isAtStart) {
          return false;
        }
        isQuoted = !isQuoted;
      }
      isAtStart = !isQuoted && bytes[i] == delimiter;
    }
    return !isQuoted;
  }

  /**
   * Refuses a line that is no whole record: one behind which the parser finds no other.
   *
   * @param what the line is, in words
   * @throws BadTableException if a quote is open at its end, or a field or the record is too long
   */
  void requireClosed(String line, String what) {
    try {
      parser.beginParsing(new StringReader(line + "\nx"));
      parser.parseNext();
      if (parser.parseNext() == null) {
        throw new BadTableException(
            what
                + " leaves a quote open at the end of line {line}; close it, or add --multiline if"
                + " fields hold line ends");
      }
      parser.stopParsing();
    } catch (TextParsingException e) {
      throw new BadTableException(what + DelimitedReader.TOO_MUCH);
    }
  }
}
