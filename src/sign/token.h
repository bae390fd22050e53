/*
 * token.h - timestamp tokens of RFC 3161: spec/time.md. OpenSSL judges them; nothing here is
 * reached by a command that meets no token.
 */
#ifndef CHY_TOKEN_H
#define CHY_TOKEN_H

#include "base/buf.h"
#include "base/span.h"

#define CHY_NONCE 8

/* Whose word counts. */
struct chy_authority {
    chancery_span certificate; /* X.509, DER */
    const char *policy;        /* that its tokens have, "1.2.3"; NULL: any */
};

/* Authorities ready to be asked. One whose certificate cannot be read vouches for nothing.
 * Copies what it needs. */
struct chy_authorities;
CHY_MUST_USE bool chy_authorities_new(struct chy_authorities **out,
                                      const struct chy_authority *list, size_t count,
                                      chancery_error *error);
void chy_authorities_free(struct chy_authorities *authorities);

/* What a token that counts says; seconds UTC. */
struct chy_token {
    int64_t made;   /* its genTime, without a fraction of a second */
    int64_t latest; /* genTime plus accuracy: what it covers was there then, at the latest */
    int64_t until;  /* the last second for which all certificates of its chain are valid */
    chancery_digest digest; /* SHA-256 of the token, which a later one may cover */
};

/* Does this token prove that what has the digest `imprint` was there? nonce: of the request;
 * NULL: none is asked for. now: genTime is not after it. That the chain is still valid at `now`
 * is left to the caller: a later token may cover it. CHANCERY_E_TOKEN, _LIMIT, _MEMORY. */
CHY_MUST_USE bool chy_token_verify(struct chy_token *out, chancery_span der,
                                   const chancery_digest *imprint, const uint8_t *nonce,
                                   struct chy_authorities *authorities, int64_t now,
                                   chancery_error *error);

/* A request (TimeStampReq) for a token over a digest, with a nonce and the authority's
 * certificate asked for: always of this size. */
#define CHY_REQUEST 69
CHY_MUST_USE bool chy_request_make(uint8_t out[CHY_REQUEST], const chancery_digest *imprint,
                                   chancery_error *error);
/* The nonce of such a request for this digest. False if it is none. */
CHY_MUST_USE bool chy_request_nonce(uint8_t nonce[CHY_NONCE], chancery_span request,
                                    const chancery_digest *imprint);

/* The token in an authority's answer (TimeStampResp), a view of it. CHANCERY_E_TOKEN where the
 * authority refused, with its reason, or the answer is malformed. */
CHY_MUST_USE bool chy_response_token(chancery_span *out, chancery_span response,
                                     chancery_error *error);

#endif
