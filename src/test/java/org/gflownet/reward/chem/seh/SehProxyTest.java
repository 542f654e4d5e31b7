package org.gflownet.reward.chem.seh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import org.gflownet.model.Engines;
import org.gflownet.model.MatrixKernels;
import org.gflownet.model.ScalarKernels;
import org.gflownet.testing.DataSets;
import org.junit.jupiter.api.Test;

class SehProxyTest {

  private static SehWeights weights() {
    return SehWeights.load(DataSets.seh("seh_proxy.npz"));
  }

  private static JsonNode golden() throws IOException {
    return new ObjectMapper().readTree(DataSets.seh("golden_features.json").toFile());
  }

  private static SehGraph[] graphs() throws IOException {
    JsonNode golden = golden();
    SehGraph[] graphs = new SehGraph[golden.size()];
    for (int g = 0; g < graphs.length; g++) {
      graphs[g] = graph(golden.get(g));
    }
    return graphs;
  }

  private static SehGraph graph(JsonNode node) {
    JsonNode x = node.get("x_nonzero");
    int atoms = x.size();
    int[] start = new int[atoms + 1];
    int[] features = new int[16 * atoms];
    int[] hydrogens = new int[atoms];
    boolean[] stems = new boolean[atoms];
    int count = 0;
    for (int i = 0; i < atoms; i++) {
      for (JsonNode entry : x.get(i)) {
        if (entry.get(0).asInt() == SehGraph.HYDROGENS) {
          hydrogens[i] = entry.get(1).asInt();
        } else {
          features[count++] = entry.get(0).asInt();
        }
      }
      start[i + 1] = count;
    }
    node.get("stem_atoms").forEach(stem -> stems[stem.asInt()] = true);
    int[][] columns = columns(node.get("edges"));
    int[] used = Arrays.copyOf(features, count);
    return new SehGraph(start, used, hydrogens, stems, columns[0], columns[1], columns[2]);
  }

  /** Sources, targets and types of the edges, without the loop of a molecule that has no bond. */
  private static int[][] columns(JsonNode edges) {
    int numBonded = 0;
    for (JsonNode edge : edges) {
      numBonded += edge.get(2).asInt() >= 0 ? 1 : 0;
    }
    int[][] columns = new int[3][numBonded];
    for (int e = 0; e < numBonded; e++) {
      for (int c = 0; c < 3; c++) {
        columns[c][e] = edges.get(e).get(c).asInt();
      }
    }
    return columns;
  }

  private static float[] predict(SehProxy.Root root, boolean mask, MatrixKernels kernels)
      throws IOException {
    SehGraph[] graphs = graphs();
    float[] predictions = new float[graphs.length];
    new SehProxy(weights(), root, kernels).predict(graphs, graphs.length, mask, predictions);
    return predictions;
  }

  @Test
  void agreesWithGoldenPredictions() throws IOException {
    JsonNode golden = golden();
    for (SehProxy.Root root : SehProxy.Root.values()) {
      for (boolean mask : new boolean[] {false, true}) {
        float[] predictions = predict(root, mask, Engines.kernels("vector"));
        String key =
            "raw_" + (root == SehProxy.Root.ORIG ? "orig" : "lin") + (mask ? "_mask" : "_nomask");
        for (int g = 0; g < predictions.length; g++) {
          if (mask && golden.get(g).get("stem_atoms").isEmpty()) {
            // No stems are known of a drug, so there is no masked value.
            continue;
          }
          assertThat((double) predictions[g])
              .as("%s of %s", key, golden.get(g).get("id"))
              .isCloseTo(golden.get(g).get(key).asDouble(), within(1e-4));
        }
      }
    }
  }

  @Test
  void enginesGiveTheSameBits() throws IOException {
    assertThat(predict(SehProxy.Root.ORIG, true, new ScalarKernels()))
        .isEqualTo(predict(SehProxy.Root.ORIG, true, Engines.kernels("vector")));
  }

  @Test
  void resultDoesNotDependOnTheBatch() throws IOException {
    float[] together = predict(SehProxy.Root.ORIG, true, new ScalarKernels());
    SehGraph[] graphs = graphs();
    SehProxy proxy = new SehProxy(weights(), SehProxy.Root.ORIG, new ScalarKernels());
    float[] single = new float[1];
    for (int g = 0; g < graphs.length; g++) {
      proxy.predict(new SehGraph[] {graphs[g]}, 1, true, single);
      assertThat(single[0]).isEqualTo(together[g]);
    }
  }

  @Test
  void bothFilesHoldTheSameWeights() {
    SehWeights pickle = SehWeights.load(DataSets.seh("best_params.pkl.gz"));
    SehWeights npz = weights();
    for (SehTensor tensor : SehTensor.values()) {
      assertThat(pickle.tensor(tensor)).as(tensor.key()).isEqualTo(npz.tensor(tensor));
    }
  }
}
