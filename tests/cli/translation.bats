#!/usr/bin/env bats
# Letters that are signed in one language and issued in others. Every person here is a specimen.

load helpers

TRANSLATOR='Translation Service; Translation Service; United Nations'
REGISTRY='Documents Registry; Documents Registry; United Nations'

setup_file() {
    mkdir "$BATS_FILE_TMPDIR/case" && cd "$BATS_FILE_TMPDIR/case" || return
    export CHANCERY_HOME=$PWD/home
    {
        keys root alpha gamma service registry stranger
        chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01
        chancery directory add directory.jsonl --name 'Specimen Alpha' --office 'President; Specimenia' \
            --key alpha.pub --since 2012-01-01 --alias 'Président' --alias 'Президента'
        chancery directory add directory.jsonl --name 'Specimen Gamma' --office 'Secretary-General; United Nations' \
            --key gamma.pub --since 2012-01-01 --alias 'Secrétaire général' --alias 'Генерального секретаря'
        holder 'Translation Service' 'Translation Service; United Nations' service.pub 2012-01-01
        holder 'Documents Registry' 'Documents Registry; United Nations' registry.pub 2012-01-01
        holder 'Specimen Stranger' 'Stranger; Nowhere' stranger.pub 2012-01-01
        chancery directory authorize directory.jsonl --office 'Translation Service; United Nations' \
            --acts translation --for 'Secretary-General; United Nations' --since 2012-01-01 --until 2012-12-31
        chancery directory authorize directory.jsonl --office 'Documents Registry; United Nations' \
            --acts issue --for 'Secretary-General; United Nations' --since 2012-01-01
        chancery directory sign directory.jsonl --key root.key
        chancery directory trust directory.jsonl --root root.pub
    } >/dev/null
    cat >lettre.txt <<-'END'
	Lettre datée du 18 septembre 2012, adressée au Secrétaire général par le Président

	Ceci est un spécimen.

	(Signé) Specimen Alpha
	Président
	END
    cat >letter.txt <<-'END'
	Letter dated 18 September 2012 from the President addressed to the Secretary-General

	This is a specimen.

	(Signed) Specimen Alpha
	President
	END
    cat >pismo.txt <<-'END'
	Письмо Президента от 18 сентября 2012 года на имя Генерального секретаря

	Это образец.

	(Подпись) Образец Альфа
	Президент
	END
    {
        echo '                    S/2012/900'
        echo
        echo 'Distr.: General'
        echo
        echo '2 October 2012'
        echo
        cat letter.txt
    } >S-2012-900.txt
    chancery draft lettre.txt >/dev/null
    chancery sign lettre.txt --key alpha.key --yes >/dev/null
}

setup() {
    enter_case
}

# translated FILE [OPTION...]: drafted as a translation of lettre.txt, and signed.
translated() {
    translates "$@" >/dev/null && chancery sign "$1" --key service.key --yes >/dev/null
}

translates() {
    local file=$1
    shift
    chancery translate "$file" --of lettre.txt --from "$TRANSLATOR" --date 2012-09-20 "$@"
}

issued() {
    chancery issue S-2012-900.txt --from "$REGISTRY" --date 2012-10-02 --language en "$@" >/dev/null &&
        chancery sign S-2012-900.txt --key registry.key --yes >/dev/null
}

