#!/usr/bin/env bats
# The transparency log: append, crash, check, and what an adversary does to its files.

load helpers

setup_file() {
    make_case chain
    keys log stranger
    chancery log init log --origin registry.example/letters --key log.key >vkey
}

setup() {
    enter_case
    sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" log/log.json
}

append() { # NUMBER: that many entries in one batch
    local -a records=()
    local i
    for ((i = 0; i < $1; i++)); do
        records+=(S-2012-727.txt)
    done
    chancery log append log "${records[@]}"
}

size() {
    sed -n 2p log/checkpoint
}

@test "L9, L11: an entry is digests, and its files are as tlog-tiles has them" {
    ends 0 chancery log append log S-2012-727.txt annex.txt.intoto.jsonl
    local hash
    hash=$(xxd -p -c 32 log/tile/0/000.p/2 | head -n 1)
    [[ "${lines[0]}" == "0 $hash" && "${lines[1]}" == 1\ * ]]
    tail -c +3 log/tile/entries/000.p/2 | head -c "$((16#$(xxd -p -l 2 log/tile/entries/000.p/2)))" >entry
    [ "$hash" = "$( (printf '\0'; cat entry) | sha256sum | cut -c1-64)" ]
    {
        echo chancery-entry/v1
        echo "document $(sha256sum <S-2012-727.txt | cut -c1-64)"
        jq -r '.signatures[].sig' S-2012-727.txt.intoto.jsonl | while read -r sig; do
            echo "signature $(base64 -d <<<"$sig" | sha256sum | cut -c1-64)"
        done | sort
    } | cmp - entry
    [ "$(find log -type f | sort | tr '\n' ' ')" = 'log/checkpoint log/log.json log/tile/0/000.p/2 log/tile/entries/000.p/2 ' ]
    not grep -q PRIVATE -r log
    ends 0 chancery log checkpoint log
    [ "$output" = "$(cat log/checkpoint)" ]
}

@test "L9, L10: an entry names what its record withdraws, and is still the document's" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery merge S-2012-727.txt.intoto.jsonl annex.txt.intoto.jsonl >/dev/null
    ends 0 chancery log append log annex.txt.intoto.jsonl S-2012-727.txt.intoto.jsonl
    local act
    act=$(jq -r 'select(.payload | @base64d | fromjson | .predicateType == "urn:chancery:letter:v1") | .payload' \
        annex.txt.intoto.jsonl | head -n 1 | base64 -d | sha256sum | cut -c1-64)
    [ "$(grep -ac "^withdraws $act$" log/tile/entries/000.p/2)" -eq 2 ]
    grep -aq "^document $(sha256sum <S-2012-727.txt | cut -c1-64)$" log/tile/entries/000.p/2
    ends 0 chancery log prove log annex.txt -o proof
    ends 2 chancery verify annex.txt --proof proof --log-key vkey && sees 'logged: entry 0' && sees WITHDRAWN
}

@test "L12: bad origins, a log that is there, a key that is not its own" {
    refuses 3 DSSE chancery log init other --origin 'DSSEv1' --key log.key
    refuses 3 spaces chancery log init other --origin 'a b' --key log.key
    refuses 3 spaces chancery log init other --origin 'a+b' --key log.key
    refuses 3 already chancery log init log --origin registry.example/letters --key log.key
    refuses 3 "not the log's" chancery log append log annex.txt --key stranger.key
    refuses 3 'no custody record' chancery log append log root.pub
    refuses 3 'no custody record' chancery log append log annex.txt root.pub
    refuses 64 'then the records' chancery log append log
}

@test "L10: a record of several documents is unclear, the document says which" {
    statement '.subject[0].name = "x.txt"' annex.txt.intoto.jsonl
    envelope stranger.key payload >>annex.txt.intoto.jsonl
    { cat annex.txt; echo more; } >x.txt
    statement ".subject[0].digest.sha256 = \"$(sha256sum <x.txt | cut -c1-64)\"" annex.txt.intoto.jsonl
    envelope stranger.key payload >>annex.txt.intoto.jsonl
    refuses 3 'several documents' chancery log append log annex.txt.intoto.jsonl
    ends 0 chancery log append log annex.txt
}

