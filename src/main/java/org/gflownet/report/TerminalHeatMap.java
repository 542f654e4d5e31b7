package org.gflownet.report;

import java.util.Locale;

/**
 * A {@link HeatMap} as text, both panels side by side.
 *
 * <p>Cells are two columns wide where they fit, which is about square, else one; a grid that is
 * still too wide is drawn as means of blocks. Lines end in a newline and have no trailing blanks.
 */
public final class TerminalHeatMap {
  private static final String GAP = "   ";
  private static final int MIN_CELLS = 8;

  /** What a terminal can show. */
  public enum Style {
    /** Letters of 7 bits. */
    ASCII,
    /** Shades of the Unicode block elements. */
    UNICODE,
    /** Background colours of a 256-colour terminal. */
    COLOR_256,
    /** Background colours of 24 bits. */
    TRUE_COLOR
  }

  private final HeatMap map;
  private final Style style;
  private final int block;
  private final int cellWidth;
  private final int labelWidth;
  private final double max;

  private TerminalHeatMap(HeatMap fine, Style style, int width) {
    this.style = style;
    labelWidth = Math.max(String.valueOf(fine.numRows() - 1).length(), fine.yLabel().length());
    int frame = labelWidth + 3;
    int available = Math.max(MIN_CELLS, (width - GAP.length()) / 2 - frame);
    block = (fine.numColumns() + available - 1) / available;
    map = fine.blockMeans(block);
    cellWidth = map.numColumns() * 2 <= available ? 2 : 1;
    max = map.max();
  }

  /**
   * Draws the picture.
   *
   * @param map what to draw
   * @param style what the terminal can show
   * @param width columns of the terminal; panels are never drawn narrower than 8 cells
   */
  public static String render(HeatMap map, Style style, int width) {
    return new TerminalHeatMap(map, style, width).draw();
  }

  private String draw() {
    StringBuilder out = new StringBuilder();
    String indent = " ".repeat(labelWidth + 2);
    int panel = map.numColumns() * cellWidth;
    line(out, indent + pad("learned", panel + 1) + GAP + indent + "true");
    for (int y = map.numRows() - 1; y >= 0; y--) {
      row(out, map.learned()[y], y);
      out.append(GAP);
      row(out, map.truth()[y], y);
      out.append('\n');
    }
    String axis = indent + axis(panel);
    line(out, pad(axis, indent.length() + panel + 1) + GAP + axis);
    legend(out, indent);
    return out.toString();
  }

  private void row(StringBuilder out, double[] values, int y) {
    String bar = style == Style.ASCII ? "|" : "│";
    String label = y == map.numRows() - 1 && !map.yLabel().isEmpty() ? map.yLabel() : number(y);
    out.append(" ".repeat(labelWidth - label.length())).append(label).append(' ').append(bar);
    cells(out, values);
    out.append(bar);
  }

  private String number(int y) {
    return map.yLabel().isEmpty() ? "" : String.valueOf(y * block);
  }

  /** "0", the axis' name in the middle and the last coordinate, as far as there is room. */
  private String axis(int panel) {
    String last = String.valueOf((map.numColumns() - 1) * block);
    int room = panel - 1 - last.length();
    if (room < map.xLabel().length() + 2) {
      return map.xLabel();
    }
    int before = (room - map.xLabel().length()) / 2;
    return "0"
        + " ".repeat(before)
        + map.xLabel()
        + " ".repeat(room - before - map.xLabel().length())
        + last;
  }

  private void legend(StringBuilder out, String indent) {
    out.append(indent).append("0 ");
    int steps = isColor() ? 16 : glyphs().length();
    double[] scale = new double[steps];
    for (int i = 0; i < steps; i++) {
      scale[i] = isColor() ? max * i / (steps - 1) : max * Math.max(0, i - 0.5) / (steps - 1);
    }
    cells(out, scale);
    out.append(String.format(Locale.ROOT, " %.3g", max)).append(" probability");
    if (block > 1) {
      out.append(" (means of ").append(block).append('x').append(block).append(" cells)");
    }
    out.append('\n');
  }

  private void cells(StringBuilder out, double[] values) {
    int previous = -1;
    for (double value : values) {
      double t = max > 0 ? value / max : 0;
      if (isColor()) {
        int color = style == Style.COLOR_256 ? ColorMap.cube(ColorMap.rgb(t)) : ColorMap.rgb(t);
        if (color != previous) {
          out.append(escape(color));
          previous = color;
        }
        out.append(" ".repeat(cellWidth));
      } else {
        out.append(String.valueOf(glyph(t)).repeat(cellWidth));
      }
    }
    if (isColor()) {
      out.append("\u001B[0m");
    }
  }

  private String escape(int color) {
    return style == Style.COLOR_256
        ? "\u001B[48;5;" + color + "m"
        : "\u001B[48;2;" + (color >> 16) + ";" + (color >> 8 & 0xFF) + ";" + (color & 0xFF) + "m";
  }

  /** A blank means exactly 0; the others divide the scale evenly. */
  private char glyph(double t) {
    String glyphs = glyphs();
    if (!(t > 0)) {
      return glyphs.charAt(0);
    }
    int steps = glyphs.length() - 1;
    return glyphs.charAt(1 + Math.min(steps - 1, (int) (t * steps)));
  }

  private String glyphs() {
    return style == Style.ASCII ? " .:-=+*#%@" : " ·░▒▓█";
  }

  private boolean isColor() {
    return style == Style.COLOR_256 || style == Style.TRUE_COLOR;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static void line(StringBuilder out, String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
