/*
 * agree_heading.c - the heading of a letter and its statement: spec/verdict.md, rules 3.4,
 * 3.5 and 3.9.
 */
#include "custody/agree_parts.h"

#include "base/date.h"

#include <stdlib.h>

enum { MOST_WORDS = 16 }; /* of an office that is looked for */

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

/* --- sender and addressees --- */

chancery_span chy_agree_trimmed(chancery_span words)
{
    for (;;)
        if (words.len > 0 && strchr(".,;:*", words.ptr[words.len - 1]))
            words.len--;
        else if (chy_span_ends(words, CHY_LITERAL("،")))
            words.len -= 2;
        else
            return words;
}

/* A letter's sender or addressees in the text, and which words of them are accounted for. */
struct party {
    const struct chancery_text *text;
    const struct chy_language *language;
    struct chy_range range;
    bool *covered;
    const struct chy_directory *directory; /* NULL: none */
};

/* Marks the words that are this phrase; true if it is there at all. */
static bool cover_phrase(const struct party *to, const char *phrase)
{
    struct chy_buf words = {0};
    struct chy_range found = {0};
    if (phrase && chy_directory_words(&words, to->directory, phrase, NULL) &&
        chy_buf_ok(&words))
        found = chy_party_find(to->language, to->text, to->range, chy_buf_view(&words));
    if (found.count > 0)
        memset(to->covered + (found.first - to->range.first), true, found.count);
    chy_buf_done(&words);
    return found.count > 0;
}

/* An office by its own name or by any alias of it. */
static bool cover_office(const struct party *to, const struct chy_office *office,
                         const struct chy_directory *directory)
{
    bool found = cover_phrase(to, office->office);
    for (size_t i = 0; directory && i < directory->aliases && !found; i++) {
        const struct chy_alias *alias = &directory->alias[i];
        if (!alias->voided && chy_same_office(directory, &alias->office, office))
            found = cover_phrase(to, alias->alias) || cover_phrase(to, alias->office.office);
    }
    if (found)
        cover_phrase(to, office->of);
    return found;
}

/* May a signatory act for the office? */
static bool may_act_for(const struct chy_statement *statement, const struct chy_office *office,
                        const struct chy_directory *directory)
{
    for (size_t i = 0; i < statement->signatories; i++)
        if (chy_directory_allows(directory, &statement->signatory[i].office, statement->type,
                                 office, statement->date))
            return true;
    return false;
}

/* The longest office of the directory that the words at `at` begin with: how many words, 0 for
 * none. Only one that a single State or organization has, which tells whose it is. */
static uint32_t office_at(struct chy_office *office, struct chy_findings *findings,
                          const struct party *from, uint32_t at,
                          const struct chy_directory *directory)
{
    uint32_t most = chy_range_end(from->range) - at;
    const char *of = NULL;
    for (uint32_t words = most < MOST_WORDS ? most : MOST_WORDS; words > 0; words--) {
        chancery_span phrase = chy_agree_trimmed(chy_text_words(from->text, at, words));
        office->office = chy_dup(phrase, NULL);
        of = office->office ? chy_directory_of(directory, office->office) : NULL;
        if (of)
            office->of = chy_dup(chy_span_str(of), NULL);
        findings->failed |= !office->office || (of && !office->of);
        if (office->of)
            return words;
        chy_office_done(office);
    }
    return 0;
}

/* Does an office of the directory stand there for which no signatory may act? */
static bool names_another(struct chy_findings *findings, const struct party *from,
                          const struct chy_statement *statement,
                          const struct chy_directory *directory)
{
    uint32_t end = chy_range_end(from->range);
    bool another = false;
    for (uint32_t at = from->range.first; at < end && !another;) {
        struct chy_office office = {0};
        uint32_t words = office_at(&office, findings, from, at, directory);
        another = words > 0 && !may_act_for(statement, &office, directory);
        chy_office_done(&office);
        at += words > 0 ? words : 1;
    }
    return another;
}

/* The sender is another's office, and none of a signatory stands there, nor a signatory's name.
 */
