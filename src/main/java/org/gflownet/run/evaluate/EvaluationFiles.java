package org.gflownet.run.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gflownet.eval.Calibration;
import org.gflownet.eval.VisitedFigures;
import org.gflownet.run.CsvLines;
import org.gflownet.run.PlainJson;
import org.gflownet.spark.RunDirectory;

/**
 * The folder {@code evaluation} of a run: {@code evaluation.json} with everything that the report
 * shows, and tables for other programs. docs/evaluation.md describes their columns.
 */
public final class EvaluationFiles {
  public static final String FOLDER = "evaluation";
  public static final String JSON = "evaluation.json";

  private final RunDirectory directory;

  public EvaluationFiles(RunDirectory run) {
    this.directory = run.child(FOLDER);
  }

  /** The text of evaluation.json; empty where there is none. */
  public java.util.Optional<String> read() {
    return directory.exists(JSON)
        ? java.util.Optional.of(directory.readText(JSON, 1L << 28))
        : java.util.Optional.empty();
  }

  /** Writes evaluation.json, after the tables that go with it. */
  public void write(Map<String, Object> sections) {
    directory.create();
    if (sections.get("visited") instanceof VisitedFigures visited) {
      directory.replaceText("curve.csv", curve(visited));
      directory.replaceText("molecules.csv", molecules(visited));
      directory.replaceText("density.csv", density(visited.density()));
    }
    if (sections.get("calibration") instanceof Calibration calibration) {
      directory.replaceText("calibration.csv", calibration(calibration));
    }
    directory.replaceText(JSON, PlainJson.text(sections) + "\n");
  }

  private static String curve(VisitedFigures visited) {
    CsvLines lines = new CsvLines();
    List<Integer> tops =
        new ArrayList<>(visited.curve().get(visited.curve().size() - 1).topMeans().keySet());
    List<String> header = new ArrayList<>(List.of("step", "visits", "unique", "calls"));
    tops.forEach(k -> header.add("top" + k));
    for (VisitedFigures.Above above : visited.curve().get(0).above()) {
      for (String what : List.of("molecules", "modes", "scaffolds")) {
        header.add(what + "_above_" + above.threshold());
      }
    }
    lines.add(header);
    for (VisitedFigures.Point point : visited.curve()) {
      List<Object> line =
          new ArrayList<>(
              Arrays.asList(point.step(), point.visits(), point.unique(), point.calls()));
      tops.forEach(k -> line.add(point.topMeans().get(k)));
      for (VisitedFigures.Above above : point.above()) {
        line.addAll(List.of(above.molecules(), above.modes(), above.scaffolds()));
      }
      lines.add(line);
    }
    return lines.toString();
  }

  private static String molecules(VisitedFigures visited) {
    CsvLines lines = new CsvLines();
    lines.add(
        List.of(
            "smiles",
            "score",
            "reward",
            "step",
            "trajectory",
            "scaffold",
            "similarity",
            "diverse"));
    for (int i = 0; i < visited.best().size(); i++) {
      VisitedFigures.Molecule m = visited.best().get(i);
      lines.add(
          Arrays.asList(
              m.smiles(),
              m.score(),
              m.reward(),
              m.step(),
              m.trajectory(),
              m.scaffold(),
              m.similarity(),
              visited.diverse().contains(i)));
    }
    return lines.toString();
  }

  private static String density(VisitedFigures.Density density) {
    CsvLines lines = new CsvLines();
    lines.add(List.of("from", "to", "unique", "late", "reference"));
    for (int i = 0; i < density.unique().length; i++) {
      lines.add(
          Arrays.asList(
              density.low() + i * density.width(),
              density.low() + (i + 1) * density.width(),
              density.unique()[i],
              density.late()[i],
              density.reference() == null ? null : density.reference()[i]));
    }
    return lines.toString();
  }

  private static String calibration(Calibration calibration) {
    CsvLines lines = new CsvLines();
    lines.add(List.of("log_reward", "log_p", "log_inflow", "standard_error"));
    for (double[] point : calibration.points()) {
      lines.add(Arrays.stream(point).boxed().toList());
    }
    return lines.toString();
  }
}
