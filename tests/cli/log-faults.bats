#!/usr/bin/env bats
# Faults while a log grows: kills, full disks, failing disks, short writes. Whatever happens, the log is
# the old one or the new one, and what was printed is in it.

load helpers
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0:verify_asan_link_order=0" # strace and LD_PRELOAD in its way

setup_file() {
    make_case chain
    keys log
    chancery log init log --origin registry.example/letters --key log.key >vkey
    local -a records=()
    local i
    for ((i = 0; i < 254; i++)); do
        records+=(annex.txt)
    done
    chancery log append log "${records[@]}" >/dev/null
    # what one batch over a tile's end calls, by name and number
    if command -v strace >/dev/null && strace -o /dev/null true; then
        cp -a log traced
        cp -a home traced-home
        CHANCERY_HOME=$PWD/traced-home strace -f -qq -o trace "$CHANCERY" log append traced "${BATCH[@]}" >/dev/null
        sed -E 's/^[0-9]+ +//; s/\(.*//' trace | grep -E '^[a-z0-9_]+$' | sort | uniq -c | awk '{print $2, $1}' >calls
    fi
}

BATCH=(annex.txt cover.txt S-2012-727.txt)

setup() {
    enter_case
    sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" log/log.json
    cp -a log good
    cp -a home/logs remembered
}

needs_strace() {
    [ -s calls ] || skip 'strace is not installed, or may not trace here'
}

size() {
    sed -n 2p log/checkpoint
}

# The log as it was, and what is remembered of it.
begin_again() {
    rm -rf log home/logs
    cp -a good log
    cp -a remembered home/logs
}

# with_fault INJECTION: the batch, on the log as it was, with this fault of strace.
with_fault() {
    begin_again
    status=0
    output=$(strace -f -qq -o /dev/null -e trace="${1%%:*}" -e inject="$1" \
        "$CHANCERY" log append log "${BATCH[@]}" 2>stderr) || status=$?
}

