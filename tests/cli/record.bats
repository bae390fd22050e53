#!/usr/bin/env bats
# Records made by an adversary: lines that do not count, and statements that do not fit.

load helpers

setup_file() {
    make_case chain
    keys stranger
}

setup() {
    enter_case
}

# harmless CODE LINE: the line, added to the record, changes nothing but for a note.
harmless() {
    local code=$1
    cp annex.txt.intoto.jsonl with
    printf '%s\n' "$2" >>with
    judged 0 authentic ${code:+"$code"} -- annex.txt --record with
}

# signed FILTER NAME...: a record of the letter's statement after the filter, signed so.
signed() {
    local filter=$1 name
    shift
    statement "$filter" annex.txt.intoto.jsonl
    : >forged
    for name; do
        envelope "$name.key" payload >>forged
    done
}

@test "junk lines change nothing" {
    harmless junk-line 'not JSON'
    harmless junk-line '{"payload":'
    harmless junk-line '[]'
    harmless junk-line '{"payload":"","payload":"","payloadType":"x","signatures":[]}'
    harmless junk-line "$(printf '[%.0s' {1..500})"
    harmless junk-line "$(printf '{"a":%.0s' {1..200})1$(printf '}%.0s' {1..200})"
    harmless junk-line '{"payload":"YQ==","payloadType":"x","signatures":[1e999999]}'
    harmless junk-line '{"payload":"YQ==","payloadType":"x","n":99999999999999999999999999,"signatures":[]}'
    harmless junk-line '{"payload":"YQ==","payloadType":"x","signatures":[]}'
    harmless junk-line '{"payload":"Y Q=","payloadType":"x","signatures":[{"sig":"YQ=="}]}'
    harmless junk-line '{"payload":"YR==","payloadType":"x","signatures":[{"sig":"YQ=="}]}'
    harmless junk-line $'\xff\xfe'
    harmless '' ''
}

@test "a line with NUL, a record without a last line end, CRLF" {
    printf '\0\n' | cat annex.txt.intoto.jsonl - >with
    judged 0 authentic junk-line -- annex.txt --record with
    head -c -1 annex.txt.intoto.jsonl >with
    judged 0 authentic -- annex.txt --record with
}

@test "a wrong payloadType, a foreign statement, a foreign signature" {
    statement . annex.txt.intoto.jsonl
    harmless '' "$(envelope traore.key payload text/plain)"
    harmless foreign-signature "$(envelope stranger.key payload)"
    harmless foreign-statement "$(statement '.predicateType = "https://slsa.dev/provenance/v1"' annex.txt.intoto.jsonl && envelope traore.key payload)"
}

@test "a payload that is not its canonical serialisation" {
    sed -n 1p annex.txt.intoto.jsonl | jq -r .payload | base64 -d | jq -S . >payload
    harmless bad-payload "$(envelope traore.key payload)"
    { envelope traore.key payload; envelope diarra.key payload; } >forged
    judged 2 indeterminate bad-payload -- annex.txt --record forged
}

@test "a signature whose payload was changed does not count" {
    local line
    line=$(jq -c --arg p "$(sed -n 2p annex.txt.intoto.jsonl | jq -r .payload | base64 -d | sed s/2012-09-18/2012-09-19/ | base64 -w0)" \
        '.payload = $p' <(sed -n 2p annex.txt.intoto.jsonl))
    { sed -n 1p annex.txt.intoto.jsonl; echo "$line"; } >forged
    judged 2 indeterminate signature-missing -- annex.txt --record forged
}

@test "two signatures in one envelope are read" {
    jq -cs '.[0] + {signatures: [.[].signatures[]]}' annex.txt.intoto.jsonl >both
    [ "$(wc -l <both)" -eq 1 ]
    judged 0 authentic -- annex.txt --record both
}

@test "a keyid is only a hint: wrong or missing, the signature counts" {
    jq -c 'del(.signatures[].keyid)' annex.txt.intoto.jsonl >with
    judged 0 authentic -- annex.txt --record with
    jq -c '.signatures[].keyid = "00"' annex.txt.intoto.jsonl >with
    judged 0 authentic -- annex.txt --record with
    jq -cs --arg k "$(jq -r '.signatures[0].keyid' <(sed -n 2p annex.txt.intoto.jsonl))" '.[] | .signatures[].keyid = $k' annex.txt.intoto.jsonl >with
    judged 0 authentic -- annex.txt --record with
}

