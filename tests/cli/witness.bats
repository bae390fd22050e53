#!/usr/bin/env bats
# Witnesses of a transparency log: what they sign, what they refuse, and the time that a quorum proves.

load helpers

setup_file() {
    make_case chain
    keys log stranger w1 w2 w3
    chancery directory add-log directory.jsonl --name registry.example/letters --key log.pub &&
        chancery directory add-witness directory.jsonl --name witness.example/w1 --key w1.pub &&
        chancery directory add-witness directory.jsonl --name witness.example/w2 --key w2.pub &&
        chancery directory add-witness directory.jsonl --name witness.example/w3 --key w3.pub --quorum 2 &&
        chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery verify annex.txt >/dev/null # the new version is remembered
    chancery log init log --origin registry.example/letters --key log.key >vkey
    chancery log append log annex.txt cover.txt S-2012-727.txt annex.txt >/dev/null
}

setup() {
    enter_case
    sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" log/log.json
}

cosign() { # WITNESS ARGUMENT...: each with a home of its own
    local witness=$1
    shift
    CHANCERY_HOME=$PWD/home-$witness chancery log cosign log --name "witness.example/$witness" --key "$witness.key" "$@"
}

# A cosignature line over a checkpoint at a time of our choosing, by another program.
line() { # WITNESS TIME CHECKPOINT
    local id
    head -n 3 "$3" >body
    { printf 'cosignature/v1\ntime %d\n' "$2"; cat body; } >message
    openssl pkeyutl -sign -rawin -inkey "$1.key" -in message -out sig
    openssl pkey -in "$1.key" -pubout -outform DER | tail -c 32 >raw
    id=$({ printf 'witness.example/%s\n\x04' "$1"; cat raw; } | sha256sum | cut -c1-8)
    printf '— witness.example/%s %s\n' "$1" \
        "$( { xxd -r -p <<<"$id"; printf '%016x' "$2" | xxd -r -p; cat sig; } | base64 -w0)"
}

prove() {
    chancery log prove log S-2012-727.txt -o proof --force
    chancery verify S-2012-727.txt --proof proof >/dev/null 2>&1 || : # the checkpoint is remembered
}

proven() { # TIME|null
    judged 0 authentic logged -- S-2012-727.txt --proof proof "${@:2}" &&
        [ "$(jq -r .log.time <<<"$output")" = "$1" ]
}

@test "D42, L20: the directory says which log counts, so that no key need be named" {
    prove
    judged 0 authentic logged -- S-2012-727.txt --proof proof
    chancery log init other --origin other.example/letters --key stranger.key >/dev/null
    chancery log append other S-2012-727.txt >/dev/null
    chancery log prove other S-2012-727.txt -o otherproof
    judged 2 indeterminate not-logged -- S-2012-727.txt --proof otherproof && sees 'lists no log other.example/letters'
    chancery log init false --origin registry.example/letters --key stranger.key >/dev/null
    chancery log append false S-2012-727.txt >/dev/null
    chancery log prove false S-2012-727.txt -o falseproof
    judged 2 indeterminate not-logged -- S-2012-727.txt --proof falseproof && sees 'not signed by a key that is trusted'
}

@test "D42: what is shown, changed and voided" {
    ends 0 chancery directory show directory.jsonl
    sees 'log registry.example/letters, key' && sees 'witness witness.example/w3' && sees '2 of the witnesses prove a time'
    ends 0 chancery directory diff directory.jsonl
    sees '+ witness witness.example/w1' && sees '+ log registry.example/letters' && sees '~ 2 of the witnesses prove a time (was 0)'
    # w2 and w3 are left of three, and of two one would be
    ends 0 chancery directory void-witness directory.jsonl --name witness.example/w1 --reason 'its key was stolen'
    refuses 3 '1 witness would be left, and the quorum is 2' chancery directory void-witness directory.jsonl \
        --name witness.example/w2 --reason stolen
    refuses 64 'cannot be met by 1 witnesses' chancery directory void-witness directory.jsonl \
        --name witness.example/w2 --reason stolen --quorum 2
    ends 0 chancery directory diff directory.jsonl
    sees '- witness witness.example/w1' && sees 'void: its key was stolen'
    chancery directory sign directory.jsonl --key root.key
    ends 0 chancery directory show directory.jsonl && sees 'void: its key was stolen'
    refuses 3 'no such log or witness' chancery directory void-witness directory.jsonl --name witness.example/w1 --reason again
    refuses 64 'cannot be met' chancery directory add-witness directory.jsonl --name witness.example/w4 --key stranger.pub --quorum 5
    refuses 3 'two of them have the name' chancery directory add-witness directory.jsonl --name witness.example/w2 --key stranger.pub
    refuses 3 'without spaces and plus signs' chancery directory add-witness directory.jsonl --name 'a b' --key stranger.pub
    refuses 3 'of a root or of a holder' chancery directory add-witness directory.jsonl --name witness.example/w4 --key ban.pub
    refuses 3 'of a root or of a holder' chancery directory add-log directory.jsonl --name log.example --key root.pub
    refuses 3 'of another log or witness' chancery directory add-witness directory.jsonl --name witness.example/w4 --key log.pub
    refuses 3 'of another log or witness' chancery directory add-witness directory.jsonl --name witness.example/w4 --key w1.pub
}

