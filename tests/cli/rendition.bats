#!/usr/bin/env bats
# Other renditions: PDFs and documents of a word processor, read by pdftotext and pandoc; those that are
# signed for; a folder; and the original beside an altered copy.

load helpers

setup_file() {
    make_case chain
}

setup() {
    enter_case
}

needs() { # PROGRAM...
    local program
    for program; do
        command -v "$program" >/dev/null || skip "$program is not installed"
    done
}

# pdf TEXT PDF: typeset by groff, on pages, hyphenated, with curly quotes and ligatures.
pdf() {
    needs pdftotext gropdf preconv
    sed "s/^[.']/\\\\\\&&/" "$1" | groff -K utf8 -Tpdf >"$2"
}

# pages TEXT PDF HEAD FOOT: the same on short pages, each with this foot and from the second on this head, in
# which % is the page's number and @ how many there are.
pages() {
    local text=$1 head=$3 foot=$4 count=0
    needs pdftotext gropdf preconv
    for _ in 1 2; do
        {
            printf '%s\n' '.pl 3.5i' '.de Hd' ".if \\\\n%>1 .tl '${head//@/$count}'''" '.sp 1' '..' \
                '.de Ft' '.sp 1' ".tl '${foot//@/$count}'''" '.bp' '..' '.wh 0 Hd' '.wh -4v Ft'
            sed "s/^[.']/\\\\\&&/" "$text"
        } | groff -K utf8 -Tpdf >"$2" || return
        count=$(pdftotext -raw "$2" - | tr -cd '\f' | wc -c)
    done
    [ "$count" -gt 2 ]
}

# Drafts and signs annex.txt anew, with what draft is given.
sign_annex() {
    rm -f annex.txt.intoto.jsonl
    chancery draft annex.txt "$@" && chancery sign annex.txt --key traore.key --yes &&
        chancery sign annex.txt --key diarra.key --yes
}

@test "a PDF of the issued document has the signed words, and nobody signed for its pages" {
    pdf S-2012-727.txt S-2012-727.pdf
    judged 2 indeterminate rendition-unsigned read-by-program !extra-words !paragraph-altered -- S-2012-727.pdf
    [ "$(jq -c '[.match, .reader]' <<<"$output")" = '["words",{"program":"pdftotext","rendition":false}]' ]
    [ "$(jq '[.findings[] | select(.severity != "note")] | length' <<<"$output")" -eq 1 ]
    ends 2 chancery verify S-2012-727.pdf
    sees "read by pdftotext"
}

@test "each letter as a PDF, at any width" {
    for letter in annex cover; do
        for width in 4i 5i 6.5i; do
            { echo ".ll $width"; cat $letter.txt; } >wide.txt
            needs pdftotext gropdf preconv
            groff -K utf8 -Tpdf wide.txt >$letter.pdf
            judged 2 indeterminate rendition-unsigned !paragraph-altered -- $letter.pdf
            [ "$(jq -r .match <<<"$output")" = words ]
        done
    done
}

@test "a .docx is read by pandoc" {
    needs pandoc
    pandoc -f markdown -o S-2012-727.docx S-2012-727.txt
    judged 2 indeterminate rendition-unsigned -- S-2012-727.docx
    [ "$(jq -c '[.match, .reader.program]' <<<"$output")" = '["words","pandoc"]' ]
    sed 's/occupied northern/disputed northern/' S-2012-727.txt | pandoc -f markdown -o altered.docx
    judged 1 not-authentic paragraph-altered -- altered.docx
}

@test "one word changed in a PDF" {
    sed 's/occupied northern/disputed northern/' S-2012-727.txt >altered.txt
    pdf altered.txt altered.pdf
    rm altered.txt
    judged 1 not-authentic paragraph-altered read-by-program -- altered.pdf
    [ "$(jq -r .match <<<"$output")" = null ]
}

