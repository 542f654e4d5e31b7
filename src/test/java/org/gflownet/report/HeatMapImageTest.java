package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Font;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The picture as its reader sees it: everything here is read off the pixels of the PNG. */
class HeatMapImageTest {
  /** Two rows, y upwards, and three columns: no value twice but 0 and 0.3. */
  private static final double[][] LEARNED = {{0, 0.05, 0.1}, {0.15, 0.3, 0.4}};

  private static final double[][] TRUE = {{0.2, 0.25, 0}, {0.35, 0.3, 0.02}};
  private static final HeatMap MAP = new HeatMap(LEARNED, TRUE, "x3", "x7");
  private static final double MAX = 0.4;

  private Picture picture;
  private Rectangle learned;
  private Rectangle truth;
  private Rectangle scale;

  @BeforeEach
  void read() throws IOException {
    picture = new Picture(written(MAP));
    List<Rectangle> framed = picture.framed();
    assertThat(framed).hasSize(3);
    learned = framed.get(0);
    truth = framed.get(1);
    scale = framed.get(2);
  }

  private int cell(Rectangle panel, int x, int y) {
    return picture.rgb(
        panel.x + panel.width * (2 * x + 1) / 6,
        panel.y + panel.height - panel.height * (2 * y + 1) / 4);
  }

  /** The value that the scale gives to a colour: 0 at its foot, the largest value at its top. */
  private double value(int rgb) {
    int middle = scale.x + scale.width / 2;
    double value = Double.NaN;
    double nearest = Double.POSITIVE_INFINITY;
    for (int y = 0; y < scale.height; y++) {
      int other = picture.rgb(middle, scale.y + scale.height - 1 - y);
      double distance = 0;
      for (int shift = 0; shift < 24; shift += 8) {
        distance += Math.pow((rgb >> shift & 0xFF) - (other >> shift & 0xFF), 2);
      }
      if (distance < nearest) {
        nearest = distance;
        value = MAX * y / (scale.height - 1);
      }
    }
    return value;
  }

