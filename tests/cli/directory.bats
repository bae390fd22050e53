#!/usr/bin/env bats
# directory: who holds which office, signed by roots, trusted by a pin.

load helpers

setup_file() {
    cd "$BATS_FILE_TMPDIR" && export CHANCERY_HOME=$PWD/home
    mkdir case && cd case || return
    keys root root2 root3 traore diarra stranger
}

setup() {
    enter_case
}

# begin THRESHOLD ROOT...: a directory of one holder that waits to be signed.
begin() {
    local threshold=$1 root
    local -a roots=()
    shift
    for root; do
        roots+=(--root "$root.pub")
    done
    chancery directory init directory.jsonl "${roots[@]}" --threshold "$threshold" --expires 2040-01-01 &&
        holder 'Dioncounda Traoré' 'Interim President of the Republic; Mali' traore.pub 2012-04-12 2013-09-04
}

raw_key() { # PUB: the 32 bytes in hex
    openssl pkey -pubin -in "$1" -outform DER | tail -c 32 | od -An -vtx1 | tr -d ' \n'
}

@test "init, add, authorize, sign, trust" {
    begin 1 root
    [ -e directory.jsonl.next.json ]
    [ ! -e directory.jsonl ]
    ends 0 chancery directory sign directory.jsonl --key root.key
    sees "1 of 1"
    [ ! -e directory.jsonl.next.json ]
    [ "$(wc -l <directory.jsonl)" -eq 1 ]
    ends 0 chancery directory trust directory.jsonl --root root.pub
    [ -d home ]
}

@test "show says what waits and what is signed, and that nothing is checked" {
    begin 1 root
    ends 0 chancery directory show directory.jsonl
    sees "Dioncounda Traoré"
    sees "Waiting"
    chancery directory sign directory.jsonl --key root.key
    ends 0 chancery directory show directory.jsonl
    sees "Nothing here was checked"
    chancery directory show directory.jsonl --json | jq -e . >/dev/null
}

