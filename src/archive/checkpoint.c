#include "archive/checkpoint.h"

#include "base/encode.h"

#include <stdlib.h>

bool chy_decimal_parse(uint64_t *out, chancery_span text, uint64_t max)
{
    uint64_t value = 0;
    if (text.len == 0 || text.len > 19 || (text.len > 1 && text.ptr[0] == '0'))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    *out = value;
    return value <= max;
}

bool chy_hash_parse(chancery_digest *out, chancery_span text)
{
    struct chy_buf raw = {0};
    bool ok = text.len == 44 && chy_note_base64(&raw, text) && raw.len == sizeof out->b;
    if (ok)
        memcpy(out->b, raw.ptr, sizeof out->b);
    chy_buf_done(&raw);
    return ok;
}

bool chy_checkpoint_parse(struct chy_checkpoint *out, chancery_span text, chancery_error *error)
{
    chancery_span size, root, line, rest = text;
    const char *why = NULL;
    if (!chy_span_line(&out->origin, &rest) || out->origin.len == 0)
        why = "its first line, the origin, is empty";
    else if (out->origin.len > CHY_MAX_ORIGIN)
        why = "its origin is too long";
    else if (!chy_span_line(&size, &rest) || !chy_decimal_parse(&out->size, size, CHY_MAX_LOG))
        why = "its second line is not the size of a log";
    else if (!chy_span_line(&root, &rest) || !chy_hash_parse(&out->root, root))
        why = "its third line is not a hash in base64";
    while (!why && chy_span_line(&line, &rest))
        if (line.len == 0)
            why = "there is an empty line in it";
    if (!why)
        return true;
    chy_fail(error, CHANCERY_E_NOTE, "it is no checkpoint of a log: %s", why);
    return chy_fail_next(error, "Ask for the file again; every byte counts.");
}

void chy_checkpoint_format(struct chy_buf *out, const struct chy_checkpoint *checkpoint)
{
    chy_buf_span(out, checkpoint->origin);
    chy_buf_printf(out, "\n%llu\n", (unsigned long long)checkpoint->size);
    chy_buf_base64(out, checkpoint->root.b, sizeof checkpoint->root.b);
    chy_buf_byte(out, '\n');
}

bool chy_checkpoint_open_with(struct chy_checkpoint *out, struct chy_note_answer *answer,
                              chancery_span bytes, const struct chy_note_key *key, size_t keys,
                              chancery_error *error)
{
    struct chy_note_answer own;
    struct chy_note *note = malloc(sizeof *note);
    if (!note)
        return chy_fail_memory(error);
    bool ok = chy_note_read(note, bytes, error) && chy_checkpoint_parse(out, note->text, error);
    if (ok && !chy_span_is(out->origin, key->name)) {
        char *origin = chy_esc(out->origin);
        ok = chy_fail(error, CHANCERY_E_NOTE, "it is a checkpoint of another log: %s, not %s",
                      origin ? origin : "?", key->name);
        chy_fail_next(error, "Check which log was meant, and whose key was given.");
        chancery_free(origin);
    }
    /* by the log itself first, then by all */
    ok = ok && chy_note_open(&own, note, key, 1, error) &&
         (keys == 1 || chy_note_open(answer, note, key, keys, error));
    if (ok && keys == 1)
        answer[0] = own;
    free(note);
    return ok;
}

bool chy_checkpoint_open(struct chy_checkpoint *out, chancery_span bytes,
                         const struct chy_note_key *key, chancery_error *error)
{
    struct chy_note_answer answer;
    return chy_checkpoint_open_with(out, &answer, bytes, key, 1, error);
}
