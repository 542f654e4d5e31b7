package org.gflownet.api;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tables of molecules for tests: good rows, and in every tenth place one that is none. */
final class Tables {
  private static final String[] BAD = {
    null, "", "C1CC", "no such thing", "\uD83D\uDE00", "c1ccc1C("
  };

  private Tables() {}

  /** SMILES or something else, by row. */
  static String smiles(int row) {
    if (row % 10 == 9) {
      return BAD[row / 10 % BAD.length];
    }
    String chain = "C".repeat(1 + row % 7);
    return switch (row % 4) {
      case 0 -> chain + "O";
      case 1 -> "c1ccccc1" + chain + "N";
      case 2 -> chain + "C(=O)Nc1ccc(F)cc1";
      default -> "OC" + chain + "N1CCOCC1" + (row % 8 == 3 ? "" : ".Cl");
    };
  }

  /** A table of id, smiles and kind in two partitions. */
  static Dataset<Row> molecules(SparkSession spark, int rows) {
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(RowFactory.create((long) i, smiles(i), "kind " + i % 3));
    }
    StructType type =
        new StructType()
            .add("id", DataTypes.LongType, false)
            .add("smiles", DataTypes.StringType)
            .add("kind", DataTypes.StringType);
    return spark.createDataFrame(all, type).repartitionByRange(2, new Column("id"));
  }
}
