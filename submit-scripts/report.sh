#!/usr/bin/env bash
# Writes an HTML page about one run or several: the application's sub-command report.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'USAGE'
Usage: report.sh RUN... [--output FILE] [--refresh] [--master URL] [-- spark-submit options]

Writes an HTML page about the run folders RUN, which opens from disk and needs nothing else: RUN/report.html for one run,
report.html for several.

  --output FILE    another name of the page
  --refresh        evaluates again, even if there is an evaluation of the newest checkpoint
  --jars FILES     jars with environments and rewards of one's own, with commas between them
  --master URL     in-process, local[k], local-cluster[n,cores,MiB] or spark://host:port (_submit.sh --help says more)
  -- OPTIONS       for spark-submit, such as --driver-memory 4g

Examples:
  report.sh runs/grid
  report.sh runs/a runs/b --output comparison.html

Exit codes: 0 done, 1 fault, 2 mistake in the command or the configuration, 130 interrupted, 143 terminated.
USAGE
    exit 0
    ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" report "$@"
