#include "custody/agree.h"

#include "base/date.h"

#include <stdlib.h>

static bool within(struct chy_range range, uint32_t word)
{
    return word >= range.first && word - range.first < range.count;
}

const struct chy_letter *chy_agree_letter(const struct chy_outline *outline,
                                          struct chy_range range)
{
    for (uint32_t i = 0; i < outline->letters; i++)
        if (within(range, outline->letter[i].all.first))
            return &outline->letter[i];
    return NULL;
}

/* --- signature marks --- */

/* The words of the name directly after the mark, or before it where names stand there, within
 * the range; 0 if others stand there. */
static uint32_t name_words(const struct chy_mark *mark, const struct chancery_text *text,
                           struct chy_range range, chancery_span name)
{
    uint32_t first = mark->mark.first, count = 1;
    if (!mark->name_before)
        return chy_text_at(text, name, chy_range_end(mark->mark), chy_range_end(range));
    for (size_t i = 0; i < name.len; i++)
        count += name.ptr[i] == ' ';
    if (count > first - range.first)
        return 0;
    return chy_text_at(text, name, first - count, first);
}

/* The signatory whose name stands beside the mark; the longest name wins. SIZE_MAX: nobody. */
static size_t owner_of(const struct chy_mark *mark, const struct chy_statement *statement,
                       const struct chancery_text *text, struct chy_range range,
                       struct chy_findings *findings)
{
    size_t owner = SIZE_MAX;
    uint32_t longest = 0;
    for (size_t i = 0; i < statement->signatories; i++) {
        const char *name = statement->signatory[i].name;
        struct chy_buf words = {0};
        if (name && chy_words_of(&words, chy_span_str(name), NULL)) {
            uint32_t count = name_words(mark, text, range, chy_buf_view(&words));
            if (count > longest) {
                longest = count;
                owner = i;
            }
        }
        findings->failed |= !chy_buf_ok(&words);
        chy_buf_done(&words);
    }
    return owner;
}

static void report_unnamed(struct chy_findings *findings, const chancery_digest *act,
                           const struct chy_mark *mark, const struct chancery_text *text)
{
    char *block = chy_esc(chy_text_words(text, mark->block.first, mark->block.count));
    if (block)
        chy_findings_add(
            findings, CHANCERY_F_MARK_UNNAMED, act, block, 0,
            "The text shows a signature at line %u, \"%s\", and the statement names no such "
            "signatory.",
            text->word[mark->mark.first].line, block);
    else
        findings->failed = true;
    free(block);
}

static void agree_marks(struct chy_findings *findings, const chancery_digest *act,
                        const struct chy_statement *statement, const struct chancery_text *text,
                        const struct chy_outline *outline, struct chy_range range)
{
    bool *marked = calloc(statement->signatories + 1, sizeof *marked);
    uint32_t marks = 0;
    if (!marked) {
        findings->failed = true;
        return;
    }
    for (uint32_t i = 0; i < outline->marks; i++) {
        const struct chy_mark *mark = &outline->mark[i];
        if (!within(range, mark->mark.first))
            continue;
        size_t owner = owner_of(mark, statement, text, range, findings);
        if (owner == SIZE_MAX)
            report_unnamed(findings, act, mark, text);
        else
            marked[owner] = true;
        marks++;
    }
    for (size_t i = 0; i < statement->signatories && marks > 0; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        if (marked[i] || signatory->seal)
            continue;
        char *name =
            chy_esc(chy_span_str(signatory->name ? signatory->name : signatory->office.office));
        if (name)
            chy_findings_add(
                findings, CHANCERY_F_SIGNATORY_UNMARKED, act, signatory->name, 0,
                "The statement names %s as a signatory, and the text shows no such signature.",
                name);
        findings->failed |= !name;
        free(name);
    }
    if (marks == 0)
        chy_findings_add(
            findings, CHANCERY_F_NO_MARKS, act, NULL, 0,
            "The text shows no signature marks; who signs it is the statement's word alone.");
    free(marked);
}

/* --- date and addressees --- */

