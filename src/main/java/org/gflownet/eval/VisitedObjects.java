package org.gflownet.eval;

import java.util.Map;
import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.reward.Modes;
import org.gflownet.train.StepReport;

/**
 * What training has visited so far: the modes found since step 0 and the empirical distance of the
 * last terminating states from the target.
 *
 * <p>On the driver; not thread-safe.
 *
 * @param <S> the state
 */
public final class VisitedObjects<S> implements VisitedSummary {
  /** Section of a checkpoint with the indices of the last visited states, oldest first. */
  public static final String VISITED = "visited";

  private static final String CELLS = "mode-cells";
  private static final String REGIONS = "mode-regions";

  private final EnumerableEnvironment<S> environment;
  private final ModeCounter<S> modes;
  private final Optional<ExactTarget> target;
  private final Optional<VisitedWindow> window;

  /**
   * Nothing visited.
   *
   * @param environment whose indices stand for the visited states
   * @param modes to find
   * @param target to compare with, where it could be enumerated
   * @param windowSize number of last visited states to compare
   */
  public VisitedObjects(
      EnumerableEnvironment<S> environment,
      Modes<S> modes,
      Optional<ExactTarget> target,
      int windowSize) {
    this.environment = environment;
    this.modes = new ModeCounter<>(modes);
    this.target = target;
    this.window =
        target.map(t -> new VisitedWindow(windowSize, Math.toIntExact(environment.numIndices())));
  }

  /** Adds terminating states by their indices. */
  @Override
  public void add(StepReport report) {
    for (long index : report.visited()) {
      environment.stateAt(index).ifPresent(modes::add);
      window.ifPresent(w -> w.add(index));
    }
  }

  /** Adds {@code l1.*} and {@code modes.*} to the figures. */
  @Override
  public void report(Map<String, Object> figures) {
    if (target.isPresent() && window.isPresent() && window.get().size() > 0) {
      figures.put("l1.mean", window.get().l1Mean(target.get()));
      figures.put("l1.sum", window.get().l1Sum(target.get()));
    }
    figures.put("modes.regions", modes.numRegions());
    figures.put("modes.cells", modes.numCells());
  }

  /** Number of mode regions there are; -1 if unknown. */
  public long numRegions() {
    return modes.modes().numRegions();
  }

  @Override
  public void save(Map<String, long[]> sections) {
    window.ifPresent(w -> sections.put(VISITED, w.snapshot()));
    sections.put(CELLS, modes.snapshotCells());
    sections.put(REGIONS, modes.snapshotRegions());
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    if (sections.containsKey(VISITED)) {
      window.ifPresent(w -> w.restore(sections.get(VISITED)));
    }
    if (sections.containsKey(CELLS) && sections.containsKey(REGIONS)) {
      modes.restore(sections.get(CELLS), sections.get(REGIONS));
    }
  }
}
