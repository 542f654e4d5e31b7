package org.gflownet.run.setup;

import java.util.List;
import java.util.Map;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.ConditionalEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.MoleculeCounts;
import org.gflownet.reward.chem.MoleculeReward;
import org.gflownet.reward.chem.SharedReward;

/** Which states are one molecule, counted once for all threads of a JVM. */
public final class SharedMolecules {
  private static final int MAX_KNOWN = 2;
  private static final BoundedCache<Object, MoleculeCounts> KNOWN = new BoundedCache<>(MAX_KNOWN);

  private SharedMolecules() {}

  /** The counts of a configuration's environment. */
  static MoleculeCounts counts(
      GflownetConfig config,
      EnumerableFragmentEnvironment environment,
      FragmentVocabulary vocabulary) {
    Object key = List.of(config.env(), config.digests());
    return KNOWN.computeIfAbsent(key, k -> MoleculeCounts.of(environment, vocabulary));
  }

  /** The reward, shared among the states of a molecule where {@code env.count} says so. */
  static LogReward<FragmentState> reward(
      GflownetConfig config,
      MoleculeReward reward,
      Environment<FragmentState> environment,
      FragmentVocabulary vocabulary) {
    if (config.env().count() == EnvConfig.Count.MOLECULE
        && environment instanceof EnumerableFragmentEnvironment listed) {
      return new SharedReward(reward, counts(config, listed, vocabulary));
    }
    return reward;
  }

  /** What is to be said of states that are one molecule; nothing where they are not listed. */
  public static Map<String, Object> figures(GflownetConfig config, Problem<?> problem) {
    Environment<?> environment = problem.environment();
    if (environment instanceof ConditionalEnvironment<?> conditional) {
      environment = conditional.environment();
    }
    return environment instanceof EnumerableFragmentEnvironment listed
        ? counts(config, listed, Problem.vocabulary(config)).figures()
        : Map.of();
  }
}
