package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeatMapImageTest {
  private static final HeatMap MAP =
      new HeatMap(
          new double[][] {{0, 0.5}, {0.25, 0.25}}, new double[][] {{0, 1}, {0, 0}}, "x0", "x1");

  @TempDir private Path folder;

  @Test
  void writesAPngAndNothingElse() throws IOException {
    Path file = folder.resolve("grid.png");
    new HeatMapImage(MAP).write(file);
    new HeatMapImage(MAP).write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isGreaterThan(2 * image.getHeight() / 2);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
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
  void aMissingFolderIsAnError() {
    Path file = folder.resolve("absent").resolve("grid.png");
    assertThatThrownBy(() -> new HeatMapImage(MAP).write(file)).isInstanceOf(IOException.class);
  }
}
