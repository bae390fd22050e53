#!/usr/bin/env bats
#
# Keys of OpenSSH: files, public key lines, and a real ssh-agent with a socket of its own.

load helpers

setup_file() {
    command -v ssh-agent >/dev/null || skip "OpenSSH is not installed"
    mkdir "$BATS_FILE_TMPDIR/case" && cd "$BATS_FILE_TMPDIR/case" || return
    export CHANCERY_HOME=$PWD/home
    local name
    for name in root traore stranger; do
        ssh-keygen -q -t ed25519 -N '' -C "$name at the desk" -f "$name"
    done
    ssh-keygen -q -t ecdsa -N '' -C 'traore at the desk' -f ecdsa
    ssh-keygen -q -t rsa -b 2048 -N '' -C 'rsa at the desk' -f rsa
    chancery keygen diarra --no-passphrase >/dev/null
    chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    holder 'Dioncounda Traoré' 'Interim President of the Republic; Mali' traore.pub 2012-04-12 2013-09-04
    holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' diarra.pub 2012-04-17 2012-12-11
    holder 'BAN Ki-moon' 'Secretary-General; United Nations' stranger.pub 2007-01-01 2016-12-31
    chancery directory sign directory.jsonl --key root >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    split_document
    chancery draft annex.txt >/dev/null
}

# A socket's path is at most 107 bytes, so the agent stands in a folder of its own.
setup() {
    enter_case
    AGENT_FOLDER=$(mktemp -d)
    export SSH_AUTH_SOCK=$AGENT_FOLDER/socket
    SSH_ASKPASS=/bin/false SSH_ASKPASS_REQUIRE=force ssh-agent -D -a "$SSH_AUTH_SOCK" >/dev/null 3>&- &
    AGENT=$!
    local try answer
    for try in {1..100}; do # 2: nobody answers at the socket, or there is none
        answer=0
        ssh-add -l >/dev/null 2>&1 || answer=$?
        [ "$answer" = 2 ] || return 0
        sleep 0.1
    done
    echo "no agent after $try tries"
    return 1
}

teardown() {
    [ -z "${AGENT-}" ] || kill "$AGENT" 2>/dev/null || true
    [ -z "${AGENT_FOLDER-}" ] || rm -rf "$AGENT_FOLDER"
}

fingerprint() {
    ssh-keygen -lf "$1" | cut -d' ' -f2
}

@test "signs through the agent, by fingerprint and by comment" {
    ssh-add -q traore
    rm traore
    ends 0 chancery sign annex.txt --key "agent:$(fingerprint traore.pub)" --yes
    sees "Dioncounda Traoré, Interim President of the Republic, Mali signed annex.txt"
    chancery draft annex.txt --force >/dev/null
    rm annex.txt.intoto.jsonl
    ends 0 chancery sign annex.txt --key 'agent:traore at the desk' --yes
    ends 0 chancery sign annex.txt --key diarra.key --yes
    judged 0 authentic -- annex.txt
}

@test "a root signs the directory through the agent" {
    ssh-add -q root
    chancery directory init second.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    ends 0 chancery directory sign second.jsonl --key 'agent:root at the desk'
    sees "1 of 1 root signatures"
}

@test "signs with an OpenSSH key file, and warns of one that others can read" {
    ends 0 chancery sign annex.txt --key traore --yes
    not sees "others can read"
    chmod 644 traore
    chancery draft annex.txt --force >/dev/null
    rm annex.txt.intoto.jsonl
    ends 0 chancery sign annex.txt --key traore --yes
    sees "others can read"
}

@test "an encrypted OpenSSH key file: names the agent, and works from there" {
    ssh-keygen -q -p -N 'open sesame' -f traore >/dev/null
    refuses 3 "ssh-add" chancery sign annex.txt --key traore --yes
    printf '#!/bin/sh\necho open sesame\n' >answer
    chmod +x answer
    SSH_ASKPASS=./answer SSH_ASKPASS_REQUIRE=force ssh-add -q traore
    ends 0 chancery sign annex.txt --key 'agent:traore at the desk' --yes
}

