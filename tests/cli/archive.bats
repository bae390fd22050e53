#!/usr/bin/env bats
# The archive: bags, their log, the index; what other tools say of them, and what is refused.

load helpers

setup_file() {
    make_case chain
    keys log stranger
    chancery archive init archive --origin registry.example/letters --key log.key >vkey
}

setup() {
    enter_case
    sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" archive/log/log.json
}

size() {
    sed -n 2p archive/log/checkpoint
}

# The bag is whole, by the tools that everybody has.
whole() { # BAG
    (cd "$1" && sha256sum --quiet -c manifest-sha256.txt && sha256sum --quiet -c tagmanifest-sha256.txt)
}

@test "A15, A16, A17, A18: a document becomes a bag, its entry and its line of the index" {
    ends 0 chancery archive add archive S-2012-727.txt
    [ "$output" = '0 S_2012_727-en-1' ]
    local bag=archive/S_2012_727-en-1
    [ "$(cd $bag && find . -type f | sort | tr '\n' ' ')" = './bag-info.txt ./bagit.txt ./data/S-2012-727.txt ./data/S-2012-727.txt.intoto.jsonl ./directory.jsonl ./manifest-sha256.txt ./tagmanifest-sha256.txt ' ]
    cmp S-2012-727.txt $bag/data/S-2012-727.txt
    cmp directory.jsonl $bag/directory.jsonl
    ends 0 whole $bag
    grep -qx 'External-Identifier: S/2012/727' $bag/bag-info.txt
    grep -qx 'Chancery-Language: en' $bag/bag-info.txt
    grep -qx 'Chancery-Issue-Number: 1' $bag/bag-info.txt
    grep -qx "Payload-Oxum: $(cat $bag/data/* | wc -c).2" $bag/bag-info.txt
    local tag
    tag=$(sha256sum <$bag/tagmanifest-sha256.txt | cut -c1-64)
    [ "$(jq -r .tagmanifest archive/index.jsonl)" = "$tag" ]
    [ "$(jq -r '.bag + " " + .symbol + " " + .language' archive/index.jsonl)" = 'S_2012_727-en-1 S/2012/727 en' ]
    [ "$(jq -r .document archive/index.jsonl)" = "$(sha256sum <S-2012-727.txt | cut -c1-64)" ]
    cmp <(jq -cS . archive/index.jsonl) archive/index.jsonl
    [ "$(tail -c +3 archive/log/tile/entries/000.p/1 | sed -n 3p)" = "bag $tag" ]
    ends 0 chancery log check archive/log
    ends 0 chancery verify $bag/data/S-2012-727.txt
    not grep -rq PRIVATE archive
    [ -z "$(ls archive/.adding)" ]
    ends 0 chancery archive list archive
    [ "$output" = '0  S_2012_727-en-1  S/2012/727  en' ]
    ends 0 chancery archive list archive --json
    [ "$output" = "$(cat archive/index.jsonl)" ]
}

@test "A19: a record that has grown is a new version, and the same is held already" {
    chancery archive add archive annex.txt >/dev/null
    local before
    before=$(cd archive/annex && find . -type f -print0 | sort -z | xargs -0 sha256sum)
    ends 0 chancery archive add archive annex.txt
    [ "$output" = 'held already annex' ] && [ "$(size)" = 1 ]
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    ends 0 chancery archive add archive annex.txt
    [ "$output" = '1 annex.v2' ]
    [ "$before" = "$(cd archive/annex && find . -type f -print0 | sort -z | xargs -0 sha256sum)" ]
    grep -qx "Chancery-Follows: $(sha256sum <archive/annex/tagmanifest-sha256.txt | cut -c1-64)" archive/annex.v2/bag-info.txt
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    ends 0 chancery archive add archive annex.txt
    [ "$output" = '2 annex.v3' ]
    ends 0 whole archive/annex.v3
    ends 0 chancery archive add archive annex.txt
    [ "$output" = 'held already annex.v3' ]
}

@test "A19: what an older version holds is held already, and what a damaged one holds is not" {
    mkdir in && cp annex.txt annex.txt.intoto.jsonl in
    chancery archive add archive in/annex.txt >/dev/null
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery archive add archive annex.txt >/dev/null
    # the copy from before, offered again with others, takes nothing back
    ends 0 chancery archive add archive in/annex.txt cover.txt
    [ "${lines[0]}" = 'held already annex' ] && [ "${lines[1]}" = '2 cover' ]
    ends 0 chancery archive list archive
    sees 'annex.v2  en  with a withdrawal' && not sees 'annex.v3'
    ends 0 chancery archive add archive annex.txt
    [ "$output" = 'held already annex.v2' ]
    # altered, cut off, or no manifest: the good copy is taken in
    local n=0 damage
    for damage in 'printf x >>' 'truncate -s -1' 'rm'; do
        cp -a archive "damaged$n"
        sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" "damaged$n/log/log.json"
        eval "$damage damaged$n/cover/data/cover.txt"
        export CHANCERY_HOME=$PWD/home$n
        cp -a home "home$n"
        ends 0 chancery archive add "damaged$n" cover.txt
        [ "$output" = '3 cover.v2' ]
        ends 0 chancery archive add "damaged$n" cover.txt
        [ "$output" = 'held already cover.v2' ]
        n=$((n + 1))
    done
}

