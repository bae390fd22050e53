#!/usr/bin/env bash
# Reports each numbered rule of spec/ ("**K2. ...") that no vector and no test names. It only reports: some
# rules are about writing, or about time, and are shown by tests that no single input can stand for.
set -u
rules=0 bare=0
while IFS=: read -r file rule; do
    rules=$((rules + 1))
    grep -rqsawF -- "$rule" tests/vectors tests/unit tests/cli tests/conformance || {
        echo "$file: rule $rule is named by no vector and no test"
        bare=$((bare + 1))
    }
done < <(grep -oE '^(\*\*|- \*\*)?[A-Z]*[0-9]+(\.[0-9]+)*\.?( |\*)' spec/*.md | sed -E 's/[* -]//g; s/\.$//' | sort -u)
echo "$rules rules, $bare of them without a vector or test of their own"
[ "$rules" -gt 0 ]