static void agree_sender(struct chy_findings *findings, const chancery_digest *act,
                         const struct chy_statement *statement,
                         const struct chancery_text *text, const struct chy_letter *letter,
                         const struct chy_directory *directory)
{
    struct party from = {text, letter->terms, letter->from,
                         calloc((size_t)letter->from.count + 1, sizeof(bool)), directory};
    bool own = false;
    if (!from.covered) {
        findings->failed = true;
        return;
    }
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *who = &statement->signatory[i];
        own = own || cover_office(&from, &who->office, directory) ||
              cover_phrase(&from, who->name);
    }
    if (!own && names_another(findings, &from, statement, directory)) {
        char *sender = chy_esc(chy_text_words(text, from.range.first, from.range.count));
        if (sender)
            chy_findings_add(findings, CHANCERY_F_SENDER_DIFFERS, act, NULL, 0,
                             "By its heading the text is from \"%s\", and no signatory is "
                             "that by the statement.",
                             sender);
        findings->failed |= !sender;
        free(sender);
    }
    free(from.covered);
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
                             const struct chancery_text *text, const struct chy_letter *letter,
                             const struct chy_directory *directory)
{
    struct party to = {text, letter->terms, letter->to,
                       calloc((size_t)letter->to.count + 1, sizeof(bool)), directory};
    bool all = true;
    if (!to.covered) {
        findings->failed = true;
        return;
    }
    for (size_t i = 0; i < statement->addressees; i++)
        if (!cover_office(&to, &statement->addressee[i], directory))
            addressee_differs(findings, act, text, to.range, statement->addressee[i].office);
    for (uint32_t i = 0; i < to.range.count; i++) {
        chancery_span word = chy_agree_trimmed(chy_text_word(text, to.range.first + i));
        all =
            all && (to.covered[i] || word.len == 0 || chy_party_connective(to.language, word));
    }
    if (!all && !chy_findings_has(findings, CHANCERY_F_ADDRESSEE_DIFFERS))
        addressee_differs(findings, act, text, to.range, NULL);
    free(to.covered);
}

void chy_agree_heading(struct chy_findings *findings, const chancery_digest *act,
                       const struct chy_statement *statement, const struct chancery_text *text,
                       const struct chy_letter *letter, const struct chy_directory *directory)
{
    struct chy_findings own = {0};
    chy_agree_date(findings, CHANCERY_F_DATE_DIFFERS, act, "date", letter->date,
                   statement->date);
    if (letter->to.count > 0)
        agree_addressees(&own, act, statement, text, letter, directory);
    if (letter->from.count > 0 && directory)
        agree_sender(&own, act, statement, text, letter, directory);
    chy_findings_move(findings, &own);
}

void chy_agree_title(struct chy_findings *findings, const chancery_digest *act,
                     const struct chy_statement *statement, const struct chancery_text *text,
                     const struct chy_letter *letter, const struct chy_buf *title)
{
    chancery_span heading = chy_text_words(text, letter->heading.first, letter->heading.count);
    if (!statement->title || (title && chy_span_eq(heading, chy_buf_view(title))) ||
        chy_same_words(heading, chy_span_str(statement->title)))
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

/* --- a heading that is cut short --- */

bool chy_agree_continues(const struct chy_buf *title, const struct chancery_text *text,
                         const struct chy_letter *letter, uint32_t end)
{
    return title && chy_text_at(text, chy_buf_view(title), letter->heading.first, end) >
                        letter->heading.count;
}

void chy_agree_continued(struct chy_findings *findings, const chancery_digest *act,
                         const struct chy_statement *statement, const struct chy_letter *letter,
                         const struct chy_directory *directory)
{
    chancery_text *title = NULL;
    struct chy_outline outline = {0};
    /* What the part before the break says holds too. */
    chy_agree_date(findings, CHANCERY_F_DATE_DIFFERS, act, "date", letter->date,
                   statement->date);
    if (!chy_text_new(&title, chy_span_str(statement->title), NULL) ||
        !chy_outline_read(&outline, title, NULL))
        findings->failed = true;
    else if (outline.letters > 0)
        chy_agree_heading(findings, act, statement, title, &outline.letter[0], directory);
    chy_outline_done(&outline);
    chancery_text_free(title);
}
