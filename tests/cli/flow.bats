#!/usr/bin/env bats
# The main job: draft, sign, forward, issue, merge and show, on the letter S/2012/727.

load helpers

setup_file() {
    make_case
}

setup() {
    enter_case
    split_document
}

signed_annex() {
    chancery draft annex.txt >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery sign annex.txt --key diarra.key --yes >/dev/null
}

@test "draft reads date, people and addressee from the letter" {
    ends 0 chancery draft annex.txt
    sees "Dioncounda Traoré"
    sees "Secretary-General"
    local d=annex.txt.statement.json
    [ "$(jq -r .predicateType $d)" = urn:chancery:letter:v1 ]
    [ "$(jq -r .predicate.date $d)" = 2012-09-18 ]
    [ "$(jq -r '.predicate.signatories[].name' $d)" = $'Dioncounda Traoré\nCheick Modibo Diarra' ]
    [ "$(jq -r '.predicate.signatories[].of' $d)" = $'Mali\nMali' ]
    [ "$(jq -r '.predicate.addressees[0] | .office, .of' $d)" = $'Secretary-General\nUnited Nations' ]
    [ "$(jq -r '.subject[0].digest.sha256' $d)" = "$(sha256sum <annex.txt | cut -d' ' -f1)" ]
    [ "$(jq -r .predicate.text.text $d)" = "$(chancery canon annex.txt | sha256sum | cut -d' ' -f1)" ]
}

@test "draft --json prints the statement" {
    ends 0 chancery draft annex.txt --json
    [ "$(jq -cS . <<<"$output")" = "$(jq -cS . annex.txt.statement.json)" ]
}

@test "a draft that is there is replaced only with --force" {
    chancery draft annex.txt
    refuses 3 "--force" chancery draft annex.txt
    ends 0 chancery draft annex.txt --force --reference 'PM/2012/117'
    [ "$(jq -r .predicate.reference annex.txt.statement.json)" = 'PM/2012/117' ]
}

@test "what contradicts the text is refused" {
    refuses 3 "annex.txt" chancery draft annex.txt --to 'President of the Security Council; United Nations'
    refuses 3 "annex.txt" chancery draft annex.txt --date 2012-09-19
    refuses 3 "annex.txt" chancery draft annex.txt --from 'BAN Ki-moon; Secretary-General; United Nations'
}

@test "what the text does not say is asked for by the flag that says it" {
    printf 'The words of a note.\n' >note.txt
    refuses 3 "--date" chancery draft note.txt
    refuses 3 "--language" chancery draft note.txt --date 2012-09-18
    refuses 3 "--from" chancery draft note.txt --date 2012-09-18 --language en
    ends 0 chancery draft note.txt --date 2012-09-18 --title 'A note' --language en \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali' --to 'Secretary-General; United Nations'
    [ "$(jq -r .predicate.language note.txt.statement.json)" = en ]
}

@test "a flag that cannot be read is a usage error" {
    refuses 64 "--date" chancery draft annex.txt --date 18.9.2012
    refuses 64 "NAME; OFFICE; OF" chancery draft annex.txt --from 'Cheick Modibo Diarra'
    refuses 64 "OFFICE; OF" chancery draft annex.txt --to 'Secretary-General'
}

@test "sign appends one line, and the draft goes with the first" {
    chancery draft annex.txt
    ends 0 chancery sign annex.txt --key traore.key --yes
    sees "Cheick Modibo Diarra"
    [ ! -e annex.txt.statement.json ]
    [ "$(wc -l <annex.txt.intoto.jsonl)" -eq 1 ]
    ends 0 chancery sign annex.txt --key diarra.key --yes
    [ "$(wc -l <annex.txt.intoto.jsonl)" -eq 2 ]
    [ "$(jq -r .payload annex.txt.intoto.jsonl | sort -u | wc -l)" -eq 1 ]
}

@test "two signatories at once lose nothing" {
    chancery draft annex.txt
    chancery sign annex.txt --key traore.key --yes &
    local first=$!
    chancery sign annex.txt --key diarra.key --yes
    wait "$first"
    [ "$(wc -l <annex.txt.intoto.jsonl)" -eq 2 ]
    ends 0 chancery verify annex.txt
}