@test "the kind of a file is told by its bytes; links, hostile names and standard input" {
    pdf S-2012-727.txt plain.pdf
    mkdir elsewhere
    mv plain.pdf elsewhere/document
    ln -s elsewhere/document link.pdf
    judged 2 indeterminate rendition-unsigned -- link.pdf
    cp elsewhere/document ./-x.pdf
    judged 2 indeterminate rendition-unsigned -- ./-x.pdf
    judged 2 indeterminate rendition-unsigned -- -- -x.pdf
    cp elsewhere/document '$(touch pwned);`id` .pdf'
    judged 2 indeterminate rendition-unsigned -- '$(touch pwned);`id` .pdf'
    [ ! -e pwned ]
    run chancery verify --json - --record S-2012-727.txt.intoto.jsonl <elsewhere/document
    [ "$status" -eq 2 ]
    [ "$(jq -r .match <<<"$output")" = words ]
}

@test "a damaged PDF, a ZIP that is no document" {
    needs pdftotext pandoc
    printf '%%PDF-1.7\ngarbage\n' >S-2012-727.pdf
    refuses 3 "pdftotext cannot read it" chancery verify S-2012-727.pdf
    printf 'PK\003\004 word/document.xml' >S-2012-727.docx
    refuses 3 "pandoc cannot read it" chancery verify S-2012-727.docx
    sees "pandoc 2.15 or newer"
    printf 'PK\003\004 something' >S-2012-727.zip
    refuses 3 "S-2012-727.zip" chancery verify S-2012-727.zip
}

@test "a PDF that was signed by its bytes is not read" {
    printf '%%PDF-1.7\nscan\n' >scan.pdf
    chancery draft scan.pdf --no-text --date 2012-09-18 --language en --title Scan \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali' --to 'Secretary-General; United Nations'
    chancery sign scan.pdf --key diarra.key --yes
    judged 0 authentic !read-by-program -- scan.pdf
    [ "$(jq -c '[.match, .reader]' <<<"$output")" = '["bytes",null]' ]
}

@test "a rendition is signed for, and is then authentic by its words" {
    pdf annex.txt annex.pdf
    sign_annex --rendition annex.pdf >said
    grep -q 'rendition .*annex.pdf' said
    chancery show annex.txt --payload 1 >payload
    [ "$(jq -c '.predicate.renditions' payload)" = \
        "[{\"mediaType\":\"application/pdf\",\"name\":\"annex.pdf\",\"sha256\":\"$(sha256sum annex.pdf | cut -c1-64)\"}]" ]
    [ "$(jq -c '[.subject[].name]' payload)" = '["annex.txt"]' ]
    judged 0 authentic read-by-program !rendition-unsigned -- annex.pdf
    [ "$(jq -c '[.match, .reader.rendition]' <<<"$output")" = '["words",true]' ]
    judged 0 authentic -- annex.txt
    [ "$(jq -c '[.match, .reader]' <<<"$output")" = '["bytes",null]' ]
    cp annex.pdf other.pdf
    printf '%%\n' >>other.pdf
    judged 2 indeterminate rendition-unsigned -- other.pdf
}

@test "the record is found by the rendition's digest" {
    pdf annex.txt annex.pdf
    sign_annex --rendition annex.pdf
    mkdir away
    cp annex.pdf away/received
    cp annex.txt.intoto.jsonl away/any.intoto.jsonl
    judged 0 authentic -- away/received
}

