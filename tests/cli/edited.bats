#!/usr/bin/env bats
# What an issuer edits in the letters that it issues is shown, and is nobody else's.

load helpers

REGISTRY='Documents Registry; Documents Registry; United Nations'

setup_file() {
    make_case
    split_document
    chancery directory authorize directory.jsonl --office 'Documents Registry; United Nations' \
        --acts issue --for 'Secretary-General; United Nations' --since 2000-01-01
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub --force >/dev/null
    chancery draft annex.txt >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    chancery forward cover.txt --annex annex.txt >/dev/null
    chancery sign cover.txt --key ban.key --yes >/dev/null
    grep -q 'occupied northern' S-2012-727.txt
    sed -i 's/occupied northern/northern/' S-2012-727.txt
}

setup() {
    enter_case
}

edits() {
    chancery issue S-2012-727.txt --carries cover.txt --carries annex.txt --edited annex.txt --from "$REGISTRY"
}

issued() {
    edits >/dev/null && chancery sign S-2012-727.txt --key registry.key --yes >/dev/null
}

@test "what the issuer edited is shown, and its signatories did not sign it" {
    refuses 3 "does not hold the words" chancery issue S-2012-727.txt --carries cover.txt --from "$REGISTRY"
    ends 0 edits
    sees "edited form"
    [ "$(jq -r '.predicate.carries[].as' S-2012-727.txt.statement.json)" = $'verbatim\nedited' ]
    ends 0 chancery sign S-2012-727.txt --key registry.key --yes
    mkdir alone
    cp S-2012-727.txt S-2012-727.txt.intoto.jsonl alone
    judged 0 authentic edited '!not-contained' '!paragraph-altered' '!unsigned-letter' -- alone/S-2012-727.txt
    [ "$(jq -r .proves <<<"$output")" = issue ]
    [ "$(jq -r '[.acts[] | select(.edited) | .type] | join(" ")' <<<"$output")" = letter ]
    [ "$(jq '.differences | length' <<<"$output")" -eq 0 ]
    jq -e 'any(.findings[]; .code == "edited" and .severity == "warning" and .paragraph != null)' <<<"$output"
    jq -e 'any(.issuer[]; .words | contains("northern"))' <<<"$output"
    run chancery verify alone/S-2012-727.txt
    [[ "${lines[0]}" == "AUTHENTIC, AS EDITED BY Documents Registry: you can rely on who issued these words, not on it that who signed the letter said them. "* ]]
    sees "Dioncounda Traoré and Cheick Modibo Diarra signed it to the Secretary-General on 2012-09-18, before it was edited;"
    sees "which was edited after it was signed"
}

@test "with the signed letter beside it, or named, the words that were edited are shown" {
    issued
    judged 0 authentic edited -- S-2012-727.txt
    [ "$(jq -r '.differences[0].changes[] | select(.kind != "same") | .kind, .words' <<<"$output")" = $'removed\noccupied' ]
    mkdir alone
    cp S-2012-727.txt S-2012-727.txt.intoto.jsonl alone
    judged 0 authentic edited -- alone/S-2012-727.txt --original annex.txt
    [ "$(jq '.differences | length' <<<"$output")" -eq 1 ]
    sed 's/occupied northern/disputed northern/' annex.txt >alone/annex.txt
    judged 0 authentic edited -- alone/S-2012-727.txt
    [ "$(jq '.differences | length' <<<"$output")" -eq 0 ]
    rm alone/annex.txt
    ln -s "$PWD/annex.txt" alone/annex.txt
    judged 0 authentic edited -- alone/S-2012-727.txt
    [ "$(jq '.differences | length' <<<"$output")" -eq 0 ]
}

@test "who alters the document is not the issuer" {
    issued
    # a paragraph that the issuer left as it was signed
    sed 's/the northern part/the southern part/; s/several months/several years/' S-2012-727.txt >changed
    not cmp -s changed S-2012-727.txt
    mv changed S-2012-727.txt
    judged 1 not-authentic paragraph-altered -- S-2012-727.txt
}

@test "people, dates and addressees are not edited" {
    for edit in 's/Dioncounda \*\*Traor/Dioncounda **Trao/' 's/dated 18 September 2012 from the interim/dated 19 September 2012 from the interim/' \
        's/Cheick Modibo/Another Person/'; do
        cp S-2012-727.txt kept
        sed -i "$edit" S-2012-727.txt
        not cmp -s kept S-2012-727.txt
        refuses 3 "" edits
        mv kept S-2012-727.txt
    done
}

