#!/usr/bin/env bats
#
# Attestations: letters that were signed on paper.

load helpers

setup_file() {
    make_case
    split_document
    for office in 'Interim President of the Republic; Mali' 'Prime Minister; Mali'; do
        chancery directory authorize directory.jsonl --office 'Documents Registry; United Nations' \
            --acts attestation --for "$office" --since 2000-01-01
    done
    chancery directory sign directory.jsonl --key root.key >/dev/null
}

setup() {
    enter_case
    chancery directory trust directory.jsonl --root root.pub --force >/dev/null
}

REGISTRY='Documents Registry; Documents Registry; United Nations'
TRAORE='Dioncounda Traoré; Interim President of the Republic; Mali'
DIARRA='Cheick Modibo Diarra; Prime Minister; Mali'

attest_both() {
    chancery attest annex.txt --for "$TRAORE" --for "$DIARRA" --basis hand-signed-original \
        --reference 'Box 12, folder 7' --date 2012-10-05 --from "$REGISTRY" "$@"
}

@test "a letter that was signed on paper is attested, put into its record, and forwarded" {
    chancery draft annex.txt
    attest_both
    [ -f annex.txt.attested.json ]
    judged 2 indeterminate no-record -- annex.txt
    ends 0 chancery sign annex.txt --key registry.key --yes
    sees "attests    Dioncounda Traoré, Interim President of the Republic, Mali"
    sees "basis      hand-signed-original"
    sees "signed the attestation of annex.txt; all have signed"
    [ ! -e annex.txt.attested.json ]
    [ ! -e annex.txt.statement.json ]
    [ "$(wc -l <annex.txt.intoto.jsonl)" -eq 2 ]
    judged 0 authentic attested none-known '!signature-missing' -- annex.txt
    [ "$(jq -r '[.acts[0].signatories[].status] | unique[]' <<<"$output")" = attested ]
    [ "$(jq -r '.later[0] | .type, .basis, .reference' <<<"$output")" = \
        $'attestation\nhand-signed-original\nBox 12, folder 7' ]
    run chancery verify annex.txt
    [[ "${lines[0]}" == "AUTHENTIC, on the attestation of Documents Registry, United Nations: "* ]]
    sees "attested for  Dioncounda Traoré"
    judged 2 indeterminate not-by-key -- annex.txt --require signed
    judged 2 indeterminate no-act !attested -- annex.txt --at 2012-10-04
    chancery forward cover.txt --annex annex.txt
    chancery sign cover.txt --key ban.key --yes
    judged 0 authentic attested -- cover.txt
    judged 2 indeterminate not-by-key -- cover.txt --require signed
}

@test "one signs with a key, and the other signed on paper" {
    chancery draft annex.txt
    chancery sign annex.txt --key diarra.key --yes
    chancery attest annex.txt --for "$TRAORE" --basis certified-copy --reference 'Box 12' \
        --date 2012-10-05 --from "$REGISTRY"
    [ ! -e annex.txt.attested.json ]
    ends 0 chancery pending .
    sees "waits for   Dioncounda Traoré"
    chancery sign annex.txt --key registry.key --yes
    judged 0 authentic attested -- annex.txt
    [ "$(jq -r '[.acts[0].signatories[].status] | join(" ")' <<<"$output")" = "attested signed" ]
    ends 0 chancery pending .
    sees "Nothing waits to be signed."
    refuses 3 "has signed already" chancery sign annex.txt --key diarra.key --yes
    sees "All who have to sign have signed."
}

@test "an archival holding says that no signature was checked" {
    chancery draft annex.txt
    attest_both
    refuses 3 "a draft is there already" attest_both
    attest_both --force --reference 'Fonds 3' 2>/dev/null || true
    chancery attest annex.txt --for "$TRAORE" --for "$DIARRA" --basis archival-holding \
        --reference 'Fonds 3' --date 2012-10-05 --from "$REGISTRY" --force
    chancery sign annex.txt --key registry.key --yes
    judged 0 authentic archival -- annex.txt
    run chancery verify annex.txt
    [[ "${lines[0]}" == *"unchanged since then; no signature was checked"* ]]
}

@test "what may not be attested is refused, and nothing changes" {
    refuses 3 "nobody" chancery attest annex.txt --for "$TRAORE" --basis certified-copy --reference x \
        --date 2012-10-05 --from "$REGISTRY"
    sees "Draft it first (chancery draft FILE), then attest it."
    chancery draft annex.txt
    refuses 64 "--basis" chancery attest annex.txt --for "$TRAORE" --basis hearsay --reference x --from "$REGISTRY"
    refuses 3 "--reference" chancery attest annex.txt --for "$TRAORE" --basis certified-copy --from "$REGISTRY"
    refuses 3 "--from" chancery attest annex.txt --for "$TRAORE" --basis certified-copy --reference x
    refuses 64 "for" chancery attest annex.txt --basis certified-copy --reference x --from "$REGISTRY"
    refuses 3 "is not authorised to attest" chancery attest annex.txt --for "$TRAORE" --basis certified-copy \
        --reference x --date 2012-10-05 --from 'BAN Ki-moon; Secretary-General; United Nations'
    refuses 3 "none of its signatories" chancery attest annex.txt --for 'Somebody Else; Prime Minister; Mali' \
        --basis certified-copy --reference x --date 2012-10-05 --from "$REGISTRY"
    refuses 64 "--require" chancery verify annex.txt --require attested
}

