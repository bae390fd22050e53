#!/usr/bin/env bats
# Letters that somebody signs in the place of another. The delegates are specimens.

load helpers

TRAORE='Dioncounda Traoré; Interim President of the Republic; Mali'

allows() { # OFFICE ACT FOR [UNTIL]
    chancery directory authorize directory.jsonl --office "$1" --acts "$2" --for "$3" --since 2012-01-01 ${4:+--until "$4"}
}

setup_file() {
    make_case
    split_document
    {
        keys delegate aide minister clerk deputy
        holder 'Specimen Deputy' 'Deputy; Mali' deputy.pub 2012-01-01
        allows 'Deputy; Mali' per-procurationem 'Prime Minister; Mali'
        holder 'Specimen Delegate' 'Delegate; Mali' delegate.pub 2012-01-01
        holder 'Specimen Aide' 'Aide; Mali' aide.pub 2012-01-01
        holder 'Specimen Minister' 'Minister; Mali' minister.pub 2012-01-01
        holder 'Specimen Clerk' 'Clerk; Mali' clerk.pub 2012-01-01
        allows 'Delegate; Mali' per-procurationem 'Interim President of the Republic; Mali'
        allows 'Minister; Mali' per-procurationem 'Interim President of the Republic; Mali'
        allows 'Minister; Mali' per-procurationem 'Prime Minister; Mali'
        allows 'Prime Minister; Mali' per-procurationem 'Interim President of the Republic; Mali'
        # what does not do: an authorisation for another, for another act, one that has ended
        allows 'Aide; Mali' per-procurationem 'Delegate; Mali'
        allows 'Aide; Mali' forward,issue,withdrawal 'Interim President of the Republic; Mali'
        allows 'Clerk; Mali' per-procurationem 'Interim President of the Republic; Mali' 2012-09-17
        chancery directory sign directory.jsonl --key root.key
        chancery directory trust directory.jsonl --root root.pub --force
    } >/dev/null
    chancery draft annex.txt >/dev/null
}

setup() {
    enter_case
}

signs() { # KEY [FOR]
    chancery sign annex.txt --key "$1.key" --yes ${2:+--for "$2"} >/dev/null
}

# adds KEY...: lines with these keys' signatures on the letter, whatever sign says.
adds() {
    jq -jcS . annex.txt.statement.json >payload
    for key; do
        envelope "$key.key" payload
    done
}

statuses() {
    jq -r '[.acts[0].signatories[].status] | join(" ")' <<<"$output"
}

@test "an office that is authorised signs for another, and says so" {
    signs diarra
    refuses 3 "may sign for Dioncounda Traoré" chancery sign annex.txt --key delegate.key --yes
    sees "--for 'Dioncounda Traoré; Interim President of the Republic; Mali'"
    ends 0 chancery sign annex.txt --key delegate.key --yes --for "$TRAORE"
    sees "Specimen Delegate, Delegate, Mali, for Dioncounda Traoré, Interim President of the Republic, Mali signs:"
    sees "all have signed"
    judged 0 authentic per-procurationem '!signature-missing' -- annex.txt
    [ "$(statuses)" = "per-procurationem signed" ]
    [ "$(jq -c '[.acts[0].signatories[].by]' <<<"$output")" = '[{"name":"Specimen Delegate","office":"Delegate","of":"Mali"},null]' ]
    run chancery verify annex.txt
    [[ "${lines[0]}" == "AUTHENTIC, signed for Dioncounda Traoré by Specimen Delegate: you can rely on who signed which words. Specimen Delegate for Dioncounda Traoré and Cheick Modibo Diarra signed it to the Secretary-General on 2012-09-18." ]]
    sees "signed for    Dioncounda Traoré, Interim President of the Republic, Mali"
    sees "by          Specimen Delegate, Delegate, Mali"
    judged 2 indeterminate not-by-key -- annex.txt --require signed
    for rests in '--office Delegate;Mali' '--key delegate.pub' '--office Prime Minister;Mali'; do
        run chancery impact "${rests%% *}" "${rests#* }" annex.txt
        sees "is authentic"
    done
    run chancery impact --office 'Minister; Mali' annex.txt
    [[ "$output" != *"annex.txt"* ]]
    refuses 3 "has signed" chancery sign annex.txt --key delegate.key --yes --for "$TRAORE"
    refuses 3 "that place is signed already" chancery sign annex.txt --key minister.key --yes --for "$TRAORE"
    chancery forward cover.txt --annex annex.txt
    chancery sign cover.txt --key ban.key --yes
    judged 0 authentic per-procurationem -- cover.txt
    # who was signed for may still sign
    signs traore
    judged 0 authentic '!per-procurationem' -- annex.txt --require signed
    [ "$(statuses)" = "signed signed" ]
}

