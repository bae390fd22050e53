#!/usr/bin/env bats
# What the log of an archive names as withdrawn, in the audit of bags whose records do not hold the withdrawal.

load helpers

setup_file() {
    make_case chain
    keys log stranger
    chancery archive init archive --origin registry.example/letters --key log.key >vkey
    chancery archive add archive S-2012-727.txt annex.txt cover.txt >/dev/null
}

setup() {
    enter_case
    sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" archive/log/log.json
}

ISSUE=S_2012_727-en-1

# item NAME: its verdict, standing and codes in $output.
item() {
    jq -r "select(.item == \"$1\") | [.verdict, .standing, .findings[].code] | join(\" \")" <<<"$output"
}

# is NAME VERDICT STANDING CODE...
is() {
    [ "$(item "$1")" = "${*:2}" ] && return
    printf '%s is: %s\n' "$1" "$(item "$1")"
    return 1
}

withdraw_annex() {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery sign annex.txt --key diarra.key --yes >/dev/null
}

# The withdrawal comes into the archive with the letter alone.
add_withdrawal() {
    withdraw_annex
    chancery archive add archive annex.txt >/dev/null
}

# The same by somebody who may not withdraw: it counts nowhere.
add_forged() {
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    jq -jcS . annex.txt.statement.json >payload
    rm annex.txt.statement.json
    envelope registry.key payload >>annex.txt.intoto.jsonl
    chancery archive add archive annex.txt >/dev/null
}

# add_merged FILE: what the record of the letter holds now comes into the document's.
add_merged() {
    chancery merge "$1.intoto.jsonl" annex.txt.intoto.jsonl >/dev/null
    chancery archive add archive "$1" >/dev/null
}

@test "U41: what carries a withdrawn letter is judged as verify --log judges it" {
    add_withdrawal
    ends 2 chancery audit archive --json
    is annex authentic current newer-bag
    is annex.v2 authentic withdrawn withdrawn
    is cover indeterminate unknown withdrawal-logged
    is $ISSUE indeterminate unknown withdrawal-logged
    local sentence next
    sentence=$(jq -r "select(.item == \"$ISSUE\") | .findings[0].sentence" <<<"$output")
    next=$(jq -r "select(.item == \"$ISSUE\") | .findings[0].next" <<<"$output")
    [[ "$next" == *'chancery archive list'* ]]
    ends 2 chancery verify archive/$ISSUE/data/S-2012-727.txt --log archive/log --log-key vkey --json
    [ "$(jq -r '.findings[] | select(.code == "withdrawal-logged") | .sentence' <<<"$output")" = "$sentence" ]
    [ "$(jq -r .standing <<<"$output")" = unknown ]
    ends 2 chancery audit archive
    sees "INDETERMINATE  $ISSUE" && sees '2 of 4 authentic, 2 indeterminate.'
    # by several processes and in parts too, and nothing of it without the signatures
    ends 2 chancery audit archive --at 2026-01-01 -o whole
    ends 2 chancery audit archive --at 2026-01-01 -o several --jobs 3
    cmp whole several
    run chancery audit archive --at 2026-01-01 --shard 1/2 -o part.1
    run chancery audit archive --at 2026-01-01 --shard 2/2 -o part.2
    ends 2 chancery audit --merge part.1 part.2 -o merged
    cmp whole merged
    ends 0 chancery audit archive --integrity-only
}

@test "U41: with the withdrawal in its own record a document is withdrawn, and the older bag completed" {
    add_withdrawal
    add_merged S-2012-727.txt
    add_merged cover.txt
    # the older ones lack it; of the letter's own it is said with its newer bag, but other entries name it too by now
    ends 0 chancery audit archive --json
    is $ISSUE.v2 authentic withdrawn withdrawn
    is cover.v2 authentic withdrawn withdrawn
    is $ISSUE completed unknown newer-bag
    is cover completed unknown newer-bag
    is annex completed unknown newer-bag
    is annex.v2 authentic withdrawn withdrawn
}

