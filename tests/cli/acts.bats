#!/usr/bin/env bats
#
# Acts about acts: what was signed is withdrawn, corrected, superseded, received.

load helpers

setup_file() {
    make_case chain
    keys stranger
}

setup() {
    enter_case
}

# stands VALUE FILE...: verify says so of its standing.
stands() {
    local value=$1
    shift
    run chancery verify --json "$@"
    [ "$(jq -r .standing <<<"$output")" = "$value" ] && return
    printf 'not %s: %s\n' "$value" "$output"
    return 1
}

@test "a letter is withdrawn by both who signed it, with reason" {
    stands current annex.txt
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05
    stands current annex.txt
    ends 0 chancery sign annex.txt --key traore.key --yes
    sees "reason     Sent in error"
    sees "concerns   letter of 2012-09-18"
    sees "signed the withdrawal of annex.txt; still to sign: Cheick Modibo Diarra"
    judged 2 authentic withdrawn-in-part -- annex.txt
    chancery sign annex.txt --key diarra.key --yes
    judged 2 authentic withdrawn '!withdrawn-in-part' '!none-known' -- annex.txt
    [ "$(jq -r '.standing, .proves, .match' <<<"$output")" = $'withdrawn\nletter\nbytes' ]
    [ "$(jq -r '.later[] | .type, .date, .reason' <<<"$output")" = $'withdrawal\n2012-10-05\nSent in error' ]
    [ "$(jq -r '.later[0].concerns' <<<"$output")" = "$(jq -r '.acts[0].digest' <<<"$output")" ]
    run chancery verify annex.txt
    [[ "${lines[0]}" == "AUTHENTIC, BUT WITHDRAWN: "*"Sent in error"* ]]
}

@test "as of the day before it was not withdrawn" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05
    chancery sign annex.txt --key traore.key --yes
    judged 2 authentic withdrawn-in-part -- annex.txt --at 2012-10-05
    judged 0 authentic none-known later-ignored -- annex.txt --at 2012-10-04
    sees "2012-10-04"
}

@test "the withdrawal of a letter is merged into the record of the document that holds it" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
    chancery sign annex.txt --key diarra.key --yes
    judged 0 authentic none-known -- S-2012-727.txt
    chancery merge S-2012-727.txt.intoto.jsonl annex.txt.intoto.jsonl
    judged 2 authentic withdrawn-in-part -- S-2012-727.txt
    [ "$(jq -r .proves <<<"$output")" = issue ]
}

@test "the registry withdraws what it issued, and no letter of others" {
    chancery withdraw S-2012-727.txt --reason 'Issued twice' --date 2012-10-05
    chancery sign S-2012-727.txt --key registry.key --yes
    judged 2 authentic withdrawn -- S-2012-727.txt
    judged 0 authentic none-known -- annex.txt
    refuses 3 "is not authorised" chancery withdraw annex.txt --reason x --date 2012-10-05 \
        --from 'Documents Registry; Documents Registry; United Nations'
    sees "directory authorize"
}

@test "an office that the directory authorises withdraws for another" {
    chancery directory authorize directory.jsonl --office 'Documents Registry; United Nations' \
        --acts withdrawal --for 'Prime Minister; Mali' --since 2000-01-01
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub --force
    ends 0 chancery directory show directory.jsonl
    sees "may withdraw for Prime Minister; Mali"
    chancery withdraw annex.txt --reason 'At the request of Mali' --date 2012-10-05 \
        --from 'Documents Registry; Documents Registry; United Nations'
    chancery sign annex.txt --key registry.key --yes
    judged 2 authentic withdrawn-in-part -- annex.txt
}

