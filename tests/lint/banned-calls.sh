#!/usr/bin/env bash
# Calls that have a safer one, and calls that only the command line may make: the library reads neither
# environment nor clock nor terminal, and ends no process.
set -u
bad=0
refuse() # NAMES REASON FILE...
{
    grep -nE "(^|[^A-Za-z0-9_>.])($1)\(" /dev/null "${@:3}" |
        sed -E "s#^([^:]*:[0-9]+):.*\b($1)\(.*#\1: \2: $2#" | grep . && bad=1
}
shopt -s nullglob
refuse 'strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca' 'has no bound' src/*/*.c src/*/*.h tests/*/*.c
refuse 'atoi|atol|atoll|atof' 'hides what it cannot read' src/*/*.[ch] tests/*/*.c
refuse 'system|popen' 'runs a shell' src/*/*.[ch]
refuse 'tmpnam|tempnam|mktemp' 'makes a name that another may take first' src/*/*.[ch] tests/*/*.c
refuse 'rand|srand|random|srandom' 'can be guessed' src/*/*.[ch]
library=(src/base/* src/text/* src/sign/* src/custody/* src/archive/* src/report/*)
refuse 'getenv|secure_getenv|setenv|putenv' 'the environment belongs to src/cli' "${library[@]}"
refuse 'time|clock_gettime|gettimeofday|localtime|localtime_r' 'the clock belongs to src/cli' "${library[@]}"
refuse 'isatty|tcgetattr|tcsetattr|printf|puts|putchar|perror' 'the terminal belongs to src/cli' "${library[@]}"

# A child that could not become another program, or whose work is done, has to end: these call _exit in it.
mapfile -t others < <(printf '%s\n' "${library[@]}" | grep -vx -e src/base/child.c -e src/archive/audit_work.c)
refuse '_exit' 'only src/cli ends the program' "${others[@]}"
refuse 'exit|_Exit|abort' 'only src/cli ends the program' "${library[@]}"

# Without chy_text_index a text has no table of words, which all of custody and report reads.
mapfile -t readers < <(printf '%s\n' src/*/* tests/unit/* tests/fuzz/* | grep -vx src/text/canon.c)
refuse 'chancery_text_new' 'has no words yet: call chy_text_new' "${readers[@]}"
exit $bad