@test "U41: a withdrawal that does not count is judged where it is held, and no harder than by verify --log elsewhere" {
    add_forged
    ends 2 chancery audit archive --json
    is annex authentic current newer-bag
    is annex.v2 authentic current
    is $ISSUE indeterminate unknown withdrawal-logged
    ends 2 chancery verify archive/$ISSUE/data/S-2012-727.txt --log archive/log --log-key vkey
    # whoever holds it sees that it is nothing
    add_merged S-2012-727.txt
    ends 2 chancery audit archive --json
    is $ISSUE.v2 authentic current
    is $ISSUE completed unknown newer-bag
    is cover indeterminate unknown withdrawal-logged
    # which says nothing of another withdrawal
    add_withdrawal
    ends 2 chancery audit archive --json
    is annex.v3 authentic withdrawn withdrawn
    is $ISSUE.v2 indeterminate unknown withdrawal-logged
}

@test "U41: a later bag is one of the same name and document" {
    add_withdrawal
    cp -a archive whole
    sed -i 's/"bag":"annex.v2"/"bag":"other"/' archive/index.jsonl && mv archive/annex.v2 archive/other
    ends 2 chancery audit archive --json
    is annex indeterminate unknown withdrawal-logged
    rm -r archive && cp -a whole archive
    # an earlier one is none, as if the newest had lost the withdrawal
    sed -i 's/"bag":"annex.v2"/"bag":"x"/; s/"bag":"annex"/"bag":"annex.v2"/; s/"bag":"x"/"bag":"annex"/' archive/index.jsonl
    mv archive/annex.v2 archive/x && mv archive/annex archive/annex.v2 && mv archive/x archive/annex
    run chancery audit archive --json
    [[ "$(item annex.v2)" == *withdrawal-logged* ]]
    rm -r archive && mv whole archive
    sed -i "s/\"bag\":\"annex.v2\"/\"bag\":\"$ISSUE.v2\"/" archive/index.jsonl && mv archive/annex.v2 archive/$ISSUE.v2
    run chancery audit archive --json
    [[ "$(item $ISSUE)" == *withdrawal-logged* ]]
}

@test "U41: of a log that does not give its root, or contradicts itself, nothing is believed" {
    add_withdrawal
    cp -r archive/log good
    spoil archive/log/tile/0/000.p/4 40 # the entries themselves give the root
    ends 1 chancery audit archive --json
    is cover indeterminate unknown withdrawal-logged
    rm -r archive/log && cp -r good archive/log
    spoil archive/log/tile/entries/000.p/4 40
    run chancery audit archive --json
    [ "$status" -ne 0 ]
    sees '"log-damaged"' && is cover authentic current
    rm -r archive/log && cp -r good archive/log
    chancery log init other --origin registry.example/letters --key stranger.key >other.vkey
    CHANCERY_HOME=$PWD/another chancery log append other cover.txt >/dev/null
    cp -r home both && cp another/logs/* both/logs
    CHANCERY_HOME=$PWD/both ends 1 chancery audit archive --json
    sees '"log-forked"' && is cover authentic current
    cp directory.jsonl as.jsonl
    chancery directory add-log directory.jsonl --name registry.example/letters --key stranger.pub >/dev/null
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub --force >/dev/null
    ends 1 chancery audit archive --json
    sees '"log-key"' && is cover authentic current
    cp as.jsonl directory.jsonl
    chancery directory trust directory.jsonl --root root.pub --force >/dev/null
    add_merged cover.txt
    truncate -s -10 archive/log/tile/entries/000.p/5 # behind the entry that names it
    run chancery audit archive --json
    sees '"log-damaged"' && is $ISSUE authentic current
}

@test "U31: what was good is looked at again when the log has named a withdrawal since" {
    ends 0 chancery audit archive --at 2026-01-01 -o 1.report
    ends 0 chancery audit archive --at 2026-01-02 --json --since 1.report
    [ "$(jq -rs 'map(.item // empty) | join(" ")' <<<"$output")" = '' ]
    add_withdrawal
    ends 2 chancery audit archive --at 2026-01-02 --json --since 1.report -o 2.report
    is $ISSUE indeterminate unknown withdrawal-logged
    # it named it already for this one
    ends 2 chancery audit archive --at 2026-01-03 --json --since 2.report
    [ "$(jq -rs 'map(.item // empty) | sort | join(" ")' <<<"$output")" = "$ISSUE annex.v2 cover" ]
}
