#!/usr/bin/env bats
# Proofs from a transparency log: what verifies offline, and what an adversary makes of one.

load helpers

setup_file() {
    make_case chain
    keys log stranger
    chancery log init log --origin registry.example/letters --key log.key >vkey
    chancery log append log annex.txt cover.txt S-2012-727.txt annex.txt >/dev/null
    chancery log prove log S-2012-727.txt -o S-2012-727.tlog-proof
}

setup() {
    enter_case
    rm -rf home/logs # whoever verifies is not who appended
    sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" log/log.json
    proof=S-2012-727.tlog-proof
}

# As judged, which sees that nothing is changed, once the checkpoint has been seen and is remembered.
proved() {
    local -a given=("$@")
    while [ "${given[0]}" != -- ]; do
        given=("${given[@]:1}")
    done
    chancery verify "${given[@]:1}" >/dev/null 2>&1 || :
    judged "$@"
}

entry() { # the entry in a proof
    sed -n 's/^extra //p' "$1" | base64 -d
}

unproven() { # TEXT [FILE]: of the proof `bad`
    proved 2 indeterminate not-logged !logged -- "${2:-S-2012-727.txt}" --proof bad --log-key vkey && sees "$1" &&
        [ "$(jq -c .log <<<"$output")" = null ]
}

@test "L15, 11.1: a proof verifies offline, in text and in JSON" {
    mv log elsewhere
    proved 0 authentic logged !not-logged -- S-2012-727.txt --proof "$proof" --log-key vkey
    [ "$(jq -c '.log | [.origin, .index, .size]' <<<"$output")" = '["registry.example/letters",2,4]' ]
    [ "$(jq -r .log.leaf <<<"$output")" = "$( (printf '\0'; entry "$proof") | sha256sum | cut -c1-64)" ]
    ends 0 chancery verify S-2012-727.txt --proof "$proof" --log-key "$(cat vkey)"
    sees 'logged: entry 2 of registry.example/letters, which had 4 entries'
    ends 0 chancery verify S-2012-727.txt
    [[ "$output" != *logged* ]]
    proved 0 authentic !logged !not-logged -- S-2012-727.txt
    [ "$(jq -c .log <<<"$output")" = null ]
}

@test "11.1: the proof holds for a re-typeset text too" {
    sed 's/$/ /' S-2012-727.txt >other.txt
    proved 0 authentic logged -- other.txt --record S-2012-727.txt.intoto.jsonl --proof "$proof" --log-key vkey
}

@test "L15: a file index.jsonl beside a log that is no archive's does not keep an entry from being proven" {
    local line
    line="{\"bag\":\"x\",\"document\":\"$(sha256sum S-2012-727.txt | cut -c1-64)\""
    for line in '' 'nothing of an archive' "$line"; do
        echo "$line" >index.jsonl
        ends 0 chancery log prove log S-2012-727.txt -o p --force
        cmp p S-2012-727.tlog-proof
    done
    chancery withdraw S-2012-727.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign S-2012-727.txt --key registry.key --yes >/dev/null
    refuses 3 index.jsonl chancery log prove log S-2012-727.txt -o q
}

@test "L15: every entry of logs of many sizes is proven" {
    local n
    for n in 1 2 3 5 8 250; do
        local -a more=()
        for ((i = 0; i < n; i++)); do more+=(cover.txt); done
        chancery log append log "${more[@]}" S-2012-727.txt annex.txt >/dev/null
        ends 0 chancery log prove log annex.txt -o p --force
        proved 0 authentic logged -- annex.txt --proof p --log-key vkey
        [ "$(jq .log.index <<<"$output")" -eq 0 ]
        ends 0 chancery log prove log S-2012-727.txt -o p --force
        proved 0 authentic logged -- S-2012-727.txt --proof p --log-key vkey
    done
    ends 0 chancery log init second --origin registry.example/letters --key log.key
    CHANCERY_HOME=$PWD/second-home chancery log append second annex.txt annex.txt annex.txt "${more[@]}" "${more[@]}" annex.txt cover.txt S-2012-727.txt >/dev/null
    ends 0 chancery log prove second S-2012-727.txt -o p --force
    proved 0 authentic logged -- S-2012-727.txt --proof p --log-key vkey
    [ "$(jq .log.index <<<"$output")" -eq 505 ]
}

