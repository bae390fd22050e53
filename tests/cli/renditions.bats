#!/usr/bin/env bats
# shellcheck disable=SC2016 # scripts of sed
# The document S/2012/727 in other forms, with the level at which each is recognised, and with
# its meaning changed in ways of which none may pass.

load helpers

setup_file() {
    cp -r "$REPOSITORY/keys/S-2012-727" "$BATS_FILE_TMPDIR/case" && cd "$BATS_FILE_TMPDIR/case" || return
    export CHANCERY_HOME=$PWD/home
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    mv S-2012-727.txt.intoto.jsonl record.jsonl
    mv S-2012-727.txt document.txt
    rm -f annex.* cover.*
}

setup() {
    cd "$BATS_FILE_TMPDIR/case" || return
    export CHANCERY_HOME=$PWD/home
}

# reaches LEVEL WHAT COMMAND...: what the command makes of the document is authentic at that level.
reaches() {
    local level=$1 what=$2
    shift 2
    "$@" <document.txt >rendition.txt || return
    if [ "$level" != bytes ] && cmp -s document.txt rendition.txt; then
        echo "$what: it is the same file"
        return 1
    fi
    run chancery verify --json --record record.jsonl rendition.txt
    [ "$status" -eq 0 ] && [ "$(jq -r .match <<<"$output")" = "$level" ] && return
    printf '%s: status %s, not at the level %s: %s\n' "$what" "$status" "$level" "$output"
    return 1
}

python() {
    python3 -c "import sys, unicodedata
text = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(($1).encode())"
}

# Typeset by groff in paragraphs, and read from the PDF by pdftotext.
pdf() {
    {
        printf '.nh\n.ad l\n.pl 29.7c\n'
        sed -e "s/^[.']/\\\\\&&/" -e 's/^ *$/.sp/'
    } | groff -Tpdf -Kutf8 >round.pdf 2>/dev/null && pdftotext "$@" -enc UTF-8 round.pdf -
}

@test "renditions of the same bytes and of the same text" {
    reaches bytes 'a copy' cat
    reaches text 'CR LF' sed 's/$/\r/'
    reaches text 'CR' tr '\n' '\r'
    reaches text 'a byte-order mark' sed $'1s/^/\xEF\xBB\xBF/'
    reaches text 'blanks at the ends of lines' sed $'s/$/ \t/'
    reaches text 'twice as many blank lines' sed 's/^$/\n/'
    reaches text 'NFD' python 'unicodedata.normalize("NFD", text)'
    reaches text 'line separators' python 'text.replace("\n", "\u2028")'
    reaches text 'a page break before the annex' sed $'s/^Annex$/\f&/'
    reaches text 'line ends after the end' sed '$s/$/\n\n/'
}

@test "renditions of the same words" {
    reaches words 'wrapped at 72 columns' fold -s -w 72
    reaches words 'wrapped at 20 columns' fold -s -w 20
    reaches words 'one line' tr '\n' ' '
    reaches words 'a word a line' tr ' ' '\n'
    reaches words 'indented' sed 's/^./    &/'
    reaches words 'curly quotes' sed "s/'/’/g"
    reaches words 'no-break spaces' python 'text.replace(" ", "\u00a0")'
    reaches words 'ideographic spaces' python 'text.replace(" ", "\u3000")'
    reaches words 'non-breaking hyphens' python 'text.replace("-", "\u2011")'
    reaches words 'soft hyphens' python 'text.replace("tion", "\u00adtion")'
    reaches words 'no emphasis' sed 's/\*\*//g'
    reaches words 'emphasis by underlines' sed 's/\*\*/__/g'
    reaches words 'emphasis of headings' sed 's/^Letter dated.*$/**&**/; s/^Annex$/_&_/'
    reaches words 'all of it at once' python \
        '"\ufeff" + unicodedata.normalize("NFD", text).replace("**", "").replace("\x27", "\u2019").replace(" ", "\u00a0\r\n")'
}

@test "a round trip through PDF keeps the words" {
    command -v groff >/dev/null && command -v pdftotext >/dev/null || skip "no groff or no pdftotext"
    printf 'x\n' | groff -Tpdf >round.pdf 2>/dev/null && [ -s round.pdf ] || skip "this groff writes no PDF"
    reaches words 'as the text flows' pdf
    reaches words 'as the page is laid out' pdf -layout
}

@test "another encoding is refused with the command that converts it; so is e-mail quoting" {
    iconv -t WINDOWS-1252 document.txt >old.txt
    refuses 3 'iconv -f WINDOWS-1252 -t UTF-8' chancery verify --record record.jsonl old.txt
    iconv -t UTF-16 document.txt >old.txt
    refuses 3 'iconv -f UTF-16 -t UTF-8' chancery verify --record record.jsonl old.txt
    sed 's/^/> /' document.txt >quoted.txt
    refuses 3 'its lines begin with >' chancery verify --record record.jsonl quoted.txt
    sees "take the marks away"
    sed -i 's/^> //' quoted.txt
    ends 0 chancery verify --record record.jsonl quoted.txt
}

# Each line: the status that verify must end with, and a sed script that changes the meaning.
@test "fifty changes of meaning, of which none passes" {
    local expected change number=0
    while IFS=$'\t' read -r expected change; do
        number=$((number + 1))
        sed -E "$change" document.txt >changed.txt
        not cmp -s document.txt changed.txt || { echo "changes nothing: $change"; return 1; }
        run chancery verify --json --record record.jsonl changed.txt
        [ "$status" -ne 0 ] && [ "$status" -eq "$expected" ] || {
            printf 'status %s, not %s: %s\n' "$status" "$expected" "$change"
            return 1
        }
    done <"$REPOSITORY/tests/renditions/changes"
    [ "$number" -ge 50 ]
}
