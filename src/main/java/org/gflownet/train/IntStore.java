package org.gflownet.train;

import java.nio.ByteBuffer;

/** Growable list of ints in a {@link ReplayMemory}. Mutable; not thread-safe. */
final class IntStore {
  private static final int FIRST = 64;

  private final ReplayMemory memory;
  private ByteBuffer ints;
  private int size;

  /** An empty list. */
  IntStore(ReplayMemory memory) {
    this(memory, 0, FIRST);
  }

  private IntStore(ReplayMemory memory, int size, int room) {
    this.memory = memory;
    this.size = size;
    this.ints = memory.allocate(Integer.BYTES * room);
  }

  /** A list of so many zeros. */
  static IntStore ofZeros(ReplayMemory memory, int size) {
    return new IntStore(memory, size, size);
  }

  int size() {
    return size;
  }

  int get(int i) {
    return ints.getInt(Integer.BYTES * i);
  }

  void set(int i, int value) {
    ints.putInt(Integer.BYTES * i, value);
  }

  /** Puts a value at a position; those from there on move up. */
  void insert(int position, int value) {
    if (Integer.BYTES * (size + 1L) > ints.capacity()) {
      ByteBuffer larger = memory.allocate(Math.multiplyExact(2, ints.capacity()));
      larger.put(0, ints, 0, Integer.BYTES * size);
      ints = larger;
    }
    move(position, position + 1, size - position);
    set(position, value);
    size++;
  }

  /** Takes a value out; those behind it move down. */
  int remove(int position) {
    int value = get(position);
    move(position + 1, position, size - position - 1);
    size--;
    return value;
  }

  private void move(int from, int to, int count) {
    ints.put(Integer.BYTES * to, ints, Integer.BYTES * from, Integer.BYTES * count);
  }
}
