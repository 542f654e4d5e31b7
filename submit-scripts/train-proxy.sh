#!/usr/bin/env bash
# Fits a reward to measured values of molecules: the application's sub-command train-proxy.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'USAGE'
Usage: train-proxy.sh DATA --target COLUMN [options] [-- spark-submit options]

Fits a Deeplearning4j network to the column COLUMN of the file DATA (a header; delimited by comma, semicolon, tab or bar) on
the fingerprints of its molecules, with parameter averaging over Spark's executors. Prints its figures on molecules that were
held out, and saves proxy.zip, a reward that reward.name = proxy uses, with held-out.csv and held-out.png beside it.

  --target COLUMN         the values to predict; rows without one are skipped
  --smiles-column COLUMN  the molecules (smiles, ignoring case)
  --split KIND            random, or scaffold: molecules of one Bemis-Murcko scaffold stay together
  --holdout SHARE         share of the molecules that are held out (0.2)
  --max-invalid SHARE     largest share of unreadable rows (0.05)
  --config CONF           a configuration file with the section proxy; the defaults otherwise
  --set KEY=VALUE         one setting, such as proxy.epochs=50 or seed=1; may be repeated
  --out DIR               where to write (proxies/NAME of the data)
  --master URL            local[k], local-cluster[n,cores,MiB] or spark://host:port (_submit.sh --help says more)
  -- OPTIONS              for spark-submit, such as --driver-memory 4g

Examples:
  train-proxy.sh assay.csv --target pIC50
  train-proxy.sh seh_chembl.csv --target 'pChEMBL Value' --split scaffold --out proxies/seh --master 'local[2]'

Exit codes: 0 done, 1 fault, 2 mistake in the command, the data or the configuration, 130 interrupted, 143 terminated.
USAGE
    exit 0
    ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" train-proxy "$@"
