#!/usr/bin/env bash
# Every shell script, read by shellcheck.
set -u
command -v shellcheck >/dev/null || { echo 'skipped: shellcheck is not installed'; exit 77; }
shopt -s nullglob
grep -lE '^#!/(bin/sh|usr/bin/env bash|bin/bash)' .ci/run tools/* tests/*.sh tests/*/*.sh tests/lint/tools/*.sh 2>/dev/null |
    xargs shellcheck -x --severity=warning
