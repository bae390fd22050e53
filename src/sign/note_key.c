/*
 * note_key.c - names and verifier keys of signed notes.
 */
#include "sign/note.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/sha256.h"
#include "base/utf8.h"

/* C0, DEL and C1. */
static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F);
}

/* White_Space of Unicode, which is closed. */
static bool is_space(uint32_t cp)
{
    return (cp >= 9 && cp <= 13) || cp == 0x20 || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

bool chy_note_name_is_good(chancery_span name)
{
    if (name.len == 0 || name.len > CHY_MAX_ORIGIN)
        return false;
    for (size_t i = 0; i < name.len;) {
        uint32_t cp;
        unsigned taken = chy_utf8_decode(&cp, name.ptr + i, name.ptr + name.len);
        if (taken == 0 || is_control(cp) || cp == '+' || is_space(cp))
            return false;
        i += taken;
    }
    return true;
}

/* The first four bytes of SHA-256(name LF type key). */
static uint32_t key_id(const struct chy_note_key *key)
{
    const uint8_t type = (uint8_t)key->type;
    struct chy_sha256 sha;
    chancery_digest digest;
    chy_sha256_init(&sha);
    chy_sha256_update(&sha, chy_span_str(key->name));
    chy_sha256_update(&sha, CHY_LITERAL("\n"));
    chy_sha256_update(&sha, chy_span(&type, 1));
    chy_sha256_update(&sha, chy_span(key->key.b, sizeof key->key.b));
    chy_sha256_final(&digest, &sha);
    return (uint32_t)digest.b[0] << 24 | (uint32_t)digest.b[1] << 16 |
           (uint32_t)digest.b[2] << 8 | digest.b[3];
}

bool chy_note_key_make(struct chy_note_key *out, chancery_span name, enum chy_note_type type,
                       const chancery_public_key *key, chancery_error *error)
{
    if (!chy_note_name_is_good(name)) {
        chy_fail(error, CHANCERY_E_NOTE,
                 "a name of 1 to %u bytes without spaces and plus signs is needed",
                 CHY_MAX_ORIGIN);
        return chy_fail_next(error, "Choose one like registry.example/letters.");
    }
    if (!chy_ed25519_key_is_good(key))
        return chy_fail(error, CHANCERY_E_KEY,
                        "the key is weak: of small order or not canonical");
    *out = (struct chy_note_key){.type = type, .key = *key};
    memcpy(out->name, name.ptr, name.len);
    out->id = key_id(out);
    return true;
}

bool chy_note_key_parse(struct chy_note_key *out, chancery_span vkey, chancery_error *error)
{
    bool ok = false;
    struct chy_buf raw = {0};
    chancery_public_key key;
    uint8_t id[4];
    const uint8_t *plus = vkey.len > 0 ? memchr(vkey.ptr, '+', vkey.len) : NULL;
    size_t name = plus ? (size_t)(plus - vkey.ptr) : 0;
    /* NAME + 8 hexadecimal digits + 44 characters of base64, which are 33 bytes */
    if (!plus || vkey.len != name + 54 || plus[9] != '+' ||
        !chy_unhex(id, sizeof id, chy_span(plus + 1, 8)) ||
        !chy_unbase64(&raw, chy_span(plus + 10, 44)) || raw.len != 33 ||
        memchr(plus + 10, '-', 44) || memchr(plus + 10, '_', 44)) {
        chy_fail(error, CHANCERY_E_NOTE, "it is no verifier key of the form NAME+ID+BASE64");
        goto out;
    }
    if (raw.ptr[0] != CHY_NOTE_ED25519 && raw.ptr[0] != CHY_NOTE_COSIGNATURE) {
        chy_fail(error, CHANCERY_E_NOTE,
                 "the verifier key is of type %u; Ed25519 (1) and cosignature (4) are known",
                 raw.ptr[0]);
        goto out;
    }
    memcpy(key.b, raw.ptr + 1, sizeof key.b);
    if (!chy_note_key_make(out, chy_span(vkey.ptr, name), (enum chy_note_type)raw.ptr[0], &key,
                           error))
        goto out;
    if (out->id !=
        ((uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3])) {
        chy_fail(error, CHANCERY_E_NOTE, "the id in the verifier key is not that of its key");
        goto out;
    }
    ok = true;
out:
    chy_fail_next(error, "Copy the whole key as its owner gave it.");
    chy_buf_done(&raw);
    return ok;
}

/* The file of a public key lacks the name that belongs to a verifier key. */
static bool check_no_public_key(chancery_span line, chancery_error *error)
{
    if (!chy_span_starts(line, CHY_LITERAL("-----BEGIN")) &&
        !chy_span_starts(line, CHY_LITERAL("ssh-")))
        return true;
    chy_fail(error, CHANCERY_E_NOTE,
             "it is a key as such, and no verifier key, which has the name of its owner");
    return chy_fail_next(error, "Make the verifier key of a public key with its owner's name: "
                                "chancery show KEY.pub --name NAME.");
}

bool chy_note_key_given(struct chy_note_key *out, const char *given, chancery_error *error)
{
    struct chy_buf file = {0};
    chancery_span line = {0}, rest;
    if (chy_note_key_parse(out, chy_span_str(given), NULL))
        return true;
    if (!chy_file_exists(given) && strchr(given, '+'))
        return chy_note_key_parse(out, chy_span_str(given), error);
    if (!chy_file_exists(given)) {
        chy_fail(error, CHANCERY_E_MISSING,
                 "there is no such file, nor is it a verifier key, NAME+ID+BASE64");
        chy_fail_where(error, given);
        return chy_fail_next(error, "Name the file that holds the verifier key; chancery show "
                                    "KEY.pub --name NAME makes it of a public key.");
    }
    bool ok = chy_file_read(&file, given, CHY_MAX_KEYFILE, error);
    rest = chy_buf_view(&file);
    ok = ok && ((chy_span_line(&line, &rest) && check_no_public_key(line, error) &&
                 chy_note_key_parse(out, line, error)) ||
                chy_fail_where(error, given));
    chy_buf_done(&file);
    return ok;
}

char *chancery_verifier_key(const char *name, const chancery_public_key *key,
                            chancery_error *error)
{
    struct chy_note_key made;
    struct chy_buf out = {0};
    char *text = NULL;
    if (chy_note_key_make(&made, chy_span_str(name), CHY_NOTE_ED25519, key, error)) {
        chy_note_key_format(&out, &made);
        text = chy_buf_take(&out, NULL, error);
    }
    chy_buf_done(&out);
    return text;
}

void chy_note_key_format(struct chy_buf *out, const struct chy_note_key *key)
{
    uint8_t raw[33] = {(uint8_t)key->type};
    memcpy(raw + 1, key->key.b, sizeof key->key.b);
    chy_buf_printf(out, "%s+%08x+", key->name, key->id);
    chy_buf_base64(out, raw, sizeof raw);
}
