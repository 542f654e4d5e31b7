package org.gflownet.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a replay memory has its numbers: on the heap, or in files of this machine. */
final class ReplayMemory {
  private static final int ON_HEAP = 1 << 16;
  private static final int IN_FILE = 1 << 22;
  private static final int ZEROS = 1 << 16;

  private final Path folder;

  private ReplayMemory(Path folder) {
    this.folder = folder;
  }

  /** On the heap. */
  static ReplayMemory onHeap() {
    return new ReplayMemory(null);
  }

  /** In files that are mapped, for as long as somebody uses them, and that have no name. */
  static ReplayMemory inFiles(Path folder) {
    return new ReplayMemory(folder);
  }

  /** How many bytes to ask for at a time where many are needed piece by piece. */
  int pieceBytes() {
    return folder == null ? ON_HEAP : IN_FILE;
  }

  /**
   * New memory, all zeros.
   *
   * @throws UncheckedIOException if the files have no room for it
   */
  ByteBuffer allocate(int bytes) {
    if (folder == null) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
    try {
      Path file = Files.createTempFile(folder, "gflownet-replay-", null);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        // Written, not left out: a disk that is full says so here, not where the memory is used.
        for (long left = bytes; left > 0; ) {
          left -= channel.write(ByteBuffer.allocate((int) Math.min(ZEROS, left)));
        }
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes).order(ByteOrder.nativeOrder());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep the replay memory in "
              + folder
              + ": "
              + e.getMessage()
              + "; make room there, name another folder by -Djava.io.tmpdir of the driver, or set a"
              + " smaller replay.capacity",
          e);
    }
  }
}
