#!/usr/bin/env bats
# The audit of a real archive: what it says, what it survives, and what it tells other programs.

load helpers

setup_file() {
    make_case chain
    keys log
    chancery archive init archive --origin registry.example/letters --key log.key >vkey
    chancery archive add archive S-2012-727.txt annex.txt cover.txt >/dev/null
}

setup() {
    enter_case
    sed -i "s|\"key\": .*|\"key\": \"$PWD/log.key\",|" archive/log/log.json
}

BAG=archive/S_2012_727-en-1

# item NAME FILTER: of its line in $output.
item() {
    jq -r "select(.item == \"$1\") | $2" <<<"$output"
}

needs_strace() {
    command -v strace >/dev/null && strace -o /dev/null true || skip 'strace is not installed, or may not trace here'
    export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" # it traces too
}

@test "U1, U2, U5, U6, U36: everything is authentic, and nothing is written into the archive" {
    local before
    before=$(cd archive && listing)
    ends 0 chancery audit archive
    sees '3 of 3 authentic.' && sees 'The log registry.example/letters is whole: 3 entries.'
    ends 0 chancery audit archive --json --jobs 2
    [ "$(jq -rs 'map(.item // "summary") | join(" ")' <<<"$output")" = 'S_2012_727-en-1 annex cover summary' ]
    [ "$(item S_2012_727-en-1 '.verdict + " " + .proves + " " + .standing')" = 'authentic issue current' ]
    [ "$(item annex .document)" = "$(sha256sum <annex.txt | cut -c1-64)" ]
    [ "$(jq -r 'select(.summary) | .summary.audit.checkpoint.size' <<<"$output")" = 3 ]
    chmod -R a-w archive
    ends 0 chancery audit archive --log-key vkey
    chmod -R u+w archive
    [ "$(cd archive && listing)" = "$before" ]
    ends 0 chancery audit archive --integrity-only --directory none.jsonl
    sees '3 of 3 intact.'
}

@test "U9, U32: an altered file is told with bag, file, reason and next step, and touches no other" {
    spoil $BAG/data/S-2012-727.txt 300
    ends 1 chancery audit archive
    sees 'NOT AUTHENTIC  S_2012_727-en-1' && sees 'data/S-2012-727.txt: ' && sees '(file-altered)'
    sees 'next: Do not rely on it; bring the file back from a copy.' && sees '2 of 3 authentic, 1 not authentic.'
    ends 1 chancery audit archive --json
    [ "$(item annex '.verdict + (.findings | length | tostring)')" = authentic0 ]
}

@test "U8: a file that may not be read is a finding of its bag" {
    [ "$(id -u)" -ne 0 ] || skip 'root may read everything'
    chmod 0 $BAG/data/S-2012-727.txt
    ends 2 chancery audit archive --json
    [ "$(item S_2012_727-en-1 'any(.findings[]; .code == "file-unreadable")')" = true ]
    [ "$(item annex .verdict)" = authentic ]
}

# Without root's right to read everything.
plainly() {
    local -a as=()
    [ "$(id -u)" -ne 0 ] || as=(setpriv --inh-caps=-all --bounding-set=-dac_override,-dac_read_search)
    "${as[@]}" "$@"
}

@test "U18: what may not be read is not told as missing" {
    chmod 0 archive/annex/data/annex.txt
    ends 2 plainly "$CHANCERY" audit archive --json
    [ "$(item annex '[.findings[].code] | join(" ")')" = file-unreadable ]
    chmod 644 archive/annex/data/annex.txt
}

@test "U9: a manifest that is hurt has nobody move the genuine files out of the bag, or look for them" {
    local hurt mend='next: Mend first what is said of the bag'"'"'s manifests, and audit again; until then move nothing out of the bag.'
    cp -a archive good
    for hurt in "sed -i 1s/^./g/ archive/annex/manifest-sha256.txt" ": >archive/annex/manifest-sha256.txt" \
        ": >archive/annex/tagmanifest-sha256.txt" "sed -i 1d archive/annex/tagmanifest-sha256.txt" \
        "sed -i s/annex.txt/letter.txt/ archive/annex/manifest-sha256.txt" "chmod 0 archive/annex/manifest-sha256.txt" \
        "chmod 0 archive/annex/tagmanifest-sha256.txt"; do
        rm -rf archive && cp -a good archive
        eval "$hurt"
        run plainly "$CHANCERY" audit archive
        [ "$status" -ne 0 ] && sees '(file-extra)' && sees "$mend" || { echo "$hurt: $output"; return 1; }
        [[ "$output" != *'move it out of the bag'* && "$output" != *'Bring the file back from a copy.'* && "$output" != *'Bring the document back'* ]] || { echo "$hurt: $output"; return 1; }
    done
    rm -rf archive && cp -a good archive
    chmod 0 archive/annex/data
    ends 2 plainly "$CHANCERY" audit archive --json
    [ "$(item annex '[.findings[].code] | join(" ")')" = file-unreadable ]
    # and with manifests that are as they were it is told as before
    rm -rf archive && cp -a good archive
    cp annex.txt archive/annex/data/more.txt && rm archive/annex/data/annex.txt
    ends 2 chancery audit archive
    sees 'next: Find out who put it there, and move it out of the bag.' && sees 'next: Bring the file back from a copy.'
}

