/*
 * statement_translation.c - the members that a translation alone has: rules C55 to C57 of
 * spec/custody-record.md.
 */
#include "custody/statement_reader.h"

#include "base/limits.h"

#include <stdlib.h>

static bool need_language(struct chy_reading *r, char **out, const struct chy_cursor *object)
{
    struct chy_cursor at;
    if (!chy_need_string(r, out, object, "language"))
        return false;
    return chy_is_language_tag(*out) ||
           (chy_json_member(&at, object, "language", r->error) &&
            chy_json_fail(&at, r->error, "it is no language tag (BCP 47)"));
}

/* The act, with the signatures that were seen on it, and its language. */
static bool read_original(struct chy_reading *r, const struct chy_cursor *at)
{
    static const char *const names[] = {"language", "signatures", "statement"};
    struct chy_statement *out = r->out;
    out->carries = calloc(1, sizeof *out->carries);
    if (!out->carries)
        return chy_fail_memory(r->error);
    out->carried = 1;
    out->carries[0].as = CHY_AS_TRANSLATION;
    return chy_note_unknown(r, at, names, CHY_COUNT(names)) &&
           need_language(r, &out->original_language, at) &&
           chy_need_digest(r, &out->carries[0].statement, at, "statement") &&
           chy_read_seen(r, &out->carries[0], at);
}

bool chy_read_translates(struct chy_reading *r, const struct chy_cursor *predicate)
{
    struct chy_statement *out = r->out;
    struct chy_cursor original, text;
    free(out->language);
    out->language = NULL;
    if (!chy_json_member(&text, predicate, "text", r->error) ||
        !need_language(r, &out->language, predicate) ||
        !chy_json_member(&original, predicate, "translates", r->error) ||
        !read_original(r, &original))
        return false;
    if (chy_same_language(out->language, out->original_language) &&
        !chy_other_script(out->language, out->original_language))
        return chy_json_fail(&original, r->error,
                             "a translation is in another language than its original, or in "
                             "another script of it");
    return chy_may_strings(r, &out->written, &out->writtens, predicate, "names",
                           CHY_MAX_SIGNATORIES);
}
