package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake gives one line that names the place, the key and what to do. */
class BadConfigTest {
  private static final String NAME = "conf/bad.conf";
  private static final Path QUICKSTART = Path.of("conf/quickstart.conf");

  static Stream<Arguments> settings() {
    return Stream.of(
        // Unknown keys, and what was meant.
        bad("train { batchs = 3 }", ":1: train.batchs", "did you mean train.batch?"),
        bad("train.learning_rate = 0.1", ":1: train.learning_rate", "did you mean train.lr?"),
        bad("train.numSteps = 9", ":1: train.numSteps", "did you mean train.steps?"),
        bad("batch_size = 9", ":1: batch_size", "did you mean train.batch?"),
        bad("train.epochs = 9", "train.epochs", "did you mean train.steps?"),
        bad("train.height = 9", "train.height", "did you mean env.height?"),
        bad("\n\ntrian { steps = 9 }", ":3: trian", "did you mean train?"),
        bad("train.lr-schedule.nmae = linear", ":1: ", "did you mean train.lr-schedule.name?"),
        bad(
            "env.colour = red",
            "env.colour: unknown key",
            "use one of count, height, identity, max-blocks, max-states, min-blocks, name, ndim"),
        bad("zzzzzzzz = 1", "zzzzzzzz: unknown key", "use one of checkpoint, cluster"),
        bad("\"a b\".c = 1", "\"a b\"", "use one of"),
        bad("x = 5, train.steps = ${x}", ":1: x: unknown key", "use one of"),
        // Wrong shapes.
        bad("train = 5", ":1: train = 5", "this is a section"),
        bad("env = null", "env = null", "this is a section"),
        bad("train.lr-schedule = linear", "train.lr-schedule = ", "this is a section"),
        bad("cluster.spark = 3", "cluster.spark = 3", "this is a section"),
        bad("train.steps { a = 1 }", ":1: train.steps", "write train.steps = ..."),
        // Wrong types.
        bad("seed = abc", ":1: seed = \"abc\"", "use a whole number of 64 bits, not a text"),
        bad("seed = 1.5", "seed = 1.5", "use a whole number"),
        bad("seed = 99999999999999999999", "seed = ", "use a whole number of 64 bits"),
        bad("seed = 1e300", "seed = ", "use a whole number of 64 bits"),
        bad("seed = null", "seed = null", "not null"),
        bad("\ntrain.batch = 1.5", ":2: train.batch = 1.5", "use a whole number from 1 to 1000000"),
        bad("train.batch = \"16\"", "train.batch = \"16\"", "without quotes"),
        bad("train.batch = [16]", "train.batch = [16]", "not a list"),
        bad("train.batch = true", "train.batch = true", "not a truth value"),
        bad("train.lr = fast", "train.lr = \"fast\"", "use a number > 0 and <= 100, not a text"),
        bad("train.lr = NaN", "train.lr = \"NaN\"", "use a number"),
        bad("train.lr = Infinity", "train.lr = \"Infinity\"", "use a number"),
        bad("train.lr = 1e999", "train.lr = ", "use a number > 0 and <= 100"),
        bad("train.updater = 5", "train.updater = 5", "use one of adam, adamw"),
        bad("model.hidden = 256", "model.hidden = 256", "for example [256, 256]"),
        bad("model.hidden = []", "model.hidden = []", "this has 0"),
        bad("model.hidden = [\n4,\n2.5]", ":3: model.hidden = 2.5", "from 1 to 65536"),
        bad("checkpoint.keep-best = yes", "keep-best = \"yes\"", "use true or false"),
        bad("checkpoint.lease-seconds = 3", "lease-seconds = 3", "4 to 86400"),
        bad("checkpoint.keep-best = 1", "keep-best = 1", "use true or false"),
        // Out of range.
        bad("train.steps = 0", "train.steps = 0", "from 1 to 99999999"),
        bad("train.steps = 100000000", "train.steps = 100000000", "from 1 to 99999999"),
        bad("train.lr = 0", "train.lr = 0", "use a number > 0"),
        bad("train.beta1 = 1", "train.beta1 = 1", ">= 0 and < 1"),
        bad("train.ema = 0", "train.ema = 0", "use a number > 0 and < 1"),
        bad("train.ema = 1", "train.ema = 1", "use a number > 0 and < 1"),
        bad("train.ema = false", "train.ema = false", "use a number > 0 and < 1"),
        bad(
            "train.ema = 0.9, method.name = ppo",
            "train.ema = 0.9",
            "set train.ema = null or method.name = gflownet"),
        bad(
            "train.lr-schedule.warmup = -1",
            "train.lr-schedule.warmup = -1",
            "use a whole number from 0 to 99999999"),
        bad(
            "train.lr-schedule.warmup = 1e8",
            "train.lr-schedule.warmup = ",
            "use a whole number from 0 to 99999999"),
        bad(
            "exploration.epsilon-schedule.warmup = 5",
            "exploration.epsilon-schedule.warmup: unknown key",
            ""),
        bad(
            "objective.log-z-init = automatic",
            "objective.log-z-init = \"automatic\"",
            "use auto or a number >= -1000000 and <= 1000000"),
        bad(
            "objective.log-z-init = 1e7",
            "objective.log-z-init = ",
            "use auto or a number >= -1000000 and <= 1000000"),
        bad(
            "train.objective = tb, objective.log-z-init = auto, train.budget.visited = 512",
            "train.budget.visited = 512",
            "takes 512 of them before the first step; set train.budget.visited > 512, or"),
        bad(
            "train.objective = tb, objective.log-z-init = auto, train.budget.reward-calls = 9",
            "train.budget.reward-calls = 9",
            "set train.budget.reward-calls > 512, or objective.log-z-init to a number"),
        bad("train.gradient-clip = -1", "train.gradient-clip = -1", ">= 0"),
        bad("env.ndim = 0", "env.ndim = 0", "from 1 to 65536"),
        bad("env.height = 1", "env.height = 1", "from 2 to 65536"),
        bad("env.r1 = -0.5", "env.r1 = -0.5", ">= 0"),
        bad("exploration.epsilon = 1.1", "exploration.epsilon = 1.1", "<= 1"),
        bad("exploration.temperature = 0", "exploration.temperature = 0", ">= 0.001"),
        bad(
            "exploration.local-search.rounds = -1",
            "exploration.local-search.rounds = -1",
            "from 0 to 1000"),
        bad(
            "exploration.local-search.steps = 0",
            "exploration.local-search.steps = 0",
            "from 1 to 1000000"),
        bad(
            "exploration.local-search.acceptance = always",
            "exploration.local-search.acceptance",
            "use one of greater, metropolis"),
        bad("replay.share = 0", "replay.share = 0", "> 0 and < 1"),
        bad("replay.share = 1", "replay.share = 1", "> 0 and < 1"),
        bad("replay.capacity = 0", "replay.capacity = 0", "from 1 to 100000000"),
        bad("replay.start = -1", "replay.start = -1", "from 0 to 99999999"),
        bad("replay.top-share = 0", "replay.top-share = 0", "> 0 and <= 1"),
        bad("replay.top-weight = 2", "replay.top-weight = 2", ">= 0 and <= 1"),
        bad("replay.similarity = 0", "replay.similarity = 0", "> 0 and <= 1"),
        bad("replay.kind = terminal", "replay.kind = \"terminal\"", "reward-prioritised"),
        bad("replay.paths = forward", "replay.paths = \"forward\"", "stored, backward"),
        bad(
            "replay { kind = uniform, capacity = 3 }",
            "replay.capacity = 3",
            "set replay.capacity >= train.slices"),
        bad(
            "replay.kind = uniform, train { sync = averaging, local-steps = 2 }",
            "replay.kind = \"uniform\"",
            "set train.sync = gradient or pipelined"),
        bad(
            "replay.kind = diverse-prioritised",
            "replay.kind = \"diverse-prioritised\"",
            "use reward-prioritised"),
        bad("condition.min = 0", "condition.min = 0", ">= 0.001 and <= 1000"),
        bad("condition.min = 0.5", "condition.min = 0.5", "set condition.min and condition.max"),
        bad("condition { min = 2, max = 1 }", "condition.min = 2", "condition.min < condition.max"),
        bad("condition.beta = 2", "condition.beta = 2", "is for one exponent only"),
        bad("condition { min = 2, max = 4 }", "condition.min = 2", "lies outside of the range"),
        bad(
            "condition { min = 0.5, max = 2 }, train.objective = log-variance",
            "condition.min = 0.5",
            "set train.objective = tb"),
        bad(
            "condition { min = 0.5, max = 2 }, replay.kind = uniform",
            "condition.min = 0.5",
            "set replay.kind = none"),
        bad(
            "condition { min = 0.5, max = 2 }, method.name = ppo",
            "condition.min = 0.5",
            "set method.name = gflownet"),
        bad(
            "env { name = molecule, max-states = 99, count = molecule }, reward.name = qed,"
                + " condition { min = 0.5, max = 2 }",
            "condition.min = 0.5",
            "set env.count = state"),
        bad("replay.kind = file", "replay.kind = \"file\"", "set replay.file"),
        bad("replay { kind = file, file = 3 }", "replay.file = 3", "use a file name, or null"),
        bad("replay.file = cells.csv", "replay.file = \"cells.csv\"", "set replay.kind"),
        bad("model.hidden = [0]", "model.hidden = 0", "from 1 to 65536"),
        bad("eval.every = 0", "eval.every = 0", "from 1 to"),
        bad("eval.exact-max-states = -1", "eval.exact-max-states = -1", "from 0 to 1000000000"),
        bad("report.tensorboard = maybe", "report.tensorboard = \"maybe\"", "use true or false"),
        bad("report.dl4j-stats = 1", "report.dl4j-stats = 1", "use true or false"),
        bad("report.mlflow = 3", "report.mlflow = 3", "this is a section"),
        bad("report.mlflow.uri = x", "report.mlflow.uri", "unknown key"),
        bad(
            "report.mlflow.tracking-uri = \"file:/tmp\"",
            "report.mlflow.tracking-uri = \"file:/tmp\"",
            "use http://HOST:PORT, https://HOST, databricks or databricks://PROFILE"),
        bad("report.mlflow.tracking-uri = 5", "tracking-uri = 5", "use http://HOST:PORT"),
        bad("report.mlflow.tracking-uri = \"http://h/?a=b\"", "tracking-uri", "use http://HOST"),
        bad(
            "report.mlflow.tracking-uri = \"https://me:hunter2@host\"",
            "report.mlflow.tracking-uri: ",
            "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"),
        bad("report.mlflow.experiment = \" \"", "report.mlflow.experiment = ", "use a name"),
        bad("report.mlflow.run-name = [a]", "report.mlflow.run-name = ", "name the run"),
        bad("report.mlflow.run-name = \"\"", "report.mlflow.run-name = ", "use a name"),
        bad("report.mlflow.tags = 1", "report.mlflow.tags = 1", "as in report.mlflow.tags.study"),
        bad("report.mlflow.tags.a = [1]", "report.mlflow.tags.a = [1]", "use one text, number"),
        bad("report.mlflow.tags { a: null }", "report.mlflow.tags.a = null", "use one text"),
        bad("report.mlflow.tags { \"a?\": 1 }", "report.mlflow.tags.a?", "name tags with letters"),
        bad("report.write = maybe", "report.write = \"maybe\"", "use true or false"),
        bad("report.thresholds = 7", "report.thresholds = 7", "a list of at most 10 numbers"),
        bad("report.thresholds = [7, x]", "report.thresholds = ", "a list of at most 10 numbers"),
        bad("report.thresholds = [8, 7]", "report.thresholds", "in increasing order"),
        bad(
            "report.thresholds = [0,1,2,3,4,5,6,7,8,9,10]",
            "report.thresholds",
            "at most 10 numbers"),
        bad("report.reference = 3", "report.reference = 3", "name a CSV, TSV or Parquet file"),
        bad("report.reference-column = 3", "report.reference-column = 3", "name a column"),
        bad("checkpoint.every = 0", "checkpoint.every = 0", "from 1 to"),
        bad("visited.every = 0", "visited.every = 0", "from 1 to"),
        bad("visited.enabled = maybe", "enabled = \"maybe\"", "use true or false"),
        bad("proxy.fingerprint = ecfp4", "proxy.fingerprint", "morgan"),
        bad("proxy.radius = 4", "proxy.radius = 4", "from 0 to 3"),
        bad("proxy.bits = 15", "proxy.bits = 15", "from 16 to 65536"),
        bad("proxy.counts = 1", "proxy.counts = 1", "use true or false"),
        bad("proxy.hidden = []", "proxy.hidden = []", "this has 0"),
        bad("proxy { hidden = [65536] }", "proxy.hidden = ", "narrower proxy.hidden"),
        bad("proxy.epochs = 0", "proxy.epochs = 0", "from 1 to 1000000"),
        bad("proxy.patience = 0", "proxy.patience = 0", "from 1 to 1000000"),
        bad("proxy.batch = 0", "proxy.batch = 0", "from 1 to 1000000"),
        bad("proxy.lr = 0", "proxy.lr = 0", "> 0 and <= 100"),
        bad("proxy.weight-decay = 2", "proxy.weight-decay = 2", ">= 0 and <= 1"),
        bad("proxy.workers = 0", "proxy.workers = 0", "from 1 to 1024"),
        bad("proxy.averaging-frequency = 0", "averaging-frequency = 0", "from 1 to 1000000"),
        bad("proxy.validation = 0.6", "proxy.validation = 0.6", "> 0 and <= 0.5"),
        // Names.
        bad("env.name = grid", "env.name = \"grid\"", "use one of hypergrid, molecule"),
        bad("env.reward = hard", "env.reward = \"hard\"", "original-hard, original-harder"),
        bad("env.termination = never", "env.termination", "use one of masked, forced"),
        bad(
            "reward.name = qed",
            "reward.name = \"qed\"",
            "set env.name = molecule or reward.name = env"),
        bad("model.activation = elu", "model.activation", "leaky-relu, relu, tanh"),
        bad("model.init = zero", "model.init", "uniform, xavier, he, lecun"),
        bad("model.engine = cuda", "model.engine", "auto, vector, nd4j, dl4j, plain"),
        bad("objective.reduction = sum", "objective.reduction", "mean, balanced"),
        bad("train.updater = adadelta", "train.updater", "adam, adamw, sgd"),
        bad("train.objective = mse", "train.objective = \"mse\"", "fm, db, tb, subtb"),
        bad("objective.lambda = -0.1", "objective.lambda", "<= 100"),
        bad("objective.lambda = 101", "objective.lambda", "<= 100"),
        bad("objective.backward-policy = exact", "objective.backward-policy", "uniform, learned"),
        bad(
            "objective.backward-policy = learned",
            "objective.backward-policy",
            "flow matching has no backward policy"),
        bad(
            "train.objective = tb, objective.backward-policy = learned, env.name = molecule,"
                + " reward.name = qed, env.identity = none",
            "env.identity",
            "set env.identity = canonical or objective.backward-policy = uniform"),
        badWithoutIdentity("method.name = mars", "method.name = gflownet, ppo or random"),
        badWithoutIdentity("method.name = ga", "method.name = gflownet, ppo or random"),
        badWithoutIdentity(
            "exploration.local-search.rounds = 2", "exploration.local-search.rounds = 0"),
        badWithoutIdentity("replay { kind = uniform, paths = backward }", "replay.paths = stored"),
        badWithoutIdentity("env.max-states = 9", "env.max-states = 0"),
        bad(
            "train { objective = log-variance, batch = 1, slices = 1 }",
            "train.batch = 1",
            "set train.batch >= 2"),
        bad(
            "train { objective = log-variance, batch = 7, slices = 4, sync = averaging }",
            "train.sync",
            "set train.batch >= 8, train.slices <= 3 or train.sync = gradient"),
        bad(
            "train.objective = fl-db, env.name = molecule, reward.name = qed",
            "train.objective",
            "set train.objective = subtb"),
        bad(
            "train.objective = tb, env.r0 = 0",
            "env.r0",
            "set env.r0 > 0, or train.objective = fm"),
        bad("objective.log-z-lr = 0", "objective.log-z-lr", "> 0 and <= 100"),
        bad("objective.log-z-init = 1e7", "objective.log-z-init", "1000000"),
        bad("train.sync = pipelines", "train.sync", "gradient, averaging, pipelined"),
        bad("env.name = molecule", "env.name", "set reward.name = qed"),
        bad("env { min-blocks = 9 }", "env.min-blocks = 9", "set env.min-blocks <= env.max-blocks"),
        bad("env.max-blocks = 65", "env.max-blocks = 65", "from 1 to 64"),
        bad("env.count = smiles", "env.count", "state, molecule"),
        bad(
            "env { name = molecule, count = molecule }, reward.name = qed",
            "env.count",
            "set env.name = molecule and env.max-states > 0"),
        bad("env.identity = smiles", "env.identity", "canonical, none"),
        bad("env.name = molecule, reward.name = sa", "reward.name", "set reward.sa.table"),
        bad("reward.sa.table = [a]", "reward.sa.table", "use a file name, or null"),
        bad("reward.sa.tabel = a", "reward.sa.tabel", "table"),
        bad("env.name = molecule, reward.name = seh", "reward.name", "set reward.seh.weights"),
        bad("env.name = molecule, reward.name = docking", "reward.name", "reward.docking.receptor"),
        bad("env.name = molecule, reward.name = proxy", "reward.name", "set reward.proxy.model"),
        bad("env.name = molecule, reward.name = product", "reward.name", "set reward.parts"),
        bad("reward.parts = [{ name = qed }]", "reward.parts", "only reward.name = product"),
        bad("reward.parts = qed", "reward.parts", "use a list of up to 16"),
        badParts("[{ name = env }]", "name must be one of docking, logp, mw, proxy, qed, sa, seh"),
        badParts("[{ weight = 2 }]", "name must be one of"),
        badParts("[qed]", "use a section with the keys exponent, name, one, weight, zero"),
        badParts("[{ name = qed, wieght = 2 }]", "use a section with the keys"),
        badParts("[{ name = qed }, { name = qed }]", "each reward can be a part once"),
        badParts("[{ name = qed, zero = 1 }]", "zero and one must differ"),
        badParts("[{ name = qed, exponent = -1 }]", "use an exponent > 0"),
        badParts("[{ name = qed, weight = 0 }]", "a weight > 0"),
        badParts("[{ name = qed, weight = two }]", "weight must be a number"),
        badParts("[{ name = sa }]", "set reward.sa.table"),
        badParts("[{ name = seh }]", "set reward.seh.weights"),
        bad("reward { min = 2, max = 1 }", "reward.max = 1", "set reward.min <= reward.max"),
        bad("reward.max-failures = 2", "reward.max-failures = 2", ">= 0 and <= 1"),
        bad("reward.cache = -1", "reward.cache = -1", "from 0 to 100000000"),
        bad("reward.seh.convention = 2021", "reward.seh.convention", "paper-2021"),
        bad("reward.seh.root = left", "reward.seh.root", "use one of orig, lin"),
        bad("reward.seh.stem-mask = all", "reward.seh.stem-mask", "open-stems, none"),
        bad("reward.docking.center = [1, 2]", "center", "use a list of 3 numbers"),
        bad("reward.docking.size = [1, 2, 0]", "reward.docking.size = 0", "> 0 and <= 126"),
        bad("reward.docking.timeout = 0", "timeout = 0", "> 0 and <= 86400"),
        bad("reward.docking.retries = 10", "retries = 10", "from 0 to 9"),
        bad("reward.docking.seed = 0", "seed = 0", "from 1 to 2000000000"),
        bad("digests.\"train.lr\" = ab", "digests.train.lr", "no setting that names a file"),
        bad("digests.env.vocabulary = ab", "digests.env.vocabulary", "64 hex digits"),
        bad("digests = 3", "digests = 3", "this is a section"),
        bad("reward.exponent = 0", "reward.exponent = 0", "> 0"),
        bad("model.rounds = 0", "model.rounds = 0", "from 1 to 100"),
        bad("train { sync = pipelined, staleness = 65 }", "train.staleness", "64"),
        bad(
            "train.steps-per-job = 0",
            "train.steps-per-job = 0",
            "use auto or a whole number from 1"),
        bad(
            "train.tasks = many",
            "train.tasks = \"many\"",
            "use auto, cores, executors or a whole number from 1 to"),
        bad("train.gather = nobody", "gather", "use one of auto, driver, shards"),
        bad("train.steps-per-job = all", "steps-per-job", "use auto or a whole number from 1 to"),
        bad("exploration.epsilon-schedule.name = cosine", "schedule.name", "linear, exponential"),
        bad("progress.mode = loud", "progress.mode", "auto, bar, plain, none"),
        bad("method.name = sac", "method.name", "gflownet, mcmc, ppo, random, mars, ga"),
        bad("method.mcmc.chains = 0", "chains = 0", "from 1 to 1000000"),
        bad("method.mcmc.burn-in = -1", "burn-in = -1", "from 0 to"),
        bad("method.ppo.clip = 1", "clip = 1", "> 0 and < 1"),
        bad("method.ppo.entropy = -0.1", "entropy = -0.1", ">= 0"),
        bad("method.ppo.advantage = gae", "advantage", "return, difference"),
        bad("method.mars.proposal = greedy", "proposal", "learned, uniform"),
        bad("method.mars.temperature = 0", "temperature = 0", ">= 0.001"),
        bad("method.ga.population = 0", "population = 0", "from 1 to 100000"),
        bad("method.ga.offspring = 0", "offspring = 0", "from 1 to 1000000"),
        bad("method.ga.tournament = 0", "tournament = 0", "from 1 to 1000"),
        bad("method.ga.crossover-rate = 1.5", "crossover-rate = 1.5", ">= 0 and <= 1"),
        bad("method.ga.mutation-rate = -0.1", "mutation-rate = -0.1", ">= 0 and <= 1"),
        bad("method.ga.tries = 0", "tries = 0", "from 1 to 1000"),
        // Settings that contradict each other.
        bad(
            "method.name = ga, method.ga.offspring = 2",
            "offspring = 2",
            "set train.slices <= meth"),
        bad("method.name = ga, train.sync = pipelined", "train.sync", "method.name = gflownet"),
        bad(
            "method.name = ga, train.objective = tb, condition { min = 1, max = 2 }",
            "condition.min",
            "set method.name = gflownet"),
        bad("method.name = mcmc, method.mcmc.chains = 2", "chains = 2", "set train.slices <= meth"),
        bad(
            "method.name = mcmc, env.name = molecule, reward.name = qed",
            "method.name = \"mcmc\"",
            "set method.name = mars"),
        bad("method.name = ppo, train.sync = averaging", "train.sync", "method.name = gflownet"),
        bad(
            "method.mars.temperature-schedule.name = linear",
            "temperature-schedule.name",
            "set method.mars.temperature-schedule.end"),
        bad("env.reward = sparse, env.r0 = 1", "env.r0 = 1", "has no such coefficient"),
        bad("env.reward = cosine, env.r2 = 1", "env.r2 = 1", "has no such coefficient"),
        bad("env.r0 = 0", "env.r0 = 0", "set env.r0 > 0 or objective.eps > 0"),
        bad("env { reward = deceptive, r0 = 0 }", "env.r0 = 0", "objective.eps > 0"),
        bad(
            "env { r0 = 0, r1 = 0, r2 = 0 }, objective.eps = 0.1",
            "env.r0 = 0",
            "0 in every reachable cell; set env.r0 > 0"),
        bad("train { batch = 3, slices = 5 }", "slices = 5", "set train.slices <= train.batch"),
        bad("train.batch = 2", "train.batch = 2", "set train.slices <= train.batch"),
        bad("train.weight-decay = 0.1", "weight-decay = 0.1", "set train.updater = adamw"),
        bad("train.local-steps = 2", "local-steps = 2", "needs train.sync = averaging"),
        bad("train.staleness = 2", "staleness = 2", "needs train.sync = pipelined"),
        bad("train.lr-schedule.name = linear", "schedule.name", "set train.lr-schedule.end"),
        bad(
            "train.lr-schedule { name = exponential, end = 0 }",
            "train.lr-schedule.end = 0",
            "train.lr-schedule.end > 0, or use linear"),
        bad(
            "exploration.epsilon-schedule { name = exponential, end = 0.1 }",
            "exploration.epsilon-schedule.name",
            "set exploration.epsilon > 0"),
        bad("train.lr-schedule.steps = 0", "train.lr-schedule.steps = 0", "from 1 to"),
        bad(
            "env { ndim = 65536, height = 65536 }",
            "env.ndim = 65536",
            "use narrower model.hidden or a smaller grid"),
        bad("model.hidden = [65536, 65536]", "model.hidden = ", "use narrower model.hidden"),
        // The cluster.
        bad("cluster.master = \"local[0]\"", "cluster.master", "use in-process"),
        bad("cluster.master = \"in-process[0]\"", "cluster.master", "use in-process"),
        bad("cluster.master = \"spark:/host\"", "cluster.master", "spark://HOST:PORT"),
        bad("cluster.master = 4", "cluster.master = 4", "use in-process"),
        bad("cluster.executor-memory = 4", "executor-memory = 4", "a number with a unit"),
        bad("cluster.executor-memory = 4 GB", "executor-memory = \"4 GB\"", "a number with a unit"),
        bad("cluster.driver-memory = 2g", "driver-memory", "unknown"),
        bad("cluster.executor-timeout = 0", "executor-timeout = 0", "from 1 to 10000000"),
        bad("cluster.executor-timeout = 5m", "executor-timeout = \"5m\"", "whole number"),
        bad("cluster.executor-cores = 0", "executor-cores = 0", "from 1 to"),
        bad("cluster.spark.task.cpus = 2", "cluster.spark.task.cpus", "start with 'spark.'"),
        bad("cluster.spark.\"spark.\" = 2", "cluster.spark", "start with 'spark.'"),
        bad("cluster.spark.spark.a = [1]", "cluster.spark.spark.a = [1]", "use one text"),
        bad("cluster.spark.spark.a = null", "cluster.spark.spark.a = null", "use one text"),
        bad("cluster.spark.spark.serializer = x", "spark.serializer", "remove it"),
        bad("cluster.spark.\"spark.kryo.registrator\" = x", "spark.kryo.registrator", "remove it"),
        bad("cluster.spark.spark.executor.memory = 2g", "memory", "use cluster.executor-memory"),
        bad("cluster.spark.spark.master = yarn", "spark.master", "use cluster.master"),
        bad(
            "cluster.spark { spark.a.b = 1, \"spark.a.b\" = 2 }",
            "cluster.spark.spark.a.b",
            "set twice"),
        bad(
            "cluster.spark.spark.driver.extraJavaOptions = -Xmx4g",
            "spark.driver.extraJavaOptions",
            "use cluster.executor-memory"),
        // Passwords in addresses.
        bad(
            "reward { name = seh, seh.weights = \"s3a://me:hunter2@bucket/w.npz\" }",
            ":1: reward.seh.weights: an address with a user and password",
            "--properties-file"),
        bad("\nreplay.file = \"ftp://me:hunter2@h/x\"", ":2: replay.file: ", "credential provider"),
        bad("env.vocabulary = \"https://hunter2@h/v\"", "env.vocabulary: ", "what stands before @"),
        bad("reward.docking.receptor = \"s3a://A:x/hunter2@b\"", "docking.receptor: ", "before @"),
        bad("reward.docking.scratch = \"sftp://:hunter2@h\"", "docking.scratch: ", "before @"),
        bad("reward.plugin.args = [a, \"b=db://me:hunter2@h\"]", "plugin.args: ", "before @"),
        bad("reward.parts = [{name: \"x://me:hunter2@h\"}]", "reward.parts.name: ", "before @"),
        bad("report.mlflow.tags.x = \"git://me:hunter2@h\"", "mlflow.tags.x: ", "before @"),
        bad("cluster.spark.spark.a = \"x http://me:hunter2@h\"", "spark.spark.a: ", "before @"),
        bad("cluster.spark { \"spark.x://me:hunter2@h\": 1 }", ":1: cluster.spark: ", "before @"),
        bad("cluster.master = \"spark://me:hunter2@h:7077\"", "cluster.master: ", "before @"),
        bad("train = \"http://me:hunter2@h\"", "train: an address", "before @"),
        bad("p = hunter2, nowhere = \"http://me:\"${p}\"@h\"", "nowhere: ", "before @"),
        // HOCON.
        bad("train {", ":1: not valid HOCON", "correct the line"),
        bad("\ntrain.lr =", ":2: not valid HOCON", "correct the line"),
        bad("train.lr = 1 }", ":1: not valid HOCON", "correct the line"),
        bad("train..lr = 1", ":1: not valid HOCON", "correct the line"),
        bad("[1, 2]", "not valid HOCON", "correct the line"),
        bad("seed = \"", "not valid HOCON", "correct the line"),
        bad("cluster.master = local[2]", ":1: not valid HOCON", "correct the line"),
        bad("\n\nseed = ${nowhere}", ":3: not valid HOCON", "define it"),
        bad("seed = ${seed2}, seed2 = ${seed}", "not valid HOCON", "define it"),
        bad("include \"other.conf\"", "include \"other.conf\"", "put the settings here"),
        bad("[".repeat(100_000), "", "use fewer levels"),
        bad("a=" + "{a=".repeat(100_000), "", "use fewer levels"));
  }