static void agree_date(struct chy_findings *findings, enum chancery_finding_code code,
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

/* A letter's addressees in the text, and which words of them are accounted for. */
struct addressees {
    const struct chancery_text *text;
    const struct chy_language *language;
    struct chy_range range;
    bool *covered;
};

/* Marks the words that are this phrase; true if it is there at all. */
static bool cover_phrase(const struct addressees *to, const char *phrase)
{
    struct chy_buf words = {0};
    struct chy_range found = {0};
    if (phrase && chy_words_of(&words, chy_span_str(phrase), NULL))
        found = chy_party_find(to->language, to->text, to->range, chy_buf_view(&words));
    for (uint32_t i = 0; i < found.count; i++)
        to->covered[found.first - to->range.first + i] = true;
    chy_buf_done(&words);
    return found.count > 0;
}

/* An office by its own name or by any alias of it. */
static bool cover_office(const struct addressees *to, const struct chy_office *office,
                         const struct chy_directory *directory)
{
    bool found = cover_phrase(to, office->office);
    for (size_t i = 0; directory && i < directory->aliases && !found; i++) {
        const struct chy_alias *alias = &directory->alias[i];
        if (chy_same_office(directory, &alias->office, office))
            found = cover_phrase(to, alias->alias) || cover_phrase(to, alias->office.office);
    }
    if (found)
        cover_phrase(to, office->of);
    return found;
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
    struct addressees to = {text, letter->terms, letter->to,
                            calloc((size_t)letter->to.count + 1, sizeof(bool))};
    bool all = true;
    if (!to.covered) {
        findings->failed = true;
        return;
    }
    for (size_t i = 0; i < statement->addressees; i++) {
        if (!cover_office(&to, &statement->addressee[i], directory))
            addressee_differs(findings, act, text, to.range, statement->addressee[i].office);
    }
    for (uint32_t i = 0; i < to.range.count; i++)
        all =
            all && (to.covered[i] ||
                    chy_party_connective(to.language, chy_text_word(text, to.range.first + i)));
    if (!all && !chy_findings_has(findings, CHANCERY_F_ADDRESSEE_DIFFERS))
        addressee_differs(findings, act, text, to.range, NULL);
    free(to.covered);
}

/* --- masthead --- */

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

static void agree_masthead(struct chy_findings *findings, const chancery_digest *act,
                           const struct chy_statement *statement,
                           const struct chancery_text *text, const struct chy_outline *outline)
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
    agree_date(findings, CHANCERY_F_MASTHEAD_DIFFERS, act, "masthead date",
               outline->masthead.date, statement->masthead_date);
    if (outline->masthead.language_tag && statement->original_language &&
        strcmp(outline->masthead.language_tag, statement->original_language) != 0)
        chy_findings_add(
            findings, CHANCERY_F_MASTHEAD_DIFFERS, act, NULL, 0,
            "The original language of the text is %s, and the statement says another.",
            outline->masthead.language_tag);
}

void chy_agree(struct chy_findings *findings, const chancery_digest *act,
               const struct chy_statement *statement, const struct chancery_text *text,
               const struct chy_outline *outline, struct chy_range range,
               const struct chy_directory *directory)
{
    if (statement->type == CHY_ACT_ISSUE) {
        agree_masthead(findings, act, statement, text, outline);
        return;
    }
    const struct chy_letter *letter = chy_agree_letter(outline, range);
    agree_marks(findings, act, statement, text, outline, range);
    if (!letter)
        return;
    agree_date(findings, CHANCERY_F_DATE_DIFFERS, act, "date", letter->date, statement->date);
    if (letter->to.count > 0) {
        struct chy_findings own = {0};
        agree_addressees(&own, act, statement, text, letter, directory);
        chy_findings_move(findings, &own);
    }
}

static bool accounts_for(const struct chy_range *accounted, size_t count, uint32_t word)
{
    for (size_t i = 0; i < count; i++)
        if (within(accounted[i], word))
            return true;
    return false;
}

static void report_unsigned(struct chy_findings *findings, const chancery_digest *act,
                            const struct chancery_text *text, struct chy_range range,
                            const char *what)
{
    char *words = chy_esc(chy_text_words(text, range.first, range.count));
    if (words)
        chy_findings_add(findings, CHANCERY_F_UNSIGNED_LETTER, act, NULL, 0,
                         "At line %u the text shows a %s: \"%s\".",
                         text->word[range.first].line, what, words);
    findings->failed |= !words;
    free(words);
}

void chy_agree_unsigned(struct chy_findings *findings, const chancery_digest *act,
                        const struct chancery_text *text, const struct chy_outline *outline,
                        const struct chy_range *accounted, size_t count)
{
    for (uint32_t i = 0; i < outline->letters; i++) {
        const struct chy_letter *letter = &outline->letter[i];
        if (!accounts_for(accounted, count, letter->all.first))
            report_unsigned(findings, act, text, letter->heading, "letter that nobody signed");
    }
    for (uint32_t i = 0; i < outline->marks; i++) {
        const struct chy_mark *mark = &outline->mark[i];
        uint32_t at = mark->letter == UINT32_MAX ? mark->mark.first
                                                 : outline->letter[mark->letter].all.first;
        struct chy_range shown = {mark->name_before ? mark->block.first : mark->mark.first,
                                  mark->mark.count + mark->block.count};
        /* A mark of a letter that was reported as a whole is not said again. */
        if (mark->letter != UINT32_MAX && !accounts_for(accounted, count, at))
            continue;
        if (!accounts_for(accounted, count, mark->mark.first))
            report_unsigned(findings, act, text, shown, "signature that nobody made");
    }
}
