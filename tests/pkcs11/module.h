/*
 * module.h - how a test tells the PKCS#11 module of the tests what to do: it finds
 * `pkcs11_test` in the module and writes into it.
 */
#ifndef CHY_TESTS_PKCS11_MODULE_H
#define CHY_TESTS_PKCS11_MODULE_H

#include <stdbool.h>

struct pkcs11_test {
    enum pkcs11_manner {
        HONEST,
        SIGNS_BADLY,
        SIGNATURE_OF_65,
        SIGNATURE_OF_63,
        WEAK_POINT,
        POINT_OF_31,
        RAW_POINT,
        POINT_ON_PRIVATE_KEY,
        NO_PUBLIC_KEY,
        LONG_ATTRIBUTE,
        RSA,
        NO_KEY,
        TWO_KEYS,
        TOO_MANY_KEYS,
        NO_TOKEN,
        TWO_TOKENS,
        TOKEN_NOT_READY,
        TOKEN_GONE,
        MOST_TOKENS,
        TOO_MANY_TOKENS,
        MORE_TOKENS_MEANWHILE,
        PIN_IS_LOCKED,
        LAST_TRY,
        KEYPAD,
        NO_PIN,
        ASKS_EACH_TIME,
        NO_LIST,
        HOLE_IN_LIST,
        OLD_VERSION
    } manner;
    int fail_at;          /* this call fails, counted from 1; 0: none */
    unsigned long result; /* with this */
    int calls, initialized, sessions, logins;
};

#endif
