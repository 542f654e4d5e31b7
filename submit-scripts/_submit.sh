#!/usr/bin/env bash
# Starts one sub-command of the application through spark-submit. The other scripts forward to this one, and no other knows
# spark-submit's options.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: _submit.sh COMMAND [application arguments]... [-- spark-submit options]

Starts a sub-command of the application, such as train, through spark-submit. train.sh, sample.sh and the others are shorter
ways to say the same. What stands before -- goes to the application, what stands behind it to spark-submit.

--master URL says where to run:
  in-process[k]           on k threads of one JVM without Spark (in-process: on all)
  local[2], local[*]      threads of one JVM (local[*] where nothing else is said)
  local-cluster[2,1,1024] executor processes on this machine: number, cores and MiB of each
  spark://host:port       a standalone cluster; cluster.sh starts one on this machine

--jars FILE,FILE... puts plug-ins, jars with environments and rewards of one's own, on the class path of driver and
executors; docs/own-environment.md says how to make one.

With --dry-run the command line is printed and nothing is trained; doctor and completion never start
Spark.

Environment:
  JAVA_HOME               a JDK 17; otherwise java on PATH
  SPARK_HOME              a Spark 3.5 for Scala 2.12; otherwise one is assembled with Maven
  MASTER                  the master, where --master is not given
  GFLOWNET_DRIVER_MEMORY  heap of the driver (1g)
  GFLOWNET_CLASS_ARCHIVE  no: without the archive of loaded classes that makes starts quicker
  GFLOWNET_NATIVE_MEMORY  most that ND4J takes beside the heap, in each driver and executor: 512m, 2g, or a share of the
                          heap (100%)
  SPARK_LOCAL_IP          the address to bind to; 127.0.0.1 where the master is on this machine

Examples:
  _submit.sh train conf/quickstart.conf --master 'local[2]'
  _submit.sh train strands.conf --jars target/strands-1.0.jar
  _submit.sh train conf/quickstart.conf --master spark://host:7077 -- --executor-memory 2g --total-executor-cores 8
USAGE
}

case ${1:-} in
  '')
    usage >&2
    exit 2
    ;;
  -h | --help)
    usage
    exit 0
    ;;
esac

# shellcheck source-path=SCRIPTDIR source=_env.sh
source "$(dirname "${BASH_SOURCE[0]}")/_env.sh"

main_class=org.gflownet.job.Main

app_args=()
spark_args=()
master=''
jars=''
dry_run=no
previous=''
while [ $# -gt 0 ]; do
  if [ "$1" = -- ]; then
    shift
    # spark-submit's own --jars is the same one; of two it would take the last alone.
    while [ $# -gt 0 ]; do
      if [ "$1" = --jars ] && [ $# -ge 2 ]; then
        jars=${jars:+$jars,}$2
        shift
      else
        spark_args+=("$1")
      fi
      shift
    done
    break
  fi
  case $1 in
    --jars | --jars=*)
      if [ "$1" = --jars ]; then
        [ $# -ge 2 ] || fail "--jars needs the names of jars, with commas between them"
        shift
      fi
      jars=${jars:+$jars,}${1#--jars=}
      shift
      previous=''
      continue
      ;;
    --master=*) master=${1#--master=} ;;
    --dry-run) dry_run=yes ;;
    *) if [ "$previous" = --master ]; then master=$1; fi ;;
  esac
  previous=$1
  app_args+=("$1")
  shift
done
if [ -z "$master" ] && [ -n "${MASTER:-}" ]; then
  master=$MASTER
  app_args+=(--master "$master")
fi

# True for a configuration, or a run folder with one, that names a master on other machines. The application reads the
# configuration in earnest; this only decides on the address below, which has to be set before the JVM starts.
names_remote_master() {
  local arg text=''
  for arg in "${app_args[@]}"; do
    case $arg in
      cluster.master=*) text="$text
${arg#cluster.}" ;;
      *)
        if [ -f "$arg/config.resolved.conf" ]; then
          arg=$arg/config.resolved.conf
        fi
        if [ -f "$arg" ]; then
          text="$text
$(grep -E '^[^#]*master"?[[:space:]]*[=:]' -- "$arg" || true)"
        fi
        ;;
    esac
  done
  printf '%s\n' "$text" | sed -e 's/[[:space:]"]//g' |
    grep -E 'master[=:](spark://|yarn|k8s://|mesos://)' | grep -Evq 'spark://(127\.|localhost:)'
}

case $master in
  '') names_remote_master || export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}" ;;
  in-process* | local* | spark://127.* | spark://localhost:*) export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}" ;;
esac

