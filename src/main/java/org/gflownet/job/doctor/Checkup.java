package org.gflownet.job.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.model.Engines;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MlpSpec;
import org.gflownet.reward.chem.docking.ExternalProgram;
import org.gflownet.reward.chem.docking.ExternalProgramException;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Setup;
import org.gflownet.spark.store.StoreProbe;

/**
 * Looks at the machine that it runs on: Java, Spark, engines, memory, disk, addresses, programs
 * that rewards call, the files that a configuration names, and the store of a run folder. Leaves
 * everything as it was.
 */
final class Checkup {
  private static final int JAVA = 17;
  private static final String SPARK_SERIES = "3.5.";
  private static final String SCALA_SERIES = "2.12.";
  private static final long MEBIBYTE = 1L << 20;
  private static final long LEAST_HEAP = 700 * MEBIBYTE;
  private static final long LEAST_DISK = 2048 * MEBIBYTE;
  private static final int MAX_PROGRAM_OUTPUT = 1 << 16;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<String, String> environment;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * A look at this machine.
   *
   * @param environment variables of the process
   */
  Checkup(Map<String, String> environment) {
    this.environment = environment;
  }

  /** All that does not depend on a configuration. */
  List<Finding> machine() {
    findings.clear();
    add(java(Runtime.version()));
    add(
        spark(
            org.apache.spark.package$.MODULE$.SPARK_VERSION(),
            scala.util.Properties.versionNumberString(),
            environment.get("SPARK_HOME")));
    engines();
    memory();
    disk();
    address();
    program("vina", "--version", "reward.name = docking", "autodock-vina");
    program("obabel", "-V", "reward.name = docking", "openbabel");
    return List.copyOf(findings);
  }

  /**
   * Whether a configuration is right and all files that it names can be used.
   *
   * @param file HOCON
   * @param overrides of single settings
   * @param out run folder whose store is tried; null for the usual one
   */
  List<Finding> configuration(Path file, List<String> overrides, String out) {
    findings.clear();
    String subject = "configuration";
    try {
      GflownetConfig config = ConfigLoader.load(file, overrides);
      add(Finding.good(subject, file + " is right"));
      FlowModel.Factory engine = Setup.of(config).engine();
      add(
          Finding.good(
              "network",
              String.format(
                  Locale.ROOT,
                  "%,d parameters, engine %s",
                  engine.numParameters(),
                  engine.describe())));
      store(out == null ? RunFolder.defaultLocation(file) : out, config);
    } catch (InvalidConfigException | UserException e) {
      add(Finding.bad(subject, e.getMessage(), "mend the configuration or the file that it names"));
    }
    return List.copyOf(findings);
  }

  private void store(String location, GflownetConfig config) {
    StoreProbe.Result result = RunFolder.probe(location, config.cluster().spark());
    add(
        result.works()
            ? Finding.good("run folder", result.text())
            : Finding.bad("run folder", result.text(), result.advice()));
  }

  private void add(Finding finding) {
    findings.add(finding);
  }

  /** Whether Spark runs on a Java. */
  static Finding java(Runtime.Version version) {
    String text =
        version
            + " ("
            + System.getProperty("java.vendor")
            + ") in "
            + System.getProperty("java.home", "an unknown folder");
    return version.feature() == JAVA
        ? Finding.good("java", text)
        : Finding.bad("java", text, "set JAVA_HOME to a JDK 17: this Spark runs on no newer");
  }

  /**
   * Whether a Spark is one that this is built for.
   *
   * @param home SPARK_HOME, or null where it is not set
   */
  static Finding spark(String version, String scalaVersion, String home) {
    String text =
        "Spark "
            + version
            + ", Scala "
            + scalaVersion
            + (home == null ? ", no SPARK_HOME" : " in " + home);
    boolean fits = version.startsWith(SPARK_SERIES) && scalaVersion.startsWith(SCALA_SERIES);
    return fits
        ? Finding.good("spark", text)
        : Finding.bad(
            "spark",
            text,
            "set SPARK_HOME to a Spark 3.5 for Scala 2.12, or unset it to have one assembled");
  }

  private void engines() {
    for (String name : Engines.names()) {
      String subject = "engine " + name;
      try {
        Engines.select(name, new MlpSpec(4, List.of(4), 2, org.gflownet.model.Activation.RELU))
            .create();
        add(Finding.good(subject, Engines.describe(name)));
      } catch (IllegalArgumentException e) {
        add(Finding.lacking(subject, e.getMessage(), "only needed where model.engine asks for it"));
      }
    }
    try {
      add(Finding.good("engine auto", "stands for " + Engines.resolve(Engines.AUTO)));
    } catch (IllegalArgumentException e) {
      add(Finding.bad("engine auto", e.getMessage(), "build for this platform: see README.md"));
    }
  }

  private void memory() {
    long heap = Runtime.getRuntime().maxMemory();
    long machine =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    String text =
        String.format(
            Locale.ROOT,
            "%d processors, %d MiB of memory, at most %d MiB of it heap",
            Runtime.getRuntime().availableProcessors(),
            machine / MEBIBYTE,
            heap / MEBIBYTE);
    add(
        heap >= LEAST_HEAP
            ? Finding.good("memory", text)
            : Finding.lacking(
                "memory",
                text,
                "give the driver at least 1g: GFLOWNET_DRIVER_MEMORY=1g, or -- --driver-memory"
                    + " 1g"));
  }

  private void disk() {
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      FileStore store = Files.getFileStore(scratch);
      long free = store.getUsableSpace();
      String text = String.format(Locale.ROOT, "%d MiB free in %s", free / MEBIBYTE, scratch);
      if (!Files.isWritable(scratch)) {
        add(Finding.bad("disk", scratch + " cannot be written", "set TMPDIR to a folder that can"));
      } else if (free < LEAST_DISK) {
        add(Finding.lacking("disk", text, "Spark spills there: make room, or set spark.local.dir"));
      } else {
        add(Finding.good("disk", text));
      }
    } catch (IOException e) {
      add(Finding.bad("disk", scratch + ": " + e.getMessage(), "set TMPDIR to a folder"));
    }
  }

  private void address() {
    String bound = environment.get("SPARK_LOCAL_IP");
    try {
      String host = InetAddress.getLocalHost().toString();
      add(
          Finding.good(
              "address",
              host + (bound == null ? "; Spark binds to all" : "; Spark binds to " + bound)));
    } catch (UnknownHostException e) {
      String text = "the name of this machine has no address: " + e.getMessage();
      add(
          bound == null
              ? Finding.lacking("address", text, "set SPARK_LOCAL_IP, or add it to /etc/hosts")
              : Finding.good("address", text + "; Spark binds to " + bound));
    }
  }

  private void program(String name, String versionOption, String neededFor, String debianPackage) {
    String advice = "needed for " + neededFor + ": install it (Debian: " + debianPackage + ")";
    try {
      String output =
          new ExternalProgram(name, advice, MAX_PROGRAM_OUTPUT)
              .run(Path.of(System.getProperty("java.io.tmpdir")), PATIENCE, List.of(versionOption));
      add(Finding.good(name, output.lines().findFirst().orElse("found").strip()));
    } catch (ExternalProgramException e) {
      add(Finding.lacking(name, "not found or does not run", advice));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