@test "signed for one alone, the letter counts, and waits for the other" {
    signs delegate "$TRAORE"
    judged 2 indeterminate signature-missing per-procurationem -- annex.txt
    [ "$(statuses)" = "per-procurationem missing" ]
    [[ "$(jq -r .summary <<<"$output")" == *" Signed by Specimen Delegate for Dioncounda Traoré (letter of 2012-09-18)." ]]
    signs diarra
    judged 0 authentic -- annex.txt
}

@test "as many places are filled as can be, whatever the order of the lines" {
    adds minister delegate >one
    adds delegate minister >other
    for record in one other; do
        judged 0 authentic -- annex.txt --record $record
        [ "$(jq -r '[.acts[0].signatories[].by.name] | join(", ")' <<<"$output")" = "Specimen Delegate, Specimen Minister" ]
    done
    adds minister >one # one person, one place
    judged 2 indeterminate signature-missing -- annex.txt --record one
    adds diarra >one # not beside one's own
    judged 2 indeterminate signature-missing -- annex.txt --record one
    [ "$(statuses)" = "missing signed" ]
    # not even where another can fill that
    adds diarra deputy >one
    judged 2 indeterminate signature-missing '!per-procurationem' -- annex.txt --record one
    [ "$(statuses)" = "missing signed" ]
    adds diarra minister >one
    judged 0 authentic -- annex.txt --record one
    [ "$(statuses)" = "per-procurationem signed" ]
}

@test "who signs for an office that the letter names fills no other signatory's place" {
    keys second
    holder 'Specimen Second' 'Prime Minister; Mali' second.pub 2012-01-01
    keys twice
    holder 'Specimen Second' 'Delegate; Mali' twice.pub 2012-01-01
    chancery directory require directory.jsonl --office 'Prime Minister; Mali' --persons 2 --since 2012-01-01
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    refuses 3 "this key's office is that of a signatory that the act names" chancery sign annex.txt --key second.key --yes --for "$TRAORE"
    sees "without --for"
    refuses 3 "this key's office is that of a signatory that the act names" chancery sign annex.txt --key twice.key --yes --for "$TRAORE"
    [ ! -e annex.txt.intoto.jsonl ]
    # a line that sign does not make is not another's word and a second person's, by none of their keys
    adds diarra second >other
    judged 2 indeterminate signature-missing '!per-procurationem' -- annex.txt --record other
    adds second >other
    judged 2 indeterminate no-signature -- annex.txt --record other
    adds diarra twice >other
    judged 2 indeterminate signature-missing office-threshold '!per-procurationem' -- annex.txt --record other
    # it signs beside the one who is named, and for nobody else
    signs diarra
    signs second
    judged 2 indeterminate signature-missing '!per-procurationem' '!office-threshold' -- annex.txt
    [ "$(statuses)" = "missing signed" ]
}

@test "who may not sign for another fills no place" {
    signs diarra
    cp annex.txt.intoto.jsonl signed
    statement . annex.txt.intoto.jsonl
    for key in aide clerk ban registry root; do
        { cat signed; envelope $key.key payload; } >forged
        judged 2 indeterminate signature-missing '!per-procurationem' -- annex.txt --record forged
        [ "$(statuses)" = "missing signed" ]
        [ "$key" = root ] || refuses 3 "does not let this key's office sign" chancery sign annex.txt --key $key.key --yes --for "$TRAORE"
    done
    refuses 3 "names no such signatory" chancery sign annex.txt --key delegate.key --yes --for 'Somebody Else; Prime Minister; Mali'
    refuses 3 "names no such signatory" chancery sign annex.txt --key delegate.key --yes --for "${TRAORE/Mali/Nowhere}"
    refuses 3 "nobody in the directory has this key" chancery sign annex.txt --key root.key --yes --for "$TRAORE"
    refuses 3 "has signed it already" chancery sign annex.txt --key diarra.key --yes --for "$TRAORE"
    refuses 3 "has its own place" chancery sign annex.txt --key traore.key --yes --for "$TRAORE"
    refuses 64 "NAME; OFFICE; OF" chancery sign annex.txt --key delegate.key --yes --for 'Dioncounda Traoré'
}