@test "a rendition with other words is not drafted and not signed" {
    sed 's/occupied northern/disputed northern/' annex.txt >altered.txt
    pdf altered.txt annex.pdf
    rm annex.txt.intoto.jsonl
    refuses 3 "its words are not those of the letter" chancery draft annex.txt --rendition annex.pdf
    printf 'A page more.\n' | cat annex.txt - >altered.txt
    pdf altered.txt annex.pdf
    refuses 3 "words that the letter does not" chancery draft annex.txt --rendition annex.pdf
    pdf annex.txt annex.pdf
    chancery draft annex.txt --rendition annex.pdf
    printf '%%\n' >>annex.pdf
    refuses 3 "not the file that the statement names" chancery sign annex.txt --key traore.key --yes
    rm annex.pdf
    refuses 3 "not beside the letter" chancery sign annex.txt --key traore.key --yes
    pdf altered.txt annex.pdf
    jq --arg d "$(sha256sum annex.pdf | cut -c1-64)" '.predicate.renditions[0].sha256 = $d' \
        annex.txt.statement.json >draft
    mv draft annex.txt.statement.json
    refuses 3 "words that the letter does not" chancery sign annex.txt --key traore.key --yes
    ln -sf altered.txt annex.pdf
    refuses 3 "symbolic link" chancery sign annex.txt --key traore.key --yes
}

@test "a file that is signed as a rendition, with other words, is not authentic" {
    sed 's/occupied northern/disputed northern/' annex.txt >altered.txt
    pdf altered.txt annex.pdf
    statement ".predicate.renditions = [{mediaType: \"application/pdf\", name: \"annex.pdf\", sha256: \"$(sha256sum annex.pdf | cut -c1-64)\"}]" \
        annex.txt.intoto.jsonl
    { envelope traore.key payload; envelope diarra.key payload; } >annex.pdf.intoto.jsonl
    judged 1 not-authentic rendition-differs paragraph-altered -- annex.pdf
    printf 'Nothing of it.\n' >altered.txt
    pdf altered.txt annex.pdf
    statement ".predicate.renditions = [{mediaType: \"application/pdf\", name: \"annex.pdf\", sha256: \"$(sha256sum annex.pdf | cut -c1-64)\"}]" \
        annex.txt.intoto.jsonl
    { envelope traore.key payload; envelope diarra.key payload; } >annex.pdf.intoto.jsonl
    judged 1 not-authentic rendition-differs -- annex.pdf
}

@test "what cannot be a rendition" {
    rm annex.txt.intoto.jsonl
    printf '\001\002' >map.png
    refuses 3 "map.png" chancery draft annex.txt --rendition map.png
    refuses 3 "none.pdf" chancery draft annex.txt --rendition none.pdf
    refuses 64 "no text" chancery draft annex.txt --no-text --rendition map.png --date 2012-09-18 --language en \
        --title T --from 'Cheick Modibo Diarra; Prime Minister; Mali' --to 'Secretary-General; United Nations'
    mkdir elsewhere
    cp annex.txt elsewhere/copy.txt
    refuses 3 "not beside the letter" chancery draft annex.txt --rendition elsewhere/copy.txt
    fmt annex.txt >copy.txt
    refuses 3 "another file of this name" chancery draft annex.txt --rendition elsewhere/copy.txt
    chancery draft annex.txt --rendition copy.txt
    [ "$(jq -r '.predicate.renditions[0].mediaType' annex.txt.statement.json)" = text/plain ]
}

@test "forward and issue take renditions too" {
    pdf cover.txt cover.pdf
    chancery forward cover.txt --annex annex.txt --rendition cover.pdf --force
    chancery sign cover.txt --key ban.key --yes
    judged 0 authentic -- cover.pdf
    [ "$(jq -r .proves <<<"$output")" = forward ]
    pdf S-2012-727.txt S-2012-727.pdf
    rm S-2012-727.txt.intoto.jsonl
    chancery issue S-2012-727.txt --carries cover.txt --rendition S-2012-727.pdf --force \
        --from 'Documents Registry; Documents Registry; United Nations'
    chancery sign S-2012-727.txt --key registry.key --yes
    judged 0 authentic -- S-2012-727.pdf
    [ "$(jq -r .proves <<<"$output")" = issue ]
}

