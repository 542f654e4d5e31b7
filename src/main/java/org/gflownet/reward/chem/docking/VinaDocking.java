package org.gflownet.reward.chem.docking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.gflownet.reward.chem.docking.ExternalProgramException.Kind;

/**
 * Binding affinity in kcal/mol, the lower the better, as AutoDock Vina estimates it (O. Trott, A.
 * J. Olson, J. Comput. Chem. 31, 455-461 (2010)); Open Babel makes the ligand's first conformer.
 *
 * <p>Both run as programs of their own in a scratch directory that is removed in any case. Vina is
 * seeded; the k-th attempt at a molecule uses the seed plus k. Open Babel 3.1.1 has no seed for its
 * conformers, so the same molecule docks a little differently each time: this is no deterministic
 * reward, and runs that must repeat keep the affinities that they got. The noise over seeds is
 * about 1 kcal/mol at exhaustiveness 1, half of that at 8. Immutable; thread-safe, a pair of
 * processes for each call.
 */
public final class VinaDocking {
  private static final int MAX_SMILES = 4096;
  private static final int MAX_OUTPUT = 1 << 20;
  private static final int MAX_HEADER_LINES = 16;
  private static final String SCRATCH = "gflownet-docking-";
  private static final String RESULT = "REMARK VINA RESULT:";

  private final Path receptor;
  private final DockingBox box;
  private final DockingLimits limits;
  private final int seed;
  private final ExternalProgram obabel;
  private final ExternalProgram vina;

  /**
   * Docking into one receptor by the programs {@code obabel} and {@code vina} on the PATH.
   *
   * @param receptor PDBQT file
   * @param seed of Vina's search, from 1: Vina takes 0 for "any"
   * @throws IllegalArgumentException no such file, or the seed is out of bounds
   */
  public VinaDocking(Path receptor, DockingBox box, DockingLimits limits, int seed) {
    this(receptor, box, limits, seed, "obabel", "vina");
  }

  /** Docking by given executables: names on the PATH, or paths. */
  public VinaDocking(
      Path receptor, DockingBox box, DockingLimits limits, int seed, String obabel, String vina) {
    if (!Files.isRegularFile(receptor) || !Files.isReadable(receptor)) {
      throw new IllegalArgumentException(
          "docking: receptor " + receptor + " is not a readable file; give a PDBQT file");
    }
    int largest = Integer.MAX_VALUE - limits.attempts();
    if (seed < 1 || seed > largest) {
      throw new IllegalArgumentException("docking: seed " + seed + " must be from 1 to " + largest);
    }
    this.receptor = receptor.toAbsolutePath();
    this.box = box;
    this.limits = limits;
    this.seed = seed;
    this.obabel = program(obabel, "openbabel");
    this.vina = program(vina, "autodock-vina");
  }

  private static ExternalProgram program(String executable, String debianPackage) {
    return new ExternalProgram(executable, "install Debian's package " + debianPackage, MAX_OUTPUT);
  }

  /**
   * Docks a molecule.
   *
   * @param smiles up to {@value #MAX_SMILES} printable ASCII characters without blanks
   * @return kcal/mol of the best pose
   * @throws IllegalArgumentException not such a SMILES
   * @throws ExternalProgramException a program is missing, or no attempt gave an affinity: the last
   *     one's reason
   * @throws InterruptedException the thread was interrupted; nothing is left running
   */
  public double affinityOf(String smiles) throws ExternalProgramException, InterruptedException {
    check(smiles);
    ExternalProgramException last = null;
    for (int attempt = 0; attempt < limits.attempts(); attempt++) {
      try {
        return attempt(smiles, seed + attempt);
      } catch (ExternalProgramException e) {
        if (e.isPermanent()) {
          throw e;
        }
        last = e;
      }
    }
    throw last;
  }