@test "forged withdrawals change nothing" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05
    jq -jcS . annex.txt.statement.json >payload
    rm annex.txt.statement.json
    for key in stranger ban registry root; do
        { cat annex.txt.intoto.jsonl; envelope $key.key payload; } >forged
        judged 0 authentic later-ignored none-known -- annex.txt --record forged
    done
    jq -jcS '.predicate.signatories = [{kind: "signature", name: "BAN Ki-moon",
        office: "Secretary-General", of: "United Nations"}]' payload >other
    { cat annex.txt.intoto.jsonl; envelope ban.key other; } >forged
    judged 0 authentic later-ignored none-known -- annex.txt --record forged
    jq -jcS '.predicate.concerns.statement = ("0" * 64)' payload >other
    { cat annex.txt.intoto.jsonl; envelope diarra.key other; } >forged
    judged 0 authentic other-act none-known -- annex.txt --record forged
    jq -jcS '.predicate.more = 1' payload >other
    { cat annex.txt.intoto.jsonl; envelope stranger.key other; } >forged
    judged 0 authentic later-ignored none-known -- annex.txt --record forged
    { cat annex.txt.intoto.jsonl; envelope diarra.key other; } >forged
    judged 2 indeterminate later-act '!none-known' -- annex.txt --record forged
}

@test "what cannot be withdrawn is refused, and nothing changes" {
    refuses 64 "reason" chancery withdraw annex.txt
    refuses 64 "reason" chancery withdraw annex.txt --reason ''
    refuses 64 "--date" chancery withdraw annex.txt --reason x --date yesterday
    refuses 3 "earlier date" chancery withdraw annex.txt --reason x --date 2012-09-17
    refuses 3 "did not hold this office" chancery withdraw annex.txt --reason x --date 2013-01-01
    printf 'x' >other.txt
    refuses 3 "nobody" chancery withdraw other.txt --reason x --date 2012-10-05
    sed -i 's/occupied northern/disputed northern/' annex.txt
    refuses 3 "changed since it was signed" chancery withdraw annex.txt --reason x --date 2012-10-05
    CHANCERY_HOME=$PWD/nothing refuses 3 "directory" chancery withdraw cover.txt --reason x
}

@test "a key that may not sign it is refused, and so is one that has signed" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
    refuses 3 "does not name as a signatory" chancery sign annex.txt --key traore.key --yes
    chancery sign annex.txt --key diarra.key --yes
    refuses 3 "has signed already" chancery sign annex.txt --key diarra.key --yes
}

@test "a draft of one that somebody edited is refused" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05
    jq '.predicate.concerns.statement = ("0" * 64)' annex.txt.statement.json >edited
    mv edited annex.txt.statement.json
    refuses 3 "does not hold the act" chancery sign annex.txt --key traore.key --yes
    jq '.predicate.more = 1' annex.txt.statement.json >edited
    mv edited annex.txt.statement.json
    refuses 3 "does not know" chancery sign annex.txt --key traore.key --yes
}

@test "show lists it" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05
    chancery sign annex.txt --key traore.key --yes
    ends 0 chancery show annex.txt
    sees "withdrawal"
    sees "Sent in error"
    sees "waits for 1 more"
}

@test "a letter is corrected, in a file of its own" {
    printf 'Corrigendum\n\nParagraph 2: for north read north-east.\n' >annex-Corr.1.txt
    chancery correct annex.txt --reason 'Paragraph 2' --corrigendum annex-Corr.1.txt --date 2012-10-05 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
    ends 0 chancery sign annex.txt --key diarra.key --yes
    sees "correction annex-Corr.1.txt"
    sees "signed the corrigendum of annex.txt; all have signed"
    judged 2 authentic corrected-in-part '!corrected' -- annex.txt
    [ "$(jq -r '.standing, .later[0].file.name' <<<"$output")" = $'corrected\nannex-Corr.1.txt' ]
    [ "$(jq -r '.later[0].file.sha256' <<<"$output")" = "$(sha256sum <annex-Corr.1.txt | cut -d' ' -f1)" ]
    run chancery verify annex.txt
    [[ "${lines[0]}" == "AUTHENTIC, BUT CORRECTED IN PART: read it with the corrections of "*"have not signed this correction."*"which is beside the document"* ]]
    sees "standing: corrected in part"
    sees "next: Read it with its corrections as the word of those who made them"
    echo more >>annex-Corr.1.txt
    run chancery verify annex.txt
    [[ "${lines[0]}" == "AUTHENTIC, BUT CORRECTED IN PART: ask for its corrections as they were signed. "*"beside the document is another one."* ]]
    sees "next: Do not read the file beside the document; ask the sender for the one that was signed."
    not sees "Read it with"
    run chancery verify --json annex.txt
    [[ "$(jq -r '.findings[] | select(.code == "corrected-in-part").next' <<<"$output")" == "Do not read the file beside"* ]]
    rm annex-Corr.1.txt
    run chancery verify annex.txt
    [[ "${lines[0]}" == *"which is not beside the document"* ]]
    sees "next: Ask the sender for the file of the corrections that was signed"
    not sees "Read it with"
}

