package org.gflownet.reward.chem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.gflownet.plugin.Plugins;

/** The scores of molecules by name: those that come along, and plug-ins. */
public final class Scorers {
  private Scorers() {}

  private static final class Own {
    static final Map<String, OwnScorer> BY_NAME = load();

    private static Map<String, OwnScorer> load() {
      Map<String, OwnScorer> scorers = new LinkedHashMap<>();
      // The program's own class path: what comes along does not depend on the thread that asks.
      for (OwnScorer scorer :
          ServiceLoader.load(OwnScorer.class, OwnScorer.class.getClassLoader())) {
        if (scorers.put(scorer.name(), scorer) != null) {
          throw new IllegalStateException("two scores are called " + scorer.name());
        }
      }
      return Collections.unmodifiableMap(scorers);
    }
  }

  /** Those that come along, by name, in the order of their file in {@code META-INF/services}. */
  public static Map<String, OwnScorer> own() {
    return Own.BY_NAME;
  }

  /** The score of a name, if there is one; exceptions as of {@link Plugins#all}. */
  public static Optional<ScorerPlugin> find(String name) {
    OwnScorer own = own().get(name);
    return own == null ? Plugins.find(ScorerPlugin.class, name) : Optional.of(own);
  }
}
