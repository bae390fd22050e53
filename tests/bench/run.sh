#!/usr/bin/env bash
# What the program costs, as ratios: tests/bench/run.sh, or one group of it: BENCH=latency|library|sign|canon|directory|log|audit
#
# Each line begins with the ratio of the medians of runs taken in turn, then its target, then what is compared.
# Nothing here passes or fails: times are the machine's.
set -eu
cd "$(dirname "$0")/../.."
: "${CHANCERY:=$PWD/build/gcc-release/chancery}" "${CHANCERY_LIBRARY:=build/gcc-release}" "${RUNS:=401}"
bench=$(realpath "$CHANCERY_LIBRARY")/tests/bench
seedkey=$(realpath "$CHANCERY_LIBRARY")/seedkey
golden=$PWD/keys/S-2012-727
# A file system in memory, so that the disk is not what is measured.
scratch=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
export CHANCERY_HOME=$scratch/home NO_COLOR=1

wanted() # GROUP
{
    [ -z "${BENCH-}" ] || [ "$BENCH" = "$1" ]
}

# compare TARGET WHAT COMMAND... -- COMMAND...
compare() {
    local target=$1 what=$2 first second resident other
    shift 2
    read -r first second resident other _ < <("$bench/runner" "$RUNS" "$@") || return 1
    awk -v a="$first" -v b="$second" -v kib="$resident" -v other="$other" -v target="$target" -v what="$what" 'BEGIN {
        printf "%.2f (target %s) %s: %d us against %d us; %.1f MiB resident against %.1f\n",
            a / b, target, what, a, b, kib / 1024, other / 1024 }'
}

resident() # FILE: of the program that reads it, against its target
{
    local size
    size=$(wc -c <"$1")
    "$bench/runner" 5 "$CHANCERY" canon "$1" -- true | awk -v size="$size" '{
        printf "%.1f MiB resident, canon of %.1f MiB of text (target: 3 times the text and 8 MiB, %.1f)\n",
            $3 / 1024, size / 1048576, 3 * size / 1048576 + 8 }'
}

case ${BENCH-} in
'' | latency | library | sign | canon | directory | log | audit) ;;
*)
    echo "bench: BENCH is latency, library, sign, canon, directory, log or audit, not \"$BENCH\"" >&2
    exit 64
    ;;
esac
if wanted canon; then # reads the repository's specimens
    "$bench/canon" "$RUNS"
    "$bench/canon" 0 'English, 1 MB' >"$scratch/text"
    resident "$scratch/text"
    "$bench/canon" 0 Chinese >"$scratch/text"
    resident "$scratch/text"
    [ "${BENCH-}" != canon ] || exit 0
fi
if wanted audit; then
    scratch=$scratch bench=$bench SEEDKEY=$seedkey tests/bench/audit.sh
    [ "${BENCH-}" != audit ] || exit 0
fi
cp "$golden"/* "$scratch"
cd "$scratch"
"$CHANCERY" directory trust directory.jsonl --root root.pub >/dev/null
echo "Medians of $RUNS runs of each, taken in turn"

if wanted latency || wanted sign; then
    command -v minisign >/dev/null || { echo 'bench: minisign is not installed: make deps' >&2; exit 1; }
    minisign -G -W -f -p minisign.pub -s minisign.key >/dev/null
fi
if wanted latency; then
    minisign -S -s minisign.key -m S-2012-727.txt -x one.minisig >/dev/null
    compare 2.00 'verify of 3 acts, 4 signatures and a signed directory / minisign -V of one signature' \
        "$CHANCERY" verify S-2012-727.txt -- \
        minisign -V -p minisign.pub -m S-2012-727.txt -x one.minisig
    echo "     (target of resident memory: 16 MiB)"
fi
if wanted library; then
    "$bench/library" S-2012-727.txt "$CHANCERY_HOME" "$RUNS"
fi
if wanted sign; then
    "$seedkey" 4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb traore.key
    mkdir fresh
    cp annex.txt fresh
    "$CHANCERY" draft fresh/annex.txt >/dev/null
    for run in $(seq 0 $((RUNS + 2))); do # and three to warm up
        cp -r fresh "$run"
    done
    compare 2.00 'sign with an unencrypted key / minisign -S with an unencrypted key' \
        "$CHANCERY" sign @/annex.txt --key traore.key --yes -- \
        minisign -S -s minisign.key -m @/annex.txt -x @/annex.minisig
fi
if wanted directory; then
    # Holders of the first version, of the last, versions: growing, and as many in each.
    for size in '1000 1000 1' '10000 10000 1' '10 1000 100' '100 10000 100' '10000 10000 100'; do
        read -r first holders versions <<<"$size"
        rm -f many.pub
        "$bench/directory" make many.jsonl many.pub "$first" "$holders" "$versions"
        "$bench/directory" load many.jsonl many.pub "$scratch/many" 5
    done
fi
if wanted log; then
    "$bench/log" batch "$scratch" "$((RUNS < 21 ? RUNS : 21))"
    "$bench/log" grown "$scratch" "$((RUNS < 201 ? RUNS : 201))"
fi