@test "a translation is drafted, signed, and judged by itself" {
    ends 0 translates letter.txt
    sees "language   en"
    sees "original   fr"
    sees "translates letter of 2012-09-18"
    [ "$(jq -c '.predicate.translates | [.language, (.signatures | length)]' letter.txt.statement.json)" = '["fr",1]' ]
    [ "$(jq -r .predicate.addressees[] letter.txt.statement.json)" = "" ]
    ends 0 chancery sign letter.txt --key service.key --yes
    rm lettre.txt lettre.txt.intoto.jsonl
    judged 0 authentic hand '!no-marks' -- letter.txt
    [ "$(jq -r .proves <<<"$output")" = translation ]
    [ "$(jq -r '.acts[].type' <<<"$output")" = $'translation\nletter' ]
    [ "$(jq -r '.acts[0].translates | .from, .into' <<<"$output")" = $'fr\nen' ]
    [ "$(jq -r '.acts[0].translates.act' <<<"$output")" = "$(jq -r '.acts[1].digest' <<<"$output")" ]
    run chancery verify letter.txt
    [ "${lines[0]}" = "AUTHENTIC: a translation from fr into en, vouched for by Translation Service on 2012-09-20, of the letter of 2012-09-18 signed by Specimen Alpha to the Secrétaire général. They did not sign these words." ]
    judged 0 authentic -- letter.txt --expect translation
    judged 2 indeterminate expectation -- letter.txt --expect letter
    # who signed the letter signed other words
    judged 2 indeterminate not-these-words -- letter.txt --require signed
}

@test "a letter signed in French is issued in English and in Russian" {
    translated letter.txt
    issued --carries letter.txt
    judged 0 authentic hand '!translation' '!unsigned-letter' -- S-2012-900.txt
    [ "$(jq -r '.acts[].type' <<<"$output")" = $'issue\ntranslation\nletter' ]
    run chancery verify S-2012-900.txt
    [[ "${lines[0]}" == "AUTHENTIC, in translation vouched for by Translation Service: you can rely on who signed, and on these words as far as on their translator. Specimen Alpha signed it"* ]]
    sees "Translation Service vouched for its translation from fr into en on 2012-09-20"
    judged 2 indeterminate not-these-words -- S-2012-900.txt --require signed
    statement . S-2012-900.txt.intoto.jsonl 3
    [ "$(jq -r '.predicate.carries[].as' payload)" = $'verbatim\ntranslation' ]
    # 3.11: the marks of a translation are those of the letter, by the names that it says it writes
    refuses 3 "no such signatory" translates pismo.txt
    translated pismo.txt --written 'Образец Альфа'
    judged 0 authentic '!mark-unnamed' '!not-these-words' -- pismo.txt
    [ "$(jq -c '.acts[0].translates.names' <<<"$output")" = '["Образец Альфа"]' ]
    run chancery verify pismo.txt --details
    sees "writes names  Образец Альфа"
    run chancery show pismo.txt
    sees "written       Образец Альфа"
    sees "translates    translation, statement"
    { echo 'Это издано.'; echo; cat pismo.txt; } >S-ru.txt
    chancery issue S-ru.txt --from "$REGISTRY" --date 2012-10-02 --language ru --carries pismo.txt >/dev/null
    chancery sign S-ru.txt --key registry.key --yes >/dev/null
    judged 0 authentic -- S-ru.txt
}

@test "a covering letter carries an annex in translation, and both are issued so" {
    translated letter.txt
    cat >note.txt <<-'END'
	Lettre datée du 28 septembre 2012, adressée au Président par le Secrétaire général

	Je transmets ceci.

	(Signé) Specimen Gamma
	Secrétaire général
	END
    cat >cover.txt <<-'END'
	Letter dated 28 September 2012 from the Secretary-General addressed to the President

	I transmit this.

	(Signed) Specimen Gamma
	Secretary-General
	END
    chancery forward note.txt --annex letter.txt
    [ "$(jq -r '.predicate.carries[] | .label, .as' note.txt.statement.json)" = $'Annex\nverbatim\nAnnex\ntranslation' ]
    chancery sign note.txt --key gamma.key --yes
    judged 0 authentic '!translation' -- note.txt
    chancery translate cover.txt --of note.txt --from 'Specimen Gamma; Secretary-General; United Nations' --date 2012-09-29
    chancery sign cover.txt --key gamma.key --yes
    judged 0 authentic -- cover.txt
    { echo 'Issued.'; echo; cat cover.txt; echo; cat letter.txt; } >S-2012-900.txt
    chancery directory authorize directory.jsonl --office 'Documents Registry; United Nations' \
        --acts issue --for 'President; Specimenia' --since 2012-01-01
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub --force
    issued --carries cover.txt
    judged 0 authentic '!not-contained' -- S-2012-900.txt
    [ "$(jq -r '.acts[].type' <<<"$output")" = $'issue\ntranslation\nforward\ntranslation\nletter' ]
}

