#!/usr/bin/env bats
# shellcheck disable=SC2016 # what bash -c and expect are given expands there
#
# keygen: key pairs and passphrases.

load helpers

setup() {
    empty_room
}

# dialogue SCRIPT COMMAND...: runs the command on a terminal of its own; the script is expect's.
dialogue() {
    local script=$1
    shift
    run expect -c "set timeout 20
        spawn -noecho $*
        expect_before timeout { puts {no answer in time}; exit 99 }
        $script
        expect eof
        lassign [wait] pid spawn_id os_error value
        exit \$value"
}

@test "a pair without a passphrase" {
    ends 0 chancery keygen traore --no-passphrase
    sees "traore.key"
    sees "traore.pub"
    [[ "$output" =~ keyid\ [0-9a-f]{64} ]]
    [ "$(stat -c %a traore.key)" = 600 ]
    [ "$(find . -type f | wc -l)" -eq 2 ]
}

@test "openssl reads both files, and the keyid is the SHA-256 of the public key" {
    ends 0 chancery keygen traore --no-passphrase
    local keyid
    keyid=$(openssl pkey -pubin -in traore.pub -outform DER | sha256sum | cut -d' ' -f1)
    sees "keyid $keyid"
    [ "$(openssl pkey -in traore.key -pubout)" = "$(cat traore.pub)" ]
}

@test "two pairs differ" {
    keys one two
    not cmp -s one.key two.key
    not cmp -s one.pub two.pub
}

@test "a path that would steer the terminal is escaped" {
    ends 0 chancery keygen $'a\e[2Jb' --no-passphrase
    [[ "$output" != *$'\e'* ]]
    sees "[2Jb.key: the secret key"
    sees "[2Jb.pub: the public key"
}

# /proc gives the files of a process that cannot be dumped to root. Root's own tell nothing, so
# root becomes somebody else.
@test "while a passphrase is asked the process cannot be dumped" {
    local as=""
    if [ "$(id -u)" -eq 0 ]; then
        as="setpriv --reuid 65534 --regid 65534 --clear-groups"
        $as "$CHANCERY" --version || skip "nobody but root can run the program here"
    fi
    run expect -c "set timeout 20
        spawn -noecho $as sleep 20
        sleep 0.2
        puts \"sleep: [exec stat -c %u /proc/[exp_pid]/environ]\"
        spawn -noecho $as $CHANCERY keygen $PWD/a
        expect {Passphrase} {} timeout {exit 99}
        puts \"keygen: [exec stat -c %u /proc/[exp_pid]/environ]\"
        send \"\\003\""
    [[ ! "$output" =~ sleep:\ 0 ]]
    sees "keygen: 0"
}

@test "nothing that exists is replaced" {
    echo mine >a.key
    echo mine >b.pub
    ln -s nowhere c.key
    refuses 3 "a.key: " chancery keygen a --no-passphrase
    refuses 3 "b.pub: " chancery keygen b --no-passphrase
    refuses 3 "c.key: " chancery keygen c --no-passphrase
    refuses 3 "nowhere/d.key" chancery keygen nowhere/d --no-passphrase
}

@test "a passphrase from a file, which openssl accepts" {
    (umask 077 && printf 'correct horse\r\nsecond line\n' >pass)
    ends 0 chancery keygen traore --passphrase-file pass
    grep -q 'BEGIN ENCRYPTED PRIVATE KEY' traore.key
    openssl pkey -in traore.key -passin 'pass:correct horse' -pubout | cmp - traore.pub
    not openssl pkey -in traore.key -passin 'pass:correct' -noout
}

@test "a passphrase from standard input and from a process" {
    ends 0 bash -c 'echo secret | "$CHANCERY" keygen one --passphrase-file -'
    ends 0 bash -c '"$CHANCERY" keygen two --passphrase-file <(echo secret)'
    openssl pkey -in one.key -passin pass:secret -noout
    openssl pkey -in two.key -passin pass:secret -noout
}

@test "a passphrase file that is empty, missing, a folder, too long, or read by others" {
    : >empty
    head -c 1025 /dev/zero | tr '\0' x >long
    head -c 1024 /dev/zero | tr '\0' x >longest
    printf 'x\n' >open
    chmod 600 empty long longest
    chmod 644 open
    refuses 3 "--no-passphrase" chancery keygen a --passphrase-file empty
    refuses 3 "longer than 1024" chancery keygen a --passphrase-file long
    refuses 3 "nothere" chancery keygen a --passphrase-file nothere
    refuses 3 "chancery: .: " chancery keygen a --passphrase-file .
    ends 0 chancery keygen a --passphrase-file longest
    ends 0 chancery keygen b --passphrase-file open
    sees "warning: open: others can read"
}

@test "no terminal: the options that help are named" {
    refuses 3 "--no-passphrase" chancery keygen traore
    sees "--passphrase-file"
}

