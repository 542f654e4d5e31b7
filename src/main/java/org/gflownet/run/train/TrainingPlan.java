package org.gflownet.run.train;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ModelConfig;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.NamedFiles;
import org.gflownet.run.setup.Setup;
import org.gflownet.spark.store.Lease;

/**
 * A run that can begin or go on: its settings and files are checked, the engine is chosen and runs
 * on this machine, and nothing is written yet. What whoever starts a run, a command or a program,
 * does before the first step is here.
 *
 * @param setup of the resolved configuration
 * @param folder of the run
 * @param resume whether the run goes on with what the folder holds
 * @param stretched what the new length of a resumed run changes, each in words
 */
public record TrainingPlan(
    Setup<?> setup, RunFolder folder, boolean resume, List<String> stretched) {

  /**
   * A run from the beginning.
   *
   * @throws UserException if a name stands for nothing, or a file, the engine or the folder cannot
   *     be used
   */
  public static TrainingPlan ofNew(GflownetConfig config, RunFolder folder) {
    folder.requireLocalFor(config);
    return of(Setup.resolved(config), folder, false, List.of());
  }

  /**
   * A run that goes on from the newest checkpoint of its folder, or from the beginning where there
   * is none yet.
   *
   * @param config of the run, with what it may change
   * @param stretch whether a new length may change what was computed with the old one
   * @throws UserException likewise, or if the settings make it another run
   */
  public static TrainingPlan ofResumed(GflownetConfig config, RunFolder folder, boolean stretch) {
    folder.requireRun();
    folder.requireLocalFor(config);
    GflownetConfig resolved = withEngineOf(folder, config);
    List<String> stretched = folder.requireSameRun(resolved, stretch);
    return of(resolved, folder, true, stretched);
  }

  private static TrainingPlan of(
      GflownetConfig resolved, RunFolder folder, boolean resume, List<String> stretched) {
    Setup<?> setup = Setup.of(resolved);
    setup.engine(); // Refused here if it does not run on this machine, before anything is written.
    return new TrainingPlan(setup, folder, resume, stretched);
  }

  /** The engine was chosen when the run began. */
  private static GflownetConfig withEngineOf(RunFolder folder, GflownetConfig config) {
    if (config.model().engine() != ModelConfig.Engine.AUTO) {
      return NamedFiles.withDigests(config);
    }
    ModelConfig.Engine engine = folder.config(List.of()).model().engine();
    return NamedFiles.withDigests(Setup.withEngine(config, engine.name().toLowerCase(Locale.ROOT)));
  }

  /** Checks that the folder can take the run, and writes nothing. */
  public void requireFolder() {
    if (!resume) {
      folder.requireNew(false);
    }
  }

  /**
   * Takes the folder for this process, made where it is new.
   *
   * @throws UserException if another run or process has it
   */
  public RunFolder.Held hold() {
    if (resume) {
      return folder.hold(setup.config(), "train", Lease.Patience.FOR_SILENCE);
    }
    folder.requireNew(true);
    RunFolder.Held held = folder.hold(setup.config(), "train", Lease.Patience.NONE);
    try {
      // Somebody else's whole run may have come in between.
      folder.requireNew(false);
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
    return held;
  }

  /**
   * The run in its folder.
   *
   * @param held by {@link #hold}
   * @param resumeCommand to tell the user when the run is interrupted
   * @param watchPort where the report is served meanwhile, 0 for any port; empty for nowhere
   */
  public TrainingRun run(RunFolder.Held held, String resumeCommand, OptionalInt watchPort) {
    return new TrainingRun(setup, held.folder(), resume, resumeCommand, watchPort)
        .stretched(stretched);
  }
}