  static Stream<Arguments> overrides() {
    return Stream.of(
        bad("train.steps", "'train.steps'", "write key=value"),
        bad("", "''", "write key=value"),
        bad("=5", "'=5'", "the key is no path"),
        bad("train..steps=5", "'train..steps=5'", "the key is no path"),
        bad("train.steps=", "'train.steps='", "the value is missing"),
        bad("train.step=5", "train.step: unknown key", "did you mean train.steps?"),
        bad("train.steps=5x", "train.steps = \"5x\"", "use a whole number"),
        bad("train.steps=1.5", "train.steps = 1.5", "use a whole number"),
        bad("train.steps=\"5\"", "train.steps = \"5\"", "without quotes"),
        bad("train.steps=null", "train.steps = null", "not null"),
        bad("train=5", "train = 5", "this is a section"),
        bad("train.steps.x=5", "train.steps", "this is one setting"),
        bad("model.hidden=64,64", "model.hidden = \"64,64\"", "for example [256, 256]"),
        bad("model.hidden=[64", "'model.hidden=[64'", "check its quotes and brackets"),
        bad("model.hidden=[1]\nseed=3", "model.hidden", "once for each"),
        bad("train={include \"x\"}", "include \"x\"", "only a file can include"),
        bad("env.r0=0", "env.r0 = 0", "objective.eps > 0"),
        bad("env.vocabulary=s3a://me:hunter2@b/v", "env.vocabulary: ", "what stands before @"),
        bad("s3a://me:hunter2@b/v", "'s3a://*********(redacted)@b/v'", "write key=value"),
        bad("a={b://me:hunter2@b/v", "'a={b://*********(redacted)@b/v'", "quotes and brackets"),
        bad("train.batch=1\u001b[31m", "train.batch = ", "use a whole number"));
  }

