package org.gflownet.table;

import com.univocity.parsers.csv.CsvParserSettings;
import java.io.Serializable;

/**
 * How a file delimits and quotes values.
 *
 * @param delimiter between values
 * @param quote around values that hold a delimiter, a line end or a quote, which is doubled
 */
public record Dialect(char delimiter, char quote) implements Serializable {
  private static final String USUAL = ",;\t|";
  private static final String UNUSUAL = ":^~ ";

  /** Characters read at once; the parser's own choice is a million, for each reader anew. */
  private static final int BUFFER = 1 << 15;

  static final int MAX_COLUMNS = 10_000;

  /**
   * The dialect that the beginning of a file suggests: the delimiter is the one of comma,
   * semicolon, tab and bar that the header has most of, or else one of colon, caret, tilde and
   * space that header and second line have equally many of.
   */
  public static Dialect of(String head) {
    int first = 0;
    while (first < head.length() && (head.charAt(first) == '\n' || head.charAt(first) == '\r')) {
      first++;
    }
    char quote = first < head.length() && head.charAt(first) == '\'' ? '\'' : '"';
    int end = recordEnd(head, first, quote);
    char delimiter = USUAL.charAt(0);
    int most = 0;
    for (int i = 0; i < USUAL.length(); i++) {
      int count = count(head, first, end, USUAL.charAt(i), quote);
      if (count > most) {
        most = count;
        delimiter = USUAL.charAt(i);
      }
    }
    for (int i = 0; most == 0 && i < UNUSUAL.length(); i++) {
      int count = count(head, first, end, UNUSUAL.charAt(i), quote);
      int next = recordEnd(head, end + 1, quote);
      if (count > 0 && count == count(head, end + 1, next, UNUSUAL.charAt(i), quote)) {
        most = count;
        delimiter = UNUSUAL.charAt(i);
      }
    }
    return new Dialect(delimiter, quote);
  }

  private static int recordEnd(String text, int from, char quote) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        quoted = !quoted;
      } else if (!quoted && c == '\n') {
        return i;
      }
    }
    return text.length();
  }

  private static int count(String text, int from, int to, char wanted, char quote) {
    int count = 0;
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      quoted ^= c == quote;
      count += !quoted && c == wanted ? 1 : 0;
    }
    return count;
  }

  /**
   * Settings of a parser that keeps every field as it is: no comments, no trimming.
   *
   * @param maxChars of a field; -1 for no bound
   */
  public CsvParserSettings settings(int maxChars) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(delimiter);
    settings.getFormat().setQuote(quote);
    settings.getFormat().setQuoteEscape(quote);
    settings.getFormat().setComment('\0');
    // A CR before it stays in the last field, since files may have both line ends.
    settings.getFormat().setLineSeparator("\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setMaxCharsPerColumn(maxChars);
    settings.setInputBufferSize(BUFFER);
    settings.setMaxColumns(MAX_COLUMNS);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setReadInputOnSeparateThread(false);
    settings.setEmptyValue("");
    return settings;
  }
}
