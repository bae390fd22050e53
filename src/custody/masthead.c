#include "custody/masthead.h"

#include "base/date.h"

#include <stdlib.h>

static bool copy_words(char **out, const struct chancery_text *text, struct chy_range words,
                       chancery_error *error)
{
    if (words.count > 0)
        *out = chy_dup(chy_text_words(text, words.first, words.count), error);
    return words.count == 0 || *out;
}

bool chy_masthead_fill(struct chy_statement *statement, const struct chancery_text *text,
                       const struct chy_outline *outline, chancery_error *error)
{
    const char *language = outline->masthead.language_tag;
    uint32_t symbols = outline->masthead.symbols;
    statement->symbol = calloc((size_t)symbols + 1, sizeof *statement->symbol);
    if (!statement->symbol)
        return chy_fail_memory(error);
    for (uint32_t i = 0; i < symbols; i++)
        if (!copy_words(&statement->symbol[statement->symbols++], text,
                        outline->masthead.symbol[i], error))
            return false;
    if (language && !(statement->original_language = chy_dup(chy_span_str(language), error)))
        return false;
    statement->masthead_date = outline->masthead.date;
    return copy_words(&statement->distribution, text, outline->masthead.distribution, error) &&
           copy_words(&statement->job_number, text, outline->job, error);
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_symbols(const struct chy_statement *a, const struct chy_statement *b)
{
    if (a->symbols != b->symbols)
        return false;
    for (size_t i = 0; i < a->symbols; i++)
        if (!same_text(a->symbol[i], b->symbol[i]))
            return false;
    return true;
}

bool chy_masthead_is(const struct chy_statement *a, const struct chy_statement *b,
                     const char **path)
{
    const char *differs = NULL;
    if (!same_symbols(a, b))
        differs = "$.predicate.symbols";
    else if (!same_text(a->distribution, b->distribution))
        differs = "$.predicate.distribution";
    else if (!same_text(a->original_language, b->original_language))
        differs = "$.predicate.originalLanguage";
    else if (!same_text(a->job_number, b->job_number))
        differs = "$.predicate.jobNumber";
    else if (chy_date_cmp(a->masthead_date, b->masthead_date) != 0)
        differs = "$.predicate.mastheadDate";
    if (differs)
        *path = differs;
    return !differs;
}

bool chy_title_agrees(const struct chy_statement *statement, const struct chancery_text *text,
                      const struct chy_outline *outline)
{
    if (outline->letters == 0)
        return true;
    struct chy_range heading = outline->letter[0].heading;
    return statement->title &&
           chy_same_words(chy_span_str(statement->title),
                          chy_text_words(text, heading.first, heading.count));
}
