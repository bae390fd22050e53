#!/usr/bin/env bats
# verify: what is said of a document, however it comes and whatever was done to it.

load helpers

setup_file() {
    make_case chain
}

setup() {
    enter_case
}

# keyid NAME: of a key pair.
keyid() {
    openssl pkey -pubin -in "$1.pub" -outform DER | sha256sum | cut -d' ' -f1
}

# A record without the lines of one person, in `part`.
without() {
    grep -v "$(keyid "$1")" S-2012-727.txt.intoto.jsonl >part
}

@test "the document, its covering letter and its annex" {
    judged 0 authentic -- S-2012-727.txt
    [ "$(jq -r '.match, .proves, .standing' <<<"$output")" = $'bytes\nissue\ncurrent' ]
    [ "$(jq -r '.acts[].type' <<<"$output")" = $'issue\nforward\nletter' ]
    [ "$(jq -r '[.acts[].signatories[].status] | unique[]' <<<"$output")" = signed ]
    judged 0 authentic -- cover.txt
    [ "$(jq -r .proves <<<"$output")" = forward ]
    judged 0 authentic -- annex.txt
    [ "$(jq -r .proves <<<"$output")" = letter ]
}

@test "the report for people says who, to whom, when, in its first line" {
    refuses 0 "AUTHENTIC" chancery verify S-2012-727.txt
    local first=${lines[0]}
    [[ "$first" == *Documents\ Registry* || "$first" == *BAN\ Ki-moon* || "$first" == *Traoré* ]]
    refuses 0 "Cheick Modibo Diarra" chancery verify S-2012-727.txt --details
}

@test "JSON has the members of the schema, in order, whatever the outcome" {
    local members='verdict match proves standing acts findings unsigned'
    for arguments in "S-2012-727.txt" "S-2012-727.txt --at 2012-01-01" none.txt "S-2012-727.txt --threshold 3"; do
        # shellcheck disable=SC2086
        run --separate-stderr chancery verify --json $arguments
        jq -e . <<<"$output" >/dev/null
        [ "$(jq -r 'keys_unsorted[:7] | join(" ")' <<<"$output")" = "$members" ]
    done
}

@test "nothing could be decided: JSON all the same, status 3 or 64" {
    run --separate-stderr chancery verify --json none.txt
    [ "$status" -eq 3 ]
    [ "$(jq -r '.verdict, .error.code' <<<"$output")" = $'undecided\nmissing' ]
    [ -n "$stderr" ]
    run --separate-stderr chancery verify --json S-2012-727.txt --record none.jsonl
    [ "$status" -eq 3 ]
    [ "$(jq -r .verdict <<<"$output")" = undecided ]
    run --separate-stderr chancery verify S-2012-727.txt --jsn --json
    [ "$status" -eq 64 ]
    [ "$(jq -r '.verdict, .error.code' <<<"$output")" = $'undecided\nusage' ]
    CHANCERY_HOME=$PWD/nothing run --separate-stderr chancery verify --json S-2012-727.txt
    [ "$status" -eq 3 ]
    [ "$(jq -r .error.code <<<"$output")" = trust ]
    run --separate-stderr chancery verify none.txt
    [ -z "$output" ]
}

@test "typeset anew it is the same words; with other spacing the same text" {
    tr -d '*' <S-2012-727.txt | fmt -w 60 | sed "s/'/’/g" >typeset.txt
    judged 0 authentic -- typeset.txt --record S-2012-727.txt.intoto.jsonl
    [ "$(jq -r .match <<<"$output")" = words ]
    sed 's/$/  \r/' S-2012-727.txt >spaced.txt
    judged 0 authentic -- spaced.txt --record S-2012-727.txt.intoto.jsonl
    [ "$(jq -r .match <<<"$output")" = text ]
}

@test "the record is found by the symbol or the digest, and from standard input by --record" {
    mkdir found
    cp S-2012-727.txt found/received.txt
    cp S-2012-727.txt.intoto.jsonl found/anything.intoto.jsonl
    judged 0 authentic -- found/received.txt
    run chancery verify - --record S-2012-727.txt.intoto.jsonl <S-2012-727.txt
    [ "$status" -eq 0 ]
}

@test "one word changed in the annex names the paragraph and what stands there" {
    sed -i 's/recapturing the occupied/recapturing the disputed/' S-2012-727.txt
    judged 1 not-authentic paragraph-altered -- S-2012-727.txt
    [ "$(jq -r '[.findings[] | select(.severity == "not-authentic")] | length' <<<"$output")" -ge 1 ]
    jq -e '.findings[] | select(.code == "paragraph-altered") | .paragraph' <<<"$output" | grep -q '[0-9]'
    ends 1 chancery verify S-2012-727.txt
    sees "disputed"
}

