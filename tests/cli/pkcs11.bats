#!/usr/bin/env bats
#
# Keys on a token of SoftHSM, with a folder and a configuration of its own.

load helpers

PIN=1234

# The token writes into its folder whatever is done with it, so that stands beside the case's.
tokens_in() { # FOLDER
    mkdir -p "$1/tokens"
    printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$1/tokens" >"$1/softhsm.conf"
    export SOFTHSM2_CONF=$1/softhsm.conf
    # what SoftHSM's own libraries leave behind is not ours
    printf 'leak:libcrypto.so\nleak:libsofthsm2.so\n' >"$1/leaks"
    export LSAN_OPTIONS=suppressions=$1/leaks:print_suppressions=0
}

setup_file() {
    command -v softhsm2-util >/dev/null || skip "SoftHSM is not installed"
    local folder
    for folder in /usr/lib/softhsm /usr/lib/*/softhsm /usr/local/lib/softhsm; do
        [ ! -f "$folder/libsofthsm2.so" ] || export MODULE=$folder/libsofthsm2.so
    done
    [ -n "${MODULE-}" ] || skip "the module of SoftHSM is not found"
    make_case
    tokens_in "$BATS_FILE_TMPDIR"
    softhsm2-util --init-token --free --label 'The Office' --pin $PIN --so-pin 5678 >/dev/null
    softhsm2-util --import traore.key --token 'The Office' --label traore --id a1 --pin $PIN >/dev/null
    rm traore.key
    split_document
    chancery draft annex.txt >/dev/null
}

setup() {
    enter_case
    cp -a "$BATS_FILE_TMPDIR/tokens" "$BATS_TEST_TMPDIR/tokens"
    tokens_in "$BATS_TEST_TMPDIR"
    (umask 077 && echo $PIN >pin)
}

# key [ATTRIBUTES [QUERY]]: a URI.
key() {
    printf 'pkcs11:%s?module-path=%s%s' "${1-token=The%20Office;object=traore}" "$MODULE" "${2:+&$2}"
}

@test "signs on the token, with a PIN from pin-source or --passphrase-file" {
    ends 0 chancery sign annex.txt --key "$(key 'token=The%20Office;object=traore' "pin-source=file:$PWD/pin")" --yes
    sees "Dioncounda Traoré, Interim President of the Republic, Mali signed annex.txt"
    ends 0 chancery sign annex.txt --key diarra.key --yes
    judged 0 authentic -- annex.txt
    rm annex.txt.intoto.jsonl
    chancery draft annex.txt --force >/dev/null
    ends 0 chancery sign annex.txt --key "$(key 'id=%a1')" --passphrase-file pin --yes
}

@test "asks for the PIN at the terminal" {
    run expect -c "set timeout 20
        spawn -noecho $CHANCERY sign annex.txt --key {$(key)} --yes
        expect {PIN of the token The Office:} {send \"$PIN\\r\"} timeout {exit 99}
        expect eof
        lassign [wait] pid spawn_id os_error value
        exit \$value"
    [ "$status" -eq 0 ]
    [ "$(wc -l <annex.txt.intoto.jsonl)" -eq 1 ]
}

@test "a wrong PIN, none, one on the command line" {
    (umask 077 && echo 4321 >wrong)
    refuses 3 "the PIN is wrong" chancery sign annex.txt --key "$(key)" --passphrase-file wrong --yes
    refuses 3 "no terminal" chancery sign annex.txt --key "$(key)" --yes
    refuses 64 "can be read by every program" chancery sign annex.txt --key "$(key object=traore pin-value=$PIN)" --yes
}

@test "no such key, no such token, no such module" {
    refuses 3 "holds no secret key" chancery sign annex.txt --key "$(key object=nobody)" --passphrase-file pin --yes
    refuses 3 "none fits" chancery sign annex.txt --key "$(key 'token=Elsewhere;object=traore')" --passphrase-file pin --yes
    refuses 3 "cannot be loaded" chancery sign annex.txt --key 'pkcs11:object=traore?module-path=/absent.so' --yes
    refuses 3 "no PKCS#11 module" chancery sign annex.txt --key "pkcs11:object=traore?module-path=$(ldd "$CHANCERY" | awk '/libc\.so/ { print $3 }')" --yes
}

@test "a key of another type, several of one name, a key of nobody who has to sign" {
    softhsm2-util --import diarra.key --token 'The Office' --label traore --id a2 --pin $PIN >/dev/null
    refuses 3 "several keys" chancery sign annex.txt --key "$(key)" --passphrase-file pin --yes
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem 2>/dev/null
    softhsm2-util --import rsa.pem --token 'The Office' --label rsa --id a3 --pin $PIN >/dev/null
    refuses 3 "no Ed25519 key" chancery sign annex.txt --key "$(key object=rsa)" --passphrase-file pin --yes
    keys stranger
    softhsm2-util --import stranger.key --token 'The Office' --label stranger --id a4 --pin $PIN >/dev/null
    refuses 3 "" chancery sign annex.txt --key "$(key object=stranger)" --passphrase-file pin --yes
    ends 0 chancery sign annex.txt --key "$(key 'object=traore;id=%a1')" --passphrase-file pin --yes
}

@test "a key that was made on the token: its public key is enrolled, and it signs" {
    command -v pkcs11-tool >/dev/null || skip "OpenSC is not installed"
    pkcs11-tool --module "$MODULE" --login --pin $PIN --keypairgen --key-type EC:edwards25519 --label seal --id b2 >/dev/null 2>&1
    ends 0 chancery keygen seal --key "$(key object=seal)" --passphrase-file pin
    sees "seal.pub: the public key"
    [ ! -e seal.key ]
    refuses 3 "seal.pub" chancery keygen seal --key "$(key object=seal)" --passphrase-file pin
    chancery directory init seals.jsonl --root seal.pub --threshold 1 --expires 2040-01-01
    ends 0 chancery directory sign seals.jsonl --key "$(key 'object=seal')" --passphrase-file pin
    sees "1 of 1 root signatures"
}