@test "the directory's envelopes verify with openssl" {
    begin 1 root
    chancery directory sign directory.jsonl --key root.key
    jq -r .payload directory.jsonl | base64 -d >payload
    jq -r '.signatures[0].sig' directory.jsonl | base64 -d >sig
    local type
    type=$(jq -r .payloadType directory.jsonl)
    { printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(stat -c %s payload)"; cat payload; } >pae
    openssl pkeyutl -verify -rawin -pubin -inkey root.pub -in pae -sigfile sig
}

@test "nothing that exists is replaced by init" {
    begin 1 root
    refuses 3 "directory.jsonl.next.json" chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    chancery directory sign directory.jsonl --key root.key
    refuses 3 "directory.jsonl" chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01
}

@test "init refuses a threshold, a date, an id or a root that cannot be" {
    refuses 64 "threshold" chancery directory init d.jsonl --root root.pub --threshold 2 --expires 2040-01-01
    refuses 64 "--expires" chancery directory init d.jsonl --root root.pub --threshold 1 --expires tomorrow
    refuses 64 "" chancery directory init d.jsonl --root root.pub --threshold 1 --expires 2040-01-01 --id 12
    refuses 3 "root.key" chancery directory init d.jsonl --root root.key --threshold 1 --expires 2040-01-01
    refuses 3 "no.pub" chancery directory init d.jsonl --root no.pub --threshold 1 --expires 2040-01-01
    refuses 3 "" chancery directory init d.jsonl --root root.pub --root root.pub --threshold 2 --expires 2040-01-01
}

@test "add refuses one key for two people, terms that overlap, dates that are none" {
    begin 1 root
    refuses 3 "same key" holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' traore.pub 2012-04-17
    refuses 64 "--since" holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' diarra.pub 2012-02-30
    refuses 3 "" holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' diarra.pub 2012-04-17 2011-01-01
    refuses 64 "" holder 'Cheick Modibo Diarra' 'Prime Minister' diarra.pub 2012-04-17
    refuses 3 "" holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' root.pub 2012-04-17
    refuses 64 "capacity" chancery directory add directory.jsonl --name n --office 'o; f' --key diarra.pub --since 2012-04-17 --capacity some
    refuses 64 "--acts" chancery directory authorize directory.jsonl --office 'o; f' --acts everything --for 'p; f' --since 2000-01-01
}

@test "a holder that breaks a rule: the directory is as it was, and that is said" {
    begin 1 root
    refuses 3 "is also a root key" chancery directory add directory.jsonl --name 'Specimen Person' \
        --office 'Minister; Specimenia' --key root.pub --since 2012-01-01
    sees "the directory is as it was"
}

@test "only a root signs, and once" {
    begin 2 root root2
    refuses 3 "not a root" chancery directory sign directory.jsonl --key stranger.key
    refuses 3 "root.pub" chancery directory sign directory.jsonl --key root.pub
    ends 0 chancery directory sign directory.jsonl --key root.key
    sees "1 of 2"
    refuses 3 "signed" chancery directory sign directory.jsonl --key root.key
    ends 0 chancery directory sign directory.jsonl --key root2.key --yes
    sees "2 of 2"
}

@test "what another root has begun to sign is signed only after a look" {
    begin 2 root root2
    chancery directory sign directory.jsonl --key root.key
    refuses 3 "chancery directory show directory.jsonl" chancery directory sign directory.jsonl --key root2.key
}

@test "a version that somebody added is not completed by the roots" {
    begin 2 root root2
    chancery directory sign directory.jsonl --key root.key
    chancery directory sign directory.jsonl --key root2.key --yes
    jq -r .payload directory.jsonl | head -n 1 | base64 -d >first
    jq -jcS --arg previous "$(sha256sum first | cut -d' ' -f1)" --arg key "$(raw_key root3.pub)" \
        '.version = 2 | .previous = $previous | .roots.keys += [$key]' first >payload
    envelope root3.key payload application/vnd.chancery.directory+json >>directory.jsonl
    refuses 3 "" chancery directory sign directory.jsonl --key root2.key --yes
}

@test "too few root signatures are not trusted" {
    begin 2 root root2
    chancery directory sign directory.jsonl --key root.key
    refuses 3 "1 of 2" chancery directory trust directory.jsonl --root root.pub --root root2.pub
    chancery directory sign directory.jsonl --key root2.key --yes
    ends 0 chancery directory trust directory.jsonl --root root.pub --root root2.pub
}

@test "the same root counted twice does not reach the threshold" {
    begin 2 root root2
    chancery directory sign directory.jsonl --key root.key
    cat directory.jsonl directory.jsonl >twice && mv twice directory.jsonl
    refuses 3 "1 of 2" chancery directory trust directory.jsonl --root root.pub --root root2.pub
    jq -c '.signatures[0].keyid = "00"' directory.jsonl >renamed
    cat renamed >>directory.jsonl
    refuses 3 "1 of 2" chancery directory trust directory.jsonl --root root.pub --root root2.pub
    refuses 64 "twice" chancery directory trust directory.jsonl --root root.pub --root root.pub --threshold 2
}

@test "another root, another id, nothing signed: not trusted" {
    begin 1 root
    refuses 3 "directory.jsonl" chancery directory trust directory.jsonl --root root.pub
    chancery directory sign directory.jsonl --key root.key
    refuses 3 "none of the trusted roots" chancery directory trust directory.jsonl --root root3.pub
    refuses 3 "another directory" chancery directory trust directory.jsonl --root root.pub --id "$(printf '%064d' 7)"
    refuses 3 "no.jsonl" chancery directory trust no.jsonl --root root.pub
}

@test "a directory that was changed after it was signed is not trusted" {
    begin 1 root
    chancery directory sign directory.jsonl --key root.key
    jq -c --arg p "$(jq -r .payload directory.jsonl | base64 -d | sed 's/Traor/Trahor/' | base64 -w0)" \
        '.payload = $p' directory.jsonl >changed.jsonl
    refuses 3 "changed.jsonl" chancery directory trust changed.jsonl --root root.pub
}

@test "another directory replaces the pinned one only with --force" {
    begin 1 root
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub
    chancery directory init other.jsonl --root root2.pub --threshold 1 --expires 2040-01-01
    chancery directory add other.jsonl --name n --office 'o; f' --key diarra.pub --since 2000-01-01
    chancery directory sign other.jsonl --key root2.key
    refuses 3 "--force" chancery directory trust other.jsonl --root root2.pub
    ends 0 chancery directory trust other.jsonl --root root2.pub --force
    ends 0 chancery directory trust other.jsonl --root root2.pub
}

@test "other roots under the id of the pinned directory replace it only with --force" {
    begin 1 root
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub
    local id
    id=$(jq -r .payload directory.jsonl | base64 -d | jq -r .id)
    chancery directory init other.jsonl --root root2.pub --threshold 1 --expires 2040-01-01 --id "$id"
    chancery directory add other.jsonl --name n --office 'o; f' --key diarra.pub --since 2000-01-01
    chancery directory sign other.jsonl --key root2.key
    refuses 3 "--force" chancery directory trust other.jsonl --root root2.pub
    cat directory.jsonl >>other.jsonl
    refuses 3 "has another one" chancery directory trust other.jsonl --root root2.pub
    ends 0 chancery directory trust other.jsonl --root root2.pub --force
}

@test "an id that is given is the directory's" {
    local id
    id=$(printf '%064d' 7)
    chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01 --id "$id"
    holder n 'o; f' traore.pub 2000-01-01
    chancery directory sign directory.jsonl --key root.key
    ends 0 chancery directory trust directory.jsonl --root root.pub --id "$id"
}

@test "nothing is trusted yet: what to do is said" {
    printf 'a word\n' >letter.txt
    refuses 3 "chancery directory trust" chancery verify letter.txt
    refuses 3 "chancery directory trust" chancery sign letter.txt --key traore.key --yes
}

@test "without a folder to remember it in, trust says so" {
    begin 1 root
    chancery directory sign directory.jsonl --key root.key
    refuses 3 "CHANCERY_HOME" env -u CHANCERY_HOME -u XDG_CONFIG_HOME -u HOME "$CHANCERY" directory trust directory.jsonl --root root.pub
    ends 0 env -u CHANCERY_HOME XDG_CONFIG_HOME="$PWD/config" "$CHANCERY" directory trust directory.jsonl --root root.pub
    [ -d config/chancery ]
    ends 0 env -u CHANCERY_HOME -u XDG_CONFIG_HOME HOME="$PWD" "$CHANCERY" directory trust directory.jsonl --root root.pub
    [ -d .config/chancery ]
}

@test "a root key with a passphrase, wrong and right" {
    (umask 077; echo right >right; echo wrong >wrong)
    chancery keygen locked --passphrase-file right
    begin 1 locked
    refuses 3 "locked.key" chancery directory sign directory.jsonl --key locked.key --passphrase-file wrong
    refuses 3 "--passphrase-file" chancery directory sign directory.jsonl --key locked.key
    ends 0 chancery directory sign directory.jsonl --key locked.key --passphrase-file right
}

@test "a directory that no root has signed yet is not a missing one" {
    begin 1 root
    refuses 3 "no root has signed this directory yet" chancery directory trust directory.jsonl --root root.pub
    sees "chancery directory sign"
    refuses 3 "cannot open it" chancery directory trust other.jsonl --root root.pub
}

@test "without a home, as under cron, the variable is named" {
    printf 'a word\n' >letter.txt
    refuses 3 "neither CHANCERY_HOME nor HOME is set" \
        env -u CHANCERY_HOME -u XDG_CONFIG_HOME -u HOME "$CHANCERY" verify letter.txt
}

@test "a pin that cannot be read is not a missing one" {
    begin 1 root
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub
    printf 'a word\n' >letter.txt
    mv home real
    ln -s home home
    ends 3 chancery verify letter.txt
    [[ "$output" != *"no directory is trusted yet"* ]]
}

# signed: version 1 by two roots, pinned.
signed() {
    begin 2 root root2 &&
        chancery directory sign directory.jsonl --key root.key &&
        chancery directory sign directory.jsonl --key root2.key --yes &&
        chancery directory trust directory.jsonl --root root.pub --root root2.pub
}

by_both() {
    chancery directory sign directory.jsonl --key root.key &&
        chancery directory sign directory.jsonl --key root2.key --yes
}

@test "a signed directory is changed by its next version" {
    signed
    ends 0 chancery directory end-term directory.jsonl --name 'Dioncounda Traoré' \
        --office 'Interim President of the Republic; Mali' --until 2013-01-01 --reason resigned
    ends 0 holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' diarra.pub 2012-04-17
    ends 0 chancery directory renew directory.jsonl --expires 2050-01-01
    ends 0 chancery directory diff directory.jsonl
    sees "which waits to be signed"
    sees "ends 2013-01-01 (was 2013-09-04): resigned"
    sees "+ Cheick Modibo Diarra, Prime Minister; Mali, 2012-04-17 to open"
    sees "expires 2050-01-01 (was 2040-01-01)"
    ends 0 by_both
    sees "2 of 2"
    ends 0 chancery directory diff directory.jsonl --json
    [ "$(jq -r '.from, .to, .waiting, (.changes | length)' <<<"$output" | paste -sd' ')" = "1 2 false 3" ]
    ends 0 chancery directory show directory.jsonl --at 2013-06-01
    sees "Cheick Modibo Diarra"
    not grep -q "Dioncounda Traoré" <<<"$output"
    sees "Vacant"
    chancery directory show directory.jsonl --at 2013-06-01 --json | jq -e '.signed.holders | length == 1' >/dev/null
    refuses 64 "--at" chancery directory show directory.jsonl --at yesterday
    refuses 64 "before it" chancery directory diff directory.jsonl --from 2
    refuses 3 "no version 7" chancery directory diff directory.jsonl --to 7
}

@test "end, end-term and void: what is refused" {
    signed
    refuses 64 "--state" chancery directory end directory.jsonl --key traore.pub --state lost --at 2013-01-01
    refuses 64 "future" chancery directory end directory.jsonl --key traore.pub --state retired --at 2999-01-01
    refuses 64 "--at" chancery directory end directory.jsonl --key traore.pub --state retired --at soon
    refuses 64 "--by" chancery directory end directory.jsonl --key traore.pub --state superseded --at 2013-01-01
    refuses 64 "--by" chancery directory end directory.jsonl --key traore.pub --state retired --at 2013-01-01 --by diarra.pub
    refuses 3 "another key of this person" chancery directory end directory.jsonl --key traore.pub --state superseded --at 2013-01-01 --by diarra.pub
    refuses 3 "nobody" chancery directory end directory.jsonl --key stranger.pub --state retired --at 2013-01-01
    local office='Interim President of the Republic; Mali'
    refuses 3 "longer" chancery directory end-term directory.jsonl --name 'Dioncounda Traoré' --office "$office" --until 2014-01-01 --reason x
    refuses 64 "--reason" chancery directory end-term directory.jsonl --name 'Dioncounda Traoré' --office "$office" --until 2013-01-01 --reason ''
    refuses 64 "--name" chancery directory end-term directory.jsonl --office "$office" --until 2013-01-01 --reason x
    refuses 3 "no entry" chancery directory end-term directory.jsonl --name Nobody --office "$office" --until 2013-01-01 --reason x
    refuses 3 "no entry" chancery directory void directory.jsonl --office "$office" --reason 'no aliases are listed'
    refuses 64 "--key" chancery directory void directory.jsonl --key traore.pub --office "$office" --reason x
    refuses 64 "threshold" chancery directory roots directory.jsonl --root root.pub --threshold 2
    refuses 64 "--expires" chancery directory renew directory.jsonl --expires never
    refuses 64 "is past" chancery directory renew directory.jsonl --expires 2001-01-01
    refuses 64 "is past" chancery directory init other.jsonl --root root.pub --threshold 1 --expires 2001-01-01
    [ ! -e other.jsonl.next.json ]
    refuses 3 "init" chancery directory renew no.jsonl --expires 2050-01-01
}

@test "a key ends, and its end is replaced only with a reason" {
    signed
    ends 0 chancery directory end directory.jsonl --key traore.pub --state retired --at 2013-09-04T12:00:00Z
    ends 0 chancery directory end directory.jsonl --key traore.pub --state retired --at 2013-09-03
    by_both
    refuses 64 "--reason" chancery directory end directory.jsonl --key traore.pub --state compromised --at 2013-01-01
    ends 0 chancery directory end directory.jsonl --key traore.pub --state compromised --at 2013-01-01 --reason 'found on another machine'
    ends 0 chancery directory diff directory.jsonl
    sees "retired 2013-09-03, void: found on another machine"
    sees "compromised 2013-01-01"
    by_both
    ends 0 chancery directory void directory.jsonl --key traore.pub --reason 'it was another key'
    by_both
    ends 0 chancery directory show directory.jsonl
    not grep -q compromised <<<"$output"
    ends 0 chancery directory diff directory.jsonl --from 1 --to 2
    sees "retired 2013-09-03"
}

@test "an entry that was wrong is void, and the right one follows" {
    signed
    chancery directory authorize directory.jsonl --office 'Registry; Mali' --acts issue --for 'Interim President of the Republic; Mali' --since 2012-01-01
    by_both
    ends 0 chancery directory void directory.jsonl --office 'Registry; Mali' --for 'Interim President of the Republic; Mali' --reason 'another registry'
    ends 0 chancery directory void directory.jsonl --office 'Interim President of the Republic; Mali' --name 'Dioncounda Traoré' --reason 'another day'
    ends 0 holder 'Dioncounda Traoré' 'Interim President of the Republic; Mali' traore.pub 2012-04-13
    by_both
    ends 0 chancery directory trust directory.jsonl --root root.pub --root root2.pub
    sees "version    3"
    ends 0 chancery directory show directory.jsonl
    sees "void: another registry"
    refuses 3 "no entry" chancery directory void directory.jsonl --office 'Registry; Mali' --for 'Interim President of the Republic; Mali' --reason again
}

@test "roots are replaced by the old ones and the new" {
    signed
    ends 0 chancery directory roots directory.jsonl --root root.pub --root root3.pub --threshold 2
    refuses 3 "has signed version 2 yet" chancery directory sign directory.jsonl --key root3.key
    chancery directory sign directory.jsonl --key root2.key
    chancery directory sign directory.jsonl --key root3.key --yes
    ends 0 chancery directory sign directory.jsonl --key root.key --yes
    sees "2 of 2 signatures of the roots before it, 2 of 2 of its own"
    ends 0 chancery directory trust directory.jsonl --root root.pub --root root3.pub
    refuses 3 "already" chancery directory sign directory.jsonl --key root3.key --yes
}

@test "a file that was set back is refused, and the way back is said" {
    signed
    cp directory.jsonl before
    chancery directory renew directory.jsonl --expires 2050-01-01
    by_both
    cp directory.jsonl after
    printf 'a word\n' >letter.txt
    ends 0 chancery directory trust directory.jsonl --root root.pub --root root2.pub
    cp before directory.jsonl
    refuses 3 "--force" chancery verify letter.txt
    refuses 3 "--force" chancery directory trust directory.jsonl --root root.pub --root root2.pub
    refuses 3 "set back" chancery directory renew directory.jsonl --expires 2060-01-01
    ends 0 chancery directory trust directory.jsonl --root root.pub --root root2.pub --force
}

@test "two versions of one number are equivocation: both digests are shown" {
    signed
    cp directory.jsonl one && cp directory.jsonl other.jsonl
    chancery directory renew directory.jsonl --expires 2050-01-01
    by_both
    chancery directory renew other.jsonl --expires 2051-01-01
    chancery directory sign other.jsonl --key root.key
    chancery directory sign other.jsonl --key root2.key --yes
    chancery directory trust directory.jsonl --root root.pub --root root2.pub
    ends 3 chancery directory trust other.jsonl --root root.pub --root root2.pub
    sees "equivocation"
    local file
    for file in directory.jsonl other.jsonl; do
        sees "$(tail -n 1 $file | jq -r .payload | base64 -d | sha256sum | cut -d' ' -f1)"
    done
    cat other.jsonl >>directory.jsonl
    printf 'a word\n' >letter.txt
    refuses 3 "equivocation" chancery verify letter.txt
}

@test "a version that waits is shown: what it changes, who signed it, who is missing" {
    signed
    chancery directory renew directory.jsonl --expires 2050-01-01
    ends 0 chancery directory show directory.jsonl
    sees "Waiting to be signed: version 2, which changes version 1 so:"
    sees "expires 2050-01-01 (was 2040-01-01)"
    sees "signed by no root yet; missing: "
    chancery directory sign directory.jsonl --key root.key
    local first second
    first=$(chancery directory show directory.jsonl --json | jq -r '.signedBy[0][:16]')
    second=$(openssl pkey -pubin -in root2.pub -outform DER | sha256sum | cut -c1-16)
    ends 0 chancery directory show directory.jsonl
    sees "Waiting to be signed: version 2"
    sees "signed by 1 of 2 needed roots: key $first; missing: key $second."
    ends 0 chancery directory diff directory.jsonl
    sees "Version 1 to version 2, which waits to be signed"
    sees "expires 2050-01-01 (was 2040-01-01)"
    sees "missing: key $second."
    ends 0 chancery directory diff directory.jsonl --to 2 --json
    [ "$(jq -cS '.waiting, .missing' <<<"$output" | paste -sd' ')" = 'true {"ownRoots":1,"rootsBefore":1}' ]
    chancery directory sign directory.jsonl --key root2.key --yes
    ends 0 chancery directory show directory.jsonl
    not grep -q Waiting <<<"$output"
}

@test "other roots: who of the old and who of the new has signed" {
    signed
    chancery directory roots directory.jsonl --root root.pub --root root3.pub --threshold 2
    chancery directory sign directory.jsonl --key root2.key
    ends 0 chancery directory show directory.jsonl
    sees "By the roots before it, it is signed by 1 of 2 needed roots"
    sees "By its own roots, it is signed by no root yet; missing"
}

@test "a first version that waits has nothing before it" {
    begin 2 root root2
    refuses 64 "directory show directory.jsonl" chancery directory diff directory.jsonl
    chancery directory sign directory.jsonl --key root.key
    ends 0 chancery directory show directory.jsonl
    sees "1 of 2 root signatures, not in force yet"
    sees "It is signed by 1 of 2 needed roots"
    refuses 64 "directory show directory.jsonl" chancery directory diff directory.jsonl
}

@test "sign shows what changes, in a dry run too" {
    signed
    chancery directory renew directory.jsonl --expires 2050-01-01
    refuses 0 "expires 2050-01-01 (was 2040-01-01)" chancery directory sign directory.jsonl --key root.pub --dry-run
    sees "Nothing was signed"
    refuses 3 "not a root" chancery directory sign directory.jsonl --key stranger.pub --dry-run
    refuses 64 "--dry-run" chancery directory sign directory.jsonl --key root.key --dry-run --yes
    ends 0 chancery directory sign directory.jsonl --key root.key
    sees "expires 2050-01-01 (was 2040-01-01)"
    sees "signed by no root yet"
    refuses 0 "signed by 1 of 2" chancery directory sign directory.jsonl --key root2.key --dry-run
    refuses 3 "signed version 2 already" chancery directory sign directory.jsonl --key root.key --dry-run
    ends 0 chancery directory sign directory.jsonl --key root2.key --yes
    sees "expires 2050-01-01 (was 2040-01-01)"
}

# D46
@test "discard undoes what nobody signed, and says what it was" {
    signed
    refuses 3 "no version of this directory waits" chancery directory discard directory.jsonl
    chancery directory renew directory.jsonl --expires 2050-01-01
    cp directory.jsonl before
    ends 0 chancery directory discard directory.jsonl
    sees "Dropped version 2 of directory.jsonl, which no root had signed"
    sees "expires 2050-01-01 (was 2040-01-01)"
    [ ! -e directory.jsonl.next.json ]
    cmp directory.jsonl before
    # made for a version that is no longer the one in force: the way out is said, and works
    chancery directory renew directory.jsonl --expires 2050-01-01
    mv directory.jsonl.next.json late
    chancery directory renew directory.jsonl --expires 2051-01-01
    by_both
    cp late directory.jsonl.next.json
    refuses 3 "chancery directory discard directory.jsonl" chancery directory sign directory.jsonl --key root.key
    refuses 3 "chancery directory discard directory.jsonl" chancery directory renew directory.jsonl --expires 2060-01-01
    ends 0 chancery directory discard directory.jsonl
    sees "2050-01-01"
    ends 0 chancery directory renew directory.jsonl --expires 2060-01-01
}

@test "discard leaves what is in force, and drops what cannot be read" {
    begin 1 root
    cp directory.jsonl.next.json next
    chancery directory sign directory.jsonl --key root.key
    cp directory.jsonl before
    cp next directory.jsonl.next.json
    ends 0 chancery directory discard directory.jsonl --force
    cmp directory.jsonl before
    echo 'no version' >directory.jsonl.next.json
    ends 0 chancery directory discard directory.jsonl
    sees "could not be read"
    [ ! -e directory.jsonl.next.json ]
    cmp directory.jsonl before
    refuses 3 "no version" chancery directory discard nothing.jsonl
}

@test "discard drops what a root has signed only with --force, and no other line" {
    signed
    cp directory.jsonl before
    chancery directory renew directory.jsonl --expires 2050-01-01
    chancery directory sign directory.jsonl --key root.key
    refuses 3 "signed by 1 root already" chancery directory discard directory.jsonl
    refuses 3 "directory discard directory.jsonl" chancery directory renew directory.jsonl --expires 2060-01-01
    ends 0 chancery directory discard directory.jsonl --force
    sees "and the root signatures on it"
    cmp directory.jsonl before
    ends 0 chancery directory renew directory.jsonl --expires 2060-01-01
    # a first version: the file goes with it
    rm directory.jsonl directory.jsonl.next.json
    begin 2 root root2
    chancery directory sign directory.jsonl --key root.key
    ends 0 chancery directory discard directory.jsonl --force
    [ ! -e directory.jsonl ]
}

@test "an office that is there gets another name" {
    signed
    local office='Interim President of the Republic; Mali'
    chancery directory add directory.jsonl --office "$office" --alias 'Président par intérim'
    ends 0 chancery directory diff directory.jsonl
    sees "+ alias Président par intérim of Interim President of the Republic; Mali"
    refuses 3 "the directory has no such office" chancery directory add directory.jsonl \
        --office 'President; Mali' --alias 'Président'
    sees "chancery directory show"
    refuses 64 "--name is missing" chancery directory add directory.jsonl --office "$office"
}
