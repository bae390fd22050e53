#!/usr/bin/env bash
# Both libraries export the functions that chancery.h declares, each of them, and nothing else.
set -u
[ "${MODE-release}" = release ] || { echo 'skipped: only a release has the shared library'; exit 77; }
library=${CHANCERY_LIBRARY:-build/gcc-release}
bad=0
# A declaration is CHANCERY_API or CHANCERY_CHECK, a type, the name and a bracket, over several lines perhaps.
declared=$(grep -v '^#' src/chancery.h | tr '\n' ' ' | grep -oE 'CHANCERY_(API|CHECK) [^(;]*\(' |
    grep -oE '[a-z0-9_]+\($' | tr -d '(' | sort -u)
[ -n "$declared" ] || bad=1
compare() # FILE NM-OPTION
{
    local exported
    exported=$(nm "$2" --defined-only "$1" | awk 'NF == 3 { print $3 }' | sort -u)
    comm -13 <(echo "$declared") <(echo "$exported") | sed "s|^|$1: exports what chancery.h does not declare: |" | grep . && bad=1
    comm -23 <(echo "$declared") <(echo "$exported") | sed "s|^|$1: lacks what chancery.h declares: |" | grep . && bad=1
}
compare "$library/libchancery.a" -g
compare "$library/libchancery.so.0" -D
exit $bad
