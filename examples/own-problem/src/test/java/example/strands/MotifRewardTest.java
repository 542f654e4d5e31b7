package example.strands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.LogRewardContract;
import org.junit.jupiter.api.Test;

class MotifRewardTest extends LogRewardContract<String> {

  @Override
  protected LogReward<String> reward() {
    return new MotifReward("GA", 0.1);
  }

  @Override
  protected List<String> objects() {
    return List.of("A", "GA", "GAGA", "CCCCC", "TGACG", "AG");
  }

  @Test
  void countsTheMotif() {
    assertThat(Math.exp(reward().logReward("GAGA"))).isEqualTo(2.1, Offset.offset(1e-12));
    assertThat(Math.exp(reward().logReward("AG"))).isEqualTo(0.1, Offset.offset(1e-12));
  }
}
