#!/usr/bin/env bash
# Each limit of src/base/limits.h is in spec/limits.md with its value, and none else is.
set -eu
cd "$(dirname "$0")/../.."
failed=0

complain() {
    echo "spec/limits.md: $1"
    failed=1
}

for name in $(sed -n 's/^#define \(CHY_MAX_[A-Z0-9_]*\) .*/\1/p' src/base/limits.h); do
    text=$(sed -n "s/^#define $name \([^/]*\).*/\1/p" src/base/limits.h | sed 's/\([0-9]\)u*l*/\1/g')
    told=$(sed -n "s/^| \`$name\` | \([0-9]*\) |.*/\1/p" spec/limits.md)
    [ "$told" = "$((text))" ] || complain "$name is $((text)); the table says ${told:-nothing}"
done
for name in $(sed -n 's/^| `\([A-Z0-9_]*\)` .*/\1/p' spec/limits.md); do
    grep -q "^#define $name " src/base/limits.h || complain "$name is no limit of src/base/limits.h"
done
exit $failed
