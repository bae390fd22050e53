#!/bin/sh
# Prints what links the given pkg-config packages into the program: each as an archive where it is
# installed, since a program with fewer shared libraries starts sooner, else as a shared library.
set -eu
: "${PKG_CONFIG:=pkg-config}"
for package; do
    archive=$($PKG_CONFIG --variable=libdir "$package")/lib${package#lib}.a
    if [ -f "$archive" ]; then
        echo "$archive"
    else
        $PKG_CONFIG --libs "$package"
    fi
done
echo -pthread -ldl # what the archive of OpenSSL asks for