@test "C5: nothing is added to a record in a bag, and nothing is drafted there" {
    chancery archive add archive annex.txt >/dev/null
    ln -s "$PWD/archive/annex/data" link
    cp S-2012-727.txt archive/annex/data/new.txt
    local file=archive/annex/data/annex.txt in='stands in the bag'
    refuses 3 "$in" chancery merge "$file.intoto.jsonl" annex.txt.intoto.jsonl
    sees 'next: Copy the document and its record out of the bag'
    refuses 3 "$in" chancery merge link/annex.txt.intoto.jsonl cover.txt.intoto.jsonl
    refuses 3 "$in" chancery sign "$file" --key diarra.key --yes
    refuses 3 "$in" chancery sign annex.txt --record "$file.intoto.jsonl" --key diarra.key --yes
    refuses 3 "$in" chancery timestamp "$file" --request stamps
    refuses 3 "$in" chancery timestamp annex.txt --record link/annex.txt.intoto.jsonl --request stamps
    refuses 3 "$in" chancery draft link/new.txt --language en
    refuses 3 "$in" chancery draft annex.txt --record "$file.intoto.jsonl" --force
    refuses 3 "$in" chancery forward "$file" --annex annex.txt
    refuses 3 "$in" chancery issue "$file" --carries cover.txt --from 'Documents Registry; Documents Registry; United Nations'
    refuses 3 "$in" chancery translate "$file" --of annex.txt --from 'Documents Registry; Documents Registry; United Nations' --language fr
    refuses 3 "$in" chancery withdraw "$file" --reason error
    refuses 3 "$in" chancery correct "$file" --reason error
    refuses 3 "$in" chancery receive "$file" --from 'BAN Ki-moon; Secretary-General; United Nations'
    refuses 3 "$in" chancery attest "$file" --for 'Dioncounda Traoré; Interim President of the Republic; Mali' --basis original --from 'Documents Registry; Documents Registry; United Nations'
    cd archive/annex/data
    refuses 3 "$in" chancery merge annex.txt.intoto.jsonl ../../../cover.txt.intoto.jsonl
    cd ../../..
    # What only looks like a bag is none.
    mkdir -p loose/data && cp annex.txt annex.txt.intoto.jsonl loose/data && echo BagIt >loose/bagit.txt
    ends 0 chancery merge loose/data/annex.txt.intoto.jsonl cover.txt.intoto.jsonl
    mkdir half && cp archive/annex/bagit.txt half && cp annex.txt annex.txt.intoto.jsonl half
    ends 0 chancery merge half/annex.txt.intoto.jsonl cover.txt.intoto.jsonl
}

@test "A19: a record from which something was taken away is refused, a withdrawal above all" {
    cp annex.txt.intoto.jsonl signed
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    cp annex.txt.intoto.jsonl whole
    chancery archive add archive annex.txt >/dev/null
    local lacks="its record lacks 1 signature that the archive's bag annex holds"
    cp signed annex.txt.intoto.jsonl
    refuses 3 "annex: $lacks" chancery archive add archive annex.txt
    sees 'next: Merge the record of that bag into it, and add the document again: chancery merge RECORD archive/annex/data/annex.txt.intoto.jsonl.'
    [ "$(size)" = 1 ]
    # nor under another name
    cp annex.txt other.txt && cp annex.txt.intoto.jsonl other.txt.intoto.jsonl
    refuses 3 "other: $lacks" chancery archive add archive cover.txt other.txt
    chancery merge annex.txt.intoto.jsonl archive/annex/data/annex.txt.intoto.jsonl >/dev/null
    cmp <(sort annex.txt.intoto.jsonl) <(sort whole)
    cp whole annex.txt.intoto.jsonl
    ends 0 chancery archive add archive annex.txt
    [ "$output" = 'held already annex' ]
    # a bag whose record is damaged is held to its entry
    head -n 2 whole >archive/annex/data/annex.txt.intoto.jsonl
    cp signed annex.txt.intoto.jsonl
    refuses 3 "annex: $lacks" chancery archive add archive annex.txt
}

# by_nobody LINE FROM TO: so many copies of a line of the record, each with a signature of no key.
by_nobody() {
    local line
    line=$(jq -c 'if .signatures then .signatures[0].sig = "SIG" else . end' <<<"$1")
    seq "$2" "$3" | while read -r n; do printf '%s\n' "${line/SIG/$(printf '%085dA==' "$n")}"; done
}

@test "A18, A19: lines that count for nothing are not listed, and no later record must have them" {
    local record=annex.txt.intoto.jsonl
    cp $record signed
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    cp $record withdrawn
    # an outsider's copy: more signatures than an entry has room for, a timestamp, a withdrawal
    cp signed $record
    {
        by_nobody "$(head -n 1 signed)" 1 880
        printf '{"timestamp":{"signature":"%064d","token":"YQ=="}}\n' 1
        by_nobody "$(tail -n 1 withdrawn)" 1 1
    } >>$record
    ends 0 chancery verify annex.txt
    ends 0 chancery archive add archive annex.txt
    [ "$(tail -c +3 archive/log/tile/entries/000.p/1 | grep -c '^signature')" = 2 ]
    [ "$(tail -c +3 archive/log/tile/entries/000.p/1 | grep -c '^withdraws')" = 0 ]
    cmp $record archive/annex/data/$record
    ends 0 chancery audit archive
    cp withdrawn $record
    ends 0 chancery archive add archive annex.txt
    [ "$output" = '1 annex.v2' ]
    ends 0 chancery archive list archive
    [[ "${lines[0]}" != *withdrawal* ]] && sees 'annex.v2  en  with a withdrawal'
    ends 0 chancery audit archive --json
    not sees newer-lacks
    # where none counts, all that is there is listed, and still nobody must have it
    by_nobody "$(head -n 1 signed)" 1 3 >cover.txt.intoto.jsonl
    cp annex.txt cover.txt && printf '\n' >>cover.txt
    ends 0 chancery archive add archive cover.txt --unverified
    cp signed cover.txt.intoto.jsonl
    ends 0 chancery archive add archive cover.txt
    [[ "$output" = *cover.v2 ]]
    chancery audit archive --json >report || true
    not grep -q newer-lacks report
}

