package org.gflownet.env.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.chem.Molecule;
import org.junit.jupiter.api.Test;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.smiles.SmilesParser;

class FragmentAssemblerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private final FragmentVocabulary vocabulary = Vocabularies.published();
  private final FragmentEnvironment ordered =
      new FragmentEnvironment(vocabulary, 2, 8, Identity.NONE);
  private final FragmentAssembler assembler = new FragmentAssembler(vocabulary);

  /** The 950 stored molecules, cell by cell. */
  private static List<List<String>> stored() throws IOException {
    List<String> lines = Files.readAllLines(Vocabularies.data("upstream950.csv"));
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = new ArrayList<>();
      boolean quoted = false;
      StringBuilder cell = new StringBuilder();
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '"') {
          quoted = !quoted;
        } else if (c == ',' && !quoted) {
          cells.add(cell.toString());
          cell.setLength(0);
        } else {
          cell.append(c);
        }
      }
      cells.add(cell.toString());
      rows.add(cells);
    }
    return rows;
  }

  private static int[] ints(String json) throws IOException {
    JsonNode root = JSON.readTree(json);
    List<Integer> values = new ArrayList<>();
    for (JsonNode item : root) {
      if (item.isArray()) {
        item.forEach(value -> values.add(value.intValue()));
      } else {
        values.add(item.intValue());
      }
    }
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private FragmentState replay(int[] actions) {
    FragmentState state = ordered.initialState();
    for (int i = 0; i < actions.length; i += 2) {
      state = ordered.step(state, ordered.action(actions[i + 1], actions[i]));
    }
    return state;
  }

  private static String canonicalSmiles(IAtomContainer molecule) throws Exception {
    for (IAtom atom : molecule.atoms()) {
      atom.setIsAromatic(false);
    }
    for (IBond bond : molecule.bonds()) {
      bond.setIsAromatic(false);
    }
    Cycles.markRingAtomsAndBonds(molecule);
    Aromaticity.apply(Aromaticity.Model.Daylight, molecule);
    return new SmilesGenerator(SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols).create(molecule);
  }

  @Test
  void storedTrajectoriesGiveTheStoredStatesAndMolecules() throws Exception {
    SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    List<List<String>> rows = stored();
    List<String> different = new ArrayList<>();
    assertThat(rows).hasSize(950);
    for (List<String> row : rows) {
      FragmentState state = replay(ints(row.get(7)));
      assertThat(state.blocks()).as(row.get(0)).containsExactly(ints(row.get(3)));
      assertThat(state.bonds()).as(row.get(0)).containsExactly(ints(row.get(4)));
      assertThat(state.stems()).as(row.get(0)).containsExactly(ints(row.get(5)));
      assertThat(assembler.offsets(state)).as(row.get(0)).containsExactly(ints(row.get(6)));
      String built = canonicalSmiles(assembler.assemble(state).toContainer());
      String expected = canonicalSmiles(parser.parseSmiles(row.get(1)));
      if (!built.equals(expected)) {
        different.add(row.get(0) + " " + built + " " + expected);
      }
      assertThat(assembler.stemAtoms(state)).hasSameSizeAs(ints(row.get(9)));
    }
    assertThat(different).isEmpty();
  }

  @Test
  void canonicalStatesAreTheSameMolecules() throws Exception {
    FragmentEnvironment canonical = new FragmentEnvironment(vocabulary, 2, 8, Identity.CANONICAL);
    for (List<String> row : stored().subList(0, 200)) {
      FragmentState state = replay(ints(row.get(7)));
      assertThat(canonicalSmiles(assembler.assemble(canonical.canonical(state)).toContainer()))
          .isEqualTo(canonicalSmiles(assembler.assemble(state).toContainer()));
    }
  }

  @Test
  void stemsAreAtomsOfTheMolecule() {
    FragmentVocabulary small =
        FragmentVocabulary.parse("x", "name,smiles,atoms\na,CO,1;0;0\nb,F,0\nc,O=S=O,1");
    FragmentEnvironment environment = new FragmentEnvironment(small, 2, 8, Identity.NONE);
    FragmentAssembler smallAssembler = new FragmentAssembler(small);
    FragmentState one = environment.step(environment.initialState(), 1);
    assertThat(smallAssembler.stemAtoms(FragmentState.EMPTY)).isEmpty();
    assertThat(smallAssembler.stemAtoms(one)).containsExactly(0, 1);
    FragmentState two = environment.step(environment.step(FragmentState.EMPTY, 3), 2);
    assertThat(smallAssembler.stemAtoms(two)).containsExactly(0);
    Molecule molecule = smallAssembler.assemble(two);
    assertThat(molecule.hydrogens(1)).isEqualTo(1);
    assertThat(molecule.hydrogens(3)).isZero();
  }
}
