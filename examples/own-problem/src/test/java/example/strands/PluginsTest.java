package example.strands;

import org.gflownet.env.EnvironmentPlugin;
import org.gflownet.plugin.Plugin;
import org.gflownet.plugin.PluginContract;
import org.gflownet.reward.RewardPlugin;
import org.gflownet.reward.chem.ScorerPlugin;
import org.junit.jupiter.api.Nested;

/** Whether a configuration finds what this jar brings. */
class PluginsTest {

  @Nested
  class Strands extends PluginContract {
    @Override
    protected Class<? extends Plugin> kind() {
      return EnvironmentPlugin.class;
    }

    @Override
    protected Plugin plugin() {
      return new StrandPlugin();
    }
  }

  @Nested
  class Motif extends PluginContract {
    @Override
    protected Class<? extends Plugin> kind() {
      return RewardPlugin.class;
    }

    @Override
    protected Plugin plugin() {
      return new MotifPlugin();
    }
  }

  @Nested
  class Heteroatoms extends PluginContract {
    @Override
    protected Class<? extends Plugin> kind() {
      return ScorerPlugin.class;
    }

    @Override
    protected Plugin plugin() {
      return new HeteroatomPlugin();
    }
  }
}