@test "an act that only strangers signed for others does not count" {
    for key in aide clerk registry; do
        adds $key >forged
        judged 2 indeterminate no-signature -- annex.txt --record forged
    done
}

@test "a key that has ended does not displace one that is in use, and a better one displaces it" {
    adds delegate diarra >signed
    chancery directory end directory.jsonl --key traore.pub --state compromised --at 2012-01-01
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    { cat signed; adds traore; } >forged
    judged 0 authentic per-procurationem -- annex.txt --record forged
    chancery directory end directory.jsonl --key delegate.pub --state retired --at 2012-10-01
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    judged 2 indeterminate key-ended -- annex.txt --record signed
    { cat signed; adds minister; } >forged
    judged 0 authentic per-procurationem -- annex.txt --record forged
}

@test "an office that needs two persons is not signed for by one" {
    keys second
    holder 'Specimen Second' 'Interim President of the Republic; Mali' second.pub 2012-01-01
    chancery directory require directory.jsonl --office 'Interim President of the Republic; Mali' --persons 2 --since 2012-01-01
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    signs diarra
    signs delegate "$TRAORE"
    judged 2 indeterminate office-threshold -- annex.txt
}

@test "later acts are not signed for others" {
    signs traore
    signs diarra
    chancery withdraw annex.txt --reason 'Sent in error' --from "$TRAORE" --date 2012-10-05 >/dev/null
    refuses 3 "nobody signs such an act" chancery sign annex.txt --key delegate.key --yes --for "$TRAORE"
    { cat annex.txt.intoto.jsonl; adds delegate; } >forged
    judged 0 authentic '!withdrawn' '!withdrawn-in-part' -- annex.txt --record forged
}

@test "why the signature of a substitute does not count is said, and what to do" {
    adds clerk >alone
    adds ban >stranger
    signs diarra
    cat alone >>annex.txt.intoto.jsonl
    judged 2 indeterminate signature-missing -- annex.txt
    sees "Dioncounda Traoré (Interim President of the Republic, Mali) has not signed: the record holds no signature that counts. Specimen Clerk (Clerk, Mali) signed for Dioncounda Traoré (Interim President of the Republic, Mali), which does not count: on 2012-09-18, the act's date, the directory does not authorise that office to sign for the other."
    sees "Ask for the signatory's own signature, or for that of an office which the directory authorises on the act's date"
    # an office that never may is a stranger's
    cat stranger >>annex.txt.intoto.jsonl
    judged 2 indeterminate signature-missing -- annex.txt
    not sees "BAN Ki-moon (Secretary-General, United Nations) signed for"
    # nobody else has signed
    judged 2 indeterminate no-signature -- annex.txt --record alone
    sees "by a key of the directory. Specimen Clerk (Clerk, Mali) signed for Dioncounda Traoré"
}

@test "why the signature of a substitute whose term had ended does not count is said" {
    chancery keygen former --no-passphrase >/dev/null
    holder 'Specimen Former' 'Delegate; Mali' former.pub 2012-01-01 2012-09-17
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    adds former >alone
    signs diarra
    cat alone >>annex.txt.intoto.jsonl
    judged 2 indeterminate signature-missing -- annex.txt
    sees "Specimen Former (Delegate, Mali) signed for Dioncounda Traoré (Interim President of the Republic, Mali), which does not count: on 2012-09-18, the act's date, the directory does not give this key that office."
}

@test "who signs for another does not let a third person withdraw that one's letter" {
    signs traore
    signs diarra
    local deputy='{"kind":"signature","name":"Specimen Deputy","of":"Mali","office":"Deputy"}' digest
    statement ".predicate.signatories |= [$deputy] + ." annex.txt.intoto.jsonl
    envelope delegate.key payload >>annex.txt.intoto.jsonl
    envelope deputy.key payload >>annex.txt.intoto.jsonl
    digest=$(sha256sum payload | cut -d' ' -f1)
    jq -jcS --argjson deputy "$deputy" --arg digest "$digest" '.predicateType = "urn:chancery:withdrawal:v1" |
        .predicate = {addressees: [], concerns: {signatures: [], statement: $digest}, date: "2012-10-05",
            reason: "It is not ours.", signatories: [$deputy]}' payload >withdrawal
    envelope deputy.key withdrawal >>annex.txt.intoto.jsonl
    judged 0 authentic none-known -- annex.txt
}