@test "A18, A21: what is superseded is listed as that, and only the newest version is exported" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery archive add archive annex.txt >/dev/null
    ends 0 chancery archive list archive
    sees '0  annex  en  superseded by annex.v2'
    sees '2  annex.v2  en  with a withdrawal'
    [[ "${lines[1]}" != *superseded* && "${lines[1]}" != *withdrawal* ]]
    ends 0 chancery archive list archive --json
    [ "$output" = "$(cat archive/index.jsonl)" ]
    refuses 3 'superseded by annex.v2' chancery archive export archive cover annex -o out
    ends 0 chancery archive export archive annex.v2 -o out
    # a log that cannot be read hides no bag
    mv archive/log/tile/entries archive/log/tile/away
    ends 0 chancery archive list archive
    sees '0  annex  en  superseded by annex.v2'
}

@test "A17: another document of the same name is refused, in whatever case, and nothing changes" {
    chancery archive add archive annex.txt >/dev/null
    mkdir other && cp cover.txt other/annex.txt && cp cover.txt other/ANNEX.txt
    cp cover.txt.intoto.jsonl other/annex.txt.intoto.jsonl
    refuses 3 'another document of this name' chancery archive add archive other/annex.txt
    mv other/annex.txt.intoto.jsonl other/ANNEX.txt.intoto.jsonl
    refuses 3 'another document of this name' chancery archive add archive other/ANNEX.txt
    refuses 3 'named twice' chancery archive add archive cover.txt cover.txt
    mkdir archive/cover
    refuses 3 'the index does not know' chancery archive add archive cover.txt
    cp annex.txt log.txt && cp annex.txt.intoto.jsonl log.txt.intoto.jsonl
    refuses 3 'no name' chancery archive add archive log.txt
}

@test "A18: what is not authentic is refused, and so is what is indeterminate, unless --unverified" {
    mkdir room && cp annex.txt room/ && cp annex.txt.intoto.jsonl room/
    sed -i 's/peace/pease/' room/annex.txt
    cmp -s annex.txt room/annex.txt && sed -i 's/the/teh/' room/annex.txt
    refuses 3 'NOT AUTHENTIC' chancery archive add archive room/annex.txt
    refuses 3 'NOT AUTHENTIC' chancery archive add archive --unverified room/annex.txt
    cp annex.txt room/
    sed -n 1p annex.txt.intoto.jsonl >room/annex.txt.intoto.jsonl
    refuses 3 'unverified' chancery archive add archive room/annex.txt
    ends 0 chancery archive add archive --unverified room/annex.txt
    rm room/annex.txt.intoto.jsonl
    refuses 3 'not taken in' chancery archive add archive --unverified room/annex.txt
    sees '--manifest LIST.csv'
    refuses 3 'not taken in' chancery archive add archive cover.txt room/annex.txt
    [ "$(size)" = 1 ]
}

@test "A15: nothing else adds to an archive's log" {
    refuses 3 'the log of an archive' chancery log append archive/log annex.txt
    (cd archive && refuses 3 'the log of an archive' chancery log append log ../annex.txt)
}

@test "A15, A21: what is no archive, lacks a file, or is there already is told with what helps" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    mkdir letters mounted mounted/lost+found
    cp annex.txt letters
    local command
    for command in 'add letters annex.txt' 'list letters' 'export letters annex -o out'; do
        # shellcheck disable=SC2086
        refuses 3 'next: Name the folder of an archive, or begin one (chancery archive init).' chancery archive $command
        sees 'letters: the folder is no archive: it holds neither index.jsonl nor log'
        # shellcheck disable=SC2086
        refuses 3 'mounted: the folder is no archive: it is empty' chancery archive ${command/letters/mounted}
        sees 'next: Is it where the disk with the archive is to be mounted?'
    done
    refuses 3 'letters: the folder is no archive: it holds neither index.jsonl nor log' chancery archive repair-index letters
    refuses 3 'mounted: the folder is no archive: it is empty' chancery archive repair-index mounted
    [[ "$output" != *repair-index* ]]
    cp -a archive lost && rm lost/index.jsonl
    refuses 3 'next: Make its index anew: chancery archive repair-index.' chancery archive list lost
    refuses 3 'nowhere: cannot open the archive' chancery archive add nowhere annex.txt
    refuses 3 'archive/index.jsonl: the folder is an archive already' chancery archive init archive --origin x.example/y --key log.key
    sees 'next: Add documents to it (chancery archive add)'
    ends 0 chancery archive export archive annex -o out
    refuses 3 'out/annex: it is there already' chancery archive export archive annex -o out
    sees 'next: Move it away, or name another folder with --output.'
    local file
    for file in log.json checkpoint; do
        rm -rf lost && cp -a archive lost && rm "lost/log/$file"
        for command in 'add lost S-2012-727.txt' 'list lost' 'repair-index lost'; do
            # shellcheck disable=SC2086
            refuses 3 "lost/log/$file: cannot open it" chancery archive $command
            sees 'next: Bring it back from a copy of the archive; chancery audit says what else is missing.'
        done
    done
}

