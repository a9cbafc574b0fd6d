package io.spectrahedra.neural.train;

import io.spectrahedra.sdp.solver.Progress;
import java.util.function.Supplier;

/** Lets several programs that are solved side by side speak to one listener, one at a time. */
final class SharedListener implements Progress.Listener {
  private final Progress.Listener listener;

  SharedListener(Progress.Listener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void onProgress(Progress progress) {
    listener.onProgress(progress);
  }

  @Override
  public synchronized void onRemark(String remark) {
    listener.onRemark(remark);
  }

  @Override
  public synchronized void onSetUp(Supplier<String> plan) {
    listener.onSetUp(plan);
  }
}
