/*
 * record.c - a custody record's bytes into lines, acts and signatures.
 */
#include "custody/record.h"

#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record_line.h"

#include <stdlib.h>

/* Room of the record's arrays, and what is needed only while lines are read. */
struct reading {
    struct chy_record *out;
    size_t line_cap, act_cap, signature_cap;
    struct chy_digest_index seen; /* lines, so that exact copies are passed over */
    struct chy_buf scratch;
    /* The last plain envelope and its act; co-signatories' lines stand one after another. */
    struct chy_plain_envelope last;
    uint32_t last_act;
    chancery_error *error;
};

/* An act is the pair of payload type and payload bytes. */
static chancery_digest act_key(const chancery_digest *payload, const char *payload_type)
{
    chancery_digest key;
    struct chy_sha256 sha;
    chy_sha256_init(&sha);
    chy_sha256_update(&sha, chy_span(payload->b, sizeof payload->b));
    chy_sha256_update(&sha, chy_span_str(payload_type));
    chy_sha256_final(&key, &sha);
    return key;
}

static chancery_digest signature_key(uint32_t act, const chancery_digest *signature)
{
    chancery_digest key;
    struct chy_sha256 sha;
    chy_sha256_init(&sha);
    chy_sha256_update(&sha, chy_span(signature->b, sizeof signature->b));
    chy_sha256_update(&sha, chy_span(&act, sizeof act));
    chy_sha256_final(&key, &sha);
    return key;
}

/* Reads the payload of a new act. False only for want of memory. */
static bool read_statement(struct chy_act *act, chancery_error *error)
{
    chancery_error cause = CHANCERY_ERROR_INIT;
    if (strcmp(act->payload_type, CHY_STATEMENT_TYPE) != 0) {
        char *shown = chy_esc(chy_span_str(act->payload_type));
        act->why = shown ? chy_dupf(error, "its payload is %s, no statement", shown) : NULL;
        chancery_free(shown);
        return act->why || chy_fail_memory(error);
    }
    act->readable =
        chy_statement_read(&act->statement, chy_span(act->payload, act->payload_len), &cause);
    if (act->readable)
        return true;
    if (cause.code == CHANCERY_E_MEMORY)
        return chy_fail_memory(error);
    act->why = chy_record_why(&cause, error);
    return act->why != NULL;
}

/* Finds the envelope's act, or adds it; the payload moves into the record then. */
static bool place_act(struct reading *r, uint32_t *index, struct chy_envelope *envelope,
                      uint32_t line)
{
    struct chy_record *out = r->out;
    chancery_digest digest = chy_digest_of(chy_span(envelope->payload, envelope->payload_len));
    chancery_digest key = act_key(&digest, envelope->payload_type);
    *index = chy_digest_index_find(&out->act_index, &key);
    if (*index != CHY_NO_INDEX)
        return true;
    if (!chy_grow(&out->act, &r->act_cap, out->acts, sizeof *out->act, CHY_MAX_LINES, "acts",
                  r->error))
        return false;
    *index = (uint32_t)out->acts++;
    struct chy_act *act = &out->act[*index];
    *act = (struct chy_act){.payload_type = envelope->payload_type,
                            .payload = envelope->payload,
                            .payload_len = envelope->payload_len,
                            .digest = digest,
                            .line = line,
                            .first = UINT32_MAX};
    envelope->payload_type = NULL;
    envelope->payload = NULL;
    return chy_digest_index_set(&out->act_index, &key, *index, r->error) &&
           read_statement(act, r->error);
}

static bool add_signature(struct reading *r, const struct chy_envelope_signature *from,
                          uint32_t act, uint32_t line)
{
    struct chy_record *out = r->out;
    if (!chy_grow(&out->signature, &r->signature_cap, out->signatures, sizeof *out->signature,
                  (size_t)CHY_MAX_LINES * CHY_MAX_SIGNATURES, "signatures", r->error))
        return false;
    struct chy_record_signature *to = &out->signature[out->signatures];
    *to = (struct chy_record_signature){.signature = from->signature,
                                        .keyid = from->keyid,
                                        .has_keyid = from->has_keyid,
                                        .line = line,
                                        .act = act,
                                        .next = UINT32_MAX,
                                        .proven = CHY_NEVER};
    chy_sha256(&to->digest, chy_span(to->signature.b, sizeof to->signature.b));
    chancery_digest key = signature_key(act, &to->digest);
    bool known = chy_digest_index_find(&out->signature_index, &key) != CHY_NO_INDEX;
    uint32_t index = (uint32_t)out->signatures++;
    uint32_t *link = out->act[act].first == UINT32_MAX
                         ? &out->act[act].first
                         : &out->signature[out->act[act].last].next;
    *link = out->act[act].last = index;
    return known || chy_digest_index_set(&out->signature_index, &key, index, r->error);
}

static bool add_envelope(struct reading *r, uint32_t *act, struct chy_envelope *envelope,
                         uint32_t line)
{
    if (!place_act(r, act, envelope, line))
        return false;
    for (size_t i = 0; i < envelope->signatures; i++) {
        if (!add_signature(r, &envelope->signature[i], *act, line))
            return false;
    }
    return true;
}

