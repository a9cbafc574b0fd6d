package io.spectrahedra.neural.train;

import io.spectrahedra.sdp.solver.Progress;
import java.util.function.Supplier;

/**
 * Lets several programs that are solved side by side speak to one listener, one at a time. What is
 * to be remarked on a program, it keeps to itself: the user has data, and the certificate.
 */
final class SharedListener implements Progress.Listener {
  static final Progress.Listener NONE = new SharedListener(Progress.Listener.NONE);

  private final Progress.Listener listener;

  SharedListener(Progress.Listener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void onProgress(Progress progress) {
    listener.onProgress(progress);
  }

  @Override
  public void onRemark(String remark) {}

  @Override
  public synchronized void onSetUp(Supplier<String> plan) {
    listener.onSetUp(plan);
  }
}
