package org.gflownet.job.report;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.gflownet.config.GflownetConfig;
import org.gflownet.job.common.MasterOption;
import org.gflownet.run.ExitCode;
import org.gflownet.run.PlainJson;
import org.gflownet.run.UserException;
import org.gflownet.run.evaluate.CheckpointEvaluation;
import org.gflownet.run.evaluate.EvaluationFiles;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.report.RunReport;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.spark.RunDirectory;
import org.gflownet.train.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: one HTML page about one run or several. */
@Command(
    name = "report",
    description = {
      "Writes an HTML page that holds all it needs: learning curves, the learned beside the true",
      "distribution, trajectories, molecules, time and configuration. Several runs are compared in",
      "one page. What the page shows beyond metrics.jsonl is computed from the newest checkpoint",
      "and the table of visited molecules, and kept in RUN/evaluation (docs/evaluation.md)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  report.sh runs/quickstart",
      "  report.sh runs/a runs/b runs/c --output comparison.html",
      "  report.sh runs/seh --refresh --set report.thresholds=[7,7.5,8] --master 'local[*]'"
    })
public final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folders, paths or URIs.")
  private List<String> runs;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Page to write, a path or URI; RUN/report.html for one run, report.html for several"
              + " otherwise.")
  private String output;

  @Option(
      names = "--refresh",
      description = "Evaluates again, even if there is an evaluation of the newest checkpoint.")
  private boolean refresh;

  @Mixin private MasterOption options;

  @Override
  public Integer call() {
    List<RunFolder> folders = runs.stream().distinct().map(RunFolder::at).toList();
    folders.forEach(folder -> folder.config(List.of()));
    for (RunFolder folder : folders) {
      evaluate(folder);
    }
    System.out.println(write(folders));
    return ExitCode.OK;
  }

  private String write(List<RunFolder> folders) {
    String html = RunReport.html(RunReport.data(folders, false));
    if (output == null && folders.size() == 1) {
      RunDirectory directory = folders.get(0).directory();
      directory.replaceText(RunReport.NAME, html);
      return RunReport.location(folders.get(0));
    }
    String target = output == null ? RunReport.NAME : output;
    int slash = target.lastIndexOf('/');
    String parent =
        slash < 0 ? Path.of("").toAbsolutePath().toString() : target.substring(0, slash + 1);
    try {
      RunFolder.at(parent).directory().replaceText(target.substring(slash + 1), html);
    } catch (java.io.UncheckedIOException e) {
      throw new UserException("--output " + target + ": " + e.getMessage());
    }
    return target;
  }

  private void evaluate(RunFolder folder) {
    GflownetConfig config = folder.config(options.overrides());
    Setup<?> setup = Setup.of(config);
    var newest = folder.checkpoints(setup).latest();
    if (newest.isEmpty()) {
      return;
    }
    if (!refresh && isCurrent(folder, newest.get())) {
      return;
    }
    try (Session session = Session.start(config, "report")) {
      CheckpointEvaluation.write(setup, folder, newest.get(), session);
    }
  }

  private static boolean isCurrent(RunFolder folder, Checkpoint checkpoint) {
    return new EvaluationFiles(folder.directory())
        .read()
        .flatMap(PlainJson::read)
        .filter(tree -> tree.path("step").asLong(-1) == checkpoint.counters().step())
        .isPresent();
  }
}
