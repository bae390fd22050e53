#!/bin/sh
# src/text/tables.c is what tools/unicode-tables makes of Unicode 15.0.0, no more and no less.
set -eu
folder=${1:-/usr/share/unicode}
if [ ! -r "$folder/UnicodeData.txt" ]; then
    echo "unicode-tables: skipped: no $folder/UnicodeData.txt (Debian: unicode-data)"
    exit 77
fi
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
status=0
python3 tools/unicode-tables "$folder" >"$fresh" || status=$?
if [ "$status" -eq 2 ]; then
    echo "unicode-tables: skipped: $folder is of another version"
    exit 77
fi
if [ "$status" -ne 0 ]; then
    echo "tools/unicode-tables: failed"
    exit 1
fi
if ! cmp -s "$fresh" src/text/tables.c; then
    echo "src/text/tables.c: differs from what tools/unicode-tables makes"
    exit 1
fi
