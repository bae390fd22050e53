#include "custody/record_line.h"

#include "base/encode.h"
#include "base/limits.h"
#include "base/sha256.h"

#include <stdlib.h>

chancery_span chy_record_unmarked(chancery_span bytes)
{
    const chancery_span mark = CHY_LITERAL("\xEF\xBB\xBF");
    return chy_span_starts(bytes, mark) ? chy_span_from(bytes, mark.len) : bytes;
}

bool chy_record_line_is_blank(chancery_span line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != ' ' && line.ptr[i] != '\t' && line.ptr[i] != '\r')
            return false;
    }
    return true;
}

char *chy_record_why(const chancery_error *cause, chancery_error *error)
{
    return chy_dupf(error, "%s%s%s", cause->where, cause->where[0] ? ": " : "", cause->text);
}

/* {"timestamp":{"signature":HEX,"token":BASE64}} and nothing else. */
bool chy_record_line_token(chancery_digest *of, struct chy_buf *scratch, chancery_span line,
                           chancery_error *error)
{
    static const char *const outer[] = {"timestamp"}, *const inner[] = {"signature", "token"};
    struct chy_json *json = NULL;
    struct chy_cursor at, signature;
    chancery_span token;
    bool ok = false;
    if (!chy_json_parse(&json, line, error))
        return false;
    struct chy_cursor root = chy_json_root(json);
    if (!chy_json_member(&at, &root, "timestamp", error) ||
        !chy_json_member(&signature, &at, "signature", error) ||
        !chy_json_digest(of, &signature, error) ||
        !chy_json_member_string(&token, &at, "token", CHY_MAX_LINE, error))
        goto out;
    chy_buf_clear(scratch);
    if (chy_json_unknown(&root, outer, 1) || chy_json_unknown(&at, inner, 2))
        chy_json_fail(&at, error, "a timestamp has a signature and a token and nothing else");
    else if (token.len == 0 || !chy_unbase64(scratch, token))
        chy_json_fail(&at, error, "the token is not base64");
    else
        ok = true;
out:
    chy_json_free(json);
    return ok;
}

/* A line that is no envelope: what is wrong with it is said of the kind that it looks like. */
static bool read_other(struct chy_parsed_line *out, chancery_span line, struct chy_buf *scratch,
                       const chancery_error *not_envelope, chancery_error *error)
{
    const chancery_span head = CHY_LITERAL("{\"timestamp\"");
    chancery_error not_timestamp = CHANCERY_ERROR_INIT;
    if (chy_record_line_token(&out->of, scratch, line, &not_timestamp)) {
        out->kind = CHY_LINE_TIMESTAMP;
        return true;
    }
    const chancery_error *cause = chy_span_starts(line, head) ? &not_timestamp : not_envelope;
    if (not_timestamp.code == CHANCERY_E_MEMORY || not_envelope->code == CHANCERY_E_MEMORY)
        return chy_fail_memory(error);
    out->kind = CHY_LINE_JUNK;
    out->why = chy_record_why(cause, error);
    return out->why != NULL;
}

bool chy_record_line_read(struct chy_parsed_line *out, chancery_span line,
                          struct chy_buf *scratch, chancery_error *error)
{
    chancery_error cause = CHANCERY_ERROR_INIT;
    *out = (struct chy_parsed_line){.kind = CHY_LINE_ENVELOPE};
    if (line.len > CHY_MAX_LINE) {
        chy_fail(&cause, CHANCERY_E_LIMIT, "it has %zu bytes; at most %u are allowed", line.len,
                 CHY_MAX_LINE);
        out->kind = CHY_LINE_JUNK;
        out->why = chy_record_why(&cause, error);
        return out->why != NULL;
    }
    return chy_envelope_read(&out->envelope, line, &cause) ||
           read_other(out, line, scratch, &cause, error);
}

void chy_record_line_done(struct chy_parsed_line *line)
{
    chy_envelope_done(&line->envelope);
    free(line->why);
    *line = (struct chy_parsed_line){0};
}
