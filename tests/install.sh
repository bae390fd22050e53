#!/usr/bin/env bash
# What `make install` puts down works from there, as a shared and as a static library, and `make uninstall`
# takes all of it away again.
set -eu
[ "${MODE-release}" = release ] || { echo 'skipped: only a release is installed'; exit 77; }
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
make -s install prefix="$room/usr"
export PKG_CONFIG_PATH=$room/usr/lib/pkgconfig LD_LIBRARY_PATH=$room/usr/lib
cat >"$room/use.c" <<'C'
#include <chancery.h>
#include <stdio.h>
int main(void)
{
    return chancery_init(NULL) && puts(chancery_version()) >= 0 ? 0 : 1;
}
C
# shellcheck disable=SC2046 # flags are words
${CC:-gcc} -o "$room/shared" "$room/use.c" $(pkg-config --cflags --libs libchancery)
# shellcheck disable=SC2046
${CC:-gcc} -o "$room/static" "$room/use.c" $(pkg-config --cflags libchancery) "$room/usr/lib/libchancery.a" \
    $(pkg-config --static --libs libchancery | sed 's/-lchancery//')
version=$(pkg-config --modversion libchancery)
for program in "$room/shared" "$room/static" "$room/usr/bin/chancery --version"; do
    said=$($program)
    case $said in
    *"$version"*) echo "ok - ${program##*/} says $said" ;;
    *) echo "not ok - ${program##*/} says $said, not $version"; exit 1 ;;
    esac
done
find "$room/usr" -not -type d | sort
make -s uninstall prefix="$room/usr"
left=$(find "$room/usr" -not -type d)
[ -z "$left" ] || { echo "not ok - uninstall leaves $left"; exit 1; }
