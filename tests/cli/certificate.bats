#!/usr/bin/env bats
#
# directory add --certificate: keys that an authority vouches for, made by openssl.

load helpers

setup() {
    empty_room
    keys root traore other
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca.key 2>/dev/null
    openssl req -x509 -new -key ca.key -subj '/CN=Authority' -days 30 -out ca.pem
    openssl req -new -key traore.key -subj '/CN=Dioncounda Traore' -out traore.csr
    openssl x509 -req -in traore.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out traore.pem 2>/dev/null
    chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    add=(chancery directory add directory.jsonl --name 'Dioncounda Traoré'
        --office 'Interim President of the Republic; Mali' --since 2012-04-12)
}

@test "a certificate enrols its key" {
    openssl verify -CAfile ca.pem traore.pem
    ends 0 "${add[@]}" --certificate traore.pem --ca ca.pem
    local keyid
    keyid=$(openssl pkey -pubin -in traore.pub -outform DER | sha256sum | cut -d' ' -f1)
    ends 0 chancery directory show directory.jsonl
    sees "${keyid:0:16}"
    ends 0 chancery directory sign directory.jsonl --key root.key
}

@test "another authority, an expired certificate, one not for signatures" {
    openssl req -x509 -new -key other.key -subj '/CN=Authority' -days 30 -out impostor.pem
    refuses 3 "does not vouch" "${add[@]}" --certificate traore.pem --ca impostor.pem
    openssl x509 -req -in traore.csr -CA ca.pem -CAkey ca.key -days -1 -out expired.pem 2>/dev/null
    refuses 3 "expired" "${add[@]}" --certificate expired.pem --ca ca.pem
    printf 'keyUsage=keyEncipherment\n' >usage
    openssl x509 -req -in traore.csr -CA ca.pem -CAkey ca.key -days 30 -extfile usage -out usage.pem 2>/dev/null
    refuses 3 "digitalSignature" "${add[@]}" --certificate usage.pem --ca ca.pem
}

@test "an ECDSA key, a certificate where a key is wanted, both, neither" {
    refuses 3 "elliptic curve" "${add[@]}" --certificate ca.pem --ca ca.pem
    refuses 3 "a certificate" "${add[@]}" --key traore.pem
    refuses 64 "either" "${add[@]}"
    refuses 64 "either" "${add[@]}" --key traore.pub --certificate traore.pem --ca ca.pem
    refuses 64 "either" "${add[@]}" --certificate traore.pem
    refuses 64 "either" "${add[@]}" --key traore.pub --ca ca.pem
    refuses 3 "absent.pem" "${add[@]}" --certificate absent.pem --ca ca.pem
}
