/*
 * ed25519.h - what the Ed25519 tests read from JSON: hexadecimal members of any length.
 */
#ifndef CHY_TEST_ED25519_H
#define CHY_TEST_ED25519_H

#include "base/encode.h"
#include "data.h"
#include "sign/ed25519.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static inline struct chy_cursor at(const struct chy_cursor *list, size_t index)
{
    struct chy_cursor out;
    assert_true(chy_json_element(&out, list, index, NULL));
    return out;
}

static inline struct chy_cursor member(const struct chy_cursor *object, const char *key)
{
    struct chy_cursor out;
    assert_true(chy_json_member(&out, object, key, NULL));
    return out;
}

static inline size_t count_of(const struct chy_cursor *list)
{
    size_t count;
    assert_true(chy_json_array(&count, list, 1u << 20, NULL));
    return count;
}

static inline chancery_span text_of(const struct chy_cursor *object, const char *key)
{
    chancery_span text;
    assert_true(chy_json_member_string(&text, object, key, 1u << 20, NULL));
    return text;
}

/* The member's bytes in out, as a view of it. */
static inline chancery_span bytes_of(struct chy_buf *out, const struct chy_cursor *object,
                                     const char *key)
{
    chancery_span hex = text_of(object, key);
    chy_buf_clear(out);
    uint8_t *to = chy_buf_reserve(out, hex.len / 2);
    assert_true(hex.len == 0 || (to && chy_unhex(to, hex.len / 2, hex)));
    return chy_buf_view(out);
}

/* A signature of another length is no signature. */
static inline bool verify_hex(const struct chy_cursor *test, const char *message_key,
                              const char *signature_key, const chancery_public_key *key)
{
    struct chy_buf message = {0}, bytes = {0};
    chancery_signature signature;
    chancery_span text = bytes_of(&message, test, message_key);
    chancery_span sig = bytes_of(&bytes, test, signature_key);
    bool ok = sig.len == sizeof signature.b;
    if (ok) {
        memcpy(signature.b, sig.ptr, sizeof signature.b);
        ok = chy_ed25519_verify(key, text, &signature);
    }
    chy_buf_done(&message);
    chy_buf_done(&bytes);
    return ok;
}

#endif