@test "a letter that was changed or exchanged after it was drafted is not attested" {
    chancery draft annex.txt
    attest_both
    cp annex.txt.attested.json kept
    jq '.predicate.title = "Another"' kept >annex.txt.attested.json
    refuses 3 "not the letter that the draft attests" chancery sign annex.txt --key registry.key --yes
    rm annex.txt.attested.json
    refuses 3 "attested.json" chancery sign annex.txt --key registry.key --yes
    cp kept annex.txt.attested.json
    sed -i 's/occupied northern/disputed northern/' annex.txt
    refuses 3 "was changed" chancery sign annex.txt --key registry.key --yes
}

@test "forged attestations change nothing" {
    chancery draft annex.txt
    chancery sign annex.txt --key diarra.key --yes
    chancery attest annex.txt --for "$TRAORE" --basis certified-copy --reference 'Box 12' \
        --date 2012-10-05 --from "$REGISTRY"
    jq -jcS . annex.txt.statement.json >payload
    for key in ban diarra root; do
        { cat annex.txt.intoto.jsonl; envelope $key.key payload; } >forged
        judged 2 indeterminate signature-missing later-ignored '!attested' -- annex.txt --record forged
    done
    jq -jcS '.predicate.signatories = [{kind: "signature", name: "BAN Ki-moon",
        office: "Secretary-General", of: "United Nations"}]' payload >other
    { cat annex.txt.intoto.jsonl; envelope ban.key other; } >forged
    judged 2 indeterminate signature-missing later-ignored '!attested' -- annex.txt --record forged
    { cat annex.txt.intoto.jsonl; envelope registry.key payload; } >honest
    judged 0 authentic attested -- annex.txt --record honest
}

@test "an office that needs two persons does not attest by one" {
    keys second
    chancery directory add directory.jsonl --name 'Specimen Second' --office "${REGISTRY#*; }" --key second.pub --since 2000-01-01
    chancery directory require directory.jsonl --office "${REGISTRY#*; }" --persons 2 --since 2000-01-01
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    chancery draft annex.txt
    attest_both
    chancery sign annex.txt --key registry.key --yes
    judged 2 indeterminate no-act '!attested' -- annex.txt
    chancery sign annex.txt --key second.key --yes
    judged 0 authentic attested -- annex.txt
}

@test "why an attestation does not count is said, and what to do" {
    chancery draft annex.txt
    attest_both
    chancery sign annex.txt --key registry.key --yes
    judged 0 authentic attested -- annex.txt
    judged 2 indeterminate no-act -- annex.txt --at 2012-10-04
    sees "No act in the record that counts is about this document. Documents Registry (Documents Registry, United Nations) attested on 2012-10-05 that Dioncounda Traoré (Interim President of the Republic, Mali) signed, which does not count: it bears a date that is still to come."
    judged 2 indeterminate signature-missing -- annex.txt --require-proven-time
    sees "which does not count: a proven time is demanded, and nothing proves that it was signed within the term"
    sees "Ask for an attestation that counts: "
    # another directory, in which the authorisation ended before
    chancery directory init other.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    chancery directory add other.jsonl --name 'Documents Registry' --office 'Documents Registry; United Nations' \
        --key registry.pub --since 2000-01-01 --until 2012-10-04
    chancery directory add other.jsonl --name 'Dioncounda Traoré' --office 'Interim President of the Republic; Mali' \
        --key traore.pub --since 2012-04-12
    for office in 'Interim President of the Republic; Mali' 'Prime Minister; Mali'; do
        chancery directory authorize other.jsonl --office 'Documents Registry; United Nations' \
            --acts attestation --for "$office" --since 2000-01-01
    done
    chancery directory sign other.jsonl --key root.key
    judged 2 indeterminate no-act -- annex.txt --directory other.jsonl --root root.pub
    sees "which does not count: on that day the directory does not give this key that office."
}

@test "an attestation by an office whose authorisation had ended says so" {
    chancery draft annex.txt
    attest_both
    chancery sign annex.txt --key registry.key --yes
    chancery directory init other.jsonl --root root.pub --threshold 1 --expires 2040-01-01
    chancery directory add other.jsonl --name 'Documents Registry' --office 'Documents Registry; United Nations' \
        --key registry.pub --since 2000-01-01
    chancery directory add other.jsonl --name 'Dioncounda Traoré' --office 'Interim President of the Republic; Mali' \
        --key traore.pub --since 2012-04-12
    chancery directory authorize other.jsonl --office 'Documents Registry; United Nations' \
        --acts attestation --for 'Interim President of the Republic; Mali' --since 2000-01-01 --until 2012-10-04
    chancery directory sign other.jsonl --key root.key
    judged 2 indeterminate no-act -- annex.txt --directory other.jsonl --root root.pub
    sees "on that day the directory does not authorise that office to attest for the other."
}
