#!/usr/bin/env bats
#
# pending: which acts of a folder wait for whom.

load helpers

setup_file() {
    make_case
    split_document
    chancery draft annex.txt >/dev/null
    keys stranger
}

setup() {
    enter_case
    mkdir desk
    mv annex.txt annex.txt.statement.json cover.txt desk
}

# waits FILTER: what jq says of the JSON report.
waits() {
    chancery pending desk --json | jq -e "$1" >/dev/null || { chancery pending desk --json; return 1; }
}

@test "a draft waits for all, then for the others, then for nobody" {
    refuses 0 "annex.txt: letter of 2012-09-18" chancery pending desk
    sees "waits for   Dioncounda Traoré, Interim President of the Republic, Mali"
    sees "Cheick Modibo Diarra"
    sees "annex.txt.statement.json"
    sees "1 act waits for 2 signatures."
    waits '.pending[0] | .draft == "annex.txt.statement.json" and .present and (.signedBy == []) and (.waitsFor | length == 2)'
    chancery sign desk/annex.txt --key traore.key --yes >/dev/null
    refuses 0 "waits for   Cheick Modibo Diarra" chancery pending desk
    sees "signed by   Dioncounda Traoré"
    sees "annex.txt.intoto.jsonl"
    sees "1 act waits for 1 signature."
    chancery sign desk/annex.txt --key diarra.key --yes >/dev/null
    refuses 0 "Nothing waits" chancery pending desk
    waits '.pending == []'
}

@test "the working folder, if none is named; a folder that is not there; a file" {
    ends 0 env -C desk setsid --wait "$CHANCERY" pending
    sees "1 act waits"
    refuses 3 "nowhere" chancery pending nowhere
    refuses 3 "cover.txt" chancery pending desk/cover.txt
    refuses 64 "too many" chancery pending desk desk
}

@test "signatures of one act in two records are counted together" {
    cp -r desk other
    chancery sign desk/annex.txt --key traore.key --yes >/dev/null
    chancery sign other/annex.txt --key diarra.key --yes >/dev/null
    waits '.pending | length == 1'
    cp other/annex.txt.intoto.jsonl desk/from-bamako.intoto.jsonl
    waits '.pending == []'
}

@test "what is carried and what carries it wait each for its own" {
    chancery sign desk/annex.txt --key traore.key --yes >/dev/null
    chancery sign desk/annex.txt --key diarra.key --yes >/dev/null
    chancery forward desk/cover.txt --annex desk/annex.txt >/dev/null
    waits '.pending | length == 1 and .[0].type == "forward" and .[0].waitsFor[0].name == "BAN Ki-moon"'
    chancery sign desk/cover.txt --key ban.key --yes >/dev/null
    waits '.pending == []'
}

@test "an act that nobody of the directory has signed waits for nobody" {
    chancery sign desk/annex.txt --key traore.key --yes >/dev/null
    # the same line with another signature
    jq -c '.signatures[0].sig = (64 * "A" + 22 * "A" + "==")' desk/annex.txt.intoto.jsonl >forged
    mv forged desk/annex.txt.intoto.jsonl
    refuses 0 "Nothing waits" chancery pending desk
    sees "1 more act has no signature of a signatory whom the directory knows"
    waits '.pending == [] and .unsigned == 1'
}

@test "a file that was changed, or is elsewhere, is said" {
    chancery sign desk/annex.txt --key traore.key --yes >/dev/null
    waits '.pending[0].present'
    echo 'Another word.' >>desk/annex.txt
    refuses 0 "not in this folder as it was signed" chancery pending desk
    rm desk/annex.txt
    waits '.pending[0].present | not'
}

@test "what cannot be read is told, and hides nothing" {
    echo '{' >desk/bad.txt.statement.json
    refuses 2 "not looked at: bad.txt.statement.json: " chancery pending desk
    sees "1 act waits for 2 signatures."
    run chancery pending desk --json
    [ "$status" -eq 2 ]
    [ "$(jq -r '.unreadable[0].name' <<<"$output")" = bad.txt.statement.json ]
}

@test "names are shown unharmed" {
    jq '.predicate.title = "a\u001b[31mb"' desk/annex.txt.statement.json >desk/x.statement.json
    rm desk/annex.txt.statement.json
    ends 0 chancery pending desk
    [[ "$output" != *$'\e'* ]]
}

@test "the folders in it, the data of a bag, and no links" {
    mkdir -p desk/2012/09 desk/bag/data desk/bag/other outside
    cp desk/annex.txt* outside
    mv desk/annex.txt* desk/2012/09
    ln -s ../outside desk/link
    refuses 0 "2012/09/annex.txt: letter of 2012-09-18" chancery pending desk
    sees "2012/09/annex.txt.statement.json"
    sees "1 act waits for 2 signatures."
    waits '.pending[0] | .folder == "2012/09" and .file == "annex.txt" and .present'
    # signed where the file is not: one act, shown where it is signed
    chancery sign outside/annex.txt --key traore.key --yes >/dev/null
    mkdir desk/1
    mv outside/annex.txt.intoto.jsonl desk/1
    waits '.pending | length == 1 and (.[0] | .folder == "2012/09" and .present and (.waitsFor | length == 1))'
    # a bag
    mv desk/2012/09/annex.txt* desk/bag/data
    refuses 0 "bag/data/annex.txt" chancery pending desk
    printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >desk/bag/bagit.txt
    refuses 2 "bag/data/annex.txt" chancery pending desk
    mv desk/bag/data/annex.txt.statement.json desk/bag/annex.txt.statement.json
    waits '.pending[0].folder == "1"'
    rm -r desk/1
    # nothing is hidden by it
    refuses 2 "not looked at: bag/annex.txt.statement.json: it stands in a bag" chancery pending desk
    sees "not looked at: bag/other: it stands in a bag"
    sees "Nothing waits"
    : >desk/bag/bagit.txt
    refuses 0 "1 act waits for 2 signatures." chancery pending desk
}

@test "folders in one another, to the limit" {
    mkdir -p desk/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16
    mv desk/annex.txt* desk/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16
    refuses 0 "1 act waits" chancery pending desk
    mkdir desk/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17
    refuses 2 "1 act waits" chancery pending desk
    sees "not looked at: 1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17: it stands deeper"
}

@test "names with control characters, folders that are closed and records that are too large are told" {
    local odd=$'desk/d\e[2J'
    mkdir "$odd" desk/closed
    cp desk/annex.txt "$odd"
    truncate -s 300M desk/big.intoto.jsonl
    refuses 2 "not looked at: d\\x1b[2J: its name holds control characters" chancery pending desk
    sees "1 act waits for 2 signatures."
    sees "not looked at: big.intoto.jsonl: it has 314572800 bytes"
    [[ "$output" != *$'\e'* ]]
    waits '[.unreadable[].name] == ["d\\x1b[2J", "big.intoto.jsonl"]'
    [ "$(id -u)" -ne 0 ] || return 0
    chmod 000 desk/closed
    refuses 2 "not looked at: closed: cannot list the folder: Permission denied" chancery pending desk
    chmod 700 desk/closed
}
