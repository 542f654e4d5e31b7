package org.gflownet.run.folder;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.Setup;
import org.gflownet.spark.HadoopCheckpointStore;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.store.Lease;
import org.gflownet.spark.store.LeaseHeldException;
import org.gflownet.spark.store.StoreDefaults;
import org.gflownet.spark.store.StoreProbe;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.CheckpointStore;
import scala.Tuple2;

/** The directory of a run: its configuration, metrics, provenance and checkpoints. */
public final class RunFolder {
  public static final String CONFIG = "config.resolved.conf";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String VISITED = "visited";
  private static final long MAX_CONFIG_BYTES = 1L << 20;

  private static volatile Made last;

  private final RunDirectory directory;
  private final Remedies remedies;

  private RunFolder(RunDirectory directory, Remedies remedies) {
    this.directory = directory;
    this.remedies = remedies;
  }

  /** The folder that a directory is. */
  public static RunFolder in(RunDirectory directory) {
    return new RunFolder(directory, Remedies.OF_COMMANDS);
  }

  /** The folder at a path or URI, which need not exist. */
  public static RunFolder at(String location) {
    return at(location, new TreeMap<>());
  }

  /**
   * The folder at a path or URI, which need not exist.
   *
   * @param settings of Spark, as {@code cluster.spark} has them, for what nobody else has set
   */
  public static RunFolder at(String location, SortedMap<String, String> settings) {
    Configuration hadoop = hadoop(settings);
    try {
      return in(new RunDirectory(location, hadoop));
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot use the run folder " + location + ": " + e.getMessage());
    }
  }

  /** The folder whose complaints say what to do in these words. */
  public RunFolder with(Remedies words) {
    return new RunFolder(directory, words);
  }

  /** Tries the store of a folder, which need not exist; nothing stays. */
  public static StoreProbe.Result probe(String location, SortedMap<String, String> settings) {
    return new StoreProbe(RunDirectory.qualified(location), hadoop(settings)).run();
  }

  /**
   * Hadoop's settings: in a task those of its application, which its process was not told. A copy
   * of what was made for the same settings last: to read Hadoop's files takes 20 ms and more.
   */
  private static Configuration hadoop(SortedMap<String, String> settings) {
    SparkEnv running = SparkEnv.get();
    SparkConf spark = running == null ? new SparkConf() : running.conf().clone();
    settings.forEach(spark::setIfMissing);
    Map<String, String> from = new HashMap<>();
    for (Tuple2<String, String> setting : spark.getAll()) {
      from.put(setting._1(), setting._2());
    }
    Made made = last;
    if (made == null || !made.from().equals(from)) {
      made = new Made(from, StoreDefaults.apply(SparkHadoopUtil.get().newConfiguration(spark)));
      last = made;
    }
    return new Configuration(made.hadoop());
  }

  /**
   * Settings of Hadoop.
   *
   * @param from those of Spark
   * @param hadoop not to be changed
   */
  private record Made(Map<String, String> from, Configuration hadoop) {}

  /**
   * The folder, for this process alone until it is closed.
   *
   * @param config with the seconds after which a silent holder is taken for gone
   * @param attempt what is done with it, in words
   * @throws UserException if another process has it
   */
  public Held hold(GflownetConfig config, String attempt, Lease.Patience patience) {
    Duration silence = Duration.ofSeconds(config.checkpoint().leaseSeconds());
    try {
      Lease lease = directory.lease(new Lease.Terms(attempt, silence, patience));
      return new Held(new RunFolder(directory.under(lease), remedies), lease);
    } catch (LeaseHeldException e) {
      throw new UserException(e.getMessage());
    }
  }

  /**
   * A folder that no other process writes into.
   *
   * @param folder that is written to while the lease is held
   * @param lease of it
   */
  public record Held(RunFolder folder, Lease lease) implements AutoCloseable {
    @Override
    public void close() {
      lease.close();
    }
  }

  /** The first free {@code runs/NAME}, {@code runs/NAME-2}, ... of a configuration file. */
  public static String defaultLocation(Path configFile) {
    String name = configFile.getFileName().toString().replaceFirst("\\.conf$", "");
    Path location = Path.of("runs", name);
    for (int i = 2; Files.exists(location); i++) {
      location = Path.of("runs", name + "-" + i);
    }
    return location.toString();
  }

