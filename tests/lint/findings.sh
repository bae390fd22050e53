#!/usr/bin/env bash
# Every error and finding that the program may print is explained in spec/ by its stable name. (man.sh does
# the same for the manual page.)
set -u
bad=0
names=$(sed -nE 's/^ +X\([A-Z_0-9]+, "([a-z-]+)".*/\1/p' src/chancery.h | sort -u)
[ -n "$names" ] || bad=1
for name in $names; do
    grep -qE "(^|[^a-z-])$name($|[^a-z-])" spec/*.md || {
        echo "spec/: does not explain $name of src/chancery.h"
        bad=1
    }
done
exit $bad
