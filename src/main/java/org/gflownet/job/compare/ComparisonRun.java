package org.gflownet.job.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.Comparison;
import org.gflownet.config.EnvConfig;
import org.gflownet.run.ExitCode;
import org.gflownet.run.Interruption;
import org.gflownet.run.PlainJson;
import org.gflownet.run.evaluate.EvaluationFiles;
import org.gflownet.run.evaluate.VisitedEvaluation;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.report.RunReport;
import org.gflownet.run.setup.NamedFiles;
import org.gflownet.run.setup.Session;
import org.gflownet.spark.RunDirectory;

/** Carries out a comparison and writes what came of it. */
final class ComparisonRun {
  private static final String RUNS = "runs";

  private final Comparison comparison;
  private final List<PlannedRun> plan;
  private final RunDirectory directory;
  private final String rank;
  private final String resumeCommand;
  private final RunOutcome[] outcomes;

  /**
   * A comparison.
   *
   * @param directory where everything goes
   * @param rank figure to rank by, or null for what the comparison says
   * @param resumeCommand to tell the user when it is interrupted
   */
  ComparisonRun(
      Comparison comparison,
      List<PlannedRun> plan,
      RunDirectory directory,
      String rank,
      String resumeCommand) {
    this.comparison = comparison;
    this.plan = plan;
    this.directory = directory;
    this.rank = rank;
    this.resumeCommand = resumeCommand;
    this.outcomes = new RunOutcome[plan.size()];
  }

  /**
   * Runs to the end or to an interruption and returns the exit code.
   *
   * @param held the folder, which is given free before an interrupted process may end; null where
   *     no run can be made
   */
  int run(RunFolder.Held held) {
    try (Interruption interruption = new Interruption();
        held) {
      List<Integer> open = open();
      try (Session session = Session.startForWholeRuns(comparison.cluster(), "compare")) {
        session.spark().ifPresent(this::ship);
        carryOut(new RunPool(session), open, interruption);
        return interruption.requested() ? interrupted() : report(session);
      }
    }
  }

  /** Positions of the runs that are not finished; sets the outcomes of the others. */
  private List<Integer> open() {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < plan.size(); i++) {
      PlannedRun run = plan.get(i);
      outcomes[i] =
          run.problem() != null
              ? RunOutcome.failed(run.problem(), "")
              : compared(run).finished().orElse(RunOutcome.pending());
      if (outcomes[i].status() == RunOutcome.Status.PENDING) {
        open.add(i);
      }
    }
    return open;
  }

  private ComparedRun compared(PlannedRun run) {
    return new ComparedRun(
        run.config().render(), directory.child(RUNS).child(run.name()).location());
  }

  private void ship(JavaSparkContext spark) {
    Set<String> shipped = new HashSet<>();
    for (PlannedRun run : plan) {
      if (run.config() != null
          && shipped.add(run.config().files() + " " + run.config().digests())) {
        NamedFiles.ship(run.config(), spark);
      }
    }
  }

  private void carryOut(RunPool pool, List<Integer> open, Interruption interruption) {
    List<ComparedRun> runs = open.stream().map(i -> compared(plan.get(i))).toList();
    say("%d runs, %d of them finished before", plan.size(), numFinished());
    long start = System.nanoTime();
    int[] count = {0};
    pool.run(
        runs,
        interruption::requested,
        (outcome, position) -> {
          int i = open.get(position);
          outcomes[i] = outcome;
          count[0]++;
          if (outcome.status() == RunOutcome.Status.FAILED) {
            say("run %s failed: %s", plan.get(i).name(), outcome.reason());
          }
          if (outcome.status() != RunOutcome.Status.PENDING) {
            double seconds = (System.nanoTime() - start) * 1e-9;
            say(
                "%d of %d: %s, %s; about %s left",
                count[0],
                runs.size(),
                plan.get(i).name(),
                outcome.status().text(),
                inWords(seconds / count[0] * (runs.size() - count[0])));
          }
        });
  }

  private long numFinished() {
    return Arrays.stream(outcomes).filter(outcome -> outcome.status().isFinished()).count();
  }

  private static String inWords(double seconds) {
    return seconds < 120
        ? Math.round(seconds) + " s"
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }

  private static void say(String format, Object... values) {
    System.err.printf(Locale.ROOT, format + "%n", values);
  }

  private int interrupted() {
    measurements().write(directory);
    say(
        "interrupted with %d of %d runs finished; go on with: %s",
        numFinished(), plan.size(), resumeCommand);
    return ExitCode.FAULT;
  }

  private Measurements measurements() {
    return Measurements.read(
        plan, Arrays.asList(outcomes), directory.child(RUNS), comparison.compare().metrics());
  }

  private int report(Session session) {
    Measurements measurements = measurements();
    measurements.write(directory);
    String figure = rank != null ? rank : comparison.compare().rank().orElseGet(this::usualFigure);
    Ranking ranking = Ranking.of(measurements, figure);
    directory.replaceText(Ranking.CSV, ranking.csv());
    evaluate(session);
    String html =
        new ComparisonDocument(measurements, ranking, directory.child(RUNS))
            .html(name(), comparison.compare().metrics());
    directory.replaceText(RunReport.NAME, html);
    System.out.print(ranking.text());
    System.out.println("comparison " + directory.location());
    boolean allFailed =
        Arrays.stream(outcomes).allMatch(o -> o.status() == RunOutcome.Status.FAILED);
    return allFailed ? ExitCode.FAULT : ExitCode.OK;
  }

  /** Figures of visited molecules, which take Spark; kept in the run folders. */
  private void evaluate(Session session) {
    for (int i = 0; i < plan.size(); i++) {
      PlannedRun run = plan.get(i);
      if (!outcomes[i].status().isFinished()
          || run.config().env().kind() != EnvConfig.Kind.MOLECULE) {
        continue;
      }
      if (session.spark().isEmpty()) {
        say("visited molecules are not evaluated without Spark: use --resume --master 'local[*]'");
        return;
      }
      RunFolder folder = RunFolder.in(directory.child(RUNS).child(run.name()));
      EvaluationFiles files = new EvaluationFiles(folder.directory());
      Map<String, Object> sections = new LinkedHashMap<>();
      files
          .read()
          .flatMap(PlainJson::read)
          .ifPresent(
              tree -> tree.fields().forEachRemaining(f -> sections.put(f.getKey(), f.getValue())));
      if (!sections.containsKey("visited")) {
        say("evaluating the molecules of %s", run.name());
        List<String> notes = new ArrayList<>();
        new VisitedEvaluation(run.config(), folder, session)
            .figures(notes)
            .ifPresent(figures -> sections.put("visited", figures));
        sections.put("notes", notes);
        files.write(sections);
      }
    }
  }

  /** The last part of the folder's location. */
  private String name() {
    String location = directory.location().replaceAll("/+$", "");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private String usualFigure() {
    return Ranking.usualFigure(
        plan.stream().filter(run -> run.config() != null).findFirst().orElseThrow().config());
  }
}
