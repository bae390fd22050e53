#!/usr/bin/env bats
# What dist/ offers: the audit by a timer, by GNU parallel, and as a job array of Slurm.

load helpers

setup_file() {
    make_case chain
    keys log
    chancery archive init archive --origin registry.example/letters --key log.key >vkey
    chancery archive add archive S-2012-727.txt annex.txt cover.txt >/dev/null
}

setup() {
    enter_case
    mkdir bin
    ln -s "$CHANCERY" bin/chancery
    PATH=$PWD/bin:$PATH
    DIST=$REPOSITORY/dist
}

# The daemons write in this folder until they have ended: who removes it sooner fails now and then.
teardown() {
    local file pid try
    local -a pids=()
    for file in run/*.pid; do
        [ ! -s "$file" ] || pids+=("$(cat "$file")")
    done
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in "${pids[@]}"; do
        for try in {1..100}; do
            kill -0 "$pid" 2>/dev/null || continue 2
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null || true
    done
    for try in {1..100}; do # and so do the steps of a job
        rm -rf run state spool 2>/dev/null && return
        sleep 0.1
    done
}

@test "U33, U34: the timer's audit speaks once of what is new" {
    mkdir state
    ends 0 "$DIST/chancery-audit" archive state
    [[ "$output" == 'CHANCERY OK - 3 of 3 authentic'* ]]
    mv state/*.report state/2012-10-01.report
    spoil archive/annex/data/annex.txt 300
    ends 2 "$DIST/chancery-audit" archive state --jobs 2
    sees 'first: file-altered annex'
    mv "state/$(date -u +%Y-%m-%d).report" state/2012-11-01.report
    # it is told again until it is mended, and compared with another day's report
    for _ in first second; do
        ends 1 "$DIST/chancery-audit" archive state
        sees 'CHANCERY WARNING - ' && sees "nothing new; "
        sees 'known before and not mended, first: file-altered annex data/annex.txt'
    done
    grep -q 'chancery_audit_status{archive="registry.example/letters"} 1' state/chancery.prom
}

@test "U28: the timer's audit goes on with the report that was begun" {
    mkdir state
    ends 0 chancery audit archive -o state/2012-10-01.report
    local begun
    begun=$(date -u -d yesterday +%F)
    head -n 2 state/2012-10-01.report >"state/$begun.report.part"
    cp state/2012-10-01.report whole
    ends 0 "$DIST/chancery-audit" archive state
    [ ! -e "state/$begun.report.part" ]
    cmp <(sed '$d' "state/$begun.report") <(sed '$d' whole) # but for what vouched for the log
}

@test "U28: what was begun more than two days ago is put aside, and today everything is looked at" {
    mkdir state
    ends 0 chancery audit archive -o whole
    sed '$d' whole >state/2012-10-02.report.part
    spoil archive/annex/data/annex.txt 300
    # not where an audit that takes so long still writes it
    exec 9<state/2012-10-02.report.part
    flock 9
    ends 3 "$DIST/chancery-audit" archive state 9<&-
    [[ "$output" == 'CHANCERY UNKNOWN - state/2012-10-02.report.part is old and cannot be put aside'* ]]
    flock -u 9 && exec 9<&-
    ends 2 "$DIST/chancery-audit" archive state
    sees 'first: file-altered annex'
    [ -e "state/$(date -u +%F).report" ] && [ -e state/2012-10-02.report.part.old ] && [ ! -e state/2012-10-02.report ]
}

@test "cron, which has a short PATH, finds the program where it is installed" {
    mkdir state
    sed -e "s|/usr/local/bin/chancery-audit|$DIST/chancery-audit|" -e "s|^PATH=/usr/local/bin:|PATH=$PWD/bin:|" \
        -e "s|^CHANCERY_HOME=.*|CHANCERY_HOME=$CHANCERY_HOME|" -e "s|/srv/archive|$PWD/archive|" \
        -e "s|/var/lib/chancery|$PWD/state|" "$DIST/chancery-audit.cron" >crontab
    local settings
    mapfile -t settings < <(grep -E '^[A-Z_]+=' crontab)
    ends 0 env -i PATH=/usr/bin:/bin "${settings[@]}" sh -c "$(sed -n 's/^17 2 1 . . chancery //p' crontab)"
    [ -z "$output" ]
    [ -f "state/$(date -u +%Y-%m-%d).report" ]
    # nor does it send whose the signature is
    keys auditor
    ends 0 env -i PATH=/usr/bin:/bin "${settings[@]}" CHANCERY_AUDIT_KEY="$PWD/auditor.key" \
        CHANCERY_AUDIT_NAME=archive.example/audit sh -c "$(sed -n 's/^17 2 1 . . chancery //p' crontab)"
    [ -z "$output" ]
    [ -f "state/$(date -u +%Y-%m-%d).report.note" ]
}

@test "U37: with a key the timer's reports are signed, and each names the one before" {
    mkdir state
    keys auditor
    export CHANCERY_AUDIT_KEY=$PWD/auditor.key
    ends 3 "$DIST/chancery-audit" archive state
    sees 'CHANCERY_AUDIT_NAME' && [ -z "$(ls state)" ]
    # a report from before there was a key
    CHANCERY_AUDIT_KEY='' ends 0 "$DIST/chancery-audit" archive state
    [ ! -e "state/$(date -u +%F).report.note" ]
    mv "state/$(date -u +%F).report" state/2012-09-01.report
    export CHANCERY_AUDIT_NAME=archive.example/audit
    local month
    for month in 10 11 12; do
        [ "$month" -ne 12 ] || spoil archive/annex/data/annex.txt 300
        run "$DIST/chancery-audit" archive state
        sees 'signed: archive.example/audit+'
        sed -n 's/^signed: //p' <<<"$output" >vkey
        mv "state/$(date -u +%F).report" state/2012-$month-01.report
        mv "state/$(date -u +%F).report.note" state/2012-$month-01.report.note
    done
    ends 0 chancery audit --check state/2012-1*.report --signer vkey
    [ "$(grep -c '; follows the one before$' <<<"$output")" -eq 2 ]
    sees 'changed: annex, authentic before, now not-authentic'
    # once more on the same day: what is signed stays, the next names it, and is compared with another day's
    for _ in first second; do
        ends 1 "$DIST/chancery-audit" archive state
        sees 'signed: archive.example/audit+' && sees 'nothing new'
    done
    [ "$(find state -name '*.report.part' -o -name '*T*Z.report' | wc -l)" -eq 1 ]
    ends 0 chancery audit --check state/2012-12-01.report state/20[2-9]*.report --signer vkey
    [ "$(grep -c '; follows the one before$' <<<"$output")" -eq 2 ]
}

@test "U37: when the key is changed a new chain is begun, and the reports stay to be compared with" {
    mkdir state old
    keys first second
    export CHANCERY_AUDIT_KEY=$PWD/first.key CHANCERY_AUDIT_NAME=archive.example/audit
    ends 0 "$DIST/chancery-audit" archive state
    sed -n 's/^signed: //p' <<<"$output" >first.vkey
    mv "state/$(date -u +%F).report" state/2012-10-01.report
    mv "state/$(date -u +%F).report.note" state/2012-10-01.report.note
    export CHANCERY_AUDIT_KEY=$PWD/second.key
    ends 3 "$DIST/chancery-audit" archive state
    sees 'next: Sign with the key that signed it; where that was changed, begin a new chain'
    rm -f state/*.part "state/$(date -u +%F).report"
    cp state/2012-10-01.report old && mv state/*.report.note old
    ends 0 "$DIST/chancery-audit" archive state
    sees 'nothing new'
    sed -n 's/^signed: //p' <<<"$output" >second.vkey
    ends 0 chancery audit --check old/*.report --signer first.vkey
    ends 0 chancery audit --check state/*.report --signer second.vkey
    sees 'UNSIGNED state/2012-10-01.report' && sees 'GOOD state/'
}

@test "the service and the timer are what systemd takes" {
    command -v systemd-analyze >/dev/null || skip 'systemd is not installed'
    mkdir units
    # the program and the user are not installed here
    sed "s|^ExecStart=/usr/local/bin/chancery-audit|ExecStart=$DIST/chancery-audit|" \
        "$DIST/chancery-audit.service" >units/chancery-audit.service
    cp "$DIST/chancery-audit.timer" units
    ends 0 systemd-analyze verify --man=no units/chancery-audit.service units/chancery-audit.timer
    [ -z "$output" ]
}

@test "U30: GNU parallel audits the parts, and they make the whole report" {
    command -v parallel >/dev/null || skip 'GNU parallel is not installed'
    spoil archive/annex/data/annex.txt 300
    mkdir report.parts
    echo 2026-01-01T00:00:00Z >report.parts/time
    ends 1 chancery audit archive --at 2026-01-01 -o whole
    ends 1 "$DIST/audit-parallel" archive 4 report
    sees '2 of 3 authentic, 1 not authentic.'
    cmp report whole
    [ ! -e report.parts ]
}

# A controller and a node on loopback. False where they cannot start.
start_slurm() {
    local here=$PWD host
    host=$(hostname -s)
    mkdir run state spool || return
    head -c 1024 /dev/urandom >munge.secret && chmod 600 munge.secret || return
    munged --force --socket="$here/run/munge" --key-file="$here/munge.secret" --pid-file="$here/run/munged.pid" \
        --log-file="$here/munged.log" --seed-file="$here/seed" || return
    cat >slurm.conf <<END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=36817
SlurmdPort=36818
AuthType=auth/munge
AuthInfo=socket=$here/run/munge
SlurmUser=root
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool
SlurmctldPidFile=$here/run/slurmctld.pid
SlurmdPidFile=$here/run/slurmd.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=512 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
    export SLURM_CONF=$here/slurm.conf
    slurmctld -c && slurmd -c || return
    local try
    for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        sinfo -h -o %t 2>/dev/null | grep -q idle && return
        sleep 1
    done
    echo "no node after $try tries"
    return 1
}

@test "U30: a job array of Slurm audits the parts, and they make the whole report" {
    command -v slurmctld >/dev/null && command -v slurmd >/dev/null && command -v munged >/dev/null ||
        skip 'slurm-wlm is not installed'
    [ "$(id -u)" -eq 0 ] || skip 'only root starts a controller of Slurm'
    start_slurm >starting 2>&1 || skip "Slurm cannot start here: $(tail -n 1 starting)"
    spoil archive/annex/data/annex.txt 300
    ends 1 chancery audit archive --at 2026-01-01 -o whole
    mkdir report.parts
    ends 0 sbatch --wait --array=1-4 --cpus-per-task=1 --output "$PWD/task.%a" \
        --export="ALL,ARCHIVE=$PWD/archive,REPORT=$PWD/report,AT=2026-01-01T00:00:00Z" "$DIST/audit.slurm"
    ends 1 chancery audit --merge report.parts/* -o report
    cmp report whole
}
