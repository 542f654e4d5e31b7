package org.gflownet.spark.dl4j;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.reward.chem.proxy.Fingerprint;
import org.gflownet.reward.chem.proxy.FingerprintSpec;

/** Reads SMILES and computes their fingerprints on executors. */
public final class MoleculeEncoder {
  private static final int ROWS_PER_TASK = 1000;

  private MoleculeEncoder() {}

  /** Encodes molecules, in their order. */
  public static List<EncodedMolecule> encode(
      JavaSparkContext spark, List<String> smiles, FingerprintSpec spec) {
    int tasks = Math.max(spark.defaultParallelism(), smiles.size() / ROWS_PER_TASK);
    return spark
        .parallelize(smiles, Math.max(1, Math.min(tasks, smiles.size())))
        .mapPartitions(rows -> encode(rows, spec.create()))
        .collect();
  }

  private static Iterator<EncodedMolecule> encode(Iterator<String> rows, Fingerprint fingerprint) {
    List<EncodedMolecule> encoded = new ArrayList<>();
    rows.forEachRemaining(smiles -> encoded.add(EncodedMolecule.of(smiles, fingerprint)));
    return encoded.iterator();
  }
}