@test "L18: a witness cosigns with its time, and once" {
    ends 0 cosign w1
    [ "$output" = "witness.example/w1+$(cut -d+ -f2- <<<"$output")" ]
    [ "$(wc -l <log/checkpoint)" -eq 6 ]
    refuses 3 'already' cosign w1
    ends 0 cosign w2
    prove
    local time
    time=$(sed -n 's/^— witness.example\/w2 //p' proof | base64 -d | xxd -p -s 4 -l 8)
    proven "$(date -u -d "@$((16#$time))" +%Y-%m-%dT%H:%M:%SZ)"
    ends 0 chancery log check log
    ends 0 chancery log append log annex.txt
    ends 0 chancery log check log
    ends 0 cosign w1
}

@test "L18: the same bytes as the specification says, by another program" {
    line w1 1700000000 log/checkpoint >one
    line w2 1600000000 log/checkpoint >two
    cat one two >>log/checkpoint
    prove
    proven 2023-11-14T22:13:20Z
    ends 0 chancery verify S-2012-727.txt --proof proof && sees 'there by 2023-11-14T22:13:20Z'
    proven 2023-11-14T22:13:20Z --log-key vkey
}

@test "L19: time is the quorum's smallest, and never the log's or one witness's" {
    cp log/checkpoint plain
    proves() { # TIME LINE-FILE...
        cat plain "${@:2}" >log/checkpoint
        prove
        proven "$1"
    }
    line w1 1500000000 plain >a
    line w2 1600000000 plain >b
    line w3 1700000000 plain >c
    proves null
    proves null a
    proves 2020-09-13T12:26:40Z a b
    proves 2020-09-13T12:26:40Z c b a
    proves 2023-11-14T22:13:20Z b c
    # one witness twice is one witness
    line w1 1700000000 plain >again
    proves null a again
    # a witness that the directory does not list
    line stranger 1600000000 plain >d
    proves null a d
    # the log's own key as a witness's, and a witness's line without its time
    line log 1600000000 plain >e
    proves null a e
    # a clock that is ahead
    line w2 4000000000 plain >f
    proves null a f
}

@test "L22: what was cosigned is kept, and a proof is of the first that had the entry" {
    line w1 1500000000 log/checkpoint >a
    line w2 1600000000 log/checkpoint >b
    cat a b >>log/checkpoint
    cp log/checkpoint first
    ends 0 chancery log append log annex.txt
    cmp first "log/cosigned/$(sed -n 2p first)"
    prove
    proven 2020-09-13T12:26:40Z
    # later cosignatures prove a later time
    line w1 1700000000 log/checkpoint >a
    line w2 1700000000 log/checkpoint >b
    cat a b >>log/checkpoint
    prove
    proven 2020-09-13T12:26:40Z
    ends 0 chancery log check log
    # of more signatures that is taken; without those that are kept, the log's own
    line w3 1700000000 log/checkpoint >c
    cat c >>log/checkpoint
    prove
    proven 2023-11-14T22:13:20Z
    head -n -2 log/checkpoint >fewer && mv fewer log/checkpoint
    prove
    proven 2020-09-13T12:26:40Z
    # what is altered is passed over
    spoil "log/cosigned/$(sed -n 2p first)" 30
    prove
    proven null
    # an older copy of the log does not undo what is kept
    cp first "log/cosigned/$(sed -n 2p first)"
    head -n -1 first >log/checkpoint
    rm -r home/logs
    ends 0 chancery log append log annex.txt
    cmp first "log/cosigned/$(sed -n 2p first)"
}

@test "L19: as of a time before, a later cosignature proves nothing" {
    cp log/checkpoint plain
    line w1 1500000000 plain >>log/checkpoint
    line w2 1600000000 plain >>log/checkpoint
    prove
    proven 2020-09-13T12:26:40Z
    proven null --at 2018-01-01
}

@test "L4: a bad cosignature of a witness that is known refuses the proof" {
    line w1 1500000000 log/checkpoint | sed 's/.\{8\}$/AAAAAA==/' >bad
    cat bad >>log/checkpoint
    ends 0 chancery log prove log S-2012-727.txt -o proof
    judged 2 indeterminate not-logged -- S-2012-727.txt --proof proof && sees 'witness.example/w1 does not fit'
}

@test "D42: a void witness proves nothing, nor does a void log" {
    line w1 1500000000 log/checkpoint >one
    line w2 1600000000 log/checkpoint >two
    cat one two >>log/checkpoint
    prove
    proven 2020-09-13T12:26:40Z
    chancery directory void-witness directory.jsonl --name witness.example/w1 --reason stolen
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub # the copy, not the original
    proven null
    chancery directory void-witness directory.jsonl --name registry.example/letters --reason closed
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub # the copy, not the original
    judged 2 indeterminate not-logged -- S-2012-727.txt --proof proof && sees 'lists no log'
}

@test "L18: a witness works from a copy, and the log takes what comes back" {
    mkdir copy
    cp -r log/checkpoint log/tile copy
    refuses 3 log.json chancery log cosign copy --log-key vkey --name witness.example/w1 --key w1.key
    ends 0 env CHANCERY_HOME="$PWD/home-w1" "$CHANCERY" log cosign copy --log-key vkey --name witness.example/w1 --key w1.key -o cosigned
    ends 0 chancery log check copy --log-key vkey
    cmp log/checkpoint copy/checkpoint
    ends 0 chancery log checkpoint log --add cosigned
    [ "$output" = "$(cat cosigned)" ] && cmp cosigned log/checkpoint
    ends 0 chancery log checkpoint log --add cosigned
    cmp cosigned log/checkpoint
    chancery log append log annex.txt >/dev/null
    refuses 3 'not the log' chancery log checkpoint log --add cosigned
    chancery log init other --origin registry.example/letters --key stranger.key >otherkey
    refuses 3 'not signed by a key' chancery log cosign copy --log-key otherkey --name witness.example/w1 --key w1.key -o x
    refuses 3 'another key' chancery log check log --log-key otherkey
}

@test "L18: a witness refuses a log that was rolled back, forked or damaged, and a log's own key" {
    refuses 3 'no witness of itself' chancery log cosign log --name witness.example/w1 --key log.key
    cp -r log before
    chancery log append log annex.txt annex.txt >/dev/null
    ends 0 cosign w1
    mv log good
    mv before log
    refuses 3 'rolled back' cosign w1
    CHANCERY_HOME=$PWD/elsewhere chancery log append log cover.txt cover.txt >/dev/null
    refuses 3 'does not extend the checkpoint of 6' cosign w1
    CHANCERY_HOME=$PWD/elsewhere chancery log append log cover.txt cover.txt >/dev/null
    refuses 3 'does not extend the checkpoint of 6' cosign w1
    rm -r log home/logs
    cp -r good log
    chancery log append log annex.txt >/dev/null
    spoil log/tile/0/000.p/7 10
    refuses 3 'does not extend' cosign w1
    rm -r log home/logs
    cp -r good log
    chancery log append log annex.txt >/dev/null
    ends 0 cosign w1
    [ "$(sed -n 2p home-w1/logs/*)" = 7 ]
}

@test "L18: a witness that cannot remember does not sign" {
    : >nowhere
    refuses 3 'nowhere' env CHANCERY_HOME="$PWD/nowhere" "$CHANCERY" log cosign log --name witness.example/w1 --key w1.key
}

@test "L19, 2.5: a proven time keeps a signature by a key that ended later, and no other" {
    chancery directory end directory.jsonl --key traore.pub --state retired --at 2014-01-01
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub # the copy, not the original
    judged 2 indeterminate key-ended -- annex.txt
    cp log/checkpoint plain
    line w1 1350000000 plain >a # in October 2012
    line w2 1360000000 plain >b # in February 2013
    line w2 1400000000 plain >late # in May 2014
    proof_with() {
        cat plain "$@" >log/checkpoint
        chancery log prove log annex.txt -o proof --force
        chancery verify annex.txt --proof proof >/dev/null 2>&1 || :
    }
    proof_with a b
    judged 0 authentic logged !key-ended -- annex.txt --proof proof
    [ "$(jq -r '.acts[0].signatories[0].time' <<<"$output")" = 2013-02-04T17:46:40Z ]
    proof_with a late
    judged 2 indeterminate key-ended -- annex.txt --proof proof
    proof_with a
    judged 2 indeterminate key-ended -- annex.txt --proof proof
    # what carries the letter was there in 2013, and so was the letter
    cat plain a b >log/checkpoint
    chancery log prove log cover.txt -o proof --force
    judged 0 authentic logged !key-ended -- cover.txt --proof proof
}

@test "U39: cosignatures on an archive's own log keep its letters, in the audit too" {
    keys keeper
    chancery archive init archive --origin archive.example/letters --key keeper.key >vkey
    chancery archive add archive annex.txt cover.txt >/dev/null
    chancery directory add-log directory.jsonl --name archive.example/letters --key keeper.pub
    chancery directory end directory.jsonl --key traore.pub --state retired --at 2014-01-01
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub # the copy, not the original
    ends 2 chancery audit archive && sees '(key-ended)'
    cp archive/log/checkpoint plain
    line w1 1350000000 plain >a # in October 2012
    line w2 1360000000 plain >b # in February 2013
    line w2 1400000000 plain >late # in May 2014
    cat plain a >archive/log/checkpoint
    ends 2 chancery audit archive && sees '(key-ended)'
    cat plain a late >archive/log/checkpoint
    ends 2 chancery audit archive && sees '(key-ended)'
    cat plain a b >archive/log/checkpoint
    ends 0 chancery audit archive
    sees '2 of 2 authentic.' && sees 'its entries were there by 2013-02-04T17:46:40Z.'
    ends 0 chancery audit archive --log-key vkey
    # not of a log that nobody names, nor without signatures
    ends 0 chancery audit archive --integrity-only --json
    jq -e 'select(.summary) | .summary.audit.checkpoint.provenTime == null' <<<"$output"
    chancery directory void-witness directory.jsonl --name archive.example/letters --reason closed
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub
    ends 2 chancery audit archive && sees '(key-ended)'
    ends 0 chancery audit archive --log-key vkey
}

@test "D45: impact takes the proofs that keep letters" {
    cosign w1 && cosign w2 && prove
    chancery log prove log annex.txt -o annexproof
    chancery directory end directory.jsonl --key diarra.pub --state retired --at "$(date -u +%F)"
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub
    mkdir desk && cp S-2012-727.txt* annex.txt* desk
    refuses 2 "desk/annex.txt: was authentic, is indeterminate" chancery impact --key diarra.pub desk
    sees "desk/S-2012-727.txt: was authentic, is indeterminate"
    # each proof serves its own document
    ends 2 chancery impact --key diarra.pub --proof annexproof desk/annex.txt desk/S-2012-727.txt --json
    jq -e '[.documents[].is] == ["authentic", "indeterminate"]' <<<"$output"
    ends 0 chancery impact --key diarra.pub --proof proof --proof annexproof --log-key vkey desk --json
    jq -e 'all(.documents[]; .is == "authentic" and .was == "authentic")' <<<"$output"
    refuses 3 "is of nothing that was looked at" chancery impact --key diarra.pub --proof proof desk/annex.txt
    sed 's/^index 2/index 1/' proof >bad
    refuses 3 "proves no entry of a log" chancery impact --key diarra.pub --proof bad desk
    refuses 3 "No such file" chancery impact --key diarra.pub --proof absent desk
    refuses 64 "only with --proof" chancery impact --key diarra.pub --log-key vkey desk
}
