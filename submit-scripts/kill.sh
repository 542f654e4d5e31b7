#!/usr/bin/env bash
# Ends a run whose driver a standalone cluster has started: spark-submit --kill.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: kill.sh DRIVER --master spark://host:port

Ends a run in cluster mode (train.sh ... -- --deploy-mode cluster) by the name that Spark gave its driver when it was
submitted, driver-20261126011500-0000. The driver is sent SIGTERM: it writes a checkpoint and leaves; --resume goes on. A worker kills
a driver that needs longer than its spark.worker.driverTerminateTimeout, 10 s unless set (cluster.sh: 130 s).

  --master URL     the address of the master's REST server, which has to be on (cluster.sh start --rest): port 6066 by default

Spark's REST server knows no authentication, and a master with a secret does not start it: end such a run by SIGTERM to its
driver. A run in client mode, which is what train.sh does unless told otherwise, ends with Ctrl-C.

Exit codes: 0 the cluster ends it; 1 it does not, or does not answer; 2 mistake in the command.
USAGE
}

# shellcheck source-path=SCRIPTDIR source=_env.sh
source "$(dirname "${BASH_SOURCE[0]}")/_env.sh"

case " $* " in
  *' --help '* | *' -h '*)
    usage
    exit 0
    ;;
esac
[ $# -eq 3 ] && [ "$2" = --master ] || fail "kill.sh takes the name of a driver and --master URL (--help says more)"
[[ $1 =~ ^driver-[0-9]+-[0-9]+$ ]] || fail "kill.sh: a driver is named as in driver-20261126011500-0000, not $1"
[[ $3 =~ ^spark://[^[:space:]/]+:[0-9]+$ ]] || fail "kill.sh: --master takes an address such as spark://host:6066, not $3"

find_java
find_application
find_spark
export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}"
code=0
answer=$("$JAVA_HOME/bin/java" "${spark_java_options[@]}" -Xmx256m -cp "$SPARK_HOME/jars/*" \
  org.apache.spark.deploy.SparkSubmit --master "$3" --kill "$1" 2>&1) || code=$?
problem=$(printf '%s\n' "$answer" | grep -E '^Error|Exception' | head -n 1 | sed 's/^Error: //' || true)
if [ "$code" -ne 0 ] || [ -n "$problem" ]; then
  echo "gflownet: $1 was not ended: ${problem:-Spark ended with code $code}" >&2
  exit 1
fi
echo "gflownet: the cluster ends $1" >&2
