package org.gflownet.spark.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.math.RegressionFigures;
import org.gflownet.model.Activation;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.reward.chem.proxy.DataSplit;
import org.gflownet.reward.chem.proxy.FingerprintSpec;
import org.gflownet.reward.chem.proxy.ProxyManifest;
import org.gflownet.reward.chem.proxy.ProxyRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyFileTest {
  private static final MlpSpec NETWORK = new MlpSpec(64, List.of(5, 3), 1, Activation.RELU);
  private static final float[] PARAMETERS = Initialization.HE.parameters(NETWORK, 1);
  private static final ProxyManifest MANIFEST =
      new ProxyManifest(
          new FingerprintSpec(FingerprintSpec.Kind.MORGAN, 2, 64, true),
          NETWORK,
          6.5,
          1.25,
          new ProxyRecord(
              "pIC50 \"µM\"",
              "assay.csv",
              "0".repeat(64),
              -3,
              DataSplit.Kind.SCAFFOLD,
              80,
              10,
              new RegressionFigures(20, 0.5, OptionalDouble.of(-0.25), OptionalDouble.empty()),
              0.75));

  private static byte[] file() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProxyFile.write(out, MANIFEST, PARAMETERS);
    return out.toByteArray();
  }

  private static ProxyFile.Contents read(byte[] bytes) {
    return ProxyFile.read(new ByteArrayInputStream(bytes), "p.zip");
  }

  private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  private static void refused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("proxy p.zip")
        .hasMessageContaining(reason)
        .hasMessageMatching("\\P{Cntrl}{1,400}");
  }

  private static byte[] withManifest(UnaryOperator<String> change) throws IOException {
    Map<String, byte[]> entries = unzip(file());
    String json = new String(entries.get("proxy.json"), StandardCharsets.UTF_8);
    String changed = change.apply(json);
    assertThat(changed).isNotEqualTo(json);
    entries.put("proxy.json", changed.getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  @Test
  void givesBackWhatWasWritten() throws IOException {
    ProxyFile.Contents contents = read(file());
    assertThat(contents.manifest()).isEqualTo(MANIFEST);
    assertThat(contents.model().parameters()).isEqualTo(PARAMETERS);
    assertThat(contents.model().prediction(2)).isEqualTo(9);
  }

  @Test
  void readsTheOtherFingerprintToo() throws IOException {
    ProxyFile.Contents contents = read(withManifest(json -> json.replace("morgan", "cdk-ecfp")));
    assertThat(contents.model().fingerprint())
        .isEqualTo(new FingerprintSpec(FingerprintSpec.Kind.CDK_ECFP, 2, 64, true));
    Molecule phenol = MoleculeReader.parse("Oc1ccccc1");
    assertThat(contents.model().fingerprint().create().features(phenol))
        .isNotEmpty()
        .isNotEqualTo(MANIFEST.fingerprint().create().features(phenol));
  }

  @Test
  void plainDl4jLoadsTheNetwork(@TempDir Path folder) throws IOException {
    Path network = folder.resolve("network.zip");
    Files.write(network, unzip(file()).get("network.zip"));
    ComputationGraph graph = ComputationGraph.load(network.toFile(), false);
    assertThat(graph.params().dup().data().asFloat()).isEqualTo(PARAMETERS);
  }

  @ParameterizedTest
  @CsvSource({
    "gflownet-proxy, other-kind, its kind is 'other-kind'",
    "'\"version\" : 1', '\"version\" : 2', its version is 2",
    "morgan, morgan-7, 'one of '",
    "'\"radius\" : 2', '\"radius\" : 9', 'from 0 to 3'",
    "'\"bits\" : 64', '\"bits\" : 2000000000', 'from 16 to 65536'",
    "'\"bits\" : 64', '\"bits\" : 65', '352 parameters'",
    "'[ 5, 3 ]', '[ 65536, 65536 ]', 'at most 67108864 are read'",
    "'[ 5, 3 ]', '[ ]', 'a list of 1 to 100'",
    "'\"mean\" : 6.5', '\"mean\" : \"x\"', 'a finite number'",
    "'\"sd\" : 1.25', '\"sd\" : 0', 'standard deviation 0.0'",
    "'\"sd\" : 1.25', '\"sd\" : 1e999', 'a finite number'",
    "'\"counts\" : true', '\"counts\" : 1', 'true or false'",
    "'{', '[', 'not'"
  })
  void refusesDescriptionsOfOtherThings(String from, String to, String reason) throws IOException {
    refused(
        withManifest(json -> json.replaceFirst(java.util.regex.Pattern.quote(from), to)), reason);
  }

  @Test
  void refusesFilesThatAreNoProxies() throws IOException {
    refused(new byte[0], "it is not a zip");
    refused("smiles,reward\n".getBytes(StandardCharsets.UTF_8), "it is not a zip");
    refused(zip(Map.of("evil\n.class", new byte[3])), "it has 'evil?.class' where");
    refused(unzip(file()).get("network.zip"), "where a proxy has proxy.json");
    Map<String, byte[]> entries = unzip(file());
    entries.put("more", new byte[1]);
    refused(zip(entries), "an entry 'more'");
    entries.remove("more");
    entries.remove("network.zip");
    refused(zip(entries), "network.zip");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = file();
    for (int length = 0; length < whole.length - 400; length += 37) {
      refused(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void refusesJavaObjectsThatDl4jWouldRead() throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(object)) {
      out.writeObject(new ArrayList<>(List.of("any object")));
    }
    for (String name : List.of("normalizer.bin", "preprocessor.bin")) {
      Map<String, byte[]> entries = unzip(file());
      Map<String, byte[]> network = unzip(entries.get("network.zip"));
      network.put(name, object.toByteArray());
      entries.put("network.zip", zip(network));
      refused(zip(entries), "unknown entry '" + name + "'");
    }
  }

  @Test
  void refusesMoreBytesThanItAsksFor() throws IOException {
    Map<String, byte[]> entries = unzip(file());
    entries.put("network.zip", new byte[(1 << 24) + 4096]);
    refused(zip(entries), "network.zip in it is longer than");
    entries.put("proxy.json", new byte[(1 << 20) + 1]);
    refused(zip(entries), "proxy.json in it is longer than");
  }

  @Test
  void refusesParametersThatAreNoNumbers() throws IOException {
    float[] bad = PARAMETERS.clone();
    bad[7] = Float.NaN;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProxyFile.write(out, MANIFEST, bad);
    refused(out.toByteArray(), "a parameter of the network is NaN");
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none.zip");
    assertThatThrownBy(() -> ProxyFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("proxy " + file + " does not exist; train-proxy makes one");
    assertThatThrownBy(() -> ProxyFile.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Is a directory");
  }
}
