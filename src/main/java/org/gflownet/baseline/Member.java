package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An object of a population. The order is that of selection: larger rewards first, and of equal
 * rewards the lesser code. Equal if the codes are. Immutable.
 */
final class Member implements Comparable<Member> {
  private final double logReward;
  private final long[] code;
  private final int hash;

  /**
   * A member.
   *
   * @param logReward log R
   * @param code of {@link ObjectCode}; not copied
   */
  Member(double logReward, long[] code) {
    this.logReward = logReward;
    this.code = code;
    this.hash = Arrays.hashCode(code);
  }

  double logReward() {
    return logReward;
  }

  /** Of {@link ObjectCode}; not a copy. */
  long[] code() {
    return code;
  }

  /** Appends the bits of log R, the length of the code and the code. */
  void write(LongBuffer out) {
    out.addBits(logReward);
    out.add(code.length);
    out.addAll(code);
  }

  /**
   * Members that were written one after the other.
   *
   * @throws IllegalArgumentException if one is torn or has no reward
   */
  static List<Member> read(long[] numbers) {
    List<Member> members = new ArrayList<>();
    int at = 0;
    while (at < numbers.length) {
      int left = numbers.length - at - 2;
      if (left < 0 || numbers[at + 1] < 0 || numbers[at + 1] > left) {
        throw new IllegalArgumentException("object " + members.size() + " is torn");
      }
      double logReward = Double.longBitsToDouble(numbers[at]);
      if (Double.isNaN(logReward) || logReward == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("log R of object " + members.size() + " is no number");
      }
      int end = at + 2 + (int) numbers[at + 1];
      members.add(new Member(logReward, Arrays.copyOfRange(numbers, at + 2, end)));
      at = end;
    }
    return members;
  }

  @Override
  public int compareTo(Member other) {
    int byReward = Double.compare(other.logReward, logReward);
    return byReward != 0 ? byReward : Arrays.compare(code, other.code);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Member that && that.hash == hash && Arrays.equals(that.code, code));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