@test "U31: of a report that is none the file is said, and what helps" {
    chancery audit archive -o good >/dev/null
    sed '2s/"verdict":"[a-z-]*"/"verdict":"fine"/' good >bad
    head -c 0 good >none
    local file
    for file in none annex.txt; do
        refuses 3 "$file:" chancery audit archive --since "$file"
        sees 'next: Name a report as chancery audit wrote it'
    done
    refuses 3 'bad: $' chancery audit archive --since bad
    sees 'its verdict is none that is known' && sees 'next: Name a report as chancery audit wrote it'
}

@test "U12: lost+found is passed over as file systems make it, and told with what fsck put there" {
    mkdir archive/lost+found
    ends 0 chancery audit archive
    chmod 0 archive/lost+found
    ends 0 plainly "$CHANCERY" audit archive
    chmod 700 archive/lost+found && echo x >'archive/lost+found/#12'
    ends 2 chancery audit archive
    sees 'INDETERMINATE  lost+found' && sees '(bag-unknown)'
    rm -r archive/lost+found && ln -s . archive/lost+found
    ends 2 chancery audit archive
    sees '(bag-unknown)'
    rm archive/lost+found && echo >archive/lost+found
    ends 2 chancery audit archive
}

@test "U27: what this user may not read is not told as damage" {
    [ "$(id -u)" -ne 0 ] || command -v setpriv >/dev/null || skip 'setpriv is not installed'
    chancery audit archive >/dev/null # the checkpoint is remembered
    local file
    for file in archive/log/checkpoint archive/log/tile/0/000.p/3 "$(ls -d "$CHANCERY_HOME"/logs/*)"; do
        chmod 0 "$file"
        ends 2 plainly "$CHANCERY" audit archive
        sees '(log-unreadable)' && sees "${file#archive/}" && sees 'next: Check who may read the file'
        [[ "$output" != *damaged* ]]
        chmod 644 "$file"
    done
    chmod 0 archive/index.jsonl
    ends 2 plainly "$CHANCERY" audit archive
    sees 'index.jsonl: The index cannot be read: ' && sees 'Permission denied. (file-unreadable)'
    chmod 644 archive/index.jsonl
    chmod 0 archive/annex
    ends 2 plainly "$CHANCERY" audit archive --json
    [ "$(item annex '[.findings[].code] | join(" ")')" = file-unreadable ]
    chmod 755 archive/annex
}

@test "U27: another key than the log's is no damage, a missing file is named, and an older copy is told as one" {
    keys stranger
    chancery log init other --origin registry.example/letters --key stranger.key >other.vkey
    ends 1 chancery audit archive --log-key other.vkey
    sees '(log-key)' && sees 'next: Compare the key that you gave'
    ends 3 chancery audit archive --log-key nofile
    sees nofile
    cp -r archive older
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery archive add archive annex.txt >/dev/null
    ends 0 chancery audit archive --pattern 'annex*'
    ends 1 chancery audit older
    sees '(log-behind)' && sees 'with a CHANCERY_HOME of its own'
    [[ "$output" != *'two histories'* && "$output" != *'Nothing vouched'* ]]
    sees "remembered checkpoint ($(ls -d "$CHANCERY_HOME"/logs/*))"
    CHANCERY_HOME=$PWD/elsewhere ends 0 chancery audit older --integrity-only
    sees 'Nothing vouched for this log: '
    rm archive/log/log.json
    ends 2 chancery audit archive
    sees '  log/log.json: '
}

@test "U6: a withdrawn letter is authentic, and told" {
    chancery audit archive -o before >/dev/null
    chancery withdraw annex.txt --reason 'Sent in error' --date 2012-10-05 >/dev/null
    chancery sign annex.txt --key traore.key --yes >/dev/null
    chancery sign annex.txt --key diarra.key --yes >/dev/null
    chancery archive add archive annex.txt >/dev/null
    ends 0 chancery audit archive --pattern 'annex*' --json
    [ "$(item annex.v2 '.verdict + " " + .standing')" = 'authentic withdrawn' ]
    [ "$(item annex '[.findings[].code] | join(" ")')" = newer-bag ]
    ends 0 chancery audit archive --pattern 'annex*'
    sees 'AUTHENTIC, BUT  annex.v2' && sees '1 withdrawn'
    # no alarm for ever: a plugin is told of it once, as new
    ends 0 chancery audit archive --pattern 'annex*' --nagios
    [[ "$output" == 'CHANCERY OK - 2 of 2 authentic'* ]]
    ends 1 chancery audit archive --pattern 'annex*' --nagios --baseline before
    sees '1 new finding, first: withdrawn annex.v2'
    ends 0 chancery audit archive --pattern 'annex*' -o after
    ends 0 chancery audit archive --pattern 'annex*' --nagios --baseline after
}