@test "several files are signed with one key, or none" {
    local from='Cheick Modibo Diarra; Prime Minister; Mali'
    printf 'One note.\n' >one.txt
    printf 'Two notes.\n' >two.txt
    for file in one.txt two.txt; do
        chancery draft $file --date 2012-09-18 --language en --from "$from" --to 'Secretary-General; United Nations'
    done
    printf 'Never drafted.\n' >three.txt
    refuses 3 "three.txt" chancery sign one.txt two.txt three.txt --key diarra.key --yes
    ends 0 chancery sign one.txt two.txt --key diarra.key --yes
    [ -e one.txt.intoto.jsonl ]
    [ -e two.txt.intoto.jsonl ]
}

@test "the whole chain, letter by letter" {
    signed_annex
    ends 0 chancery verify annex.txt
    ends 0 chancery forward cover.txt --annex annex.txt
    [ "$(wc -l <cover.txt.intoto.jsonl)" -eq 2 ]
    ends 0 chancery sign cover.txt --key ban.key --yes
    ends 0 chancery verify cover.txt
    ends 0 chancery issue S-2012-727.txt --carries cover.txt \
        --from 'Documents Registry; Documents Registry; United Nations'
    [ "$(jq -r '.predicate.symbols[0]' S-2012-727.txt.statement.json)" = S/2012/727 ]
    ends 0 chancery sign S-2012-727.txt --key registry.key --yes
    [ "$(wc -l <S-2012-727.txt.intoto.jsonl)" -eq 4 ]
    ends 0 chancery verify S-2012-727.txt
}

@test "a letter that nobody has signed is not carried" {
    chancery draft annex.txt
    refuses 3 "annex.txt" chancery forward cover.txt --annex annex.txt
}

@test "an annex that is no letter is carried by its digest" {
    signed_annex
    head -c 3000 /dev/urandom >map.png
    ends 0 chancery forward cover.txt --annex annex.txt --annex map.png
    [ "$(jq -r '.predicate.carries[1].file.name' cover.txt.statement.json)" = map.png ]
    chancery sign cover.txt --key ban.key --yes
    judged 0 authentic -- cover.txt
    mv map.png elsewhere
    judged 2 indeterminate annex-absent -- cover.txt
    head -c 3000 /dev/urandom >map.png
    judged 1 not-authentic annex-differs -- cover.txt
}

@test "a file that is no text is signed by its bytes" {
    head -c 3000 /dev/urandom >map.png
    refuses 3 "map.png" chancery draft map.png
    ends 0 chancery draft map.png --no-text --date 2012-09-18 --language en --title 'A map' \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali' --to 'Secretary-General; United Nations'
    chancery sign map.png --key diarra.key --yes
    judged 0 authentic -- map.png
    printf x >>map.png
    ends 3 chancery verify map.png
    printf 'Now it is text.\n' >map.png
    judged 1 not-authentic bytes-differ -- map.png
}

@test "merge is a union: in parts, twice, with junk" {
    signed_annex
    head -n 1 annex.txt.intoto.jsonl >bamako.jsonl
    tail -n 1 annex.txt.intoto.jsonl >newyork.jsonl
    judged 2 indeterminate signature-missing -- annex.txt --record bamako.jsonl
    echo '{"junk":1}' >>newyork.jsonl
    ends 0 chancery merge bamako.jsonl newyork.jsonl
    [ "$(wc -l <bamako.jsonl)" -eq 2 ]
    not grep -q junk bamako.jsonl
    judged 0 authentic -- annex.txt --record bamako.jsonl
    refuses 0 "" chancery merge bamako.jsonl newyork.jsonl annex.txt.intoto.jsonl
    refuses 3 "none.jsonl" chancery merge bamako.jsonl none.jsonl
    # a name that is mistyped begins no record; beside its document one is begun
    refuses 3 "there is no such record" chancery merge bamoko.jsonl newyork.jsonl
    refuses 3 "there is no such record" chancery merge anex.txt.intoto.jsonl newyork.jsonl
    rm annex.txt.intoto.jsonl
    ends 0 chancery merge annex.txt.intoto.jsonl bamako.jsonl
}

