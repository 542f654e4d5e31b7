package org.gflownet.spark.dl4j;

/** A fit left the numbers. */
public final class ProxyDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProxyDivergedException(int epoch, double error) {
    super(
        "the fit diverged: after epoch "
            + epoch
            + " the error on the validation part is "
            + error
            + "; set a smaller proxy.lr");
  }
}
