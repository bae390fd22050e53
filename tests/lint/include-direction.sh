#!/usr/bin/env bash
# Data flows one way: a room includes itself, those to its left, and chancery.h. The command line is a
# client like any other: it includes chancery.h and itself.
set -u
awk '
BEGIN { rooms = split("base text sign custody archive report cli", name); for (i in name) place[name[i]] = i }
match($0, /^#include "[^"]*"/) {
    included = substr($0, 11, RLENGTH - 11)
    split(FILENAME, from, "/"); split(included, to, "/")
    if (included == "chancery.h") next
    if (!(to[1] in place)) reason = "is in no room"
    else if (from[2] == "cli" && to[1] != "cli") reason = "is internal to the library"
    else if (place[to[1]] > place[from[2]]) reason = "is to the right of " from[2] "/"
    else next
    printf "%s:%d: %s %s\n", FILENAME, FNR, included, reason
    bad = 1
}
END { exit bad }' src/*/*.[ch]