@test "keygen --key writes the public key, to be enrolled" {
    ssh-add -q traore
    ends 0 chancery keygen copy --key 'agent:traore at the desk'
    sees "copy.pub: the public key"
    not sees "secret key"
    [ ! -e copy.key ]
    refuses 3 "copy.pub" chancery keygen copy --key 'agent:traore at the desk'
    refuses 64 "exclude each other" chancery keygen other --key agent:x --no-passphrase
    chancery directory init copy.jsonl --root copy.pub --threshold 1 --expires 2040-01-01
    ends 0 chancery directory sign copy.jsonl --key traore
}

@test "no such key, an empty agent, a locked one" {
    refuses 3 "holds no key" chancery sign annex.txt --key 'agent:traore at the desk' --yes
    ssh-add -q stranger
    refuses 3 "ssh-add -l" chancery sign annex.txt --key 'agent:traore at the desk' --yes
    refuses 3 "no Ed25519 key is named" chancery sign annex.txt --key "agent:$(fingerprint traore.pub)" --yes
    ssh-add -q traore
    printf '#!/bin/sh\necho lock\n' >answer
    chmod +x answer
    SSH_ASKPASS=./answer SSH_ASKPASS_REQUIRE=force ssh-add -q -x
    refuses 3 "ssh-add -X" chancery sign annex.txt --key 'agent:traore at the desk' --yes
}

@test "a key of another type, several that fit, a key of nobody who has to sign" {
    ssh-add -q ecdsa
    refuses 3 "ecdsa-sha2-nistp256" chancery sign annex.txt --key 'agent:traore at the desk' --yes
    ssh-add -q traore
    ssh-keygen -q -c -C 'traore at the desk' -f stranger >/dev/null
    ssh-add -q stranger
    refuses 3 "agent:SHA256:" chancery sign annex.txt --key 'agent:traore at the desk' --yes
    refuses 3 "" chancery sign annex.txt --key "agent:$(fingerprint stranger.pub)" --yes
    ends 0 chancery sign annex.txt --key "agent:$(fingerprint traore.pub)" --yes
}

@test "the person says no where the agent asks" {
    ssh-add -q -c traore
    refuses 3 "refused to sign" chancery sign annex.txt --key 'agent:traore at the desk' --yes
}

@test "no agent, an agent that has ended, no name" {
    refuses 3 "SSH_AUTH_SOCK is not set" env -u SSH_AUTH_SOCK setsid --wait "$CHANCERY" sign annex.txt --key agent:x --yes
    refuses 64 "ssh-add -l" chancery sign annex.txt --key agent: --yes
    refuses 64 "43 characters" chancery sign annex.txt --key agent:SHA256:abc --yes
    kill "$AGENT"
    wait "$AGENT" || true
    refuses 3 "eval" chancery sign annex.txt --key agent:x --yes
}

@test "K23: a file whose name begins with agent: is named by its folder" {
    mv traore agent:traore
    refuses 3 "holds no key" chancery sign annex.txt --key agent:traore --yes
    ends 0 chancery sign annex.txt --key ./agent:traore --yes
}

@test "public keys: other kinds are refused by name" {
    chancery directory init third.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    local -a add=(chancery directory add third.jsonl --name X --office 'Y; Z' --since 2012-01-01)
    refuses 3 "an RSA key of OpenSSH" "${add[@]}" --key rsa.pub
    refuses 3 "elliptic curve" "${add[@]}" --key ecdsa.pub
    refuses 3 "this is a secret key" "${add[@]}" --key traore
    cat root.pub traore.pub >two.pub
    refuses 3 "several lines" "${add[@]}" --key two.pub
    refuses 3 "this is a public key" chancery sign annex.txt --key traore.pub --yes
    ends 0 "${add[@]}" --key traore.pub
}
