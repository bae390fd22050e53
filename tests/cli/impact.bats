#!/usr/bin/env bats
#
# impact (D45): what rests on a key or an office, what its verdict was, and what it is.

load helpers

setup_file() {
    make_case chain
    mkdir desk
    cp S-2012-727.txt* annex.txt* cover.txt* desk
}

setup() {
    enter_case
    chancery directory trust directory.jsonl --root root.pub >/dev/null # this copy of it
}

# says FILTER STATUS OPTIONS...: what jq says of the JSON report.
says() {
    local filter=$1 expected=$2
    shift 2
    refuses "$expected" '"documents"' chancery impact --json "$@" || return
    jq -e "$filter" <<<"$output" >/dev/null || { printf '%s\n' "$output"; return 1; }
}

# The version that waits is signed and seen.
next_version() {
    chancery directory sign directory.jsonl --key root.key >/dev/null &&
        chancery directory trust directory.jsonl --root root.pub >/dev/null
}

end_key() { # STATE DATE
    chancery directory end directory.jsonl --key diarra.pub --state "$1" --at "$2" >/dev/null &&
        next_version
}

@test "nothing was changed: what rests on a key, and its verdict" {
    refuses 0 "3 of 3 documents and records rest on it; 3 authentic." chancery impact --key diarra.pub desk
    sees "Cheick Modibo Diarra (Prime Minister; Mali)"
    says '.before == null and ([.documents[].was] == [null, null, null])' 0 --key diarra.pub desk
    says '[.documents[].file] == ["desk/S-2012-727.txt", "desk/cover.txt"]' 0 --key ban.pub desk
}

@test "a key is ended: every letter, what it was, what it is, and what to do" {
    end_key compromised 2012-01-01
    refuses 2 "desk/annex.txt: was authentic, is indeterminate" chancery impact --key diarra.pub desk
    sees "signed-after-end: "
    sees "next: Do not rely on it"
    sees "is, by version 2 of the directory; was, by version 1"
    sees "3 changed"
    says '.version == 2 and .before == 1 and (.documents | length == 3) and
        all(.documents[]; .was == "authentic" and .is == "indeterminate")' 2 --key diarra.pub desk
    says '.documents[0].findings[0].code == "signed-after-end"' 2 --key diarra.pub desk/annex.txt
}

@test "what is withdrawn is told as that, and so is by whom it still is" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    refuses 2 "annex.txt: authentic, but withdrawn" chancery impact --key diarra.pub annex.txt
    sees "1 authentic, 1 of them corrected, superseded or withdrawn."
    says '.documents[0] | .is == "authentic" and .standing == "withdrawn" and .changed == false' 2 \
        --key diarra.pub annex.txt
    chancery directory end directory.jsonl --key traore.pub --state compromised --at 2012-10-01 >/dev/null
    next_version
    says '.documents[0].changed' 2 --key traore.pub annex.txt
}

@test "a key is retired after the act: nothing proves the day" {
    end_key retired 2012-12-11
    says 'all(.documents[]; .was == "authentic" and .is == "indeterminate")' 2 --key diarra.pub desk
}

@test "a later version that says nothing else of the key changes nothing of what was" {
    end_key retired 2012-12-11
    chancery directory renew directory.jsonl --expires 2041-01-01 >/dev/null
    next_version
    says '.version == 3 and .before == 1' 2 --key diarra.pub desk
    says '.version == 3 and .before == null' 2 --key traore.pub desk
}

@test "a holder that turns out void: his signatures are found all the same" {
    chancery directory void directory.jsonl --name 'Cheick Modibo Diarra' --office 'Prime Minister; Mali' \
        --since 2012-04-17 --reason 'Never appointed' >/dev/null
    next_version
    says '(.documents | length == 3) and all(.documents[]; .was == "authentic" and .is == "indeterminate")' \
        2 --key diarra.pub desk
}

@test "an office, by its alias too" {
    says '.office == "Prime Minister" and (.documents | length == 3)' 0 --office 'Prime Minister; Mali' desk
    says '.documents | length == 2' 0 --office 'Secretary-General; United Nations' desk
    end_key retired 2012-12-11
    says '.before == 1' 2 --office 'Prime Minister; Mali' desk
    says '.before == null' 2 --office 'Secretary-General; United Nations' desk
}