# X5
@test "the document's own symbol, job number and page numbers at the heads and feet of pages" {
    for form in 'S/2012/727|12-52626 %/@' 'S/2012/727|%' '%|12-52626' '- % -|' '|%/@' 'S/2012/727 %|'; do
        pages S-2012-727.txt S-2012-727.pdf "${form%|*}" "${form#*|}"
        judged 2 indeterminate rendition-unsigned read-by-program '!extra-words' '!paragraph-altered' -- S-2012-727.pdf
        [ "$(jq -r .match <<<"$output")" = words ]
    done
    pages S-2012-727.txt S-2012-727.pdf S/2012/727 %/@
    judged 2 indeterminate -- S-2012-727.pdf
    jq -e '.findings[] | select(.code == "read-by-program") | .sentence |
        contains("but for the heads and feet of its pages: \"1/") and contains("\"S/2012/727\"")' <<<"$output"
}

@test "another symbol, job number or page number, and running heads, are words" {
    for form in 'S/2012/728|%' 'S/2012/727/Add.1|' '|12-52627' '%/99|' '7|' '|Specimen draft %' 'Page %|'; do
        pages S-2012-727.txt S-2012-727.pdf "${form%|*}" "${form#*|}"
        judged 1 not-authentic -- S-2012-727.pdf
        [ "$(jq -r .match <<<"$output")" = null ]
    done
    pages annex.txt annex.pdf S/2012/727 %
    judged 1 not-authentic -- annex.pdf --record annex.txt.intoto.jsonl # a letter has no symbol
    pages annex.txt annex.pdf '' %
    judged 2 indeterminate rendition-unsigned -- annex.pdf
    [ "$(jq -r .match <<<"$output")" = words ]
}

@test "one word changed among heads, feet and hyphens is the one that is said" {
    sed 's/occupied northern/disputed northern/' S-2012-727.txt >altered.txt
    pages altered.txt altered.pdf S/2012/727 '12-52626 %/@'
    judged 1 not-authentic paragraph-altered -- altered.pdf --record S-2012-727.txt.intoto.jsonl
    [ "$(jq -c '[.findings[] | select(.severity == "not-authentic") | [.code, .paragraph]]' <<<"$output")" = \
        '[["paragraph-altered",6]]' ]
}

@test "a rendition with page numbers is signed for; with other numbers it is not" {
    pages annex.txt annex.pdf '' '- % -'
    sign_annex --rendition annex.pdf >said
    judged 0 authentic -- annex.pdf
    pages annex.txt annex.pdf '' '- % - 9'
    rm -f annex.txt.intoto.jsonl
    refuses 3 "its words are not those of the letter" chancery draft annex.txt --force --rendition annex.pdf
}

# X4
@test "every line ends in a hyphen that may belong to the word" {
    needs pdftotext gropdf preconv
    {
        head -n 4 annex.txt
        for number in {1..40}; do printf '%s\n\n' "A well-known cease-fire, number $number."; done
        tail -n 3 annex.txt
    } >long.txt
    mv long.txt annex.txt
    sed "s/^[.']/\\\\\&&/; s/well-known/well-\n.br\nknown/; s/cease-fire/cease-\n.br\nfire/" annex.txt |
        groff -K utf8 -Tpdf >annex.pdf
    [ "$(pdftotext -raw annex.pdf - | grep -c -- '-$')" -ge 80 ]
    sign_annex >said
    judged 2 indeterminate rendition-unsigned '!search-stopped' -- annex.pdf
    [ "$(jq -r .match <<<"$output")" = words ]
}

