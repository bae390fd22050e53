/*
 * agree_heading.c - the heading of a letter and its statement: spec/verdict.md, rules 3.4
 * and 3.5.
 */
#include "custody/agree_parts.h"

#include "base/date.h"

#include <stdlib.h>

void chy_agree_date(struct chy_findings *findings, enum chancery_finding_code code,
                    const chancery_digest *act, const char *what, chancery_date said,
                    chancery_date stated)
{
    char text_date[11], statement_date[11];
    if (!chy_date_is_set(said) || !chy_date_is_set(stated) || chy_date_cmp(said, stated) == 0)
        return;
    chy_date_format(text_date, said);
    chy_date_format(statement_date, stated);
    chy_findings_add(findings, code, act, NULL, 0,
                     "The %s of the text is %s, and the statement says %s.", what, text_date,
                     statement_date);
}

/* --- addressees --- */

chancery_span chy_agree_trimmed(chancery_span words)
{
    while (words.len > 0 && strchr(".,;:*", words.ptr[words.len - 1]))
        words.len--;
    return words;
}

/* Do the words at `at` (before `end`) begin with this phrase, in words form? Its number of
 * words if so, else 0. Something may cling to them. */
static uint32_t phrase_at(const struct chancery_text *text, chancery_span phrase, uint32_t at,
                          uint32_t end)
{
    uint32_t count = 0;
    while (phrase.len > 0) {
        const uint8_t *space = memchr(phrase.ptr, ' ', phrase.len);
        size_t len = space ? (size_t)(space - phrase.ptr) : phrase.len;
        chancery_span wanted = chy_span_sub(phrase, 0, len);
        if (at + count >= end)
            return 0;
        chancery_span word = chy_text_word(text, at + count);
        if (!chy_span_eq(word, wanted) && !chy_span_eq(chy_agree_trimmed(word), wanted))
            return 0;
        phrase = chy_span_from(phrase, len + 1);
        count++;
    }
    return count;
}

/* Marks the words of `range` that are this phrase; true if it is there at all. */
static bool cover_phrase(bool *covered, const struct chancery_text *text,
                         struct chy_range range, const char *phrase)
{
    struct chy_buf words = {0};
    uint32_t end = chy_range_end(range), count = 0;
    if (chy_words_of(&words, chy_span_str(phrase), NULL) && chy_buf_ok(&words)) {
        for (uint32_t at = range.first; at < end && count == 0; at++) {
            count = phrase_at(text, chy_buf_view(&words), at, end);
            memset(covered + (at - range.first), true, count);
        }
    }
    chy_buf_done(&words);
    return count > 0;
}

/* An office by its own name or by any alias of it. */
static bool cover_office(bool *covered, const struct chancery_text *text,
                         struct chy_range range, const struct chy_office *office,
                         const struct chy_directory *directory)
{
    bool found = cover_phrase(covered, text, range, office->office);
    for (size_t i = 0; directory && i < directory->aliases && !found; i++) {
        const struct chy_alias *alias = &directory->alias[i];
        if (chy_same_office(directory, &alias->office, office))
            found = cover_phrase(covered, text, range, alias->alias) ||
                    cover_phrase(covered, text, range, alias->office.office);
    }
    if (found)
        cover_phrase(covered, text, range, office->of);
    return found;
}

/* Words of a heading that name nobody. */
static bool is_connective(chancery_span word)
{
    static const char *const words[] = {"the", "and", "of", "to", "", "The"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (chy_span_is(chy_agree_trimmed(word), words[i]))
            return true;
    }
    return false;
}

static void addressee_differs(struct chy_findings *findings, const chancery_digest *act,
                              const struct chancery_text *text, struct chy_range range,
                              const char *office)
{
    char *said = chy_esc(chy_text_words(text, range.first, range.count));
    char *stated = chy_esc(chy_span_str(office));
    if (said && stated)
        chy_findings_add(findings, CHANCERY_F_ADDRESSEE_DIFFERS, act, office, 0,
                         "The text is addressed to \"%s\", and the statement %s%s.", said,
                         office ? "names " : "names nobody for some of these words",
                         office ? stated : "");
    else
        findings->failed = true;
    free(said);
    free(stated);
}

static void agree_addressees(struct chy_findings *findings, const chancery_digest *act,
                             const struct chy_statement *statement,
                             const struct chancery_text *text, struct chy_range to,
                             const struct chy_directory *directory)
{
    bool *covered = calloc((size_t)to.count + 1, sizeof *covered);
    bool all = true;
    if (!covered) {
        findings->failed = true;
        return;
    }
    for (size_t i = 0; i < statement->addressees; i++) {
        if (!cover_office(covered, text, to, &statement->addressee[i], directory))
            addressee_differs(findings, act, text, to, statement->addressee[i].office);
    }
    for (uint32_t i = 0; i < to.count; i++)
        all = all && (covered[i] || is_connective(chy_text_word(text, to.first + i)));
    if (!all && !chy_findings_has(findings, CHANCERY_F_ADDRESSEE_DIFFERS))
        addressee_differs(findings, act, text, to, NULL);
    free(covered);
}

void chy_agree_heading(struct chy_findings *findings, const chancery_digest *act,
                       const struct chy_statement *statement, const struct chancery_text *text,
                       const struct chy_letter *letter, const struct chy_directory *directory)
{
    struct chy_findings own = {0};
    chy_agree_date(findings, CHANCERY_F_DATE_DIFFERS, act, "date", letter->date,
                   statement->date);
    if (letter->to.count > 0)
        agree_addressees(&own, act, statement, text, letter->to, directory);
    chy_findings_move(findings, &own);
}

void chy_agree_title(struct chy_findings *findings, const chancery_digest *act,
                     const struct chy_statement *statement, const struct chancery_text *text,
                     const struct chy_letter *letter)
{
    chancery_span heading = chy_text_words(text, letter->heading.first, letter->heading.count);
    if (!statement->title || chy_same_words(heading, chy_span_str(statement->title)))
        return;
    char *shown = chy_esc(heading), *other = chy_esc(chy_span_str(statement->title));
    if (shown && other)
        chy_findings_add(findings, CHANCERY_F_TITLE_DIFFERS, act, NULL, 0,
                         "The heading of the text is \"%s\", and the statement's title \"%s\".",
                         shown, other);
    else
        findings->failed = true;
    free(shown);
    free(other);
}
