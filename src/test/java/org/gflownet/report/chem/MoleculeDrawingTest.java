package org.gflownet.report.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.geom.Rectangle2D;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MoleculeDrawingTest {
  // Letters by colour and number of closed outlines: an O has two, an H one.
  private static final String OXYGEN = "#FF0D0D/2";
  private static final String HYDROXYL = "#FF0D0D/3";
  private static final String NITROGEN = "#3050F8/1";
  private static final String AMINO = "#3050F8/3";
  private static final String CHLORINE = "#1FF01F/2";

  /** Molecules, and their atoms with the strokes of their bonds as anybody would draw them. */
  static Stream<Arguments> knownMolecules() {
    return Stream.of(
        arguments("CCO", List.of("C 1", "C 11", HYDROXYL + " 1")),
        arguments("COC", List.of("C 1", "C 1", OXYGEN + " 11")),
        arguments("C=O", List.of("C 2", OXYGEN + " 2")),
        arguments("C#N", List.of("C 3", NITROGEN + " 3")),
        arguments("NCCCl", List.of("C 11", "C 11", AMINO + " 1", CHLORINE + " 1")),
        arguments("CC(C)C", List.of("C 1", "C 1", "C 1", "C 111")),
        arguments("C1CCC1", List.of("C 11", "C 11", "C 11", "C 11")),
        arguments("c1ccccc1", List.of("C 12", "C 12", "C 12", "C 12", "C 12", "C 12")),
        arguments(
            "c1ccc2ccccc2c1",
            List.of(
                "C 112", "C 112", "C 12", "C 12", "C 12", "C 12", "C 12", "C 12", "C 12", "C 12")),
        arguments(
            "CC(=O)Oc1ccccc1C(=O)O",
            List.of(
                OXYGEN + " 11",
                OXYGEN + " 2",
                OXYGEN + " 2",
                HYDROXYL + " 1",
                "C 1",
                "C 112",
                "C 112",
                "C 112",
                "C 112",
                "C 12",
                "C 12",
                "C 12",
                "C 12")));
  }

  private static DrawnMolecule drawn(String smiles) throws Exception {
    return new DrawnMolecule(MoleculeDrawing.svg(smiles).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("knownMolecules")
  void showsEveryAtomAndBond(String smiles, List<String> atoms) throws Exception {
    DrawnMolecule drawn = drawn(smiles);
    assertThat(drawn.atoms()).containsExactlyInAnyOrderElementsOf(atoms);
    int ends =
        atoms.stream().mapToInt(atom -> atom.substring(atom.lastIndexOf(' ') + 1).length()).sum();
    assertThat(drawn.numBonds()).isEqualTo(ends / 2);
  }

  @ParameterizedTest
  @MethodSource("knownMolecules")
  void fillsThePictureAndStaysInIt(String smiles) throws Exception {
    DrawnMolecule drawn = drawn(smiles);
    assertThat(drawn.outside()).isEmpty();
    Rectangle2D box = drawn.viewBox();
    assertThat(box.getWidth()).isEqualTo(220);
    assertThat(box.getHeight()).isEqualTo(154);
    Rectangle2D extent = drawn.extent();
    double filled =
        Math.max(extent.getWidth() / box.getWidth(), extent.getHeight() / box.getHeight());
    assertThat(filled).isGreaterThan(0.8);
    assertThat(extent.getCenterX()).isCloseTo(box.getCenterX(), within(12.0));
    assertThat(extent.getCenterY()).isCloseTo(box.getCenterY(), within(12.0));
  }

  @Test
  void moleculesThatDifferLookDifferent() throws Exception {
    Set<List<String>> atoms = new HashSet<>();
    Set<String> pictures = new HashSet<>();
    for (Arguments known : knownMolecules().toList()) {
      String smiles = (String) known.get()[0];
      atoms.add(drawn(smiles).atoms());
      pictures.add(MoleculeDrawing.svg(smiles).orElseThrow());
    }
    assertThat(atoms).hasSize((int) knownMolecules().count());
    assertThat(pictures).hasSameSizeAs(atoms);
    // One molecule, however it is written.
    assertThat(drawn("OCC").atoms()).isEqualTo(drawn("CCO").atoms());
    assertThat(drawn("C1=CC=CC=C1").atoms()).isEqualTo(drawn("c1ccccc1").atoms());
  }

  @Test
  void lettersAreOutlinesSoThatNoFontIsLookedFor() {
    String svg = MoleculeDrawing.svg("CC(=O)Oc1ccccc1C(=O)O").orElseThrow();
    assertThat(svg).doesNotContain("<text", "font-family");
    assertThat(svg.length()).isLessThan(40_000);
  }

  @Test
  void base64IsOfTheDrawing() {
    String text =
        new String(
            Base64.getDecoder().decode(MoleculeDrawing.base64("CCO").orElseThrow()),
            StandardCharsets.UTF_8);
    assertThat(text).isEqualTo(MoleculeDrawing.svg("CCO").orElseThrow());
  }

  @Test
  void whatIsNoMoleculeIsNotDrawn() {
    assertThat(MoleculeDrawing.svg("C1CC")).isEmpty();
    assertThat(MoleculeDrawing.svg("<script>")).isEmpty();
    assertThat(MoleculeDrawing.svg("")).isEmpty();
  }

  @Test
  void statesInTheMakingHaveASmiles() {
    FragmentVocabulary vocabulary =
        FragmentVocabulary.parse("test.csv", "name,smiles,atoms\na,CC,0;1\nb,CO,0\n");
    FragmentText text = new FragmentText(vocabulary);
    assertThat(text.smiles(FragmentState.of(new int[0], new int[0], new int[0]))).isEmpty();
    assertThat(text.smiles(FragmentState.of(new int[] {0}, new int[0], new int[] {0, 1})))
        .isEqualTo("CC");
  }
}