@test "base64url and missing padding are read" {
    jq -c '.payload |= (gsub("\\+"; "-") | gsub("/"; "_") | gsub("="; "")) |
           .signatures[].sig |= (gsub("\\+"; "-") | gsub("/"; "_") | gsub("="; ""))' annex.txt.intoto.jsonl >with
    judged 0 authentic -- annex.txt --record with
}

@test "lines doubled and in another order" {
    { tac S-2012-727.txt.intoto.jsonl; cat S-2012-727.txt.intoto.jsonl; } >with
    judged 0 authentic -- S-2012-727.txt --record with
}

@test "an unknown field in the statement" {
    signed '.predicate.more = "x"' traore diarra
    judged 2 indeterminate unknown-field -- annex.txt --record forged
}

@test "a form of the text that is not known" {
    signed '.predicate.text.unicode = "16.0.0"' traore diarra
    judged 2 indeterminate form-unknown -- annex.txt --record forged
}

@test "a statement that names fewer signatories than its text" {
    signed '.predicate.signatories |= .[:1]' traore
    judged 1 not-authentic mark-unnamed -- annex.txt --record forged
}

@test "a statement that names others than its text" {
    signed '.predicate.signatories[1] = {kind: "signature", name: "BAN Ki-moon", of: "United Nations", office: "Secretary-General"}' traore ban
    judged 1 not-authentic mark-unnamed signatory-unmarked -- annex.txt --record forged
}

@test "a statement with another date or another addressee" {
    signed '.predicate.date = "2012-09-19"' traore diarra
    judged 1 not-authentic date-differs -- annex.txt --record forged
    signed '.predicate.addressees[0].office = "President of the Security Council"' traore diarra
    judged 1 not-authentic addressee-differs -- annex.txt --record forged
}

@test "a statement whose digests contradict each other" {
    signed '.predicate.text.words |= "0" * 64' traore diarra
    judged 1 not-authentic digests-disagree -- annex.txt --record forged
    signed '.predicate.text.paragraphs[2][0] |= "0" * 64' traore diarra
    judged 1 not-authentic digests-disagree -- annex.txt --record forged
}

@test "one signature does not fill two places" {
    local from='Cheick Modibo Diarra; Prime Minister; Mali'
    printf 'The words of a note.\n' >note.txt
    chancery draft note.txt --date 2012-09-18 --language en --from "$from" --from "$from" \
        --to 'Secretary-General; United Nations'
    chancery sign note.txt --key diarra.key --yes
    refuses 3 "signed" chancery sign note.txt --key diarra.key --yes
    judged 2 indeterminate signature-missing -- note.txt
    cat note.txt.intoto.jsonl note.txt.intoto.jsonl >twice
    judged 2 indeterminate signature-missing -- note.txt --record twice
}

# --- chains -----------------------------------------------------------------------------------

# forwarded FILTER: cover.txt's statement after the filter, signed by its signatory, with the
# lines that it carries.
forwarded() {
    statement "$1" cover.txt.intoto.jsonl 3
    { cat annex.txt.intoto.jsonl; envelope ban.key payload; } >forged
}

@test "the chain by hand is the chain" {
    forwarded .
    judged 0 authentic -- cover.txt --record forged
}

@test "what is carried is absent" {
    sed -n 3p cover.txt.intoto.jsonl >forged
    judged 2 indeterminate carried-absent -- cover.txt --record forged
}

@test "what is carried was replaced" {
    statement '.predicate.reference = "another"' annex.txt.intoto.jsonl
    { envelope traore.key payload; envelope diarra.key payload; sed -n 3p cover.txt.intoto.jsonl; } >forged
    judged 2 indeterminate carried-absent -- cover.txt --record forged
}

@test "a signature that the forwarder saw is not there" {
    forwarded '.predicate.carries[0].signatures[0] |= "0" * 64'
    judged 2 indeterminate seen-absent -- cover.txt --record forged
}

