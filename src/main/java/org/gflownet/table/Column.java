package org.gflownet.table;

import java.io.Serializable;

/**
 * A column of a table.
 *
 * @param name as the file has it
 * @param type of its cells
 */
public record Column(String name, Type type) implements Serializable {

  /** What cells hold; in rows all of them are texts. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** A whole number of 32 bits. */
    INT,
    /** A whole number of 64 bits. */
    LONG,
    /** A number in single precision. */
    FLOAT,
    /** A number in double precision. */
    DOUBLE
  }

  /** A column of texts. */
  public static Column text(String name) {
    return new Column(name, Type.TEXT);
  }
}