# A letter that lacked a signature when it was added, and was added again when it had it.
completed_later() {
    rm -rf draft kept && mkdir draft && cp annex.txt draft
    head -n 1 annex.txt.intoto.jsonl >draft/annex.txt.intoto.jsonl
    chancery archive init kept --origin registry.example/kept${1-} --key log.key >kept.vkey
    chancery archive add kept draft/annex.txt --unverified >/dev/null
}

@test "U22: what a bag lacked does not count once the document was added again with it" {
    completed_later
    ends 2 chancery audit kept
    sees '(signature-missing)' && sees 'next: Ask for the missing signature, complete a copy of its record outside the archive'
    sees 'and add the document again (chancery archive add).'
    # the next step, to the letter
    refuses 3 'stands in the bag' chancery merge kept/annex/data/annex.txt.intoto.jsonl annex.txt.intoto.jsonl
    mkdir desk && cp kept/annex/data/* desk
    chancery merge desk/annex.txt.intoto.jsonl annex.txt.intoto.jsonl >/dev/null
    ends 0 chancery archive add kept desk/annex.txt
    [ "$output" = '1 annex.v2' ]
    ends 0 chancery audit kept
    sees 'SUPERSEDED  annex' && sees 'It is superseded in the archive by annex.v2; that one is whole'
    sees '(signature-missing)' && sees '1 of 2 authentic, 1 completed later.' && sees '1 superseded in the archive by a newer bag'
    ends 0 chancery audit kept --jobs 2 --json -o all
    [ "$(item annex '.verdict + " " + ([.findings[].code] | join(" "))')" = 'completed newer-bag' ]
    [ "$(item annex.v2 '.verdict + " " + ([.findings[].code] | join(" "))')" = 'authentic ' ]
    [ "$(jq -r 'select(.summary) | .summary | [.authentic, .completed, .indeterminate, .codes[0].code, .codes[0].count] | join(" ")' <<<"$output")" = '1 1 0 newer-bag 1' ]
    # by itself, as a part, and without signatures
    ends 0 chancery audit kept --pattern annex
    ends 0 chancery audit kept --integrity-only
    sees '2 of 2 intact.'
    ends 0 chancery audit kept --nagios --premis events
    sees 'CHANCERY OK - 1 of 2 authentic, 1 completed later |' && sees ' completed=1 '
    grep -q '<premis:eventOutcome>superseded</premis:eventOutcome>' events
    ends 0 chancery audit kept --since all
}

@test "U22: whatever else is wrong with a superseded bag, or with the newer one, counts" {
    completed_later
    ends 0 chancery archive add kept annex.txt
    cp -a kept whole
    spoil kept/annex/data/annex.txt.intoto.jsonl 300
    ends 1 chancery audit kept
    sees 'NOT AUTHENTIC  annex' && sees '(file-altered)'
    rm -r kept && cp -a whole kept && rm kept/annex/data/annex.txt.intoto.jsonl
    ends 2 chancery audit kept
    sees 'INDETERMINATE  annex' && sees '(file-missing)'
    rm -r kept && cp -a whole kept && rm -r kept/annex
    ends 2 chancery audit kept
    sees '(bag-missing)'
    # the newer one is missing, altered, or was renamed: what the older one lacks counts
    rm -r kept && cp -a whole kept && rm -r kept/annex.v2
    ends 2 chancery audit kept --pattern annex
    sees '(signature-missing)' && sees 'superseded in the archive by annex.v2.'
    rm -r kept && cp -a whole kept && spoil kept/annex.v2/data/annex.txt.intoto.jsonl 300
    ends 2 chancery audit kept --pattern annex
    sees '(signature-missing)'
    rm -r kept && cp -a whole kept && mv kept/annex.v2 kept/other
    ends 2 chancery audit kept --pattern annex
    sees '(signature-missing)'
    # a newer one that lacks something too completes nothing
    completed_later 2
    chancery sign draft/annex.txt --key diarra.key --yes >/dev/null
    head -n 1 annex.txt.intoto.jsonl >draft/annex.txt.intoto.jsonl
    chancery withdraw draft/annex.txt --reason error --date 2012-10-01 --from 'Dioncounda Traoré; Interim President of the Republic; Mali' >/dev/null
    chancery sign draft/annex.txt --key traore.key --yes >/dev/null
    ends 0 chancery archive add kept draft/annex.txt --unverified
    ends 2 chancery audit kept
    sees 'whose entry in the log names a withdrawal.' && sees '2 indeterminate'
}

@test "U22: the same words by somebody else complete nothing" {
    local to='President of the Security Council; United Nations'
    chancery archive init kept --origin registry.example/kept --key log.key >/dev/null
    printf 'We ask for help.\n\nWe will pay for it.\n' >note.txt
    chancery draft note.txt --language en --date 2012-09-18 --to "$to" \
        --from 'Dioncounda Traoré; Interim President of the Republic; Mali' \
        --from 'Cheick Modibo Diarra; Prime Minister; Mali' >/dev/null
    chancery sign note.txt --key traore.key --yes >/dev/null
    ends 0 chancery archive add kept note.txt --unverified
    mv note.txt.intoto.jsonl half
    rm -f note.txt.statement.json
    chancery draft note.txt --language en --date 2012-09-20 --to "$to" \
        --from 'BAN Ki-moon; Secretary-General; United Nations' >/dev/null
    chancery sign note.txt --key ban.key --yes >/dev/null
    cat half >>note.txt.intoto.jsonl
    ends 0 chancery archive add kept note.txt
    ends 2 chancery audit kept
    sees 'INDETERMINATE  note' && sees '(signature-missing)' && sees 'superseded in the archive by note.v2.'
}

@test "U23: the directory in the bag against the one that judges" {
    cp directory.jsonl old.jsonl
    chancery directory add directory.jsonl --name 'Specimen Person' --office 'Specimen Office; Specimenia' \
        --key log.pub --since 2020-01-01 >/dev/null
    chancery directory sign directory.jsonl --key root.key >/dev/null
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    cp annex.txt other.txt
    cp annex.txt.intoto.jsonl other.txt.intoto.jsonl
    ends 0 chancery archive add archive other.txt
    ends 0 chancery audit archive --json
    [ -z "$(item other '.findings[].code')" ]
    CHANCERY_HOME=$PWD/elsewhere ends 0 chancery audit archive --json --directory old.jsonl --root root.pub
    [ "$(item other '.findings[].code')" = directory-newer ]
    [ -z "$(item annex '.findings[].code')" ]
    # another history: the same keys, another directory
    mkdir two
    (cd two && cp ../*.key ../*.pub . &&
        chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01 &&
        chancery directory sign directory.jsonl --key root.key) >/dev/null
    CHANCERY_HOME=$PWD/elsewhere ends 2 chancery audit archive --json --directory two/directory.jsonl --root root.pub
    [ "$(item annex 'any(.findings[]; .code == "directory-other")')" = true ]
}

@test "U28: after a kill at any line the same command ends with the same report" {
    ends 0 chancery audit archive -o whole --at 2026-01-01
    local n
    for n in 1 2 3 4; do
        head -n "$n" whole >report.part
        [ "$n" -ne 3 ] || truncate -s -7 report.part
        ends 0 chancery audit archive -o report
        cmp whole report
    done
    [ ! -e report.part ]
    exec 9>>report.part
    flock 9
    ends 3 chancery audit archive -o report 9>&-
    sees 'another audit writes it'
}

@test "U28: the time of an unfinished report is taken only with the report, and none that is to come" {
    time_of() { jq -r 'select(.summary) | .summary.audit.time' "$1"; }
    ends 0 chancery audit archive -o whole --at 2026-01-01
    head -n 2 whole >report.part
    ends 0 chancery audit archive -o report
    sees 'judged as of when that was begun; 1 item was taken from there.' && [ "$(time_of report)" = 2026-01-01T00:00:00Z ]
    head -n 2 whole >report.part
    ends 0 chancery audit archive -o report --integrity-only
    [ "$(time_of report)" != 2026-01-01T00:00:00Z ]
    head -n 2 whole | sed 's/"time":"2026/"time":"2999/' >report.part
    ends 0 chancery audit archive -o report
    [[ "$(time_of report)" != 2999* ]]
    head -n 2 whole | sed 's/"standing":"current"/"standing":"foretold"/' >report.part
    grep -q foretold report.part
    keys audit
    ends 0 chancery audit archive -o report --key audit.key --name auditor.example/letters
    ! grep -q foretold report || return 1
    [ "$(time_of report)" != 2026-01-01T00:00:00Z ]
}

@test "U28: a full disk and a failing one end with status 3, and the next run goes on" {
    needs_strace
    ends 0 chancery audit archive -o whole --at 2026-01-01
    local error
    for error in ENOSPC EIO; do
        run strace -qq -o /dev/null -P "$PWD/report.part" -e inject=write:error=$error:when=3+ \
            "$CHANCERY" audit archive -o report --at 2026-01-01
        [ "$status" -eq 3 ] && [ ! -e report ] && [ "$(wc -l <report.part)" -eq 2 ]
        ends 0 chancery audit archive -o report --at 2026-01-01
        sees 'It went on with report.part; 1 item was taken from there.'
        cmp whole report
        rm report
    done
}

@test "U8: an error of the disk under a bag ends the audit with status 3 and what it was" {
    needs_strace
    local path=$PWD/$BAG/data/S-2012-727.txt
    run strace -f -qq -o /dev/null -P "$path" -e inject=read,pread64:error=EIO "$CHANCERY" audit archive
    [ "$status" -eq 3 ] && sees 'Input/output error'
}

@test "U29: a process that is brought down is named by the bag at which it was, with status 3" {
    needs_strace
    run strace -f -qq -o /dev/null -P "$PWD/$BAG/data/S-2012-727.txt" -e inject=read,pread64:signal=KILL \
        "$CHANCERY" audit archive -o report --jobs 2
    [ "$status" -eq 3 ] && sees 'the process that looked at S_2012_727-en-1 ended'
    ends 0 chancery audit archive -o report --jobs 2
}

@test "U30: parts on several machines make one report, and a missing one is noticed" {
    ends 0 chancery audit archive -o whole --at 2026-01-01
    local k
    for k in 1 2 3; do
        ends 0 chancery audit archive --shard $k/3 --at 2026-01-01 -o part.$k
    done
    ends 0 chancery audit --merge part.2 part.1 part.3 -o merged
    cmp whole merged
    sees '3 of 3 authentic.'
    ends 3 chancery audit --merge part.1 part.3
    sees 'part 2 of 3 is missing'
    refuses 64 '--shard takes' chancery audit archive --shard 4/3
    refuses 64 '--shard takes' chancery audit archive --shard 1
    refuses 64 '--merge takes the parts' chancery audit --merge part.1 --at 2026-01-01
}

@test "U31: bags by the day on which they were made, and the summary says that they are not all" {
    local today
    today=$(sed -n 's/^Bagging-Date: //p' archive/annex/bag-info.txt)
    ends 0 chancery audit archive --kept-since "$today" --kept-until "$today"
    sees "3 of 3 authentic, of those kept from $today to $today."
    ends 3 chancery audit archive --kept-until 2012-10-31 --nagios
    [[ "$output" == 'CHANCERY UNKNOWN - none of its 3 items is one of those that were asked for'* ]]
    ends 3 chancery audit archive --pattern 'nosuch*' --prometheus metrics
    sees 'next: Compare the names and days' && [ ! -e metrics ]
    # one made long ago, one whose day cannot be read, one that is gone: the last two are not hidden
    sed -i 's/^Bagging-Date: .*/bagging-date: 2012-10-05/' archive/annex/bag-info.txt
    sed -i 's/^Bagging-Date: .*/Bagging-Date: soon/' archive/cover/bag-info.txt
    rm -r $BAG
    ends 1 chancery audit archive --kept-since 2012-10-06 --kept-until 2012-10-31 --json -o report
    [ "$(jq -rs 'map(.item // empty) | join(" ")' <<<"$output")" = 'S_2012_727-en-1 cover' ]
    [ "$(jq -r 'select(.summary) | .summary.sentence' <<<"$output")" = \
        '0 of 2 authentic, 1 not authentic, 1 indeterminate, of those kept from 2012-10-06 to 2012-10-31' ]
    ends 1 chancery audit archive --kept-since 2012-10-05 --json
    [ "$(jq -rs 'map(.item // empty) | join(" ")' <<<"$output")" = 'S_2012_727-en-1 annex cover' ]
    ends 1 chancery audit archive --kept-until 2012-10-04 --json
    [ "$(jq -rs 'map(.item // empty) | join(" ")' <<<"$output")" = 'S_2012_727-en-1 cover' ]
    # parts of another choice do not belong together
    ends 1 chancery audit archive --at 2026-01-01 --kept-since 2012-10-05 --shard 1/2 -o part.1
    run chancery audit archive --at 2026-01-01 --kept-since 2012-10-06 --shard 2/2 -o part.2
    ends 3 chancery audit --merge part.1 part.2
    sees 'keptSince differs'
    refuses 64 'take a day' chancery audit archive --kept-since yesterday
    refuses 64 'take a day' chancery audit archive --kept-until 2012-02-30
    refuses 64 'is before' chancery audit archive --kept-since 2012-10-02 --kept-until 2012-10-01
    refuses 64 '--merge takes' chancery audit --merge part.1 --kept-since 2012-10-02
}

