/*
 * agree_masthead.c - the masthead of an issued text and its statement: spec/verdict.md,
 * rule 3.6.
 */
#include "custody/agree_parts.h"

#include <stdlib.h>

static void agree_words(struct chy_findings *findings, const chancery_digest *act,
                        const char *what, const struct chancery_text *text,
                        struct chy_range said, const char *stated)
{
    chancery_span words = chy_text_words(text, said.first, said.count);
    if (said.count == 0 || !stated || chy_same_words(words, chy_span_str(stated)))
        return;
    char *shown = chy_esc(words), *other = chy_esc(chy_span_str(stated));
    if (shown && other)
        chy_findings_add(findings, CHANCERY_F_MASTHEAD_DIFFERS, act, NULL, 0,
                         "The %s of the text is \"%s\", and the statement says \"%s\".", what,
                         shown, other);
    else
        findings->failed = true;
    free(shown);
    free(other);
}

void chy_agree_masthead(struct chy_findings *findings, const chancery_digest *act,
                        const struct chy_statement *statement, const struct chancery_text *text,
                        const struct chy_outline *outline)
{
    uint32_t symbols = outline->masthead.symbols;
    if (symbols > 0 && statement->symbols > 0 && symbols != statement->symbols)
        chy_findings_add(
            findings, CHANCERY_F_MASTHEAD_DIFFERS, act, NULL, 0,
            "The masthead bears a number of symbols (%u) that is not the statement's (%zu).",
            symbols, statement->symbols);
    for (uint32_t i = 0; i < symbols && i < statement->symbols; i++)
        agree_words(findings, act, "symbol", text, outline->masthead.symbol[i],
                    statement->symbol[i]);
    agree_words(findings, act, "distribution", text, outline->masthead.distribution,
                statement->distribution);
    agree_words(findings, act, "job number", text, outline->job, statement->job_number);
    chy_agree_date(findings, CHANCERY_F_MASTHEAD_DIFFERS, act, "masthead date",
                   outline->masthead.date, statement->masthead_date);
    chy_agree_date(findings, CHANCERY_F_DATE_DIFFERS, act, "masthead date",
                   outline->masthead.date, statement->date);
    if (outline->masthead.language_tag && statement->original_language &&
        strcmp(outline->masthead.language_tag, statement->original_language) != 0)
        chy_findings_add(
            findings, CHANCERY_F_MASTHEAD_DIFFERS, act, NULL, 0,
            "The original language of the text is %s, and the statement says another.",
            outline->masthead.language_tag);
}
