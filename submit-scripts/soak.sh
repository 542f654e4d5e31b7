#!/usr/bin/env bash
# Training under random faults on a cluster of processes on this machine: the application's sub-command soak.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=_env.sh
source "$(dirname "${BASH_SOURCE[0]}")/_env.sh"
find_java
find_application
find_spark
# It starts the other scripts and waits for them: no Spark and little memory of its own.
exec "$JAVA_HOME/bin/java" -Xmx256m -cp "$SPARK_HOME/jars/*:$app_jar" org.gflownet.job.Main soak \
  --scripts "$scripts_dir" "$@"
