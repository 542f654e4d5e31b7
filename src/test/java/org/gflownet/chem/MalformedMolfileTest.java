package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.openscience.cdk.tools.ILoggingTool;
import org.openscience.cdk.tools.LoggingToolFactory;

class MalformedMolfileTest {
  @Test
  void aTornTableIsRefusedWithoutALineOfCdks() {
    assertThatThrownBy(() -> MolfileReader.parse("a\n\n\n  3  2  0  0  0  0 V2000\n 0.0 C\n"))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("its connection table cannot be read");
    ILoggingTool log = LoggingToolFactory.createLoggingTool(MolfileReader.class);
    assertThat(log).isInstanceOf(SilentCdk.class);
    assertThat(log.getLevel()).isEqualTo(ILoggingTool.OFF);
    assertThat(log.isDebugEnabled()).isFalse();
  }

  @Test
  void twoBondsBetweenTheSameAtomsAreRefused() {
    String table =
        """
        a
          hand

          2  2  0  0  0  0  0  0  0  0999 V2000
            0.0000    0.0000    0.0000 C   0  0
            1.5000    0.0000    0.0000 C   0  0
          1  2  1  0
          2  1  1  0
        M  END
        """;
    assertThatThrownBy(() -> MolfileReader.parse(table))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("atoms 1 and 0 are bonded twice");
  }

  @Test
  void nothingIsNoMolecule() {
    assertThatThrownBy(() -> MolfileReader.parse(""))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("its connection table is empty");
  }
}
