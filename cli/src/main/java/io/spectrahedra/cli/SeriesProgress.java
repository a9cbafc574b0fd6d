package io.spectrahedra.cli;

import io.spectrahedra.neural.train.SeriesListener;
import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar of the trainings done: one line on a terminal, line after line elsewhere. */
final class SeriesProgress implements SeriesListener, AutoCloseable {
  private static final int WIDTH = 72;
  private static final int UNKNOWN = -1;

  private final ProgressPrinter printer;
  private final ProgressBar bar;

  SeriesProgress(String task, PrintWriter out) {
    printer = new ProgressPrinter(out);
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(UNKNOWN)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new DelegatingProgressBarConsumer(printer::show, WIDTH))
            .build();
  }

  @Override
  public void onTrained(int done, int total) {
    bar.maxHint(total);
    bar.stepTo(done);
  }

  @Override
  public void close() {
    bar.close();
    printer.finish();
  }
}
