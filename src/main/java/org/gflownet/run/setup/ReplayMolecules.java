package org.gflownet.run.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ReplayConfig;
import org.gflownet.env.Termination;
import org.gflownet.env.molecule.BuildSteps;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.table.BadTableException;
import org.gflownet.table.Shown;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Trajectory;

/**
 * Molecules in {@code replay.file} by the steps that build them, which are their paths; SMILES
 * beside them must be those of what is built. They are scored in batches.
 */
final class ReplayMolecules implements ReplayFile.Objects {
  private static final String SMILES = "smiles";
  private static final int BATCH = 256;

  private final Problem<FragmentState> problem;
  private final BuildSteps steps;
  private final boolean needsFingerprints;
  private final List<Row> pending = new ArrayList<>();
  private final List<ActionPaths> done = new ArrayList<>();
  private final Object[] written;
  private final int smilesAt;
  private final int errorAt;
  private int actions;
  private int smiles;

  /** A molecule that is not scored yet, its SMILES in the file, and where it stands. */
  private record Row(BuildSteps.Built built, String smiles, String line) {}

  ReplayMolecules(GflownetConfig config) {
    this.problem = Problem.molecule(config);
    this.steps = new BuildSteps(Vocabularies.of(problem.environment()).orElseThrow());
    this.needsFingerprints = config.replay().kind() == ReplayConfig.Kind.DIVERSE_PRIORITISED;
    List<String> names = problem.columns().names();
    this.written = new Object[names.size()];
    this.smilesAt = names.indexOf(SMILES);
    this.errorAt = names.indexOf("error");
  }

  @Override
  public String noun() {
    return "molecules";
  }

  @Override
  public void header(List<String> names) {
    actions = names.indexOf(BuildSteps.COLUMN);
    smiles = names.indexOf(SMILES);
    if (actions < 0) {
      throw new BadTableException(
          "its header has no column "
              + BuildSteps.COLUMN
              + ", the steps that build a molecule, as sample.sh --actions writes them, separated"
              + " by commas from other columns");
    }
  }

  @Override
  public int take(String[] values, String line) {
    String text = values[actions];
    if (text == null || text.isEmpty()) {
      throw new BadTableException(line + "there are no " + BuildSteps.COLUMN);
    }
    BuildSteps.Built built;
    try {
      built = steps.build(problem.environment(), text);
    } catch (IllegalArgumentException e) {
      throw new BadTableException(line + BuildSteps.COLUMN + ": " + e.getMessage());
    }
    pending.add(new Row(built, smiles < 0 ? null : values[smiles], line));
    if (pending.size() == BATCH) {
      score();
    }
    return built.actions().length;
  }

  private void score() {
    List<FragmentState> molecules = pending.stream().map(row -> row.built().molecule()).toList();
    double[] logRewards = new double[molecules.size()];
    problem.reward().logRewards(molecules, logRewards);
    List<Trajectory<FragmentState>> trajectories = new ArrayList<>();
    for (int i = 0; i < logRewards.length; i++) {
      Row row = pending.get(i);
      check(row);
      Termination end = problem.environment().termination(molecules.get(i));
      trajectories.add(
          new Trajectory<>(
              row.built().states(),
              row.built().actions(),
              end == Termination.OPTIONAL,
              logRewards[i],
              i));
    }
    done.add(ActionPaths.of(trajectories, fingerprints(molecules)));
    pending.clear();
  }

  private long[] fingerprints(List<FragmentState> molecules) {
    if (!needsFingerprints) {
      return new long[0];
    }
    Function<FragmentState, long[]> fingerprint = problem.fingerprint().orElseThrow();
    return molecules.stream().map(fingerprint).flatMapToLong(LongStream::of).toArray();
  }

  /** A molecule is what its SMILES says and has a reward. */
  private void check(Row row) {
    problem.columns().write(row.built().molecule(), written);
    if (written[errorAt] != null) {
      throw new BadTableException(
          row.line() + "the molecule has no reward: " + written[errorAt] + "; remove it");
    }
    String built = (String) written[smilesAt];
    if (row.smiles() != null && !row.smiles().isEmpty() && !isSame(row.smiles(), built)) {
      throw new BadTableException(
          String.format(
              "%sits actions build %s, not its smiles %s; use the env.vocabulary and env.identity"
                  + " that they were written under, or remove the column smiles",
              row.line(), Shown.of(built), Shown.of(row.smiles())));
    }
  }

  private static boolean isSame(String text, String canonical) {
    try {
      return text.equals(canonical)
          || MoleculeReader.parse(text).canonicalSmiles().equals(canonical);
    } catch (InvalidMoleculeException e) {
      return false;
    }
  }

  @Override
  public ActionPaths paths() {
    if (!pending.isEmpty()) {
      score();
    }
    return ActionPaths.concat(done);
  }
}
