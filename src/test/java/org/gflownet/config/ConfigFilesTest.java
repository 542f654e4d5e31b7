package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files, includes and the strength of layers. */
class ConfigFilesTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .message()
        .startsWith(file.toString())
        .contains(parts)
        .matches("\\P{Cntrl}+");
  }

  @Test
  void commandLineBeatsFileBeatsDefaults() throws IOException {
    Path file = write("a.conf", "train { steps = 7, batch = 8 }");
    GflownetConfig config =
        ConfigLoader.load(
            file, List.of("train.steps=1", "train.steps=1e3", "env.termination=forced"));
    assertThat(config.train().steps()).isEqualTo(1000);
    assertThat(config.train().batch()).isEqualTo(8);
    assertThat(config.train().slices()).isEqualTo(4);
    assertThat(config).isEqualTo(ConfigLoader.parse(config.render(), "again"));
  }

  @Test
  void commandLineValuesNeedNoQuotes() throws IOException {
    Path file = write("a.conf", "");
    GflownetConfig config =
        ConfigLoader.load(
            file,
            List.of(
                "cluster.master=spark://host:7077",
                "model.hidden=[8, 9]",
                "cluster.executor-memory=\"2g\"",
                "cluster.spark.spark.eventLog.dir=hdfs://nn:8020/logs?a=b",
                "env.r0=null",
                "checkpoint.keep-best=false",
                "train.lr-schedule={name = linear, end = 0}"));
    assertThat(config.cluster().master()).isEqualTo("spark://host:7077");
    assertThat(config.model().hidden()).containsExactly(8, 9);
    assertThat(config.cluster().executorMemory()).contains("2g");
    assertThat(config.cluster().spark())
        .containsEntry("spark.eventLog.dir", "hdfs://nn:8020/logs?a=b");
    assertThat(config.env().r0()).hasValue(0.1);
    assertThat(config.checkpoint().keepBest()).isFalse();
    assertThat(config.train().lrSchedule().steps()).as("the whole run").isEmpty();
  }

  @Test
  void includesAreRelativeToTheFileThatHasThem() throws IOException {
    write("inner/b.conf", "include \"c.conf\"\ntrain.steps = 5");
    write("inner/c.conf", "train.steps = 4, train.batch = 6");
    Path file =
        write("a.conf", "include file(\"inner/b.conf\")\ntrain { include \"inner/d.conf\" }");
    write("inner/d.conf", "slices = 3");
    TrainConfig train = ConfigLoader.load(file, List.of()).train();
    assertThat(List.of(train.steps(), (long) train.batch(), (long) train.slices()))
        .containsExactly(5L, 6L, 3L);
  }

  @Test
  void aMistakeInAnIncludedFileNamesThatFile() throws IOException {
    Path inner = write("inner/b.conf", "\n\ntrain.steps = -5");
    Path file = write("a.conf", "include \"inner/b.conf\"");
    assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(inner + ":3: train.steps = -5: use a whole number from 1");
    write("inner/b.conf", "\n{");
    assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(inner + ":2: not valid HOCON");
  }

  @Test
  void includesThatCannotBe() throws IOException {
    assertRefused(
        write("a.conf", "include \"a.conf\""), "include \"a.conf\"", "remove the include");
    write("b.conf", "include \"./x/../c.conf\"");
    Files.createDirectory(folder.resolve("x"));
    Path c = write("c.conf", "include \"b.conf\"");
    assertThatThrownBy(() -> ConfigLoader.load(c, List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("includes itself");
    assertRefused(
        write("d.conf", "include \"none.conf\""), "include \"none.conf\"", "no such file; check");
    assertRefused(write("e.conf", "include required(\"none.conf\")"), "no such file; check");
    assertRefused(write("f.conf", "include url(\"http://localhost/x\")"), "include a local file");
    assertRefused(write("g.conf", "include classpath(\"reference.conf\")"), "include a file");
    assertRefused(write("h.conf", "include \"x\""), "is a directory");
    assertRefused(write("i.conf", "include \"a\\u0000b\""), "no path");
    write("many.conf", "");
    assertRefused(write("j.conf", "include \"many.conf\"\n".repeat(101)), "use fewer");
    assertThat(ConfigLoader.load(write("k.conf", "include \"many.conf\"\n".repeat(100)), List.of()))
        .isNotNull();
  }

  @Test
  void filesThatCannotBeRead() throws IOException {
    assertRefused(folder.resolve("none.conf"), "no such file; check the path");
    assertRefused(folder, "is a directory; name a file");
    assertRefused(write("big.conf", "#".repeat((1 << 20) + 1)), "larger than 1 MiB");
    Path latin = folder.resolve("latin.conf");
    Files.write(latin, new byte[] {'#', (byte) 0xe4, '\n'});
    assertRefused(latin, "save it as UTF-8");
    assertRefused(write("a.conf", "").resolve("b.conf"), "cannot be read", "check the path");
  }

  @Test
  void substitutionsSeeTheFileTheDefaultsAndTheEnvironment() throws IOException {
    Path file =
        write(
            "a.conf",
            """
            train.batch = ${train.slices}
            cluster.spark."spark.home" = ${PATH}
            seed = ${?NOT_SET_9}
            """);
    GflownetConfig config = ConfigLoader.load(file, List.of("train.slices=3"));
    assertThat(config.train().batch()).isEqualTo(3);
    assertThat(config.cluster().spark()).containsEntry("spark.home", System.getenv("PATH"));
    assertThat(config.seed()).isZero();
    assertRefused(write("b.conf", "seed = ${PATH}"), "(from an environment variable): seed = ");
  }

  @Test
  void secretsAreRefusedAndNotShown() throws IOException {
    Path file = write("a.conf", "cluster.spark.spark.hadoop.fs.s3a.secret.key = hunter2");
    assertRefused(file, ":1: cluster.spark.spark.hadoop.fs.s3a.secret.key", "spark-submit");
    assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
        .isInstanceOf(InvalidConfigException.class)
        .message()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.authenticate.secret",
        "spark.ssl.keyPassword",
        "spark.hadoop.fs.azure.account.key.name.dfs.core.windows.net",
        "spark.hadoop.fs.azure.sas.container.name.blob.core.windows.net",
        "spark.hadoop.fs.adl.oauth2.credential",
        "spark.hadoop.fs.s3a.encryption.key",
        "spark.hadoop.fs.s3a.access.key",
        "spark.hadoop.my.api.key",
        "spark.kubernetes.authenticate.driver.oauthToken"
      })
  void keysToStorageAreSecrets(String key) throws IOException {
    assertRefused(
        write("a.conf", "cluster.spark.\"" + key + "\" = hunter2"), key, "secrets do not belong");
  }

  @Test
  void namesOfProvidersAreNoSecrets() throws IOException {
    String provider = "spark.hadoop.fs.s3a.aws.credentials.provider";
    String bits = "spark.io.encryption.keySizeBits";
    Path file =
        write("a.conf", "cluster.spark { \"" + provider + "\" = a, \"" + bits + "\" = 256 }");
    assertThat(ConfigLoader.load(file, List.of()).cluster().spark())
        .containsEntry(provider, "a")
        .containsEntry(bits, "256");
  }
}
