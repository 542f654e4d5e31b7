package org.gflownet.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A {@link HeatMap} as a PNG file: two panels with axes and a colour bar. Needs no display. On a
 * JRE without fonts the words are left out.
 */
public final class HeatMapImage {
  private static final int PANEL = 320;
  private static final int LEFT = 56;
  private static final int TOP = 40;
  private static final int BOTTOM = 48;
  private static final int GAP = 64;
  private static final int BAR_GAP = 28;
  private static final int BAR = 16;
  private static final int RIGHT = 76;
  private static final int WIDTH = LEFT + PANEL + GAP + PANEL + BAR_GAP + BAR + RIGHT;
  private static final int HEIGHT = TOP + PANEL + BOTTOM;
  private static final int MAX_TICKS = 8;

  /** Pixels per unit of the layout. */
  private static final int SCALE = 2;

  private final HeatMap map;
  private final double max;

  /** The image of a heat map. */
  public HeatMapImage(HeatMap map) {
    this.map = map;
    this.max = map.max();
  }

  /**
   * Writes the PNG.
   *
   * @throws IOException if the stream cannot be written to
   */
  public void writeTo(OutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream image = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(draw(), "png", image)) {
        throw new IOException("this JRE cannot write PNG images");
      }
    }
    bytes.writeTo(out);
  }

  /** Draws the picture. */
  BufferedImage draw() {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    BufferedImage image =
        new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.scale(SCALE, SCALE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    int second = LEFT + PANEL + GAP;
    cells(g, map.learned(), LEFT);
    cells(g, map.truth(), second);
    colorBar(g, second + PANEL + BAR_GAP);
    if (hasFonts(g)) {
      labels(g, "learned", LEFT);
      labels(g, "true", second);
      barLabels(g, second + PANEL + BAR_GAP);
    }
    g.dispose();
    return image;
  }

  private void cells(Graphics2D g, double[][] values, int left) {
    int rows = map.numRows();
    int columns = map.numColumns();
    for (int y = 0; y < rows; y++) {
      int bottom = TOP + PANEL - PANEL * y / rows;
      int top = TOP + PANEL - PANEL * (y + 1) / rows;
      for (int x = 0; x < columns; x++) {
        int from = left + PANEL * x / columns;
        int to = left + PANEL * (x + 1) / columns;
        g.setColor(new Color(ColorMap.rgb(max > 0 ? values[y][x] / max : 0)));
        g.fillRect(from, top, to - from, bottom - top);
      }
    }
    g.setColor(Color.DARK_GRAY);
    g.drawRect(left, TOP, PANEL, PANEL);
  }

  private static void colorBar(Graphics2D g, int left) {
    for (int y = 0; y < PANEL; y++) {
      g.setColor(new Color(ColorMap.rgb((double) y / (PANEL - 1))));
      g.fillRect(left, TOP + PANEL - 1 - y, BAR, 1);
    }
    g.setColor(Color.DARK_GRAY);
    g.drawRect(left, TOP, BAR, PANEL);
  }

  /** Title, ticks in the middle of their cells, and the axes' names. */
  private void labels(Graphics2D g, String title, int left) {
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    centred(g, title, left + PANEL / 2, TOP - 14);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    int columns = map.numColumns();
    for (int x = 0; x < columns; x += tickStep(columns)) {
      centred(g, String.valueOf(x), left + PANEL * (2 * x + 1) / (2 * columns), TOP + PANEL + 15);
    }
    int rows = map.numRows();
    for (int y = 0; rows > 1 && y < rows; y += tickStep(rows)) {
      int middle = TOP + PANEL - PANEL * (2 * y + 1) / (2 * rows);
      rightAligned(g, String.valueOf(y), left - 6, middle + 4);
    }
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    centred(g, map.xLabel(), left + PANEL / 2, TOP + PANEL + 36);
    rightAligned(g, map.yLabel(), left - 28, TOP + PANEL / 2 + 4);
  }

  private void barLabels(Graphics2D g, int left) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    for (int i = 0; i <= 4; i++) {
      int y = TOP + PANEL - PANEL * i / 4;
      g.drawLine(left + BAR, y, left + BAR + 3, y);
      String label = i == 0 ? "0" : String.format(Locale.ROOT, "%.3g", max * i / 4);
      g.drawString(label, left + BAR + 7, y + 4);
    }
    g.drawString("probability", left - 4, TOP - 14);
  }

  private static int tickStep(int count) {
    return (count + MAX_TICKS - 1) / MAX_TICKS;
  }

  private static void centred(Graphics2D g, String text, int middle, int y) {
    g.drawString(text, middle - g.getFontMetrics().stringWidth(text) / 2, y);
  }

  private static void rightAligned(Graphics2D g, String text, int right, int y) {
    g.drawString(text, right - g.getFontMetrics().stringWidth(text), y);
  }

  /** Minimal JREs come without a font library, which shows in different ways when it is used. */
  private static boolean hasFonts(Graphics2D g) {
    try {
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
      return g.getFontMetrics().stringWidth("0") > 0;
    } catch (RuntimeException | LinkageError | InternalError e) {
      return false;
    }
  }
}
