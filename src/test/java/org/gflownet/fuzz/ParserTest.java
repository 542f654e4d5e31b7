package org.gflownet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each parser with good files and with so many bad ones, always the same; more of them with
 * -Dgflownet.fuzz.inputs=N.
 */
class ParserTest {
  private static final int INPUTS = Integer.getInteger("gflownet.fuzz.inputs", 1000);
  private static final Duration PATIENCE = Duration.ofMillis(120_000L + 60L * INPUTS);

  @ParameterizedTest
  @EnumSource
  void takesGoodInput(Parser parser) {
    assertThat(parser.seeds().stream().filter(parser::accepts)).as(parser.name()).isNotEmpty();
  }

  /** A seed that its reader refuses would leave what lies behind it unsearched. */
  @Test
  void bothReadersOfZipEntriesAreReached() {
    assertThat(Parser.ZIP_ENTRIES.seeds()).hasSize(2).allMatch(Parser.ZIP_ENTRIES::accepts);
  }

  @ParameterizedTest
  @EnumSource
  void refusesBadInputInOneLine(Parser parser) {
    List<byte[]> seeds = parser.seeds();
    int inputs = INPUTS / parser.cost();
    Mutations mutations = new Mutations(List.of(Parser.values()).indexOf(parser));
    AtomicReference<byte[]> input = new AtomicReference<>(new byte[0]);
    int refused = 0;
    try {
      refused =
          assertTimeoutPreemptively(
              PATIENCE,
              () -> {
                int count = 0;
                for (int i = 0; i < inputs; i++) {
                  input.set(mutations.of(seeds));
                  count += parser.accepts(input.get()) ? 0 : 1;
                }
                return count;
              });
    } catch (Throwable e) {
      throw new AssertionError(
          parser + " on the bytes " + HexFormat.of().formatHex(input.get()) + ": " + e, e);
    }
    assertThat(refused).as(parser.name()).isGreaterThan(inputs / 20);
  }
}
