#!/usr/bin/env bats
# shellcheck disable=SC2016 # what bash -c and expect are given expands there
#
# The command line itself: help, options, exit status 64, and where output goes.

load helpers

setup() {
    empty_room
}

COMMANDS="keygen outline canon draft forward issue sign merge show pending verify impact"
DIRECTORY_COMMANDS="init add authorize sign trust show"

@test "help lists every command, and help of each has usage, options and an example" {
    local command
    for command in $COMMANDS; do
        ends 0 chancery --help
        sees "  $command "
        ends 0 chancery "$command" --help
        sees "usage: chancery $command "
        sees "options:"
        sees "example:"
        sees "  chancery $command "
        [ "$output" = "$(chancery help "$command")" ]
    done
    for command in $DIRECTORY_COMMANDS; do
        ends 0 chancery directory --help
        sees "  directory $command "
        ends 0 chancery directory "$command" --help
        sees "usage: chancery directory $command "
        [ "$output" = "$(chancery help directory "$command")" ]
    done
    [ "$(chancery help)" = "$(chancery --help)" ]
}

@test "help lists no command that is not there" {
    refuses 64 'no command "attic"' chancery attic
    [[ "$(chancery --help)" != *'  attic '* ]]
}

@test "--version" {
    ends 0 chancery --version
    [[ "$output" =~ ^chancery\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "no command, an unknown command, an option before the command" {
    refuses 64 "See chancery help." chancery
    refuses 64 "chancery sign" chancery sing letter.txt
    refuses 64 "help lists them all" chancery telegraph letter.txt
    [[ "$output" != *nearest* ]]
    refuses 64 "one of its commands" chancery directory
    refuses 64 "chancery directory add" chancery directory ad
    refuses 64 "after the command" chancery --json verify x
}

@test "an unknown option names the nearest" {
    refuses 64 "nearest is --key" chancery sign letter.txt --kye root.key
    refuses 64 "nearest is --passphrase-file" chancery sign letter.txt --passphrase x
    refuses 64 "no option -k here" chancery sign letter.txt -k root.key
    refuses 64 "nearest is --expect" chancery verify letter.txt --expects=issue
}

@test "an option given twice, without its value, with a value too many" {
    refuses 64 "--key is given twice" chancery sign a --key x --key y
    refuses 64 "--yes is given twice" chancery sign a --key x --yes --yes
    refuses 64 "--key lacks its value" chancery sign a --key
    refuses 64 "--date lacks its value" chancery draft a --date --json
    refuses 64 "--date lacks its value" chancery draft a --date=
    refuses 64 "--json takes no value" chancery draft a --json=yes
    refuses 64 "--threshold takes a whole number" chancery verify a --root r --threshold 0
    refuses 64 "--pae takes a whole number" chancery show a --pae 99999999999999999999
}

@test "a missing or surplus operand, a missing option" {
    refuses 64 "name the letter's file" chancery canon
    refuses 64 "name the record, then the others whose lines it takes" chancery merge record.jsonl
    refuses 64 "too many operands" chancery canon a b
    sees "A name with spaces stands in quotes."
    refuses 64 "--key is missing" chancery sign letter.txt
    refuses 64 "--annex is missing" chancery forward letter.txt
    refuses 64 "--carries is missing" chancery issue letter.txt
    refuses 64 "--root is missing" chancery directory trust directory.jsonl
    refuses 64 "--since is missing" chancery directory add d --name n --office 'o; f' --key k
}

@test "options that exclude each other or need each other" {
    refuses 64 "exclude each other" chancery canon a --words --json
    refuses 64 "only with --split" chancery outline a --force
    refuses 64 "exclude each other" chancery show a --pae 1 --payload 1
    refuses 64 "exclude each other" chancery keygen a --no-passphrase --passphrase-file p
    refuses 64 "--record goes with one FILE" chancery sign a b --record r --key k
    refuses 64 "only with --root" chancery verify a --threshold 1
    refuses 64 "letter, forward, issue or translation" chancery verify a --expect receipt
    refuses 64 "--at takes" chancery verify a --at yesterday
}

@test "each command says what its operands name" {
    local command count=0
    while read -r command; do
        # shellcheck disable=SC2086 # a command may be two words
        ends 64 chancery $command
        [[ "$output" == *"$command: name the "* || "$output" == *"$command: --"*" is missing"* ]] || {
            echo "$output"
            return 1
        }
        count=$((count + 1))
    done < <(awk -F '"' '/^    \.name = "/ { name = $2 } /^    \.least = [1-9]/ { print name }' \
        "$REPOSITORY"/src/cli/cmd_*.c)
    [ "$count" -ge 28 ]
}

@test "options come before or after the operands, with = or a space, and -- ends them" {
    printf 'One word.\n' >--words
    ends 0 chancery canon --words -- --words
    [ "$output" = "One word." ]
    refuses 3 "--missing" chancery canon -- --missing
    ends 0 chancery outline --split=parts "$DOCUMENT"
    ends 0 chancery outline "$DOCUMENT" --split parts --force
}

@test "a missing file: what, why, next, on standard error" {
    refuses 3 "chancery: no.txt: " chancery canon no.txt
    sees "  next: "
    [ -z "$(chancery canon no.txt 2>/dev/null)" ]
}

@test "names from outside are escaped before they are printed" {
    refuses 3 '\x1b[31m' chancery canon $'\e[31mred.txt'
    [[ "$output" != *$'\e'* ]]
    refuses 64 '\x1b' chancery $'\e[31m'
}

@test "output that is lost is an error" {
    ends 3 bash -c '"$CHANCERY" canon "$1" >/dev/full' - "$DOCUMENT"
    sees "standard output: the output was cut off"
    ends 3 bash -c '"$CHANCERY" canon "$1" >&-' - "$DOCUMENT"
    ends 3 bash -c '{ sleep 0.2; "$CHANCERY" canon "$1"; } | true; exit "${PIPESTATUS[0]}"' - "$DOCUMENT"
    ends 3 bash -c '"$CHANCERY" --help >/dev/full'
}

@test "closed standard streams do no harm" {
    printf 'a word\n' >letter.txt
    bash -c '"$CHANCERY" outline letter.txt --split parts <&- >&- 2>&-' || true
    [ "$(cat letter.txt)" = "a word" ]
    bash -c '"$CHANCERY" keygen pair --no-passphrase >&- 2>&-' || true
    not grep -q keyid pair.key pair.pub
    ends 0 bash -c '"$CHANCERY" canon letter.txt <&- 2>&-'
    [ "$output" = "a word" ]
}

@test "colour only on a terminal, and not if NO_COLOR is set" {
    unset NO_COLOR
    ends 0 env TERM=xterm script -qec "$CHANCERY outline $DOCUMENT" /dev/null
    [[ "$output" == *$'\e['* ]]
    ends 0 env TERM=xterm NO_COLOR=1 script -qec "$CHANCERY outline $DOCUMENT" /dev/null
    [[ "$output" != *$'\e['* ]]
    ends 0 env TERM=xterm "$CHANCERY" outline "$DOCUMENT"
    [[ "$output" != *$'\e['* ]]
}

@test "every error says what to do next" {
    local -a tried=("sign a b --key k --record r" "verify --require other a" "verify --at never a" "draft none.txt"
        "forward none.txt --annex none.txt" "issue none.txt --carries none.txt" "attest none.txt --basis other" "translate none.txt"
        "correct none.txt" "withdraw none.txt" "receive none.txt" "timestamp none.txt --tsa ftp://a" "impact a" "pending none"
        "directory init d --root none.pub --threshold 0 --expires 2040-01-01" "directory add d --name A" "directory end d"
        "directory void d --reason r" "directory authorize d --office A;B --acts other --for A;B --since 2012-01-01"
        "directory require d --office A;B --persons 1 --since 2012-01-01" "directory require-time d --since often"
        "directory show d" "directory diff d" "directory sign d --key none.key" "directory trust d --root none.pub"
        "audit none --shard 9" "show none.txt --pae --json" "keygen a --no-passphrase --key none.key")
    local one
    local -a words
    for one in "${tried[@]}"; do
        read -ra words <<<"$one"
        run chancery "${words[@]}"
        [ "$status" -ne 0 ]
        [[ "$output" == *$'\n  next: '* ]] || { printf 'nothing to do next: %s\n%s\n' "$one" "$output" && return 1; }
    done
}
