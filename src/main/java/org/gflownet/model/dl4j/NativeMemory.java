package org.gflownet.model.dl4j;

import org.bytedeco.javacpp.Pointer;
import org.gflownet.model.MemoryUse;

/**
 * What this process holds beside its heap, as JavaCPP sees it: what it has allocated, as the engine
 * {@code nd4j} does, and the whole process, where the buffers that ND4J's library allocates by
 * itself count, too. Both bounds are JavaCPP's, which the scripts set from {@code
 * GFLOWNET_NATIVE_MEMORY}.
 */
public final class NativeMemory {
  private NativeMemory() {}

  /** Of this process, now. Loads JavaCPP's native library where it is not loaded yet. */
  public static MemoryUse now() {
    return new MemoryUse(
        Pointer.totalBytes(),
        Pointer.maxBytes(),
        Pointer.physicalBytes(),
        Pointer.maxPhysicalBytes());
  }
}
