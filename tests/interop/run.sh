#!/usr/bin/env bash
# Other programs on the golden case: every envelope of its record and its directory must verify in each, and an
# altered one must fail; every statement must parse. They are installed under build/interop/ by their own package
# clients; one that cannot be had is skipped and said. The last line is "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/../.." || exit 1
golden=$PWD/keys/S-2012-727
checks=$PWD/tests/interop
room=$PWD/build/interop
rm -rf "$room/cases"
mkdir -p "$room/cases" && cp "$golden"/*.txt "$room/cases" && cd "$room/cases" || exit 1

# NAME.good.json and its altered twins, with the public key that made it as NAME.pub.
add_case() # NAME ENVELOPE
{
    local keyid pub
    jq -c . <<<"$2" >"$1.good.json"
    jq -c '.payload |= (@base64d | sub("2012"; "2013") | @base64)' "$1.good.json" >"$1.payload.json"
    jq -c '.signatures[0].sig |= (if startswith("A") then "B" else "A" end) + .[1:]' "$1.good.json" >"$1.signature.json"
    jq -c '.payloadType += "x"' "$1.good.json" >"$1.type.json"
    keyid=$(jq -r '.signatures[0].keyid' "$1.good.json")
    for pub in "$golden"/*.pub; do
        [ "$(openssl pkey -pubin -in "$pub" -outform DER | sha256sum | cut -c1-64)" != "$keyid" ] || cp "$pub" "$1.pub"
    done
}

# The question in shell: the pre-authentication encoding, and OpenSSL's Ed25519.
check_openssl() # CASE.json...
{
    local file type verdict
    for file; do
        type=$(jq -r .payloadType "$file")
        jq -r .payload "$file" | base64 -d >payload
        jq -r '.signatures[0].sig' "$file" | base64 -d >sig
        { printf 'DSSEv1 %d %s %d ' ${#type} "$type" "$(wc -c <payload)" && cat payload; } >pae
        verdict=refused
        openssl pkeyutl -verify -rawin -pubin -inkey "${file%%.*}.pub" -in pae -sigfile sig >/dev/null && verdict=accepted
        echo "$verdict ${file%.json}"
    done
}

passed=0 failed=0 skipped=0
# The good must be accepted and the altered refused, each file once.
judge() # PROGRAM WANTED COMMAND...
{
    local program=$1 wanted=$2 good
    shift 2
    "$@" >"$room/answers" 2>"$room/complaints"
    good=$(grep -cE '^(accepted .*\.good|refused .*\.(payload|signature|type))$' "$room/answers")
    echo "$program: $good of $wanted as they must be"
    [ "$good" -eq "$wanted" ] || cat "$room/answers" "$room/complaints"
    passed=$((passed + good)) failed=$((failed + wanted - good))
}

skip() # PROGRAM
{
    echo "$1: skipped, it could not be installed"
    tail -n 3 "$room/install.log"
    skipped=$((skipped + 1))
}

# Installed once; asked again only if it is not there.
python_has() # MODULES PACKAGE...
{
    local modules=$1
    shift
    "$room/venv/bin/python" -c "import $modules" 2>/dev/null && return
    {
        [ -x "$room/venv/bin/python" ] || python3 -m venv "$room/venv"
        "$room/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
    } >"$room/install.log" 2>&1 && "$room/venv/bin/python" -c "import $modules" 2>>"$room/install.log"
}

node_has() # MODULE PACKAGE...
{
    local module=$1
    shift
    command -v node >/dev/null || { echo 'there is no node' >"$room/install.log"; return 1; }
    node -e "require('$module')" 2>/dev/null ||
        npm install --prefix "$room/npm" --no-audit --no-fund --no-save --loglevel=error "$@" >"$room/install.log" 2>&1
}

# A log of 314 entries that two witnesses have cosigned, one with an entry altered, one with a checkpoint altered,
# and one with a cosignature altered; and proofs from it: good ones of the first and the last entry, one of another
# entry, one with a hash altered, one with a cosignature altered.
make_logs()
{
    local record=$golden/S-2012-727.txt.intoto.jsonl count name
    local -a records
    export CHANCERY_HOME=$PWD/home
    for name in logkey w1 w2; do
        "$CHANCERY" keygen "$name" --no-passphrase >/dev/null || return
    done
    cp "$record" .
    "$CHANCERY" log init log.good --origin registry.example/letters --key logkey.key >log.vkey || return
    for count in 3 250 60; do
        mapfile -t records < <(yes "$record" | head -n "$count")
        "$CHANCERY" log append log.good "${records[@]}" >/dev/null || return
    done
    "$CHANCERY" log append log.good annex.txt >/dev/null || return
    for name in w1 w2; do
        "$CHANCERY" log cosign log.good --name "witness.example/$name" --key $name.key >$name.vkey || return
    done
    for name in payload signature type; do
        cp -r log.good "log.$name"
    done
    sed -i 's/document 0/document 1/;t;s/document ./document 0/' log.payload/tile/entries/000
    sed -i '2s/./9/' log.signature/checkpoint
    sed -i '$s/.\{8\}$/AAAAAA==/' log.type/checkpoint
    "$CHANCERY" log prove log.good "$record" -o first.good && "$CHANCERY" log prove log.good annex.txt -o last.good || return
    sed 's/^index 313$/index 312/' last.good >last.payload
    sed '4s/^./+/;4s/^++/A/' last.good >last.type
    sed '$s/.\{8\}$/AAAAAA==/' last.good >last.signature
}

# Go's own note and tlog.
check_go()
{
    "$room/check_log" "$(cat log.vkey),$(cat w1.vkey),$(cat w2.vkey)" \
        log.good log.payload log.signature log.type first.good last.good last.payload last.type last.signature
}

# The document in a bag of an archive and an export of it, and each with the payload, a tag file and the manifests
# altered.
make_bags()
{
    local bag
    export CHANCERY_HOME=$PWD/home
    "$CHANCERY" keygen archivekey --no-passphrase >/dev/null || return
    "$CHANCERY" archive init archive --origin registry.example/archive --key archivekey.key >/dev/null &&
        "$CHANCERY" archive add archive "$golden/S-2012-727.txt" --directory "$golden/directory.jsonl" \
            --root "$golden/root.pub" >/dev/null &&
        "$CHANCERY" archive export archive S_2012_727-en-1 -o out >/dev/null || return
    mv archive/S_2012_727-en-1 kept.good && mv out/S_2012_727-en-1 exported.good
    for bag in kept exported; do
        cp -r $bag.good $bag.payload && echo >>$bag.payload/data/S-2012-727.txt
        cp -r $bag.good $bag.signature && sed -i 's/727/728/' $bag.signature/bag-info.txt
        cp -r $bag.good $bag.type && sed -i '$d' $bag.type/manifest-sha256.txt
    done
}

check_bagit() # BAG...
{
    local bag
    for bag; do
        if "$room/venv/bin/python" -m bagit --quiet --validate "$bag"; then echo "accepted $bag"; else echo "refused $bag"; fi
    done
}

line=0
while read -r envelope; do
    line=$((line + 1))
    add_case "line$line" "$envelope"
done <"$golden/S-2012-727.txt.intoto.jsonl"
add_case directory "$(cat "$golden/directory.jsonl")"
envelopes=(*.json)
statements=(line*.good.json)

judge 'openssl pkeyutl' ${#envelopes[@]} check_openssl "${envelopes[@]}"
if python_has securesystemslib.dsse,cryptography 'securesystemslib[crypto]>=1,<2'; then
    judge securesystemslib ${#envelopes[@]} "$room/venv/bin/python" "$checks/check_securesystemslib.py" "${envelopes[@]}"
else
    skip securesystemslib
fi
if python_has bagit 'bagit>=1.8,<2'; then
    make_bags
    judge bagit.py 8 check_bagit {kept,exported}.{good,payload,signature,type}
else
    skip bagit.py
fi
if python_has in_toto_attestation.v1.statement 'in-toto-attestation>=0.9,<1'; then
    judge in-toto-attestation ${#statements[@]} "$room/venv/bin/python" "$checks/check_in_toto.py" "${statements[@]}"
else
    skip in-toto-attestation
fi
export NODE_PATH=$room/npm/node_modules
if node_has @sigstore/verify @sigstore/verify@2 @sigstore/bundle@3; then
    judge @sigstore/verify ${#envelopes[@]} node "$checks/check_sigstore.js" "${envelopes[@]}"
else
    skip @sigstore/verify
fi
if command -v go >/dev/null && (cd "$checks/log" && go build -o "$room/check_log" .) >"$room/install.log" 2>&1; then
    make_logs
    judge golang.org/x/mod 9 check_go
else
    skip golang.org/x/mod
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
