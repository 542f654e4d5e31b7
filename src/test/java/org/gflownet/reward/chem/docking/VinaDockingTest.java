package org.gflownet.reward.chem.docking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.gflownet.testing.DataSets;
import org.gflownet.testing.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Docking by the real programs, where they are, and by scripts in their place. */
@Timeout(300)
class VinaDockingTest {
  private static final DockingBox BOX = new DockingBox(-13.4, 26.3, -13.3, 20.013, 16.3, 18.5);
  private static final String OBABEL = "pwd >> $0.log; echo \"$1\" >> $0.log; echo x > \"$5\"";

  @TempDir private Path folder;
  private Path receptor;

  @BeforeEach
  void writeReceptor() throws IOException {
    receptor = Files.writeString(folder.resolve("receptor.pdbqt"), "ATOM\n");
  }

  private String script(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  private VinaDocking docking(String obabel, String vina, int attempts) throws IOException {
    return docking(obabel, vina, new DockingLimits(1, Duration.ofSeconds(30), attempts));
  }

  private VinaDocking docking(String obabel, String vina, DockingLimits limits) throws IOException {
    return new VinaDocking(
        receptor, BOX, limits, 7, script("obabel", obabel), script("vina", vina));
  }

  /** A script that writes this to the file of {@code --out}, the third argument. */
  private static String writes(String poses) {
    return "echo \"$*\" >> $0.log; printf '" + poses + "' > \"${3#--out=}\"";
  }

  private List<String> log(String program) throws IOException {
    return Files.readAllLines(folder.resolve(program + ".log"));
  }

  private void assertScratchIsGone() throws IOException {
    assertThat(Path.of(log("obabel").get(0))).doesNotExist();
  }

  @Test
  void docksASmallMolecule() throws Exception {
    Programs.require("obabel", "vina");
    Path real = DataSets.seh("4jnc.nohet.aligned.pdbqt");
    VinaDocking docking =
        new VinaDocking(real, BOX, new DockingLimits(1, Duration.ofMinutes(2), 1), 1);
    assertThat(docking.affinityOf("c1ccccc1")).isBetween(-5.5, -3.0);
  }

  @Test
  void readsTheBestAffinityAndRemovesItsScratch() throws Exception {
    VinaDocking docking =
        docking(OBABEL, writes("MODEL 1\\nREMARK VINA RESULT:   -9.6  0.0  0.0\\n"), 1);
    assertThat(docking.affinityOf("CC(=O)O")).isEqualTo(-9.6);
    assertThat(log("obabel")).contains("-:CC(=O)O");
    assertThat(log("vina").get(0))
        .contains("--seed=7", "--center_x=-13.4", "--size_z=18.5", "--cpu=1");
    assertScratchIsGone();
  }

  @Test
  void triesAgainWithTheNextSeed() throws Exception {
    String vina = "echo \"$*\" >> $0.log; echo 'no luck'; exit 1";
    VinaDocking docking = docking(OBABEL, vina, 3);
    assertThatThrownBy(() -> docking.affinityOf("CCO"))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessageContaining("vina: exit code 1: no luck");
    assertThat(log("vina")).hasSize(3);
    assertThat(log("vina").get(2)).contains("--seed=9");
    assertScratchIsGone();
  }

  @Test
  void refusesPosesWithoutAnAffinity() throws Exception {
    for (String poses : List.of("MODEL 1\\n", "REMARK VINA RESULT: x\\n", "")) {
      VinaDocking docking = docking(OBABEL, writes(poses), 1);
      assertThatThrownBy(() -> docking.affinityOf("CCO"))
          .isInstanceOf(ExternalProgramException.class)
          .hasMessageEndingWith("vina: no affinity for CCO");
    }
  }

  @Test
  void reportsASmilesThatOpenBabelCannotRead() throws Exception {
    VinaDocking docking = docking("echo '0 molecules converted'", writes(""), 1);
    assertThatThrownBy(() -> docking.affinityOf("C1CC"))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessageEndingWith("obabel: no structure for C1CC: 0 molecules converted");
  }

  @Test
  void limitsBothProgramsTogether() throws Exception {
    DockingLimits limits = new DockingLimits(1, Duration.ofSeconds(2), 1);
    VinaDocking docking = docking("sleep 1.5; " + OBABEL, "sleep 1.5", limits);
    assertThatThrownBy(() -> docking.affinityOf("CCO"))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessageContaining("vina: no end within");
    assertScratchIsGone();
  }

  @Test
  void namesThePackageOfAMissingProgramAndTriesNoMore() throws Exception {
    DockingLimits limits = new DockingLimits(1, Duration.ofSeconds(30), 5);
    VinaDocking docking =
        new VinaDocking(receptor, BOX, limits, 1, script("obabel", OBABEL), "no-such-vina");
    assertThatThrownBy(() -> docking.affinityOf("CCO"))
        .isInstanceOf(ExternalProgramException.class)
        .hasMessage(
            "no-such-vina not found or not executable: install Debian's package autodock-vina");
    assertThat(log("obabel")).hasSize(2);
  }

  @Test
  void refusesWhatIsNotOneSmiles() throws Exception {
    VinaDocking docking = docking(OBABEL, writes(""), 1);
    for (String bad : List.of("", "CCO -O/etc/passwd", "C\nC", "C\u00e9", "C".repeat(4097))) {
      assertThatThrownBy(() -> docking.affinityOf(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("printable ASCII without blanks");
    }
    assertThat(folder.resolve("obabel.log")).doesNotExist();
  }

  @Test
  void refusesLimitsOutOfBounds() {
    assertThatThrownBy(() -> new DockingBox(0, 0, 0, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size 0.0");
    assertThatThrownBy(() -> new DockingBox(Double.NaN, 0, 0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("centre NaN");
    assertThatThrownBy(() -> new DockingLimits(0, Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exhaustiveness 0");
    assertThatThrownBy(() -> new DockingLimits(1, Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout 0 s");
    DockingLimits limits = new DockingLimits(1, Duration.ofSeconds(1), 1);
    assertThatThrownBy(() -> new VinaDocking(folder.resolve("none"), BOX, limits, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("receptor " + folder.resolve("none"));
  }
}