@test "L13: tiles become full, and partial ones go" {
    append 250 >/dev/null
    append 5 >/dev/null
    [ -e log/tile/0/000.p/255 ]
    append 3 >/dev/null
    [ "$(stat -c %s log/tile/0/000)" = 8192 ]
    [ ! -e log/tile/0/000.p ] && [ ! -e log/tile/entries/000.p ]
    [ "$(stat -c %s log/tile/0/001.p/2)" = 64 ] && [ "$(stat -c %s log/tile/1/000.p/1)" = 32 ]
    ends 0 chancery log check log
    sees 'GOOD: registry.example/letters, 258 entries'
}

@test "L13: sixteen writers at once lose nothing" {
    local i
    for i in {1..16}; do
        chancery log append log annex.txt >"out.$i" &
    done
    wait
    [ "$(cat out.* | cut -d' ' -f1 | sort -n | tr '\n' ' ')" = "$(seq -s ' ' 0 15) " ]
    ends 0 chancery log check log
    [ "$(size)" = 16 ]
}

@test "L13: a log that is damaged where it grows is not added to" {
    append 3 >/dev/null
    cp -r log good
    spoil log/tile/0/000.p/3 40
    refuses 3 'root of its checkpoint' chancery log append log annex.txt
    rm -r log && cp -r good log
    spoil log/tile/entries/000.p/3 40
    refuses 3 'newest entries' chancery log append log annex.txt
    rm -r log && cp -r good log
    truncate -s 10 log/tile/0/000.p/3
    refuses 3 'cut off' chancery log append log annex.txt
    rm -r log && cp -r good log
    sed -i 2s/3/2/ log/checkpoint
    refuses 3 'does not fit' chancery log append log annex.txt
}

@test "L14: altered, cut off, missing and swapped files are named" {
    append 515 >/dev/null
    cp -r log good
    local file
    for file in tile/0/000 tile/0/001 tile/0/002.p/3 tile/1/000.p/2; do
        spoil log/$file 17
        ends 1 chancery log check log && sees "$file: its hashes are not those of the entries"
        truncate -s 40 log/$file
        ends 1 chancery log check log && sees "$file: it is cut off"
        rm log/$file
        ends 2 chancery log check log && sees "$file: " && sees '1 missing'
        rm -r log && cp -r good log
    done
    for file in tile/entries/000 tile/entries/002.p/3; do
        spoil log/$file 40
        ends 1 chancery log check log && sees "$file: its entries are not those that were signed" && sees '1 damaged, 0 missing'
        not sees 'tile/0' && not sees forked
        truncate -s 40 log/$file
        ends 1 chancery log check log && sees "$file: it is cut off" && sees '1 damaged, 0 missing'
        rm log/$file
        ends 2 chancery log check log && sees "$file: "
        rm -r log && cp -r good log
    done
    chancery log append log annex.txt >/dev/null
    mv log/tile/0/000 x && mv log/tile/0/001 log/tile/0/000 && mv x log/tile/0/001
    ends 0 cmp log/tile/0/000 log/tile/0/001 # of like entries
    ends 0 chancery log check log
    cp log/tile/0/002.p/4 log/tile/0/001
    ends 1 chancery log check log && sees 'tile/0/001: it is cut off'
}

