#!/bin/sh
# Runs the README's console blocks in a temporary folder, first those that set up the
# registry, and compares what is printed with what the README shows. TAP.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
program=$(realpath "${CHANCERY:-$root/build/chancery}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/work"
ln -s "$program" "$folder/bin/chancery"
PATH=$folder/bin:$PATH
export PATH CHANCERY_HOME="$folder/home"
cp "$root/keys/S-2012-727/S-2012-727.txt" "$folder/work/"
ln -s "$root/dist" "$folder/work/dist"

# Where OpenSSH is missing its section is left out.
without=
command -v ssh-agent >/dev/null || without='## Keys where you keep them'

# The console blocks of the section that sets up the registry (1), or of all others.
blocks() { # WANTED(0|1)
    awk -v wanted="$1" -v without="$without" '
        /^## / { here = $0 == without ? -1 : $0 == "## Once, for the registry" ? 1 : 0 }
        /^```/ { inside = !inside && $0 == "```console"; next }
        inside && here == wanted' "$root/README.md"
}
# A directory's id is random, and so are keys; a timestamp is of now.
no_id() {
    sed -e 's/\(of the directory\) [0-9a-f]\{16\}$/\1 ID/' -e 's/\bkey [0-9a-f]\{16\}\b/key ID/' \
        -e 's/\(at the latest\) [^,]*/\1 TIME/'
}
{ blocks 1; blocks 0; } | no_id >"$folder/expected"

# The same transcript made by running the commands.
cd "$folder/work"
sed -n 's/^\$ //p' "$folder/expected" >"$folder/commands"
while IFS= read -r command; do
    printf '$ %s\n' "$command"
    sh -c "$command" </dev/null 2>&1 || true
done <"$folder/commands" | no_id >"$folder/actual"

[ -z "$without" ] || echo "# ssh-agent is not installed: that section was not run"
echo 1..3
failed=0
if diff "$folder/expected" "$folder/actual" >"$folder/diff"; then
    echo "ok 1 - the README shows what the program prints"
else
    sed 's/^/# /' "$folder/diff"
    echo "not ok 1 - the README shows what the program prints"
    failed=1
fi

# The service that the README makes, but for where its command is installed.
mkdir "$folder/units"
sed "s|/usr/local/bin/|$root/dist/|" chancery-audit.service >"$folder/units/chancery-audit.service"
cp "$root/dist/chancery-audit.timer" "$folder/units/"
if ! command -v systemd-analyze >/dev/null; then
    echo "ok 2 - the service that the README makes is one for systemd # SKIP systemd is not installed"
elif grep -q /srv/archive "$folder/units/chancery-audit.service" ||
    ! systemd-analyze verify --man=no "$folder"/units/chancery-audit.* >"$folder/said" 2>&1; then
    sed 's/^/# /' "$folder/said"
    echo "not ok 2 - the service that the README makes is one for systemd"
    failed=1
else
    echo "ok 2 - the service that the README makes is one for systemd"
fi

# The script for unattended verification, but for its folders: one of the letters was withdrawn meanwhile.
mkdir "$folder/letters"
cp S-2012-727.txt S-2012-727.txt.intoto.jsonl sent/annex.txt sent/annex.txt.intoto.jsonl "$folder/letters/"
awk '/^```/ { inside = $0 == "```sh"; next } inside && /^#!/ { found = 1 } inside && found' "$root/README.md" |
    awk '{ print } /^exit/ { exit }' |
    sed -e "s|/etc/chancery|$CHANCERY_HOME|" -e "s|PATH=/usr/local/bin|PATH=$folder/bin|" -e "s|/srv/letters|$folder/letters|" >"$folder/unattended"
status=0
if ! command -v jq >/dev/null; then
    echo "ok 3 - the README's script verifies a folder # SKIP jq is not installed"
else
    sh "$folder/unattended" >"$folder/said" 2>&1 || status=$?
    if [ "$status" -eq 2 ] && grep -q '^2 ./annex.txt: AUTHENTIC, BUT WITHDRAWN' "$folder/said" &&
        grep -q ' withdrew the letter of 2012-09-18 ' "$folder/said" &&
        [ "$(jq -r .verdict "$folder/letters/S-2012-727.txt.verdict.json")" = authentic ]; then
        echo "ok 3 - the README's script verifies a folder"
    else
        sed 's/^/# /' "$folder/said"
        echo "not ok 3 - the README's script verifies a folder: $status"
        failed=1
    fi
fi
exit "$failed"
