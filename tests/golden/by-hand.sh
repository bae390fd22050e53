#!/usr/bin/env bash
# by-hand.sh PAGE FOLDER: runs every sh block of the page, in order and in one shell, in a copy of the folder. Each must
# write what the block after it shows.
set -eu
page=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -r "$2" "$scratch/case"
cd "$scratch"

# Before each block its number, in what is run and in what is expected.
awk -v script=script -v expected=expected '
/^```sh$/ { number++; print "echo == block " number >script; print "== block " number >expected; into = script; next }
/^```$/ { into = into == "" ? expected : ""; next }
into != "" { print >into }
END { exit number == 0 }' "$page"
cd case
status=0
sh -eu ../script >../written 2>&1 || status=$?
diff -u ../expected ../written
exit $status
