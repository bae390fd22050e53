/*
 * keyder.c - Ed25519 keys as DER: spec/keys.md, rules K5 to K8.
 */
#include "sign/keyder.h"

enum {
    DER_INTEGER = 0x02,
    DER_OCTETS = 0x04,
    DER_OID = 0x06,
    DER_SEQUENCE = 0x30,
    DER_BITS = 0x03,
    PKCS8_ATTRIBUTES = 0xa0, /* [0] */
    PKCS8_PUBLIC_KEY = 0x81  /* [1] IMPLICIT BIT STRING */
};

static const uint8_t oid_ed25519[] = {0x2b, 0x65, 0x70};

/* SEQUENCE { INTEGER 0, SEQUENCE { OBJECT IDENTIFIER 1.3.101.112 }, OCTET STRING { OCTET STRING
 * } } */
static const uint8_t pkcs8_prefix[CHY_PKCS8_LEN - 32] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30,
                                                         0x05, 0x06, 0x03, 0x2b, 0x65, 0x70,
                                                         0x04, 0x22, 0x04, 0x20};

/* Takes one element of this tag off *rest. Key files are under 64 KiB, so lengths of one and
 * two bytes are enough; the shortest form is demanded. */
static bool take(chancery_span *content, chancery_span *rest, uint8_t tag)
{
    const uint8_t *p = rest->ptr;
    size_t header = 2, len;
    if (rest->len < 2 || p[0] != tag)
        return false;
    len = p[1];
    if (len == 0x81 && rest->len >= 3 && p[2] >= 0x80) {
        header = 3;
        len = p[2];
    } else if (len == 0x82 && rest->len >= 4 && p[2] > 0) {
        header = 4;
        len = (size_t)p[2] << 8 | p[3];
    } else if (len >= 0x80) {
        return false;
    }
    if (len > rest->len - header)
        return false;
    *content = chy_span_sub(*rest, header, len);
    *rest = chy_span_from(*rest, header + len);
    return true;
}

/* Takes it and nothing follows. */
static bool take_last(chancery_span *content, chancery_span rest, uint8_t tag)
{
    return take(content, &rest, tag) && rest.len == 0;
}

/* AlgorithmIdentifier { id-Ed25519 } without parameters, as RFC 8410 demands. */
static bool is_ed25519(chancery_span algorithm)
{
    chancery_span oid;
    return take_last(&oid, algorithm, DER_OID) && chy_span_eq(oid, chy_span(oid_ed25519, 3));
}

/* What people call the algorithm. */
static const char *algorithm_name(chancery_span algorithm)
{
    static const struct {
        uint8_t len, oid[9];
        const char *name;
    } known[] = {
        {9, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01}, "an RSA"},
        {9, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a}, "an RSA-PSS"},
        {7, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01}, "an elliptic curve (ECDSA)"},
        {7, {0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01}, "a DSA"},
        {3, {0x2b, 0x65, 0x6e}, "an X25519"},
        {3, {0x2b, 0x65, 0x6f}, "an X448"},
        {3, {0x2b, 0x65, 0x71}, "an Ed448"},
    };
    chancery_span oid;
    if (take(&oid, &algorithm, DER_OID)) {
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            if (chy_span_eq(oid, chy_span(known[i].oid, known[i].len)))
                return known[i].name;
        }
    }
    return "another kind of";
}

static bool other_algorithm(chancery_span algorithm, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_KEY,
             "this is %s key, and letters are signed with Ed25519 keys only",
             algorithm_name(algorithm));
    return chy_fail_next(error, "Make an Ed25519 key with: chancery keygen NAME");
}

static bool malformed(chancery_error *error)
{
    return chy_fail(error, CHANCERY_E_KEY, "the key file's contents are malformed");
}

