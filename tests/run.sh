#!/usr/bin/env bash
# Runs tests and totals them: tests/run.sh TEST...
#
# A TEST is a program of cmocka, a replay of fuzz seeds (replay_TOPIC), a file for bats, or a script. Each
# line of TAP that it prints is a test; what prints none is one test, judged by its exit status (77: skipped).
# The output of what failed is shown. The last line is "N passed, N failed", with ", N skipped" where some were.
set -u
export CMOCKA_MESSAGE_OUTPUT=TAP
# A status of its own for what the sanitizers find, so that no test takes it for a verdict.
export ASAN_OPTIONS="exitcode=99:detect_stack_use_after_return=1"
export UBSAN_OPTIONS="exitcode=99:print_stacktrace=1"

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
export CHANCERY_HOME="$scratch/home" # so that no test sees what the user trusts

run_one() # NUMBER TEST: leaves NUMBER.out and NUMBER.status
{
    local -a command=("$2")
    case $2 in
    *.bats) command=(bats --tap "$2") ;;
    *.sh) command=(bash "$2") ;;
    */replay_*) command=("$2" tests/vectors/"${2##*/replay_}"* keys) ;;
    esac
    timeout -k 10 "${TEST_SECONDS:-900}" "${command[@]}" >"$scratch/$1.out" 2>&1 </dev/null
    echo $? >"$scratch/$1.status"
}

passed=0 failed=0 skipped=0
count() # NUMBER TEST: adds one test program to the totals
{
    local status good bad skip
    status=$(cat "$scratch/$1.status")
    skip=$(grep -ciE '^(not )?ok\b.*# skip' "$scratch/$1.out")
    good=$(grep -iE '^ok\b' "$scratch/$1.out" | grep -civE '# skip')
    bad=$(grep -iE '^not ok\b' "$scratch/$1.out" | grep -civE '# skip')
    case "$status/$((good + bad + skip))" in
    0/0) good=1 && cat "$scratch/$1.out" ;; # what it reports
    77/0) skip=1 && cat "$scratch/$1.out" ;;
    0/*) ;;
    *) [ "$bad" -gt 0 ] || bad=1 ;; # it crashed, or failed outside its tests
    esac
    if [ "$bad" -gt 0 ]; then
        printf -- '--- %s: exit status %s\n' "$2" "$status"
        cat "$scratch/$1.out"
    fi
    printf '%-52s %4d passed%s%s\n' "${2#build/}" "$good" "$(named "$bad" failed)" "$(named "$skip" skipped)"
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
}

named() # NUMBER WORD: ", NUMBER WORD", or nothing for 0
{
    [ "$1" -eq 0 ] || printf ', %d %s' "$1" "$2"
}

number=0
for test; do
    while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-$(nproc)}" ]; do
        wait -n
    done
    number=$((number + 1))
    run_one "$number" "$test" &
done
wait

number=0
for test; do
    number=$((number + 1))
    count "$number" "$test"
done
printf '%d passed, %d failed%s\n' "$passed" "$failed" "$(named "$skipped" skipped)"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
