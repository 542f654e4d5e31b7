#!/usr/bin/env bash
# Compares a trained GFlowNet with its target: the application's sub-command evaluate.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'USAGE'
Usage: evaluate.sh RUN [--master URL] [-- spark-submit options]

Compares the distribution that the run folder RUN has learned with the exact one; where its states cannot be listed, by
samples: bounds of log Z, the share of effective samples, and how log p(x) goes with log R(x).

  --policy NAME    trained, or random: every legal action alike, to compare with
  --jars FILES     jars with environments and rewards of one's own, with commas between them
  --master URL     in-process, local[k], local-cluster[n,cores,MiB] or spark://host:port (_submit.sh --help says more)
  -- OPTIONS       for spark-submit, such as --driver-memory 4g

Examples:
  evaluate.sh runs/grid
  evaluate.sh runs/grid --master spark://host:7077 -- --driver-memory 4g

Exit codes: 0 done, 1 fault, 2 mistake in the command or the configuration, 130 interrupted, 143 terminated.
USAGE
    exit 0
    ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" evaluate "$@"
