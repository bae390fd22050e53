#!/usr/bin/env bash
# Fuzzes every target for some seconds, as many at once as there are processors: run.sh PROGRAMS SECONDS
#
# A target fuzz_TOPIC starts from the inputs of tests/vectors/TOPIC* and from what earlier runs found, kept in
# build/fuzz/TOPIC. What makes it fail is left in build/fuzz/TOPIC.failures/.
set -u
programs=$1 seconds=$2
failed=0 passed=0

seed() # TOPIC: copies the inputs of its vectors, without their headers
{
    local vector
    mkdir -p "build/fuzz/$1" "build/fuzz/$1.failures"
    for vector in tests/vectors/"$1"*/*; do
        [ -f "$vector" ] || continue
        if [ "$(head -c 8 "$vector" | tr -d '\0')" = 'expect: ' ]; then
            sed '1,/^$/d' "$vector"
        else
            cat "$vector"
        fi >"build/fuzz/$1/seed-${vector##*/}"
    done
}

fuzz() # TOPIC
{
    seed "$1"
    "$programs/fuzz_$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/$1.failures/" "build/fuzz/$1" \
        >"build/fuzz/$1.log" 2>&1 </dev/null
    echo $? >"build/fuzz/$1.status"
}

topics=()
for program in "$programs"/fuzz_*; do
    [ -x "$program" ] && [ -f "$program.o" ] && topics+=("${program##*/fuzz_}")
done
mkdir -p build/fuzz
for topic in "${topics[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-$(nproc)}" ]; do
        wait -n
    done
    fuzz "$topic" &
done
wait
for topic in "${topics[@]}"; do
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$topic.log")
    if [ "$(cat "build/fuzz/$topic.status")" = 0 ]; then
        passed=$((passed + 1))
        printf '%-24s %s inputs\n' "$topic" "$runs"
    else
        failed=$((failed + 1))
        printf -- '--- %s failed\n' "$topic"
        tail -n 40 "build/fuzz/$topic.log"
    fi
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