@test "a term that ended before the act: not authentic, status 1" {
    chancery directory end-term directory.jsonl --name 'Cheick Modibo Diarra' --office 'Prime Minister; Mali' \
        --until 2012-05-01 --reason 'Dismissed' >/dev/null
    next_version
    refuses 1 "was authentic, is not authentic" chancery impact --office 'Prime Minister; Mali' desk
    sees "outside-term: "
    says 'all(.documents[]; .was == "authentic" and .is == "not-authentic")' 1 --key diarra.pub desk
}

@test "a document that is not there; records and documents named by themselves" {
    end_key retired 2012-12-11
    rm desk/annex.txt
    refuses 2 "desk/annex.txt.intoto.jsonl: letter of 2012-09-18, whose document is not here" \
        chancery impact --key diarra.pub desk/annex.txt.intoto.jsonl
    says '(.documents == []) and (.withoutDocument | length == 1) and .withoutDocument[0].type == "letter"' \
        2 --key diarra.pub desk/annex.txt.intoto.jsonl
    # in the folder the act is judged with what carries it
    says '(.documents | length == 2) and (.withoutDocument == [])' 2 --key diarra.pub desk
    says '.documents[0].file == "desk/cover.txt"' 2 --key diarra.pub desk/cover.txt.intoto.jsonl
}

@test "refused: unknown keys and offices, neither, both, and no path" {
    keys nobody
    refuses 3 "knows no holder of this key" chancery impact --key nobody.pub desk
    refuses 3 "knows no holder of this office" chancery impact --office 'Harbour Master; Mali' desk
    refuses 64 "--office" chancery impact desk
    refuses 64 "--office" chancery impact --key diarra.pub --office 'Prime Minister; Mali' desk
    refuses 64 "looked through" chancery impact --key diarra.pub
    refuses 3 "nowhere" chancery impact --key diarra.pub nowhere
}

@test "the folders in it, and the data of a bag" {
    mkdir -p archive/2012 archive/bag
    mv desk archive/bag/data
    cp annex.txt* archive/2012
    ln -s . archive/2012/loop
    printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >archive/bag/bagit.txt
    echo 'no letter' >archive/bag/bag-info.txt
    says '[.documents[].file] == ["archive/2012/annex.txt", "archive/bag/data/S-2012-727.txt",
        "archive/bag/data/annex.txt", "archive/bag/data/cover.txt"]' 0 --key diarra.pub archive
    sees '"looked": 4'
    says '.documents | length == 3' 0 --key diarra.pub archive/bag
    # a record whose document stands in another folder is not listed by itself
    mv archive/bag/data/annex.txt.intoto.jsonl archive/2012/far.intoto.jsonl
    says '.withoutDocument == []' 0 --key diarra.pub archive
}

@test "what is not looked at is told, and hides nothing" {
    local odd=$'desk/x\e[31m.txt'
    cp annex.txt "$odd"
    truncate -s 300M desk/big.intoto.jsonl
    mkdir -p desk/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17 desk/bag/data desk/bag/tags
    printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >desk/bag/bagit.txt
    cp desk/annex.txt desk/bag
    cp desk/annex.txt.intoto.jsonl desk/bag
    says '(.documents | length == 3) and ([.unreadable[].name] | sort == ["desk/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17",
        "desk/bag/annex.txt.intoto.jsonl", "desk/bag/tags", "desk/big.intoto.jsonl", "desk/x\\x1b[31m.txt"])' 2 --key diarra.pub desk
    refuses 2 "not looked at: desk/x\\x1b[31m.txt: its name holds control characters" chancery impact --key diarra.pub desk
    sees "next: Mend or rename these"
    [[ "$output" != *$'\e'* ]]
    # an empty declaration makes no bag
    : >desk/bag/bagit.txt
    says '[.documents[].file] | index("desk/bag/annex.txt") != null' 2 --key diarra.pub desk
    # named itself, beside others
    refuses 2 "desk/big.intoto.jsonl: it has 314572800 bytes" chancery impact --key diarra.pub desk/big.intoto.jsonl desk/annex.txt
    sees "1 of 2 documents and records rest on it"
    refuses 3 "none.txt" chancery impact --key diarra.pub desk/annex.txt none.txt
}