@test "A15: an archive begins in a folder of its own, and nothing is put into one, or into a bag" {
    chancery archive add archive annex.txt >/dev/null
    chancery archive export archive annex -o out >/dev/null
    mkdir letters && cp annex.txt letters
    refuses 3 'letters: the folder is not empty: it holds annex.txt' chancery archive init letters --origin x.example/y --key log.key
    sees 'next: Begin the archive in a folder of its own'
    mkdir -p mounted/lost+found
    ends 0 chancery archive init mounted --origin x.example/y --key log.key
    ln -s archive link
    local place in='would stand in the archive'
    for place in archive/new archive/log/new archive/annex/new link/new out/annex/new archive/a/b; do
        [[ "$place" != *annex/new ]] || in='stands in the bag'
        [[ "$place" = *annex/new ]] || in='would stand in the archive'
        refuses 3 "$in" chancery archive init "$place" --origin x.example/z --key log.key
        refuses 3 "$in" chancery archive export archive annex -o "$place"
        [ "$place" != archive/a/b ] || continue
        refuses 3 "$in" chancery keygen "$place" --no-passphrase
        refuses 3 "$in" chancery log prove archive/log annex.txt -o "$place"
        refuses 3 "$in" chancery log cosign archive/log --key stranger.key --name witness.example/w -o "$place"
    done
    refuses 3 "$in" chancery archive export archive annex -o archive
    refuses 3 "$in" chancery archive export archive annex -o link
    refuses 3 'stands in the bag' chancery archive export archive annex -o out/annex
    ends 0 chancery log prove archive/log annex.txt -o archive.proof
    ends 0 chancery archive export archive annex -o beside/a/b
}

@test "A18: the key is the log's own" {
    refuses 3 'not that of the archive' chancery archive add archive annex.txt --key stranger.key
    refuses 3 'a log is there already' chancery archive init archive --origin registry.example/x --key log.key
    refuses 3 'no archive' chancery archive list home
    refuses 3 'begins with DSSE' chancery archive init other --origin DSSEv1 --key log.key || {
        # the folder and the empty index may be there; no log
        [ ! -e other/log/log.json ]
    }
}

@test "A20: a bag that somebody else made is checked, and taken in whole" {
    mkdir -p given/data/scans
    cp annex.txt annex.txt.intoto.jsonl given/data/
    echo 'a scan' >given/data/scans/page-1
    printf 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n' >given/bagit.txt
    (cd given && md5sum data/annex.txt data/annex.txt.intoto.jsonl data/scans/page-1 >manifest-md5.txt)
    ends 0 chancery archive add archive given
    [ "$output" = '0 annex' ]
    ends 0 whole archive/annex
    cmp given/data/scans/page-1 archive/annex/data/scans/page-1
    cmp given/manifest-md5.txt archive/annex/source/manifest-md5.txt
    cmp given/bagit.txt archive/annex/source/bagit.txt
    echo 'another scan' >given/data/scans/page-1
    refuses 3 'file-altered' chancery archive add archive given
    sees 'data/scans/page-1'
    echo 'x - data/x' >given/fetch.txt
    refuses 3 'bag-fetch' chancery archive add archive given
    sees 'file-altered'
    rm given/data/annex.txt && ln -s ../../annex.txt given/data/annex.txt
    refuses 3 'bag-link' chancery archive add archive given
}

@test "A21: an export is a bag with SHA-512 manifests and a proof" {
    chancery archive add archive annex.txt cover.txt S-2012-727.txt >/dev/null
    ends 0 chancery archive export archive S_2012_727-en-1 annex -o out
    [ "$output" = $'out/S_2012_727-en-1\nout/annex' ]
    ends 0 whole out/S_2012_727-en-1
    (cd out/S_2012_727-en-1 && sha512sum --quiet -c manifest-sha512.txt tagmanifest-sha512.txt)
    grep -q ' manifest-sha512.txt$' out/S_2012_727-en-1/tagmanifest-sha256.txt
    cmp archive/S_2012_727-en-1/tagmanifest-sha256.txt out/S_2012_727-en-1/archived/tagmanifest-sha256.txt
    ends 0 chancery verify out/S_2012_727-en-1/data/S-2012-727.txt --proof out/S_2012_727-en-1/proof.tlog-proof --log-key vkey
    sees 'logged: entry 2'
    refuses 3 'it is there already' chancery archive export archive annex -o out
    refuses 3 'no bag of this name' chancery archive export archive annex.v2 -o out
    refuses 3 'no bag is called so' chancery archive export archive ../archive/annex -o out
    echo >>archive/annex/data/annex.txt
    refuses 3 'damaged' chancery archive export archive annex -o out
    # and an export can be taken in again, elsewhere
    chancery archive init second --origin registry.example/second --key log.key >/dev/null
    ends 0 chancery archive add second out/S_2012_727-en-1
    ends 0 whole second/S_2012_727-en-1
}

