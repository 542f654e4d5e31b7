# shellcheck shell=bash
# Sourced by the scripts here: finds Java, the application jar and Spark, and makes the last two where they are missing.
# Sets root, app_jar, and exports JAVA_HOME and SPARK_HOME. Works with bash 3.2, which macOS has.

scripts_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(dirname "$scripts_dir")
scala_version=2.12

# The user's fault: one line, exit code 2.
fail() {
  echo "gflownet: $*" >&2
  exit 2
}

is_checkout() {
  [ -f "$root/pom.xml" ] && [ -d "$root/src/main" ]
}

# Prints the home of a Java 17, given its launcher; nothing for another version.
java_17_home() {
  "$1" -XshowSettings:properties -version 2>&1 |
    sed -n -e 's/^ *java\.specification\.version = //p' -e 's/^ *java\.home = //p' |
    { read -r home && read -r version && [ "$version" = 17 ] && printf '%s\n' "$home"; } || true
}

# Java 17 and no other: it is the newest that this Spark supports, and the vector kernels use an incubating module of it.
find_java() {
  local home='' candidate
  for candidate in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)"; do
    if [ -z "$home" ] && [ -x "$candidate" ]; then
      home=$(java_17_home "$candidate")
    fi
  done
  [ -n "$home" ] || fail "needs a JDK 17: set JAVA_HOME to one, or put its java on PATH"
  export JAVA_HOME=$home
}

need_maven() {
  command -v mvn >/dev/null || fail "needs Maven (mvn on PATH) to $1"
}

# Anything in the checkout that the jar is made from and that is newer than the jar.
newer_than() {
  find "$root/pom.xml" "$root/src/main" "$root/src/assembly" "$root/LICENSE" "$root/NOTICE" -newer "$1" -print
}

find_application() {
  local jar
  app_jar=''
  if is_checkout; then
    for jar in "$root"/target/gflownet-spark-*.jar; do
      [ -f "$jar" ] && app_jar=$jar
    done
    if [ -z "$app_jar" ] || [ ! -f "$root/target/spark-home/RELEASE" ] || [ -n "$(newer_than "$app_jar")" ]; then
      build_application
      for jar in "$root"/target/gflownet-spark-*.jar; do
        [ -f "$jar" ] && app_jar=$jar
      done
    fi
  else
    for jar in "$root"/lib/gflownet-spark-*.jar; do
      [ -f "$jar" ] && app_jar=$jar
    done
  fi
  [ -n "$app_jar" ] || fail "no application jar gflownet-spark-*.jar under $root"
}

# Tests, layout checks, documentation and archives are left to mvn verify.
build_application() {
  need_maven "build gflownet-spark"
  [ -x "$JAVA_HOME/bin/javac" ] || fail "needs a JDK 17 to build gflownet-spark, but $JAVA_HOME has no javac"
  echo "gflownet: building with Maven (the first time it fetches Spark and Deeplearning4j, which takes minutes) ..." >&2
  (cd "$root" && mvn -q -B -Dmaven.test.skip=true -Djacoco.skip=true -Dspotless.check.skip=true \
    -Dassembly.skipAssembly=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dcyclonedx.skip=true package) >&2 || {
    echo "gflownet: the build failed" >&2
    exit 1
  }
}

find_spark() {
  if [ -n "${SPARK_HOME:-}" ]; then
    local jar found=''
    for jar in "$SPARK_HOME"/jars/spark-core_"$scala_version"-3.5.*.jar; do
      [ -f "$jar" ] && found=$jar
    done
    [ -n "$found" ] || fail "SPARK_HOME=$SPARK_HOME holds no Spark 3.5 for Scala $scala_version: unset it to have one assembled"
  elif is_checkout; then
    SPARK_HOME=$root/target/spark-home
  else
    assemble_spark
  fi
  export SPARK_HOME
  # Spark finds this in the names of its own build folders, which an assembled one does not have.
  export SPARK_SCALA_VERSION=$scala_version
}

