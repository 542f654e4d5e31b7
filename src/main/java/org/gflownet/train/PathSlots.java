package org.gflownet.train;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.gflownet.trajectory.ActionPaths;

/**
 * Paths in numbered slots of a {@link ReplayMemory}, all of one size: log R, hash, number of
 * actions, the actions, the fingerprint. A path too long for them makes all slots longer. Mutable;
 * not thread-safe.
 */
final class PathSlots {
  private static final int HASH = Double.BYTES;
  private static final int LENGTH = HASH + Integer.BYTES;
  private static final int ACTIONS = LENGTH + Integer.BYTES;
  private static final int UNKNOWN = -1;

  private final ReplayMemory memory;
  private final Deque<Integer> free = new ArrayDeque<>();
  private List<ByteBuffer> pieces = new ArrayList<>();

  /** Words of each fingerprint, once there is a path. */
  private int words = UNKNOWN;

  /** Actions that fit a slot; even, so that fingerprints are aligned. */
  private int room = 8;

  private int size;

  /** No slots. */
  PathSlots(ReplayMemory memory) {
    this.memory = memory;
  }

  private int slotBytes() {
    return ACTIONS + Integer.BYTES * room + Long.BYTES * words;
  }

  private int slotsPerPiece() {
    return Math.max(1, memory.pieceBytes() / slotBytes());
  }

  private ByteBuffer piece(int slot) {
    return pieces.get(slot / slotsPerPiece());
  }

  private int at(int slot) {
    return slot % slotsPerPiece() * slotBytes();
  }

  /**
   * Puts a path into a slot that is free, which is a new one behind all others if there is none.
   */
  int add(ActionPaths paths, int i) {
    int slot = free.isEmpty() ? size++ : free.pop();
    set(slot, paths, i);
    return slot;
  }

  /** Puts a path into a slot that {@link #add} has given. */
  void set(int slot, ActionPaths paths, int i) {
    if (words == UNKNOWN) {
      words = paths.fingerprintWords();
    } else if (words != paths.fingerprintWords()) {
      throw new IllegalArgumentException(
          "fingerprints of " + paths.fingerprintWords() + " words among those of " + words);
    }
    int from = paths.offsets()[i];
    int length = paths.offsets()[i + 1] - from;
    if (length > room) {
      makeRoom(length);
    }
    while (pieces.size() * (long) slotsPerPiece() <= slot) {
      pieces.add(newPiece());
    }
    ByteBuffer piece = piece(slot);
    int at = at(slot);
    piece.putDouble(at, paths.logReward(i));
    piece.putInt(at + HASH, paths.hash(i));
    piece.putInt(at + LENGTH, length);
    for (int k = 0; k < length; k++) {
      piece.putInt(at + ACTIONS + Integer.BYTES * k, paths.actions()[from + k]);
    }
    int print = at + ACTIONS + Integer.BYTES * room;
    for (int w = 0; w < words; w++) {
      piece.putLong(print + Long.BYTES * w, paths.fingerprints()[i * words + w]);
    }
  }

  private ByteBuffer newPiece() {
    return memory.allocate(slotsPerPiece() * slotBytes());
  }

  private void makeRoom(int length) {
    List<ByteBuffer> old = pieces;
    int oldPerPiece = slotsPerPiece();
    int oldBytes = slotBytes();
    int oldPrint = ACTIONS + Integer.BYTES * room;
    room = Math.max(2 * room, length + length % 2);
    int print = ACTIONS + Integer.BYTES * room;
    pieces = new ArrayList<>();
    int inUse = (int) Math.min(size, old.size() * (long) oldPerPiece);
    for (int slot = 0; slot < inUse; slot++) {
      if (pieces.size() * (long) slotsPerPiece() <= slot) {
        pieces.add(newPiece());
      }
      ByteBuffer from = old.get(slot / oldPerPiece);
      int start = slot % oldPerPiece * oldBytes;
      piece(slot).put(at(slot), from, start, oldPrint);
      piece(slot).put(at(slot) + print, from, start + oldPrint, Long.BYTES * words);
    }
  }

  /** Gives a slot free. */
  void remove(int slot) {
    free.push(slot);
  }

  double logReward(int slot) {
    return piece(slot).getDouble(at(slot));
  }

  int hash(int slot) {
    return piece(slot).getInt(at(slot) + HASH);
  }

  private int length(int slot) {
    return piece(slot).getInt(at(slot) + LENGTH);
  }

  /** Tanimoto similarity of a slot's fingerprint and that of a path; 1 of two without any bit. */
  double tanimoto(int slot, ActionPaths paths, int i) {
    ByteBuffer piece = piece(slot);
    int print = at(slot) + ACTIONS + Integer.BYTES * room;
    int both = 0;
    int any = 0;
    for (int w = 0; w < words; w++) {
      long x = piece.getLong(print + Long.BYTES * w);
      long y = paths.fingerprints()[i * words + w];
      both += Long.bitCount(x & y);
      any += Long.bitCount(x | y);
    }
    return any == 0 ? 1.0 : both / (double) any;
  }

  /**
   * Copies paths.
   *
   * @param count how many
   * @param slots the slot of each
   */
  ActionPaths paths(int count, IntUnaryOperator slots) {
    if (count == 0) {
      return ActionPaths.NONE;
    }
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], length(slots.applyAsInt(i)));
    }
    int[] actions = new int[offsets[count]];
    double[] logRewards = new double[count];
    int[] hashes = new int[count];
    long[] fingerprints = new long[Math.multiplyExact(count, words)];
    for (int i = 0; i < count; i++) {
      int slot = slots.applyAsInt(i);
      ByteBuffer piece = piece(slot);
      int at = at(slot);
      logRewards[i] = piece.getDouble(at);
      hashes[i] = piece.getInt(at + HASH);
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        actions[k] = piece.getInt(at + ACTIONS + Integer.BYTES * (k - offsets[i]));
      }
      int print = at + ACTIONS + Integer.BYTES * room;
      for (int w = 0; w < words; w++) {
        fingerprints[i * words + w] = piece.getLong(print + Long.BYTES * w);
      }
    }
    return new ActionPaths(offsets, actions, logRewards, hashes, fingerprints);
  }
}
