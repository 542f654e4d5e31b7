package org.gflownet.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gflownet.eval.ObjectFeatures;

/** Adds fingerprints, as bytes, and scaffolds to rows with a column {@code smiles}. */
final class FeatureRows {
  static final String FINGERPRINT = "fingerprint";
  static final String SCAFFOLD = "scaffold";

  private FeatureRows() {}

  /** The rows with two more columns, computed on executors. */
  static Dataset<Row> of(Dataset<Row> rows, ObjectFeatures features) {
    StructType schema =
        rows.schema()
            .add(FINGERPRINT, DataTypes.BinaryType, false)
            .add(SCAFFOLD, DataTypes.StringType, false);
    Extend extend = new Extend(features, rows.schema().fieldIndex("smiles"));
    MapPartitionsFunction<Row, Row> task = extend::call;
    return rows.mapPartitions(task, Encoders.row(schema));
  }

  /** The fingerprint of a row. */
  static long[] fingerprint(Row row) {
    return words(row.getAs(FINGERPRINT));
  }

  static long[] words(byte[] bytes) {
    long[] words = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(words);
    return words;
  }

  private static byte[] bytes(long[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }

  /** The function that a task runs. */
  private record Extend(ObjectFeatures features, int smiles) implements Serializable {

    Iterator<Row> call(Iterator<Row> rows) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public Row next() {
          return extended(rows.next());
        }
      };
    }

    private Row extended(Row row) {
      Object[] values = new Object[row.size() + 2];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }
      values[row.size()] = bytes(features.fingerprint(row.getString(smiles)));
      values[row.size() + 1] = features.scaffold(row.getString(smiles));
      return RowFactory.create(values);
    }
  }
}
