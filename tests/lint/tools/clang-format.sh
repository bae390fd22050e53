#!/usr/bin/env bash
# The layout of .clang-format. chancery.h is laid out by hand, as a page to read; the tables are generated.
set -u
command -v clang-format >/dev/null || { echo 'skipped: clang-format is not installed'; exit 77; }
printf '%s\n' src/*/*.c tests/*.[ch] tests/*/*.[ch] | grep -v '/tables\.c$' | xargs clang-format --dry-run --Werror