# The log is whole, old or new (of which the check remembers nothing); all that was printed is in it, and success is not said of the old one.
is_old_or_new() { # WHAT: for the message
    local said=$output ended=$status index hash
    CHANCERY_HOME=/dev/null/none "$CHANCERY" log check log >report || { echo "$1: $(cat report)"; return 1; }
    [ "$(size)" = 254 ] || [ "$(size)" = 257 ] || { echo "$1: $(size) entries"; return 1; }
    [ "$ended" -ne 0 ] || [ "$(size)" = 257 ] || { echo "$1: said to be done"; return 1; }
    while read -r index hash; do
        [[ "$index" =~ ^[0-9]+$ && ${#hash} -eq 64 ]] || continue
        [ "$(size)" = 257 ] || { echo "$1: entry $index was printed, and is not there"; return 1; }
    done <<<"$said"
}

WRITING='write fsync rename mkdir unlink rmdir flock'

@test "L13: killed at each system call, the log is the old or the new one" {
    needs_strace
    tries=0
    if [ -n "${CHANCERY_LONG-}" ]; then
        each all signal=KILL:when=N
        [ "$tries" -gt 200 ]
    else
        each "$WRITING" signal=KILL:when=N
        [ "$tries" -gt 40 ]
    fi
}

@test "L13: a disk that is full or fails, once or from then on" {
    needs_strace
    local error
    tries=0
    for error in ENOSPC EIO; do
        each write "error=$error:when=N"
        each 'fsync rename mkdir' "error=$error:when=N+"
        [ -z "${CHANCERY_LONG-}" ] || each "$WRITING openat close read" "error=$error:when=N"
        [ -z "${CHANCERY_LONG-}" ] || each "$WRITING openat close read" "error=$error:when=N+"
    done
    [ "$tries" -gt 40 ]
}

@test "L13: what failed at a fault can be done again at once" {
    needs_strace
    with_fault write:error=ENOSPC:when=2
    [ "$status" -eq 3 ]
    grep -q 'No space left' stderr
    ends 0 chancery log append log "${BATCH[@]}"
    [ "$(size)" = 257 ]
    ends 0 chancery log check log
    [ ! -e log/new ]
}

@test "L13: a large batch that does not reach the disk is not acknowledged" {
    needs_strace
    local -a many=()
    local i error
    for ((i = 0; i < 2500; i++)); do
        many+=(annex.txt)
    done
    for error in error=EIO error=ENOSPC signal=KILL; do
        begin_again
        status=0
        output=$(strace -f -qq -o /dev/null -e trace=syncfs -e inject="syncfs:$error" \
            "$CHANCERY" log append log "${many[@]}" 2>stderr) || status=$?
        [ "$status" -ne 0 ] && [ -z "$output" ] && [ "$(size)" = 254 ]
        is_old_or_new "syncfs $error"
    done
    chancery log append log "${many[@]}" >/dev/null
    [ "$(size)" = 2754 ]
    ends 0 chancery log check log
}

@test "L13: an interrupted write or lock goes on" {
    needs_strace
    local call count n last
    while read -r call count; do
        last=0
        [ "$call" != write ] || last=1 # it is to standard output, when all is done
        for ((n = 1; n <= count - last; n++)); do
            with_fault "$call:error=EINTR:when=$n"
            is_old_or_new "$call $n EINTR"
            [ "$status" -eq 0 ]
        done
    done < <(grep -E '^(write|flock) ' calls)
}

@test "L13: short writes lose nothing" {
    "${CC:-cc}" -shared -fPIC -O1 -o short.so "$REPOSITORY/tests/short_write.c" || skip 'no compiler'
    ends 0 env LD_PRELOAD="$PWD/short.so" "$CHANCERY" log append log "${BATCH[@]}"
    [ "$(size)" = 257 ]
    ends 0 chancery log check log
    mv log short
    begin_again
    chancery log append log "${BATCH[@]}" >/dev/null
    ends 0 diff -r log short
}

@test "L13: sixteen writers at once, half of them killed: nothing that was printed is lost" {
    needs_strace
    local i index hash tile
    for i in {1..16}; do
        if [ $((i % 2)) -eq 0 ]; then
            strace -f -qq -o /dev/null -e trace=fsync -e inject=fsync:signal=KILL:when=$((i / 2 + 1)) \
                "$CHANCERY" log append log annex.txt >"out.$i" 2>/dev/null &
        else
            "$CHANCERY" log append log annex.txt >"out.$i" 2>"err.$i" &
        fi
    done
    wait || true
    ends 0 chancery log check log
    for ((i = 1; i <= 16; i += 2)); do
        [ -s "out.$i" ] || { cat "err.$i"; return 1; }
    done
    [ "$(cut -d' ' -f1 out.* | sort | uniq -d | wc -l)" -eq 0 ]
    while read -r index hash; do
        [ "$index" -lt "$(size)" ]
        tile=log/tile/0/$(printf '%03d' $((index / 256)))
        [ -e "$tile" ] || tile=$(find "$tile.p" -type f | sort -t/ -k5 -n | tail -n 1)
        [ "$(xxd -p -c 32 -s $((index % 256 * 32)) -l 32 "$tile")" = "$hash" ]
    done < <(cat out.*)
}

@test "a log on a file system that is read-only is read, checked and proven, and not added to" {
    unshare -rm sh -c 'mount --bind log log && mount -o remount,bind,ro log' || skip 'no mounts may be made here'
    cat >script <<'S'
set -e
mount --bind log log && mount -o remount,bind,ro log
"$CHANCERY" log check log
"$CHANCERY" log checkpoint log
"$CHANCERY" log prove log annex.txt -o proof
"$CHANCERY" verify annex.txt --proof proof --log-key vkey
status=0
"$CHANCERY" log append log annex.txt || status=$?
echo "append ended with $status"
S
    ends 0 unshare -rm bash script
    sees 'GOOD: registry.example/letters, 254 entries' && sees 'logged: entry 0' && sees 'append ended with 3'
    sees 'Read-only file system'
    ends 0 diff -r log good
}
