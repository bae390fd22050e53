#!/usr/bin/env bash
# Each numbered rule of spec/ ("**K2. Base64.**", "- V1.", "| 1.2 |") is named by a vector, in its header "rule:", or
# by a test. A test names a rule of the verdict by its number or by the code of its finding. Long lines, which hold
# base64, name nothing.
set -u
cd "$(dirname "$0")/../.." || exit 1
named=$(mktemp)
trap 'rm -f "$named"' EXIT
{
    grep -rha '^rule: ' tests/vectors
    cat tests/unit/*.c tests/conformance/*.c tests/*.h tests/cli/*.bats | awk 'length($0) <= 160'
} >"$named"
names() # RULE: it, and the identifiers and stable names of its findings
{
    echo "$1"
    sed -nE "s/^ +X\(([A-Z_]+), \"([a-z-]+)\", [A-Z]+, \"${1//./\\.}\",.*/CHANCERY_F_\1\n\1\n\2/p" src/chancery.h
}
rules=0 bare=0
while read -r file rule; do
    rules=$((rules + 1))
    grep -qawF -f <(names "$rule") "$named" || {
        echo "$file: rule $rule is named by no vector and no test"
        bare=$((bare + 1))
    }
done < <(sed -nE 's/^(- |\| )?(\*\*)?([A-Z][0-9]+|[0-9]+\.[0-9]+)([. *].*)?$/\3/; T; F; p' spec/*.md |
    paste -d ' ' - - | sort -u)
[ "$rules" -gt 0 ] && [ "$bare" -eq 0 ]