@test "what a translation lacks is indeterminate, and what it contradicts is not authentic" {
    translated letter.txt
    # rule 2.1 and 4.1 of what it translates
    sed -n 2p letter.txt.intoto.jsonl >alone
    judged 2 indeterminate carried-absent -- letter.txt --record alone
    sed -n 1p letter.txt.intoto.jsonl >original
    judged 2 indeterminate -- letter.txt --record original
    sed -i 's/a specimen/no specimen/' letter.txt
    judged 1 not-authentic paragraph-altered -- letter.txt
}

@test "an issue that holds other words than the translation is refused, and is not authentic" {
    translated letter.txt
    sed -i 's/a specimen/no specimen/' S-2012-900.txt
    refuses 3 "does not hold the words" chancery issue S-2012-900.txt --from "$REGISTRY" --date 2012-10-02 \
        --language en --carries letter.txt
    sed -i 's/no specimen/a specimen/' S-2012-900.txt
    issued --carries letter.txt
    # 6.3: carried in translation, and by no act of translation
    statement 'del(.predicate.carries[0])' S-2012-900.txt.intoto.jsonl 3
    { sed 3d S-2012-900.txt.intoto.jsonl; envelope registry.key payload; } >forged
    judged 2 indeterminate translation unsigned-letter -- S-2012-900.txt --record forged
    # the act of translation alone hides from nobody whose letter it is: 5.2
    statement 'del(.predicate.carries[1])' S-2012-900.txt.intoto.jsonl 3
    { sed 3d S-2012-900.txt.intoto.jsonl; envelope registry.key payload; } >forged
    judged 0 authentic hand -- S-2012-900.txt --record forged
    statement 'del(.predicate.carries[1]) | .predicate.signatories = [{kind: "signature",
        name: "Specimen Stranger", office: "Stranger", of: "Nowhere"}]' S-2012-900.txt.intoto.jsonl 3
    { sed 3d S-2012-900.txt.intoto.jsonl; envelope stranger.key payload; } >forged
    judged 1 not-authentic wrong-hand -- S-2012-900.txt --record forged
    # as verbatim, the original's own words would have to stand in it: 6.1
    statement '.predicate.carries[1].as = "verbatim"' S-2012-900.txt.intoto.jsonl 3
    { sed 3d S-2012-900.txt.intoto.jsonl; envelope registry.key payload; } >forged
    judged 1 not-authentic not-contained -- S-2012-900.txt --record forged
    # without the line of the translation: 4.1
    sed 2d S-2012-900.txt.intoto.jsonl >forged
    judged 2 indeterminate carried-absent translation -- S-2012-900.txt --record forged
}

# forged FILTER KEY: the record of letter.txt with its statement after a filter, signed anew.
forged() {
    statement "$1" letter.txt.intoto.jsonl 2
    { sed 2d letter.txt.intoto.jsonl; envelope "$2" payload; } >forged
}