  /** The files. */
  public RunDirectory directory() {
    return directory;
  }

  /**
   * Refuses settings that need a folder on this machine's own file system where it is elsewhere.
   */
  public void requireLocalFor(GflownetConfig config) {
    if (config.report().dl4jStats() && !directory.isLocal()) {
      throw new UserException(
          "report.dl4j-stats = true needs a run folder on this machine's own file system, not "
              + directory.location()
              + "; set it to false, or "
              + remedies.nameAnother());
    }
  }

  /** Whether there is a run here. */
  public boolean hasRun() {
    return directory.exists(CONFIG);
  }

  /**
   * Refuses a folder that holds anything.
   *
   * @param create whether to make it where it is missing
   */
  public void requireNew(boolean create) {
    try {
      if (create) {
        directory.removeUnfinished();
      }
      if (!directory.names().stream().allMatch(Lease::isFile)) {
        throw new UserException(
            "the run folder "
                + directory.location()
                + " is not empty; "
                + remedies.goOn()
                + ", or "
                + remedies.nameAnother());
      }
      if (create) {
        directory.create();
      }
    } catch (UncheckedIOException e) {
      throw new UserException(e.getMessage() + "; " + remedies.nameAnother());
    }
  }

  /** Refuses a folder without a run. */
  public void requireRun() {
    if (!hasRun()) {
      throw new UserException(
          directory.location() + " holds no run: there is no " + CONFIG + " in it");
    }
  }

  /** The configuration that the run was started with. */
  public GflownetConfig config(List<String> overrides) {
    requireRun();
    String text = directory.readText(CONFIG, MAX_CONFIG_BYTES);
    String origin = directory.location() + "/" + CONFIG;
    return ConfigLoader.parse(text, origin, overrides);
  }

  /** The checkpoints of a run. */
  public CheckpointStore checkpoints(Setup<?> setup) {
    return new HadoopCheckpointStore(
        directory.child(CHECKPOINTS), setup.network().codec(), setup.config().checkpoint().keep());
  }

  /** The directory of the table of visited objects. */
  public RunDirectory visited() {
    return directory.child(VISITED);
  }

  /** The checkpoint of a step, or the newest; the user's mistake if there is none. */
  public Checkpoint checkpoint(Setup<?> setup, Long step) {
    CheckpointStore store = checkpoints(setup);
    try {
      if (step != null) {
        return store.load(step);
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage());
    }
    return store
        .latest()
        .orElseThrow(
            () -> new UserException(directory.location() + " holds no complete checkpoint"));
  }

  /**
   * Refuses settings that would make the resumed run another one.
   *
   * @param stretch whether a new length may change what was computed with the old one
   * @return how the new length differs, for the provenance; empty unless {@code stretch}
   */
  public List<String> requireSameRun(GflownetConfig now, boolean stretch) {
    ResumedSettings settings;
    try {
      settings = ResumedSettings.of(config(List.of()), now);
    } catch (InvalidConfigException e) {
      throw new UserException("cannot resume: " + e.getMessage());
    }
    if (!settings.changed().isEmpty()) {
      throw new UserException(
          "cannot resume "
              + directory.location()
              + " with other settings: "
              + String.join("; ", settings.changed())
              + "; use the old ones, or "
              + remedies.startAnother());
    }
    if (!settings.stretched().isEmpty() && !stretch) {
      throw new UserException(
          "cannot resume "
              + directory.location()
              + " with another length: "
              + String.join("; ", settings.stretched())
              + "; set the steps of the schedules to what they were, or continue with train.sh"
              + " --resume --stretch, which provenance.json records: no uninterrupted run gives"
              + " the same result");
    }
    return settings.stretched();
  }

  /** Refuses a run that left nothing to sample from. */
  public void requirePolicy(GflownetConfig config) {
    if (!config.method().hasPolicy()) {
      throw new UserException(
          directory.location()
              + " is a run of method.name = "
              + config.method().name().name().toLowerCase(Locale.ROOT)
              + ", which leaves visited states but no policy; its figures are in "
              + MetricsLog.NAME);
    }
  }
}
