#!/usr/bin/env bash
# Samples from a trained GFlowNet: the application's sub-command sample.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'USAGE'
Usage: sample.sh RUN --num N --output FILE.{parquet,csv,jsonl,smi,sdf} [--distinct] [--master URL] [-- spark-submit options]

Samples N objects with the policy that the run folder RUN holds, spread over Spark's executors.

  --num N          the number of samples
  --output FILE    where to write them; the ending says how
  --distinct       N distinct objects instead of N draws; --max-tries N bounds the draws (100 for each object)
  --policy NAME    trained, or random: every legal action alike, to compare with
  --jars FILES     jars with environments and rewards of one's own, with commas between them
  --master URL     in-process, local[k], local-cluster[n,cores,MiB] or spark://host:port (_submit.sh --help says more)
  -- OPTIONS       for spark-submit, such as --driver-memory 4g

Examples:
  sample.sh runs/grid --num 100000 --output samples.parquet
  sample.sh runs/grid --num 1000 --output samples.csv --master 'local[2]'
  sample.sh runs/molecules-qed --num 1000 --distinct --output molecules.sdf

Exit codes: 0 done, 1 fault, 2 mistake in the command or the configuration, 130 interrupted, 143 terminated.
USAGE
    exit 0
    ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" sample "$@"