@test "on the terminal the passphrase is asked twice, and not shown" {
    dialogue 'expect "Passphrase"; send "open sesame\r"
              expect "again"; send "open sesame\r"' "$CHANCERY" keygen traore
    [ "$status" -eq 0 ]
    sees "keyid"
    [[ "$output" != *sesame* ]]
    openssl pkey -in traore.key -passin 'pass:open sesame' -noout
}

@test "two passphrases that differ, an empty one, none" {
    local before
    before=$(listing)
    dialogue 'expect "Passphrase"; send "one\r"; expect "again"; send "two\r"' "$CHANCERY" keygen a
    [ "$status" -eq 3 ]
    sees "not the same"
    sees "run the command again"
    dialogue 'expect "Passphrase"; send "\r"' "$CHANCERY" keygen a
    [ "$status" -eq 3 ]
    sees "--no-passphrase"
    dialogue 'expect "Passphrase"; send "\004"' "$CHANCERY" keygen a
    [ "$status" -eq 3 ]
    [ "$(listing)" = "$before" ]
}

@test "an interrupt at the question ends the program and brings the echo back" {
    run expect -c 'set timeout 20
        spawn -noecho sh -c "trap : INT; \"$env(CHANCERY)\" keygen a; stty -a | grep -o -e \"-*echo \"; echo over"
        expect Passphrase
        send "half a pass\003"
        expect over
        expect eof'
    [[ "$output" =~ (^|[[:space:]])echo[[:space:]] ]]
    [[ "$output" != *"-echo "* ]]
    [[ "$output" != *half* ]]
    [ -z "$(ls)" ]
}

@test "K4: a key file is the block alone, in lines of 64 characters that end with LF" {
    ends 0 chancery keygen traore --no-passphrase
    head -c 40 /dev/urandom | base64 >secret
    ends 0 chancery keygen diarra --passphrase-file secret
    for file in traore.pub traore.key diarra.pub diarra.key; do
        not grep -q $'\r' "$file"
        [ "$(tail -c 1 "$file" | od -An -tx1)" = " 0a" ]
        [[ "$(head -n 1 "$file")" == "-----BEGIN "* ]]
        [[ "$(tail -n 1 "$file")" == "-----END "* ]]
        sed '1d;$d' "$file" >lines
        [ "$(sed '$d' lines | awk 'length != 64' | wc -l)" -eq 0 ]
        [ "$(tail -n 1 lines | awk 'length > 64' | wc -l)" -eq 0 ]
    done
    [ "$(wc -l <diarra.key)" -gt 4 ]
}

@test "K12: a passphrase is stretched with scrypt, N 16384, r 8, p 5, and a fresh salt of 16 bytes" {
    printf 'correct horse\n' >secret
    local name
    for name in one two; do
        ends 0 chancery keygen "$name" --passphrase-file secret
        [ "$(head -n 1 "$name.key")" = "-----BEGIN ENCRYPTED PRIVATE KEY-----" ]
        openssl asn1parse -in "$name.key" >"$name.der"
        grep -q 'OBJECT *:scrypt' "$name.der"
        grep -q 'OBJECT *:aes-256-cbc' "$name.der"
        [ "$(sed -n 's/.*INTEGER *://p' "$name.der" | tr '\n' ' ')" = "4000 08 05 " ]
        sed -n 's/.*OCTET STRING *\[HEX DUMP\]://p' "$name.der" >"$name.octets"
        [ "$(sed -n 1p "$name.octets" | tr -d '\n' | wc -c)" -eq 32 ]
        [ "$(sed -n 2p "$name.octets" | tr -d '\n' | wc -c)" -eq 32 ]
    done
    [ "$(sed -n 1p one.octets)" != "$(sed -n 1p two.octets)" ]
    [ "$(sed -n 2p one.octets)" != "$(sed -n 2p two.octets)" ]
    openssl pkey -in one.key -passin 'pass:correct horse' -noout
}

@test "K13: the keyid that a signature names is the SHA-256 of the key's DER" {
    make_directory >/dev/null
    printf 'A note.\n' >note.txt
    ends 0 chancery draft note.txt --date 2012-09-18 --language en \
        --from 'BAN Ki-moon; Secretary-General; United Nations' --to 'Prime Minister; Mali'
    ends 0 chancery sign note.txt --key ban.key --yes
    [ "$(jq -r '.signatures[0].keyid' note.txt.intoto.jsonl)" = \
        "$(openssl pkey -pubin -in ban.pub -outform DER | sha256sum | cut -d' ' -f1)" ]
}

@test "K14: files on disk: 0600 and 0644 under any umask, and nothing replaced" {
    umask 0
    ends 0 chancery keygen traore --no-passphrase
    [ "$(stat -c %a traore.key)" = 600 ]
    [ "$(stat -c %a traore.pub)" = 644 ]
    rm traore.pub
    refuses 3 "traore.key" chancery keygen traore --no-passphrase
    mv traore.key traore.pub
    refuses 3 "traore.pub" chancery keygen traore --no-passphrase
    rm traore.pub
    ln -s nowhere traore.key
    refuses 3 "traore.key" chancery keygen traore --no-passphrase
}
