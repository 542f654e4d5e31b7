#!/usr/bin/env bash
# Takes the pictures of the report anew: trains the quick start, then has a headless Chromium look at its page, wide and
# narrow, light and dark. The narrow page stands in a frame, since windows have a smallest width.
set -euo pipefail

case ${1:-} in
  -h | --help)
    echo "Usage: docs/images/report.sh [RUN]    # of the run folder RUN; of a new run of conf/quickstart.conf otherwise"
    exit 0
    ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command -v chromium >/dev/null || {
  echo "docs/images/report.sh needs chromium (Debian: apt-get install chromium fonts-dejavu-core)" >&2
  exit 2
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run=${1:-}
if [ -z "$run" ]; then
  run=$work/quickstart
  "$here/../../submit-scripts/train.sh" "$here/../../conf/quickstart.conf" --out "$run" --master 'local[2]'
fi
cp "$run/report.html" "$work/report.html"

# shoot FILE COLOURS WIDTH HEIGHT: COLOURS is 0 for dark and 1 for light, as Chromium numbers them.
shoot() {
  cat > "$work/frame.html" <<HTML
<!DOCTYPE html><body style="margin:0"><iframe src="report.html" style="border:0;width:$3px;height:$4px"></iframe></body>
HTML
  timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars \
    --user-data-dir="$work/profile" --blink-settings=preferredColorScheme="$2" --window-size="$3,$4" \
    --virtual-time-budget=5000 --screenshot="$work/shot.png" "file://$work/frame.html" 2>/dev/null
  mv "$work/shot.png" "$here/$1"
}

shoot "report-1400-light.png" 1 1400 1900
shoot "report-1400-dark.png" 0 1400 1900
shoot "report-400-light.png" 1 400 1900
shoot "report-400-dark.png" 0 400 1900
