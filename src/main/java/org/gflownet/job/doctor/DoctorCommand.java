package org.gflownet.job.doctor;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gflownet.job.common.MasterOption;
import org.gflownet.job.doctor.Finding.Grade;
import org.gflownet.run.ExitCode;
import org.gflownet.run.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code doctor}: says what of this machine is in order and what to do about the rest. */
@Command(
    name = "doctor",
    description = {
      "Checks Java, Spark, engines, memory, disk and the programs that rewards call; with a"
          + " configuration also that, the files it names (weights, vocabulary) and the store of"
          + " the run folder."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 all that training needs is there, 2 something is missing.",
      "",
      "Examples:",
      "  doctor.sh",
      "  doctor.sh conf/molecules-qed.conf",
      "  doctor.sh conf/quickstart.conf --out hdfs://namenode:8020/runs/a"
    })
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONF",
      arity = "0..1",
      description = "Configuration file whose files are checked, too.")
  private Path configFile;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Run folder whose store is tried, a path or URI; runs/NAME of the configuration"
              + " otherwise.")
  private String out;

  @Mixin private MasterOption options;

  @Override
  public Integer call() {
    if (out != null && configFile == null) {
      throw new UserException("--out needs a configuration: doctor.sh CONF --out DIR");
    }
    Checkup checkup = new Checkup(System.getenv());
    List<Finding> findings = new ArrayList<>(checkup.machine());
    if (configFile != null) {
      findings.addAll(checkup.configuration(configFile, options.overrides(), out));
    }
    PrintWriter out = spec.commandLine().getOut();
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    findings.forEach(finding -> out.println(line(finding, ansi)));
    long bad = count(findings, Grade.BAD);
    long lacking = count(findings, Grade.LACKING);
    out.println(
        bad > 0
            ? bad + " of " + findings.size() + " checks failed"
            : "ready to train" + (lacking > 0 ? "; " + lacking + " things could be better" : ""));
    out.flush();
    return bad > 0 ? ExitCode.USER : ExitCode.OK;
  }

  private static long count(List<Finding> findings, Grade grade) {
    return findings.stream().filter(finding -> finding.grade() == grade).count();
  }

  private static String line(Finding finding, Ansi ansi) {
    String mark =
        switch (finding.grade()) {
          case GOOD -> "@|green ok  |@";
          case LACKING -> "@|yellow note|@";
          case BAD -> "@|bold,red bad |@";
        };
    String advice = finding.advice().isEmpty() ? "" : " -> " + finding.advice();
    return ansi.string(mark)
        + String.format(Locale.ROOT, " %-14s %s%s", finding.subject(), finding.text(), advice);
  }
}