# Without the sources: Spark's jars from Maven, once per user and Spark version.
assemble_spark() {
  local pom=$scripts_dir/spark-pom.xml version cache tmp
  version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$pom")
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/gflownet-spark
  SPARK_HOME=$cache/spark-$version
  if [ -f "$SPARK_HOME/RELEASE" ]; then
    return
  fi
  need_maven "assemble Spark $version, or SPARK_HOME set to a Spark 3.5"
  echo "gflownet: assembling Spark $version in $SPARK_HOME with Maven ..." >&2
  mkdir -p "$cache"
  # Under another name first: a run that is broken off, or one beside this one, leaves nothing half done.
  tmp=$(mktemp -d "$cache/.spark-$version.XXXXXX")
  mvn -q -B -f "$pom" dependency:copy-dependencies "-DoutputDirectory=$tmp/jars" >&2 || {
    rm -rf "$tmp"
    echo "gflownet: Spark could not be assembled" >&2
    exit 1
  }
  echo "Spark $version from Maven artefacts, Scala $scala_version" >"$tmp/RELEASE"
  chmod 755 "$tmp"
  if [ -f "$SPARK_HOME/RELEASE" ]; then
    rm -rf "$tmp"
  else
    mv "$tmp" "$SPARK_HOME"
  fi
}

# A class-data archive of the driver's JVM: the classes of Spark and the application as they lie in memory once loaded, which
# takes seconds off every start. The JVM checks it against Java and the jars, and goes without where they differ.
# Sets class_archive; empty where there is none and where it is not wanted.
find_class_archive() {
  local dir key
  class_archive=''
  # The JVM makes none of a class path with a folder that holds something, such as the conf of a plain download.
  if [ "${GFLOWNET_CLASS_ARCHIVE:-yes}" = no ] || [ -n "$(ls -A "$SPARK_HOME/conf" 2>/dev/null)" ]; then
    return
  fi
  if is_checkout; then
    dir=$root/target
  else
    dir=${XDG_CACHE_HOME:-$HOME/.cache}/gflownet-spark
  fi
  key=$(printf '%s\n' "$JAVA_HOME" "$SPARK_HOME" "$app_jar" | cksum | cut -d ' ' -f 1)
  class_archive=$dir/classes-$key.jsa
  if [ ! -f "$class_archive" ] || [ "$app_jar" -nt "$class_archive" ]; then
    make_class_archive "$dir" || class_archive=''
  fi
  # Empty: it could not be made the last time.
  [ -s "$class_archive" ] || class_archive=''
}

# Trains on a small grid for the sake of the classes that this loads.
make_class_archive() {
  local tmp
  tmp=$(mktemp -d "$1/.classes.XXXXXX" 2>/dev/null) || return
  echo "gflownet: archiving classes for quicker starts, once (GFLOWNET_CLASS_ARCHIVE=no goes without) ..." >&2
  GFLOWNET_CLASS_ARCHIVE=no "$scripts_dir/_submit.sh" train "$root/conf/quickstart.conf" --out "$tmp/run" --master 'local[1]' \
    --set train.steps=40 --set eval.every=20 --set progress.mode=none \
    -- --driver-class-path "$app_jar" --driver-java-options \
    "--add-modules jdk.incubator.vector -XX:ArchiveClassesAtExit=\"$tmp/classes.jsa\" $class_archive_silence" >/dev/null 2>&1 ||
    true
  [ -f "$tmp/classes.jsa" ] || : >"$tmp/classes.jsa"
  mv -f "$tmp/classes.jsa" "$class_archive"
  rm -rf "$tmp"
}

# shellcheck disable=SC2034 # the scripts that source this use it
class_archive_silence='-Xlog:cds=off -Xlog:cds+dynamic=off'

# What Spark documents for Java 17; its own launcher adds these, a JVM started without it needs them spelled out.
# shellcheck disable=SC2034 # the scripts that source this use it
spark_java_options=(
  -XX:+IgnoreUnrecognizedVMOptions
  --add-opens=java.base/java.lang=ALL-UNNAMED
  --add-opens=java.base/java.lang.invoke=ALL-UNNAMED
  --add-opens=java.base/java.lang.reflect=ALL-UNNAMED
  --add-opens=java.base/java.io=ALL-UNNAMED
  --add-opens=java.base/java.net=ALL-UNNAMED
  --add-opens=java.base/java.nio=ALL-UNNAMED
  --add-opens=java.base/java.util=ALL-UNNAMED
  --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
  --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED
  --add-opens=java.base/jdk.internal.ref=ALL-UNNAMED
  --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
  --add-opens=java.base/sun.nio.cs=ALL-UNNAMED
  --add-opens=java.base/sun.security.action=ALL-UNNAMED
  --add-opens=java.base/sun.util.calendar=ALL-UNNAMED
  -Djdk.reflect.useDirectMethodHandle=false
)

# Cores are Spark's to hand out: one thread per task in native code.
export OMP_NUM_THREADS=1