# X6
@test "a stranger's act about the bytes of a PDF, or about its other reading, changes nothing" {
    pdf S-2012-727.txt S-2012-727.pdf
    chancery keygen stranger --no-passphrase
    statement ".subject[0].digest.sha256 = \"$(sha256sum S-2012-727.pdf | cut -c1-64)\"" S-2012-727.txt.intoto.jsonl
    envelope stranger.key payload >>S-2012-727.txt.intoto.jsonl
    judged 2 indeterminate rendition-unsigned -- S-2012-727.pdf
    [ "$(jq -r .match <<<"$output")" = words ]
    printf '%s\n' '' 'A well-known fact.' >fact
    sed -i '/^Sir,/r fact' annex.txt
    sed "s/^[.']/\\\\\&&/; s/well-known/well-\n.br\nknown/" annex.txt | groff -K utf8 -Tpdf >annex.pdf
    sign_annex >said
    mv annex.txt.intoto.jsonl signed.jsonl
    sed 's/well-known/wellknown/' annex.txt >elsewhere.txt
    chancery canon elsewhere.txt --json >canon.json
    sed -n 1p signed.jsonl | jq -r .payload | base64 -d | jq -jcS --slurpfile c canon.json \
        '.predicate.text = ($c[0] | {unicode, text, words, paragraphs})' >payload
    { envelope stranger.key payload; cat signed.jsonl; } >annex.txt.intoto.jsonl
    judged 2 indeterminate rendition-unsigned '!paragraph-altered' -- annex.pdf
    [ "$(jq -r .match <<<"$output")" = words ]
}

# 1.13
@test "a folder: its one document, with its record" {
    mkdir folder
    refuses 3 "holds no document" chancery verify folder
    cp S-2012-727.txt S-2012-727.txt.intoto.jsonl directory.jsonl root.pub folder
    touch folder/.hidden
    judged 0 authentic -- folder
    [ "$(jq -r .file <<<"$output")" = folder/S-2012-727.txt ]
    judged 0 authentic -- folder/
    ln -s ../annex.txt folder/link.txt
    judged 0 authentic -- folder
    printf 'x' >"folder/a"$'\u202e'"b.txt"
    refuses 3 "S-2012-727.txt, a\\u{202E}b.txt" chancery verify folder
    run --separate-stderr chancery verify --json folder
    [ "$status" -eq 3 ]
    [ "$(jq -r .error.code <<<"$output")" = conflict ]
}

@test "a folder with a PDF and its record" {
    pdf annex.txt annex.pdf
    sign_annex --rendition annex.pdf
    mkdir folder
    cp annex.pdf annex.txt.intoto.jsonl folder
    judged 0 authentic -- folder
}

# 1.12
@test "with the original, an altered paragraph is shown word by word" {
    sed 's/recapturing the occupied northern/recapturing all the disputed/' S-2012-727.txt >altered.txt
    judged 1 not-authentic paragraph-altered -- altered.txt --original S-2012-727.txt --record S-2012-727.txt.intoto.jsonl
    [ "$(jq -c '[.differences[0].changes[] | select(.kind != "same") | [.kind, .words]]' <<<"$output")" = \
        '[["added","all"],["removed","occupied northern"],["added","disputed"]]' ]
    judged 1 not-authentic -- altered.txt --original annex.txt --record S-2012-727.txt.intoto.jsonl
    [ "$(jq '.differences[0].paragraph' <<<"$output")" -eq 6 ]
    ends 1 chancery verify altered.txt --original S-2012-727.txt --record S-2012-727.txt.intoto.jsonl
    sees $'\n    - occupied northern\n    + disputed\n    = regions.\n'
    judged 0 authentic -- S-2012-727.txt --original S-2012-727.txt
    [ "$(jq -c .differences <<<"$output")" = '[]' ]
    judged 1 not-authentic -- altered.txt --record S-2012-727.txt.intoto.jsonl
    [ "$(jq -c .differences <<<"$output")" = '[]' ]
}

@test "what is not the original is an error that says so" {
    sed 's/occupied/disputed/' S-2012-727.txt >altered.txt
    refuses 3 "not the original" chancery verify altered.txt --original altered.txt --record S-2012-727.txt.intoto.jsonl
    sees "altered.txt"
    refuses 3 "none.txt" chancery verify altered.txt --original none.txt --record S-2012-727.txt.intoto.jsonl
    fmt -w 50 S-2012-727.txt >typeset.txt
    judged 1 not-authentic -- altered.txt --original typeset.txt --record S-2012-727.txt.intoto.jsonl
    [ "$(jq -c '[.differences[0].changes[] | select(.kind != "same") | .words]' <<<"$output")" = '["occupied","disputed"]' ]
}
