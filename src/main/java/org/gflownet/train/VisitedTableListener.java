package org.gflownet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects the rows of visited objects and hands them to their table, a window of steps at a time.
 *
 * <p>A window is closed every n steps, at the last step, when many rows are waiting, and by every
 * checkpoint: no window reaches beyond a checkpoint, so a resumed run removes what comes after and
 * writes it again, and each row is there once. To be tracked by the {@link CheckpointListener},
 * whose save closes the window before the checkpoint is written.
 */
public final class VisitedTableListener implements TrainingListener {
  /**
   * Rows of a window, about 150 bytes each. Those that came with results wait in the driver's
   * memory; those in files count as well, so that windows do not depend on where rows wait.
   */
  private static final int MAX_ROWS = 1 << 19;

  private final VisitedTable table;
  private final long every;
  private final List<VisitedRows> pending = new ArrayList<>();
  private long numPending;
  private long from;
  private long to;

  /**
   * A listener.
   *
   * @param table of the run
   * @param every number of steps of a window
   */
  public VisitedTableListener(VisitedTable table, long every) {
    this.table = table;
    this.every = every;
  }

  @Override
  public void started(TrainingState state) {
    from = state.step();
    to = from;
    table.keepUpTo(from);
  }

  @Override
  public void stepDone(TrainingState state, StepReport report, boolean last) {
    pending.add(report.rows().forTable());
    numPending += report.rows().total();
    to = state.step();
    if (last || numPending >= MAX_ROWS || report.passes(to, every)) {
      close();
    }
  }

  @Override
  public void save(Map<String, long[]> sections) {
    close();
  }

  private void close() {
    if (to > from) {
      table.write(from, to, VisitedRows.concat(pending));
      from = to;
      pending.clear();
      numPending = 0;
    }
  }
}
