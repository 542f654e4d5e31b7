package org.gflownet.report.chem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.junit.jupiter.api.Test;

class MoleculeDrawingTest {
  @Test
  void drawsBondsAndLettersAsPaths() {
    String svg = MoleculeDrawing.svg("CC(=O)Oc1ccccc1C(=O)O").orElseThrow();
    assertThat(svg).contains("<svg").contains("<path").contains("</svg>");
    // Fonts would be looked for where the page is opened.
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