@test "A21: nothing is exported where index and log do not agree, or an add is not settled" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery archive add archive annex.txt >/dev/null
    cp archive/index.jsonl good
    sed -i '$d' archive/index.jsonl
    refuses 3 'archive/index.jsonl: it has 2 lines, and the log 3 entries' chancery archive export archive annex -o out
    sees 'next: Make it anew: chancery archive repair-index.'
    sed -n '2p;1p;3p' good | sort -r >archive/index.jsonl
    refuses 3 'archive/index.jsonl: line 1 of it is of entry' chancery archive export archive annex.v2 -o out
    cp good archive/index.jsonl
    # as if the machine had stopped when the log had the entry
    mv archive/annex.v2 archive/.adding/ && tail -n 1 good >archive/.adding/plan.jsonl && sed -i '$d' archive/index.jsonl
    refuses 3 'an add was interrupted' chancery archive export archive annex -o out
    sees 'next: Settle it first: chancery archive repair-index.'
    ends 0 chancery archive repair-index archive
    ends 0 chancery archive export archive annex.v2 cover -o out
}

@test "A21, A23, A25: an older copy gives nothing out, is not made whole, and another archive takes its bags" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    cp -a archive older
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery archive add archive annex.txt >/dev/null
    local next='next: Bring the newest copy of the archive back'
    refuses 3 'older/log: it has 2 entries, and had 3 when it was seen last' chancery archive export older annex -o out
    sees "$next"
    refuses 3 'older/log: it has 2 entries, and had 3 when it was seen last' chancery archive repair-index older
    sees "$next"
    ends 0 env CHANCERY_HOME=other "$CHANCERY" archive export older annex -o kept
    # only the log is older: the bag and its line are right, and are not thrown out
    rm -r archive/log && cp -a older/log archive
    ends 1 chancery audit archive
    sees 'The index gives it entry 2, and the log has only 2; it had more.'
    sees 'next: Bring the newest copy of the log back: it had more entries than now.'
    [[ "$output" != *'run chancery archive repair-index'* ]]
    refuses 3 'seen last' chancery archive repair-index archive
    refuses 3 'seen last' chancery archive export archive annex -o out
    # a history under the same key that is no longer than the one that was seen
    chancery archive init fork --origin registry.example/letters --key log.key >/dev/null
    CHANCERY_HOME=other chancery archive add fork --directory directory.jsonl --root root.pub cover.txt annex.txt S-2012-727.txt >/dev/null
    refuses 3 'it was forked' chancery archive export fork cover -o out
    refuses 3 'it was forked' chancery archive repair-index fork
    # and how it goes on
    chancery keygen second --no-passphrase >/dev/null
    chancery archive init archive2 --origin registry.example/second --key second.key >/dev/null
    local bag
    for bag in $(sed 's/^{"bag":"\([^"]*\)".*/\1/' archive/index.jsonl); do
        ends 0 chancery archive add archive2 "archive/$bag"
    done
    [ "$(chancery archive list archive2 | cut -d' ' -f1-3)" = $'0  annex\n1  cover\n2  annex.v2' ]
    chancery archive list archive2 | grep -q 'annex.v2.*with a withdrawal'
    ends 2 chancery audit archive2
    sees '2 of 3 authentic, 1 indeterminate.' && sees '(withdrawal-logged)' # cover, without the withdrawal
}

@test "A21: log prove makes a proof from the archive's log too, of the record as it is" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    ends 0 chancery log prove archive/log cover.txt -o cover.tlog-proof
    ends 0 chancery verify cover.txt --proof cover.tlog-proof --log-key vkey
    sees 'logged: entry 1'
    chancery archive export archive cover -o out >/dev/null
    cmp cover.tlog-proof out/cover/proof.tlog-proof
    refuses 3 'no entry of it' chancery log prove archive/log S-2012-727.txt -o x
    (cd archive/log && ends 0 chancery log prove . ../../annex.txt -o ../../annex.tlog-proof)
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    refuses 3 'no entry of it' chancery log prove archive/log annex.txt -o x
    chancery archive add archive annex.txt >/dev/null
    ends 0 chancery log prove archive/log annex.txt -o annex.v2.tlog-proof
    grep -qx 'index 2' annex.v2.tlog-proof
}

@test "A23: the index is made anew from the log and the bags" {
    chancery archive add archive annex.txt cover.txt S-2012-727.txt >/dev/null
    cp archive/index.jsonl good
    ends 0 chancery archive repair-index archive
    sees 'is what the log and the bags say'
    sed -i 2d archive/index.jsonl
    refuses 3 'repair-index' chancery archive list archive
    refuses 3 'repair-index' chancery archive add archive annex.txt
    ends 0 chancery archive repair-index archive
    sees 'made anew (3 bags)' && cmp good archive/index.jsonl
    rm archive/index.jsonl
    ends 0 chancery archive repair-index archive
    cmp good archive/index.jsonl
    echo junk >archive/index.jsonl
    ends 0 chancery archive repair-index archive
    cmp good archive/index.jsonl
    mv archive/cover .
    rm archive/index.jsonl
    ends 3 chancery archive repair-index archive
    sees 'entry 1 of the log is of a bag that is not there'
    mv cover archive/
    ends 0 chancery archive repair-index archive
    cmp good archive/index.jsonl
}

# mends DAMAGE STEP TEXT: after the damage the audit says TEXT as the next step, and after STEP all is well.
mends() {
    rm -rf d && cp -a archive d
    eval "$1"
    run chancery audit d
    [ "$status" -ne 0 ] && sees "next: $3" && [[ "$output" != *'bag made anew'* ]] || return
    eval "$2" >/dev/null
    ends 0 chancery audit d
}

