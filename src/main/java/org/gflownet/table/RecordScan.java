package org.gflownet.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the records of a split, a range of bytes of a file, without reading more of the file than
 * that: so that many tasks can look through a large file at once, and that others can begin to read
 * at any of its records.
 *
 * <p>A split has the records that begin in it; of an SDF file those whose {@code $$$$} before them
 * does. Together the splits of a file have each record once. Delimited values are read a record a
 * line here; see {@link Quotes#requireClosed}.
 */
public final class RecordScan {
  /** No line shorter than this has too many fields, or too long ones. */
  private static final int HARMLESS = Dialect.MAX_COLUMNS - 1;

  private static final byte[] RECORD_END = {'$', '$', '$', '$'};

  private final Layout layout;
  private final Quotes quotes;
  private final MessageDigest digest;
  private final Set<String> items = new LinkedHashSet<>();
  private final List<Long> starts = new ArrayList<>();
  private long rows;
  private long lines;
  private boolean isHeaderBehind;

  /** How a file of lines holds records. */
  public enum Kind {
    /** A header, then a row a line. */
    DELIMITED,
    /** A molecule a line. */
    SMILES,
    /** Several lines a molecule. */
    SDF
  }

  /**
   * What is looked for.
   *
   * @param kind of the file
   * @param dialect of delimited values; null of others
   * @param every of so many records the first one's place is noted
   */
  public record Layout(Kind kind, Dialect dialect, int every) implements Serializable {}

  /**
   * What is in a split.
   *
   * @param rows number of records
   * @param lines number of lines, with those that belong to no record
   * @param starts places of records 0, n, 2 n, ... of the split in the file, n being {@code every}
   * @param items names of an SDF file's data items, in the order of their first records
   * @param problem why it is no table, with <code>{row}</code> and <code>{line}</code> for one more
   *     than the rows and lines until there; null if it is one
   */
  public record Found(
      long rows, long lines, List<Long> starts, List<String> items, String problem) {

    /**
     * The problem with its place.
     *
     * @param rowsBefore records of the file in the splits before
     * @param linesBefore lines of the file in the splits before
     */
    public String problem(long rowsBefore, long linesBefore) {
      return problem
          .replace("{row}", Long.toString(rowsBefore + rows + 1))
          .replace("{line}", Long.toString(linesBefore + lines + 1));
    }
  }

  private RecordScan(Layout layout, MessageDigest digest) {
    this.layout = layout;
    this.digest = digest;
    this.quotes = layout.kind() == Kind.DELIMITED ? new Quotes(layout.dialect()) : null;
  }

  /**
   * Where a split's first byte has to be read from: the byte before tells whether a line begins.
   */
  public static long readFrom(long from) {
    return Math.max(0, from - 1);
  }

  /**
   * Looks through a split.
   *
   * @param in the file from {@link #readFrom} on, closed by the caller
   * @param from first byte of the split
   * @param to first byte behind it
   * @param digest gets the bytes from the split's first record to the next split's
   */
  public static Found of(InputStream in, long from, long to, Layout layout, MessageDigest digest)
      throws IOException {
    RecordScan scan = new RecordScan(layout, digest);
    String problem = null;
    try {
      // Not closed: the stream is the caller's.
      scan.run(new ByteLines(in, readFrom(from)), from, to);
    } catch (BadTableException e) {
      problem = e.getMessage();
    }
    return new Found(scan.rows, scan.lines, scan.starts, List.copyOf(scan.items), problem);
  }

  private void run(ByteLines input, long from, long to) throws IOException {
    if (from > 0) {
      // Ends the line that begins before the split; nothing if the byte before is a line's end.
      input.next();
      isHeaderBehind = true;
    }
    switch (layout.kind()) {
      case DELIMITED -> scanLines(input, to, this::isRow);
      case SMILES -> scanLines(input, to, this::isMolecule);
      case SDF -> scanSdf(input, from, to);
    }
  }

  /** Whether a line is a record. */
  private interface Judgement {
    boolean isRecord(ByteLines input);
  }

  private void scanLines(ByteLines input, long to, Judgement judgement) throws IOException {
    while (input.position() < to && input.next()) {
      if (judgement.isRecord(input)) {
        record(input.start());
      }
      take(input);
    }
    if (!isHeaderBehind && input.position() >= to && input.next()) {
      throw new BadTableException("its first " + to + " bytes are blank lines");
    }
  }

  private void record(long start) {
    if (rows % layout.every() == 0) {
      starts.add(start);
    }
    rows++;
  }

  private void take(ByteLines input) {
    digest.update(input.bytes(), 0, input.length());
    if (input.isEnded()) {
      digest.update((byte) '\n');
    }
    lines++;
  }

  private boolean isRow(ByteLines input) {
    byte[] bytes = input.bytes();
    int length = input.length();
    if (length == 0 || (length == 1 && bytes[0] == '\r')) {
      return false;
    }
    boolean hasQuote = false;
    boolean isPlain = true;
    for (int i = 0; i < length; i++) {
      hasQuote |= bytes[i] == layout.dialect().quote();
      isPlain &= bytes[i] > 0;
    }
    if (!isPlain || length > HARMLESS || (hasQuote && !quotes.areUsual(bytes, length))) {
      String text = input.text();
      if (text.isEmpty() || text.equals("\r")) {
        return false; // It was the byte order mark alone.
      }
      quotes.requireClosed(text, isHeaderBehind ? "row {row}" : "the header");
    }
    boolean isRow = isHeaderBehind;
    isHeaderBehind = true;
    return isRow;
  }

  private boolean isMolecule(ByteLines input) {
    byte[] bytes = input.bytes();
    boolean isPlain = input.length() <= TextInput.MAX_CHARS;
    boolean isBlank = true;
    for (int i = 0; i < input.length(); i++) {
      isPlain &= bytes[i] > 0;
      isBlank &= bytes[i] <= ' ' && bytes[i] > 0;
    }
    if (isPlain && isBlank) {
      return false;
    }
    boolean isFirst = !isHeaderBehind;
    String text = isPlain && !isFirst ? null : bounded(input.text());
    if (text != null && text.isBlank()) {
      return false;
    }
    isHeaderBehind = true;
    return !isFirst || !SmilesReader.isHeader(text.strip());
  }

  private void scanSdf(ByteLines input, long from, long to) throws IOException {
    boolean isBetween = from > 0;
    while (isBetween && input.position() < to && input.next()) {
      isBetween = !isEnd(input);
      if (isBetween) {
        input.text();
      }
    }
    if (isBetween) {
      return;
    }
    long end = scanRecord(input);
    while (end < to) {
      end = scanRecord(input);
    }
  }

  /** Goes through a record; the place of the line that ends it, or behind all where none does. */
  private long scanRecord(ByteLines input) throws IOException {
    long start = input.position();
    long size = 0;
    boolean isBlank = true;
    while (input.next()) {
      if (isEnd(input)) {
        take(input);
        record(start);
        return input.start();
      }
      String text = bounded(input.text());
      isBlank &= text.isBlank();
      size += text.length() + 1;
      if (size > SdfReader.MAX_RECORD) {
        throw new BadTableException(
            "the record at line {line} has more than " + SdfReader.MAX_RECORD + " characters");
      }
      if (text.startsWith(">")) {
        items.add(SdfReader.name(text, "{line}"));
        SdfReader.checkNumber(items.size());
      }
      take(input);
    }
    if (!isBlank) {
      record(start);
    }
    return Long.MAX_VALUE;
  }

  private static boolean isEnd(ByteLines input) {
    byte[] bytes = input.bytes();
    for (int i = 0; i < RECORD_END.length; i++) {
      if (i >= input.length() || bytes[i] != RECORD_END[i]) {
        return false;
      }
    }
    return true;
  }

  private static String bounded(String line) {
    if (line.length() > TextInput.MAX_CHARS) {
      throw new BadTableException(
          "line {line} is longer than " + TextInput.MAX_CHARS + " characters");
    }
    return line;
  }
}