@test "translations by those who may not, of other letters, and into themselves" {
    translated letter.txt
    # 5.4
    forged '.predicate.signatories = [{kind: "signature", name: "Specimen Stranger", office: "Stranger", of: "Nowhere"}]' stranger.key
    judged 1 not-authentic wrong-hand -- letter.txt --record forged
    forged '.predicate.date = "2013-01-01"' service.key # the authorisation has ended
    judged 1 not-authentic wrong-hand -- letter.txt --record forged
    forged '.predicate.date = "2012-09-17"' service.key
    judged 2 indeterminate dates-backwards -- letter.txt --record forged
    forged '.predicate.translates.language = "es"' service.key
    judged 1 not-authentic language-differs -- letter.txt --record forged
    forged '.predicate.translates.language = "fr-CA"' service.key
    judged 0 authentic '!language-differs' -- letter.txt --record forged
    forged '.predicate.translates.language = "en"' service.key
    judged 2 indeterminate bad-payload -- letter.txt --record forged
    forged '.predicate.translates.language = "en-US"' service.key
    judged 2 indeterminate bad-payload -- letter.txt --record forged
    forged '.predicate.names = ["Specimen Omega"]' service.key
    judged 1 not-authentic mark-unnamed signatory-unmarked -- letter.txt --record forged
    forged '.predicate.translates.signatures = ["'"$(printf %064d 1)"'"]' service.key
    judged 2 indeterminate seen-absent -- letter.txt --record forged
    forged '.predicate.translates.statement = "'"$(printf %064d 1)"'"' service.key
    judged 2 indeterminate carried-absent -- letter.txt --record forged
    # who signs a translation signs none of the letter's places
    forged . alpha.key
    judged 2 indeterminate -- letter.txt --record forged
}

@test "a translation puts nobody else's name under a letter" {
    # rule 3.12, of the directory
    for name in 'Specimen Stranger' 'Mr. Specimen Stranger' 'Specimen Alpha Specimen Stranger'; do
        sed "s/Specimen Alpha/$name/" letter.txt >other.txt
        refuses 3 "the name of another, Specimen Stranger" translates other.txt --written "$name"
    done
    sed 's/Specimen Alpha/Specimen Strange/' letter.txt >other.txt
    ends 0 translates other.txt --written 'Specimen Strange'
    translated letter.txt
    forged '.predicate.names = ["Specimen Stranger"]' service.key
    judged 1 not-authentic name-of-another -- letter.txt --record forged
    # of another signatory of the letter
    cat >joint.txt <<-'END'
	Lettre datée du 18 septembre 2012, adressée au Secrétaire général par le Président

	Ceci est un spécimen.

	(Signé) Specimen Alpha
	Président

	(Signé) Specimen Stranger
	Stranger
	END
    chancery draft joint.txt --from 'Specimen Alpha; President; Specimenia' --from 'Specimen Stranger; Stranger; Nowhere'
    chancery sign joint.txt --key alpha.key --yes
    chancery sign joint.txt --key stranger.key --yes
    sed 's/Specimen Alpha/T/; s/Specimen Stranger/Specimen Alpha/; s/^(Signé) T$/(Signé) Specimen Stranger/' joint.txt >swapped.txt
    refuses 3 "the name of another, Specimen Stranger" chancery translate swapped.txt --of joint.txt \
        --from "$TRANSLATOR" --date 2012-09-20 --language en --original-language fr \
        --written 'Specimen Stranger' --written 'Specimen Alpha'
}

@test "a translation of a translation is of no letter" {
    translated letter.txt
    refuses 3 "this is a translation" chancery translate pismo.txt --of letter.txt --from "$TRANSLATOR" \
        --date 2012-09-21 --written 'Образец Альфа'
    translated pismo.txt --written 'Образец Альфа'
    digest=$(chancery show letter.txt --json | jq -r '.acts[] | select(.type == "translation") | .digest')
    statement '.predicate.translates = {language: "en", signatures: [], statement: "'"$digest"'"}' pismo.txt.intoto.jsonl 2
    { cat letter.txt.intoto.jsonl; envelope service.key payload; } >forged
    judged 2 indeterminate carried-absent -- pismo.txt --record forged
}

@test "a signature of the letter that is lost shows" {
    sed -n 1p lettre.txt.intoto.jsonl | jq -c '.signatures[0].sig |= (.[0:20] + "AAAA" + .[24:])' >spoiled
    translated letter.txt
    { cat spoiled; sed -n 2p letter.txt.intoto.jsonl; } >forged
    judged 2 indeterminate signature-missing seen-absent -- letter.txt --record forged
}