@test "L14: of entries and hashes the damaged file is named, and damage is no fork" {
    append 515 >/dev/null
    cp log/checkpoint older
    append 5 >/dev/null
    cp -r log good
    again() {
        rm -r log && cp -r good log
    }
    # an entry, and the hashes above it
    spoil log/tile/entries/000 40 && spoil log/tile/0/000 17
    ends 1 chancery log check log --against older
    sees 'tile/entries/000: its entries are not' && sees 'tile/0/000: its hashes' && sees '; 2 damaged, 0 missing, 0 contradicted'
    sees 'until that is restored nobody can tell whether it extends the older checkpoint of 515' && not sees forked
    again
    # the hashes at the edge do not say which: the entries do, by themselves
    spoil log/tile/1/000.p/2 17 && spoil log/tile/0/001 17
    ends 1 chancery log check log --against older
    sees 'tile/1/000.p/2: its hashes are not those of the entries' && sees 'tile/0/001: its hashes are not' && sees '2 damaged'
    sees 'extends the older checkpoint of 515' && not sees 'or these are damaged'
    again
    # nothing says which
    spoil log/tile/1/000.p/2 17 && spoil log/tile/entries/001 40
    ends 1 chancery log check log --against older
    sees 'tile/0/001: its hashes are not those of the entries; it or these are damaged' && not sees forked && not sees checkpoint:
    again
    # bundles and hashes that are gone leave a gap, and accuse nobody
    rm log/tile/entries/000 log/tile/0/000
    ends 2 chancery log check log --against older && sees '0 damaged, 2 missing, 0 contradicted'
    again
    rm log/tile/entries/000
    ends 2 chancery log check log --against older && sees '0 damaged, 1 missing' && sees 'extends the older checkpoint of 515'
}

@test "L13, L17: a log that was restored from an older copy is not added to" {
    append 3 >/dev/null
    cp -r log backup
    append 2 >/dev/null
    mv log newest
    cp -r backup log
    refuses 3 'it has 3 entries, and had 5 when it was seen last: it is an older copy' chancery log append log annex.txt
    sees "first remove $PWD/home/logs/" && sees 'Restore the newest copy'
    # another history of the same length, and a longer one
    CHANCERY_HOME=$PWD/elsewhere chancery log append log cover.txt cover.txt >/dev/null
    refuses 3 'its first 5 entries are not those' chancery log append log annex.txt
    CHANCERY_HOME=$PWD/elsewhere chancery log append log cover.txt >/dev/null
    refuses 3 'it was forked' chancery log append log annex.txt
    rm -r log && mv newest log
    ends 0 chancery log append log annex.txt
    # what another writer added is no fork
    CHANCERY_HOME=$PWD/elsewhere2 chancery log append log cover.txt >/dev/null
    ends 0 chancery log append log annex.txt
    # the override that was spelled out
    rm -r log home/logs && cp -r backup log
    ends 0 chancery log append log annex.txt
    [ "$(size)" = 4 ]
}

@test "L14: an older checkpoint is extended, rolled back or forked" {
    append 2 >/dev/null
    cp -r log fork
    cp log/checkpoint two
    append 3 >/dev/null
    cp log/checkpoint five
    ends 0 chancery log check log --against two && sees 'extends the older checkpoint of 2 entries'
    ends 0 chancery log check log --against five
    CHANCERY_HOME=$PWD/elsewhere chancery log append fork annex.txt annex.txt annex.txt cover.txt --key log.key >/dev/null
    ends 1 chancery log check fork --against five && sees forked && sees "$(cat five)" && sees "$(cat fork/checkpoint)"
    rm -r log && cp -r fork log
    sed -i 1s/letters/papers/ two
    ends 3 chancery log check log --against two && sees 'another log'
    cp -r "$BATS_FILE_TMPDIR/case/log" empty
    ends 1 chancery log check empty --against five && sees 'rolled back'
}

@test "L4, L6: a checkpoint of a wrong key, size or signature is refused" {
    append 2 >/dev/null
    cp log/checkpoint good
    sed 2s/2/02/ good >log/checkpoint
    ends 3 chancery log check log && sees 'size of a log'
    sed '$s/.\{8\}$/AAAAAA==/' good >log/checkpoint
    ends 3 chancery log checkpoint log
    chancery log init other --origin registry.example/letters --key stranger.key >/dev/null
    cp other/checkpoint log/checkpoint
    ends 3 chancery log check log && sees 'not signed by a key that is trusted'
    head -n 4 good >log/checkpoint
    ends 3 chancery log check log && sees 'no signatures'
    rm log/checkpoint
    ends 3 chancery log check log
}