@test "a paragraph dropped, moved, put in" {
    sed '/^The Government of Mali would appreciate/d' S-2012-727.txt >dropped.txt
    judged 1 not-authentic paragraph-missing -- dropped.txt --record S-2012-727.txt.intoto.jsonl
    awk '/^The Government of Mali would appreciate/ { held = $0; next }
         { print } /^I should be grateful if you could circulate/ { print ""; print held }' S-2012-727.txt >moved.txt
    judged 1 not-authentic paragraph-moved -- moved.txt --record S-2012-727.txt.intoto.jsonl
    sed '/^The Government of Mali would appreciate/i A paragraph that nobody wrote.\n' S-2012-727.txt >more.txt
    judged 1 not-authentic paragraph-inserted -- more.txt --record S-2012-727.txt.intoto.jsonl
    jq -e '.unsigned[] | select(.words | contains("nobody wrote"))' <<<"$output" >/dev/null
}

@test "who signed stands in the first line where not all is well, and nobody else does" {
    sed 's/occupied northern/disputed northern/' S-2012-727.txt >altered.txt
    ends 1 chancery verify altered.txt --record S-2012-727.txt.intoto.jsonl
    [[ "${lines[0]}" == *"Signed, but in another form, by Dioncounda Traoré and Cheick Modibo Diarra (letter of 2012-09-18), BAN Ki-moon (forward of 2012-09-28), Documents Registry (issue of 2012-10-01)." ]]
    [ "$(chancery verify --json altered.txt --record S-2012-727.txt.intoto.jsonl | jq '[.findings[] | select(.code == "extra-words")] | length')" -eq 0 ]
    without traore
    ends 2 chancery verify S-2012-727.txt --record part
    [[ "${lines[0]}" == *"Signed by Cheick Modibo Diarra (letter of 2012-09-18), BAN Ki-moon"* ]]
    [[ "${lines[0]}" != *"by Dioncounda"* ]]
    echo 'Some words.' >other.txt
    ends 2 chancery verify other.txt --record S-2012-727.txt.intoto.jsonl
    [[ "${lines[0]}" != *igned\ by* ]]
}

@test "words after the end are listed" {
    printf '\nSome words more.\n' >>S-2012-727.txt
    judged 2 indeterminate extra-words -- S-2012-727.txt
    jq -e '.unsigned[] | select(.words | contains("Some words more."))' <<<"$output" >/dev/null
}

@test "a letter that nobody signed, slipped in, is never authentic" {
    printf '\nAnnex II\n\nLetter dated 20 September 2012 from the interim President of Mali addressed to the Secretary-General\n\nSir,\n\n(Signed) Dioncounda Traoré Interim President of the Republic\n' >>S-2012-727.txt
    judged 2 indeterminate unsigned-letter -- S-2012-727.txt
}

@test "a letter in the document that the issuer signed but nobody else is never authentic" {
    sed -i '/^12-52626$/d' S-2012-727.txt
    printf '\nAnnex II\n\nLetter dated 20 September 2012 from the interim President of Mali addressed to the Secretary-General\n\nSir,\n\n(Signed) Dioncounda Traoré Interim President of the Republic\n\n12-52626\n' >>S-2012-727.txt
    grep -v "$(keyid registry)" S-2012-727.txt.intoto.jsonl >cover.jsonl
    rm S-2012-727.txt.intoto.jsonl
    run chancery issue S-2012-727.txt --carries cover.txt --from 'Documents Registry; Documents Registry; United Nations'
    [ "$status" -ne 0 ] || {
        chancery sign S-2012-727.txt --key registry.key --yes
        judged 2 indeterminate unsigned-letter -- S-2012-727.txt
    }
}

@test "each person whose line is taken out is named" {
    without diarra
    judged 2 indeterminate signature-missing -- S-2012-727.txt --record part
    jq -e '.findings[] | select(.code == "signature-missing") | select(.sentence | contains("Cheick Modibo Diarra"))' <<<"$output" >/dev/null
    [ "$(jq -r '.acts[] | select(.type == "letter") | .signatories[1].status' <<<"$output")" = missing ]
    jq -e '.findings[] | select(.code == "seen-absent")' <<<"$output" >/dev/null
    ends 2 chancery verify S-2012-727.txt --record part
    sees "Cheick Modibo Diarra"
    without traore
    judged 2 indeterminate signature-missing -- S-2012-727.txt --record part
    without ban
    judged 2 indeterminate -- S-2012-727.txt --record part
    without registry
    judged 2 indeterminate -- S-2012-727.txt --record part
}

@test "no record, an empty one, another letter's" {
    mkdir alone
    cp S-2012-727.txt alone
    judged 2 indeterminate no-record -- alone/S-2012-727.txt
    : >empty.jsonl
    run chancery verify --json S-2012-727.txt --record empty.jsonl
    [ "$status" -eq 2 ] || [ "$status" -eq 3 ]
    printf 'Other words altogether.\n' >other.txt
    judged 2 indeterminate no-act -- other.txt --record annex.txt.intoto.jsonl
}

@test "--expect" {
    judged 0 authentic -- S-2012-727.txt --expect issue
    judged 2 indeterminate expectation -- annex.txt --expect issue
    judged 2 indeterminate expectation -- cover.txt --expect letter
    judged 0 authentic -- cover.txt --expect=forward
}

