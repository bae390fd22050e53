/*
 * outline.c - the outline of a document for people: spec/outline.md, O31 and O32.
 */
#include "base/buf.h"
#include "base/date.h"
#include "text/outline.h"

#include <stdio.h>

/* Words of an unrecognised part that are shown. */
#define SHOWN_WORDS 12u

/* Most bytes of a report: a text's words, each at most escaped. */
#define MAX_REPORT ((size_t)256 << 20)

/* In the order of enum chy_part_kind. */
static const struct {
    const char *label, *color;
} kinds[] = {
    {"masthead", ""},   {"letter", "\x1b[1m"}, {"annex", ""},
    {"job number", ""}, {"page", ""},          {"not recognised", "\x1b[33m"},
};

/* What stands before the date of a letter, by its kind. */
static const char *const letter_kinds[CHY_KINDS] = {"", "identical, ", "note verbale, "};

struct view {
    const struct chancery_text *text;
    struct chy_outline outline;
};

static void put_words(struct chy_buf *buf, const struct view *view, struct chy_range range)
{
    chy_buf_escaped(buf, chy_text_words(view->text, range.first, range.count));
}

static void put_count(struct chy_buf *buf, uint32_t count, const char *one, const char *many)
{
    chy_buf_printf(buf, "%u %s", (unsigned)count, count == 1 ? one : many);
}

static void put_date(struct chy_buf *buf, chancery_date date)
{
    char day[11];
    chy_date_format(day, date);
    chy_buf_str(buf, day);
}

/* "Specimen Person (Prime Minister), ..." */
static void put_marks(struct chy_buf *buf, const struct view *view, uint32_t first,
                      uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct chy_mark *mark = &view->outline.mark[i];
        chy_buf_str(buf, i > first ? ", " : "");
        if (mark->name.count == 0)
            chy_buf_str(buf, "no name");
        put_words(buf, view, mark->name);
        if (mark->office.count > 0) {
            chy_buf_str(buf, " (");
            put_words(buf, view, mark->office);
            chy_buf_str(buf, ")");
        }
    }
}

static void put_masthead(struct chy_buf *buf, const struct view *view)
{
    const struct chy_outline *outline = &view->outline;
    for (uint32_t i = 0; i < outline->masthead.symbols; i++) {
        put_words(buf, view, outline->masthead.symbol[i]);
        chy_buf_str(buf, ", ");
    }
    chy_buf_str(buf, "distribution ");
    put_words(buf, view, outline->masthead.distribution);
    chy_buf_str(buf, outline->masthead.distribution.count > 0 ? ", " : "not said, ");
    put_date(buf, outline->masthead.date);
    chy_buf_str(buf,
                chy_date_is_set(outline->masthead.date) ? ", original " : "no date, original ");
    put_words(buf, view, outline->masthead.language);
    if (outline->masthead.language.count == 0)
        chy_buf_str(buf, "language not said");
    else if (!outline->masthead.language_tag)
        chy_buf_str(buf, " (an unknown language)");
}

static void put_letter(struct chy_buf *buf, const struct view *view,
                       const struct chy_letter *letter)
{
    chy_buf_str(buf, letter_kinds[letter->kind]);
    put_date(buf, letter->date);
    chy_buf_str(buf, chy_date_is_set(letter->date) ? "" : "no date");
    if (strcmp(letter->language, "en") != 0)
        chy_buf_printf(buf, ", in %s", letter->terms->name);
    chy_buf_str(buf, ", from ");
    put_words(buf, view, letter->from);
    chy_buf_str(buf, letter->from.count > 0 ? ", to " : "(not said), to ");
    put_words(buf, view, letter->to);
    chy_buf_str(buf, letter->to.count > 0 ? "; " : "(not said); ");
    put_count(buf, chy_range_paragraphs(view->text, letter->all), "paragraph", "paragraphs");
    chy_buf_str(buf, letter->marks > 0 ? "; signed: " : "; no signature mark");
    put_marks(buf, view, letter->first_mark, letter->first_mark + letter->marks);
}

