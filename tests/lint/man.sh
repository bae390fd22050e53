#!/bin/sh
# The man page names every command, option, error code and finding, and is well-formed mdoc.
# Run from the root of the repository; prints the file and the reason.
set -eu

page=man/chancery.1
failed=0
list=$(mktemp)
trap 'rm -f "$list"' EXIT

complain() {
    echo "$page: $*"
    failed=1
}

# want PATTERN WHAT: some line of the page matches.
want() {
    grep -Eq -- "$1" "$page" || complain "lacks $2"
}

if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$page" || failed=1
else
    echo "$page: mandoc is not installed, syntax skipped"
fi

# X(USAGE, "usage", 64, "the command line is wrong"): a row of code, status and meaning.
errors=$(sed -n '/define CHANCERY_ERRORS/,/^$/s/.*X([A-Z_]*, "\([a-z-]*\)", \([0-9]*\), "\([^"]*\)").*/\1 Ta \2 Ta \3/p' src/chancery.h)
# X(NO_RECORD, "no-record", INDETERMINATE, "0.1", ...): a row of finding, weight and rule.
findings=$(sed -n '/define CHANCERY_FINDINGS/,/^$/s/.*X([A-Z_]*, "\([a-z-]*\)", \([A-Z]*\), "\([0-9.]*\)".*/\1 Ta \L\2\E Ta \3/p' src/chancery.h)
defects=$(sed -n '/define CHANCERY_DEFECTS/,/^$/s/.*X([A-Z_]*, "\([a-z-]*\)", \([A-Z]*\), "\(A[0-9]*\)".*/\1 Ta \L\2\E Ta \3/p' src/chancery.h)
audits=$(sed -n '/define CHANCERY_AUDIT_FINDINGS/,/^$/s/.*X([A-Z_]*, "\([a-z-]*\)", \([A-Z]*\), "\(U[0-9]*\)".*/\1 Ta \L\2\E Ta \3/p' src/chancery.h)
if [ -z "$errors" ] || [ -z "$findings" ] || [ -z "$defects" ] || [ -z "$audits" ]; then
    complain "cannot be compared: src/chancery.h lists nothing"
fi
printf '%s\n' "$errors" "$findings" "$defects" "$audits" >"$list"
while read -r row; do
    grep -Fqx -- ".It Li $row" "$page" || complain "lacks the row: $row"
done <"$list"

# wanted WHAT BEFORE: one word or two a line on standard input, each after BEFORE in the page.
wanted() {
    while read -r name; do
        want "$2 $name( |\$)" "the $1: $name"
    done
}

sed -n 's/^ *\.name = "\([a-z ]*\)",$/\1/p' src/cli/cmd_*.c >"$list"
wanted command Cm <"$list"
sed -n 's/^ *\[CLI_OPT_[A-Z_]*\] = {"\([a-z-]*\)",.*/\1/p' src/cli/options.c | grep -v '^help$' >"$list"
wanted option 'Fl Fl' <"$list"
exit "$failed"
