package org.gflownet.env.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FragmentVocabularyTest {

  @Test
  void publishedFileLoads() {
    FragmentVocabulary vocabulary = Vocabularies.published();
    assertThat(vocabulary.numEntries()).isEqualTo(105);
    assertThat(vocabulary.numFragments()).isEqualTo(72);
    assertThat(vocabulary.smiles(vocabulary.fragment(0))).isEqualTo("c1ccccc1");
    assertThat(vocabulary.name(2)).isEqualTo("CO_1");
    assertThat(vocabulary.attachmentAtom(2)).isEqualTo(1);
    assertThat(vocabulary.numStems(2)).isEqualTo(3);
  }

  @Test
  void attachmentTypesAreDistinctUnlessPublishedOnesAreAskedFor() {
    FragmentVocabulary vocabulary = Vocabularies.published();
    FragmentVocabulary aliased = vocabulary.withPublishedStemTypes();
    Set<String> points = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    Set<Integer> aliasedIds = new HashSet<>();
    for (int entry = 0; entry < vocabulary.numEntries(); entry++) {
      int fragment = vocabulary.fragment(entry);
      for (int k = -1; k < vocabulary.numStems(entry); k++) {
        int atom = k < 0 ? vocabulary.attachmentAtom(entry) : vocabulary.stemAtom(entry, k);
        points.add(fragment + " " + atom);
        ids.add(vocabulary.stemType(fragment, atom));
        aliasedIds.add(aliased.stemType(fragment, atom));
      }
    }
    assertThat(ids).hasSameSizeAs(points).hasSize(vocabulary.numStemTypes());
    assertThat(aliased.numStemTypes()).isEqualTo(214);
    assertThat(aliasedIds).hasSizeLessThan(points.size());
  }

  @Test
  void translationPrefersTheSameAtomToASymmetricOne() {
    FragmentVocabulary vocabulary = Vocabularies.published();
    assertThat(vocabulary.translation(4, 3)).isEqualTo(6);
    assertThat(vocabulary.translation(0, 4)).isZero();
    assertThat(vocabulary.translation(13, 1)).isEqualTo(-1);
    int symmetric = 0;
    for (int entry = 0; entry < vocabulary.numEntries(); entry++) {
      Set<Integer> atoms = new HashSet<>();
      for (int k = 0; k < vocabulary.numStems(entry); k++) {
        atoms.add(vocabulary.stemAtom(entry, k));
      }
      for (int atom : atoms) {
        int translated = vocabulary.translation(entry, atom);
        assertThat(translated).isNotNegative();
        symmetric += vocabulary.attachmentAtom(translated) == atom ? 0 : 1;
      }
    }
    // 36 pairs of entry and atom have no entry of their own, as counted for the published code.
    assertThat(symmetric).isEqualTo(36);
  }

  @Test
  void ownVocabularyIsLargeAndBuilds() {
    FragmentVocabulary own = FragmentVocabulary.own();
    assertThat(own.numEntries()).isEqualTo(176);
    assertThat(own.numFragments()).isEqualTo(119);
    FragmentEnvironment environment = new FragmentEnvironment(own, 2, 8, Identity.CANONICAL);
    FragmentAssembler assembler = new FragmentAssembler(own);
    for (int i = 0; i < 200; i++) {
      FragmentState state = Vocabularies.walk(environment, 8, new RandomStream(1, 0, i));
      assertThat(assembler.assemble(state).numAtoms())
          .isEqualTo(assembler.offsets(state)[state.numBlocks()]);
    }
  }

  @Test
  void travelsBySerialisation() throws Exception {
    FragmentVocabulary vocabulary = Vocabularies.published();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(vocabulary);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      FragmentVocabulary copy = (FragmentVocabulary) in.readObject();
      FragmentEnvironment here = new FragmentEnvironment(vocabulary, 2, 8, Identity.CANONICAL);
      FragmentEnvironment there = new FragmentEnvironment(copy, 2, 8, Identity.CANONICAL);
      assertThat(Vocabularies.walk(there, 8, new RandomStream(3, 0, 0)))
          .isEqualTo(Vocabularies.walk(here, 8, new RandomStream(3, 0, 0)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,C1CC,0 | v: entry 0 (a): bad SMILES C1CC",
        "a,[Xx],0 | v: entry 0 (a): bad SMILES [Xx]",
        "a,C.C,0 | v: entry 0 (a): bad SMILES C.C: more than one molecule",
        "a,*C,1 | v: entry 0 (a): bad SMILES *C: atom 0 is no element",
        "a,C[C@H](F)Cl,0 | v: entry 0 (a): bad SMILES C[C@H](F)Cl: stereochemistry",
        "a,CO,2 | v: entry 0 (a): atom 2 of CO; it has atoms 0 to 1",
        "a,CO,-1 | v: entry 0 (a): atom -1 of CO",
        "a,F,0;0 | v: entry 0 (a): atom 0 of F is listed more often than its free valence of 1",
        "a,c1ccsc1,3 | v: entry 0 (a): atom 3 of c1ccsc1 is listed more often than its free",
        "a,CO,x | v: line 2: \"x\" is no atom number",
        "a,CO, | v: line 2: \"\" is no atom number",
        "a,CO | v: line 2: 2 cells; expected name,smiles,atoms",
        ",CO,0 | v: line 2: name must be 1 to 1000 printable ASCII characters",
        "a,C O,0 | v: line 2: smiles must be 1 to 1000 printable ASCII characters",
        "a,CC(C)(C)CC(CC(C)(C)C)(CC(C)(C)C)CC(C)(C)C,0;2;3;7;10;11;14;15;16 | v: entry 0 (a): too"
            + " sym"
      })
  void badLines(String line, String message) {
    assertFault("name,smiles,atoms\n" + line, message);
  }

  @Test
  void faultsAcrossEntries() {
    assertFault("name,smiles,atoms\na,CO,0\nb,CO,0", "v: entry 1 (b): same SMILES and same atoms");
    assertFault("name,smiles,atoms\na,CO,0\na,CO,1", "v: entry 1 (a): an earlier entry has the");
    assertFault(
        "name,smiles,atoms\na,CO,0\nb,OC,0", "v: entry 1 (b): OC is the molecule CO; write it");
    assertFault("name,smiles,atoms\n", "v: no fragments; expected at least one");
    assertFault("name,smiles\n", "v: expected JSON, or CSV whose first line is name,smiles,atoms");
    assertFault("", "v: expected JSON, or CSV");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"block_name\": | v: line 1: not JSON",
        "{} | v: no column block_name",
        "{\"block_name\":[],\"x\":1} | v: unknown column x",
        "{\"block_name\":[],\"block_name\":[]} | v: line 1: not JSON: Duplicate field",
        "{\"block_name\":[\"a\"],\"block_smi\":[]} | v: column block_smi has 0 entries",
        "{\"block_name\":[\"a\"],\"block_smi\":{\"1\":\"C\"}} | v: entry 0: block_smi is no string",
        "{\"block_name\":[\"a\"],\"block_smi\":[\"C\"],\"block_r\":[0]} | v: entry 0: lists 0"
            + " atoms",
        "{\"block_name\":[\"a\"],\"block_smi\":[\"C\"],\"block_r\":[[0.5]]} | v: entry 0: 0.5 is no"
            + " atom",
        "{\"block_name\":[]} [] | v: line 1: not JSON"
      })
  void badJson(String json, String message) {
    assertFault(json, message);
  }

  private static void assertFault(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentVocabulary.parse("v", text))
        .satisfies(e -> assertThat(e.getMessage()).startsWith(message).doesNotContain("\n"));
  }

  @Test
  void filesAreBounded(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("v.csv");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentVocabulary.load(file))
        .withMessage("cannot read the vocabulary " + file + " (NoSuchFileException)");
    Files.write(file, new byte[] {(byte) 0xff});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentVocabulary.load(file))
        .withMessage(file + ": not UTF-8 text");
    Files.write(file, new byte[(16 << 20) + 1]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentVocabulary.load(file))
        .withMessageContaining("at most 16777216 bytes");
    Files.writeString(file, "name,smiles,atoms\n" + "\n".repeat(100_001));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentVocabulary.load(file))
        .withMessageContaining("100001 entries; at most 100000 are allowed");
  }
}
