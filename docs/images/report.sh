#!/usr/bin/env bash
# Takes the pictures of the report anew: trains the quick start and a run on molecules, then has a headless Chromium look at
# their pages, wide and narrow, light and dark. The narrow page stands in a frame, since windows have a smallest width.
set -euo pipefail

case ${1:-} in
  -h | --help)
    echo "Usage: docs/images/report.sh [RUN [MOLECULES]]    # of these run folders; of new runs of conf/quickstart.conf and"
    echo "                                                  # conf/molecules-qed.conf otherwise"
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

# trained RUN NAME: RUN, or a new run of conf/NAME.conf where it is empty.
trained() {
  if [ -n "$1" ]; then
    echo "$1"
    return
  fi
  "$here/../../submit-scripts/train.sh" "$here/../../conf/$2.conf" --out "$work/$2" --master 'local[2]' >&2
  echo "$work/$2"
}
grid=$(trained "${1:-}" quickstart)
molecules=$(trained "${2:-}" molecules-qed)

# shoot RUN FILE COLOURS WIDTH HEIGHT [SECTION]: COLOURS is 0 for dark and 1 for light, as Chromium numbers them.
shoot() {
  cp "$1/report.html" "$work/report.html"
  cat > "$work/frame.html" <<HTML
<!DOCTYPE html><body style="margin:0"><iframe src="report.html${6:+#$6}" style="border:0;width:$4px;height:$5px"></iframe></body>
HTML
  timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars \
    --user-data-dir="$work/profile" --blink-settings=preferredColorScheme="$3" --window-size="$4,$5" \
    --virtual-time-budget=5000 --screenshot="$work/shot.png" "file://$work/frame.html" 2>/dev/null
  mv "$work/shot.png" "$here/$2"
}

for width in 1400 400; do
  shoot "$grid" "report-$width-light.png" 1 $width 1900
  shoot "$grid" "report-$width-dark.png" 0 $width 1900
done
shoot "$molecules" "molecules-1400-light.png" 1 1400 3000
shoot "$molecules" "molecules-400-dark.png" 0 400 1900 molecules