@test "a letter is corrected by both who signed it" {
    printf 'Corrigendum\n' >annex-Corr.1.txt
    chancery correct annex.txt --reason 'Paragraph 2' --corrigendum annex-Corr.1.txt --date 2012-10-05
    chancery sign annex.txt --key diarra.key --yes
    judged 0 authentic later-ignored -- annex.txt
    chancery sign annex.txt --key traore.key --yes
    judged 2 authentic corrected '!corrected-in-part' -- annex.txt
    run chancery verify annex.txt
    [[ "${lines[0]}" == "AUTHENTIC, BUT CORRECTED: read it with its corrections. "* ]]
    sees "next: Read it with its corrections."
}

@test "corrections that are not at hand, or were changed, are not signed" {
    refuses 3 "none.txt" chancery correct annex.txt --reason x --corrigendum none.txt --date 2012-10-05
    echo 'Corrigendum' >corr.txt
    chancery correct annex.txt --reason x --corrigendum corr.txt --date 2012-10-05
    echo more >>corr.txt
    refuses 3 "was changed after it was drafted" chancery sign annex.txt --key traore.key --yes
    rm corr.txt
    refuses 3 "is not there" chancery sign annex.txt --key traore.key --yes
}

# reissue_draft OPTIONS...: of the issued document, with another job number.
reissue_draft() {
    sed 's/12-52626/12-52999/; s/General 1 October/General 8 October/' S-2012-727.txt >S-2012-727-2.txt
    chancery issue S-2012-727-2.txt --carries cover.txt \
        --from 'Documents Registry; Documents Registry; United Nations' "$@"
}

@test "an issue is superseded by the next one, and its record is told" {
    reissue_draft --supersedes S-2012-727.txt --reason 'Reissued for technical reasons' >drafted
    grep -q 'issue      2' drafted
    grep -q 'supersedes issue of 2012-10-01' drafted
    ends 0 chancery sign S-2012-727-2.txt --key registry.key --yes
    sees "Its line is in S-2012-727.txt.intoto.jsonl too."
    judged 2 authentic superseded -- S-2012-727.txt
    [ "$(jq -r '.standing, .later[0].type, .later[0].file.name' <<<"$output")" = $'superseded\nissue\nS-2012-727-2.txt' ]
    run chancery verify S-2012-727.txt
    [[ "${lines[0]}" == "AUTHENTIC, BUT SUPERSEDED: "*"Reissued for technical reasons"* ]]
    judged 0 authentic none-known '!rival-act' -- S-2012-727-2.txt
    judged 0 authentic none-known -- S-2012-727.txt --at 2012-10-07
    [ "$(jq -r .proves <<<"$output")" = issue ]
}

