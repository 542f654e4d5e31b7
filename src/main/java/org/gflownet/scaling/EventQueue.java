package org.gflownet.scaling;

import java.util.PriorityQueue;

/** What will happen in a simulation, by time; of the same time in the order of its addition. */
final class EventQueue {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long order;

  /** What can happen; to a job, a slot or an executor. */
  enum What {
    JOB_START,
    PARAMETERS_READY,
    TASK_END,
    STAGE_READY,
    RESULT_READ,
    UPDATED,
    FAILURE,
    RESTART
  }

  /**
   * Something that happens.
   *
   * @param subject job, slot or executor, as {@code what} says
   * @param number of the slot's task, or of vectors in a result; 0 elsewhere
   * @param seconds of work that end here; 0 elsewhere
   */
  record Event(double time, long order, What what, int subject, int number, double seconds)
      implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      int byTime = Double.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  void add(double time, What what, int subject) {
    add(time, what, subject, 0, 0);
  }

  void add(double time, What what, int subject, int number, double seconds) {
    events.add(new Event(time, order++, what, subject, number, seconds));
  }

  Event next() {
    return events.remove();
  }
}
