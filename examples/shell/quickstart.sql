-- Samples of the policy that quickstart.scala trained, and rewards of the molecules that it wrote, in spark-sql. docs/api.md
-- shows how to start it and what it prints.
CREATE TEMPORARY VIEW samples USING gflownet OPTIONS (run 'runs/shell', num '10000', seed '7');

SELECT x0, x1, count(*) AS n FROM samples GROUP BY x0, x1 ORDER BY n DESC, x0, x1 LIMIT 4;

SELECT smiles, gflownet_reward('qed', smiles) AS reward, gflownet_reward_error('qed', smiles) AS error
FROM parquet.`runs/molecules.parquet`
ORDER BY id;
