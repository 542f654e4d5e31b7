#!/usr/bin/env bash
# A standalone Spark cluster on this machine, for trying things: one master and some workers, each a process of its own.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: cluster.sh start [--workers N] [--cores C] [--memory M] [--recover] [--rest] [--properties FILE]
       cluster.sh status
       cluster.sh restart NAME
       cluster.sh stop

Runs a standalone Spark cluster on 127.0.0.1. All ports are free ones that the system picks; start and status print the
cluster's spark:// URL on standard output.

  --workers N      number of workers (2)
  --cores C        cores of each worker (1)
  --memory M       memory that each worker may give to executors (2g)
  --recover        the master keeps what it knows in files, so that one that died can be started again
  --rest           the master takes kill.sh: Spark's REST server, which authenticates nobody
  --properties FILE  Spark's properties of master and workers, such as a secret; see conf/secure.conf

restart starts a daemon that has died: master, worker-1, worker-2, ... A master comes back at the same address; without
--recover it has forgotten its workers and applications.

GFLOWNET_CLUSTER_DIR names the folder for process ids and logs, and so the cluster: several can run beside one another.

Examples:
  cluster.sh start --workers 2 --cores 1
  train.sh conf/quickstart.conf --master "$(cluster.sh status)"
  cluster.sh stop

Exit codes: 0 done; 1 fault, and for status: not running; 2 mistake in the command.
USAGE
}

# shellcheck source-path=SCRIPTDIR source=_env.sh
source "$(dirname "${BASH_SOURCE[0]}")/_env.sh"

if is_checkout; then
  state=${GFLOWNET_CLUSTER_DIR:-$root/target/cluster}
else
  state=${GFLOWNET_CLUSTER_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/gflownet-spark/cluster}
fi

# True where the file holds the id of a live Spark daemon: ids are used again, so the command is looked at, too.
is_alive() {
  [ -f "$1" ] && ps -o command= -p "$(cat "$1")" 2>/dev/null | grep -q 'org\.apache\.spark\.deploy\.'
}

# Starts a Spark class in the background: a name for its files, its class and its arguments.
daemon() {
  local name=$1
  shift
  : >"$state/$name.log"
  nohup "$JAVA_HOME/bin/java" "${spark_java_options[@]}" -Xmx512m -cp "$SPARK_HOME/jars/*" "$@" \
    >"$state/$name.log" 2>&1 </dev/null &
  echo $! >"$state/$name.pid"
}

# Waits until a daemon's log has a text; gives up where the daemon ends or after a minute.
await() {
  local name=$1 text=$2 tries=0
  until grep -q "$text" "$state/$name.log"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ] || ! kill -0 "$(cat "$state/$name.pid")" 2>/dev/null; then
      echo "gflownet: the $name did not start:" >&2
      tail -n 5 "$state/$name.log" >&2
      stop >/dev/null
      exit 1
    fi
    sleep 0.1
  done
}

start() {
  local workers=2 cores=1 memory=2g recover=no rest=no properties='' url worker
  while [ $# -gt 0 ]; do
    case $1 in
      --recover)
        recover=yes
        shift
        continue
        ;;
      --rest)
        rest=yes
        shift
        continue
        ;;
    esac
    [ $# -ge 2 ] || fail "cluster.sh: $1 needs a value (--help shows the options)"
    case $1 in
      --workers) workers=$2 ;;
      --cores) cores=$2 ;;
      --memory) memory=$2 ;;
      --properties)
        [ -f "$2" ] && [ -r "$2" ] || fail "cluster.sh: --properties $2 is no file that can be read"
        properties=$(cd "$(dirname "$2")" && pwd -P)/$(basename "$2")
        ;;
      *) fail "cluster.sh: unknown option $1 (--help shows the options)" ;;
    esac
    shift 2
  done
  [[ $workers =~ ^[1-9][0-9]{0,3}$ ]] || fail "cluster.sh: --workers takes a number from 1, not $workers"
  [[ $cores =~ ^[1-9][0-9]{0,3}$ ]] || fail "cluster.sh: --cores takes a number from 1, not $cores"
  [[ $memory =~ ^[1-9][0-9]*[mMgG]$ ]] || fail "cluster.sh: --memory takes a size such as 512m or 2g, not $memory"
  if is_alive "$state/master.pid"; then
    fail "cluster.sh: a cluster is running at $(cat "$state/url"); stop it first"
  fi

  find_java
  find_application
  find_spark
  export SPARK_LOCAL_IP=127.0.0.1
  stop >/dev/null 2>&1
  rm -rf "$state"
  mkdir -p "$state"
  state=$(cd "$state" && pwd -P)

  echo "$cores $memory $recover $rest" >"$state/settings"
  echo "$properties" >"$state/properties"
  start_master 0
  await master 'I have been elected leader'
  url=$(sed -n 's/.*Starting Spark master at \(spark:[^ ]*\).*/\1/p' "$state/master.log" | tail -n 1)
  for ((worker = 1; worker <= workers; worker++)); do
    start_worker "worker-$worker" "$url"
  done
  for ((worker = 1; worker <= workers; worker++)); do
    await "worker-$worker" 'Successfully registered with master'
  done
  echo "$url" >"$state/url"
  status
}

