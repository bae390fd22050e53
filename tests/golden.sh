#!/usr/bin/env bash
# The golden case: remakes S/2012/727 from published test seeds by the commands of the README and compares every
# file byte for byte with keys/S-2012-727/, then judges it as of a fixed day, so that it never rots.
#
#   tests/golden.sh            TAP, for tests/run.sh
#   tests/golden.sh --write    writes keys/S-2012-727/ anew, after a change that is meant
# shellcheck disable=SC2317 # most functions are called through check
set -u
cd "$(dirname "$0")/.." || exit 1
golden=$PWD/keys/S-2012-727
page=$PWD/spec/by-hand.md
by_hand=$PWD/tests/golden/by-hand.sh
schema=$PWD/spec/verdict.schema.json
: "${CHANCERY:=$PWD/build/gcc-release/chancery}" "${CHANCERY_LIBRARY:=build/gcc-release}"
seedkey=$(realpath "$CHANCERY_LIBRARY/seedkey") || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
mkdir "$scratch/case" "$scratch/bin"
ln -s "$CHANCERY" "$scratch/bin/chancery"
PATH=$scratch/bin:$PATH
export CHANCERY_HOME=$scratch/home NO_COLOR=1

# The secret keys of RFC 8032, section 7.1: everybody has them. Never use them for anything real.
remake_keys() {
    local name seed
    while read -r name seed; do
        "$seedkey" "$seed" "$name.key" && openssl pkey -in "$name.key" -pubout -out "$name.pub" || return 1
    done <<'END'
root     9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60
traore   4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb
diarra   c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7
ban      f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5
registry 833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42
END
}

# Once, for the registry. The id, random for a real directory, is fixed.
make_directory() {
    chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01 \
        --id "$(printf S/2012/727 | sha256sum | cut -c1-64)" &&
    chancery directory add  directory.jsonl --name 'Dioncounda Traoré' --office 'Interim President of the Republic; Mali' --key traore.pub --since 2012-04-12 --until 2013-09-04 &&
    chancery directory add  directory.jsonl --name 'Cheick Modibo Diarra' --office 'Prime Minister; Mali' --key diarra.pub --since 2012-04-17 --until 2012-12-11 &&
    chancery directory add  directory.jsonl --name 'BAN Ki-moon' --office 'Secretary-General; United Nations' --key ban.pub --since 2007-01-01 --until 2016-12-31 &&
    chancery directory add  directory.jsonl --name 'Documents Registry' --office 'Documents Registry; United Nations' --key registry.pub --since 2000-01-01 &&
    chancery directory authorize directory.jsonl --office 'Documents Registry; United Nations' --acts issue --for 'President of the Security Council; United Nations' --since 2000-01-01 &&
    chancery directory sign  directory.jsonl --key root.key --yes &&
    chancery directory trust directory.jsonl --root root.pub
}

# For the letter.
make_records() {
    chancery outline S-2012-727.txt --split . &&
    chancery draft   annex.txt &&
    chancery sign    annex.txt --key traore.key --yes &&
    chancery sign    annex.txt --key diarra.key --yes &&
    chancery forward cover.txt --annex annex.txt &&
    chancery sign    cover.txt --key ban.key --yes &&
    chancery issue   S-2012-727.txt --carries cover.txt --from 'Documents Registry; Documents Registry; United Nations' &&
    chancery sign    S-2012-727.txt --key registry.key --yes &&
    chancery verify  S-2012-727.txt
}

number=0 failed=0
result() # STATUS WHAT: one line of TAP
{
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        failed=1
    fi
}

check() # WHAT COMMAND...: the command must succeed; what it says is shown only if it does not
{
    local what=$1 status=0
    shift
    "$@" >"$scratch/log" 2>&1 || status=1
    result "$status" "$what"
    [ "$status" -eq 0 ] || sed 's/^/# /' "$scratch/log"
}

skip() # WHAT WHY
{
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

judge() # OUT: the verdict as JSON, as of the fixed day
{
    chancery verify S-2012-727.txt --json --at 2026-01-01 >"$1"
}

# Nothing but the document, its record, the directory and the root key.
stands_alone() {
    mkdir "$scratch/alone" &&
        cp S-2012-727.txt S-2012-727.txt.intoto.jsonl directory.jsonl root.pub "$scratch/alone" &&
        (cd "$scratch/alone" &&
            CHANCERY_HOME=$scratch/nothing chancery verify S-2012-727.txt --directory directory.jsonl \
                --root root.pub --json --at 2026-01-01) | cmp - "$golden/verdict.json"
}

# Another Ed25519 accepts every signature over what `show --pae` writes, and refuses it over one changed byte.
openssl_accepts() {
    local line=0 envelope name
    while read -r envelope; do
        line=$((line + 1))
        name=$(signer "$(jq -r '.signatures[0].keyid' <<<"$envelope")") &&
            chancery show S-2012-727.txt --pae "$line" >"$scratch/pae" &&
            chancery show S-2012-727.txt --signature "$line" >"$scratch/sig" &&
            pkeyutl "$name" && { printf x >>"$scratch/pae"; ! pkeyutl "$name"; } || return 1
    done <S-2012-727.txt.intoto.jsonl
    [ "$line" -eq 4 ]
}

pkeyutl() # NAME
{
    openssl pkeyutl -verify -rawin -pubin -inkey "$1.pub" -in "$scratch/pae" -sigfile "$scratch/sig"
}

signer() # KEYID: whose public key it is
{
    local name
    for name in root traore diarra ban registry; do
        [ "$(openssl pkey -pubin -in "$name.pub" -outform DER | sha256sum | cut -c1-64)" != "$1" ] || { echo "$name"; return; }
    done
    return 1
}

holds_no_secret() {
    ! grep -rl 'PRIVATE KEY' "$golden/.."
}

validate='import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[2])), json.load(open(sys.argv[1])))'

cd "$scratch/case" || exit 1
umask 077
cp "$golden/S-2012-727.txt" .
check 'the keys are made' remake_keys
check 'the directory is made, signed and trusted' make_directory
check 'the letter is signed, forwarded, issued and verified' make_records
check 'the verdict of 2026-01-01 is authentic' judge verdict.json
made='root.pub traore.pub diarra.pub ban.pub registry.pub directory.jsonl annex.txt annex.txt.intoto.jsonl
    cover.txt cover.txt.intoto.jsonl S-2012-727.txt.intoto.jsonl verdict.json'
if [ "${1-}" = --write ]; then
    # shellcheck disable=SC2086 # a list of names
    [ "$failed" -eq 0 ] && install -m 644 $made "$golden"
    exit
fi
for file in $made; do
    check "keys/S-2012-727/$file is remade byte for byte" cmp "$file" "$golden/$file"
done
check 'no other file is left' test "$(find . -type f ! -name '*.key' | wc -l)" -eq "$(find "$golden" -type f | wc -l)"
check 'the record stands alone' stands_alone
check 'openssl accepts each signature over what show --pae writes' openssl_accepts
check 'spec/by-hand.md verifies it with other tools, as it says' "$by_hand" "$page" "$golden"
check 'keys/ holds no secret key' holds_no_secret
if python3 -c 'import jsonschema' 2>/dev/null; then
    check 'the verdict fits its schema' python3 -c "$validate" "$schema" verdict.json
else
    skip 'the verdict fits its schema' 'python3-jsonschema is not installed'
fi
echo "1..$number"
exit $failed
