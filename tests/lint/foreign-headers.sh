#!/usr/bin/env bash
# Each foreign library is behind few files, so that it can be replaced, and read about in one place.
set -u
bad=0
only() # HEADERS FILE...: the headers may be included by these files of src/ and no other
{
    local file
    while read -r file; do
        case " ${*:2} " in
        *" $file "*) ;;
        *)
            echo "$file: includes <$1>, which only these may: ${*:2}"
            bad=1
            ;;
        esac
    done < <(grep -lE "^#include <$1>" src/*.h src/*/*.[ch])
}
only 'jansson.h' src/base/json_tree.h
only 'sodium.*' src/base/secret.c src/sign/ed25519.c
only 'p11-kit/.*' src/sign/pkcs11_parts.h
only 'openssl/.*' src/base/sha256.c src/archive/bag_hash.c src/sign/pbes2.c src/sign/certificate.c src/sign/token_parts.h
exit $bad
