package io.spectrahedra.cli;

import io.spectrahedra.neural.io.AtomicFile;
import java.awt.Color;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of what depends on beta, whose axis is logarithmic. */
final class Chart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  private final XYChart chart;

  Chart(String title, String left) {
    System.setProperty("java.awt.headless", "true"); // there may be no screen
    chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
    chart.setXAxisTitle("beta");
    chart.setYAxisGroupTitle(0, left);
    XYStyler styler = chart.getStyler();
    styler.setXAxisLogarithmic(true);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setMarkerSize(6);
    styler.setChartBackgroundColor(Color.WHITE);
  }

  /** A line. */
  Chart line(String name, double[] betas, double[] values) {
    chart.addSeries(name, betas, values).setMarker(SeriesMarkers.CIRCLE);
    return this;
  }

  /** A line on an axis of its own at the right. */
  Chart rightLine(String name, double[] betas, double[] values) {
    XYSeries series = chart.addSeries(name, betas, values);
    series.setMarker(SeriesMarkers.DIAMOND).setYAxisGroup(1);
    chart.setYAxisGroupTitle(1, name);
    chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
    return this;
  }

  /** A line with error bars. */
  Chart line(String name, double[] betas, double[] values, double[] errors) {
    chart.addSeries(name, betas, values, errors).setMarker(SeriesMarkers.CIRCLE);
    return this;
  }

  /** A single point. */
  Chart point(String name, double beta, double value) {
    chart
        .addSeries(name, new double[] {beta}, new double[] {value})
        .setMarker(SeriesMarkers.SQUARE);
    return this;
  }

  /** As PNG; without a cache file, which cannot be made once Ctrl-C ends the program. */
  AtomicFile.Content png() {
    return out -> {
      ImageIO.setUseCache(false);
      boolean unused = ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", out);
    };
  }
}
