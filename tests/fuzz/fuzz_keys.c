/*
 * fuzz_keys.c - public and secret key files: what is read is written and read again as it
 * was.
 */
#include "sign/keyfile.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static long answer(void *context, const char *prompt, uint8_t *out, size_t capacity)
{
    (void)context;
    require(prompt && capacity >= 4);
    memcpy(out, "test", 4);
    return 4;
}

static void try_public(chancery_span file)
{
    chancery_public_key key, back;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_public_key_parse(&key, file, &error)) {
        require(error.code != CHANCERY_OK && error.text[0]);
        return;
    }
    struct chy_buf out = {0};
    chy_public_key_format(&out, &key);
    require(chy_public_key_parse(&back, chy_buf_view(&out), NULL));
    require(memcmp(&key, &back, sizeof key) == 0);
    chy_buf_done(&out);
}

static void try_secret(chancery_span file)
{
    chancery_key *key = NULL, *back = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_key_parse(&key, file, answer, NULL, "?", &error)) {
        require(error.code != CHANCERY_OK && error.text[0] && !key);
        return;
    }
    struct chy_buf out = {.secret = true};
    require(chy_key_format(&out, key, (chancery_span){0}, NULL));
    require(chy_key_parse(&back, chy_buf_view(&out), NULL, NULL, "?", NULL));
    require(memcmp(key->secret, back->secret, 64) == 0);
    chy_buf_done(&out);
    chancery_key_free(key);
    chancery_key_free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!chancery_init(NULL))
        return 0;
    struct vector v = vector_of("", chy_span(data, size));
    try_public(v.input);
    try_secret(v.input);
    return 0;
}
