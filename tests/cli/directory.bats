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
