#!/usr/bin/env bats
# Faults while an archive grows: kills, full disks, failing disks, short writes. Whatever happens, the archive is the
# old one or the new one once it is settled, and what was printed is in it.

load helpers
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0:verify_asan_link_order=0" # strace and LD_PRELOAD in its way

BATCH=(cover.txt S-2012-727.txt)

setup_file() {
    make_case chain
    keys log
    chancery archive init archive --origin registry.example/letters --key log.key >vkey
    chancery archive add archive annex.txt >/dev/null
    # what one add calls, by name and number
    if command -v strace >/dev/null && strace -o /dev/null true; then
        cp -a archive traced
        cp -a home traced-home
        CHANCERY_HOME=$PWD/traced-home strace -f -qq -o trace "$CHANCERY" archive add traced "${BATCH[@]}" >/dev/null
        sed -E 's/^[0-9]+ +//; s/\(.*//' trace | grep -E '^[a-z0-9_]+$' | sort | uniq -c | awk '{print $2, $1}' >calls
    fi
}

setup() {
    enter_case
    sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" archive/log/log.json
    cp -a archive good
    cp -a home/logs remembered
}

needs_strace() {
    [ -s calls ] || skip 'strace is not installed, or may not trace here'
}

size() {
    sed -n 2p archive/log/checkpoint
}

begin_again() {
    rm -rf archive home/logs
    cp -a good archive
    cp -a remembered home/logs
}

# with_fault INJECTION: the batch, into the archive as it was, with this fault of strace.
with_fault() {
    begin_again
    status=0
    output=$(strace -f -qq -o /dev/null -e trace="${1%%:*}" -e inject="$1" \
        "$CHANCERY" archive add archive "${BATCH[@]}" 2>stderr) || status=$?
}

# Index, log and bags say the same, of 1 or 3 documents, and every bag is whole.
is_whole() {
    local bag hex entries
    entries=$(size)
    [ "$(wc -l <archive/index.jsonl)" = "$entries" ] || { echo "$entries entries: $(cat archive/index.jsonl)"; return 1; }
    [ "$(find archive -mindepth 1 -maxdepth 1 -type d ! -name log ! -name .adding | wc -l)" = "$entries" ] || { ls -A archive; return 1; }
    [ -z "$(ls -A archive/.adding)" ] || { ls -A archive/.adding; return 1; }
    while read -r bag hex; do
        [ "$(sha256sum <"archive/$bag/tagmanifest-sha256.txt" | cut -c1-64)" = "$hex" ] || { echo "$bag is another"; return 1; }
        (cd "archive/$bag" && sha256sum --quiet -c tagmanifest-sha256.txt manifest-sha256.txt) || return 1
    done < <(jq -r '.bag + " " + .tagmanifest' archive/index.jsonl)
}

# After settling the archive is whole, old or new; all that was printed is in it, and success is not said of the old one.
is_old_or_new() { # WHAT: for the message
    local said=$output ended=$status index bag
    "$CHANCERY" archive list archive >listed 2>&1 || grep -q 'repair-index' listed || { echo "$1: $(cat listed)"; return 1; }
    "$CHANCERY" archive repair-index archive >report 2>&1 || { echo "$1: $(cat report)"; return 1; }
    is_whole || { echo "at $1"; return 1; }
    [ "$(size)" = 1 ] || [ "$(size)" = 3 ] || { echo "$1: $(size) entries"; return 1; }
    [ "$ended" -ne 0 ] || [ "$(size)" = 3 ] || { echo "$1: said to be done"; return 1; }
    while read -r index bag; do
        [[ "$index" =~ ^[0-9]+$ ]] || continue
        [ "$(sed -n "$((index + 1))p" archive/index.jsonl | jq -r .bag)" = "$bag" ] || { echo "$1: $bag was printed, and is not there"; return 1; }
    done <<<"$said"
}

WRITING='fsync rename renameat renameat2 mkdirat unlink unlinkat flock syncfs linkat ftruncate'

@test "A22: killed at each system call, the archive is the old or the new one" {
    needs_strace
    tries=0
    if [ -n "${CHANCERY_LONG-}" ]; then
        each all signal=KILL:when=N
        [ "$tries" -gt 300 ]
    else
        each "$WRITING" signal=KILL:when=N
        [ "$tries" -gt 25 ]
    fi
}

