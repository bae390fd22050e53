#!/usr/bin/env bats
# shellcheck disable=SC2016 # what bash -c and expect are given expands there
#
# canon and outline: what a letter says, and what is refused.

load helpers

setup() {
    empty_room
}

# text BYTES: a file of them, in the notation of printf's %b.
text() {
    printf %b "$1" >letter.txt
}

@test "canon writes the bytes whose digests --json gives" {
    local json
    json=$(chancery canon "$DOCUMENT" --json)
    [ "$(chancery canon "$DOCUMENT" | sha256sum | cut -d' ' -f1)" = "$(jq -r .text <<<"$json")" ]
    [ "$(chancery canon "$DOCUMENT" --words | sha256sum | cut -d' ' -f1)" = "$(jq -r .words <<<"$json")" ]
    [ "$(sha256sum <"$DOCUMENT" | cut -d' ' -f1)" = "$(jq -r .file <<<"$json")" ]
    [ "$(jq -r .unicode <<<"$json")" = 15.0.0 ]
}

@test "both forms are idempotent" {
    chancery canon "$DOCUMENT" >once
    chancery canon once | cmp - once
    chancery canon "$DOCUMENT" --words >words
    chancery canon words --words | cmp - words
}

@test "line ends, spacing and a leading byte-order mark do not matter to either form" {
    chancery canon "$DOCUMENT" >plain
    { printf '\xef\xbb\xbf'; sed 's/$/  \t\r/' "$DOCUMENT"; } >dressed
    chancery canon dressed | cmp - plain
}

@test "line breaks, emphasis and curly quotes do not matter to words" {
    chancery canon "$DOCUMENT" --words >words
    tr -d '*' <"$DOCUMENT" | fmt -w 50 | sed "s/'/’/g" >typeset
    chancery canon typeset --words | cmp - words
    not cmp -s <(chancery canon typeset) <(chancery canon "$DOCUMENT")
}

@test "a text from standard input" {
    ends 0 bash -c '"$CHANCERY" canon - <"$1"' - "$DOCUMENT"
    [ "$output" = "$(chancery canon "$DOCUMENT")" ]
}

@test "missing, a folder, unreadable, empty, only spaces" {
    refuses 3 "no.txt" chancery canon no.txt
    mkdir folder
    refuses 3 "folder" chancery canon folder
    : >empty
    refuses 3 "empty" chancery canon empty
    printf ' \n\t\n' >blank
    refuses 3 "blank" chancery canon blank
    echo word >closed
    chmod 000 closed
    if ! cat closed >/dev/null 2>&1; then
        refuses 3 "closed" chancery canon closed
    fi
}

@test "a file at the limit is read, one byte more is not" {
    yes 'a word' | head -c 4194304 >limit
    ends 0 bash -c '"$CHANCERY" canon limit >/dev/null'
    yes 'a word' | head -c 4194305 >over
    refuses 3 "over" chancery canon over
    refuses 3 "over" chancery outline over
}

@test "ill-formed UTF-8 is refused with line and column" {
    text 'One line.\nTwo \xc3\x28 words\n'
    refuses 3 "letter.txt:2:5: " chancery canon letter.txt
    text 'over\xc0\xaflong\n'
    refuses 3 "letter.txt:1:5: " chancery canon letter.txt
    text 'surrogate \xed\xa0\x80\n'
    refuses 3 "letter.txt:1:11: " chancery canon letter.txt
    text 'cut \xe2\x82'
    refuses 3 "letter.txt:1:5: " chancery canon letter.txt
}

@test "UTF-16 and NUL are refused" {
    iconv -t UTF-16 <"$DOCUMENT" >letter.txt
    refuses 3 "letter.txt:" chancery canon letter.txt
    text 'a\x00b\n'
    refuses 3 "letter.txt:1:2: " chancery canon letter.txt
    sees "U+0000"
}

@test "bidirectional, invisible and other refused characters are named" {
    local bytes name
    while read -r bytes name; do
        text "A word$bytes here.\n"
        refuses 3 "letter.txt:1:7: " chancery canon letter.txt
        sees "$name"
        refuses 3 "letter.txt:1:7: " chancery outline letter.txt
    done <<'END'
\xe2\x80\xae U+202E
\xe2\x81\xa6 U+2066
\xe2\x80\x8f U+200F
\xe2\x80\x8b U+200B
\xef\xbb\xbf U+FEFF
\xe2\x81\xa0 U+2060
\xef\xb8\x8f U+FE0F
\xf3\xa0\x81\x81 U+E0041
\xee\x80\x80 U+E000
\xef\xbf\xbe U+FFFE
\xc2\x85 U+0085
\x0b U+000B
\x1b U+001B
END
}

