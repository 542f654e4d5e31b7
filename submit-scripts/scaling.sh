#!/usr/bin/env bash
# Simulates training on larger clusters: the application's sub-command scaling.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'USAGE'
Usage: scaling.sh [--constants FILE] [--out FILE] [options]
       scaling.sh --fit FILE [--constants FILE] [--out FILE]

Simulates training on clusters of 4 to 1,024 executors, or fits the costs that this needs to measured runs. Needs no
cluster. docs/scaling.md describes the model and all files.

  --constants FILE  costs of a step, as --fit writes them
  --fit FILE        measured runs
  --out FILE        the table as .csv or .json; with --fit the constants as .csv

Examples:
  scaling.sh
  scaling.sh --batch 1024 --modes gradient,averaging:64 --out scaling.csv
  scaling.sh --workload molecules --modes gradient,gradient+shards
  scaling.sh --fit measurements.csv --out constants.csv

_submit.sh scaling --help shows all options.

Exit codes: 0 done, 1 fault, 2 mistake in the command or a file, 130 interrupted, 143 terminated.
USAGE
    exit 0
    ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" scaling --master in-process "$@"
