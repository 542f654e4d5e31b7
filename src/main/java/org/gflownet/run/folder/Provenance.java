package org.gflownet.run.folder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.config.GflownetConfig;
import org.gflownet.math.Sha256;
import org.gflownet.run.BuildInfo;
import org.gflownet.run.PlainJson;
import org.gflownet.run.setup.PluggedProblem;
import org.gflownet.spark.RunDirectory;

/**
 * {@code provenance.json}: what a run was made by, and, once it has ended, the digest of its
 * result.
 */
public final class Provenance {
  private static final String NAME = "provenance.json";
  private static final String STRETCHED = "stretched";
  private static final long MAX_BYTES = 1 << 20;

  private final RunDirectory directory;
  private final Map<String, Object> facts = new LinkedHashMap<>();

  public Provenance(RunDirectory directory, GflownetConfig config, long resumedFrom) {
    this.directory = directory;
    facts.put("version", BuildInfo.version());
    facts.put("git_commit", BuildInfo.commit());
    facts.put("seed", config.seed());
    facts.put("config_sha256", config.digest());
    facts.put("file_sha256", config.digests());
    facts.put("plugins", PluggedProblem.origins(config));
    facts.put("spark_version", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    facts.put("java_version", Runtime.version().toString());
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("started", Instant.now().toString());
    facts.put("resumed_from_step", resumedFrom);
  }

  /**
   * Notes what the new length of a resumed run changed, after what an earlier one did: such a run
   * has the result of no uninterrupted one.
   */
  public void stretched(List<String> changes) {
    List<String> all = new ArrayList<>();
    if (directory.exists(NAME)) {
      PlainJson.read(directory.readText(NAME, MAX_BYTES))
          .ifPresent(tree -> tree.path(STRETCHED).forEach(change -> all.add(change.asText())));
    }
    String from = "from step " + facts.get("resumed_from_step") + ": ";
    changes.forEach(change -> all.add(from + change));
    if (!all.isEmpty()) {
      facts.put(STRETCHED, all);
    }
  }

  /** Notes what runs the steps. */
  public void execution(String description, int numExecutors, String engine) {
    facts.put("execution", description);
    facts.put("executors", numExecutors);
    facts.put("engine", engine);
  }

  /** Notes the result of a run that has reached its last step; returns this. */
  public Provenance ended(String parametersSha256, long steps) {
    facts.put("ended", Instant.now().toString());
    facts.put("steps", steps);
    facts.put("parameters_sha256", parametersSha256);
    return this;
  }

  /** Writes the file. */
  public void write() {
    directory.replaceText(NAME, PlainJson.pretty(facts));
  }

  /** SHA-256 over the little-endian float32 bytes of a vector, as 64 hex digits. */
  public static String sha256(float[] parameters) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(parameters.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(parameters);
    return Sha256.of(bytes.array());
  }
}