  @Test
  void theScaleReadsBothPanelsBackToTheirValues() {
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        // A pixel of the scale, of which there are some 600, is half a hundredth of the largest.
        assertThat(value(cell(learned, x, y))).isCloseTo(LEARNED[y][x], within(MAX / 200));
        assertThat(value(cell(truth, x, y))).isCloseTo(TRUE[y][x], within(MAX / 200));
      }
    }
    assertThat(cell(learned, 1, 1)).isEqualTo(cell(truth, 1, 1));
    assertThat(cell(learned, 0, 0)).isEqualTo(cell(truth, 2, 0));
  }

  @Test
  void aLargerValueIsBrighterInBothPanels() {
    double previous = -1;
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        // The learned values increase in this order.
        double brightness = Picture.luminance(cell(learned, x, y));
        assertThat(brightness).isGreaterThan(previous + 5);
        previous = brightness;
        for (int other = 0; other < 6; other++) {
          double difference = brightness - Picture.luminance(cell(truth, other % 3, other / 3));
          assertThat(Math.signum(difference))
              .isEqualTo(Math.signum(LEARNED[y][x] - TRUE[other / 3][other % 3]));
        }
      }
    }
  }

  @Test
  void cellsFillTheirPanelAndNothingElseIsColoured() {
    for (Rectangle panel : List.of(learned, truth)) {
      for (int y = 1; y < panel.height - 1; y++) {
        for (int x = 1; x < panel.width - 1; x++) {
          int column = 3 * x / panel.width;
          int row = 1 - 2 * y / panel.height;
          boolean border =
              Math.abs(x - panel.width * Math.round(3.0 * x / panel.width) / 3) < 4
                  || Math.abs(y - panel.height / 2) < 4;
          if (!border) {
            assertThat(picture.rgb(panel.x + x, panel.y + y)).isEqualTo(cell(panel, column, row));
          }
        }
      }
    }
    BufferedImage image = picture.image();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = picture.rgb(x, y);
        boolean grey = (rgb >> 16) == (rgb >> 8 & 0xFF) && (rgb & 0xFF) == (rgb >> 8 & 0xFF);
        if (!grey) {
          Point pixel = new Point(x, y);
          assertThat(List.of(learned, truth, scale))
              .as("%d, %d", x, y)
              .anyMatch(framed -> framed.contains(pixel));
        }
      }
    }
  }

  @Test
  void panelsAreOfOneSizeAndBesideOneAnother() {
    assertThat(learned.getSize()).isEqualTo(truth.getSize());
    assertThat(learned.width).isEqualTo(learned.height);
    assertThat(learned.y).isEqualTo(truth.y).isEqualTo(scale.y);
    assertThat(scale.height).isEqualTo(learned.height);
  }

  @Test
  void titlesAndAxesAreThoseOfTheirPanels() {
    for (Rectangle panel : List.of(learned, truth)) {
      int right = panel.x + panel.width;
      int bottom = panel.y + panel.height;
      Picture.Ink title = picture.ink(panel.x, 0, right, panel.y - 4);
      String text = panel.equals(learned) ? "learned" : "true";
      assertThat(title.reads(Picture.written(text, Font.BOLD, 15))).as(text).isTrue();
      assertThat(title.middleX()).isCloseTo(panel.x + panel.width / 2, within(6));
      for (int x = 0; x < 3; x++) {
        int middle = panel.x + panel.width * (2 * x + 1) / 6;
        Picture.Ink tick = picture.ink(middle - 40, bottom + 4, middle + 40, bottom + 40);
        assertThat(tick.reads(Picture.written("" + x, Font.PLAIN, 11))).as("tick %d", x).isTrue();
        assertThat(tick.middleX()).isCloseTo(middle, within(6));
      }
      for (int y = 0; y < 2; y++) {
        int middle = bottom - panel.height * (2 * y + 1) / 4;
        Picture.Ink tick = picture.ink(panel.x - 32, middle - 40, panel.x - 4, middle + 40);
        assertThat(tick.reads(Picture.written("" + y, Font.PLAIN, 11))).as("tick %d", y).isTrue();
        assertThat(tick.middleY()).isCloseTo(middle, within(6));
      }
      Picture.Ink across = picture.ink(panel.x, bottom + 48, right, picture.image().getHeight());
      assertThat(across.reads(Picture.written("x3", Font.PLAIN, 13))).isTrue();
      assertThat(across.middleX()).isCloseTo(panel.x + panel.width / 2, within(6));
      int middle = panel.y + panel.height / 2;
      Picture.Ink upwards = picture.ink(panel.x - 100, middle - 40, panel.x - 52, middle + 40);
      assertThat(upwards.reads(Picture.written("x7", Font.PLAIN, 13))).isTrue();
      assertThat(upwards.middleY()).isCloseTo(middle, within(20));
    }
  }

  @Test
  void theScaleHasItsNumbers() {
    int left = scale.x + scale.width + 12;
    int right = picture.image().getWidth();
    List<String> quarters = List.of("0", "0.100", "0.200", "0.300", "0.400");
    for (int i = 0; i <= 4; i++) {
      int y = scale.y + scale.height - scale.height * i / 4;
      Picture.Ink number = picture.ink(left, y - 20, right, y + 20);
      assertThat(number.reads(Picture.written(quarters.get(i), Font.PLAIN, 11)))
          .as(quarters.get(i))
          .isTrue();
      assertThat(number.middleY()).isCloseTo(y, within(6));
    }
    Picture.Ink unit = picture.ink(truth.x + truth.width + 4, 0, right, scale.y - 14);
    assertThat(unit.reads(Picture.written("probability", Font.PLAIN, 11))).isTrue();
  }

  @Test
  void whereNothingIsProbableAllCellsAreTheFootOfTheScale() {
    double[][] zeros = new double[2][2];
    Picture dark = new Picture(new HeatMapImage(new HeatMap(zeros, zeros, "x", "y")).draw());
    Rectangle bar = dark.framed().get(2);
    int foot = dark.rgb(bar.x + 4, bar.y + bar.height - 1);
    for (Rectangle panel : dark.framed().subList(0, 2)) {
      assertThat(dark.rgb(panel.x + panel.width / 4, panel.y + panel.height / 4)).isEqualTo(foot);
    }
  }

  @Test
  void theSameMapGivesTheSameBytes() throws IOException {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    new HeatMapImage(MAP).writeTo(first);
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    new HeatMapImage(MAP).writeTo(second);
    assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
  }

  @Test
  void aStreamThatCannotBeWrittenToIsAnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(() -> new HeatMapImage(MAP).writeTo(full)).isInstanceOf(IOException.class);
  }

  private static BufferedImage written(HeatMap map) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new HeatMapImage(map).writeTo(bytes);
    return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
  }
}