names() { # of the items in $output, in their order
    jq -rs 'map(.item // empty) | join(" ")' <<<"$output"
}

@test "U31: what was checked longest ago comes first, so that some hours a night walk round an archive" {
    ends 0 chancery audit archive --at 2026-01-01 --pattern 'S_*' -o 1.report
    ends 0 chancery audit archive --at 2026-01-02 --pattern cover -o 2.report
    # never checked; then the older of the two; what the newest report holds as good is left out
    ends 0 chancery audit archive --at 2026-01-03 --json --since 1.report --since 2.report
    [ "$(names)" = 'annex S_2012_727-en-1' ]
    # whichever is named first, and what an unfinished report holds
    head -n 2 2.report >2.report.part
    ends 0 chancery audit archive --at 2026-01-03 --json --since 2.report.part --since 1.report -o 3.report
    [ "$(names)" = 'annex S_2012_727-en-1' ]
    # the report is in the order of the log
    [ "$(jq -rs 'map(.item // empty) | join(" ")' 3.report)" = 'S_2012_727-en-1 annex' ]
    [ ! -e 3.report.part ] && [ ! -e 3.report.order ]
    ends 0 chancery audit archive --at 2026-01-04 --json --since 1.report --since 2.report --since 3.report
    [ "$(names)" = cover ]
    # only the newest leaves anything out, and what is not good is looked at again, last
    spoil archive/annex/data/annex.txt 300
    ends 1 chancery audit archive --at 2026-01-05 --pattern annex -o 5.report
    ends 1 chancery audit archive --at 2026-01-06 --json --since 5.report --since 1.report --since 2.report
    [ "$(names)" = 'S_2012_727-en-1 cover annex' ]
    printf '%s\n' '{"summary":{}}' >bad
    refuses 3 'summary' chancery audit archive --since bad
    sed 1d 1.report | sed '$d' >timeless
    refuses 3 'it does not say of when' chancery audit archive --since timeless
}

