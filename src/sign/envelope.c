/*
 * envelope.c - DSSE v1 envelopes: https://github.com/secure-systems-lab/dsse
 */
#include "sign/envelope.h"

#include "base/encode.h"
#include "base/json.h"
#include "base/json_text.h"
#include "base/limits.h"

#include <stdlib.h>

/* Base64 of n bytes, padded. */
#define BASE64_LEN(n) (((n) + 2) / 3 * 4)

static bool read_payload(struct chy_envelope *out, const struct chy_cursor *root,
                         chancery_error *error)
{
    struct chy_cursor at;
    struct chy_buf bytes;
    chancery_span text;

    if (!chy_json_member(&at, root, "payload", error) ||
        !chy_json_string(&text, &at, BASE64_LEN(CHY_MAX_PAYLOAD), error))
        return false;
    chy_buf_init(&bytes, CHY_MAX_PAYLOAD);
    if (chy_unbase64(&bytes, text) || !chy_buf_ok(&bytes))
        out->payload = (uint8_t *)chy_buf_take(&bytes, &out->payload_len, error);
    else
        chy_json_fail(&at, error, "the payload is not base64");
    chy_buf_done(&bytes);
    return out->payload != NULL;
}

/* A keyid is a hint: one that is absent or not ours is no error. */
static void read_keyid(struct chy_envelope_signature *out, const struct chy_cursor *entry)
{
    struct chy_cursor at;
    chancery_span hex;
    out->has_keyid = chy_json_optional(&at, entry, "keyid") &&
                     chy_json_string(&hex, &at, CHY_MAX_STRING, NULL) &&
                     chy_unhex(out->keyid.b, sizeof out->keyid.b, hex);
}

/* *fits is false, without an error, for a signature of another algorithm: it is not 64
 * bytes. */
static bool read_signature(struct chy_envelope_signature *out, bool *fits,
                           struct chy_buf *scratch, const struct chy_cursor *entry,
                           chancery_error *error)
{
    struct chy_cursor at;
    chancery_span text;

    if (!chy_json_object(entry, error) || !chy_json_member(&at, entry, "sig", error) ||
        !chy_json_string(&text, &at, CHY_MAX_LINE, error))
        return false;
    chy_buf_clear(scratch);
    if (!chy_unbase64(scratch, text))
        return chy_buf_finish(scratch, error) &&
               chy_json_fail(&at, error, "the signature is not base64");
    *fits = scratch->len == sizeof out->signature.b;
    if (*fits) {
        memcpy(out->signature.b, scratch->ptr, sizeof out->signature.b);
        read_keyid(out, entry);
    }
    return true;
}

static bool read_signatures(struct chy_envelope *out, const struct chy_cursor *root,
                            chancery_error *error)
{
    struct chy_cursor list, entry;
    struct chy_buf scratch;
    size_t count;
    bool fits = false, ok = false;

    chy_buf_init(&scratch, CHY_MAX_LINE);
    if (!chy_json_member(&list, root, "signatures", error) ||
        !chy_json_array(&count, &list, CHY_MAX_SIGNATURES, error))
        goto out;
    out->signature = calloc(count ? count : 1, sizeof *out->signature);
    if (!out->signature) {
        chy_fail_memory(error);
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        if (!chy_json_element(&entry, &list, i, error) ||
            !read_signature(&out->signature[out->signatures], &fits, &scratch, &entry, error))
            goto out;
        out->signatures += fits;
    }
    if (out->signatures == 0) {
        chy_fail(error, CHANCERY_E_ENVELOPE, "there is no Ed25519 signature (64 bytes) in it");
        chy_fail_where(error, "$.signatures");
        goto out;
    }
    ok = true;
out:
    chy_buf_done(&scratch);
    return ok;
}

/* --- as this program writes it --- */

/* A string whose closing quote comes next. What it holds is for the caller: an escape in it, or
 * what is no UTF-8, is not taken for what it looks like. */
static bool take_string(chancery_span *out, chancery_span *rest)
{
    const uint8_t *quote = rest->len > 0 ? memchr(rest->ptr, '"', rest->len) : NULL;
    if (!quote)
        return false;
    *out = chy_span_sub(*rest, 0, (size_t)(quote - rest->ptr));
    *rest = chy_span_from(*rest, out->len + 1);
    return true;
}

static bool is_plain_type(chancery_span type)
{
    for (size_t i = 0; i < type.len; i++) {
        if (type.ptr[i] < 0x20 || type.ptr[i] > 0x7E || type.ptr[i] == '\\')
            return false;
    }
    return type.len <= CHY_MAX_STRING;
}