@test "U2, A23: the next step that an audit says, followed to the letter, leads to a whole archive" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    local repair='chancery archive repair-index d' back='Bring the bag'"'"'s manifests back from a copy' index='Bring index.jsonl back from a copy, or run chancery archive repair-index'
    mends 'sed -i s/\"annex\"/\"annexe\"/ d/index.jsonl' "$repair" "$index"
    mends 'sed -i -e s/\"annex\"/\"x\"/ -e s/\"cover\"/\"annex\"/ -e s/\"x\"/\"cover\"/ d/index.jsonl' "$repair" 'Do not rely on it. An index that names the wrong bag is mended by chancery archive repair-index'
    mends 'sed -i s/\"en\"/\"fr\"/ d/index.jsonl' "$repair" "$index"
    mends 'sed -i 1d d/index.jsonl' "$repair" 'Run chancery archive repair-index'
    mends 'rm d/index.jsonl' "$repair" "$index"
    mends 'truncate -s -1 d/index.jsonl' "$repair" "$index"
    mends 'tail -n 1 d/index.jsonl | sed -e s/\"entry\":1/\"entry\":2/ -e s/\"cover\"/\"more\"/ >>d/index.jsonl' "$repair" 'Bring the log back from a copy that has more entries; only where no copy of it, nor any report or checkpoint, was ever of so many, run chancery archive repair-index'
    mends 'mv d/annex d/letter' 'mv d/letter d/annex' 'Rename it back to its own name'
    sees '2 of 2 authentic'
    mends 'mv d/annex d/letter; chancery archive repair-index d' "mv d/letter d/annex; $repair" 'Rename it back to its own name; then run chancery archive repair-index'
    mends 'mv d/annex x; mv d/cover d/annex; mv x d/cover' "$repair; mv d/annex x; mv d/cover d/annex; mv x d/cover; $repair" 'Do not rely on it.'
    mends 'cp -a d/annex d/a-copy' "$repair; mkdir out; mv d/a-copy out; chancery archive add d out/a-copy" 'Find out who put it there, and move it out of the archive; if it belongs here, take it in from there'
    [ "$(cat d/index.jsonl)" = "$(cat archive/index.jsonl)" ]
    mends 'rm d/annex/manifest-sha256.txt' 'cp archive/annex/manifest-sha256.txt d/annex' "$back"
    mends 'rm d/annex/tagmanifest-sha256.txt' 'cp archive/annex/tagmanifest-sha256.txt d/annex' "$back"
    mends 'echo x >d/annex/bagit.txt' 'cp archive/annex/bagit.txt d/annex' 'Bring bagit.txt back from a copy.'
    mends 'echo x >>d/annex/bag-info.txt' 'cp archive/annex/bag-info.txt d/annex' 'Bring bag-info.txt back from a copy.'
    mends 'cp d/annex/data/annex.txt d/annex/data/Annex.txt' 'rm d/annex/data/Annex.txt' 'Find out which of the two was put there'
    mends 'echo x >d/annex/fetch.txt' 'rm d/annex/fetch.txt' 'Find out who put it there, and move it out of the bag.'
    mends 'mkdir d/new && cp annex.txt d/new' 'mv d/new .' 'Find out who put it there'
    [[ "$output" != *bag-declaration* ]]
    mends 'rm d/log/log.json' 'cp -a archive/log/log.json d/log' 'Bring it back from a copy of the log'
    rm d/log/log.json && run chancery audit d
    sees 'log/log.json: The log cannot be opened'
    mends 'truncate -s 30 d/log/checkpoint' 'cp archive/log/checkpoint d/log' 'Bring the file back from a copy of the log'
    mends 'rm -r d/log' 'cp -a archive/log d' 'Bring it back from a copy of the log'
    refuses 3 'bring them back from a copy' chancery audit home
}

@test "A18, A23: an index that is cut off or out of order is refused before the log is touched, and made anew" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    cp archive/index.jsonl good
    cp archive/log/checkpoint checkpoint
    truncate -s -1 archive/index.jsonl
    refuses 3 'is not ended by a line feed' chancery archive add archive S-2012-727.txt
    cmp checkpoint archive/log/checkpoint
    ends 0 chancery archive repair-index archive
    cmp good archive/index.jsonl
    tac good >archive/index.jsonl
    refuses 3 'entry 0 of the log is not where it is to be' chancery archive add archive S-2012-727.txt
    cmp checkpoint archive/log/checkpoint
    [ ! -e archive/S_2012_727-en-1 ] && [ -z "$(ls -A archive/.adding)" ]
    ends 0 chancery archive repair-index archive
    cmp good archive/index.jsonl
    ends 0 chancery archive add archive S-2012-727.txt
}

