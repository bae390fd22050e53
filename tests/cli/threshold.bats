#!/usr/bin/env bats
#
# A threshold of an office (D43, D44): two persons sign for it, or it has not signed (rule 2.13).

load helpers

OFFICE='Documents Registry; United Nations'

setup_file() {
    make_case
    split_document
    keys second third secretary
    holder 'Specimen Second' "$OFFICE" second.pub 2010-01-01
    holder 'Specimen Third' "$OFFICE" third.pub 2013-01-01
    chancery directory require directory.jsonl --office "$OFFICE" --persons 2 --since 2012-01-01
    chancery directory require directory.jsonl --office 'Prime Minister; Mali' --persons 2 --since 2012-01-01 --until 2012-12-31
    holder 'Specimen Secretary' 'Prime Minister; Mali' secretary.pub 2012-01-01 2012-12-31
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    chancery draft annex.txt >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
}

setup() {
    enter_case
    chancery directory trust directory.jsonl --root root.pub >/dev/null
}

next_version() {
    chancery directory sign directory.jsonl --key root.key >/dev/null &&
        chancery directory trust directory.jsonl --root root.pub >/dev/null
}

@test "one person does not do; two do, whoever the second is" {
    ends 0 chancery sign annex.txt --key diarra.key --yes
    sees "still to sign: 1 more who holds this office"
    judged 2 indeterminate office-threshold -- annex.txt
    sees "asks for 2 persons to sign for Prime Minister, Mali; 1 has signed"
    ends 0 chancery sign annex.txt --key secretary.key --yes
    sees "Specimen Secretary, Prime Minister, Mali countersigns:"
    sees "Specimen Secretary, Prime Minister, Mali countersigned annex.txt; all have signed"
    judged 0 authentic '!office-threshold' -- annex.txt
}

@test "pending and draft know that the office has not signed yet" {
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    refuses 0 "waits for   1 more who holds Prime Minister, Mali" chancery pending .
    sees "signed by   Dioncounda Traoré"
    sees "              Cheick Modibo Diarra, Prime Minister, Mali"
    sees "1 act waits for 1 signature."
    chancery pending . --json | jq -e '.pending[0] | .waitsFor == [{"name": null, "office": "Prime Minister", "of": "Mali", "persons": 1}]
        and ([.signedBy[].name] == ["Dioncounda Traoré", "Cheick Modibo Diarra"])'
    refuses 3 "Cheick Modibo Diarra" chancery draft annex.txt
    chancery sign annex.txt --key secretary.key --yes >/dev/null
    refuses 0 "Nothing waits" chancery pending .
}

@test "the signatory signs first, each person once, and only who holds the office then" {
    refuses 3 "Cheick Modibo Diarra" chancery sign annex.txt --key secretary.key --yes
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    refuses 3 "has signed already" chancery sign annex.txt --key diarra.key --yes
    refuses 3 "Still to sign" chancery sign annex.txt --key second.key --yes
    chancery sign annex.txt --key secretary.key --yes >/dev/null
    refuses 3 "All who have to sign have signed" chancery sign annex.txt --key secretary.key --yes
}

@test "the same person with another key is no second person" {
    keys again
    holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' again.pub 2012-04-17 2012-12-11
    next_version
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    refuses 3 "has signed already" chancery sign annex.txt --key again.key --yes
    # by hand, as an adversary would
    jq -r .payload <(head -1 annex.txt.intoto.jsonl) | base64 -d >payload
    envelope again.key payload >>annex.txt.intoto.jsonl
    judged 2 indeterminate office-threshold -- annex.txt
    envelope secretary.key payload >>annex.txt.intoto.jsonl
    judged 0 authentic -- annex.txt
}

@test "a copied line, a holder of another time and another office count nothing" {
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    jq -r .payload <(head -1 annex.txt.intoto.jsonl) | base64 -d >payload
    for key in diarra third ban; do
        envelope $key.key payload
    done >>annex.txt.intoto.jsonl
    judged 2 indeterminate office-threshold -- annex.txt
}

@test "a key that has ended is not counted" {
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    chancery sign annex.txt --key secretary.key --yes >/dev/null
    chancery directory end directory.jsonl --key secretary.pub --state compromised --at 2012-09-01 >/dev/null
    next_version
    judged 2 indeterminate office-threshold -- annex.txt
}

@test "a term: acts of other days need one person; ended and void thresholds" {
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    judged 2 indeterminate office-threshold -- annex.txt
    chancery directory end-term directory.jsonl --office 'Prime Minister; Mali' --persons 2 \
        --until 2012-08-31 --reason 'one will do'
    next_version
    judged 0 authentic '!office-threshold' -- annex.txt
    ends 0 chancery directory show directory.jsonl
    sees "2 persons sign for Prime Minister; Mali"
    sees "ended: one will do"
    ends 0 chancery directory diff directory.jsonl
    sees "~ 2 persons sign for Prime Minister; Mali, ends 2012-08-31 (was 2012-12-31): one will do"
    chancery directory void directory.jsonl --office "$OFFICE" --persons 2 --reason 'never decided'
    ends 0 chancery directory diff directory.jsonl
    sees "- 2 persons sign for Documents Registry; United Nations, void: never decided"
}

@test "a threshold is 2 to 16 persons, one at a time, of an office by its own name" {
    local require=(chancery directory require directory.jsonl --office "$OFFICE" --since 2020-01-01)
    refuses 64 "2 to 16" "${require[@]}" --persons 1
    refuses 64 "2 to 16" "${require[@]}" --persons 17
    refuses 64 "--persons" "${require[@]}"
    refuses 3 "two thresholds in terms that overlap" "${require[@]}" --persons 3
    refuses 64 "--since" chancery directory require directory.jsonl --office "$OFFICE" --persons 2
    refuses 3 "no entry" chancery directory end-term directory.jsonl --office "$OFFICE" --persons 3 --until 2020-01-01 --reason x
    refuses 64 "say one of them" chancery directory void directory.jsonl --office "$OFFICE" --persons 2 --name x --reason x
    chancery directory end-term directory.jsonl --office "$OFFICE" --persons 2 --until 2019-12-31 --reason 'three from now on'
    ends 0 "${require[@]}" --persons 16
    sees "persons who hold this office"
    ends 0 chancery directory require directory.jsonl --office 'Registry; Nowhere' --persons 2 --since 2020-01-01
    sees "warning: directory.jsonl: the directory lists 0 persons who hold this office"
    ends 0 chancery directory diff directory.jsonl
    sees "+ 16 persons sign for Documents Registry; United Nations, 2020-01-01 to open"
}

@test "a withdrawal by one of two changes no standing" {
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    chancery sign annex.txt --key secretary.key --yes >/dev/null
    judged 0 authentic -- annex.txt
    chancery withdraw annex.txt --from 'Cheick Modibo Diarra; Prime Minister; Mali' --date 2012-09-20 --reason 'sent by mistake' >/dev/null
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    judged 0 authentic -- annex.txt
    [ "$(jq -r .standing <<<"$output")" = current ]
}
