#!/usr/bin/env bash
# cppcheck over the sources of the program and the library.
set -u
command -v cppcheck >/dev/null || { echo 'skipped: cppcheck is not installed'; exit 77; }
cppcheck --quiet --std=c11 --language=c -j "$(nproc)" -Isrc -D__GNUC__ --enable=warning,portability,performance \
    --inline-suppr --suppress=internalAstError --suppress=missingIncludeSystem --error-exitcode=1 src
