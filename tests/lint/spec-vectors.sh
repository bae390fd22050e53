#!/usr/bin/env bash
# Reports each numbered rule of spec/ ("**K2. Base64.**", "- V1.", "| 1.2 |") that no vector and no test names.
# It only reports: some rules are about writing, or about time, and no single input can stand for them.
# A test names a rule of the verdict by its number or by the code of its finding.
set -u
names() # RULE: it, and the identifiers and stable names of its findings
{
    echo "$1"
    sed -nE "s/^ +X\(([A-Z_]+), \"([a-z-]+)\", [A-Z]+, \"${1//./\\.}\",.*/CHANCERY_F_\1\n\2/p" src/chancery.h
}
rules=0 bare=0
while read -r file rule; do
    rules=$((rules + 1))
    grep -rqsawF -f <(names "$rule") tests/vectors tests/unit tests/cli tests/conformance || {
        echo "$file: rule $rule is named by no vector and no test"
        bare=$((bare + 1))
    }
done < <(sed -nE 's/^(- |\| )?(\*\*)?([A-Z][0-9]+|[0-9]+\.[0-9]+)([. *].*)?$/\3/; T; F; p' spec/*.md |
    paste -d ' ' - - | sort -u)
echo "$rules rules, $bare of them without a vector or test of their own"
[ "$rules" -gt 0 ]
