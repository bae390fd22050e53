#!/usr/bin/env bats
# shellcheck disable=SC2016 # what expect is given expands there
#
# sign: what it shows, whom it asks, and what it refuses.

load helpers

setup_file() {
    make_case
    split_document
    chancery draft annex.txt >/dev/null
    keys stranger
}

setup() {
    enter_case
}

# answer TEXT OPTIONS...: signs at a terminal, and answers so.
answer() {
    local text=$1
    shift
    run expect -c "set timeout 20
        spawn -noecho $CHANCERY sign annex.txt $*
        expect {Sign?} {send {$text}; send \"\\r\"} timeout {exit 99}
        expect eof
        lassign [wait] pid spawn_id os_error value
        exit \$value"
}

@test "shows the act, who, to whom, when and the digests" {
    ends 0 chancery sign annex.txt --key traore.key --yes
    sees "Dioncounda Traoré"
    sees "Cheick Modibo Diarra"
    sees "Secretary-General"
    sees "2012-09-18"
    sees "$(sha256sum <annex.txt | cut -d' ' -f1)"
    sees "10"
    [[ "$output" != *"unprecedented security crisis"* ]]
}

@test "--show-text shows the text too" {
    ends 0 chancery sign annex.txt --key traore.key --yes --show-text
    sees "unprecedented security crisis"
}

@test "at the terminal: yes signs, anything else does not" {
    local before
    before=$(listing)
    answer n --key traore.key
    [ "$status" -eq 3 ]
    sees "not signed"
    answer '' --key traore.key
    [ "$status" -eq 3 ]
    answer yesterday --key traore.key
    [ "$status" -eq 3 ]
    [ "$(listing)" = "$before" ]
    answer y --key traore.key
    [ "$status" -eq 0 ]
    sees "Dioncounda Traoré"
    [ "$(wc -l <annex.txt.intoto.jsonl)" -eq 1 ]
}

@test "what is signed is shown at the terminal even if output goes elsewhere" {
    run expect -c "set timeout 20
        spawn -noecho sh -c {\$CHANCERY sign annex.txt --key traore.key >report}
        expect {Secretary-General} {} timeout {exit 99}
        expect {Sign?} {send \"y\\r\"} timeout {exit 99}
        expect eof"
    [ "$status" -eq 0 ]
    grep -q 'Traoré' report
}

@test "no terminal and no --yes: refused" {
    refuses 3 "--yes" chancery sign annex.txt --key traore.key
}

@test "a key with a passphrase: from a file, at the terminal, wrong, missing" {
    (umask 077; echo 'open sesame' >right; echo wrong >wrong)
    openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt -in traore.key -out locked.key -passout 'pass:open sesame'
    chmod 600 locked.key
    refuses 3 "locked.key" chancery sign annex.txt --key locked.key --yes --passphrase-file wrong
    refuses 3 "--passphrase-file" chancery sign annex.txt --key locked.key --yes
    run expect -c "set timeout 20
        spawn -noecho $CHANCERY sign annex.txt --key locked.key
        expect {locked.key} {send \"open sesame\\r\"} timeout {exit 99}
        expect {Sign?} {send \"n\\r\"} timeout {exit 99}
        expect eof"
    [[ "$output" != *sesame* ]]
    sees "not signed"
    ends 0 chancery sign annex.txt --key locked.key --yes --passphrase-file right
}

@test "the environment is no place for a passphrase" {
    openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt -in traore.key -out locked.key -passout pass:right
    chmod 600 locked.key
    refuses 3 "passphrase" env CHANCERY_PASSPHRASE=right PASSPHRASE=right setsid --wait \
        "$CHANCERY" sign annex.txt --key locked.key --yes
}

@test "while a key is in memory no core can be dumped" {
    run expect -c "set timeout 20
        spawn -noecho $CHANCERY sign annex.txt --key traore.key
        expect {Sign?} {} timeout {exit 99}
        puts [exec grep {Max core file size} /proc/[exp_pid]/limits]
        send \"n\\r\"
        expect eof"
    [[ "$output" =~ Max\ core\ file\ size\ +0\ +0 ]]
}

@test "without a question, what cannot be shown is not signed" {
    refuses 3 "standard output" bash -c '"$CHANCERY" sign annex.txt --key traore.key --yes >/dev/full'
    ends 0 chancery sign annex.txt --key traore.key --yes
}

@test "a key that others can read gives a warning, and signs" {
    chmod 644 traore.key
    ends 0 chancery sign annex.txt --key traore.key --yes
    sees "warning: traore.key: others can read"
    refuses 3 "this is a public key" chancery sign annex.txt --key traore.pub --yes
    [[ "$output" != *warning* ]]
}

@test "keys that cannot sign this" {
    refuses 3 "stranger" chancery sign annex.txt --key stranger.key --yes || refuses 3 "nobody in the directory" chancery sign annex.txt --key stranger.key --yes
    refuses 3 "BAN Ki-moon" chancery sign annex.txt --key ban.key --yes
    refuses 3 "traore.pub" chancery sign annex.txt --key traore.pub --yes
    refuses 3 "none.key" chancery sign annex.txt --key none.key --yes
    refuses 3 "annex.txt" chancery sign annex.txt --key annex.txt --yes
    refuses 3 ".: " chancery sign annex.txt --key . --yes
    openssl genpkey -algorithm ED448 -out other.key
    refuses 3 "other.key" chancery sign annex.txt --key other.key --yes
}

@test "nobody signs twice" {
    chancery sign annex.txt --key traore.key --yes
    refuses 3 "has signed" chancery sign annex.txt --key traore.key --yes
    chancery sign annex.txt --key diarra.key --yes
    refuses 3 "signed" chancery sign annex.txt --key diarra.key --yes
}

@test "neither draft nor record" {
    rm annex.txt.statement.json
    refuses 3 "annex.txt" chancery sign annex.txt --key traore.key --yes
    refuses 3 "none.txt" chancery sign none.txt --key traore.key --yes
}

@test "a text that was changed after the draft" {
    sed -i 's/immediate presence/delayed presence/' annex.txt
    refuses 3 "chancery: annex.txt: the file was changed after it was drafted" chancery sign annex.txt --key traore.key --yes
}

@test "a text that was changed after the first signature" {
    chancery sign annex.txt --key traore.key --yes
    sed -i 's/immediate presence/delayed presence/' annex.txt
    refuses 3 "annex.txt" chancery sign annex.txt --key diarra.key --yes
}

@test "a draft that was changed" {
    local filter
    while read -r filter; do
        jq -jcS "$filter" annex.txt.statement.json >changed
        cp annex.txt.statement.json saved
        mv changed annex.txt.statement.json
        refuses 3 "chancery: " chancery sign annex.txt --key traore.key --yes || {
            echo "after: $filter"
            return 1
        }
        mv saved annex.txt.statement.json
    done <<'END'
.subject[0].digest.sha256 |= "0" * 64
.predicate.text.text |= "0" * 64
.predicate.text.words |= "0" * 64
.predicate.text.paragraphs[1][0] |= "0" * 64
.predicate.text.paragraphs |= .[1:]
.predicate.date = "2012-09-19"
.predicate.addressees[0].office = "President of the Security Council"
.predicate.signatories |= .[:1]
.predicate.signatories[1].name = "BAN Ki-moon"
.predicate.more = 1
.predicateType = "urn:chancery:withdrawal:v1"
.predicateType = "https://slsa.dev/provenance/v1"
.subject[1] = .subject[0]
END
}

@test "a draft that was only laid out anew is signed in its canonical form" {
    jq -S . annex.txt.statement.json >laid-out
    mv laid-out annex.txt.statement.json
    ends 0 chancery sign annex.txt --key traore.key --yes
    jq -r .payload annex.txt.intoto.jsonl | base64 -d >payload
    jq -jcS . payload | cmp - payload
}

@test "a draft that is not JSON, or empty" {
    printf '{' >annex.txt.statement.json
    refuses 3 "annex.txt.statement.json" chancery sign annex.txt --key traore.key --yes
    : >annex.txt.statement.json
    refuses 3 "annex.txt.statement.json" chancery sign annex.txt --key traore.key --yes
}

@test "a disk that is full: nothing half-written, nothing said to be signed" {
    mkdir full
    mount -t tmpfs -o size=20k tmpfs full 2>/dev/null || skip "needs to mount"
    cp annex.txt annex.txt.statement.json full
    head -c 1M /dev/zero >full/filler 2>/dev/null || true
    run chancery sign full/annex.txt --key traore.key --yes
    local wanted=$status
    cat full/annex.txt.intoto.jsonl >left 2>/dev/null || true
    local draft=absent
    [ ! -e full/annex.txt.statement.json ] || draft=present
    umount full
    [ "$wanted" -eq 3 ]
    [ ! -s left ]
    [ "$draft" = present ]
}

@test "words that could pass for others are shown before signing, and by verify" {
    mkdir mixed
    sed 's/military force/milit\xd0\xb0ry force/' annex.txt >mixed/annex.txt
    cd mixed
    chancery draft annex.txt >/dev/null
    ends 0 chancery sign annex.txt --key ../traore.key --yes
    sees $'warning    At line 11 the word "milit\u0430ry" mixes letters of several scripts.'
    chancery sign annex.txt --key ../diarra.key --yes >/dev/null
    ends 0 chancery verify annex.txt --json
    [ "$(jq -r '.findings[] | select(.code == "mixed-script") | .severity' <<<"$output")" = warning ]
}

@test "a dry run shows what would be signed, checks all of it, and signs nothing" {
    refuses 0 "Nothing was signed" chancery sign annex.txt --key traore.key --dry-run
    sees "Dioncounda Traoré"
    sees "$(sha256sum <annex.txt | cut -d' ' -f1)"
    refuses 0 "Nothing was signed" chancery sign annex.txt --key traore.pub --dry-run --show-text
    sees "unprecedented security crisis"
    refuses 3 "nobody in the directory" chancery sign annex.txt --key stranger.pub --dry-run
    refuses 64 "--yes" chancery sign annex.txt --key traore.key --dry-run --yes
    echo 'Another word.' >>annex.txt
    refuses 3 "annex.txt" chancery sign annex.txt --key traore.pub --dry-run
}

@test "a dry run needs no passphrase where it has the public key" {
    openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt -in traore.key -out locked.key -passout pass:right
    chmod 600 locked.key
    refuses 3 "passphrase" chancery sign annex.txt --key locked.key --dry-run
    refuses 0 "Nothing was signed" chancery sign annex.txt --key traore.pub --dry-run
}

@test "that there is nothing to sign is said before a passphrase is asked for" {
    openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt -in traore.key -out locked.key -passout pass:right
    chmod 600 locked.key
    rm annex.txt.statement.json
    refuses 3 "neither a draft nor a record" chancery sign annex.txt --key locked.key --yes
    refuses 3 "neither a draft nor a record" chancery sign annex.txt --key none.key --yes
    run expect -c "set timeout 20
        spawn -noecho $CHANCERY sign annex.txt --key locked.key
        expect eof"
    sees "neither a draft nor a record"
    [[ "$output" != *assphrase* ]]
}