@test "L15, L16: prove refuses what the log does not hold, and replaces nothing" {
    refuses 3 'File exists' chancery log prove log S-2012-727.txt -o "$proof"
    ends 0 chancery log prove log S-2012-727.txt -o "$proof" --force
    ends 0 chancery log prove log S-2012-727.txt.intoto.jsonl -o -
    [ "$output" = "$(cat "$proof")" ]
    refuses 64 'output is missing' chancery log prove log S-2012-727.txt
    statement '.subject[0].name = "x.txt"' annex.txt.intoto.jsonl
    envelope stranger.key payload >>annex.txt.intoto.jsonl
    refuses 3 'no entry of it' chancery log prove log annex.txt -o new
    spoil log/tile/0/000.p/4 100
    refuses 3 'root of its checkpoint' chancery log prove log S-2012-727.txt -o new
    truncate -s 70 log/tile/0/000.p/4
    refuses 3 'cut off' chancery log prove log S-2012-727.txt -o new
}

@test "11.2: a proof of another document, with other signatures, or of a later one" {
    chancery log prove log cover.txt -o bad
    unproven "another document's"
    proved 0 authentic logged -- cover.txt --proof bad --log-key vkey
    # an entry of the annex as it was when only one had signed it
    cp annex.txt.intoto.jsonl both
    head -n 1 both >annex.txt.intoto.jsonl
    chancery log append log annex.txt >/dev/null
    chancery log prove log annex.txt -o bad --force
    cp both annex.txt.intoto.jsonl
    unproven 'does not list the signature of Cheick Modibo Diarra' annex.txt
}

@test "L15, 11.2: another leaf, index, path or size" {
    entry "$proof" | sed 's/^document ../document 00/' | base64 -w0 >extra
    sed "s|^extra .*|extra $(cat extra)|" "$proof" >bad
    unproven 'do not lead'
    sed 's/^index 2$/index 3/' "$proof" >bad
    unproven 'do not lead'
    sed 's/^index 2$/index 4/' "$proof" >bad
    unproven 'past the end'
    sed 4d "$proof" >bad
    unproven 'do not lead'
    sed '4{p}' "$proof" >bad
    unproven 'do not lead'
    sed '4{h;d};5{G}' "$proof" >bad
    unproven 'do not lead'
    sed '/^extra/d' "$proof" >bad
    unproven 'does not hold the entry'
    sed 's/^4$/5/' "$proof" >bad
    unproven 'does not fit the note'
}

@test "L15, 11.2: bytes that are an entry of the log but not of ours" {
    # A leaf that somebody else's log holds, or a node of the tree, is no entry
    local key=log.key text
    printf 'not an entry\n' >x
    base64 -w0 x >extra
    text=$(printf 'registry.example/letters\n1\n%s\n' "$( (printf '\0'; cat x) | openssl dgst -sha256 -binary | base64)")
    printf '%s\n' "$text" >body
    openssl pkeyutl -sign -rawin -inkey $key -in body -out sig
    {
        printf 'c2sp.org/tlog-proof@v1\nextra %s\nindex 0\n\n' "$(cat extra)"
        cat body
        printf '\n\xe2\x80\x94 registry.example/letters %s\n' \
            "$( (cut -d+ -f2 vkey | xxd -r -p; cat sig) | base64 -w0)"
    } >bad
    unproven 'no entry of ours'
}

