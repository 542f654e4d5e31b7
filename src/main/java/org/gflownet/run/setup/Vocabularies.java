package org.gflownet.run.setup;

import java.util.Optional;
import org.gflownet.env.ConditionalEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentVocabulary;

/** Finds the fragments that an environment builds with. */
public final class Vocabularies {
  private Vocabularies() {}

  /** The vocabulary; empty where there are no molecules. */
  public static Optional<FragmentVocabulary> of(Environment<?> environment) {
    if (environment instanceof ConditionalEnvironment<?> conditional) {
      return of(conditional.environment());
    }
    if (environment instanceof FragmentEnvironment fragments) {
      return Optional.of(fragments.vocabulary());
    }
    if (environment instanceof EnumerableFragmentEnvironment fragments) {
      return Optional.of(fragments.vocabulary());
    }
    return Optional.empty();
  }
}