  private static void check(String smiles) {
    boolean plain = smiles.chars().allMatch(c -> c > ' ' && c < 127);
    if (smiles.isEmpty() || smiles.length() > MAX_SMILES || !plain) {
      throw new IllegalArgumentException(
          "docking: a SMILES of "
              + smiles.length()
              + " characters must have from 1 to "
              + MAX_SMILES
              + ", printable ASCII without blanks");
    }
  }

  private double attempt(String smiles, int attemptSeed)
      throws ExternalProgramException, InterruptedException {
    Path scratch = null;
    try {
      scratch =
          limits.scratch().isPresent()
              ? Files.createTempDirectory(limits.scratch().get(), SCRATCH)
              : Files.createTempDirectory(SCRATCH);
      return dock(smiles, attemptSeed, scratch);
    } catch (IOException e) {
      throw new UncheckedIOException("docking: scratch files: " + e.getMessage(), e);
    } finally {
      removeAll(scratch);
    }
  }

  private double dock(String smiles, int attemptSeed, Path scratch)
      throws ExternalProgramException, InterruptedException, IOException {
    long start = System.nanoTime();
    Path ligand = scratch.resolve("ligand.pdbqt");
    Path poses = scratch.resolve("poses.pdbqt");
    String said =
        obabel.run(
            scratch,
            limits.timeout(),
            List.of("-:" + smiles, "--gen3d", "-opdbqt", "-O", ligand.toString()));
    // Open Babel ends with 0 whether or not it could read the SMILES.
    if (!Files.isRegularFile(ligand) || Files.size(ligand) == 0) {
      throw new ExternalProgramException(
          obabel.executable() + ": no structure for " + smiles + ": " + firstLine(said),
          Kind.NO_ANSWER);
    }
    Duration left = limits.timeout().minusNanos(System.nanoTime() - start);
    vina.run(scratch, left, vinaArguments(ligand, poses, attemptSeed));
    return bestOf(poses, smiles);
  }

  private List<String> vinaArguments(Path ligand, Path poses, int attemptSeed) {
    return List.of(
        "--receptor=" + receptor,
        "--ligand=" + ligand,
        "--out=" + poses,
        "--center_x=" + box.centerX(),
        "--center_y=" + box.centerY(),
        "--center_z=" + box.centerZ(),
        "--size_x=" + box.sizeX(),
        "--size_y=" + box.sizeY(),
        "--size_z=" + box.sizeZ(),
        "--exhaustiveness=" + limits.exhaustiveness(),
        "--seed=" + attemptSeed,
        "--num_modes=1",
        "--cpu=" + limits.cpu());
  }

  private double bestOf(Path poses, String smiles) throws ExternalProgramException, IOException {
    if (Files.isRegularFile(poses)) {
      try (BufferedReader in = Files.newBufferedReader(poses, StandardCharsets.ISO_8859_1)) {
        String line = in.readLine();
        for (int i = 0; line != null && i < MAX_HEADER_LINES; i++) {
          if (line.startsWith(RESULT)) {
            return affinity(line, smiles);
          }
          line = in.readLine();
        }
      }
    }
    throw noAffinity(smiles);
  }

  private double affinity(String line, String smiles) throws ExternalProgramException {
    String number = line.substring(RESULT.length()).strip().split("\\s+", 2)[0];
    try {
      double affinity = Double.parseDouble(number);
      if (Double.isFinite(affinity)) {
        return affinity;
      }
    } catch (NumberFormatException e) {
      // Reported below, as a line without a number is.
    }
    throw noAffinity(smiles);
  }

  private ExternalProgramException noAffinity(String smiles) {
    return new ExternalProgramException(
        vina.executable() + ": no affinity for " + smiles, Kind.THIS_TIME);
  }

  private static String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("no message").strip();
  }

  private static void removeAll(Path directory) {
    if (directory == null) {
      return;
    }
    try {
      Files.walkFileTree(directory, new Removal());
    } catch (IOException e) {
      throw new UncheckedIOException("docking: scratch directory " + directory + " stays", e);
    }
  }

  /** Removes what it visits. */
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
