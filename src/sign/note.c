/*
 * note.c - reading, verifying and signing notes.
 */
#include "sign/note.h"

#include "base/encode.h"
#include "base/utf8.h"

#define DASH "\xe2\x80\x94 "

static bool malformed(chancery_error *error, const char *why)
{
    chy_fail(error, CHANCERY_E_NOTE, "it is no signed note: %s", why);
    return chy_fail_next(error, "Ask for the file again; every byte counts.");
}

bool chy_note_base64(struct chy_buf *out, chancery_span text)
{
    return text.len > 0 && text.len % 4 == 0 && !memchr(text.ptr, '-', text.len) &&
           !memchr(text.ptr, '_', text.len) && chy_unbase64(out, text);
}

static bool check_characters(chancery_span bytes, chancery_error *error)
{
    for (size_t i = 0; i < bytes.len;) {
        uint32_t cp;
        unsigned taken = chy_utf8_decode(&cp, bytes.ptr + i, bytes.ptr + bytes.len);
        if (taken == 0)
            return malformed(error, "it is not well-formed UTF-8");
        if (cp < 0x20 && cp != '\n')
            return malformed(error, "there is a control character in it");
        i += taken;
    }
    return true;
}

/* "— NAME BASE64" */
static bool read_signature(struct chy_note_signature *out, chancery_span line,
                           chancery_error *error)
{
    if (!chy_span_starts(line, CHY_LITERAL(DASH)))
        return malformed(error, "a line after the last blank one is no signature");
    line = chy_span_from(line, sizeof DASH - 1);
    const uint8_t *space = line.len > 0 ? memchr(line.ptr, ' ', line.len) : NULL;
    size_t name = space ? (size_t)(space - line.ptr) : 0;
    struct chy_buf raw = {0};
    out->name = chy_span(line.ptr, name);
    out->base64 = chy_span_from(line, name + 1);
    bool ok = space && chy_note_name_is_good(out->name) && chy_note_base64(&raw, out->base64) &&
              raw.len > 4;
    if (ok)
        out->id = (uint32_t)raw.ptr[0] << 24 | (uint32_t)raw.ptr[1] << 16 |
                  (uint32_t)raw.ptr[2] << 8 | raw.ptr[3];
    chy_buf_done(&raw);
    return ok || malformed(error, "a signature line is not \"\xe2\x80\x94 NAME BASE64\"");
}

/* The offset of the LF LF after which the signatures begin; false if there is none. */
static bool find_signatures(size_t *at, chancery_span bytes)
{
    for (size_t i = bytes.len; i >= 2; i--)
        if (bytes.ptr[i - 1] == '\n' && bytes.ptr[i - 2] == '\n') {
            *at = i - 2;
            return true;
        }
    return false;
}

bool chy_note_read(struct chy_note *out, chancery_span bytes, chancery_error *error)
{
    size_t at;
    chancery_span line;
    out->signatures = 0;
    if (bytes.len > CHY_MAX_NOTE)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "a note of %zu bytes is too long; at most %u are", bytes.len,
                        CHY_MAX_NOTE);
    if (!check_characters(bytes, error))
        return false;
    if (!find_signatures(&at, bytes) || at + 2 == bytes.len)
        return malformed(error, "no signatures follow a blank line");
    if (bytes.ptr[bytes.len - 1] != '\n')
        return malformed(error, "its last line is cut off");
    out->text = chy_span(bytes.ptr, at + 1);
    chancery_span rest = chy_span_from(bytes, at + 2);
    while (chy_span_line(&line, &rest)) {
        if (out->signatures == CHY_MAX_NOTE_SIGNATURES)
            return malformed(error, "it has too many signatures");
        if (!read_signature(&out->signature[out->signatures], line, error))
            return false;
        out->signatures++;
    }
    return true;
}

static void cosigned(struct chy_buf *out, chancery_span text, int64_t time)
{
    chy_buf_printf(out, "cosignature/v1\ntime %lld\n", (long long)time);
    chy_buf_span(out, text);
}

