#!/usr/bin/env bats
# Archives of generated documents: tests/bench/archive makes them of any size, from specimens in six languages.

load helpers

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    export SEEDKEY=$CHANCERY_LIBRARY/seedkey
    [[ $SEEDKEY == /* ]] || SEEDKEY=$REPOSITORY/$SEEDKEY
    "$REPOSITORY/tests/bench/specimens.sh" specimens
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export CHANCERY_HOME=$PWD/home
    specimens=$BATS_FILE_TMPDIR/specimens
    make=$CHANCERY_LIBRARY/tests/bench/archive
    [[ $make == /* ]] || make=$REPOSITORY/$make
    chancery directory trust "$specimens/directory.jsonl" --root "$specimens/root.pub" >/dev/null
}

@test "a generated document is authentic in each of six languages" {
    mkdir made
    "$make" documents "$specimens" made 6
    local file
    for file in made/*.txt; do
        judged 0 authentic -- "$file"
    done
    [ "$(jq -s 'length' made/S_2012_1.txt.intoto.jsonl)" = 4 ]
}

@test "a generated archive is what archive add makes of the same documents, but for the day" {
    mkdir made
    "$make" documents "$specimens" made 12
    "$make" make "$specimens" generated 12
    chancery archive init added --origin archive.example/specimens --key "$specimens/log.key" >/dev/null
    local -a files=()
    local n
    for n in {1..12}; do
        files+=("made/S_2012_$n.txt")
    done
    ends 0 chancery archive add added "${files[@]}"
    [ "$(cut -d, -f1-5 added/index.jsonl)" = "$(cut -d, -f1-5 generated/index.jsonl)" ]
    sed -i 's/^Bagging-Date: .*/Bagging-Date: 2020-01-01/' added/*/bag-info.txt
    rm -f added/*/tagmanifest-sha256.txt generated/*/tagmanifest-sha256.txt # they hold its digest
    ends 0 diff -r -x log -x index.jsonl -x .adding added generated
    ends 0 env CHANCERY_HOME="$PWD/other" "$CHANCERY" log check generated/log
}