@test "L4, L6, 11.2: a wrong origin, an unknown or a bad signature" {
    chancery log init other --origin other.example/letters --key log.key >otherkey
    proved 2 indeterminate not-logged -- S-2012-727.txt --proof "$proof" --log-key otherkey
    sees 'checkpoint of another log'
    chancery log init false --origin registry.example/letters --key stranger.key >falsekey
    proved 2 indeterminate not-logged -- S-2012-727.txt --proof "$proof" --log-key falsekey
    sees 'not signed by a key that is trusted'
    chancery log append false S-2012-727.txt >/dev/null
    chancery log prove false S-2012-727.txt -o bad
    unproven 'not signed by a key that is trusted'
    sed '$s/.\{8\}$/AAAAAA==/' "$proof" >bad
    unproven 'does not fit the note'
    sed '$d' "$proof" >bad
    unproven 'no signatures'
    head -c 100 "$proof" >bad
    unproven 'no proof of a log'
    : >bad
    unproven 'no proof of a log'
    # a signature of one who is not known changes nothing
    { cat "$proof"; echo '— nobody.example AAAAAAAA'; } >bad
    proved 0 authentic logged -- S-2012-727.txt --proof bad --log-key vkey
}

@test "11.2: a proof never saves a letter, and its absence never condemns one" {
    sed 's/Security/security/' S-2012-727.txt >altered.txt
    proved 1 not-authentic -- altered.txt --record S-2012-727.txt.intoto.jsonl --proof "$proof" --log-key vkey
    : >nothing.intoto.jsonl
    proved 2 indeterminate -- annex.txt --record nothing.intoto.jsonl --proof "$proof" --log-key vkey
}

@test "--log-key goes with --proof, and both are files and keys" {
    judged 2 indeterminate not-logged -- S-2012-727.txt --proof "$proof" && sees 'the directory lists no log registry.example/letters'
    refuses 64 'only with --proof' chancery verify S-2012-727.txt --log-key vkey
    refuses 3 'no-such' chancery verify S-2012-727.txt --proof no-such --log-key vkey
    refuses 3 'verifier key' chancery verify S-2012-727.txt --proof "$proof" --log-key 'x+y'
    refuses 3 'verifier key' chancery verify S-2012-727.txt --proof "$proof" --log-key annex.txt
    sed 's/+[0-9a-f]\{8\}+/+00000000+/' vkey >bad
    refuses 3 'id in the verifier key' chancery verify S-2012-727.txt --proof "$proof" --log-key bad
    head -c 2097153 /dev/zero >bad
    refuses 3 2097152 chancery verify S-2012-727.txt --proof bad --log-key vkey
}

