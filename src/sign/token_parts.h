/*
 * token_parts.h - one token while it is judged. For token*.c alone.
 */
#ifndef CHY_TOKEN_PARTS_H
#define CHY_TOKEN_PARTS_H

#include "sign/token.h"

#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

struct chy_authorities {
    X509_STORE *store;
    X509 **certificate; /* NULL where it cannot be read */
    char **policy;      /* NULL: any */
    size_t count;
};

struct chy_token_reading {
    struct chy_authorities *by;
    const chancery_digest *imprint;
    const uint8_t *nonce;
    PKCS7 *token;
    TS_TST_INFO *info;
    PKCS7_SIGNER_INFO *one;
    STACK_OF(X509) * untrusted; /* views: what the token holds, its signer first */
    X509 *signer;               /* a view */
    struct chy_token said;
    chancery_error *error;
};

/* CHANCERY_E_TOKEN. Returns false. */
static inline bool chy_token_refuse(struct chy_token_reading *r, const char *why)
{
    return chy_fail(r->error, CHANCERY_E_TOKEN, "%s", why);
}

/* token_signer.c: T6, the certificate that the signed attribute means; T7, what it is for. */
CHY_MUST_USE bool chy_token_find_signer(struct chy_token_reading *r);
CHY_MUST_USE bool chy_token_check_usage(struct chy_token_reading *r);
/* token_time.c: T8 and T9. */
CHY_MUST_USE bool chy_token_check_time(struct chy_token_reading *r, int64_t now);
/* token_chain.c: T10 and T11. */
CHY_MUST_USE bool chy_token_check_chain(struct chy_token_reading *r);

#endif
