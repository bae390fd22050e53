# shellcheck shell=bash
# shellcheck disable=SC2154 # output and status are set by bats' run
#
# helpers.bash - what the tests of the program share. CHANCERY is the program's absolute path.

bats_require_minimum_version 1.5.0
: "${CHANCERY:?is the absolute path of the program}"
REPOSITORY=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
DOCUMENT=$REPOSITORY/keys/S-2012-727/S-2012-727.txt
export NO_COLOR=1

# The program without a terminal, whatever the tests are run from.
chancery() {
    setsid --wait "$CHANCERY" "$@"
}

# An empty folder of the test's own, with nothing trusted.
empty_room() {
    cd "$BATS_TEST_TMPDIR" || return 1
    export CHANCERY_HOME=$PWD/home
}

# not COMMAND...: it fails. (A bare ! does not end a test.)
not() {
    ! "$@"
}

# Every file with its mode and contents.
listing() {
    find . -printf '%y %m %p\n' | sort
    find . -type f -print0 | sort -z | xargs -0r sha256sum
}

# spoil FILE OFFSET: the byte there becomes another one.
spoil() {
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    # shellcheck disable=SC2059 # the byte, in octal
    printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# sees TEXT: $output holds it.
sees() {
    [[ "$output" == *"$1"* ]] && return
    printf 'not seen: %s\nin: %s\n' "$1" "$output"
    return 1
}

# ends STATUS COMMAND...: runs it; it must end so.
ends() {
    local expected=$1
    shift
    run "$@"
    [ "$status" -eq "$expected" ] && return
    printf 'status %s, not %s: %s\n%s\n' "$status" "$expected" "$*" "$output"
    return 1
}

# refuses STATUS TEXT COMMAND...: ends so, says TEXT, and leaves every file as it was.
refuses() {
    local expected=$1 text=$2 before
    shift 2
    before=$(listing)
    ends "$expected" "$@" && sees "$text" && [ "$(listing)" = "$before" ]
}

# judged STATUS VERDICT CODE... -- OPTIONS-AND-FILE...: verify says so in JSON, with these
# findings among others, and changes nothing. "!CODE": without this one.
judged() {
    local expected=$1 verdict=$2 code
    local -a codes=()
    shift 2
    while [ "$1" != -- ]; do
        codes+=("$1")
        shift
    done
    shift
    refuses "$expected" '"verdict"' chancery verify --json "$@" || return
    [ "$(jq -r .verdict <<<"$output")" = "$verdict" ] || {
        printf 'verdict: %s\n' "$output"
        return 1
    }
    for code in "${codes[@]}"; do
        if [ "${code#!}" = "$code" ]; then
            jq -e --arg c "$code" 'any(.findings[]; .code == $c)' <<<"$output" >/dev/null
        else
            jq -e --arg c "${code#!}" 'all(.findings[]; .code != $c)' <<<"$output" >/dev/null
        fi || {
            printf 'finding %s: %s\n' "$code" "$output"
            return 1
        }
    done
}

# --- the case of S/2012/727 ------------------------------------------------------------------

keys() {
    local name
    for name; do
        chancery keygen "$name" --no-passphrase >/dev/null || return
    done
}

holder() { # NAME OFFICE KEY SINCE [UNTIL]
    chancery directory add directory.jsonl --name "$1" --office "$2" --key "$3" --since "$4" \
        ${5:+--until "$5"}
}

make_directory() {
    keys root traore diarra ban registry &&
        chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01 &&
        holder 'Dioncounda Traoré' 'Interim President of the Republic; Mali' traore.pub 2012-04-12 2013-09-04 &&
        holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' diarra.pub 2012-04-17 2012-12-11 &&
        holder 'BAN Ki-moon' 'Secretary-General; United Nations' ban.pub 2007-01-01 2016-12-31 &&
        holder 'Documents Registry' 'Documents Registry; United Nations' registry.pub 2000-01-01 &&
        chancery directory authorize directory.jsonl --office 'Documents Registry; United Nations' \
            --acts issue --for 'President of the Security Council; United Nations' --since 2000-01-01 &&
        chancery directory sign directory.jsonl --key root.key &&
        chancery directory trust directory.jsonl --root root.pub
}

make_chain() {
    cp "$DOCUMENT" S-2012-727.txt &&
        chancery outline S-2012-727.txt --split . &&
        chancery draft annex.txt &&
        chancery sign annex.txt --key traore.key --yes &&
        chancery sign annex.txt --key diarra.key --yes &&
        chancery forward cover.txt --annex annex.txt &&
        chancery sign cover.txt --key ban.key --yes &&
        chancery issue S-2012-727.txt --carries cover.txt \
            --from 'Documents Registry; Documents Registry; United Nations' &&
        chancery sign S-2012-727.txt --key registry.key --yes
}

# In setup_file: the directory, and with "chain" every letter signed, made once for the file.
make_case() {
    mkdir "$BATS_FILE_TMPDIR/case" && cd "$BATS_FILE_TMPDIR/case" || return
    export CHANCERY_HOME=$PWD/home
    make_directory >/dev/null || return
    [ "${1-}" != chain ] || make_chain >/dev/null
}

# The document and its letters, cover.txt and annex.txt.
split_document() {
    cp "$DOCUMENT" S-2012-727.txt
    chancery outline S-2012-727.txt --split . >/dev/null
}

# In setup: a copy of it for the test, and into it.
enter_case() {
    cp -a "$BATS_FILE_TMPDIR/case" "$BATS_TEST_TMPDIR/case" && cd "$BATS_TEST_TMPDIR/case" || return
    export CHANCERY_HOME=$PWD/home
}

# --- records made by hand, as an adversary would --------------------------------------------

# envelope KEY PAYLOAD-FILE [TYPE]: a line of a record, signed by openssl.
envelope() {
    local type=${3:-application/vnd.in-toto+json} keyid
    {
        printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(stat -c %s "$2")"
        cat "$2"
    } >envelope.pae
    openssl pkeyutl -sign -rawin -inkey "$1" -in envelope.pae -out envelope.sig || return
    keyid=$(openssl pkey -in "$1" -pubout -outform DER | sha256sum | cut -d' ' -f1)
    printf '{"payload":"%s","payloadType":"%s","signatures":[{"keyid":"%s","sig":"%s"}]}\n' \
        "$(base64 -w0 "$2")" "$type" "$keyid" "$(base64 -w0 envelope.sig)"
    rm -f envelope.pae envelope.sig
}

# statement FILTER [LINE] RECORD: the payload of a line after a jq filter, canonical, in `payload`.
statement() { # FILTER RECORD LINE
    sed -n "${3:-1}p" "$2" | jq -r .payload | base64 -d | jq -jcS "$1" >payload
}

# each CALLS INJECTION: at the first, second … of each of the calls in the file `calls`; INJECTION holds N for the
# number. with_fault makes it happen, is_old_or_new looks at what is left.
each() {
    local call count n
    while read -r call count; do
        [[ " $1 " == *" $call "* || $1 == all ]] || continue
        for ((n = 1; n <= count; n++)); do
            with_fault "$call:${2//N/$n}"
            is_old_or_new "$call $n, $2" || return 1
            tries=$((tries + 1))
        done
    done <calls
}