@test "A22, A23: an add whose entries are in the log is settled whatever became of the index, which is never emptied" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    cp archive/index.jsonl good
    # as if the machine had stopped when the log had the entry, with the index damaged before that
    begin() {
        [ ! -d archive/cover ] || mv archive/cover archive/.adding/
        tail -n 1 good >archive/.adding/plan.jsonl
    }
    local damaged
    head -c -1 <(head -n 1 good) >cut
    tail -n 1 good >last
    : >empty
    for damaged in cut last empty; do
        begin
        cp "$damaged" archive/index.jsonl
        ends 0 chancery archive repair-index archive
        sees 'an interrupted add was settled; the index was made anew (2 bags)'
        cmp good archive/index.jsonl
        [ -z "$(ls -A archive/.adding)" ] && [ -d archive/cover ]
    done
    # what cannot be made anew changes neither index nor plan
    begin
    mv archive/annex .
    cp cut archive/index.jsonl
    ends 3 chancery archive repair-index archive
    sees 'entry 0 of the log is of a bag that is not there'
    cmp cut archive/index.jsonl && [ -e archive/.adding/plan.jsonl ]
    rm archive/index.jsonl
    refuses 3 'entry 0 of the log is of a bag that is not there' chancery archive repair-index archive
    [ ! -e archive/index.jsonl ]
    mv annex archive/
    ends 0 chancery archive repair-index archive
    cmp good archive/index.jsonl
}

@test "A22: a plan that a power cut tore is dropped where index and log agree, and loses no bag else" {
    chancery archive add archive annex.txt >/dev/null
    cp archive/index.jsonl good
    local torn step
    head -c 40 good >half
    head -c 4096 /dev/zero >zeros
    : >empty
    for torn in half zeros empty; do
        for step in 'add archive annex.txt' 'repair-index archive'; do
            cp "$torn" archive/.adding/plan.jsonl && mkdir archive/.adding/cover
            # shellcheck disable=SC2086
            ends 0 chancery archive $step
            [ -z "$(ls -A archive/.adding)" ] && cmp good archive/index.jsonl
        done
    done
    # the log has the entry: nothing is thrown away, and the steps that are told lead on
    chancery archive add archive cover.txt >/dev/null
    cp archive/index.jsonl both
    mv archive/cover archive/.adding/ && cp good archive/index.jsonl && cp zeros archive/.adding/plan.jsonl
    refuses 3 'archive/.adding/plan.jsonl: the plan of an interrupted add cannot be read, and index and log do not agree' chancery archive add archive S-2012-727.txt
    sees 'next: Make the index anew (chancery archive repair-index)'
    refuses 3 'entry 1 of the log is of a bag that is not there' chancery archive repair-index archive
    sees 'next: Look into the archive'"'"'s .adding: where the bag stands there, move it from there into the archive'
    mv archive/.adding/cover archive/
    ends 0 chancery archive repair-index archive
    cmp both archive/index.jsonl && [ -z "$(ls -A archive/.adding)" ]
}

@test "A15: an error of the log says in which file it is, and what helps" {
    chancery archive add archive annex.txt cover.txt >/dev/null
    cp -a archive good
    local command back='next: Bring it back from a copy of the log.'
    mkdir out
    for command in 'add archive S-2012-727.txt' 'list archive' 'export archive annex -o out' 'repair-index archive'; do
        rm -rf archive && cp -a good archive
        sed -i 's/"key"/"kez"/' archive/log/log.json
        # shellcheck disable=SC2086
        refuses 3 'archive/log/log.json: $: the member "key" is missing' chancery archive $command
        sees "$back"
        rm -rf archive && cp -a good archive
        sed -i 2s/2/3/ archive/log/checkpoint
        # shellcheck disable=SC2086
        refuses 3 'archive/log/checkpoint: ' chancery archive $command
        sees "$back"
    done
    ends 1 chancery audit archive
    sees 'log/checkpoint: The log cannot be opened'
    rm -rf archive && cp -a good archive
    sed -i 's/"key"/"kez"/' archive/log/log.json
    ends 1 chancery audit archive
    sees 'log/log.json: The log cannot be opened: the member "key" is missing. (log-damaged)'
    for command in 'add archive annex.txt' 'export archive annex -o out' 'repair-index archive'; do
        rm -rf archive && cp -a good archive
        sed -i 0,/document/s/document/dokument/ archive/log/tile/entries/000.p/2
        # shellcheck disable=SC2086
        refuses 3 'archive/log/tile/entries/000.p/2: entry 0 of it cannot be read: it is no entry of ours: it does not name a document' chancery archive $command
        sees 'next: Bring the file back from a copy of the log; chancery audit says what else is damaged.'
        rm archive/log/tile/entries/000.p/2
        # shellcheck disable=SC2086
        refuses 3 'archive/log/tile/entries/000.p/2: cannot open it' chancery archive $command
        sees 'next: Bring it back from a copy of the archive'
    done
}

@test "A17, A18, A23: a bag under another's name keeps nothing out and lets nothing in, and is told" {
    chancery archive add archive annex.txt cover.txt S-2012-727.txt >/dev/null
    cp archive/index.jsonl good
    mv archive/annex kept && mv archive/cover archive/annex && mv kept archive/cover
    sed -i 's/"bag":"annex"/"bag":"x"/; s/"bag":"cover"/"bag":"annex"/; s/"bag":"x"/"bag":"cover"/' archive/index.jsonl
    refuses 3 'has another name than the bag itself' chancery archive add archive annex.txt
    ends 2 chancery audit archive
    sees 'bag-moved' && sees 'By what it says of itself the bag is cover, and the name annex does not fit.'
    ends 0 chancery archive repair-index archive
    sees '2 of them stand under names that are not their own, the first as cover'
    mv archive/annex kept && mv archive/cover archive/annex && mv kept archive/cover
    ends 0 chancery archive repair-index archive
    sees 'made anew (3 bags)' && [[ "$output" != *'not their own'* ]] && cmp good archive/index.jsonl
    sed -i 's/"language":"en"/"language":"fr"/' archive/index.jsonl
    refuses 3 'has another language than the bag itself' chancery archive add archive S-2012-727.txt
    sed -e "1s/\"document\":\"[0-9a-f]*/\"document\":\"$(printf '%064d' 0)/" good >archive/index.jsonl
    refuses 3 'has another document than the log' chancery archive add archive annex.txt
    cp good archive/index.jsonl
    ends 0 chancery archive add archive annex.txt S-2012-727.txt
    ends 0 chancery audit archive
}