/* The reader below would read the same. */
bool chy_envelope_plain(struct chy_plain_envelope *out, chancery_span line)
{
    chancery_span keyid, sig;
    struct chy_buf bytes = {0};
    bool ok =
        chy_span_take(&line, CHY_LITERAL("{\"payload\":\"")) &&
        take_string(&out->payload, &line) && out->payload.len <= BASE64_LEN(CHY_MAX_PAYLOAD) &&
        chy_span_take(&line, CHY_LITERAL(",\"payloadType\":\"")) &&
        take_string(&out->type, &line) && is_plain_type(out->type) &&
        chy_span_take(&line, CHY_LITERAL(",\"signatures\":[{\"keyid\":\"")) &&
        take_string(&keyid, &line) &&
        chy_unhex(out->signature.keyid.b, sizeof out->signature.keyid.b, keyid) &&
        chy_span_take(&line, CHY_LITERAL(",\"sig\":\"")) && take_string(&sig, &line) &&
        chy_span_is(line, "}]}") && sig.len == BASE64_LEN(sizeof out->signature.signature.b) &&
        chy_unbase64(&bytes, sig) && bytes.len == sizeof out->signature.signature.b;
    if (ok)
        memcpy(out->signature.signature.b, bytes.ptr, bytes.len);
    out->signature.has_keyid = ok;
    chy_buf_done(&bytes);
    return ok;
}

/* False without an error: the line is read as any other. */
static bool read_plain(struct chy_envelope *out, chancery_span line)
{
    struct chy_plain_envelope plain = {0};
    struct chy_envelope made = {0};
    struct chy_buf bytes;
    chy_buf_init(&bytes, CHY_MAX_PAYLOAD);
    bool ok = chy_envelope_plain(&plain, line) && chy_unbase64(&bytes, plain.payload);
    if (ok) {
        made.payload = (uint8_t *)chy_buf_take(&bytes, &made.payload_len, NULL);
        made.payload_type = chy_dup(plain.type, NULL);
        made.signature = malloc(sizeof *made.signature);
        ok = made.payload && made.payload_type && made.signature;
    }
    if (ok) {
        *made.signature = plain.signature;
        made.signatures = 1;
        *out = made;
        made = (struct chy_envelope){0};
    }
    chy_buf_done(&bytes);
    chy_envelope_done(&made);
    return ok;
}

/* --- any line --- */

bool chy_envelope_read(struct chy_envelope *out, chancery_span line, chancery_error *error)
{
    struct chy_envelope envelope = {0};
    struct chy_json *json = NULL;
    chancery_span type;
    bool ok = false;

    if (read_plain(out, line))
        return true;
    if (!chy_json_parse(&json, line, error))
        goto out;
    struct chy_cursor root = chy_json_root(json);
    if (!chy_json_object(&root, error) ||
        !chy_json_member_string(&type, &root, "payloadType", CHY_MAX_STRING, error) ||
        !read_payload(&envelope, &root, error) || !read_signatures(&envelope, &root, error))
        goto out;
    envelope.payload_type = chy_dup(type, error);
    if (!envelope.payload_type)
        goto out;
    *out = envelope;
    envelope = (struct chy_envelope){0};
    ok = true;
out:
    chy_envelope_done(&envelope);
    chy_json_free(json);
    return ok;
}

void chy_envelope_done(struct chy_envelope *envelope)
{
    free(envelope->payload_type);
    free(envelope->payload);
    free(envelope->signature);
    *envelope = (struct chy_envelope){0};
}

/* Canonical JSON; only the type could hold something to be escaped. */
void chy_envelope_write(struct chy_buf *out, const char *payload_type, chancery_span payload,
                        const chancery_public_key *key, const chancery_signature *signature)
{
    chancery_digest keyid;
    chy_keyid(&keyid, key);
    chy_buf_str(out, "{\"payload\":\"");
    chy_buf_base64(out, payload.ptr, payload.len);
    chy_buf_str(out, "\",\"payloadType\":");
    chy_json_add_string(out, chy_span_str(payload_type), false);
    chy_buf_str(out, ",\"signatures\":[{\"keyid\":\"");
    chy_buf_hex(out, keyid.b, sizeof keyid.b);
    chy_buf_str(out, "\",\"sig\":\"");
    chy_buf_base64(out, signature->b, sizeof signature->b);
    chy_buf_str(out, "\"}]}\n");
}

void chy_envelope_pae(struct chy_buf *out, const char *payload_type, chancery_span payload)
{
    chancery_span type = chy_span_str(payload_type);
    chy_buf_str(out, "DSSEv1 ");
    chy_buf_decimal(out, type.len);
    chy_buf_byte(out, ' ');
    chy_buf_span(out, type);
    chy_buf_byte(out, ' ');
    chy_buf_decimal(out, payload.len);
    chy_buf_byte(out, ' ');
    chy_buf_span(out, payload);
}
