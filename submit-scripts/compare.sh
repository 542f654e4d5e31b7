#!/usr/bin/env bash
# Runs methods or settings side by side: the application's sub-command compare.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'USAGE'
Usage: compare.sh CONF [--out DIR] [--grid KEY=VALUE,VALUE...]... [--rank FIGURE] [--set key=value]... [--resume]
                  [--dry-run] [--master URL] [-- spark-submit options]

Runs methods side by side on one problem, one run per core, and writes what the papers plot.

  --out DIR        folder of the results: measurements.csv and .parquet, ranking.csv, report.html, and the runs
  --grid K=V,V     crosses settings of the experiment: all combinations run
  --rank FIGURE    figure of metrics.jsonl to rank by, such as exact.tv
  --set KEY=VALUE  overrides one key of the configuration, as compare.budget=small or compare.seeds=[0,1,2]
  --resume         goes on with the comparison in the folder; finished runs are kept
  --dry-run        lists the runs and checks their settings
  --jars FILES     jars with environments and rewards of one's own, with commas between them
  --master URL     in-process, local[k], local-cluster[n,cores,MiB] or spark://host:port (_submit.sh --help says more)
  -- OPTIONS       for spark-submit, such as --driver-memory 4g

Examples:
  compare.sh conf/paper/grid-8x4.conf --set compare.budget=small
  compare.sh conf/paper/grid-8x4.conf --out runs/paper --resume --master 'local[8]'
  compare.sh conf/paper/grid-2d.conf
  compare.sh conf/hypergrid-8x4.conf --grid train.lr=1e-4,1e-3 train.objective=fm,tb --rank exact.tv

Exit codes: 0 done, 1 fault or all runs failed, 2 mistake in the command or the configuration, 130 interrupted,
143 terminated.
USAGE
    exit 0
    ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" compare "$@"
