package example.strands;

import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardPlugin;

/** {@code reward.name = motif}. */
public final class MotifPlugin implements RewardPlugin<String> {

  @Override
  public String name() {
    return "motif";
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("motif", "GA", "floor", 0.1);
  }

  @Override
  public Class<String> stateType() {
    return String.class;
  }

  @Override
  public LogReward<String> reward(PluginSettings settings, Environment<String> environment) {
    String motif = settings.text("motif");
    if (!motif.matches("[ACGT]+")) {
      throw new IllegalArgumentException("motif = " + motif + ": use letters of A, C, G and T");
    }
    return new MotifReward(motif, settings.number("floor", 1e-6, 1e6));
  }
}