@test "A16: an annex file and a rendition go with the document" {
    echo 'a map' >map.png
    cp cover.txt note.txt
    chancery forward note.txt --annex annex.txt --annex map.png >/dev/null
    chancery sign note.txt --key ban.key --yes >/dev/null
    ends 0 chancery archive add archive note.txt
    cmp map.png archive/note/data/map.png
    grep -q ' data/map.png$' archive/note/manifest-sha256.txt
    ends 0 whole archive/note
}

@test "A14, A22: no more documents at once, and no larger plan, than the limits say" {
    local -a many=()
    local i
    for ((i = 0; i < 10000; i++)); do
        many+=(absent.txt)
    done
    refuses 3 'absent.txt' chancery archive add archive "${many[@]}"
    refuses 64 '' chancery archive add archive "${many[@]}" absent.txt
    truncate -s 33554432 archive/.adding/plan.jsonl
    ends 0 chancery archive add archive annex.txt # it is of zeros, and was torn
    truncate -s 33554433 archive/.adding/plan.jsonl
    refuses 3 'at most 33554432' chancery archive add archive annex.txt
}

@test "A16, A21: bagit.py validates what is kept and what is exported" {
    python3 -c 'import bagit' 2>/dev/null || skip 'bagit (bagit-python) is not installed'
    chancery archive add archive annex.txt cover.txt S-2012-727.txt >/dev/null
    ends 0 python3 -m bagit --validate archive/annex archive/cover archive/S_2012_727-en-1
    ends 0 chancery archive export archive S_2012_727-en-1 -o out
    ends 0 python3 -m bagit --validate out/S_2012_727-en-1
    echo >>out/S_2012_727-en-1/bag-info.txt
    ends 1 python3 -m bagit --validate out/S_2012_727-en-1
}

make_list() {
    mkdir -p box && echo one >box/1.txt && echo two >box/2.txt
    {
        echo 'file,date,sha256,symbol,language'
        echo "box/1.txt,1962-10-24,$(sha256sum <box/1.txt | cut -c1-64),S/5181,en"
        echo "box/2.txt,,$(sha256sum <box/2.txt | cut -c1-64),\"S/5182\",en"
    } >list.csv
}

sign_list() {
    rm -f list.csv.*
    chancery draft list.csv --no-text --language en --title 'Box 12' --date 2026-01-10 \
        --from 'Documents Registry; Documents Registry; United Nations' >/dev/null &&
        chancery sign list.csv --key registry.key --yes >/dev/null
}

@test "A24: old letters are kept under one signature over a list of them" {
    make_list
    refuses 3 'not taken in' chancery archive add archive --manifest list.csv
    sign_list
    ends 0 chancery archive add archive --manifest list.csv
    [ "$output" = '0 list' ]
    ends 0 whole archive/list
    cmp box/2.txt archive/list/data/box/2.txt
    grep -qx 'Chancery-List: data/list.csv' archive/list/bag-info.txt
    ends 0 chancery verify archive/list/data/list.csv
    ends 0 chancery archive export archive list -o out
    refuses 3 'Name it with --manifest' chancery archive add archive list.csv
    refuses 64 'or one list' chancery archive add archive --manifest list.csv annex.txt
    refuses 64 'or one list' chancery archive add archive
    # signed anew, it is another document
    echo three >box/2.txt && make_list && sed -i s/1962-10-24/1962-10-25/ list.csv && sign_list
    refuses 3 'another document of this name' chancery archive add archive --manifest list.csv
}

@test "A24: a list that is wrong, or whose files are others, is refused" {
    make_list && sign_list
    echo changed >box/1.txt
    refuses 3 'another digest' chancery archive add archive --manifest list.csv
    rm box/1.txt
    refuses 3 'cannot open it' chancery archive add archive --manifest list.csv
    ln -s 2.txt box/1.txt
    refuses 3 'cannot open it' chancery archive add archive --manifest list.csv
    rm box/1.txt && make_list && sed -i 's|box/2.txt|../box/2.txt|' list.csv && sign_list
    refuses 3 'goes through' chancery archive add archive --manifest list.csv
    make_list && sed -i 's|S/5182|S/5181|' list.csv && sign_list
    refuses 3 "another row's too" chancery archive add archive --manifest list.csv
}

@test "A7, A16: a name with a percent sign or a line feed is encoded in the manifest, and no other is" {
    local name
    for name in 'a letter (100%).txt' $'two\nlines.txt'; do
        cp annex.txt "$name" && cp annex.txt.intoto.jsonl "$name.intoto.jsonl"
        ends 0 chancery archive add archive "$name"
    done
    [ "$output" = '1 two_lines' ]
    grep -q '  data/a letter (100%25).txt$' archive/a_letter__100__/manifest-sha256.txt
    grep -q '  data/two%0Alines.txt$' archive/two_lines/manifest-sha256.txt
    ends 0 chancery archive export archive a_letter__100__ two_lines -o out
    cmp annex.txt "out/a_letter__100__/data/a letter (100%).txt"
}
