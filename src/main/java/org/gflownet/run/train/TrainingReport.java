package org.gflownet.run.train;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.model.FlowModel;
import org.gflownet.report.HeatMapImage;
import org.gflownet.run.RewardFailureException;
import org.gflownet.run.UserException;
import org.gflownet.run.evaluate.EvaluationRewards;
import org.gflownet.run.evaluate.Pictures;
import org.gflownet.run.evaluate.RunEvaluation;
import org.gflownet.run.folder.PhaseClock;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.report.RunReport;
import org.gflownet.run.report.WatchServer;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.train.TrainingState;

/** The page about a run that is going on: served meanwhile if asked for, written at the end. */
final class TrainingReport implements AutoCloseable {
  private static final String PICTURE = "distribution.png";

  private final GflownetConfig config;
  private final RunFolder folder;
  private final OptionalInt watchPort;
  private final PhaseClock clock = new PhaseClock();
  private Optional<WatchServer> watched = Optional.empty();

  /**
   * The page of a run.
   *
   * @param watchPort where it is served, 0 for any port; empty for nowhere
   */
  TrainingReport(GflownetConfig config, RunFolder folder, OptionalInt watchPort) {
    this.config = config;
    this.folder = folder;
    this.watchPort = watchPort;
  }

  /** Times the phases of the run. */
  PhaseClock clock() {
    return clock;
  }

  /** Starts to serve the page; from here on the folder holds what it needs. */
  void watch() {
    if (watchPort.isPresent()) {
      WatchServer server = WatchServer.start(folder, watchPort.getAsInt());
      watched = Optional.of(server);
      System.err.println("watch " + server.url());
    }
  }

  /**
   * Evaluates what only the end shows, and writes the page. Training has succeeded without it, so a
   * file that cannot be used costs a line, not the run.
   *
   * @param rewards account of the evaluation's calls
   * @param model for this evaluation alone
   * @param session where tasks run
   */
  <S> void finish(
      Setup<S> setup,
      PolicyEvaluation<S> evaluation,
      EvaluationRewards rewards,
      FlowModel model,
      TrainingState state,
      Session session) {
    if (!config.report().write()) {
      return;
    }
    evaluate(setup, evaluation, rewards, model, state, session);
    writePage();
  }

  /** The evaluation of {@link #finish} without the page. */
  <S> void evaluate(
      Setup<S> setup,
      PolicyEvaluation<S> evaluation,
      EvaluationRewards rewards,
      FlowModel model,
      TrainingState state,
      Session session) {
    try {
      clock.during(
          "evaluation for the report",
          () ->
              new RunEvaluation<>(setup, evaluation, rewards, folder, model, session)
                  .write(state.policyParameters(), state.step()));
    } catch (UserException | RewardFailureException | UncheckedIOException e) {
      System.err.println("gflownet: the report lacks its evaluation: " + e.getMessage());
    }
  }

  /** Shows the learned distribution beside the true one, where both are known. */
  void show(PolicyEvaluation<?> evaluation) {
    Pictures.of(config, evaluation)
        .ifPresent(
            map -> {
              System.out.println(Pictures.forTerminal(map));
              folder.directory().replace(PICTURE, new HeatMapImage(map)::writeTo);
            });
  }

  /** Writes the page of a run that stops before its end. */
  void interrupted() {
    if (config.report().write()) {
      writePage();
    }
  }

  private void writePage() {
    folder.directory().replaceText(PhaseClock.NAME, clock.text());
    RunReport.write(folder);
    System.out.println("report " + RunReport.location(folder));
  }

  @Override
  public void close() {
    watched.ifPresent(WatchServer::close);
  }
}
