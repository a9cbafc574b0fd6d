package io.spectrahedra.sdp.kernel;

/** The kernels that {@code -Dsdp.kernels} demands do not exist or cannot run here. */
public final class KernelsUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  KernelsUnavailableException(String reason) {
    super(reason);
  }
}
