package org.gflownet.job.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ProxyConfig;
import org.gflownet.job.common.MasterOption;
import org.gflownet.reward.chem.proxy.DataSplit;
import org.gflownet.reward.chem.proxy.FingerprintSpec;
import org.gflownet.reward.chem.proxy.LabelledMolecule;
import org.gflownet.reward.chem.proxy.MeasuredValues;
import org.gflownet.reward.chem.proxy.TargetTable;
import org.gflownet.run.ExitCode;
import org.gflownet.run.Interruption;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Master;
import org.gflownet.run.setup.SparkSessions;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.dl4j.Dl4jKryoRegistrator;
import org.gflownet.spark.dl4j.EncodedMolecule;
import org.gflownet.spark.dl4j.MoleculeEncoder;
import org.gflownet.spark.dl4j.ProxyFit;
import org.gflownet.spark.dl4j.ProxyTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train-proxy}: fits a reward to measured values. */
@Command(
    name = "train-proxy",
    description =
        "Fits a network to measured values of molecules and saves it as a reward (reward.name ="
            + " proxy).",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "DATA has a header and a row per measurement; the delimiter is one of comma, semicolon, tab"
          + " and",
      "bar. Rows without a target are skipped and counted. Several values of one molecule become",
      "their mean. The network and how it is fitted are settings: section proxy of reference.conf.",
      "",
      "Examples:",
      "  train-proxy.sh assay.csv --target pIC50",
      "  train-proxy.sh seh_chembl.csv --target 'pChEMBL Value' --split scaffold --out proxies/seh",
      "  train-proxy.sh assay.csv --target pIC50 --set proxy.hidden='[512, 128]' --set seed=1",
      "  train.sh conf/molecules-qed.conf --set reward.name=proxy --set"
          + " reward.proxy.model=proxies/seh/proxy.zip"
    })
public final class TrainProxyCommand implements Callable<Integer> {
  private static final long MAX_DATA_BYTES = 1L << 30;
  private static final int MAX_ROWS = 2_000_000;

