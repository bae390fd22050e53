/*
 * pkcs11_uri.h - the name of a key on a token, a URI of RFC 7512 (spec/keys.md, rules K24 and
 * K25), read without a module.
 */
#ifndef CHY_PKCS11_URI_H
#define CHY_PKCS11_URI_H

#include "base/buf.h"
#include "base/span.h"

/* What the URI says, decoded; ptr is NULL where it does not say it. Views into bytes, each
 * followed by a NUL. */
struct chy_pkcs11_uri {
    chancery_span token, manufacturer, model, serial; /* of the token */
    chancery_span slot_id;                            /* decimal digits */
    chancery_span object, id, type;                   /* of the key */
    chancery_span pin_source, module_name, module_path;
    uint8_t *bytes;
};

/* "pkcs11:token=...;object=...?module-path=...". CHANCERY_E_USAGE, with the attribute's name;
 * _LIMIT. */
CHY_MUST_USE bool chy_pkcs11_uri_parse(struct chy_pkcs11_uri *out, chancery_span uri,
                                       chancery_error *error);
void chy_pkcs11_uri_done(struct chy_pkcs11_uri *uri);

/* The file of a pin-source ("file:/..." or a path), a view into it. CHANCERY_E_USAGE. */
CHY_MUST_USE bool chy_pkcs11_pin_file(const char **path, const struct chy_pkcs11_uri *uri,
                                      chancery_error *error);

#endif
