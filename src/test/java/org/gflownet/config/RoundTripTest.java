package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.gflownet.math.Progress;
import org.gflownet.math.Schedule;
import org.gflownet.reward.hypergrid.HypergridRewards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good settings, their resolved text, and texts of any kind. */
class RoundTripTest {
  private static final String SHA =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private static GflownetConfig parse(String text) {
    return ConfigLoader.parse(text, "text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seed = -9223372036854775808",
        "seed = 1e3",
        "env { reward = sparse }",
        "env { reward = cosine, r0 = 0.25, r1 = 1e-300 }",
        "env { reward = deceptive, termination = forced }",
        "env { r0 = 0, ndim = 9, height = 1000 }, objective.eps = 1e-6",
        "env { r0 = 0, r1 = -0.0, r2 = 1 }, objective.eps = 1",
        "model { hidden = [1, 65536], activation = tanh, init = he, engine = nd4j }",
        "objective { reduction = balanced, terminal-weight = 10 }",
        "train.objective = fl-subtb, objective { lambda = 2.5, backward-policy = learned }",
        "train.objective = tb, objective { log-z-lr = 0.03, log-z-init = -7.25 }",
        "train.objective = tb, objective.log-z-init = auto, train.budget.visited = 513",
        "train { ema = 0.999, lr-schedule.warmup = 99999999 }",
        "train { updater = adamw, weight-decay = 0.01, gradient-clip = 10 }",
        "train.lr-schedule { name = constant, end = 0.5, steps = 7 }",
        "train { lr = 0.1, lr-schedule { name = cosine, end = 0, steps = 50 } }",
        "exploration { temperature = 2, temperature-schedule { name = exponential, end = 1 } }",
        "condition { min = 0.25, max = 4, beta = 0.5 }, train.objective = tb",
        "replay { kind = file, file = \"good cells.csv\", capacity = 1 }",
        "replay { kind = reward-prioritised, paths = backward, capacity = 4, share = 0.25 }",
        "cluster { master = \"in-process[2]\", executor-memory = 512MB, max-cores = 8 }",
        "env.name = molecule, reward { name = seh, seh.weights = w, seh.root = lin }",
        "env.name = molecule, reward { name = product, parts = [{ name = qed, exponent = 2 },"
            + " { name = mw, zero = 800, one = 300 }] }",
        "env.name = molecule, reward { name = sa, sa.table = t }, digests.reward.sa.table = " + SHA,
        "env.name = molecule, reward { name = docking, docking { receptor = r, scratch = s } }",
        "digests { \"env.vocabulary\" = " + SHA + ", reward.seh.weights = " + SHA + " }",
        "cluster.master = \"local-cluster[2, 1, 1024]\"",
        "cluster.master = \"spark://a:7077,b:7077\"",
        "cluster.master = \"k8s://https://host:6443\"",
        "cluster.spark { spark.task.maxFailures = 8, \"spark.a\" = \"${x} \\\"\\n"
            + "#\", spark.b = true }",
        "report.mlflow { tracking-uri = \"https://host/mlflow\", run-name = a, tags { a.b = 1,"
            + " \"c d\" = x } }",
        "report { dl4j-stats = true, tensorboard = true }",
        "report.mlflow { tracking-uri = databricks, experiment = /Users/a/b, tags.a = true }",
        "cluster.spark { \"spark.speculation\" = true, \"spark.speculation.quantile\" = 0.9 }"
      })
  void resolvedTextGivesTheSameSettings(String text) {
    GflownetConfig config = parse(text);
    GflownetConfig again = parse(config.render());
    assertThat(again).isEqualTo(config);
    assertThat(again.render()).isEqualTo(config.render());
    assertThat(again.digest()).isEqualTo(config.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void theDigestIsOfMeaningNotOfSpelling() {
    assertThat(parse("train.steps = 1e3, env.r0 = 0.10").digest())
        .isEqualTo(parse("train { steps = 1000 } # the same").digest())
        .isNotEqualTo(parse("train.steps = 1001").digest());
  }

  @Test
  void coefficientsComeFromTheReward() {
    for (String name : HypergridRewards.names()) {
      assertThat(parse("env.reward = " + name).env().coefficients())
          .isEqualTo(HypergridRewards.defaults(name));
    }
    assertThat(parse("env { reward = gfnx-hard, r1 = 7 }").env().coefficients())
        .containsEntry("r0", 0.0001)
        .containsEntry("r1", 7.0);
  }

  @Test
  void theScaleOfTheSehProxyComesFromItsConvention() {
    String seh = "env.name = molecule, reward { name = seh, seh.weights = w }";
    assertThat(parse(seh).reward().min()).isEqualTo(0.1);
    assertThat(parse(seh).reward().norm()).isEqualTo(8.0);
    assertThat(parse(seh).reward().max()).isEmpty();
    GflownetConfig recursion = parse(seh + ", reward.seh.convention = recursion");
    assertThat(recursion.reward().min()).isEqualTo(8e-4);
    assertThat(recursion.reward().max()).hasValue(800.0);
    assertThat(parse(seh + ", reward.norm = 2").reward().norm()).isEqualTo(2.0);
  }

  @Test
  void expensiveRewardsAreEvaluatedOnFewerSamples() {
    String docking = "env.name = molecule, reward { name = docking, docking.receptor = r }";
    String parts =
        "env.name = molecule, reward { name = product, docking.receptor = r, parts = [{ name = qed"
            + " }, { name = docking }] }";
    assertThat(parse("eval.samples = 10000")).isEqualTo(parse(""));
    assertThat(parse("").eval().samples()).isEqualTo(10_000);
    assertThat(parse("env.name = molecule, reward.name = qed").eval().samples()).isEqualTo(10_000);
    assertThat(parse(docking).eval().samples()).isEqualTo(100);
    assertThat(parse(parts).eval().samples()).isEqualTo(100);
    assertThat(parse(docking + ", eval.samples = 5000").eval().samples()).isEqualTo(5000);
  }

  @Test
  void schedulesRunFromTheValueToTheEnd() {
    GflownetConfig config =
        parse(
            "train { steps = 10, lr = 4, lr-schedule { name = linear, end = 2 } }\n"
                + "exploration { epsilon = 0.1, epsilon-schedule { name = linear, end = 0, steps ="
                + " 4 } }");
    assertThat(config.train().lrOverRun())
        .isEqualTo(new Schedule(Schedule.Shape.LINEAR, 4, 2, Schedule.WHOLE_RUN));
    assertThat(config.exploration().epsilonOverRun().at(new Progress(2, 0.2))).isEqualTo(0.05);
    assertThat(config.exploration().temperatureOverRun()).isEqualTo(Schedule.constant(1));
  }

  @Test
  void theLearningRateWarmsUpWhateverItsCurve() {
    String curve = "train { lr = 4, lr-schedule { name = linear, end = 2, warmup = 5 } }";
    assertThat(parse(curve).train().lrOverRun())
        .isEqualTo(new Schedule(Schedule.Shape.LINEAR, 4, 2, Schedule.WHOLE_RUN, 5));
    assertThat(parse("train { lr = 4, lr-schedule.warmup = 5 }").train().lrOverRun())
        .isEqualTo(Schedule.constant(4).warmedUpOver(5));
    assertThat(parse("train.lr = 4").train().lrOverRun()).isEqualTo(Schedule.constant(4));
  }

  @Test
  void logZIsEstimatedWhereItIsAParameter() {
    String auto = "objective.log-z-init = auto";
    assertThat(parse(auto + ", train.objective = tb").estimatesLogZ()).isTrue();
    assertThat(parse("objective.log-z-init = 3, train.objective = tb").estimatesLogZ()).isFalse();
    assertThat(parse("train.objective = tb").objective().logZInit().orElse(7)).isZero();
    // Elsewhere it is ignored, as a number is, and takes nothing from the budget.
    String small = auto + ", train.budget { visited = 1, reward-calls = 1 }";
    for (String other :
        List.of(
            "train.objective = subtb",
            "train.objective = tb, condition { min = 0.5, max = 2 }",
            "train.objective = tb, method.name = random")) {
      assertThat(parse(small + ", " + other).estimatesLogZ()).as(other).isFalse();
    }
  }

  @Test
  void quotedAndNestedKeysOfSparkAreTheSame() {
    assertThat(parse("cluster.spark { spark.a.b = 1, \"spark.c.d\" = x }").cluster().spark())
        .containsEntry("spark.a.b", "1")
        .containsEntry("spark.c.d", "x");
  }

  @Test
  void collectionsCannotBeChanged() {
    GflownetConfig config = parse("");
    assertThatThrownBy(() -> config.model().hidden().add(1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> config.cluster().spark().put("spark.a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void appendingToADefaultIsTheTextsMistake() {
    assertThatThrownBy(() -> parse("seed += 1"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("text: not valid HOCON: Cannot concatenate");
  }

  @Property(tries = 200)
  void everyNumberSurvives(
      @ForAll long seed, @ForAll @DoubleRange(min = 1e-9, max = 1e9) @Scale(12) double r) {
    GflownetConfig config = parse("seed = " + seed + ", env.r0 = " + r);
    assertThat(config.seed()).isEqualTo(seed);
    assertThat(config.env().r0()).hasValue(r);
    assertThat(parse(config.render())).isEqualTo(config);
  }

  @Property(tries = 3000)
  void noTextDoesWorseThanAnInvalidConfig(@ForAll("texts") String text) {
    try {
      assertThat(parse(parse(text).render())).isNotNull();
    } catch (InvalidConfigException e) {
      assertThat(e.getMessage()).startsWith("text").matches("\\P{Cntrl}{1,1000}");
    }
  }

  @Property(tries = 1000)
  void noOverrideDoesWorseThanAnInvalidConfig(@ForAll("texts") String pair) {
    Path file = Path.of("conf/quickstart.conf");
    try {
      assertThat(ConfigLoader.load(file, List.of(pair))).isNotNull();
    } catch (InvalidConfigException e) {
      assertThat(e.getMessage()).matches("\\P{Cntrl}{1,1000}");
    }
  }

  /** Noise, and words that HOCON knows thrown together. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words =
        Arbitraries.of(
            "seed",
            "train",
            "env",
            ".",
            "lr",
            "steps",
            "=",
            ":",
            "+=",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\n",
            "\"",
            "\"\"\"",
            "${",
            "${?",
            "}",
            "#",
            "//",
            "include",
            "url(",
            "\"x\"",
            "1",
            "-",
            "1e5",
            "0.5",
            "null",
            "true",
            "\\u00",
            "cluster.spark",
            "spark.a",
            " ",
            "\\",
            "%",
            "file(",
            ")");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        words.list().ofMaxSize(25).map(list -> String.join("", list)),
        Combinators.combine(words, words, Arbitraries.strings().ofMaxLength(12))
            .as((a, b, c) -> "train." + a + " = " + b + c));
  }
}
