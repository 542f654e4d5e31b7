package org.gflownet.eval;

import java.util.Map;
import org.gflownet.train.StepReport;

/** Figures about what training has visited so far. On the driver; not thread-safe. */
public interface VisitedSummary {

  /** Takes in a step. */
  void add(StepReport report);

  /** Adds figures by name, and begins a new interval between reports. */
  void report(Map<String, Object> figures);

  /** Adds what a resume needs. */
  void save(Map<String, long[]> sections);

  /** Restores what {@link #save} added. */
  void restore(Map<String, long[]> sections);
}
