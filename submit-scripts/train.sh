#!/usr/bin/env bash
# Trains a GFlowNet: the application's sub-command train.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'USAGE'
Usage: train.sh CONF [--out DIR] [--set key=value]... [--resume] [--dry-run] [--master URL] [-- spark-submit options]

Trains a GFlowNet as the configuration file CONF says.

  --out DIR        the run folder: metrics, checkpoints, the resolved configuration
  --set KEY=VALUE  overrides one key of the configuration; may be repeated
  --dry-run        prints the command line and every setting, checks them, and trains nothing
  --resume         goes on from the newest checkpoint in the run folder
  --jars FILES     jars with environments and rewards of one's own, with commas between them
  --master URL     in-process, local[k], local-cluster[n,cores,MiB] or spark://host:port (_submit.sh --help says more)
  -- OPTIONS       for spark-submit, such as --driver-memory 4g

Examples:
  train.sh conf/quickstart.conf
  train.sh conf/hypergrid-8x4.conf --out runs/grid --set seed=7 --set train.steps=2000
  train.sh conf/hypergrid-8x4.conf --out runs/grid --resume
  train.sh conf/hypergrid-8x4.conf --master spark://host:7077 -- --executor-memory 2g --total-executor-cores 8

Exit codes: 0 done, 1 fault, 2 mistake in the command or the configuration, 130 interrupted, 143 terminated.
USAGE
    exit 0
    ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" train "$@"