@test "show lists the acts and says that nothing is verified" {
    signed_annex
    ends 0 chancery show annex.txt
    sees "Dioncounda Traoré"
    sees "2012-09-18"
    [ "$(chancery show annex.txt.intoto.jsonl)" = "$output" ] || sees "Cheick Modibo Diarra"
    chancery show annex.txt --json | jq -e . >/dev/null
    refuses 3 "cover.txt" chancery show cover.txt
}

@test "show tells a draft as it would be signed, by itself and beside a record" {
    chancery draft annex.txt >/dev/null
    ends 0 chancery show annex.txt
    sees "a draft that nobody has signed yet"
    sees "$(jq -cSj . annex.txt.statement.json | sha256sum | cut -d' ' -f1)"
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    chancery withdraw annex.txt --reason 'sent in error' --date 2012-09-20 >/dev/null
    ends 0 chancery show annex.txt
    sees "a draft that nobody has signed yet"
    echo '{"_type":' >annex.txt.statement.json
    refuses 3 "annex.txt.statement.json" chancery show annex.txt
}

@test "show --words says digests as words to be read aloud, as spec/spoken.md has them" {
    cp "$REPOSITORY"/keys/S-2012-727/annex.txt* .
    ends 0 chancery show annex.txt --words
    sees "9725c36f54486d93c522a46995e3f1acd202f11872686150d19933065f9ba236"
    [ "$(chancery show annex.txt --words --json | jq -r '.acts[0].words | join(" ")')" = \
        "$(sed -n '/^9725/,/^```/p' "$REPOSITORY/spec/spoken.md" | sed '1d;$d' | paste -sd ' ')" ]
    [ "$(chancery show annex.txt --json | jq '.acts[0] | has("words")')" = false ]
    sees "now come swift possible man size"
    refuses 64 "--words" chancery show annex.txt --words --pae 1
}

@test "S3: the words are made of the bytes at hand, so that another letter has others" {
    printf '\nPostscript.\n' >>annex.txt
    signed_annex
    chancery show annex.txt --words --json >acts
    [ "$(jq -r '.acts[0].words | length' acts)" = 24 ]
    [ "$(jq -r '.acts[0].words[0]' acts)" != now ]
}

@test "what show writes of each line verifies with openssl" {
    signed_annex
    local line=0 name
    for name in traore diarra; do
        line=$((line + 1))
        chancery show annex.txt --pae $line >pae
        chancery show annex.txt --signature $line >sig
        chancery show annex.txt --payload $line >payload
        [ "$(stat -c %s sig)" -eq 64 ]
        sed -n ${line}p annex.txt.intoto.jsonl | jq -r .payload | base64 -d | cmp - payload
        openssl pkeyutl -verify -rawin -pubin -inkey $name.pub -in pae -sigfile sig
    done
    refuses 64 "there is no line 3" chancery show annex.txt --pae 3
}

@test "a reissue has the next number" {
    signed_annex
    chancery forward cover.txt --annex annex.txt
    chancery sign cover.txt --key ban.key --yes
    ends 0 chancery issue S-2012-727.txt --carries cover.txt --issue-number 2 \
        --from 'Documents Registry; Documents Registry; United Nations'
    [ "$(jq .predicate.issueNumber S-2012-727.txt.statement.json)" -eq 2 ]
}

@test "what is carried and not signed by all is forwarded with a warning, and issued with one" {
    chancery draft annex.txt
    chancery sign annex.txt --key traore.key --yes
    ends 0 chancery forward cover.txt --annex annex.txt
    sees "warning    Cheick Modibo Diarra"
    chancery sign cover.txt --key ban.key --yes
    ends 0 chancery issue S-2012-727.txt --carries cover.txt \
        --from 'Documents Registry; Documents Registry; United Nations'
    sees "warning    Cheick Modibo Diarra"
}

