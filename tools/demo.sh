#!/bin/sh
# The main job on the real letter S/2012/727, with fresh keys in a temporary folder: sign,
# forward, issue, then verify five times. tools/demo.sh PROGRAM; run by `make demo`.
set -eu

program=$(realpath "${1:?usage: tools/demo.sh PROGRAM}")
document=$(realpath "$(dirname "$0")/../keys/S-2012-727/S-2012-727.txt")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP
cd "$folder"
mkdir bin
ln -s "$program" bin/chancery
PATH=$folder/bin:$PATH
export CHANCERY_HOME="$folder/home"

say() {
    printf '\n%s\n' "$*"
}

# The words of a command as they would be typed.
typed() {
    printf '  $'
    for word; do
        case $word in
        *[!A-Za-z0-9_./=-]*) printf " '%s'" "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
}

# Runs a command that must succeed; what it prints is shown only if it does not.
quietly() {
    typed "$@"
    "$@" >out 2>&1 && return
    cat out
    echo "demo: failed: $*"
    exit 1
}

# verdict STATUS WHAT COMMAND...: shows all; it must end with STATUS.
verdict() {
    expected=$1
    say "$2"
    shift 2
    typed "$@"
    status=0
    "$@" || status=$?
    if [ "$status" -ne "$expected" ]; then
        echo "demo: failed: the exit status is $status, not $expected"
        exit 1
    fi
    echo "  (exit status $status)"
}

say 'Once, for the registry: keys, and who holds which office.'
for name in root traore diarra ban registry; do
    quietly chancery keygen $name --no-passphrase
    sed -n 's/^keyid //p' out >$name.keyid
done
add() {
    quietly chancery directory add directory.jsonl "$@"
}
quietly chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01
add --name 'Dioncounda Traoré' --office 'Interim President of the Republic; Mali' \
    --key traore.pub --since 2012-04-12 --until 2013-09-04
add --name 'Cheick Modibo Diarra' --office 'Prime Minister; Mali' \
    --key diarra.pub --since 2012-04-17 --until 2012-12-11
add --name 'BAN Ki-moon' --office 'Secretary-General; United Nations' \
    --key ban.pub --since 2007-01-01 --until 2016-12-31
add --name 'Documents Registry' --office 'Documents Registry; United Nations' \
    --key registry.pub --since 2000-01-01
quietly chancery directory authorize directory.jsonl \
    --office 'Documents Registry; United Nations' --acts issue \
    --for 'President of the Security Council; United Nations' --since 2000-01-01
quietly chancery directory sign directory.jsonl --key root.key --yes
quietly chancery directory trust directory.jsonl --root root.pub

say 'The document is taken apart into the letters that were sent.'
cp "$document" S-2012-727.txt
quietly chancery outline S-2012-727.txt --split .

say '18 September 2012: two people of Mali sign a letter.'
quietly chancery draft annex.txt
quietly chancery sign annex.txt --key traore.key --yes
quietly chancery sign annex.txt --key diarra.key --yes

say '28 September: the Secretary-General forwards it.'
quietly chancery forward cover.txt --annex annex.txt
quietly chancery sign cover.txt --key ban.key --yes

say '1 October: the registry issues both as S/2012/727. This is what a signatory sees.'
quietly chancery issue S-2012-727.txt --carries cover.txt \
    --from 'Documents Registry; Documents Registry; United Nations'
typed chancery sign S-2012-727.txt --key registry.key --yes
chancery sign S-2012-727.txt --key registry.key --yes

# The four copies that follow are what recipients might hold.
record=S-2012-727.txt.intoto.jsonl
tr -d '*' <S-2012-727.txt | fmt -w 60 | sed "s/'/’/g" >typeset.txt
sed 's/recapturing the occupied northern regions/recapturing the disputed northern regions/' \
    S-2012-727.txt >altered.txt
grep -v "$(cat diarra.keyid)" "$record" >unfinished.jsonl
{
    sed '/^12-52626$/d' S-2012-727.txt
    cat <<'END'
Annex II

Letter dated 20 September 2012 from the interim President of Mali addressed to the Secretary-General

This letter was slipped in by a demonstration. Nobody signed it.

(Signed) Dioncounda Traoré Interim President of the Republic

12-52626
END
} >slipped.txt

verdict 0 '1. The document as it was issued.' \
    chancery verify S-2012-727.txt
verdict 0 '2. Typeset anew: other line breaks, no emphasis, curly quotes.' \
    chancery verify typeset.txt --record "$record"
verdict 1 '3. One word changed in the annex.' \
    chancery verify altered.txt --record "$record"
verdict 2 "4. The Prime Minister's line taken out of the record." \
    chancery verify S-2012-727.txt --record unfinished.jsonl
verdict 2 '5. A letter that nobody signed, slipped into the issued text.' \
    chancery verify slipped.txt --record "$record"

say 'Five verdicts, as they must be.'