remembered() { # the file of the one log that is remembered
    local -a found=(home/logs/*)
    [ ${#found[@]} -eq 1 ] && cat "${found[0]}"
}

@test "L17: the last checkpoint seen is remembered, and never a smaller one" {
    [ ! -e home/logs ]
    ends 0 chancery verify S-2012-727.txt --proof "$proof" --log-key vkey
    [ "$(remembered)" = "$(cat log/checkpoint)" ]
    CHANCERY_HOME=$PWD/keeper chancery log append log annex.txt >/dev/null
    chancery log prove log S-2012-727.txt -o later
    proved 0 authentic logged -- S-2012-727.txt --proof later --log-key vkey
    [ "$(remembered)" = "$(cat log/checkpoint)" ]
    proved 0 authentic logged -- S-2012-727.txt --proof "$proof" --log-key vkey
    [ "$(remembered)" = "$(cat log/checkpoint)" ]
    CHANCERY_HOME=$PWD/keeper chancery log append log annex.txt >/dev/null
    ends 0 chancery log check log && sees 'extends the remembered checkpoint of 5 entries'
    [ "$(remembered)" = "$(cat log/checkpoint)" ]
    # of another log nothing is known; one of this name and another key is none that grew
    chancery log init other --origin other.example/letters --key stranger.key >/dev/null
    ends 0 chancery log check other
    [ "$(find home/logs -type f | wc -l)" -eq 2 ]
    chancery log init anew --origin registry.example/letters --key stranger.key >/dev/null
    ends 1 chancery log check anew && sees 'forked: a log of this name was seen before, and another key had signed it'
    sees "$PWD/home/logs/" && sees 'next: Ask the log'
    [ "$(find home/logs -type f | wc -l)" -eq 2 ]
}

@test "L17, 11.3: two checkpoints of one size are the proof that the log lies" {
    chancery log init fork --origin registry.example/letters --key log.key >/dev/null
    CHANCERY_HOME=$PWD/elsewhere chancery log append fork S-2012-727.txt annex.txt annex.txt cover.txt >/dev/null
    chancery log prove fork S-2012-727.txt -o other
    proved 0 authentic logged -- S-2012-727.txt --proof "$proof" --log-key vkey
    judged 2 indeterminate log-contradicts !logged -- S-2012-727.txt --proof other --log-key vkey
    [ "$(jq -r '.logContradiction[0]' <<<"$output")" = "$(cat log/checkpoint)" ]
    [ "$(jq -r '.logContradiction[1]' <<<"$output")" = "$(cat fork/checkpoint)" ]
    ends 2 chancery verify S-2012-727.txt --proof other --log-key vkey
    sees "$(cat log/checkpoint)" && sees "$(cat fork/checkpoint)"
    judged 0 authentic logged -- S-2012-727.txt --proof "$proof" --log-key vkey
    ends 1 chancery log check fork && sees 'forked: the first 4 entries' && sees "$(cat log/checkpoint)"
    CHANCERY_HOME=$PWD/elsewhere chancery log append fork annex.txt >/dev/null
    ends 1 chancery log check fork && sees 'forked: the first 4 entries' && sees "$(cat fork/checkpoint)"
    [ "$(remembered)" = "$(cat log/checkpoint)" ]
}

@test "L17: a log that is rolled back is found out without an older checkpoint at hand" {
    cp -r log before
    chancery log append log annex.txt >/dev/null
    ends 0 chancery log check log
    ends 1 chancery log check before && sees 'rolled back, or an older copy: the remembered checkpoint ('
    sees ') has 5 entries, and the log has 4' && sees "$PWD/home/logs/" && sees 'next: Bring the newer copy'
    [[ "$output" != *'The log signed both'* ]] # these may well be of one history
    ends 1 chancery log check before --against log/checkpoint && sees '2 contradicted'
    [ "$(remembered)" = "$(cat log/checkpoint)" ]
}

@test "L17: what is damaged is not remembered, and a damaged memory is no memory" {
    spoil log/tile/0/000.p/4 100
    ends 1 chancery log check log
    [ ! -e home/logs ]
    proved 0 authentic logged -- S-2012-727.txt --proof "$proof" --log-key vkey
    local file
    file=$(find home/logs -type f)
    sed -i 2s/4/3/ "$file"
    refuses 3 'remembered checkpoint of this log is damaged' chancery verify S-2012-727.txt --proof "$proof" --log-key vkey
    refuses 3 'remembered checkpoint of this log is damaged' chancery log check log
}

@test "L17: a home that cannot be written to stops nothing" {
    rm -rf home && : >home # where the folder should be
    run chancery verify S-2012-727.txt --directory directory.jsonl --root root.pub --proof "$proof" --log-key vkey
    [ "$status" -eq 0 ] || [ "$(id -u)" -eq 0 ]
    ends 0 chancery log check log
}

# scanned STATUS VERDICT CODE... -- ARGUMENT...: as proved, with the log read to its newest entry.
scanned() {
    proved "$@" --log log --log-key vkey
}

@test "11.4, L21: not withdrawn as of the newest checkpoint" {
    scanned 0 authentic none-logged !withdrawal-logged -- S-2012-727.txt
    [ "$(jq -c .logScan <<<"$output")" = '{"origin":"registry.example/letters","size":4,"withdrawn":false}' ]
    [ "$(jq -r .standing <<<"$output")" = current ]
    ends 0 chancery verify S-2012-727.txt --log log --log-key vkey
    sees 'log: not withdrawn as of checkpoint 4 of registry.example/letters'
    [ "$(remembered)" = "$(cat log/checkpoint)" ]
    # the entries are enough, and both can be asked for
    mkdir copy && cp log/checkpoint copy && mkdir copy/tile && cp -r log/tile/entries copy/tile
    proved 0 authentic none-logged logged -- S-2012-727.txt --log copy --log-key vkey --proof "$proof"
    # without it nothing is said
    proved 0 authentic !none-logged -- S-2012-727.txt
    [ "$(jq -c .logScan <<<"$output")" = null ]
}

@test "11.5: a withdrawal that is in the log and not in the record" {
    mkdir theirs && cp annex.txt annex.txt.intoto.jsonl theirs
    chancery withdraw theirs/annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign theirs/annex.txt --key traore.key --yes >/dev/null
    chancery sign theirs/annex.txt --key diarra.key --yes >/dev/null
    CHANCERY_HOME=$PWD/keeper chancery log append log cover.txt theirs/annex.txt >/dev/null
    local file
    for file in annex.txt cover.txt S-2012-727.txt; do # what is judged, and what that carries
        scanned 2 indeterminate withdrawal-logged !none-logged !withdrawn -- "$file"
        [ "$(jq -r .standing <<<"$output")" = unknown ]
        jq -e '.findings[] | select(.code == "withdrawal-logged") | .sentence | startswith("Entry 5 ")' <<<"$output"
        [ "$(jq .logScan.withdrawn <<<"$output")" = true ]
    done
    ends 2 chancery verify annex.txt --log log --log-key vkey && sees 'a withdrawal is entered as of checkpoint 6'
    # with the withdrawal itself it is withdrawn, and the log adds nothing
    scanned 2 authentic withdrawn !withdrawal-logged !none-logged -- theirs/annex.txt
    [ "$(jq -r .standing <<<"$output")" = withdrawn ]
    chancery merge annex.txt.intoto.jsonl theirs/annex.txt.intoto.jsonl >/dev/null
    scanned 2 authentic withdrawn !withdrawal-logged -- annex.txt
}

@test "11.5: whoever may append can name any act, and withdraws nothing by it" {
    mkdir forged && cp annex.txt annex.txt.intoto.jsonl forged
    chancery withdraw forged/annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    jq -jcS . forged/annex.txt.statement.json >payload
    envelope stranger.key payload >>forged/annex.txt.intoto.jsonl
    CHANCERY_HOME=$PWD/keeper chancery log append log forged/annex.txt.intoto.jsonl >/dev/null
    scanned 2 indeterminate withdrawal-logged !withdrawn -- annex.txt
    # a withdrawal that does not count is none
    scanned 2 indeterminate withdrawal-logged later-ignored !withdrawn -- forged/annex.txt
    proved 0 authentic !withdrawal-logged -- annex.txt
}

@test "11.6, L21: a log that is damaged, unknown or older than it was is not believed" {
    unread() { # WHY
        scanned 2 indeterminate log-not-read !none-logged !log-contradicts -- annex.txt && sees "$1"
        [ "$(jq -c .logScan <<<"$output")" = null ]
    }
    cp -r log good
    spoil log/tile/entries/000.p/4 25 # in the word "document"
    unread 'entry 0 is none that is known'
    rm -r log && cp -r good log
    spoil log/tile/entries/000.p/4 40 # a digit of the digest
    unread 'do not give the root'
    truncate -s 200 log/tile/entries/000.p/4
    unread 'cut off'
    rm log/tile/entries/000.p/4
    unread 'No such file'
    rm -r log && cp -r good log
    sed -i '2s/4/3/' log/checkpoint
    unread 'does not fit'
    rm -r log && cp -r good log
    judged 2 indeterminate log-not-read -- annex.txt --log log && sees 'lists no log'
    CHANCERY_HOME=$PWD/keeper chancery log append log annex.txt >/dev/null
    scanned 0 authentic none-logged -- annex.txt
    rm -r log && cp -r good log
    unread 'an older copy of the log, of 4 entries, and 5 were seen before'
    CHANCERY_HOME=$PWD/other-keeper chancery log append log cover.txt cover.txt >/dev/null
    scanned 2 indeterminate log-contradicts !none-logged -- annex.txt
    [ "$(jq -r '.logContradiction[1]' <<<"$output")" = "$(cat log/checkpoint)" ]
    refuses 3 'nowhere/checkpoint' chancery verify annex.txt --log nowhere --log-key vkey
}
