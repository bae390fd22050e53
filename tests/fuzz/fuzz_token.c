/*
 * fuzz_token.c - timestamp tokens and the answers that they come in: what counts has the digest
 * and the order of times that it must have, what does not is refused with a reason.
 */
#include "base/sha256.h"
#include "token_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct token_case *given, chancery_span der)
{
    struct chy_token token;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest digest = chy_digest_of(der);
    if (token_verify(&token, given, der, &error))
        require(chy_digest_eq(&token.digest, &digest) && token.made <= token.latest &&
                token.made <= token.until && token.made - 300 <= given->now);
    else
        require(error.code != CHANCERY_OK && error.text[0]);
}

/* The input is a token, or an answer with one, as bytes or, as in the vectors, in base64; over
 * their imprint. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char imprint[] =
        "b36b926efde351bf02af56266188264aa441ead373668772f62a4f5b4be932d4";
    static struct token_case given;
    chancery_span input = chy_span(data, size), token;
    struct chy_buf decoded = {0};
    if (!chancery_init(NULL))
        return 0;
    if (!given.authorities) {
        given.authorities = token_authorities(CHY_LITERAL("ca-rsa ca-ecdsa ca-short between"));
        given.now = 1772366400;
        require(chy_unhex(given.imprint.b, sizeof given.imprint.b, chy_span_str(imprint)));
    }
    check(&given, input);
    if (chy_response_token(&token, input, NULL))
        check(&given, token);
    if (chy_unbase64(&decoded,
                     chy_span_sub(input, 0, size - (size > 0 && data[size - 1] == '\n'))))
        check(&given, chy_buf_view(&decoded));
    chy_buf_done(&decoded);
    return 0;
}
