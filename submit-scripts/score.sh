#!/usr/bin/env bash
# Scores the molecules of a table: the application's sub-command score.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'USAGE'
Usage: score.sh --reward NAME [options] INPUT... OUTPUT [-- spark-submit options]

Writes the rows of INPUT with their reward to OUTPUT, in their order: the input's columns, then reward, raw (before floor,
ceiling, norm and exponent), raw.PART for each part of a combination, and error, which says why a row has no score. A column
of the input with one of these names is called input.NAME.

INPUT is .smi (SMILES and name), .csv, .tsv or .txt (a header, then a row a line; any delimiter and quoting), .parquet or
.sdf; texts also compressed (.gz, .zst). Several files, patterns in quotes ('in/*.csv') and folders are one table, if their
columns are the same. OUTPUT is .csv (comma-separated, RFC 4180) or .parquet. A column stem_atoms (atom indices of the SMILES
from 0, as in 0;4;6; empty: the first atom) tells the reward seh where blocks could be added; without it molecules are scored
without the stem mask.

  --reward NAME           qed, logp, tpsa, mw, sa, seh, docking, proxy, product, weighted or the name of a plug-in
  --config CONF           a configuration file with the section reward; the defaults otherwise
  --set KEY=VALUE         one setting, such as reward.seh.weights=best_params.pkl.gz; may be repeated
  --smiles-column COLUMN  the molecules (smiles, ignoring case)
  --delimiter CHARACTER   between values of the input, \t for a tab (found out)
  --multiline             fields in quotes may hold line ends; every task then reads its file from the beginning
  --parts                 OUTPUT is a folder of the parts as executors wrote them, with _SUCCESS; else one file
  --max-invalid LIMIT     number or share of rows without a score above which the exit code is 2 (0.05)
  --chunk-rows N          rows of a task (1000; docking: 16)
  --resume                goes on with an interrupted run, whose finished parts are in OUTPUT.parts
  --overwrite             replaces OUTPUT
  --jars FILES            jars with environments and rewards of one's own, with commas between them
  --master URL            in-process, local[k], local-cluster[n,cores,MiB] or spark://host:port (_submit.sh --help says more)
  -- OPTIONS              for spark-submit, such as --driver-memory 4g

Examples:
  score.sh --reward qed molecules.smi scored.csv
  score.sh --reward seh --set reward.seh.weights=best_params.pkl.gz in.csv out.parquet --master 'local[2]'
  score.sh --reward qed 's3a://bucket/in/*.csv.gz' s3a://bucket/scored.parquet --parts --master spark://host:7077
  score.sh --reward docking --set reward.docking.receptor=receptor.pdbqt in.sdf out.csv --resume

Exit codes: 0 done, 1 fault, 2 mistake in the command or the data or too many rows without a score, 130 interrupted, 143
terminated.
USAGE
    exit 0
    ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" score "$@"
