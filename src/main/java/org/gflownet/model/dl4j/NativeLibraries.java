package org.gflownet.model.dl4j;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/** Whether ND4J's native libraries load in this JVM. */
final class NativeLibraries {
  private NativeLibraries() {}

  /** One line on why they do not; empty if they do. Loads them. */
  static Optional<String> problem() {
    try {
      Nd4j.zeros(1);
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(
          "ND4J's native library does not load (" + e + "); add nd4j-native for this platform");
    }
  }

  /** Name of ND4J's backend. */
  static String backend() {
    return Nd4j.getBackend().getClass().getSimpleName();
  }
}
