#!/usr/bin/env bash
# What auditing a generated archive costs, as ratios of documents (or files) a second; called by run.sh, with
# DOCUMENTS=1000 in the archive and AUDIT_RUNS=3 runs of each, taken in turn, after three to warm up. A program that is
# not installed is left out, and that is said. Loops of other programs verify one signature a document.
set -eu
: "${CHANCERY:?}" "${SEEDKEY:?}" "${scratch:?}" "${bench:?}" "${DOCUMENTS:=1000}" "${AUDIT_RUNS:=3}"
repository=$PWD
"$repository/tests/bench/specimens.sh" "$scratch/specimens"
cd "$scratch"
export CHANCERY_HOME=$scratch/audit-home
"$bench/archive" make specimens archive "$DOCUMENTS"
few=$((DOCUMENTS < 100 ? DOCUMENTS : 100)) # documents of a loop
mkdir documents
"$bench/archive" documents specimens documents "$few"
audit=("$CHANCERY" audit archive --directory specimens/directory.jsonl --root specimens/root.pub --at 2026-01-01 --json)
echo "Medians of $AUDIT_RUNS audits of $DOCUMENTS documents with four signatures each, taken in turn with the other"

# rate TARGET WHAT UNITS OTHER-UNITS COMMAND... -- COMMAND...
rate() {
    local target=$1 what=$2 units=$3 others=$4 first second resident mine its
    shift 4
    read -r first second resident _ mine its < <("$bench/runner" "$AUDIT_RUNS" "$@") || return 1
    awk -v a="$first" -v b="$second" -v m="$units" -v n="$others" -v kib="$resident" -v p="$mine" -v q="$its" -v target="$target" -v what="$what" 'BEGIN {
        printf "%.2f (target %s) %s: %d a second against %d; %.2f by processor time; %.1f MiB resident\n",
            m / a / (n / b), target, what, m * 1e6 / a, n * 1e6 / b, m / p / (n / q), kib / 1024 }'
}

missing() { # PROGRAM
    command -v "$1" >/dev/null && return 1
    echo "     $1 is not installed: left out"
}

rate 0.75 'full audit, one job / its Ed25519 verifications alone' "$DOCUMENTS" "$DOCUMENTS" "${audit[@]}" -- \
    "$bench/archive" verify specimens "$DOCUMENTS"
rate 1.80 'full audit, two jobs / one job' "$DOCUMENTS" "$DOCUMENTS" "${audit[@]}" --jobs 2 -- "${audit[@]}"
files=$(find archive -type f | wc -l)
if ! missing hashdeep; then
    hashdeep -c sha256 -r -l archive >known
    rate 1.50 'audit --integrity-only / hashdeep -a, files' "$files" "$files" \
        "$CHANCERY" audit archive --integrity-only --json -- hashdeep -c sha256 -r -l -a -k known archive
fi

# loop WHAT COMMAND: the command in sh, with $f for the document
loop() {
    # shellcheck disable=SC2016 # $f is of the inner shell
    rate reported "full audit, four signatures a document / loop of $1, one" "$DOCUMENTS" "$few" "${audit[@]}" -- \
        sh -c 'for f in documents/*.txt; do '"$2"' || exit 1; done'
}

if ! missing minisign; then
    minisign -G -W -f -p mini.pub -s mini.key >/dev/null
    for f in documents/*.txt; do
        minisign -S -s mini.key -m "$f" -x "$f.minisig" >/dev/null
    done
    # shellcheck disable=SC2016
    loop 'minisign -V' 'minisign -Vq -p mini.pub -m "$f" -x "$f.minisig"'
fi
if ! missing gpg; then
    mkdir -m 700 gnupg
    export GNUPGHOME=$scratch/gnupg
    gpg --batch --quiet --passphrase '' --quick-generate-key specimen@example.invalid ed25519 sign never 2>/dev/null
    for f in documents/*.txt; do
        gpg --batch --quiet --detach-sign -o "$f.sig" "$f"
    done
    # shellcheck disable=SC2016
    loop 'gpg --verify' 'gpg --batch --quiet --verify "$f.sig" "$f" 2>/dev/null'
    gpgconf --kill all
fi
for f in documents/*.txt; do
    openssl pkeyutl -sign -rawin -inkey specimens/registry.key -in "$f" -out "$f.raw"
done
# shellcheck disable=SC2016
loop 'openssl pkeyutl' 'openssl pkeyutl -verify -rawin -pubin -inkey specimens/registry.pub -in "$f" -sigfile "$f.raw" >/dev/null'
PATH=$PATH:$repository/build/interop/venv/bin
if ! missing bagit.py; then
    mapfile -t bags < <(find archive -mindepth 1 -maxdepth 1 -name 'S_*' | sort | head -n "$few")
    rate reported 'full audit / bagit.py --validate, digests alone' "$DOCUMENTS" "$few" "${audit[@]}" -- \
        bagit.py --quiet --validate "${bags[@]}"
fi
echo "     (target of resident memory: 64 MiB)"
"$bench/archive" sign specimens "$DOCUMENTS"