# Where there is no spark-submit to hand the jars on: their names with colons between them.
plugin_path=''
add_plugins() {
  local list=$1 jar
  while [ -n "$list" ]; do
    jar=${list%%,*}
    list=${list#"$jar"}
    list=${list#,}
    case $jar in
      '' | *://*) ;;
      *)
        [ -f "$jar" ] || fail "--jars: no file $jar"
        plugin_path=$plugin_path:$jar
        ;;
    esac
  done
}

add_plugins "$jars"
find_java
find_application
find_spark

driver_memory=${GFLOWNET_DRIVER_MEMORY:-1g}
native_memory=${GFLOWNET_NATIVE_MEMORY:-100%}
[[ $native_memory =~ ^[1-9][0-9]*[mMgG%]$ ]] ||
  fail "GFLOWNET_NATIVE_MEMORY takes a size such as 512m or 2g, or a share of the heap such as 50%, not $native_memory"
# Of ND4J's arrays; JavaCPP, which holds them, bounds the whole process at this and three times the heap.
native=-Dorg.bytedeco.javacpp.maxbytes=$native_memory
logging=-Dlog4j2.configurationFile=$scripts_dir/log4j2.properties

# What only prints needs no Spark, and no quick start of a driver; nor is there a driver here where spark-submit starts it on the
# cluster.
wants_archive=yes
starts_elsewhere=no
case ${app_args[0]} in
  doctor | completion)
    # With options of spark-submit, doctor looks at a store as a run with the same options would see it.
    [ "${app_args[0]}" = doctor ] && [ ${#spark_args[@]} -gt 0 ] && master='local[1]' || master=in-process
    wants_archive=no
    ;;
esac
case " ${spark_args[*]-} " in
  *[\ =]cluster\ *)
    wants_archive=no
    starts_elsewhere=yes
    ;;
esac
class_archive=''
if [ $wants_archive = yes ] && [ $dry_run = no ]; then
  find_class_archive
fi

driver_options=(--add-modules jdk.incubator.vector "$native" "$logging")
if [ $starts_elsewhere = yes ]; then
  # Workers start drivers without them.
  driver_options+=("${spark_java_options[@]}")
fi
if [ -n "$class_archive" ]; then
  # shellcheck disable=SC2206 # several options
  driver_options+=("-XX:SharedArchiveFile=$class_archive" $class_archive_silence)
fi

# The class path in the order that Spark's launcher gives it, which the archive is made for.
plain=("$JAVA_HOME/bin/java" "${spark_java_options[@]}" "${driver_options[@]}" "-Xmx$driver_memory"
  -cp "$app_jar:$SPARK_HOME/conf:$SPARK_HOME/jars/*$plugin_path" "$main_class" "${app_args[@]}")

# Prints arguments, each behind a blank. What may be a secret is left out, in Spark's word for it: the value of a setting whose
# name or value sounds like one (ClusterConfig.SECRET_KEYS), and passwords in addresses (SecretAddresses).
say_words() {
  local word lower redacted='*********(redacted)'
  for word in "$@"; do
    lower=$(printf '%s' "$word" | tr '[:upper:]' '[:lower:]' | sed -E 's/credentials?[.]provider//g')
    if [[ $lower =~ =.*(secret|password|passphrase|token) ||
      $lower =~ (secret|password|passphrase|token|(access|account|api|private)[.]?key|(encryption|signing)[.]key|credential|[.]sas[.]).*= ]]; then
      printf ' %q=%s' "${word%%=*}" "$redacted"
    else
      printf ' %q' "$word" | sed -E -e "s;(https?://)[^/?#@[:space:]]+@;\\1$redacted@;g" \
        -e "s;(://)[^]/?#:@[:space:][]*:[^[:space:]]*@;\\1$redacted@;g"
    fi
  done
}

# A line that a configuration takes for a comment: what is printed with --dry-run is one.
say_command() {
  printf '#%s\n' "$(say_words "$@")"
}

if [[ $master = in-process || $master = in-process\[*\] ]]; then
  if [ ${#spark_args[@]} -gt 0 ]; then
    fail "options behind -- are spark-submit's, and the master in-process does without Spark:$(say_words "${spark_args[@]}")"
  fi
  [ $dry_run = no ] || say_command "${plain[@]}"
  exec "${plain[@]}"
fi

# --add-opens and the like are added by Spark itself, in the driver and in the executors.
submit=(
  --class "$main_class"
  --master "${master:-local[*]}"
  --driver-memory "$driver_memory"
  --driver-java-options "$(printf '"%s" ' "${driver_options[@]}")"
  --conf "spark.executor.extraJavaOptions=--add-modules jdk.incubator.vector $native"
  --conf "spark.executorEnv.OMP_NUM_THREADS=1"
  --conf "spark.serializer=org.apache.spark.serializer.KryoSerializer"
  --conf "spark.kryo.registrationRequired=true"
  --conf "spark.kryo.registrator=org.gflownet.spark.GflownetKryoRegistrator"
  --conf "spark.ui.showConsoleProgress=false"
  ${class_archive:+--driver-class-path "$app_jar"}
  ${jars:+--jars "$jars"}
  ${spark_args[@]+"${spark_args[@]}"}
  "$app_jar"
  "${app_args[@]}"
)

if [ $dry_run = yes ]; then
  say_command spark-submit "${submit[@]}"
  exec "${plain[@]}"
fi

if [ -x "$SPARK_HOME/bin/spark-submit" ]; then
  exec "$SPARK_HOME/bin/spark-submit" "${submit[@]}"
fi

# An assembled Spark has no bin/: Spark's launcher says, separated by NUL, the command that bin/spark-submit would run.
# Whatever it prints of its own ends with the first NUL and a line end; its exit code comes last.
launch=()
while IFS= read -r -d '' word; do
  launch+=("$word")
done < <(
  "$JAVA_HOME/bin/java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \
    org.apache.spark.deploy.SparkSubmit "${submit[@]}" && code=0 || code=$?
  printf '%d\0' "$code"
)
last=$((${#launch[@]} - 1))
code=${launch[$last]}
if [ "$code" != 0 ] || [ "$last" -lt 2 ]; then
  echo "gflownet: Spark's launcher failed" >&2
  exit 1
fi
unset "launch[$last]"
command=("${launch[@]:1}")
command[0]=${command[0]#$'\n'}
exec "${command[@]}"
