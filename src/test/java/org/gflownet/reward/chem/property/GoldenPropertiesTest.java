package org.gflownet.reward.chem.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gflownet.chem.MoleculeReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openscience.cdk.interfaces.IAtomContainer;

/** Every property against RDKit's value, for every molecule there is. */
class GoldenPropertiesTest {
  static List<Arguments> properties() {
    return List.of(
        Arguments.of("mw", new MolecularWeight(), 1e-9),
        Arguments.of("tpsa", new TopologicalPolarSurfaceArea(), 1e-9),
        Arguments.of("logp", new CrippenLogP(), 1e-9),
        Arguments.of("qed_hba", new HydrogenBondAcceptors(), 0.0),
        Arguments.of("qed_hbd", new HydrogenBondDonors(), 0.0),
        Arguments.of("qed_rotb", new RotatableBonds(), 0.0),
        Arguments.of("qed_arom", new AromaticRings(), 0.0),
        Arguments.of("qed_alerts", new StructuralAlerts(), 0.0),
        Arguments.of("qed", new Qed(), 1e-9));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("properties")
  void agreesWithRdkit(String column, MolecularProperty property, double tolerance)
      throws IOException {
    assertThat(different(column, property, tolerance, GoldenProperties.Row::molecule)).isEmpty();
  }

  /** Aromatic atoms are those that this project perceives, as in training and scoring. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("properties")
  void agreesWithRdkitBehindTheProjectsOwnSanitiser(
      String column, MolecularProperty property, double tolerance) throws IOException {
    assertThat(
            different(
                column,
                property,
                tolerance,
                row -> MoleculeReader.parse(row.smiles()).toContainer()))
        .isEmpty();
    assertThat(
            different(
                column,
                property,
                tolerance,
                row -> MoleculeReader.parse(GoldenProperties.kekule(row.smiles())).toContainer()))
        .isEmpty();
  }

  private static List<String> different(
      String column,
      MolecularProperty property,
      double tolerance,
      Function<GoldenProperties.Row, IAtomContainer> reader)
      throws IOException {
    List<String> different = new ArrayList<>();
    for (GoldenProperties.Row row : GoldenProperties.rows()) {
      double value = property.of(reader.apply(row));
      if (!(Math.abs(value - row.number(column)) <= tolerance)) {
        different.add(row.id() + " " + row.smiles() + " " + value + " not " + row.number(column));
      }
    }
    return different;
  }
}