  @Parameters(paramLabel = "DATA", description = "File of delimited values, a path or URI.")
  private String data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      required = true,
      description = "Header of the column of values.")
  private String target;

  @Option(
      names = "--smiles-column",
      paramLabel = "COLUMN",
      description = "Header of the column of SMILES, ignoring case (${DEFAULT-VALUE}).")
  private String smilesColumn = "smiles";

  @Option(
      names = "--split",
      paramLabel = "KIND",
      description =
          "How molecules are held out: random, or scaffold to keep those of one Bemis-Murcko"
              + " scaffold together (${DEFAULT-VALUE}).")
  private DataSplit.Kind split = DataSplit.Kind.RANDOM;

  @Option(
      names = "--holdout",
      paramLabel = "SHARE",
      description = "Share of the molecules that are held out, 0.01 to 0.9 (${DEFAULT-VALUE}).")
  private double holdout = 0.2;

  @Option(
      names = "--max-invalid",
      paramLabel = "SHARE",
      description =
          "Largest share of rows with a target that may be unreadable, 0 to 1 (${DEFAULT-VALUE}).")
  private double maxInvalid = 0.05;

  @Option(
      names = "--config",
      paramLabel = "CONF",
      description = "Configuration file (HOCON) with the settings; the defaults otherwise.")
  private Path configFile;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the proxy, a path or URI; proxies/NAME of the data otherwise.")
  private String out;

  @Mixin private MasterOption options;

  @Override
  public Integer call() throws IOException {
    requireShare("--holdout", holdout, 0.01, 0.9);
    requireShare("--max-invalid", maxInvalid, 0, 1);
    GflownetConfig config =
        configFile == null
            ? ConfigLoader.defaults(options.overrides())
            : ConfigLoader.load(configFile, options.overrides());
    Master master = new Master(config.cluster().master());
    if (master.isInProcess() && options.isGiven()) {
      throw new UserException("train-proxy fits with Spark; use --master local[*]");
    }
    byte[] bytes = readData(config);
    TargetTable table = table(bytes);
    RunFolder folder =
        RunFolder.at(
            out == null ? ProxyFolder.defaultLocation(data) : out, config.cluster().spark());
    ProxyFolder.create(folder.directory());
    Master sparkMaster = master.isInProcess() ? new Master("local[*]") : master;
    try (Interruption interruption = new Interruption();
        JavaSparkContext spark =
            SparkSessions.start(
                sparkMaster,
                config.cluster(),
                "train-proxy " + target,
                Dl4jKryoRegistrator.class)) {
      return run(spark, config, table, bytes, folder.directory(), interruption);
    }
  }

  private static void requireShare(String option, double share, double min, double max) {
    if (!(share >= min && share <= max)) {
      throw new UserException(option + " must be from " + min + " to " + max + ", was " + share);
    }
  }

  private byte[] readData(GflownetConfig config) {
    try {
      RunDirectory parent =
          RunFolder.at(RunDirectory.parentOf(data), config.cluster().spark()).directory();
      String name = RunDirectory.nameOf(data);
      if (name.isEmpty() || !parent.exists(name)) {
        throw new UserException("data file " + data + " does not exist");
      }
      return parent.read(name, MAX_DATA_BYTES);
    } catch (UncheckedIOException e) {
      throw new UserException(e.getMessage());
    }
  }

  private TargetTable table(byte[] bytes) {
    TargetTable table;
    try {
      table = TargetTable.parse(new String(bytes, StandardCharsets.UTF_8), smilesColumn, target);
    } catch (IllegalArgumentException e) {
      throw new UserException("data file " + data + ": " + e.getMessage());
    }
    if (table.rows().size() > MAX_ROWS) {
      throw new UserException(
          "data file "
              + data
              + " has "
              + table.rows().size()
              + " rows with a target, at most "
              + MAX_ROWS
              + " are fitted to; take a sample of them");
    }
    return table;
  }

  private int run(
      JavaSparkContext spark,
      GflownetConfig config,
      TargetTable table,
      byte[] bytes,
      RunDirectory directory,
      Interruption interruption)
      throws IOException {
    ProxyFolder files = new ProxyFolder(directory, data, target);
    List<LabelledMolecule> molecules = molecules(spark, config.proxy(), table, files);
    ProxyTraining.Plan plan = plan(config);
    ProxyTraining training = new ProxyTraining(spark, plan);
    ProxyTraining.Parts parts;
    try {
      parts = training.split(molecules);
    } catch (IllegalArgumentException e) {
      throw new UserException("data file " + data + ": " + e.getMessage());
    }
    System.out.printf(
        "%d molecules to fit to, %d to decide when to stop, %d held out (split: %s)%n",
        parts.training().size(),
        parts.validation().size(),
        parts.heldOut().size(),
        ProxyFolder.lower(plan.split()));
    ProxyProgress progress = new ProxyProgress(config.progress().mode(), plan.fit().epochs());
    ProxyTraining.Result result =
        training.run(
            parts,
            (epoch, error, best) ->
                progress.epochEnded(epoch, error, best) && !interruption.requested(),
            fit -> progress.close());
    if (interruption.requested()) {
      System.err.println("gflownet: interrupted; no proxy was written");
      return ExitCode.FAULT;
    }
    files.write(plan, parts, result, bytes, config.render());
    return ExitCode.OK;
  }

  private List<LabelledMolecule> molecules(
      JavaSparkContext spark, ProxyConfig config, TargetTable table, ProxyFolder files) {
    List<String> smiles = new ArrayList<>();
    table.rows().forEach(row -> smiles.add(row.smiles()));
    List<EncodedMolecule> encoded = MoleculeEncoder.encode(spark, smiles, fingerprint(config));
    MeasuredValues values = new MeasuredValues();
    List<ProxyFolder.InvalidRow> invalid = new ArrayList<>();
    for (int i = 0; i < encoded.size(); i++) {
      TargetTable.Row row = table.rows().get(i);
      EncodedMolecule molecule = encoded.get(i);
      String problem = row.problem() != null ? row.problem() : molecule.failure();
      if (problem == null) {
        values.add(molecule.smiles(), molecule.scaffold(), molecule.features(), row.target());
      } else {
        invalid.add(new ProxyFolder.InvalidRow(row.number(), row.smiles(), problem));
      }
    }
    List<LabelledMolecule> molecules = values.molecules();
    files.reportRows(table, invalid, values.numRows(), molecules.size());
    double share = invalid.size() / Math.max(1.0, table.rows().size());
    if (share > maxInvalid) {
      throw new UserException(
          String.format(
              "%d of %d rows with a target cannot be read, more than --max-invalid %s; see %s",
              invalid.size(), table.rows().size(), maxInvalid, files.invalidRows()));
    }
    return molecules;
  }

  private static FingerprintSpec fingerprint(ProxyConfig config) {
    return new FingerprintSpec(
        config.fingerprint(), config.radius(), config.bits(), config.counts());
  }

  private ProxyTraining.Plan plan(GflownetConfig config) {
    ProxyConfig proxy = config.proxy();
    ProxyFit.Settings fit =
        new ProxyFit.Settings(
            proxy.epochs(),
            proxy.patience(),
            proxy.batch(),
            proxy.lr(),
            proxy.weightDecay(),
            proxy.workers(),
            proxy.averagingFrequency(),
            config.seed());
    return new ProxyTraining.Plan(
        fingerprint(proxy), proxy.hidden(), split, holdout, proxy.validation(), fit);
  }
}