@test "U28, U30: an interrupted audit of what is oldest goes on, and its parts are merged" {
    ends 0 chancery audit archive --at 2026-01-01 --pattern 'S_*' -o 1.report
    ends 0 chancery audit archive --at 2026-01-02 --pattern cover -o 2.report
    sed -i '2,$d' 2.report # it was not finished
    local -a since=(--since 1.report --since 2.report --at 2026-01-03)
    ends 0 chancery audit archive "${since[@]}" -o whole
    [ "$(jq -rs 'map(.item // empty) | join(" ")' whole)" = 'S_2012_727-en-1 annex cover' ]
    # killed after an item: in the order of the work, and after the report was put into that of the log
    { sed -n 1p whole && sed -n 3p whole; } >report.part
    touch report.order
    ends 0 chancery audit archive "${since[@]}" -o report
    cmp whole report
    head -n 4 whole >report.part
    rm report
    ends 0 chancery audit archive "${since[@]}" -o report --jobs 2
    cmp whole report
    local k
    for k in 1 2; do
        ends 0 chancery audit archive "${since[@]}" --shard $k/2 -o part.$k
    done
    ends 0 chancery audit --merge part.1 part.2 -o merged
    cmp whole merged
}

@test "U33: a plugin of Nagios says so too when the audit cannot be finished" {
    ends 0 chancery audit archive --nagios
    [[ "$output" == 'CHANCERY OK - 3 of 3 authentic | items=3 '* ]]
    ends 3 chancery audit nothing --nagios
    sees 'CHANCERY UNKNOWN - '
    refuses 64 '--baseline' chancery audit archive --baseline whole
    refuses 64 'exclude' chancery audit archive --nagios --json
}

