/*
 * draft_translate.c - what a translation says of the letter that it translates.
 */
#include "custody/draft.h"

#include "base/limits.h"
#include "custody/carry.h"

#include <stdlib.h>

static bool is_letter(const struct chy_statement *of, const char *path, chancery_error *error)
{
    if (of->type <= CHY_ACT_FORWARD)
        return true;
    chy_fail(error, CHANCERY_E_REFUSED, "what is translated is a letter, and this is %s",
             of->type == CHY_ACT_ISSUE ? "an issue" : "a translation");
    chy_fail_where(error, path);
    return chy_fail_next(
        error, of->type == CHY_ACT_ISSUE
                   ? "Translate the letters that it carries; in the other language it is an "
                     "issue of its own."
                   : "Translate the letter that was signed.");
}

static bool set_languages(struct chy_statement *statement, const struct chy_statement *of,
                          const char *given, chancery_error *error)
{
    const char *from = given ? given : of->language;
    if (!from) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "the original does not say its language");
        return chy_fail_next(error, "Say it with --original-language.");
    }
    if (!chy_is_language_tag(from)) {
        chy_fail(error, CHANCERY_E_USAGE, "--original-language takes a language tag (BCP 47)");
        return chy_fail_next(error, "Say for example --original-language fr.");
    }
    if (of->language &&
        (!chy_same_language(from, of->language) || chy_other_script(from, of->language))) {
        chy_fail(error, CHANCERY_E_CONFLICT, "the original says that its language is %s",
                 of->language);
        return chy_fail_next(error, "Leave --original-language out.");
    }
    if (chy_same_language(from, statement->language) &&
        !chy_other_script(from, statement->language)) {
        chy_fail(error, CHANCERY_E_CONFLICT, "the original is in the same language, %s", from);
        return chy_fail_next(error,
                             "Say with --language which one this text is in; of two scripts of "
                             "one language name both: --original-language zh-Hans --language "
                             "zh-Hant.");
    }
    statement->original_language = chy_dup(chy_span_str(from), error);
    return statement->original_language != NULL;
}

/* One for each signatory who has a name, or none. */
static bool set_written(struct chy_drafting *draft, const struct chy_statement *of,
                        chancery_error *error)
{
    struct chy_statement *statement = &draft->statement;
    const chancery_draft_options *options = draft->options;
    size_t named = 0;
    for (size_t i = 0; i < of->signatories; i++)
        named += of->signatory[i].name != NULL;
    if (options->written_count == 0)
        return true;
    if (options->written_count != named) {
        chy_fail(error, CHANCERY_E_CONFLICT,
                 "the original has %zu signatories with names, and --written says %zu", named,
                 options->written_count);
        return chy_fail_next(error, "Say --written once for each of them, in their order.");
    }
    if (!(statement->written = calloc(named, sizeof *statement->written)))
        return chy_fail_memory(error);
    for (size_t i = 0; i < named; i++) {
        const char *name = options->written[i];
        if (*name == '\0' || strlen(name) > CHY_MAX_STRING)
            return chy_fail(error, CHANCERY_E_USAGE, "--written takes a name of 1 to %u bytes",
                            CHY_MAX_STRING);
        if (!(statement->written[statement->writtens++] = chy_dup(chy_span_str(name), error)))
            return false;
    }
    return true;
}

bool chy_draft_translates(struct chy_drafting *draft, chancery_error *error)
{
    struct chy_statement *statement = &draft->statement, of = {0};
    const char *path = draft->options->translation_of;
    struct chy_document original = {0};
    if (!path) {
        chy_fail(error, CHANCERY_E_UNKNOWN, "nothing says what it translates");
        return chy_fail_next(error, "Say it with --of FILE.");
    }
    if (!statement->has_text) {
        chy_fail(error, CHANCERY_E_USAGE, "a translation is a text");
        return chy_fail_next(error, "Translate into a text, and name other files of the same "
                                    "words with --rendition.");
    }
    if (!(statement->carries = calloc(1, sizeof *statement->carries)))
        return chy_fail_memory(error);
    statement->carried = 1;
    statement->carries[0].as = CHY_AS_TRANSLATION;
    bool ok = chy_document_read(&original, path, error) &&
              chy_carry_concerned(&statement->carries[0], &of, &draft->lines, &original, NULL,
                                  draft->trust, error) &&
              is_letter(&of, path, error) &&
              set_languages(statement, &of, draft->options->original_language, error) &&
              set_written(draft, &of, error);
    if (!ok)
        chy_fail_where(error, path);
    chy_document_done(&original);
    chy_statement_done(&of);
    return ok;
}
