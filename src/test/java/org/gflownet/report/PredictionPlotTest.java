package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PredictionPlotTest {
  private static int bluePixels(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int red = (rgb >> 16) & 0xFF;
        int blue = rgb & 0xFF;
        count += blue - red > 40 ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void showsAsManyPointsAsThereAre() throws IOException {
    double[] few = {1, 2};
    double[] many = {1, 1.2, 1.4, 1.6, 1.8, 2};
    int onePoint = bluePixels(PredictionPlot.png("t", "pIC50", few, few)) / 3;
    int more = bluePixels(PredictionPlot.png("t", "pIC50", many, many));
    // The legend has a point too.
    assertThat(onePoint).isPositive();
    assertThat(more).isBetween(5 * onePoint, 9 * onePoint);
  }

  @Test
  void drawsASinglePointAndEqualValues() throws IOException {
    assertThat(bluePixels(PredictionPlot.png("t", "x", new double[] {3}, new double[] {3})))
        .isPositive();
    assertThat(bluePixels(PredictionPlot.png("t", "x", new double[] {0, 0}, new double[] {0, 0})))
        .isPositive();
  }
}
