package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The population of a step on an executor, as objects. Those that were there in the step before are
 * not read again. Mutable; for one worker.
 *
 * @param <S> the state
 */
final class Parents<S> {
  private final ObjectCode<S> code;
  private Map<Member, S> objects = new HashMap<>();
  private final Map<S, Member> members = new HashMap<>();
  private final List<S> ranked = new ArrayList<>();
  private double lowest;

  /**
   * No population.
   *
   * @param code of the objects, for this alone
   */
  Parents(ObjectCode<S> code) {
    this.code = code;
  }

  /**
   * Takes over a population.
   *
   * @param population from {@link Population#toLongs}
   */
  void load(long[] population) {
    Map<Member, S> present = new HashMap<>();
    members.clear();
    ranked.clear();
    for (Member member : Member.read(population)) {
      S known = objects.get(member);
      S object = known == null ? code.read(member.code()) : known;
      present.put(member, object);
      members.put(object, member);
      ranked.add(object);
      lowest = member.logReward();
    }
    objects = present;
  }

  /** Number of objects. */
  int size() {
    return ranked.size();
  }

  /** The object at a rank, 0 for the best. */
  S at(int rank) {
    return ranked.get(rank);
  }

  /** The member that an object is; null if it is none. */
  Member find(S object) {
    return members.get(object);
  }

  /** Least log R of all. */
  double lowest() {
    return lowest;
  }
}