@test "A22: killed at a write: the index may be torn, and is mended" {
    needs_strace
    tries=0
    each write signal=KILL:when=N
    [ "$tries" -gt 15 ]
    begin_again
    "$CHANCERY" archive add archive "${BATCH[@]}" >/dev/null
    # as if the machine had stopped while the index grew
    head -c -50 archive/index.jsonl >torn
    tail -n 2 archive/index.jsonl >archive/.adding/plan.jsonl
    cp torn archive/index.jsonl
    mv archive/cover archive/.adding/
    ends 0 chancery archive list archive
    sees 'interrupted'
    ends 0 chancery archive add archive annex.txt
    [ "$output" = 'held already annex' ]
    is_whole && [ "$(size)" = 3 ]
}

@test "A22: a disk that is full or fails, once or from then on" {
    needs_strace
    local error
    tries=0
    for error in ENOSPC EIO; do
        each 'renameat renameat2 mkdirat syncfs fsync linkat' "error=$error:when=N"
        [ -z "${CHANCERY_LONG-}" ] || each "$WRITING write openat read" "error=$error:when=N"
        [ -z "${CHANCERY_LONG-}" ] || each "$WRITING write openat read close" "error=$error:when=N+"
    done
    each write error=ENOSPC:when=N
    [ "$tries" -gt 40 ]
}

@test "A22: what failed at a fault can be done again at once" {
    needs_strace
    with_fault write:error=ENOSPC:when=2
    [ "$status" -eq 3 ]
    grep -q 'No space left' stderr
    is_whole && [ "$(size)" = 1 ]
    ends 0 chancery archive add archive "${BATCH[@]}"
    is_whole && [ "$(size)" = 3 ]
}

@test "A22: an interrupted write or lock goes on" {
    needs_strace
    local call count n
    while read -r call count; do
        for ((n = 1; n <= count; n++)); do
            [ "$call" != write ] || [ "$n" -lt "$count" ] || continue # it is to standard output, when all is done
            with_fault "$call:error=EINTR:when=$n"
            [ "$status" -eq 0 ] || { echo "$call $n: $(cat stderr)"; return 1; }
            is_old_or_new "$call $n EINTR"
        done
    done < <(grep -E '^(write|flock) ' calls)
}

@test "A22: short writes lose nothing" {
    "${CC:-cc}" -shared -fPIC -O1 -o short.so "$REPOSITORY/tests/short_write.c" || skip 'no compiler'
    ends 0 env LD_PRELOAD="$PWD/short.so" "$CHANCERY" archive add archive "${BATCH[@]}"
    is_whole && [ "$(size)" = 3 ]
}

@test "A22: sixteen writers at once, half of them killed: nothing that was printed is lost" {
    needs_strace
    local i index bag
    for i in {1..16}; do
        mkdir "room$i" && cp annex.txt "room$i/letter-$i.txt" && cp annex.txt.intoto.jsonl "room$i/letter-$i.txt.intoto.jsonl"
        if [ $((i % 2)) -eq 0 ]; then
            strace -f -qq -o /dev/null -e trace=fsync -e inject=fsync:signal=KILL:when=$((i / 2)) \
                "$CHANCERY" archive add archive "room$i/letter-$i.txt" >"out.$i" 2>/dev/null &
        else
            "$CHANCERY" archive add archive "room$i/letter-$i.txt" >"out.$i" 2>"err.$i" &
        fi
    done
    wait || true
    for ((i = 1; i <= 16; i += 2)); do
        [ -s "out.$i" ] || { cat "err.$i"; return 1; }
    done
    "$CHANCERY" archive repair-index archive
    is_whole
    ends 0 chancery log check archive/log
    [ "$(cut -d' ' -f1 out.* | sort | uniq -d | wc -l)" -eq 0 ]
    while read -r index bag; do
        [ "$(sed -n "$((index + 1))p" archive/index.jsonl | jq -r .bag)" = "$bag" ]
    done < <(cat out.*)
}

@test "A22: an archive on a file system that is read-only is listed and exported, and not added to" {
    unshare -rm sh -c 'mount --bind archive archive && mount -o remount,bind,ro archive' || skip 'no mounts may be made here'
    cat >script <<'S'
set -e
mount --bind archive archive && mount -o remount,bind,ro archive
"$CHANCERY" archive list archive
"$CHANCERY" archive export archive annex -o out
status=0
"$CHANCERY" archive add archive cover.txt || status=$?
echo "add ended with $status"
S
    ends 0 unshare -rm bash script
    sees '0  annex' && sees 'out/annex' && sees 'add ended with 3' && sees 'Read-only file system'
    ends 0 diff -r archive good
}