bool chy_spki_parse(chancery_public_key *out, chancery_span der, chancery_error *error)
{
    chancery_public_key key;
    uint8_t expected[44];
    chancery_span all, algorithm, bits;

    if (!take_last(&all, der, DER_SEQUENCE) || !take(&algorithm, &all, DER_SEQUENCE) ||
        !take_last(&bits, all, DER_BITS))
        return malformed(error);
    if (!is_ed25519(algorithm))
        return other_algorithm(algorithm, error);
    if (bits.len != 1 + sizeof key.b)
        return malformed(error);
    memcpy(key.b, bits.ptr + 1, sizeof key.b);
    chy_spki(expected, &key);
    if (!chy_span_eq(der, chy_span(expected, sizeof expected)))
        return malformed(error);
    if (!chy_ed25519_require_good(&key, error))
        return false;
    *out = key;
    return true;
}

/* What may follow the seed in version 2: attributes, which say nothing that matters here, and
 * the public key. *public_key is empty if it is not there. */
static bool take_tail(chancery_span *public_key, chancery_span rest, bool version2)
{
    chancery_span attributes;
    *public_key = (chancery_span){0};
    (void)take(&attributes, &rest, PKCS8_ATTRIBUTES);
    if (rest.len == 0)
        return true;
    /* a bit string's first byte counts its unused bits */
    return version2 && take_last(public_key, rest, PKCS8_PUBLIC_KEY) && public_key->len == 33 &&
           public_key->ptr[0] == 0;
}

/* Version and algorithm of any PKCS#8; *rest is what follows them. */
static bool take_head(chancery_span *algorithm, bool *version2, chancery_span *rest,
                      chancery_span der)
{
    chancery_span version;
    if (!take_last(rest, der, DER_SEQUENCE) || !take(&version, rest, DER_INTEGER) ||
        !take(algorithm, rest, DER_SEQUENCE) || version.len != 1 || version.ptr[0] > 1)
        return false;
    *version2 = version.ptr[0] == 1;
    return true;
}

bool chy_pkcs8_is_plausible(chancery_span der)
{
    chancery_span algorithm, rest;
    bool version2;
    return take_head(&algorithm, &version2, &rest, der);
}

/* The 32 bytes of seed. Almost every file is recognised by its first bytes alone. */
static bool take_seed(chancery_span *seed, chancery_span *public_key, chancery_span der,
                      chancery_error *error)
{
    chancery_span algorithm, rest, octets;
    bool version2;
    if (der.len == CHY_PKCS8_LEN &&
        chy_span_starts(der, chy_span(pkcs8_prefix, sizeof pkcs8_prefix))) {
        *public_key = (chancery_span){0};
        *seed = chy_span_from(der, sizeof pkcs8_prefix);
        return true;
    }
    if (!take_head(&algorithm, &version2, &rest, der))
        return malformed(error);
    if (!is_ed25519(algorithm))
        return other_algorithm(algorithm, error);
    if (!take(&octets, &rest, DER_OCTETS) || !take_last(seed, octets, DER_OCTETS) ||
        seed->len != 32 || !take_tail(public_key, rest, version2))
        return malformed(error);
    return true;
}

bool chy_pkcs8_parse(struct chancery_key **out, chancery_span der, chancery_error *error)
{
    chancery_span seed, public_key;
    struct chancery_key *key = NULL;
    if (!take_seed(&seed, &public_key, der, error) ||
        !chancery_key_from_seed(&key, seed.ptr, error))
        return false;
    if (public_key.len > 0 &&
        !chy_span_eq(chy_span_from(public_key, 1),
                     chy_span(key->public_key.b, sizeof key->public_key.b))) {
        chancery_key_free(key);
        return chy_fail(error, CHANCERY_E_KEY,
                        "the public key in this file is not that of its secret key");
    }
    *out = key;
    return true;
}

void chy_pkcs8(uint8_t out[CHY_PKCS8_LEN], const struct chancery_key *key)
{
    memcpy(out, pkcs8_prefix, sizeof pkcs8_prefix);
    memcpy(out + sizeof pkcs8_prefix, key->secret, CHY_PKCS8_LEN - sizeof pkcs8_prefix);
}
