// The same as Notebook.java, for spark-shell: there spark is the session, and what is no definition is printed.
//
//   spark-shell --jars gflownet-spark-0.1.0-SNAPSHOT.jar -i notebook.scala

import org.apache.spark.sql.functions.desc
import org.gflownet.api.{GFlowNet, Rewards, Settings}

val settings = Settings.parse("""
  env { ndim = 2, height = 8 }
  train { objective = tb, steps = 150, batch = 32, slices = 2, lr = 0.01 }
  eval.every = 150
""").`with`("seed", 3)

val model = GFlowNet.train(spark, settings, "runs/shell")

val samples = model.sample(20000, 7)
val cells = samples.groupBy("x0", "x1").count().orderBy(desc("count"))
cells.show(16)

val metrics = model.evaluate()
metrics.show(false)

val drugs = spark.sql("SELECT explode(array('CC(=O)Oc1ccccc1C(=O)O', 'CN1C=NC2=C1C(=O)N(C(=O)N2C)C', 'C1CC')) AS smiles")
val scored = Rewards.named("qed").score(drugs, "smiles")
scored.show(false)
