package org.gflownet.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Predicted against measured values, with the line on which both are equal, as a PNG picture. */
public final class PredictionPlot {
  private static final int SIZE = 720;
  private static final double MARGIN = 0.04;

  private PredictionPlot() {}

  /**
   * Draws the plot. Needs no display.
   *
   * @param title above it
   * @param quantity what was measured, with its unit if it has one
   * @param measured values, at least one
   * @param predicted for the same objects
   */
  public static byte[] png(String title, String quantity, double[] measured, double[] predicted)
      throws IOException {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BitmapEncoder.saveBitmap(
        chart(title, quantity, measured, predicted), out, BitmapEncoder.BitmapFormat.PNG);
    return out.toByteArray();
  }

  private static XYChart chart(
      String title, String quantity, double[] measured, double[] predicted) {
    XYChart chart =
        new XYChartBuilder()
            .width(SIZE)
            .height(SIZE)
            .theme(ChartTheme.Matlab)
            .title(title)
            .xAxisTitle("measured " + quantity)
            .yAxisTitle("predicted " + quantity)
            .build();
    double low = Math.min(min(measured), min(predicted));
    double high = Math.max(max(measured), max(predicted));
    double margin = high > low ? MARGIN * (high - low) : 1;
    double[] ends = {low - margin, high + margin};
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW).setMarkerSize(6);
    chart.getStyler().setXAxisMin(ends[0]).setXAxisMax(ends[1]);
    chart.getStyler().setYAxisMin(ends[0]).setYAxisMax(ends[1]);
    chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    XYSeries equal = chart.addSeries("predicted = measured", ends, ends);
    equal.setMarker(SeriesMarkers.NONE).setLineColor(Color.GRAY);
    equal.setLineStyle(new BasicStroke(1.2f));
    XYSeries points = chart.addSeries("held-out molecules", measured, predicted);
    points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(new Color(0x1F, 0x4E, 0x9E, 110));
    return chart;
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