@test "a translation can be withdrawn, and the letter stands" {
    translated letter.txt
    issued --carries letter.txt
    chancery withdraw letter.txt --reason 'Mistranslated' --date 2012-11-01 >/dev/null
    chancery sign letter.txt --key service.key --yes >/dev/null
    judged 2 authentic withdrawn -- letter.txt
    [[ "$(jq -r .summary <<<"$output")" == "AUTHENTIC, BUT WITHDRAWN: "*"A translation from fr into en, vouched for by "* ]]
    judged 0 authentic '!withdrawn' -- lettre.txt
    chancery merge S-2012-900.txt.intoto.jsonl letter.txt.intoto.jsonl
    judged 2 authentic withdrawn -- S-2012-900.txt
}

@test "what cannot be a translation is refused, and nothing changes" {
    refuses 64 "--of" chancery translate letter.txt --from "$TRANSLATOR"
    refuses 64 "--from" chancery translate letter.txt --of lettre.txt
    refuses 3 "nobody whom the directory knows has signed" chancery translate letter.txt --of letter.txt \
        --from "$TRANSLATOR"
    refuses 3 "none.txt" chancery translate letter.txt --of none.txt --from "$TRANSLATOR"
    refuses 3 "same language" translates letter.txt --language fr
    refuses 3 "--language zh-Hant" translates letter.txt --language FR-ca
    refuses 3 "same language" translates letter.txt --language fr-Latn
    refuses 64 "language tag" translates letter.txt --language français
    refuses 64 "language tag" translates letter.txt --original-language français
    refuses 3 "its language is fr" translates letter.txt --original-language es
    cp lettre.txt latin.txt
    chancery draft latin.txt --language sr-Latn
    chancery sign latin.txt --key alpha.key --yes
    refuses 3 "its language is sr-Latn" chancery translate letter.txt --of latin.txt --from "$TRANSLATOR" --date 2012-09-20 --original-language sr-Cyrl --language sr-Latn
    refuses 3 "same language" chancery translate letter.txt --of latin.txt --from "$TRANSLATOR" --date 2012-09-20 --language sr
    ends 0 chancery translate letter.txt --of latin.txt --from "$TRANSLATOR" --date 2012-09-20 --language sr-Cyrl
    rm letter.txt.statement.json
    refuses 3 "not authorised" chancery translate letter.txt --of lettre.txt --date 2012-09-20 \
        --from 'Specimen Stranger; Stranger; Nowhere'
    refuses 3 "not authorised" chancery translate letter.txt --of lettre.txt --date 2013-09-20 --from "$TRANSLATOR"
    refuses 3 "--written says 2" translates letter.txt --written A --written B
    refuses 64 "lacks its value" translates letter.txt --written ''
    sed 's/18 September/19 September/' letter.txt >other.txt
    refuses 3 "2012-09-19" translates other.txt
    sed 's/Secretary-General/Registrar/' letter.txt >other.txt
    refuses 3 "addressed" translates other.txt
    sed 's/Specimen Alpha/Specimen Gamma/' letter.txt >other.txt
    refuses 3 "no such signatory" translates other.txt
    head -1 letter.txt >other.txt
    ends 0 translates other.txt # who signed it is then the translation's word, as in a text without marks
}

@test "who translates a letter that was withdrawn is told, when drafting and when signing" {
    chancery withdraw lettre.txt --reason 'Sent in error' --date 2012-09-19
    chancery sign lettre.txt --key alpha.key --yes
    told='warning    Specimen Alpha (President, Specimenia) withdrew the letter of 2012-09-18 on 2012-09-19: "Sent in error".'
    ends 0 translates letter.txt
    sees "$told"
    ends 0 chancery sign letter.txt --key service.key --yes
    sees "$told"
}
