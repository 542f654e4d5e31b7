package org.gflownet.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What can be read off the pixels of a chart: its frames, and the ink in a part of it. */
record Picture(BufferedImage image) {
  private static final int FRAME = Color.DARK_GRAY.getRGB() & 0xFFFFFF;

  /** Dark pixels of a part of a picture, cropped to where there are any. */
  record Ink(Rectangle place, BitSet pixels) {
    int middleX() {
      return place.x + place.width / 2;
    }

    int middleY() {
      return place.y + place.height / 2;
    }

    /** Whether it has the same pixels, wherever they are. */
    boolean reads(Ink other) {
      return place.getSize().equals(other.place.getSize()) && pixels.equals(other.pixels);
    }
  }

  int rgb(int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  /** Brightness as the eye takes it, 0 to 255. */
  static double luminance(int rgb) {
    return 0.2126 * (rgb >> 16) + 0.7152 * (rgb >> 8 & 0xFF) + 0.0722 * (rgb & 0xFF);
  }

  /** What framed rectangles enclose, from left to right, without the frames. */
  List<Rectangle> framed() {
    List<Integer> lines = new ArrayList<>();
    for (int x = 0; x < image.getWidth(); x++) {
      if (frameHeight(x) > image.getHeight() / 2) {
        lines.add(x);
      }
    }
    List<Rectangle> inner = new ArrayList<>();
    boolean inside = true;
    for (int i = 1; i < lines.size(); i++) {
      int from = lines.get(i - 1) + 1;
      int to = lines.get(i);
      if (to > from) {
        if (inside) {
          int top = 0;
          while (rgb(from, top) != FRAME) {
            top++;
          }
          while (rgb(from, top) == FRAME) {
            top++;
          }
          int bottom = top;
          while (rgb(from, bottom) != FRAME) {
            bottom++;
          }
          inner.add(new Rectangle(from, top, to - from, bottom - top));
        }
        inside = !inside;
      }
    }
    return inner;
  }

  private int frameHeight(int x) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      count += rgb(x, y) == FRAME ? 1 : 0;
    }
    return count;
  }

  /** The ink between two columns and two rows of pixels. */
  Ink ink(int left, int top, int right, int bottom) {
    Rectangle place = null;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        if (luminance(rgb(x, y)) < 128) {
          Rectangle pixel = new Rectangle(x, y, 1, 1);
          place = place == null ? pixel : place.union(pixel);
        }
      }
    }
    if (place == null) {
      throw new AssertionError("nothing is written at " + left + ", " + top);
    }
    BitSet pixels = new BitSet();
    for (int i = 0; i < place.width * place.height; i++) {
      int rgb = rgb(place.x + i % place.width, place.y + i / place.width);
      pixels.set(i, luminance(rgb) < 128);
    }
    return new Ink(place, pixels);
  }

  /** The ink of a text, as a picture of twice the size has it. */
  static Ink written(String text, int style, int size) {
    BufferedImage image = new BufferedImage(600, 100, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 600, 100);
    g.scale(2, 2);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, style, size));
    g.drawString(text, 20, 35);
    g.dispose();
    return new Picture(image).ink(0, 0, 600, 100);
  }
}
