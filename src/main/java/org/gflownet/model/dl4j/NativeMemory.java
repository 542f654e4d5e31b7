package org.gflownet.model.dl4j;

import java.util.Map;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process holds beside its heap: reported with a run's figures, and warned about once it
 * comes near its bound, beyond which allocations end in an OutOfMemoryError.
 *
 * <p>Both bounds are JavaCPP's, which the scripts set from {@code GFLOWNET_NATIVE_MEMORY}: of what
 * it allocates, as the engine {@code nd4j} does, and of the whole process, where the buffers that
 * ND4J's library allocates by itself count, too. Not thread-safe.
 */
public final class NativeMemory {
  /** Bytes that JavaCPP has allocated. */
  public static final String ARRAYS = "memory.javacpp_bytes";

  /** Bytes of this process in the machine's memory. */
  public static final String PROCESS = "memory.process_bytes";

  private static final Logger LOG = LoggerFactory.getLogger(NativeMemory.class);
  private static final double NEAR = 0.9;

  private final Gauge arrays;
  private final Gauge process;
  private boolean warned;

  /**
   * A quantity and its bound.
   *
   * @param used bytes
   * @param bound bytes; 0 for none
   */
  record Gauge(LongSupplier used, LongSupplier bound) {
    boolean isNear(long bytes) {
      return bound.getAsLong() > 0 && bytes > NEAR * bound.getAsLong();
    }
  }

  /** This process, as JavaCPP sees it. */
  public NativeMemory() {
    this(
        new Gauge(Pointer::totalBytes, Pointer::maxBytes),
        new Gauge(Pointer::physicalBytes, Pointer::maxPhysicalBytes));
  }

  NativeMemory(Gauge arrays, Gauge process) {
    this.arrays = arrays;
    this.process = process;
  }

  /**
   * Adds both figures to a report.
   *
   * @return whether this is the first time that one is near its bound
   */
  public boolean report(Map<String, Object> figures) {
    long arrayBytes = arrays.used().getAsLong();
    long processBytes = process.used().getAsLong();
    figures.put(ARRAYS, arrayBytes);
    figures.put(PROCESS, processBytes);
    boolean first = !warned && (arrays.isNear(arrayBytes) || process.isNear(processBytes));
    if (first) {
      warned = true;
      LOG.warn(
          "memory beside the heap comes near its bound: JavaCPP's {} of {} MiB, the process's {}"
              + " of {} MiB; a larger GFLOWNET_NATIVE_MEMORY or smaller slices avoid an"
              + " OutOfMemoryError",
          arrayBytes >> 20,
          arrays.bound().getAsLong() >> 20,
          processBytes >> 20,
          process.bound().getAsLong() >> 20);
    }
    return first;
  }
}