@test "where the superseded issue's record is elsewhere, that is said" {
    mkdir old new
    mv S-2012-727.txt* old
    sed 's/12-52626/12-52999/; s/General 1 October/General 8 October/' old/S-2012-727.txt >new/S-2012-727-2.txt
    chancery issue new/S-2012-727-2.txt --carries cover.txt --supersedes old/S-2012-727.txt \
        --reason 'Technical reasons' \
        --from 'Documents Registry; Documents Registry; United Nations'
    ends 0 chancery sign new/S-2012-727-2.txt --key registry.key --yes
    sees "chancery merge"
    judged 0 authentic none-known -- old/S-2012-727.txt
    chancery merge old/S-2012-727.txt.intoto.jsonl new/S-2012-727-2.txt.intoto.jsonl
    judged 2 authentic superseded -- old/S-2012-727.txt
}

@test "a reissue that would not count is not drafted" {
    sed 's/12-52626/12-52999/; s/General 1 October/General 8 October/' S-2012-727.txt >S-2012-727-2.txt
    refuses 64 "--supersedes" reissue_draft --reason x
    refuses 64 "reason" reissue_draft --supersedes S-2012-727.txt
    refuses 64 "above 1" reissue_draft --supersedes S-2012-727.txt --reason x --issue-number 1
    refuses 3 "only an issue" reissue_draft --supersedes cover.txt --reason x
    refuses 3 "none.txt" reissue_draft --supersedes none.txt --reason x
}

@test "an addressee says when it was received, and under which number" {
    chancery receive annex.txt --received 2012-09-19T10:30:00+02:00 --reference SG/2012/4711 \
        --date 2012-09-20 --from 'BAN Ki-moon; Secretary-General; United Nations'
    ends 0 chancery sign annex.txt --key ban.key --yes
    sees "received   2012-09-19T08:30:00Z"
    sees "signed the receipt of annex.txt; all have signed"
    judged 0 authentic received none-known -- annex.txt
    [ "$(jq -r '.standing, .later[0].type, .later[0].received, .later[0].reference' <<<"$output")" = \
        $'current\nreceipt\n2012-09-19T08:30:00Z\nSG/2012/4711' ]
    ends 0 chancery verify annex.txt
    sees "2012-09-19T08:30:00Z by Secretary-General, United Nations"
    sees "SG/2012/4711"
    ends 0 chancery show annex.txt
    sees "2012-09-19T08:30:00Z"
}

@test "who is no addressee receives nothing" {
    refuses 3 "--from" chancery receive annex.txt --received 2012-09-19
    refuses 3 "is not its addressee" chancery receive annex.txt --received 2012-09-19 --date 2012-09-20 \
        --from 'Documents Registry; Documents Registry; United Nations'
    refuses 64 "--received" chancery receive annex.txt --received yesterday \
        --from 'BAN Ki-moon; Secretary-General; United Nations'
    refuses 3 "after the day that it bears" chancery receive annex.txt --received 2012-09-21 --date 2012-09-20 \
        --from 'BAN Ki-moon; Secretary-General; United Nations'
}

@test "the same withdrawal once more is refused" {
    local again=(chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05)
    "${again[@]}"
    chancery sign annex.txt --key traore.key --yes
    refuses 3 "is signed already and waits for Cheick Modibo Diarra" "${again[@]}"
    chancery sign annex.txt --key diarra.key --yes
    refuses 3 "is signed already, by all who had to" "${again[@]}"
    # nothing more is withdrawn by another date or reason
    refuses 3 "have withdrawn it already" chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-06
    sees "--from who else"
    refuses 3 "have withdrawn it already" chancery withdraw annex.txt --reason 'Another' --date 2012-10-05 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
    ends 0 chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-06 --force
    ends 0 "${again[@]}" --force
}

@test "a withdrawal by one more who signed withdraws more" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
    chancery sign annex.txt --key diarra.key --yes
    refuses 3 "have withdrawn it already" chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-06 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
    ends 0 chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-06
    chancery sign annex.txt --key diarra.key --yes
    refuses 3 "has begun to be signed" chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-07
    sees "Sign that one"
    chancery sign annex.txt --key traore.key --yes
    judged 2 authentic withdrawn -- annex.txt
}