static bool verify(struct chy_note_answer *answer, chancery_span text,
                   const struct chy_note_signature *from, const struct chy_note_key *key)
{
    struct chy_buf raw = {0}, message = {0};
    chancery_signature signature;
    uint64_t time = 0;
    bool timed = key->type == CHY_NOTE_COSIGNATURE;
    size_t head = timed ? 12 : 4;
    bool ok = chy_note_base64(&raw, from->base64) && raw.len == head + sizeof signature.b;
    for (size_t i = 4; ok && i < head; i++)
        time = time << 8 | raw.ptr[i];
    if (ok && time <= INT64_MAX) {
        memcpy(signature.b, raw.ptr + head, sizeof signature.b);
        if (timed)
            cosigned(&message, text, (int64_t)time);
        ok = chy_buf_ok(&message) &&
             chy_ed25519_verify(&key->key, timed ? chy_buf_view(&message) : text, &signature);
        *answer = (struct chy_note_answer){.good = ok, .time = ok ? (int64_t)time : 0};
    } else {
        ok = false;
    }
    chy_buf_done(&message);
    chy_buf_done(&raw);
    return ok;
}

static bool is_of(const struct chy_note_signature *signature, const struct chy_note_key *key)
{
    return signature->id == key->id && chy_span_is(signature->name, key->name);
}

/* SIZE_MAX: of none of the keys. */
static bool find_key(size_t *out, const struct chy_note_signature *signature,
                     const struct chy_note_key *key, size_t keys, chancery_error *error)
{
    *out = SIZE_MAX;
    for (size_t k = 0; k < keys; k++) {
        if (!is_of(signature, &key[k]))
            continue;
        if (*out != SIZE_MAX)
            return chy_fail(error, CHANCERY_E_NOTE, "two keys have the name %s and the id %08x",
                            key[k].name, key[k].id);
        *out = k;
    }
    return true;
}

bool chy_note_open(struct chy_note_answer *answer, const struct chy_note *note,
                   const struct chy_note_key *key, size_t keys, chancery_error *error)
{
    bool any = false;
    size_t k;
    for (size_t i = 0; i < keys; i++)
        answer[i] = (struct chy_note_answer){0};
    for (size_t i = 0; i < note->signatures; i++) {
        if (!find_key(&k, &note->signature[i], key, keys, error))
            return false;
        if (k == SIZE_MAX || answer[k].good)
            continue;
        if (!verify(&answer[k], note->text, &note->signature[i], &key[k])) {
            chy_fail(error, CHANCERY_E_NOTE, "the signature of %s does not fit the note",
                     key[k].name);
            return chy_fail_next(error, "Do not rely on it; ask for it again.");
        }
        any = true;
    }
    if (any)
        return true;
    chy_fail(error, CHANCERY_E_NOTE, "it is not signed by a key that is trusted here");
    return chy_fail_next(error, "Check whose key was given.");
}

bool chy_note_sign(struct chy_buf *out, chancery_span text, const struct chy_note_key *key,
                   const struct chancery_key *secret, int64_t time, chancery_error *error)
{
    uint8_t raw[76] = {(uint8_t)(key->id >> 24), (uint8_t)(key->id >> 16),
                       (uint8_t)(key->id >> 8), (uint8_t)key->id};
    struct chy_buf message = {0};
    chancery_signature signature;
    bool timed = key->type == CHY_NOTE_COSIGNATURE;
    size_t head = timed ? 12 : 4;
    if (!chy_key_eq(&secret->public_key, &key->key)) {
        chy_fail(error, CHANCERY_E_KEY, "the secret key is not the one of %s", key->name);
        return chy_fail_next(error, "Name the key file with --key.");
    }
    if (timed)
        cosigned(&message, text, time);
    for (size_t i = 4; i < head; i++)
        raw[i] = (uint8_t)((uint64_t)time >> (8 * (11 - i)));
    bool ok =
        chy_buf_finish(&message, error) &&
        chy_ed25519_sign(&signature, secret, timed ? chy_buf_view(&message) : text, error);
    if (ok) {
        memcpy(raw + head, signature.b, sizeof signature.b);
        chy_buf_printf(out, DASH "%s ", key->name);
        chy_buf_base64(out, raw, head + sizeof signature.b);
        chy_buf_byte(out, '\n');
    }
    chy_buf_done(&message);
    return ok;
}
