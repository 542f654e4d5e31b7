package org.gflownet.run.evaluate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.ExactDistribution;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.report.HeatMap;
import org.gflownet.report.TerminalHeatMap;

/** Heat maps of learned against true distributions. */
public final class Pictures {
  private static final int WIDTH = 100;

  private Pictures() {}

  /** The picture of the last exact evaluation: the marginal over the first two dimensions. */
  public static Optional<HeatMap> of(GflownetConfig config, PolicyEvaluation<?> evaluation) {
    Optional<ExactDistribution> learned = evaluation.distribution();
    if (config.env().kind() != EnvConfig.Kind.HYPERGRID
        || learned.isEmpty()
        || evaluation.target().isEmpty()) {
      return Optional.empty();
    }
    EnvConfig env = config.env();
    return Optional.of(
        HeatMap.ofGrid(
            learned.get().probabilities(),
            evaluation.target().get().probabilities(),
            env.ndim(),
            env.height(),
            0,
            env.ndim() > 1 ? 1 : 0));
  }

  /** The picture in characters, in Unicode where standard output can show it. */
  public static String forTerminal(HeatMap map) {
    String encoding = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    boolean unicode = encoding.equalsIgnoreCase(StandardCharsets.UTF_8.name());
    return TerminalHeatMap.render(
        map, unicode ? TerminalHeatMap.Style.UNICODE : TerminalHeatMap.Style.ASCII, WIDTH);
  }
}
