package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.gflownet.job.Main;
import org.gflownet.testing.DataSets;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of rewards that are not what they should be: one line, exit code 2, nothing trained. */
class BadRewardFilesTest {
  private static final String OS_SYSTEM = "\u0080\u0003cos\nsystem\nX\4\0\0\0echo\u0085R.";

  @TempDir private Path directory;

  private String complaint(String... arguments) {
    Terminal.Result result = Terminal.of(() -> Main.run(arguments));
    String text = result.err();
    assertThat(result.exitCode()).as(text).isEqualTo(2);
    assertThat(text.strip()).startsWith("gflownet: ").doesNotContain("\n");
    return text;
  }

  private String[] train(String key, Path file, String reward) throws IOException {
    Path conf =
        Files.writeString(
            directory.resolve("m.conf"),
            """
            env { name = molecule, max-blocks = 3 }
            reward { name = %s, %s = "%s" }
            model { width = 8, rounds = 1 }
            train { steps = 2, batch = 4, slices = 1 }
            cluster.master = "in-process[1]"
            progress.mode = none
            """
                .formatted(reward, key, file));
    return new String[] {"train", conf.toString(), "--out", directory.resolve("run").toString()};
  }

  /** By the command that trains and by the one that scores. */
  private void assertRefused(String name, byte[] content, String reason) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    assertThat(complaint(train("seh.weights", file, "seh"))).contains("reward.seh", reason);
    assertThat(directory.resolve("run/checkpoints")).doesNotExist();
    Path table = Files.writeString(directory.resolve("in.smi"), "CCO\n");
    String setting = "reward.seh.weights=" + file;
    Path scored = directory.resolve("out.csv");
    String[] score = {
      "score", "--reward", "seh", "--set", setting, table.toString(), scored.toString()
    };
    assertThat(complaint(score)).contains("reward.seh", reason);
    assertThat(scored).doesNotExist();
    assertThat(directory.resolve("out.csv.parts")).doesNotExist();
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  @Test
  void weightsOfTheSehProxy() throws IOException {
    byte[] whole = Files.readAllBytes(DataSets.seh("seh_proxy.npz"));
    assertRefused("cut.npz", Arrays.copyOf(whole, 100_000), "does not hold the weights");
    assertRefused("empty.npz", new byte[0], "neither a .npz nor a .pkl.gz file");
    assertRefused("hostile.pkl.gz", gzip(OS_SYSTEM), "it asks for 'os system'");
    byte[] packed = Files.readAllBytes(DataSets.seh("best_params.pkl.gz"));
    assertRefused("cut.pkl.gz", Arrays.copyOf(packed, 500_000), "does not hold the weights");
    String pickle =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(),
            StandardCharsets.ISO_8859_1);
    String turned = pickle.replace("K\1K@KG\u0086", "K\1KGK@\u0086");
    assertThat(turned).isNotEqualTo(pickle);
    assertRefused("turned.pkl.gz", gzip(turned), "array 0 has the shape [71, 64], must be");
  }

  @Test
  void fittedProxies() throws IOException {
    for (byte[] content : new byte[][] {{}, {80, 75, 3, 4, 0}, {104, 101}}) {
      Path file = Files.write(directory.resolve("proxy.zip"), content);
      assertThat(complaint(train("proxy.model", file, "proxy"))).contains("proxy.zip");
    }
  }

  @Test
  void weightsThatChangedBetweenStartAndResume() throws IOException {
    Path weights = directory.resolve("w.npz");
    Files.copy(DataSets.seh("seh_proxy.npz"), weights);
    String[] start = train("seh.weights", weights, "seh");
    assertThat(Main.run(start)).isZero();
    Files.delete(weights);
    Files.copy(DataSets.seh("best_params.pkl.gz"), weights);
    String[] resume = Arrays.copyOf(start, start.length + 1);
    resume[start.length] = "--resume";
    assertThat(complaint(resume)).contains("cannot resume", "digests", "reward.seh.weights");
  }
}
