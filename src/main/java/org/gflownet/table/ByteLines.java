package org.gflownet.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of a stream as bytes, with the place where each begins. Not thread-safe. */
final class ByteLines implements AutoCloseable {
  /** Longest line, in bytes. */
  static final int MAX_BYTES = 16 * TextInput.MAX_CHARS;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private byte[] line = new byte[1 << 10];
  private int length;
  private long start;
  private long position;
  private boolean isEnded;
  private int from;
  private int to;

  /**
   * The lines of a stream, which is closed with them.
   *
   * @param position of the stream's next byte within its file
   */
  ByteLines(InputStream in, long position) {
    this.in = in;
    this.position = position;
  }

  /**
   * Goes to the next line.
   *
   * @return false behind the last
   * @throws BadTableException if it is longer than {@link #MAX_BYTES}
   */
  boolean next() throws IOException {
    start = position;
    length = 0;
    isEnded = false;
    while (!isEnded && (from < to || fill())) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      append(from, end);
      isEnded = end < to;
      from = isEnded ? end + 1 : end;
    }
    position = start + length + (isEnded ? 1 : 0);
    return position > start;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  private void append(int first, int end) {
    int more = end - first;
    if (length + more > MAX_BYTES) {
      throw new BadTableException(
          "line {line} is longer than " + MAX_BYTES + " bytes; is a quote or a line end missing?");
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
    }
    System.arraycopy(buffer, first, line, length, more);
    length += more;
  }

  /** Bytes of the line from 0 to {@link #length}, without its end; valid until the next one. */
  byte[] bytes() {
    return line;
  }

  /** Number of its bytes. */
  int length() {
    return length;
  }

  /**
   * The line as text, at a file's beginning without its byte order mark.
   *
   * @throws BadTableException if it is none
   */
  String text() {
    String text;
    try {
      text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length)).toString();
    } catch (CharacterCodingException e) {
      throw new BadTableException(TextInput.NO_TEXT);
    }
    if (text.indexOf('\0') >= 0) {
      throw new BadTableException(TextInput.NO_TEXT);
    }
    return start == 0 && text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Whether it has an end, which the last one may lack. */
  boolean isEnded() {
    return isEnded;
  }

  /** Place of its first byte. */
  long start() {
    return start;
  }

  /** Place behind it and its end. */
  long position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
