#!/usr/bin/env bash
# Trains for many steps and scores many molecules, and watches what the processes hold meanwhile.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: long-run.sh [--steps N] [--molecules N] [--out DIR] [--seconds S] [--master URL]

Trains on a small grid, then scores generated molecules, and looks at the driver's process every S seconds: heap that is used
and heap that the JVM has taken, resident memory, open files; and files in the folder. Prints the largest of each over each
third of the samples of both parts, and the smallest use of the heap: what was alive then, at most. What grows without bound
is larger in each third. Resident memory follows the heap taken, which may grow to its limit; "beside" is the rest of it.
Linux only.

  --steps N      steps of training (12000); 0 leaves it out
  --molecules N  generated molecules to score by their mass, 1000000 at most (1000000); 0 leaves it out
  --out DIR      a new folder for all files, the samples among them (runs/long-run)
  --seconds S    from one sample to the next (2)
  --master URL   as for train.sh, but on this machine ('local[2]')

Example:
  long-run.sh --steps 2000 --molecules 50000 --out /tmp/long-run

Exit codes: 0 done, 1 one of the commands failed, 2 mistake in the command.
USAGE
}

# shellcheck source-path=SCRIPTDIR source=_env.sh
source "$(dirname "${BASH_SOURCE[0]}")/_env.sh"

steps=12000 molecules=1000000 out=runs/long-run seconds=2 master='local[2]'
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
  esac
  [ $# -ge 2 ] || fail "long-run.sh: $1 needs a value (--help shows the options)"
  case $1 in
    --steps) steps=$2 ;;
    --molecules) molecules=$2 ;;
    --out) out=$2 ;;
    --seconds) seconds=$2 ;;
    --master) master=$2 ;;
    *) fail "long-run.sh: unknown option $1 (--help shows the options)" ;;
  esac
  shift 2
done
[[ $steps =~ ^(0|[1-9][0-9]{0,8})$ ]] || fail "long-run.sh: --steps takes a number from 0, not $steps"
[[ $molecules =~ ^(0|[1-9][0-9]{0,5}|1000000)$ ]] ||
  fail "long-run.sh: --molecules takes a number from 0 to 1000000, not $molecules"
[[ $seconds =~ ^[1-9][0-9]{0,3}$ ]] || fail "long-run.sh: --seconds takes a number from 1, not $seconds"
[ -d /proc/self/fd ] || fail "long-run.sh: reads /proc, which this system has not"
[ ! -e "$out" ] || fail "long-run.sh: $out is there already; name another --out"
find_java
[ -x "$JAVA_HOME/bin/jstat" ] || fail "long-run.sh: needs the jstat of a JDK, which $JAVA_HOME has not"
mkdir -p "$out"

# Samples a process until it ends, one line each: seconds, MiB of heap used and taken, MiB resident, open files, files in the folder.
# A process that is still a shell gives no line. One jstat for all samples: it is a JVM of its own.
watch_process() {
  local pid=$1 file=$2 first second eden old first_taken second_taken eden_taken old_taken resident open count
  while kill -0 "$pid" 2>/dev/null; do
    LC_ALL=C "$JAVA_HOME/bin/jstat" -gc "$pid" "${seconds}s" 2>/dev/null |
      while read -r first_taken second_taken first second eden_taken eden old_taken old _; do
        resident=$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status" 2>/dev/null) || continue
        # The heading has no figures, and a process that ends no memory.
        if [ "$first" = S0U ] || [ -z "$resident" ]; then
          continue
        fi
        open=$(find "/proc/$pid/fd" -mindepth 1 2>/dev/null | wc -l)
        count=$(find "$out" -type f 2>/dev/null | wc -l)
        echo "$SECONDS $(((${first%.*} + ${second%.*} + ${eden%.*} + ${old%.*}) / 1024))" \
          "$(((${first_taken%.*} + ${second_taken%.*} + ${eden_taken%.*} + ${old_taken%.*}) / 1024))" \
          "$resident $open $count" >>"$file"
      done || true
    sleep 1
  done
}

# Prints the largest figures of each third of the samples.
thirds() {
  awk -v name="$1" '
    { used[NR] = $2; taken[NR] = $3; resident[NR] = $4; open[NR] = $5; files[NR] = $6 }
    # What the JVM gives back leaves the process some seconds later: a sample in between counts as the one before.
    { beside[NR] = NR > 1 && $3 < taken[NR - 1] ? beside[NR - 1] : ($4 > $3 ? $4 - $3 : 0) }
    function extreme(values, part, sign, row, best) {
      row = int(NR * part / 3) + 1
      best = values[row]
      for (; row <= int(NR * (part + 1) / 3); row++) if (sign * values[row] > sign * best) best = values[row]
      return best
    }
    function line(label, values, sign) {
      printf "%-8s %-24s %10d %10d %10d\n", name, label,
        extreme(values, 0, sign), extreme(values, 1, sign), extreme(values, 2, sign)
    }
    END {
      if (NR < 3) { print name ": fewer than three samples; ask for more work or for fewer --seconds"; exit }
      printf "%-8s %-24s %10s %10s %10s   (%d samples)\n", name, "thirds", "first", "second", "last", NR
      line("heap used, smallest, MiB", used, -1)
      line("heap used, MiB", used, 1)
      line("heap taken, MiB", taken, 1)
      line("resident, MiB", resident, 1)
      line("beside the heap, MiB", beside, 1)
      line("open files", open, 1)
      line("files in the folder", files, 1)
    }' "$2"
}

# Runs a script under watch.
watched() {
  local name=$1 pid code=0
  shift
  SECONDS=0
  : >"$out/$name.samples"
  "$scripts_dir/$@" >"$out/$name.log" 2>&1 &
  pid=$!
  watch_process "$pid" "$out/$name.samples"
  wait "$pid" || code=$?
  if [ "$code" != 0 ]; then
    echo "gflownet: $1 ended with code $code; its last lines of $out/$name.log:" >&2
    tail -n 5 "$out/$name.log" >&2
    exit 1
  fi
  echo "$name: $SECONDS s"
  thirds "$name" "$out/$name.samples"
}

if [ "$steps" != 0 ]; then
  cat >"$out/grid.conf" <<CONF
env { ndim = 3, height = 8 }
model.hidden = [32, 32]
train { steps = $steps, batch = 16, slices = 2 }
eval.every = 500
checkpoint { every = 500, keep = 2 }
visited { enabled = true, every = 500 }
progress.mode = none
CONF
  watched train train.sh "$out/grid.conf" --out "$out/train" --master "$master"
fi

if [ "$molecules" != 0 ]; then
  # Chains of six links of ten kinds, none the beginning of another: each number has a text of its own.
  awk -v n="$molecules" 'BEGIN {
    split("CO CS CN(C) C(F) C(Cl) C(Br) C(O) C(=O)N C(C#N) c1ccc(cc1)", link, " ")
    for (i = 0; i < n; i++) {
      rest = i
      text = ""
      for (k = 0; k < 6; k++) { text = text link[rest % 10 + 1]; rest = int(rest / 10) }
      print text, "m" i
    }
  }' >"$out/molecules.smi"
  watched score score.sh "$out/molecules.smi" "$out/scored.csv" --reward mw --master "$master"
  echo "score: $(($(wc -l <"$out/scored.csv") - 1)) rows"
fi
