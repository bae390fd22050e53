/*
 * fuzz_x509.c - certificates, each also as its own authority, so that the chain is walked: what
 * is taken has a good key, what is not is refused with a reason.
 */
#include "sign/certificate.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const int64_t now = 1767225600; /* 2026-01-01 */
    chancery_public_key key;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chancery_init(NULL))
        return 0;
    struct vector v = vector_of("", chy_span(data, size));
    require(!chy_certificate_key(&key, v.input, NULL, 0, now, NULL));
    if (chy_certificate_key(&key, v.input, &v.input, 1, now, &error))
        require(chy_ed25519_key_is_good(&key));
    else
        require(error.code != CHANCERY_OK && error.text[0]);
    return 0;
}
