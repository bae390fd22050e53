/*
 * ssh.c - public keys of OpenSSH: spec/keys.md, rules K16 and K18.
 */
#include "sign/ssh.h"

#include "base/encode.h"
#include "base/limits.h"
#include "base/sha256.h"

static const chancery_span ed25519 = {(const uint8_t *)"ssh-ed25519", 11};

bool chy_ssh_u32(uint32_t *out, chancery_span *rest)
{
    const uint8_t *p = rest->ptr;
    if (rest->len < 4)
        return false;
    *out = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    *rest = chy_span_from(*rest, 4);
    return true;
}

bool chy_ssh_string(chancery_span *out, chancery_span *rest)
{
    uint32_t len;
    chancery_span after = *rest;
    if (!chy_ssh_u32(&len, &after) || len > after.len)
        return false;
    *out = chy_span_sub(after, 0, len);
    *rest = chy_span_from(after, len);
    return true;
}

void chy_ssh_put_u32(struct chy_buf *out, uint32_t value)
{
    uint8_t bytes[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                        (uint8_t)value};
    chy_buf_add(out, bytes, sizeof bytes);
}

void chy_ssh_put_string(struct chy_buf *out, chancery_span bytes)
{
    chy_ssh_put_u32(out, (uint32_t)bytes.len);
    chy_buf_span(out, bytes);
}

bool chy_ssh_other_type(chancery_span type, chancery_error *error)
{
    int shown = type.len < 64 ? (int)type.len : 64;
    chy_fail(error, CHANCERY_E_KEY,
             "this is an OpenSSH key of the type %.*s, and letters are signed with plain "
             "Ed25519 keys only",
             shown, type.len > 0 ? (const char *)type.ptr : "");
    return chy_fail_next(error, "Make an Ed25519 key with: chancery keygen NAME, or ssh-keygen "
                                "-t ed25519");
}

bool chy_ssh_blob_parse(chancery_public_key *out, chancery_span blob, chancery_error *error)
{
    chancery_span type, bytes, rest = blob;
    chancery_public_key key;

    if (!chy_ssh_string(&type, &rest))
        return chy_fail(error, CHANCERY_E_KEY, "the OpenSSH key's bytes are malformed");
    if (!chy_span_eq(type, ed25519))
        return chy_ssh_other_type(type, error);
    if (!chy_ssh_string(&bytes, &rest) || bytes.len != sizeof key.b || rest.len > 0)
        return chy_fail(error, CHANCERY_E_KEY, "the OpenSSH key's bytes are malformed");
    memcpy(key.b, bytes.ptr, sizeof key.b);
    if (!chy_ed25519_require_good(&key, error))
        return false;
    *out = key;
    return true;
}

void chy_ssh_blob(uint8_t out[CHY_SSH_BLOB], const chancery_public_key *key)
{
    static const uint8_t prefix[CHY_SSH_BLOB - 32] = {
        0, 0, 0, 11, 's', 's', 'h', '-', 'e', 'd', '2', '5', '5', '1', '9', 0, 0, 0, 32};
    memcpy(out, prefix, sizeof prefix);
    memcpy(out + sizeof prefix, key->b, sizeof key->b);
}

void chy_ssh_fingerprint(char out[CHY_SSH_FINGERPRINT], const chancery_public_key *key)
{
    static const char prefix[] = "SHA256:";
    uint8_t blob[CHY_SSH_BLOB];
    struct chy_buf text;

    chy_ssh_blob(blob, key);
    chancery_digest digest = chy_digest_of(chy_span(blob, sizeof blob));
    chy_buf_init(&text, CHY_SSH_FINGERPRINT);
    chy_buf_str(&text, prefix);
    chy_buf_base64(&text, digest.b, sizeof digest.b); /* 43 characters and one "=" */
    memset(out, 0, CHY_SSH_FINGERPRINT);
    if (chy_buf_ok(&text))
        memcpy(out, text.ptr, CHY_SSH_FINGERPRINT - 1);
    chy_buf_done(&text);
}

/* --- lines ---------------------------------------------------------------------------------
 */

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* The next line that holds something, without the blanks around it. */
static bool next_line(chancery_span *line, chancery_span *rest)
{
    while (chy_span_line(line, rest)) {
        while (line->len > 0 && is_blank(line->ptr[0]))
            *line = chy_span_from(*line, 1);
        while (line->len > 0 &&
               (is_blank(line->ptr[line->len - 1]) || line->ptr[line->len - 1] == '\r'))
            line->len--;
        if (line->len > 0 && line->ptr[0] != '#')
            return true;
    }
    return false;
}

/* The bytes before the first blank; *line is what follows the blanks. */
static chancery_span take_word(chancery_span *line)
{
    size_t len = 0;
    while (len < line->len && !is_blank(line->ptr[len]))
        len++;
    chancery_span word = chy_span_sub(*line, 0, len);
    while (len < line->len && is_blank(line->ptr[len]))
        len++;
    *line = chy_span_from(*line, len);
    return word;
}

bool chy_ssh_is_line(chancery_span file)
{
    chancery_span line;
    return next_line(&line, &file) && chy_span_eq(take_word(&line), ed25519);
}

bool chy_ssh_line_parse(chancery_public_key *out, chancery_span file, chancery_error *error)
{
    chancery_span line = {0}, second;
    struct chy_buf blob;
    bool ok = false;

    chy_buf_init(&blob, CHY_MAX_KEYFILE);
    (void)next_line(&line, &file);
    (void)take_word(&line);
    if (!chy_unbase64(&blob, take_word(&line))) {
        chy_fail(error, CHANCERY_E_KEY, "the OpenSSH public key is not base64");
        goto out;
    }
    if (next_line(&second, &file)) {
        chy_fail(error, CHANCERY_E_KEY,
                 "this file holds several lines; it is unclear which key is meant");
        chy_fail_next(error, "Put the one line of the key into a file of its own.");
        goto out;
    }
    ok = chy_ssh_blob_parse(out, chy_buf_view(&blob), error);
out:
    chy_buf_done(&blob);
    return ok;
}