@test "U35: the events are well-formed XML" {
    spoil $BAG/data/S-2012-727.txt 300
    ends 1 chancery audit archive --premis events.xml
    [ "$(grep -c '<premis:object ' events.xml)" -eq 3 ]
    command -v xmllint >/dev/null || skip 'xmllint is not installed'
    ends 0 xmllint --noout events.xml
}

@test "U38: nothing is written into the archive that is audited, whatever path leads there" {
    ln -s archive/annex side
    local target
    for target in archive/index.jsonl archive/log/checkpoint archive/new side/new "$PWD/archive/annex/../new" archive; do
        refuses 3 '' chancery audit archive -o "$target"
        refuses 3 '' chancery audit archive --prometheus "$target"
        refuses 3 '' chancery audit archive --premis "$target"
    done
    refuses 3 'lies in the archive' chancery audit archive -o side/new
    (cd archive/annex && refuses 3 'lies in the archive' chancery audit ../../archive -o new)
}

@test "U38: only plain files are replaced or gone on with" {
    mkfifo pipe report.part events.xml.events.part
    ln -s cover.txt link
    mkdir folder
    local target
    for target in pipe link folder; do
        refuses 3 '' timeout 60 "$CHANCERY" audit archive -o "$target"
        refuses 3 '' timeout 60 "$CHANCERY" audit archive --prometheus "$target"
        refuses 3 '' timeout 60 "$CHANCERY" audit archive --premis "$target"
    done
    refuses 3 'is not replaced' timeout 60 "$CHANCERY" audit archive -o report
    refuses 3 'is not replaced' timeout 60 "$CHANCERY" audit archive --premis events.xml
    refuses 3 'two things' chancery audit archive -o new --prometheus new
    [ "$(id -u)" -eq 0 ] && mknod null c 1 3 || return 0
    refuses 3 'a device' chancery audit archive --prometheus null
}

