#!/usr/bin/env bats
# Seeded faults in a generated archive: each is found and named, and nothing else is. The faults, and what must be
# found of them, follow from the seed. And what auditing takes of memory, however large the archive is.

load helpers

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    export SEEDKEY=$CHANCERY_LIBRARY/seedkey
    [[ $SEEDKEY == /* ]] || SEEDKEY=$REPOSITORY/$SEEDKEY
    "$REPOSITORY/tests/bench/specimens.sh" specimens
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export CHANCERY_HOME=$PWD/home
    specimens=$BATS_FILE_TMPDIR/specimens
    tools=$CHANCERY_LIBRARY/tests/bench
    [[ $tools == /* ]] || tools=$REPOSITORY/$tools
}

teardown() {
    rm -rf "$BATS_TEST_TMPDIR"/archive* # tens of thousands of files
}

audit() { # ARCHIVE OPTION...
    "$CHANCERY" audit "$@" --directory "$specimens/directory.jsonl" --root "$specimens/root.pub" --at 2026-01-01
}

# Every item that is not as it was, and "log".
found() { # REPORT
    jq -r 'if .summary then select(.summary.log != []) | "log"
        else select(.verdict != "authentic" or any(.findings[]; .severity != "note")) | .item end' "$1" | sort
}

# Every pair of an item and a file that a finding names.
named() { # REPORT
    jq -r 'if .summary then .summary.log[] | "log \(.path)"
        else .item as $item | .findings[] | "\($item) \(.path // "-")" end' "$1" | sort -u
}

# faults DOCUMENTS FAULTS SEED
faults() {
    local status=0
    "$tools/archive" make "$specimens" archive "$1" && audit archive --json >good || return
    [ -z "$(found good)" ] && [ "$(jq -s 'length' good)" -eq $(($1 + 1)) ] || return
    "$tools/faults" archive "$2" "$3" >wanted || return
    audit archive --json >report || status=$?
    [ "$status" -eq 1 ] || return
    [ "$(cut -d' ' -f2 wanted | sort -u | wc -l)" -eq 20 ] # every kind of fault
    [ "$(wc -l <wanted)" -gt "$2" ] || return
    diff <(cut -d' ' -f1 wanted | sort) <(found report) || return
    comm -23 <(sed -n 's/^\([^ ]*\) [^ ]* \([^-]\)/\1 \2/p' wanted | sort -u) <(named report) >unnamed
    [ ! -s unnamed ] || { head unnamed; return 1; }
}

@test "U9, U10, U11, U27: each of 60 seeded faults among 200 documents is found and named, with no false alarm, and again" {
    faults 200 60 7
    mv report before
    mv wanted wanted.before
    rm -rf archive archive.home
    faults 200 60 7
    cmp wanted wanted.before
    cmp report before
}

@test "U9, U10, U11, U27: each of 1,000 seeded faults among 10,000 documents is found and named, with no false alarm" {
    [ -n "${CHANCERY_LONG-}" ] || skip 'make check-long does it'
    faults 10000 1000 20121001
}

@test "U27: of a damaged log each file is named, and what it was before accuses nothing else" {
    "$tools/archive" make "$specimens" archive 300
    audit archive --json >good # the checkpoint is remembered
    spoil archive/log/tile/entries/000 100
    spoil archive/log/tile/0/000 17
    audit archive --json >report || [ $? -eq 1 ]
    [ "$(jq -r 'select(.summary) | .summary.log[] | "\(.code) \(.path)"' report | sort)" = \
        $'log-damaged log/tile/0/000\nlog-damaged log/tile/entries/000' ]
    [ "$(found report | wc -l)" -eq 2 ] # the log, and the document whose entry it was
}

# resident ARCHIVE: the largest resident set of an audit, and of making the index anew, in KiB
resident() {
    command time -f %M -o peak "$CHANCERY" audit "$1" --json --directory "$specimens/directory.jsonl" \
        --root "$specimens/root.pub" --at 2026-01-01 >report || return
    [ "$(tail -n 1 report | jq '.summary.exit')" = 0 ] && tail -n 1 peak || return
    cp "$1/index.jsonl" index
    sed -i 1d "$1/index.jsonl"
    command time -f %M -o peak "$CHANCERY" archive repair-index "$1" >/dev/null && cmp index "$1/index.jsonl" && tail -n 1 peak
}

@test "U40: an audit stays within 64 MiB, and takes no more for many documents than for few" {
    type -P time >/dev/null || skip 'time is not installed'
    [[ $CHANCERY != *sanitize* ]] || skip 'sanitizers take memory of their own'
    local size i
    local -a few many before=()
    local -a sizes=(5000)
    [ -z "${CHANCERY_LONG-}" ] || sizes=(10000 100000)
    "$tools/archive" make "$specimens" archive-few 1000
    mapfile -t few < <(resident archive-few)
    for size in "${sizes[@]}"; do
        "$tools/archive" make "$specimens" "archive-$size" "$size"
        mapfile -t many < <(resident "archive-$size")
        echo "${few[*]} KiB for 1,000 documents, ${many[*]} for $size"
        [ "${#few[@]} ${#many[@]}" = '2 2' ]
        for i in 0 1; do # a fixed sum more: what is held before there is a file
            [ "${many[i]}" -le 65536 ] && [ "${many[i]}" -le $((few[i] + 2048)) ]
            [ -z "${before[i]-}" ] || [ "${many[i]}" -le $((before[i] + 1024)) ]
        done
        before=("${many[@]}")
    done
}

# items REPORT: of each that is not intact, its name and what was found
items() {
    jq -r 'select(.item) | select(.verdict != "intact" or .findings != []) | "\(.item) \(.findings | map(.code) | join(","))"' "$1"
}

@test "U40, U10, U31: what of an archive does not fit in memory is found all the same, in its order" {
    local whole=(audit archive --integrity-only --at 2026-01-01)
    "$tools/archive" make "$specimens" archive 5000
    local -a bag
    mapfile -t bag < <(cut -d'"' -f4 archive/index.jsonl)
    [ "${#bag[@]}" -eq 5000 ]
    mv "archive/${bag[77]}" archive/stranger
    rm -rf "archive/${bag[4444]}"
    mkdir archive/S_nothing
    echo more >>"archive/${bag[4999]}/bag-info.txt"
    ends 1 "$CHANCERY" "${whole[@]}" --output first
    [ "$(items first | sed 's/,.*//')" = "${bag[77]} bag-moved
${bag[4444]} bag-missing
${bag[4999]} file-altered
S_nothing bag-unknown" ]
    [ "$(jq -r 'select(.item) | .item' first | head -n 5000)" = "$(printf '%s\n' "${bag[@]}")" ]

    # parts, and what is gone on with oldest first, are the same items in the same order
    "$CHANCERY" "${whole[@]}" --shard 1/2 --output part1 >/dev/null || [ $? -le 2 ]
    "$CHANCERY" "${whole[@]}" --shard 2/2 --output part2 >/dev/null || [ $? -le 2 ]
    ends 1 "$CHANCERY" audit --merge part1 part2 --output merged
    cmp <(sed '$d' first) <(sed '$d' merged)
    rm -rf "archive/${bag[4999]}"
    "$CHANCERY" "${whole[@]}" --sample 30 --seed 5 --output sample >/dev/null
    ends 2 "$CHANCERY" "${whole[@]}" --since sample --output later
    [ "$(jq -r 'select(.item) | .item' later | wc -l)" -eq 4971 ]
    [ "$(jq -r 'select(.item and .entry != null) | .entry' later)" = \
        "$(jq -r 'select(.item and .entry != null) | .entry' later | sort -n)" ]

    # and without a place for it nothing is said that is not whole
    ends 3 env TMPDIR="$PWD/absent" "$CHANCERY" "${whole[@]}"
    [[ $output == *"$PWD/absent"*TMPDIR* ]]
    ends 3 bash -c 'ulimit -f 100; trap "" XFSZ; exec "$@"' - "$CHANCERY" "${whole[@]}"
    [[ $output == *TMPDIR* ]]
}
