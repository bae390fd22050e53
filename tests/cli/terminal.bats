#!/usr/bin/env bats
# The everyday commands typed at a terminal, with passphrases and questions, from key to verdict.

load helpers

setup() {
    empty_room
    cp "$DOCUMENT" S-2012-727.txt
    mkdir bin
    ln -s "$CHANCERY" bin/chancery
    export PATH=$PWD/bin:$PATH
}

# Types each line of a file into the shell, and answers what is asked.
typed() {
    run timeout 120 expect -c "
        set timeout 60
        spawn -noecho bash -e $1
        expect {
            {Passphrase } { send \"a quiet word\\r\"; exp_continue }
            {again: } { send \"a quiet word\\r\"; exp_continue }
            {Sign? } { send \"y\\r\"; exp_continue }
            timeout { exit 99 }
            eof
        }
        lassign [wait] pid spawn_id os_error value
        exit \$value"
    [ "$status" -eq 0 ] || {
        echo "status $status: $output"
        return 1
    }
    [[ "$output" != *"quiet word"* ]]
}

@test "the registry's commands and a letter's, as they are typed" {
    cat >once <<'END'
chancery keygen root                               # root.key, root.pub
chancery keygen traore; chancery keygen diarra; chancery keygen ban; chancery keygen registry
chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01
chancery directory add  directory.jsonl --name 'Dioncounda Traoré' --office 'Interim President of the Republic; Mali' --key traore.pub --since 2012-04-12 --until 2013-09-04
chancery directory add  directory.jsonl --name 'Cheick Modibo Diarra' --office 'Prime Minister; Mali' --key diarra.pub --since 2012-04-17 --until 2012-12-11
chancery directory add  directory.jsonl --name 'BAN Ki-moon' --office 'Secretary-General; United Nations' --key ban.pub --since 2007-01-01 --until 2016-12-31
chancery directory add  directory.jsonl --name 'Documents Registry' --office 'Documents Registry; United Nations' --key registry.pub --since 2000-01-01
chancery directory authorize directory.jsonl --office 'Documents Registry; United Nations' --acts issue --for 'President of the Security Council; United Nations' --since 2000-01-01
chancery directory sign  directory.jsonl --key root.key
chancery directory trust directory.jsonl --root root.pub   # pinned under CHANCERY_HOME; later commands then need no --directory --root
END
    cat >letter <<'END'
chancery outline S-2012-727.txt --split .
chancery draft   annex.txt                         # reads date, signatories, addressee from the letter; flags override
chancery sign    annex.txt --key traore.key
chancery sign    annex.txt --key diarra.key
chancery forward cover.txt --annex annex.txt       # --annex again for more, in order; any file may be one
chancery sign    cover.txt --key ban.key
chancery issue   S-2012-727.txt --carries cover.txt --from 'Documents Registry; Documents Registry; United Nations'
chancery sign    S-2012-727.txt --key registry.key
chancery verify  S-2012-727.txt
END
    typed once
    typed letter
    sees "AUTHENTIC"
    judged 0 authentic -- S-2012-727.txt
    local name
    for name in root traore diarra ban registry; do
        grep -q 'BEGIN ENCRYPTED PRIVATE KEY' $name.key
    done
}