# Sets the array properties to the options for a file of properties, if there is one.
read_properties() {
  local file
  properties=()
  file=$(cat "$state/properties")
  if [ -n "$file" ]; then
    properties=(--properties-file "$file")
  fi
}

# Starts the master at a port, 0 for any.
start_master() {
  local recover rest options=() properties
  read_properties
  read -r _ _ recover rest <"$state/settings"
  if [ "$recover" = yes ]; then
    options=(-Dspark.deploy.recoveryMode=FILESYSTEM "-Dspark.deploy.recoveryDirectory=$state/recovery")
  fi
  if [ "$rest" = yes ]; then
    options+=(-Dspark.master.rest.enabled=true -Dspark.master.rest.port=0)
  fi
  daemon master ${options[@]+"${options[@]}"} -Dspark.deploy.maxExecutorRetries=-1 \
    org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$1" --webui-port 0 \
    ${properties[@]+"${properties[@]}"}
}

# Starts a worker by its name for the master at a URL.
start_worker() {
  local cores memory properties
  read_properties
  read -r cores memory _ _ <"$state/settings"
  # A driver that is ended has two minutes to write its checkpoint.
  daemon "$1" -Dspark.worker.driverTerminateTimeout=130s org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 \
    --cores "$cores" --memory "$memory" --work-dir "$state/work" ${properties[@]+"${properties[@]}"} "$2"
}

# Starts a daemon again that has died, a master at its old port.
restart() {
  local name=$1 url
  [ -f "$state/url" ] || fail "cluster.sh: no cluster is running"
  [[ $name =~ ^(master|worker-[1-9][0-9]*)$ ]] && [ -f "$state/$name.pid" ] ||
    fail "cluster.sh: this cluster has no $name"
  if is_alive "$state/$name.pid"; then
    fail "cluster.sh: the $name is running"
  fi
  url=$(cat "$state/url")
  find_java
  find_application
  find_spark
  export SPARK_LOCAL_IP=127.0.0.1
  if [ "$name" = master ]; then
    start_master "${url##*:}"
    await master 'I have been elected leader'
  else
    start_worker "$name" "$url"
    await "$name" 'Successfully registered with master'
  fi
}

count_workers() {
  local file count=0
  for file in "$state"/worker-*.pid; do
    if is_alive "$file"; then
      count=$((count + 1))
    fi
  done
  echo "$count"
}

status() {
  if ! is_alive "$state/master.pid" || [ ! -f "$state/url" ]; then
    echo "gflownet: no cluster is running" >&2
    return 1
  fi
  local ui rest
  rest=$(sed -n 's/.*Started REST server for submitting applications on \(.*\) with port \([0-9]*\)$/\1:\2/p' "$state/master.log" |
    tail -n 1)
  ui=$(sed -n 's/.*MasterWebUI.* started at \(http[^ ]*\).*/\1/p' "$state/master.log" | tail -n 1)
  echo "gflownet: $(count_workers) workers; web page $ui; logs in $state" >&2
  [ -z "$rest" ] || echo "gflownet: kill.sh --master spark://$rest" >&2
  cat "$state/url"
}

# Workers first: they end their executors.
stop() {
  local file pid tries stopped=no
  for file in "$state"/worker-*.pid "$state/master.pid"; do
    if is_alive "$file"; then
      kill "$(cat "$file")" 2>/dev/null || true
      stopped=yes
    fi
  done
  for file in "$state"/worker-*.pid "$state/master.pid"; do
    tries=0
    while is_alive "$file"; do
      tries=$((tries + 1))
      pid=$(cat "$file")
      if [ "$tries" -eq 150 ]; then
        kill -9 "$pid" 2>/dev/null || true
      fi
      sleep 0.1
    done
    rm -f "$file"
  done
  rm -f "$state/url"
  if [ "$stopped" = yes ]; then
    echo "gflownet: stopped" >&2
  else
    echo "gflownet: no cluster was running" >&2
  fi
}

case ${1:-} in
  '')
    usage >&2
    exit 2
    ;;
  -h | --help) usage ;;
  start)
    shift
    case " $* " in
      *' --help '* | *' -h '*) usage ;;
      *) start "$@" ;;
    esac
    ;;
  restart)
    [ $# -eq 2 ] || fail "cluster.sh restart takes the name of a daemon"
    restart "$2"
    ;;
  status | stop)
    [ $# -eq 1 ] || fail "cluster.sh $1 takes no options"
    "$1"
    ;;
  *) fail "cluster.sh: start, stop, status or restart, not $1 (--help says more)" ;;
esac
