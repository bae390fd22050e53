#!/usr/bin/env bash
# A file has one purpose and at most 400 lines; generated tables are exempt.
set -u
wc -l src/*.h src/*/*.[ch] tests/*/*.[ch] | awk '
$2 != "total" && $2 !~ /tables/ && $2 != "src/chancery.h" && $1 > 400 { print $2 ": " $1 " lines"; bad = 1 }
END { exit bad }'