@test "U28: --max-time holds within an item, and names it" {
    truncate -s 200G archive/annex/data/annex.txt || skip 'no such file can be made here'
    ends 3 timeout 300 "$CHANCERY" audit archive --max-time 1s -o report
    sees 'the audit was stopped while it looked at annex' && sees 'give it more time'
    [ "$(wc -l <report.part)" -eq 2 ]
}

@test "U9: what no manifest lists is told, and not read, however large it is" {
    truncate -s 200G archive/annex/data/more.txt || skip 'no such file can be made here'
    ends 2 timeout 300 "$CHANCERY" audit archive --max-time 200s
    sees 'data/more.txt: no manifest lists it (file-extra)'
}

@test "U26: what an interrupted add left is told" {
    mkdir -p archive/.adding/x
    ends 0 chancery audit archive
    sees 'unfinished-add'
}

@test "U37: signed reports follow one another, and show in which month a bag changed" {
    keys auditor stranger
    local -a sign=(--key auditor.key --name archive.example/audit)
    ends 0 chancery audit archive --at 2026-01-01 -o 1.report "${sign[@]}"
    sees 'signed: archive.example/audit+'
    sed -n 's/^signed: //p' <<<"$output" >auditor.vkey
    ends 0 chancery show auditor.pub --name archive.example/audit
    [ "$output" = "$(cat auditor.vkey)" ]
    refuses 3 'none.vkey: there is no such file, nor is it a verifier key' \
        chancery audit --check 1.report --signer none.vkey
    refuses 3 'auditor.pub: it is a key as such' chancery audit --check 1.report --signer auditor.pub
    sees 'next: Make the verifier key of a public key'
    refuses 64 '--name goes with no other' chancery show auditor.pub --name archive.example/audit --json
    refuses 64 '--name goes with no other' chancery show auditor.pub --name archive.example/audit --words
    refuses 3 'a name of 1 to' chancery show auditor.pub --name 'two words'
    refuses 3 '' chancery show annex.txt --name archive.example/audit
    ends 0 chancery audit archive --at 2026-02-01 -o 2.report "${sign[@]}" --previous 1.report
    spoil archive/annex/data/annex.txt 300
    ends 1 chancery audit archive --at 2026-03-01 -o 3.report "${sign[@]}" --previous 2.report
    ends 0 chancery audit --check 1.report 2.report 3.report --signer auditor.vkey
    [ "${lines[0]}" = 'GOOD 1.report: as of 2026-01-01T00:00:00Z, 3 of 3 authentic' ]
    [ "${lines[1]}" = 'GOOD 2.report: as of 2026-02-01T00:00:00Z, 3 of 3 authentic; follows the one before' ]
    [ "${lines[3]}" = '  changed: annex, authentic before, now not-authentic' ]
    [ "${#lines[@]}" -eq 4 ]
    # one left out, one altered, one that another signed
    ends 1 chancery audit --check 1.report 3.report --signer auditor.vkey
    sees 'BAD  3.report: it does not follow the report before it'
    cp 2.report kept
    sed -i 's/3 of 3/2 of 3/' 2.report
    ends 1 chancery audit --check 2.report --signer auditor.vkey
    sees 'BAD  2.report: it is not the report that was signed'
    mv kept 2.report
    ends 0 chancery audit archive --at 2026-02-01 --pattern cover -o 4.report --key stranger.key --name archive.example/audit
    ends 1 chancery audit --check 4.report --signer auditor.vkey
    sees 'BAD  4.report'
    refuses 2 'UNDECIDED whole: cannot open it: ' chancery audit --check whole --signer auditor.vkey
    # what is signed stays, with and without a key
    refuses 3 '1.report: a report of this name was signed, and is not replaced' \
        chancery audit archive -o 1.report "${sign[@]}"
    sees 'next: Name another file'
    refuses 3 'was signed' chancery audit archive -o 1.report
    ends 3 chancery audit archive --pattern cover -o 5.report "${sign[@]}" --previous 4.report
    sees '4.report.note: it is not signed by a key'
    [ ! -e 5.report.note ]
    # no plugin says OK of a report that could not be signed
    ends 3 chancery audit archive --pattern cover -o 6.report "${sign[@]}" --previous 4.report --nagios --prometheus metrics
    [[ "$output" != *'CHANCERY OK'* && "$output" == *'CHANCERY UNKNOWN - '* ]] && [ ! -e metrics ]
    refuses 64 'needs --output and --name' chancery audit archive --key auditor.key
    refuses 64 'needs --signer' chancery audit --check 1.report
}

# signed NAME DAY OPTION...: a report, after the one of the same key that $previous names.
signed() {
    local name=$1 day=$2
    shift 2
    run chancery audit archive --at "$day" -o "$name" --key auditor.key --name archive.example/audit \
        ${previous:+--previous "$previous"} "$@"
    sed -n 's/^signed: //p' <<<"$output" >auditor.vkey
    [ -e "$name.note" ]
}

