// Trains a policy on an 8 x 8 grid, samples it and scores a table of molecules, in spark-shell. docs/api.md shows how to
// start it and what it prints. Afterwards model, samples and scored are there to be used; :quit ends the shell.
import org.apache.spark.sql.functions.desc
import org.gflownet.api.{GFlowNet, Rewards, Settings}

// The backticks: with is a keyword of Scala.
val settings = Settings.load("conf/quickstart.conf").`with`("train.steps", 200)
val model = GFlowNet.train(spark, settings, "runs/shell")
val samples = model.sample(10000, 7)
samples.groupBy("x0", "x1").count().orderBy(desc("count"), $"x0", $"x1").show(4)

// A table as tables are: not every row holds a molecule.
Seq(
  (1, "CCO"), (2, "CC(=O)Nc1ccc(O)cc1"), (3, "C1CC"), (4, null), (5, "aspirin"), (6, "CC(=O)Oc1ccccc1C(=O)O")
).toDF("id", "smiles").write.parquet("runs/molecules.parquet")
val scored = Rewards.named("qed").score(spark.read.parquet("runs/molecules.parquet"), "smiles")
scored.select("id", "smiles", "reward", "error").orderBy("id").show(false)
