package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class HeatMapImageTest {
  private static final HeatMap MAP =
      new HeatMap(
          new double[][] {{0, 0.5}, {0.25, 0.25}}, new double[][] {{0, 1}, {0, 0}}, "x0", "x1");

  @Test
  void writesAPng() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new HeatMapImage(MAP).writeTo(bytes);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(image.getWidth()).isGreaterThan(2 * image.getHeight() / 2);
  }

  @Test
  void cellsHaveTheColoursOfTheirValues() {
    BufferedImage image = new HeatMapImage(MAP).draw();
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y) & 0xFFFFFF);
      }
    }
    assertThat(colours)
        .contains(ColorMap.rgb(0), ColorMap.rgb(0.25), ColorMap.rgb(0.5), ColorMap.rgb(1));
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
}
