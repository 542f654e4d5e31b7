package org.gflownet.run.score;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gflownet.run.score.ScorePlan.Part;
import org.gflownet.spark.SparkTasks;

/** The scoring of parts, each of which is read, scored and written by itself. */
final class PartScoring implements ScoreWork<Part> {
  private final PartTask task;
  private final List<List<Part>> runs;
  private final PartFiles files;
  private final PartTask.Scorer scorer;
  private final Done done;

  /** Processes whose files this one has seen; what one sees does not change while it runs. */
  private final Set<String> seen = new HashSet<>();

  /** Told of parts that are written; thread-safe. */
  interface Done {
    /** Takes parts and what became of their rows. */
    void parts(List<Part> parts, ScoreSummary summary);
  }

  /**
   * Parts to score.
   *
   * @param task of executors
   * @param runs of parts that are read one after the other
   * @param files of this process, for where executors do not see them
   * @param scorer of the rows that this process reads
   */
  PartScoring(
      PartTask task, List<List<Part>> runs, PartFiles files, PartTask.Scorer scorer, Done done) {
    this.task = task;
    this.runs = runs;
    this.files = files;
    this.scorer = scorer;
    this.done = done;
  }

  @Override
  public String description() {
    return "score";
  }

  @Override
  public List<List<Part>> runs() {
    return runs;
  }

  @Override
  public SparkTasks.Body<List<Part>> body() {
    return task;
  }

  @Override
  public boolean take(List<Part> parts, String json) {
    PartTask.Outcome outcome = PartTask.outcome(json);
    Optional<ScoreSummary> summary = outcome.summary();
    if (summary.isEmpty() || !areSeen(parts, outcome.process())) {
      return false;
    }
    done.parts(parts, summary.get());
    return true;
  }

  private boolean areSeen(List<Part> parts, String process) {
    if (!seen.contains(process)) {
      if (!parts.stream().allMatch(part -> files.has(part.number()))) {
        return false;
      }
      seen.add(process);
    }
    return true;
  }

  @Override
  public void doHere(List<Part> parts) {
    done.parts(parts, task.write(parts, files, scorer));
  }

  @Override
  public String file(Part part) {
    return task.work().table().files().get(part.file());
  }
}