@test "forwarded by somebody to whom it was not addressed" {
    # The annex says another addressee in text and statement, and the Secretary-General forwards it.
    sed '1s/the Secretary-General$/the President of the Security Council/' annex.txt >stray.txt
    chancery draft stray.txt --to 'President of the Security Council; United Nations'
    chancery sign stray.txt --key traore.key --yes
    chancery sign stray.txt --key diarra.key --yes
    rm cover.txt.intoto.jsonl
    run chancery forward cover.txt --annex stray.txt --json
    if [ "$status" -eq 0 ]; then
        chancery sign cover.txt --key ban.key --yes
        cp cover.txt.intoto.jsonl forged
    else
        local carried seen
        carried=$(sed -n 1p stray.txt.intoto.jsonl | jq -r .payload | base64 -d | sha256sum | cut -d' ' -f1)
        seen=$(jq -r '.signatures[0].sig' stray.txt.intoto.jsonl | while read -r sig; do
            base64 -d <<<"$sig" | sha256sum | cut -d' ' -f1
        done | sort | jq -Rcn '[inputs]')
        cp "$BATS_FILE_TMPDIR/case/cover.txt.intoto.jsonl" original
        statement ".predicate.carries[0].statement = \"$carried\" | .predicate.carries[0].signatures = $seen" original 3
        { cat stray.txt.intoto.jsonl; envelope ban.key payload; } >forged
    fi
    judged 1 not-authentic wrong-hand -- cover.txt --record forged
}

@test "claimed dates that run backwards" {
    sed '1s/28 September/8 September/' cover.txt >early.txt
    chancery forward early.txt --annex annex.txt
    chancery sign early.txt --key ban.key --yes
    judged 2 indeterminate dates-backwards -- early.txt
}

@test "carried otherwise than verbatim" {
    forwarded '.predicate.carries[0].as = "translation"'
    judged 2 indeterminate translation -- cover.txt --record forged
}

@test "a later act of an unknown type, which a signatory signed" {
    statement '.predicateType = "urn:chancery:memorandum:v1"' annex.txt.intoto.jsonl
    { cat annex.txt.intoto.jsonl; envelope diarra.key payload; } >forged
    judged 2 indeterminate later-act -- annex.txt --record forged
    { cat annex.txt.intoto.jsonl; envelope stranger.key payload; } >forged
    judged 0 authentic '!later-act' -- annex.txt --record forged
}

@test "a masthead that the issue's statement contradicts" {
    statement '.predicate.symbols = ["S/2012/728"]' S-2012-727.txt.intoto.jsonl 4
    { cat cover.txt.intoto.jsonl; envelope registry.key payload; } >forged
    judged 1 not-authentic masthead-differs -- S-2012-727.txt --record forged
}

@test "an issue that does not hold what it carries" {
    cp S-2012-727.txt short.txt
    sed -i '/^I hereby request the adoption/d' short.txt
    sha=$(sha256sum <short.txt | cut -d' ' -f1)
    text=$(chancery canon short.txt --json | jq -c 'del(.file)')
    statement ".subject[0] = {digest: {sha256: \"$sha\"}, name: \"short.txt\"} | .predicate.text = $text" S-2012-727.txt.intoto.jsonl 4
    { cat cover.txt.intoto.jsonl; envelope registry.key payload; } >forged
    judged 1 not-authentic not-contained -- short.txt --record forged
}

# --- records that cannot be read at all --------------------------------------------------------

@test "a record that is a folder, unreadable, too long, of too many lines" {
    mkdir folder
    refuses 3 "folder" chancery verify annex.txt --record folder
    { cat annex.txt.intoto.jsonl; head -c 17M /dev/zero | tr '\0' ' '; } >long
    refuses 3 "long" chancery verify annex.txt --record long
    { cat annex.txt.intoto.jsonl; yes | head -n 10001; } >many
    refuses 3 "more than 10000 lines" chancery verify annex.txt --record many
    ln -s annex.txt.intoto.jsonl link
    run chancery verify annex.txt --record link
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ]
}

@test "documents that cannot be read" {
    mkdir folder
    refuses 3 "folder" chancery verify folder
    refuses 3 "none.txt" chancery verify none.txt
    : >empty.txt
    refuses 3 "empty.txt" chancery verify empty.txt
    yes 'a word' | head -c 4194305 >huge.txt
    refuses 3 "huge.txt" chancery verify huge.txt --record annex.txt.intoto.jsonl
    printf 'A word\xe2\x80\xae here.\n' >bidi.txt
    refuses 3 "bidi.txt:1:7: " chancery verify bidi.txt --record annex.txt.intoto.jsonl
    iconv -t UTF-16 <annex.txt >wide.txt
    refuses 3 "wide.txt:" chancery verify wide.txt --record annex.txt.intoto.jsonl
}