@test "outline shows the parts, names the people, and writes JSON" {
    ends 0 chancery outline "$DOCUMENT"
    sees "S/2012/727"
    sees "BAN Ki-moon"
    sees "Cheick Modibo Diarra"
    chancery outline "$DOCUMENT" --json | jq -e . >/dev/null
}

@test "outline --split writes each letter byte for byte" {
    ends 0 chancery outline "$DOCUMENT" --split parts
    sees "parts/cover.txt"
    sees "parts/annex.txt"
    [ "$(ls parts)" = $'annex.txt\ncover.txt' ]
    head -n 1 parts/cover.txt | grep -q '^Letter dated 28 September 2012'
    head -n 1 parts/annex.txt | grep -q '^Letter dated 18 September 2012'
    grep -q 'Cheick Modibo \*\*Diarra\*\* Prime Minister' parts/annex.txt
    grep -qF "$(cat parts/cover.txt)" <(cat "$DOCUMENT")
    [[ "$(cat "$DOCUMENT")" == *"$(cat parts/cover.txt)"*"$(cat parts/annex.txt)"* ]]
}

@test "outline --split replaces nothing without --force" {
    mkdir parts
    echo mine >parts/annex.txt
    refuses 3 "parts/annex.txt" chancery outline "$DOCUMENT" --split parts
    ends 0 chancery outline "$DOCUMENT" --split parts --force
    not grep -q mine parts/annex.txt
}

@test "a text without a letter cannot be split" {
    echo 'Only some words.' >letter.txt
    refuses 3 "letter.txt" chancery outline letter.txt --split parts
}

@test "canon --show shows what is invisible and which words could pass for others" {
    text 'a\xc2\xa0b \t\r\nto M\xd0\xbeli w\xc2\xadx\n\nS/2012/72O and 2\xd9\xa03\n'
    ends 0 chancery canon letter.txt --show
    [ "${lines[0]}" = '     1  a{U+00A0}b{U+0020}{U+0009}' ]
    [ "${lines[1]}" = $'     2  to M\u043eli w{U+00AD}x' ]
    [ "${lines[2]}" = $'        ! "M\u043eli" mixes letters of several scripts: M{U+043E}li' ]
    [ "${lines[3]}" = '     3  ' ]
    sees '! "S/2012/72O" has a letter among its digits that looks like a digit: S/2012/72O'
    sees 'mixes digits of several systems: 2{U+0660}3'
    ends 64 chancery canon letter.txt --show --json
}

@test "a stroke that is a space, and a soft hyphen out of place, are refused where they stand" {
    text 'two\xe1\x9a\x80words\n'
    refuses 3 "letter.txt:1:4: U+1680 OGHAM SPACE MARK is refused: it is drawn as a stroke" chancery canon letter.txt
    text 'on the 1\xc2\xad2 March\n'
    refuses 3 "letter.txt:1:9: U+00AD SOFT HYPHEN is refused" chancery canon letter.txt
    text 'inter\xc2\xadnational\n'
    ends 0 chancery canon letter.txt
}

@test "canon --show shows a letter without such things as it is" {
    chancery canon "$DOCUMENT" >canonical
    chancery canon canonical --show | sed 's/^ *[0-9]*  //' | cmp - canonical
}

@test "a PDF or a word processor's file is called so" {
    text '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'
    refuses 3 "this is a PDF file" chancery canon letter.txt
    sees "pdftotext"
    text 'PK\x03\x04rest'
    refuses 3 "this is a word processor's or ZIP file" chancery canon letter.txt
    sees "pandoc"
    text '%PDF-1.4 is how such a file begins\n'
    ends 0 chancery canon letter.txt
}

@test "where memory ends a text is refused, and never cut" {
    { yes 'The quick brown fox jumps over the lazy dog.' | head -n 40000 && printf 'e\xcc\x81 at the end  \n'; } >long.txt
    chancery canon long.txt >whole
    [ "$(tail -n 1 whole)" = $'\u00e9 at the end' ]
    local kib refused=0
    for kib in {8000..20000..500}; do
        if (ulimit -v "$kib" && chancery canon long.txt >part 2>/dev/null); then
            cmp part whole
        else
            refused=$((refused + 1))
        fi
    done
    [ "$refused" -gt 0 ]
}
