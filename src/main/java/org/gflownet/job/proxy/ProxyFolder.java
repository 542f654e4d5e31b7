package org.gflownet.job.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.gflownet.math.RegressionFigures;
import org.gflownet.math.Sha256;
import org.gflownet.report.PredictionPlot;
import org.gflownet.reward.chem.proxy.LabelledMolecule;
import org.gflownet.reward.chem.proxy.ProxyManifest;
import org.gflownet.reward.chem.proxy.ProxyModel;
import org.gflownet.reward.chem.proxy.ProxyRecord;
import org.gflownet.reward.chem.proxy.TargetTable;
import org.gflownet.run.UserException;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.dl4j.ProxyFile;
import org.gflownet.spark.dl4j.ProxyTraining;

/** What {@code train-proxy} writes and prints. */
final class ProxyFolder {
  private static final String PROXY = "proxy.zip";
  private static final String INVALID = "invalid-rows.csv";
  private static final int MAX_REASONS = 10;

  private final RunDirectory directory;
  private final String data;
  private final String target;

  /** A row that cannot be read. */
  record InvalidRow(int number, String smiles, String reason) {}

  ProxyFolder(RunDirectory directory, String data, String target) {
    this.directory = directory;
    this.data = data;
    this.target = target;
  }

  /** The first free {@code proxies/NAME}, {@code proxies/NAME-2}, ... of a data file. */
  static String defaultLocation(String data) {
    String name = RunDirectory.nameOf(data).replaceFirst("\\.[A-Za-z]+$", "");
    Path location = Path.of("proxies", name);
    for (int i = 2; Files.exists(location); i++) {
      location = Path.of("proxies", name + "-" + i);
    }
    return location.toString();
  }

  /** Makes a folder, which may be there if it is empty. */
  static void create(RunDirectory directory) {
    try {
      if (!directory.names().isEmpty()) {
        throw new UserException(
            "the folder " + directory.location() + " is not empty; name another --out");
      }
      directory.create();
    } catch (UncheckedIOException e) {
      throw new UserException(e.getMessage() + "; name another --out");
    }
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Where the rows that cannot be read are listed. */
  String invalidRows() {
    return directory.location() + "/" + INVALID;
  }

  /** Says what became of the rows and lists those that cannot be read. */
  void reportRows(TargetTable table, List<InvalidRow> invalid, int numRows, int numMolecules) {
    System.out.printf(
        "%d rows: %d without a target, %d not readable, %d with %d molecules"
            + " (several values of one: their mean)%n",
        table.numRows(), table.withoutTarget(), invalid.size(), numRows, numMolecules);
    if (invalid.isEmpty()) {
      return;
    }
    Map<String, Integer> reasons = new TreeMap<>();
    invalid.forEach(
        row -> reasons.merge(row.reason().replaceAll("'.*'", "'...'"), 1, Integer::sum));
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MAX_REASONS)
        .forEach(e -> System.err.println("  " + e.getValue() + " x " + e.getKey()));
    StringBuilder csv = new StringBuilder("row,smiles,reason\r\n");
    for (InvalidRow row : invalid) {
      csv.append(row.number()).append(',').append(quoted(row.smiles()));
      csv.append(',').append(quoted(row.reason())).append("\r\n");
    }
    directory.replaceText(INVALID, csv.toString());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Writes all files, the proxy last, and prints the figures. */
  void write(
      ProxyTraining.Plan plan,
      ProxyTraining.Parts parts,
      ProxyTraining.Result result,
      byte[] bytes,
      String settings)
      throws IOException {
    ProxyModel model = result.model();
    ProxyRecord origin =
        new ProxyRecord(
            target,
            RunDirectory.nameOf(data),
            Sha256.of(bytes),
            plan.fit().seed(),
            plan.split(),
            parts.training().size(),
            parts.validation().size(),
            result.figures(),
            result.constantMse());
    ProxyManifest manifest =
        new ProxyManifest(model.fingerprint(), model.network(), model.mean(), model.sd(), origin);
    double[] measured = parts.heldOut().stream().mapToDouble(LabelledMolecule::target).toArray();
    byte[] plot =
        PredictionPlot.png(title(result.figures()), target, measured, result.predictions());
    ByteArrayOutputStream proxy = new ByteArrayOutputStream();
    ProxyFile.write(proxy, manifest, model.parameters());
    directory.replaceText("settings.conf", settings);
    directory.replaceText("held-out.csv", predictions(parts.heldOut(), result.predictions()));
    directory.replace("held-out.png", out -> out.write(plot));
    directory.replace("proxy.json", out -> out.write(manifest.toJson()));
    directory.replace(PROXY, proxy::writeTo);
    print(result);
  }

  private static String title(RegressionFigures figures) {
    return String.format(
        Locale.ROOT,
        "%d held-out molecules: MSE %.4g, R2 %s, Spearman %s",
        figures.count(),
        figures.mse(),
        shown(figures.r2()),
        shown(figures.spearman()));
  }

  private static String shown(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.3f", value.getAsDouble())
        : "undefined";
  }

  private static String predictions(List<LabelledMolecule> molecules, double[] predicted) {
    StringBuilder csv = new StringBuilder("smiles,measured,predicted,measurements\r\n");
    for (int i = 0; i < predicted.length; i++) {
      LabelledMolecule molecule = molecules.get(i);
      csv.append(molecule.smiles()).append(',').append(molecule.target()).append(',');
      csv.append(predicted[i]).append(',').append(molecule.measurements()).append("\r\n");
    }
    return csv.toString();
  }

  private void print(ProxyTraining.Result result) {
    RegressionFigures figures = result.figures();
    System.out.printf(
        Locale.ROOT,
        "best after epoch %d of %d%n%s%nMSE of a constant, the mean of what it was fitted to:"
            + " %.4g%n",
        result.fit().bestEpoch(),
        result.fit().epochs(),
        title(figures),
        result.constantMse());
    System.out.println("proxy: " + directory.location() + "/" + PROXY);
    System.out.println("parameters_sha256 " + Sha256.of(bytes(result.model().parameters())));
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * values.length);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
