#!/usr/bin/env bash
# Says what of this machine is in order: the application's sub-command doctor.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" doctor "$@"