@test "U37: one line for each report, and a next step where something is wrong" {
    keys auditor
    signed 1.report 2026-01-01
    previous=1.report signed 2.report 2026-02-01
    previous=2.report signed 3.report 2026-03-01
    rm 2.report.note
    ends 2 chancery audit --check 1.report none 2.report 3.report --signer auditor.vkey
    [ "$(grep -c '^[A-Z]' <<<"$output")" -eq 4 ] && [ "$(grep -c '^  next: ' <<<"$output")" -eq 3 ]
    sees 'UNDECIDED none: cannot open it: ' && sees 'UNDECIDED 2.report: 2.report.note: '
    sees 'UNDECIDED 3.report: whether it follows the report before it cannot be told; as of 2026-03-01'
    sees '  next: Bring the report and its note back from a copy'
}

@test "U37: a log that shrank, was made anew or is another archive's is told, with status 1" {
    keys auditor
    signed 1.report 2026-01-01
    # one entry fewer, which an audit with another CHANCERY_HOME does not see by itself
    rm -r archive
    export CHANCERY_HOME=$PWD/elsewhere
    chancery directory trust directory.jsonl --root root.pub >/dev/null
    chancery archive init archive --origin registry.example/letters --key log.key >/dev/null
    chancery archive add archive S-2012-727.txt annex.txt >/dev/null
    signed 2.report 2026-02-01 --integrity-only
    ends 1 chancery audit --check 1.report 2.report --signer auditor.vkey
    sees 'BAD  2.report: it does not follow the report before it; its log has 2 entries, and had 3 before; '
    sees '1 entries of the log are gone; as of 2026-02-01T00:00:00Z, 2 of 2 intact; no signatures looked at'
    sees '  gone: cover, authentic before' && [[ "$output" != *'changed: annex, authentic before'* ]]
    # as many entries, but others
    cp annex.txt other.txt && cp annex.txt.intoto.jsonl other.txt.intoto.jsonl
    chancery archive add archive other.txt >/dev/null
    signed 3.report 2026-03-01 --integrity-only
    ends 1 chancery audit --check 1.report 3.report --signer auditor.vkey
    sees 'its log of 3 entries is another one than before'
    # the same name, another key
    keys second
    rm -r archive "$CHANCERY_HOME"/logs
    chancery archive init archive --origin registry.example/letters --key second.key >/dev/null
    chancery archive add archive S-2012-727.txt annex.txt cover.txt >/dev/null
    signed 4.report 2026-04-01 --integrity-only
    ends 1 chancery audit --check 1.report 4.report --signer auditor.vkey
    sees 'its log has another key' && sees 'next: Name all reports'
    # another archive
    rm -r archive
    chancery archive init archive --origin other.example/letters --key log.key >/dev/null
    chancery archive add archive S-2012-727.txt annex.txt cover.txt >/dev/null
    signed 5.report 2026-05-01 --integrity-only
    ends 1 chancery audit --check 1.report 5.report --signer auditor.vkey
    sees 'another archive, registry.example/letters'
}

@test "U37: what a selection leaves out is not told as gone, and what left the folder is named" {
    keys auditor
    mkdir archive/stranger
    signed 1.report 2026-01-01
    previous=1.report signed 2.report 2026-02-01 --pattern cover
    previous=2.report signed 3.report 2026-03-01
    ends 0 chancery audit --check 1.report 2.report 3.report --signer auditor.vkey
    sees '1 of 1 authentic; only a selection: names like cover; follows the one before'
    sees 'only what both hold was compared' && [[ "$output" != *gone* && "$output" != *'more than'* ]]
    rmdir archive/stranger
    previous=1.report signed 4.report 2026-04-01
    ends 0 chancery audit --check 1.report 4.report --signer auditor.vkey
    sees '  gone: stranger, indeterminate before'
}

@test "U36: an audit waits for an add, and sees log and index as of one moment" {
    cp archive/index.jsonl kept
    exec 9<archive
    flock 9 # as an add does, between the log and the index
    sed -i '$d' archive/index.jsonl
    chancery audit archive >said 9<&- &
    sleep 0.5
    cp kept archive/index.jsonl
    flock -u 9
    wait $!
    grep -q '^3 of 3 authentic.$' said
}

@test "U36: an archive on a file system that is read-only" {
    unshare -m true 2>/dev/null || skip 'no file system can be mounted here'
    # shellcheck disable=SC2016 # by the inner shell
    ends 0 unshare -m sh -c 'mount --bind archive archive && mount -o remount,bind,ro archive &&
        ! touch archive/x 2>/dev/null && "$0" audit archive --jobs 2' "$CHANCERY"
    sees '3 of 3 authentic.'
}
