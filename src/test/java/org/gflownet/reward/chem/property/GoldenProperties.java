package org.gflownet.reward.chem.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.testing.DataSets;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.exception.InvalidSmilesException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.smiles.SmilesParser;

/**
 * Properties that RDKit 2022.09 gave for 296 molecules, of the data sets that tests read by path.
 */
final class GoldenProperties {
  private static final SmilesParser PARSER =
      new SmilesParser(SilentChemObjectBuilder.getInstance());

  private GoldenProperties() {}

  /** A molecule and its columns. */
  record Row(String id, String smiles, Map<String, String> columns) {
    double number(String column) {
      return Double.parseDouble(columns.get(column));
    }

    IAtomContainer molecule() {
      return parse(smiles);
    }
  }

  /**
   * A molecule whose aromatic atoms are those that the SMILES has in lower case: RDKit wrote the
   * SMILES, so they are those that RDKit perceives.
   */
  static synchronized IAtomContainer parse(String smiles) {
    try {
      return PARSER.parseSmiles(smiles);
    } catch (InvalidSmilesException e) {
      throw new AssertionError(smiles, e);
    }
  }

  /** The same molecule written with single and double bonds only. */
  static String kekule(String smiles) {
    try {
      String kekule = new SmilesGenerator(SmiFlavor.Generic).create(parse(smiles));
      assertThat(kekule).doesNotContainPattern("[bcnops]");
      return kekule;
    } catch (CDKException e) {
      throw new AssertionError(smiles, e);
    }
  }

  static List<Row> rows() throws IOException {
    Path file = DataSets.seh("golden_props_dev.csv");
    List<String> lines = Files.readAllLines(file);
    List<String> header = List.of(lines.get(0).split(","));
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = Arrays.asList(line.split(",", -1));
      assertThat(fields).as(line).hasSameSizeAs(header);
      Map<String, String> columns = new HashMap<>();
      for (int i = 0; i < fields.size(); i++) {
        columns.put(header.get(i), fields.get(i));
      }
      rows.add(new Row(fields.get(0), fields.get(1), columns));
    }
    assertThat(rows).hasSize(296);
    return rows;
  }
}