/* *mark: the first mark that is not before the part. */
static void put_other(struct chy_buf *buf, const struct view *view, struct chy_range range,
                      uint32_t *mark)
{
    const struct chy_outline *outline = &view->outline;
    struct chy_range shown = range;
    if (shown.count > SHOWN_WORDS)
        shown.count = SHOWN_WORDS;
    put_count(buf, range.count, "word", "words");
    chy_buf_str(buf, ": \"");
    put_words(buf, view, shown);
    chy_buf_str(buf, shown.count < range.count ? " ...\"" : "\"");

    uint32_t first = *mark;
    while (*mark < outline->marks &&
           outline->mark[*mark].mark.first < range.first + range.count)
        ++*mark;
    if (*mark > first)
        chy_buf_str(buf, "; signed outside any letter: ");
    put_marks(buf, view, first, *mark);
}

static void put_part(struct chy_buf *buf, const struct view *view, const struct chy_part *part,
                     uint32_t *mark, bool color)
{
    const struct chy_outline *outline = &view->outline;
    uint32_t first = chy_range_first_line(view->text, part->range),
             last = chy_range_last_line(view->text, part->range);
    char lines[32], label[32];
    if (first == last)
        snprintf(lines, sizeof lines, "line %u", (unsigned)first);
    else
        snprintf(lines, sizeof lines, "lines %u-%u", (unsigned)first, (unsigned)last);
    snprintf(label, sizeof label, "%s", kinds[part->kind].label);
    if (part->kind == CHY_PART_LETTER)
        snprintf(label, sizeof label, "letter %u", (unsigned)part->letter + 1);
    chy_buf_printf(buf, "%-14s %s%-14s%s ", lines, color ? kinds[part->kind].color : "", label,
                   color && kinds[part->kind].color[0] ? "\x1b[0m" : "");

    while (*mark < outline->marks && outline->mark[*mark].mark.first < part->range.first)
        ++*mark;
    if (part->kind == CHY_PART_MASTHEAD)
        put_masthead(buf, view);
    else if (part->kind == CHY_PART_LETTER)
        put_letter(buf, view, &outline->letter[part->letter]);
    else if (part->kind == CHY_PART_OTHER)
        put_other(buf, view, part->range, mark);
    else
        put_words(buf, view, part->range);
    chy_buf_byte(buf, '\n');
}

static void put_summary(struct chy_buf *buf, const struct view *view)
{
    const struct chy_outline *outline = &view->outline;
    uint32_t other = 0;
    for (uint32_t i = 0; i < outline->parts; i++) {
        if (outline->part[i].kind == CHY_PART_OTHER)
            other += outline->part[i].range.count;
    }
    put_count(buf, outline->letters, "letter", "letters");
    chy_buf_str(buf, ", ");
    put_count(buf, outline->marks, "signature mark", "signature marks");
    chy_buf_str(buf, ", ");
    if (other == 0)
        chy_buf_str(buf, "every word recognised");
    else
        chy_buf_printf(buf, "%u of %u words not recognised", (unsigned)other,
                       (unsigned)view->text->words);
    chy_buf_byte(buf, '\n');
}

char *chancery_outline_report(chancery_text *text, bool color, chancery_error *error)
{
    struct view view = {.text = text};
    struct chy_buf buf;
    char *report = NULL;
    uint32_t mark = 0;
    chy_buf_init(&buf, MAX_REPORT);
    if (!chy_text_index(text, error) || !chy_outline_read(&view.outline, text, error))
        goto out;
    put_summary(&buf, &view);
    for (uint32_t i = 0; i < view.outline.parts; i++)
        put_part(&buf, &view, &view.outline.part[i], &mark, color);
    report = chy_buf_take(&buf, NULL, error);
out:
    chy_buf_done(&buf);
    chy_outline_done(&view.outline);
    return report;
}