@test "--at" {
    judged 0 authentic '!directory-expired' -- S-2012-727.txt --at 2012-10-01
    judged 2 indeterminate date-in-future -- S-2012-727.txt --at 2012-09-20
    judged 0 authentic directory-expired -- S-2012-727.txt --at 2041-01-01T00:00:00Z
}

@test "another directory instead of the pinned one" {
    judged 0 authentic -- S-2012-727.txt --directory directory.jsonl --root root.pub
    judged 0 authentic -- S-2012-727.txt --directory directory.jsonl --root root.pub --threshold 1
    export CHANCERY_HOME=$PWD/nothing
    judged 0 authentic -- S-2012-727.txt --directory directory.jsonl --root root.pub
    refuses 3 "none of the trusted roots" chancery verify S-2012-727.txt --directory directory.jsonl --root ban.pub
    refuses 3 "another directory" chancery verify S-2012-727.txt --directory directory.jsonl --root root.pub --id "$(printf '%064d' 7)"
    refuses 3 "chancery directory trust" chancery verify S-2012-727.txt
}

@test "a directory that is gone or emptied is refused" {
    chancery directory trust directory.jsonl --root root.pub --force
    mv directory.jsonl away.jsonl
    refuses 3 "directory.jsonl" chancery verify S-2012-727.txt
    : >directory.jsonl
    refuses 3 "directory.jsonl" chancery verify S-2012-727.txt
}

# --- directories that say otherwise -----------------------------------------------------------

# judge_under DIARRA-OFFICE SINCE: a directory that gives Diarra this office since then.
judge_under() {
    rm -f other.jsonl*
    chancery directory init other.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    add() {
        chancery directory add other.jsonl --name "$1" --office "$2" --key "$3" --since "$4"
    }
    add 'Dioncounda Traoré' 'Interim President of the Republic; Mali' traore.pub 2012-04-12
    [ "$1" = none ] || add 'Cheick Modibo Diarra' "$1" diarra.pub "$2"
    [ "${3-}" = "" ] || add 'Another Minister' "$3" "$4" 2012-01-01
    add 'BAN Ki-moon' 'Secretary-General; United Nations' ban.pub 2007-01-01
    chancery directory sign other.jsonl --key root.key >/dev/null
}

@test "signed by a person whom the directory does not know" {
    judge_under none -
    judged 2 indeterminate not-in-directory -- annex.txt --directory other.jsonl --root root.pub
}

@test "signed outside the term" {
    judge_under 'Prime Minister; Mali' 2012-10-01
    judged 1 not-authentic outside-term -- annex.txt --directory other.jsonl --root root.pub
}

@test "signed by the right person in an office that another holds" {
    keys another
    judge_under 'Minister of State; Mali' 2012-01-01 'Prime Minister; Mali' another.pub
    judged 1 not-authentic office-not-held -- annex.txt --directory other.jsonl --root root.pub
}

@test "issued by an office that nobody authorised" {
    judge_under 'Prime Minister; Mali' 2012-04-17 'Documents Registry; United Nations' registry.pub
    run chancery verify --json S-2012-727.txt --directory other.jsonl --root root.pub
    [ "$status" -ne 0 ]
}

@test "the report says to whom, and which files belong to it" {
    printf 'a map\n' >'the map.bin'
    printf '%s\n' 'Letter dated 1 May 2012 from the Prime Minister of Mali addressed to the Secretary-General' \
        '' 'This is a specimen.' '' '(Signed) Cheick Modibo Diarra' 'Prime Minister' >'own letter.txt'
    ends 0 chancery forward 'own letter.txt' --annex 'the map.bin'
    chancery sign 'own letter.txt' --key diarra.key --yes
    refuses 0 "addressed to  Secretary-General, United Nations" chancery verify 'own letter.txt'
    sees "with the file the map.bin, Annex"
    sees "Cheick Modibo Diarra signed it to the Secretary-General"
}

@test "a custody record is not a document, unless it was signed itself" {
    refuses 3 "this is a custody record, not a document" chancery verify S-2012-727.txt.intoto.jsonl
    judged 3 undecided -- S-2012-727.txt.intoto.jsonl
    cp S-2012-727.txt.intoto.jsonl S-2012-727.txt.intoto.jsonl.intoto.jsonl
    judged 2 indeterminate -- S-2012-727.txt.intoto.jsonl
}

@test "the trusted directory was moved away: what to do is said" {
    chancery directory trust directory.jsonl --root root.pub --force
    mkdir elsewhere
    mv directory.jsonl elsewhere
    refuses 3 "the trusted directory is not there any more" chancery verify S-2012-727.txt
    sees "trust it where it is now"
    ends 0 chancery directory trust elsewhere/directory.jsonl --root root.pub
    judged 0 authentic -- S-2012-727.txt
    refuses 3 "cannot open it" chancery verify S-2012-727.txt --directory directory.jsonl --root root.pub
}