@test "of what was edited something stands, or nobody knows what was edited" {
    sed '/^Annex/q' S-2012-727.txt >short.txt
    { cat short.txt; echo; echo 'All of it was left out.'; } >S-2012-727.txt
    issued
    judged 2 indeterminate edited edited-away -- S-2012-727.txt
}

@test "an edited letter shows whose it is" {
    # rule 6.6: its marks, and its heading, edited away
    cp S-2012-727.txt kept
    awk '/^Annex/ { annex = 1 } !(annex && /Signed/)' kept >S-2012-727.txt
    not cmp -s kept S-2012-727.txt
    issued
    judged 2 indeterminate edited-away -- S-2012-727.txt
    jq -e 'any(.findings[]; .code == "edited-away" and (.sentence | startswith("No signature mark")))' <<<"$output"
    rm S-2012-727.txt.intoto.jsonl
    awk '/^Annex/ { annex = 1 } annex && /^Letter dated/ { $0 = "So says somebody." } { print }' kept >S-2012-727.txt
    not cmp -s kept S-2012-727.txt
    issued
    judged 2 indeterminate edited-away -- S-2012-727.txt
    jq -e 'any(.findings[]; .code == "edited-away" and (.sentence | startswith("The heading")))' <<<"$output"
}

# put WORDS...: puts paragraphs behind the line of the issue that matches $after.
put() {
    printf '\n%s\n' "$@" >words
    cp kept S-2012-727.txt
    rm -f S-2012-727.txt.intoto.jsonl
    sed -i "/$after/r words" S-2012-727.txt
    not cmp -s kept S-2012-727.txt
    issued
}

@test "what is put into an edited letter that reads as another, or as signed, is nobody's" {
    # rule 3.7, between paragraphs that stand and in place of one that was altered
    cp S-2012-727.txt kept
    altered=$(diff "$DOCUMENT" kept | sed -n 's/^> //p' | head -1 | cut -c1-40)
    [ -n "$altered" ]
    for after in '^I hereby request' "$altered"; do
        put 'Letter dated 20 September 2012 from the Minister addressed to the Secretary-General' 'We surrender.'
        judged 2 indeterminate unsigned-letter edited -- S-2012-727.txt
    done
    after='^I hereby request'
    put '(Signed) Dioncounda Traoré' 'Interim President of the Republic'
    judged 2 indeterminate unsigned-letter edited -- S-2012-727.txt
    put 'Nothing of note.'
    judged 0 authentic edited '!unsigned-letter' -- S-2012-727.txt
}

@test "an edited letter that stands as it was signed, and one edited before it was forwarded" {
    sed -i 's/northern/occupied northern/' S-2012-727.txt
    cp "$DOCUMENT" S-2012-727.txt
    issued
    judged 0 authentic edited -- S-2012-727.txt
    jq -e 'all(.findings[]; .code != "edited" or .paragraph == null)' <<<"$output"
    chancery forward cover.txt --annex annex.txt --edited annex.txt --force
    rm cover.txt.intoto.jsonl
    chancery forward cover.txt --annex annex.txt --edited annex.txt --force
    chancery sign cover.txt --key ban.key --yes
    judged 0 authentic edited -- cover.txt
    [[ "$(jq -r .summary <<<"$output")" == "AUTHENTIC, AS EDITED BY BAN Ki-moon: "* ]]
    # who signed the letter signed other words, if they do not stand here as they were signed
    judged 2 indeterminate not-these-words -- cover.txt --require signed
    judged 2 indeterminate not-these-words -- S-2012-727.txt --require signed
    judged 0 authentic '!not-these-words' -- annex.txt --require signed
}

@test "what cannot be edited is refused, and nothing changes" {
    echo map >map.png
    refuses 64 "not carried" chancery issue S-2012-727.txt --carries cover.txt --edited annex.txt --from "$REGISTRY"
    sees "--carries"
    refuses 64 "not carried" chancery forward cover.txt --annex annex.txt --edited map.png --force
    sees "--annex"
    refuses 3 "carried by its digest" chancery forward cover.txt --annex map.png --edited map.png --force
}
