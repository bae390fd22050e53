#include "archive/tlog_proof.h"

#include "archive/checkpoint.h"
#include "base/encode.h"

#define FIRST_LINE "c2sp.org/tlog-proof@v1"
#define EXTRA "extra "
#define INDEX "index "

static bool read_hashes(struct chy_merkle_proof *path, chancery_span *rest, const char **why)
{
    chancery_span line;
    path->count = 0;
    while (chy_span_line(&line, rest)) {
        if (line.len == 0)
            return true;
        if (path->count == CHY_MAX_PROOF) {
            *why = "it has more hashes than any log needs";
            return false;
        }
        if (!chy_hash_parse(&path->hash[path->count], line)) {
            *why = "a line of it is not a hash in base64";
            return false;
        }
        path->count++;
    }
    *why = "no checkpoint follows an empty line";
    return false;
}

static bool read_head(struct chy_tlog_proof *out, chancery_span *rest, const char **why)
{
    chancery_span line;
    if (!chy_span_line(&line, rest) || !chy_span_is(line, FIRST_LINE)) {
        *why = "its first line is not " FIRST_LINE;
        return false;
    }
    bool any = chy_span_line(&line, rest);
    if (any && chy_span_starts(line, CHY_LITERAL(EXTRA))) {
        if (!chy_note_base64(&out->extra, chy_span_from(line, sizeof EXTRA - 1))) {
            *why = "its extra data is not base64";
            return false;
        }
        any = chy_span_line(&line, rest);
    }
    if (!any || !chy_span_starts(line, CHY_LITERAL(INDEX)) ||
        !chy_decimal_parse(&out->index, chy_span_from(line, sizeof INDEX - 1),
                           CHY_MAX_LOG - 1)) {
        *why = "it does not give the index of an entry";
        return false;
    }
    return true;
}

bool chy_tlog_proof_parse(struct chy_tlog_proof *out, chancery_span bytes,
                          chancery_error *error)
{
    const char *why = NULL;
    chancery_span rest = bytes;
    *out = (struct chy_tlog_proof){0};
    chy_buf_init(&out->extra, CHY_MAX_ENTRY);
    if (bytes.len > CHY_MAX_PROOF_FILE)
        return chy_fail(error, CHANCERY_E_LIMIT,
                        "a proof of %zu bytes is too long; at most %u are allowed", bytes.len,
                        CHY_MAX_PROOF_FILE);
    if (read_head(out, &rest, &why) && read_hashes(&out->path, &rest, &why)) {
        out->note = rest;
        return chy_buf_finish(&out->extra, error);
    }
    if (!chy_buf_finish(&out->extra, error))
        return false;
    chy_fail(error, CHANCERY_E_NOTE, "it is no proof of a log: %s", why);
    return chy_fail_next(error, "Ask for the file again; every byte counts.");
}

void chy_tlog_proof_format(struct chy_buf *out, const struct chy_tlog_proof *proof)
{
    chy_buf_str(out, FIRST_LINE "\n");
    if (proof->extra.len > 0) {
        chy_buf_str(out, EXTRA);
        chy_buf_base64(out, proof->extra.ptr, proof->extra.len);
        chy_buf_byte(out, '\n');
    }
    chy_buf_printf(out, INDEX "%llu\n", (unsigned long long)proof->index);
    for (size_t i = 0; i < proof->path.count; i++) {
        chy_buf_base64(out, proof->path.hash[i].b, sizeof proof->path.hash[i].b);
        chy_buf_byte(out, '\n');
    }
    chy_buf_byte(out, '\n');
    chy_buf_span(out, proof->note);
}

void chy_tlog_proof_done(struct chy_tlog_proof *proof)
{
    chy_buf_done(&proof->extra);
    *proof = (struct chy_tlog_proof){0};
}
