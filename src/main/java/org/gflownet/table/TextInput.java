package org.gflownet.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Characters of a UTF-8 file without its byte order mark; what is no text is told in one line. */
public final class TextInput extends Reader {
  /** Longest line or field that is read, in characters. */
  public static final int MAX_CHARS = 1 << 20;

  static final String NO_TEXT = "it is not UTF-8 text; convert it, with iconv for example";

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final BufferedReader reader;
  private BadTableException problem;

  /** The text of a stream, which is closed with it. */
  public TextInput(InputStream in) throws IOException {
    this(in, true);
  }

  /**
   * The text of a stream, which is closed with it.
   *
   * @param isStart whether it is a file's beginning, where a byte order mark may stand
   */
  public TextInput(InputStream in, boolean isStart) throws IOException {
    reader =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            1 << 16);
    reader.mark(1);
    try {
      if (isStart && reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
    } catch (CharacterCodingException e) {
      throw noText();
    }
  }

  /** Up to so many of the next characters, which are read again afterwards. */
  String peek(int count) throws IOException {
    char[] chars = new char[count];
    reader.mark(count);
    int filled = 0;
    for (int n = read(chars, 0, count); n > 0; n = read(chars, filled, count - filled)) {
      filled += n;
    }
    reader.reset();
    return new String(chars, 0, filled);
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    int n;
    try {
      n = reader.read(chars, offset, length);
    } catch (CharacterCodingException e) {
      throw noText();
    }
    for (int i = offset; i < offset + n; i++) {
      if (chars[i] == 0) {
        throw noText();
      }
    }
    return n;
  }

  /** The next line, bounded, without its end; null behind the last. */
  String line(long number) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = single();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = single()) {
      if (line.length() == MAX_CHARS) {
        throw new BadTableException(
            "line " + number + " is longer than " + MAX_CHARS + " characters");
      }
      line.append((char) c);
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return line.toString();
  }

  private int single() throws IOException {
    try {
      int c = reader.read();
      if (c == 0) {
        throw noText();
      }
      return c;
    } catch (CharacterCodingException e) {
      throw noText();
    }
  }

  private BadTableException noText() {
    problem = new BadTableException(NO_TEXT);
    return problem;
  }

  /** What was wrong with the text; null if nothing was. */
  BadTableException problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