  private static Arguments badWithoutIdentity(String setting, String otherwise) {
    return bad(
        "env { name = molecule, identity = none }, reward.name = qed, " + setting,
        "env.identity = \"none\"",
        "set env.identity = canonical or " + otherwise);
  }

  private static Arguments badParts(String parts, String advice) {
    return bad(
        "env.name = molecule, reward { name = weighted, parts = " + parts + " }",
        "reward.parts",
        advice);
  }

  private static Arguments bad(String text, String place, String advice) {
    return Arguments.of(text, place, advice);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void namesPlaceKeyAndWhatToDo(String text, String place, String advice) {
    Throwable thrown = catchThrowable(() -> ConfigLoader.parse(text, NAME));
    assertThat(thrown).isInstanceOf(InvalidConfigException.class);
    assertThat(thrown.getMessage())
        .startsWith(NAME)
        .contains(place)
        .contains(advice)
        .doesNotContain("hunter2")
        .matches("\\P{Cntrl}{1,1000}");
  }

  @ParameterizedTest
  @MethodSource("overrides")
  void namesTheCommandLine(String pair, String place, String advice) {
    Throwable thrown = catchThrowable(() -> ConfigLoader.load(QUICKSTART, List.of(pair)));
    assertThat(thrown).isInstanceOf(InvalidConfigException.class);
    assertThat(thrown.getMessage())
        .startsWith("--set: ")
        .contains(place)
        .contains(advice)
        .doesNotContain("hunter2")
        .matches("\\P{Cntrl}{1,1000}");
  }
}