/* What is read of a line goes into the record. */
static bool add_read(struct reading *r, struct chy_record_line *to, chancery_span line)
{
    struct chy_plain_envelope plain;
    struct chy_parsed_line parsed = {0};
    uint32_t act = 0;
    bool is_plain = line.len <= CHY_MAX_LINE && chy_envelope_plain(&plain, line);
    if (is_plain && r->last.payload.len > 0 && chy_span_eq(plain.payload, r->last.payload) &&
        chy_span_eq(plain.type, r->last.type)) /* the same act, without decoding it again */
        return add_signature(r, &plain.signature, r->last_act, to->number);
    if (!chy_record_line_read(&parsed, line, &r->scratch, r->error))
        return false;
    to->kind = parsed.kind;
    to->of = parsed.of;
    to->why = parsed.why;
    parsed.why = NULL;
    bool ok =
        parsed.kind != CHY_LINE_ENVELOPE || add_envelope(r, &act, &parsed.envelope, to->number);
    if (ok && is_plain && parsed.kind == CHY_LINE_ENVELOPE) {
        r->last = plain;
        r->last_act = act;
    }
    chy_record_line_done(&parsed);
    return ok;
}

static bool add_line(struct reading *r, chancery_span line, uint32_t number)
{
    struct chy_record *out = r->out;
    if (!chy_grow(&out->line, &r->line_cap, out->lines, sizeof *out->line, CHY_MAX_LINES,
                  "lines", r->error))
        return false;
    struct chy_record_line *to = &out->line[out->lines++];
    *to = (struct chy_record_line){.kind = CHY_LINE_ENVELOPE,
                                   .number = number,
                                   .offset = (size_t)(line.ptr - out->bytes),
                                   .length = line.len};
    return add_read(r, to, line);
}

/* Is this line there already? Its end, with a signature, tells nearly all lines apart; among
 * those that end alike the first is known by its end, and the others by all of their bytes. */
static bool is_new(struct reading *r, chancery_span line, bool *is)
{
    enum { END = 119 }; /* and a byte before it: two blocks of SHA-256 */
    const struct chy_record *out = r->out;
    size_t end = line.len < END ? line.len : END;
    struct chy_sha256 sha;
    chancery_digest key;
    chy_sha256_init(&sha);
    chy_sha256_update(&sha, CHY_LITERAL("e"));
    chy_sha256_update(&sha, chy_span_from(line, line.len - end));
    chy_sha256_final(&key, &sha);
    uint32_t alike = chy_digest_index_find(&r->seen, &key);
    if (alike != CHY_NO_INDEX) {
        const struct chy_record_line *first = &out->line[alike];
        if (chy_span_eq(chy_span(out->bytes + first->offset, first->length), line)) {
            *is = false;
            return true;
        }
        key = chy_digest_of(line);
    }
    *is = chy_digest_index_find(&r->seen, &key) == CHY_NO_INDEX;
    return !*is || chy_digest_index_set(&r->seen, &key, (uint32_t)out->lines, r->error);
}

static bool read_lines(struct reading *r)
{
    chancery_span rest = chy_record_unmarked(chy_span(r->out->bytes, r->out->len)), line;
    for (uint32_t number = 1; chy_span_line(&line, &rest); number++) {
        bool fresh = false;
        if (number > CHY_MAX_LINES) {
            chy_fail(r->error, CHANCERY_E_LIMIT, "it has more than %u lines, the limit",
                     CHY_MAX_LINES);
            return false;
        }
        if (chy_span_ends(line, CHY_LITERAL("\r")))
            line.len--; /* a record that passed through a mail program */
        if (!chy_record_line_is_blank(line) &&
            (!is_new(r, line, &fresh) || (fresh && !add_line(r, line, number))))
            return false;
    }
    return true;
}

bool chy_record_read(struct chy_record *out, chancery_span bytes, chancery_error *error)
{
    struct chy_record record = {0};
    struct reading reading = {.out = &record, .error = error};
    bool ok = false;
    if (bytes.len > CHY_MAX_RECORD) {
        chy_fail(error, CHANCERY_E_LIMIT, "it has %zu bytes; at most %u are allowed", bytes.len,
                 CHY_MAX_RECORD);
        goto out;
    }
    record.bytes = (uint8_t *)chy_dup(bytes, error);
    record.len = bytes.len;
    if (!record.bytes || !read_lines(&reading))
        goto out;
    *out = record;
    record = (struct chy_record){0};
    ok = true;
out:
    chy_buf_done(&reading.scratch);
    chy_digest_index_done(&reading.seen);
    chy_record_done(&record);
    return ok;
}

void chy_record_done(struct chy_record *record)
{
    for (size_t i = 0; i < record->lines; i++)
        free(record->line[i].why);
    for (size_t i = 0; i < record->acts; i++) {
        struct chy_act *act = &record->act[i];
        free(act->payload_type);
        free(act->payload);
        free(act->why);
        chy_statement_done(&act->statement);
    }
    for (size_t i = 0; i < record->stamps; i++)
        free(record->stamp[i].why);
    free(record->stamp);
    free(record->line);
    free(record->act);
    free(record->signature);
    free(record->bytes);
    chy_digest_index_done(&record->act_index);
    chy_digest_index_done(&record->signature_index);
    *record = (struct chy_record){0};
}

uint32_t chy_record_find(const struct chy_record *record, const chancery_digest *digest)
{
    chancery_digest key = act_key(digest, CHY_STATEMENT_TYPE);
    return chy_digest_index_find(&record->act_index, &key);
}

const struct chy_record_signature *chy_record_next(const struct chy_record *record,
                                                   uint32_t act,
                                                   const struct chy_record_signature *before)
{
    uint32_t index = before ? before->next : record->act[act].first;
    return index == UINT32_MAX ? NULL : &record->signature[index];
}

const struct chy_record_signature *chy_record_signature(const struct chy_record *record,
                                                        uint32_t act,
                                                        const chancery_digest *digest)
{
    chancery_digest key = signature_key(act, digest);
    uint32_t index = chy_digest_index_find(&record->signature_index, &key);
    return index == CHY_NO_INDEX ? NULL : &record->signature[index];
}
