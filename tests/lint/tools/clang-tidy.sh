#!/usr/bin/env bash
# clang-tidy with the checks of .clang-tidy over every source file but the generated tables.
set -u
command -v clang-tidy >/dev/null || { echo 'skipped: clang-tidy is not installed'; exit 77; }
headers=$(pkg-config --cflags p11-kit-1) || exit 1
export headers
tidy() # FILE...
{
    # shellcheck disable=SC2086 # several options
    clang-tidy --quiet --warnings-as-errors='*' "$@" -- -std=c17 -D_GNU_SOURCE -Isrc -Itests $headers 2>&1 |
        grep -v 'warnings generated\.$\|warnings treated as errors$'
    return "${PIPESTATUS[0]}"
}
export -f tidy
printf '%s\n' src/*/*.c tests/*/*.c | grep -v '/tables\.c$' | xargs -n 6 -P "$(nproc)" bash -c 'tidy "$@"' tidy