@test "a withdrawal whose key has ended, or whose day is to come, is done again" {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
    chancery sign annex.txt --key diarra.key --yes
    keys successor
    holder 'Cheick Modibo Diarra' 'Prime Minister; Mali' successor.pub 2012-04-17 2012-12-11
    chancery directory end directory.jsonl --key diarra.pub --state compromised --at 2012-10-01
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub
    ends 0 chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-06 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
}

@test "after the term, withdraw and correct say how it is done" {
    refuses 3 "did not hold this office on" chancery withdraw annex.txt --reason 'Sent in error'
    sees "with --from 'NAME; OFFICE; OF'; or the day on which it was done, with --date"
    refuses 3 "did not hold this office on" chancery correct annex.txt --reason 'The second date'
    sees "with --from 'NAME; OFFICE; OF'"
}

@test "who forwards or issues what became otherwise is told, when drafting and when signing" {
    rm cover.txt.intoto.jsonl S-2012-727.txt.intoto.jsonl
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali'
    chancery sign annex.txt --key diarra.key --yes
    told='warning    Cheick Modibo Diarra (Prime Minister, Mali) withdrew from the letter of 2012-09-18 on 2012-10-05: "Sent in error"; others who signed it have not.'
    ends 0 chancery forward cover.txt --annex annex.txt
    sees "$told"
    ends 0 chancery sign cover.txt --key ban.key --dry-run
    sees "$told"
    chancery sign cover.txt --key ban.key --yes
    ends 0 chancery issue S-2012-727.txt --carries cover.txt \
        --from 'Documents Registry; Documents Registry; United Nations'
    sees "$told"
    ends 0 chancery sign S-2012-727.txt --key registry.key --yes
    sees "$told"
}

@test "who signs a letter that another signatory withdraws meanwhile is told" {
    rm ./*.intoto.jsonl
    chancery draft annex.txt
    chancery sign annex.txt --key traore.key --yes
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 \
        --from 'Dioncounda Traoré; Interim President of the Republic; Mali'
    chancery sign annex.txt --key traore.key --yes
    ends 0 chancery sign annex.txt --key diarra.key --yes
    sees 'warning    Dioncounda Traoré (Interim President of the Republic, Mali) withdrew from the letter of 2012-09-18'
}

@test "who signs the words of a withdrawn paper once more, in whichever office, makes nothing current" {
    local i name office key
    local -a first=()
    keys chair xavier
    holder 'Cheick Modibo Diarra' 'Chair; Mali' chair.pub 2012-01-01
    holder 'Specimen Xavier' 'Minister; Mali' xavier.pub 2012-01-01
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub
    printf 'We accept the treaty.\n' >paper.txt
    chancery draft paper.txt --from 'Cheick Modibo Diarra; Prime Minister; Mali' --date 2012-09-18 --language en
    chancery sign paper.txt --key diarra.key --yes
    judged 0 authentic -- paper.txt
    chancery withdraw paper.txt --reason 'Sent in error' --date 2012-10-05
    chancery sign paper.txt --key diarra.key --yes
    cp paper.txt.intoto.jsonl withdrawn
    for i in {1..12}; do
        case $((i % 2)) in
        0) name='Cheick Modibo Diarra' office=Chair key=chair.key ;;
        1) name='Specimen Xavier' office=Minister key=xavier.key ;;
        esac
        statement ".predicate.reference=\"$i\"|.predicate.signatories=[{\"kind\":\"signature\",\"name\":\"$name\",\"of\":\"Mali\",\"office\":\"$office\"}]" withdrawn
        # With the lower digest it goes before what was withdrawn.
        [[ $(sha256sum <payload) < $(sed -n 1p withdrawn | jq -r .payload | base64 -d | sha256sum) ]] &&
            first[i % 2]=1
        { cat withdrawn && envelope "$key" payload; } >paper.txt.intoto.jsonl
        judged 2 authentic withdrawn rival-act -- paper.txt
    done
    [ "${#first[@]}" -eq 2 ]
}
