#!/usr/bin/env bash
# Prints a script that completes options in bash and zsh: the application's sub-command completion.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/_submit.sh" completion "$@"