@test "a complete chain is drafted without a warning" {
    signed_annex
    ends 0 chancery forward cover.txt --annex annex.txt
    [[ "$output" != *warning* ]]
}

@test "a custody record or a draft in the place of the document is not carried" {
    signed_annex
    refuses 3 "this is a custody record" chancery forward cover.txt --annex annex.txt.intoto.jsonl
    echo '{}' >annex.txt.statement.json
    refuses 3 "this is a draft" chancery forward cover.txt --annex annex.txt.statement.json
}

@test "a note verbale: the seal of an office, without a name, from draft to verdict" {
    keys mission
    chancery directory init seal.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    chancery directory add seal.jsonl --name 'Specimen Mission' --office 'Permanent Mission; Mali' \
        --key mission.pub --since 2012-01-01
    chancery directory sign seal.jsonl --key root.key
    chancery directory trust seal.jsonl --root root.pub --force
    printf '%s\n' 'Note verbale dated 18 September 2012 from the Permanent Mission of Mali addressed to the Secretary-General' \
        '' 'This is a specimen.' >note.txt
    refuses 3 "the text does not show who signs it" chancery draft note.txt
    sees "'; OFFICE; OF' for the seal"
    refuses 64 "'; Permanent Mission; Mali'" chancery draft note.txt --from 'Permanent Mission; Mali'
    ends 0 chancery draft note.txt --from '; Permanent Mission; Mali' --to 'Secretary-General; United Nations'
    sees "The text shows no signature marks"
    chancery sign note.txt --key mission.key --yes
    refuses 0 "the seal, Permanent Mission, Mali" chancery verify note.txt
}

@test "standard input is not drafted, and the letter is no rendition of itself" {
    run -64 chancery draft - <annex.txt
    sees "standard input has no name, and no record beside it"
    sees "Save the text as a file"
    [ ! -e ./-.statement.json ]
    refuses 3 "this is the letter itself" chancery draft annex.txt --rendition annex.txt
}

@test "a web page, RTF, a message and a quotation are no letter's text" {
    local from='Cheick Modibo Diarra; Prime Minister; Mali'
    local draft=(chancery draft x.txt --date 2012-09-18 --language en --from "$from" --to 'Secretary-General; United Nations')
    printf '{\\rtf1\\ansi Sir, the letter.}\n' >x.txt
    refuses 3 "a word processor's file (RTF)" "${draft[@]}"
    sees "pandoc -t plain"
    printf '<!DOCTYPE html>\n<html><p>Sir, the letter.</p></html>\n' >x.txt
    refuses 3 "a web page (HTML)" "${draft[@]}"
    printf 'From: a\nMIME-Version: 1.0\nSubject: b\n\nSir, the letter.\n' >x.txt
    refuses 3 "an e-mail message" "${draft[@]}"
    printf '> Sir,\n>\n> the letter.\n> Yours\n' >x.txt
    refuses 3 "its lines begin with >" "${draft[@]}"
    ends 0 "${draft[@]}" --no-text
    printf 'Sir,\n\n> the letter.\n\nYours\n' >x.txt
    ends 0 "${draft[@]}" --force
}

@test "a folder with a letter, its annex file and its signed PDF" {
    mkdir sent
    cp annex.txt sent/letter.txt
    printf 'a table\n' >sent/table.csv
    cp sent/letter.txt sent/copy.txt
    sed -i 's/$/ /' sent/copy.txt # another file of the same words
    chancery forward sent/letter.txt --annex sent/table.csv --rendition sent/copy.txt
    chancery sign sent/letter.txt --key traore.key --yes
    chancery sign sent/letter.txt --key diarra.key --yes
    ends 0 chancery verify sent
    sees "AUTHENTIC"
    # what nothing names could be the one that is meant; so could an altered annex
    echo 'something else' >sent/other.txt
    refuses 3 "4 files that may be meant" chancery verify sent
    sees "Annex files and PDFs that its record names may stand beside it"
    rm sent/other.txt
    echo more >>sent/table.csv
    refuses 3 "3 files that may be meant" chancery verify sent
}
