package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The best distinct objects so far, best first: (mu + lambda) selection, where old objects stay
 * until better ones come. Mutable; driver only.
 */
final class Population {
  private final int capacity;
  private List<Member> members = List.of();

  /** An empty population of at most so many. */
  Population(int capacity) {
    this.capacity = capacity;
  }

  /** Best first. */
  List<Member> members() {
    return members;
  }

  /** Keeps the best of the members and of others. */
  void add(List<Member> others) {
    List<Member> all = new ArrayList<>(members);
    all.addAll(others);
    Collections.sort(all);
    List<Member> best = new ArrayList<>();
    Set<Member> known = new HashSet<>();
    for (Member member : all) {
      if (best.size() < capacity && known.add(member)) {
        best.add(member);
      }
    }
    members = best;
  }

  long[] toLongs() {
    LongBuffer numbers = new LongBuffer();
    members.forEach(member -> member.write(numbers));
    return numbers.toArray();
  }

  /**
   * Takes the members from what {@link #toLongs} gave.
   *
   * @param code of the objects
   * @throws IllegalArgumentException if these are not distinct objects in order, or too many
   */
  void restore(long[] numbers, ObjectCode<?> code) {
    List<Member> restored = Member.read(numbers);
    if (restored.size() > capacity) {
      throw new IllegalArgumentException(
          restored.size() + " objects where " + capacity + " are the most");
    }
    for (int i = 0; i < restored.size(); i++) {
      code.read(restored.get(i).code());
      if (i > 0 && restored.get(i - 1).compareTo(restored.get(i)) >= 0) {
        throw new IllegalArgumentException("object " + i + " is out of order");
      }
    }
    if (new HashSet<>(restored).size() < restored.size()) {
      throw new IllegalArgumentException("an object is there twice");
    }
    members = restored;
  }
}
