package org.gflownet.run.setup;

import java.lang.ref.SoftReference;
import java.util.function.Supplier;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.FileSetting;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.Identity;
import org.gflownet.reward.chem.BoundedCache;

/**
 * Spaces of molecules with all their states listed, each listed once for all threads of a JVM:
 * every task of an exact evaluation and every worker needs the list, and making it can take longer
 * than what they do with it.
 *
 * <p>The latest {@value #MAX_KNOWN} are known, each behind a soft reference: one that nothing uses
 * goes when memory is short, and is listed again when it is asked for. Thread-safe; threads that
 * ask for the same space wait for the one that lists it, others do not.
 */
final class ListedSpaces {
  private static final int MAX_KNOWN = 4;
  private static final BoundedCache<Key, Space> KNOWN = new BoundedCache<>(MAX_KNOWN);

  private ListedSpaces() {}

  /**
   * All that a list depends on.
   *
   * @param vocabulary SHA-256 of the file; empty for the bundled one
   */
  private record Key(
      String vocabulary, int minBlocks, int maxBlocks, Identity identity, int maxStates) {
    static Key of(GflownetConfig config) {
      EnvConfig env = config.env();
      return new Key(
          env.vocabulary().isEmpty()
              ? ""
              : NamedFiles.sha256(NamedFiles.find(config, FileSetting.VOCABULARY)),
          env.minBlocks(),
          env.maxBlocks(),
          env.identity(),
          env.maxStates());
    }
  }

  /** A space, as long as anything uses it or there is memory for it. */
  private static final class Space {
    private SoftReference<EnumerableFragmentEnvironment> listed = new SoftReference<>(null);

    synchronized EnumerableFragmentEnvironment get(Supplier<EnumerableFragmentEnvironment> lister) {
      EnumerableFragmentEnvironment known = listed.get();
      if (known == null) {
        known = lister.get();
        listed = new SoftReference<>(known);
      }
      return known;
    }
  }

  /**
   * The space of a configuration.
   *
   * @param lister lists it where it is not known; its exceptions go to whoever asked
   */
  static EnumerableFragmentEnvironment of(
      GflownetConfig config, Supplier<EnumerableFragmentEnvironment> lister) {
    Key key = Key.of(config);
    return KNOWN.computeIfAbsent(key, k -> new Space()).get(lister);
  }
}
