package org.gflownet.reward.chem.sa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FragmentScoresTest {
  /** What Python writes for [[-1.5, 7, 4294967295], [2.25, 1]] by protocol 0; | ends a line. */
  private static final String TABLE = "(lp0|(lp1|F-1.5|aI7|aI4294967295|aa(lp2|F2.25|aI1|aa.";

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return bytes.toByteArray();
  }

  private static byte[] packed(String pickle) {
    return gzip(pickle.replace('|', '\n').getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void refused(byte[] content, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentScores.parse("t", content))
        .withMessageStartingWith("'t' does not hold Ertl's fragment table: ")
        .withMessageContaining(reason)
        .withMessageMatching("\\P{Cntrl}{1,300}");
  }

  @Test
  void readsListsOfNumbers() {
    FragmentScores table = FragmentScores.parse("t", packed(TABLE));
    assertThat(table.size()).isEqualTo(3);
    assertThat(table.of(7)).isEqualTo(-1.5);
    assertThat(table.of(-1)).isEqualTo(-1.5);
    assertThat(table.of(1)).isEqualTo(2.25);
    assertThat(table.of(2)).isEqualTo(FragmentScores.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "'cos|system|(S''id''|tR.', 'byte 0 of the pickle: instruction 0x63'",
    "'(lp0|cos|system|(S''id''|tRa.', 'byte 5 of the pickle: instruction 0x63'",
    "'(lp0|g0|a.', 'byte 5 of the pickle: instruction 0x67'",
    "'(lp0|(lp1|F1|aS''a''|aa.', instruction 0x53",
    "'(lp0|(lp1|F1|aL7L|aa.', instruction 0x4c",
    "'(dp0|.', 'a list where none belongs'",
    "'(lp0|(lp1|(lp2|aa.', 'a list where none belongs'",
    "'(lp0|(lp1|F1|(lp2|aa.', 'a list where none belongs'",
    "'(lp0|(lp1|I7|aa.', 'a hash before its score'",
    "'(lp0|(lp1|aa.', 'nothing to append'",
    "'(lp0|(lp1|F1|aF2|aa.', 'a second score'",
    "'(lp0|(lp1|F1|F2|aa.', 'a number outside of a list'",
    "'(lp0|F1|a.', 'a number outside of a list'",
    "'F1|.', 'a number outside of a list'",
    "'(lp0|(lp1|Fx|aa.', 'is no number'",
    "'(lp0|(lp1|FNaN|aa.', 'a score of NaN'",
    "'(lp0|(lp1|F1e999|aa.', 'a score of 1e999'",
    "'(lp0|(lp1|F1|aI-7|aa.', 'no hash of 32 bits'",
    "'(lp0|(lp1|F1|aI4294967296|aa.', 'no hash of 32 bits'",
    "'(lp0|(lp1|F1|aI|aa.', 'a hash of no digits'",
    "'(lp0|(lp1|F1|aI99999999999999999999999999|aa.', 'no hash of 32 bits'",
    "'(lp0|(lp1|F1|aI7|aI7|aa.', 'fragment 7 twice'",
    "'(lp0|(lp1|F1|aI7|a.', 'is no list of fragments'",
    "'(lp0|.', 'is no list of fragments'",
    "'.', 'is no list of fragments'",
    "'a', 'nothing to append'",
    "'(lp0|(lp1|F1|aI7|aa.(lp0|', 'goes on after its end'"
  })
  void refusesEveryOtherPickle(String pickle, String reason) {
    refused(packed(pickle), reason);
  }

  @Test
  void refusesNumbersAndNamesWithoutEnd() {
    refused(packed("(lp0|(lp1|F" + "1".repeat(1000)), "a number that is none");
    refused(packed("(lp" + "0".repeat(1000)), "a number that is none");
    refused(packed("(lp0|(lp1|F1|aI\u0007|aa."), "a number that is none");
  }

  @Test
  void refusesWhatUnpacksToTooMuch() {
    byte[] endless = new byte[65 << 20];
    Arrays.fill(endless, (byte) '\n');
    for (int i = 0; i + 1 < endless.length; i += 2) {
      endless[i] = 'p';
    }
    refused(gzip(endless), "more than 67108864 bytes when unpacked");
  }

  @Test
  void refusesTooManyFragments() {
    byte[] head = "(lp0\n(lp\nF1\na".getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head);
    for (int k = 0; k <= 4_000_000; k++) {
      out.writeBytes(new byte[] {'I', '7', '\n', 'a'});
    }
    refused(gzip(out.toByteArray()), "more than 4000000 fragments");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] plain = TABLE.replace('|', '\n').getBytes(StandardCharsets.ISO_8859_1);
    for (int length = 0; length < plain.length; length++) {
      refused(gzip(Arrays.copyOf(plain, length)), "it ends too early");
    }
    byte[] packed = gzip(plain);
    for (int length = 0; length < packed.length; length++) {
      refused(Arrays.copyOf(packed, length), "");
    }
    refused(plain, "GZIP");
  }

  /** Anything else is refused in one line or is a table; nothing worse happens. */
  @Property(tries = 500)
  void anyByteChangedIsATableOrOneLine(@ForAll byte value, @ForAll int where) {
    byte[] plain = TABLE.replace('|', '\n').getBytes(StandardCharsets.ISO_8859_1);
    plain[Math.floorMod(where, plain.length)] = value;
    try {
      assertThat(FragmentScores.parse("t", gzip(plain)).size()).isBetween(1, 3);
    } catch (IllegalArgumentException problem) {
      assertThat(problem).hasMessageMatching("\\P{Cntrl}{1,300}");
    }
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none.pkl.gz");
    assertThatThrownBy(() -> FragmentScores.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot read the fragment table '" + file);
  }
}
