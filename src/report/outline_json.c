/*
 * outline_json.c - the outline of a document as JSON: spec/outline.md, O33.
 */
#include "base/buf.h"
#include "base/json.h"
#include "text/outline.h"

/* Most bytes of the JSON: a text's words, each at most twice and escaped. */
#define MAX_REPORT ((size_t)256 << 20)

/* In the order of enum chy_part_kind. */
static const char *const kind_names[] = {"masthead",  "letter", "annex",
                                         "jobNumber", "page",   "other"};

/* In the order of enum chy_letter_kind. */
static const char *const letter_kinds[CHY_KINDS] = {"letter", "identicalLetters",
                                                    "noteVerbale"};

struct view {
    const struct chancery_text *text;
    struct chy_outline outline;
};

static struct chy_json *words_json(const struct view *view, struct chy_range range)
{
    if (range.count == 0)
        return chy_json_new_null();
    return chy_json_new_string(chy_text_words(view->text, range.first, range.count));
}

static void set_lines(struct chy_json *object, const struct view *view, struct chy_range range)
{
    chy_json_set(object, "firstLine",
                 chy_json_new_integer(chy_range_first_line(view->text, range)));
    chy_json_set(object, "lastLine",
                 chy_json_new_integer(chy_range_last_line(view->text, range)));
}

static struct chy_json *masthead_json(const struct view *view)
{
    const struct chy_outline *outline = &view->outline;
    if (outline->parts == 0 || outline->part[0].kind != CHY_PART_MASTHEAD)
        return chy_json_new_null();
    struct chy_json *object = chy_json_new_object(), *symbols = chy_json_new_array();
    for (uint32_t i = 0; i < outline->masthead.symbols; i++)
        chy_json_append(symbols, words_json(view, outline->masthead.symbol[i]));
    chy_json_set(object, "symbols", symbols);
    chy_json_set(object, "distribution", words_json(view, outline->masthead.distribution));
    chy_json_set(object, "mastheadDate", chy_json_new_date(outline->masthead.date));
    const char *tag = outline->masthead.language_tag;
    chy_json_set(object, "originalLanguage",
                 tag ? chy_json_new_cstring(tag) : chy_json_new_null());
    return object;
}

static struct chy_json *part_json(const struct view *view, const struct chy_part *part)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "kind", chy_json_new_cstring(kind_names[part->kind]));
    set_lines(object, view, part->range);
    chy_json_set(object, "firstWord", chy_json_new_integer((int64_t)part->range.first + 1));
    chy_json_set(object, "words", chy_json_new_integer(part->range.count));
    if (part->kind == CHY_PART_LETTER)
        chy_json_set(object, "letter", chy_json_new_integer((int64_t)part->letter + 1));
    else
        chy_json_set(object, "text", words_json(view, part->range));
    return object;
}

static struct chy_json *mark_json(const struct view *view, const struct chy_mark *mark)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "letter",
                 mark->letter == UINT32_MAX ? chy_json_new_null()
                                            : chy_json_new_integer((int64_t)mark->letter + 1));
    chy_json_set(object, "line",
                 chy_json_new_integer(chy_range_first_line(view->text, mark->mark)));
    chy_json_set(object, "name", words_json(view, mark->name));
    chy_json_set(object, "office", words_json(view, mark->office));
    return object;
}

static struct chy_json *letter_json(const struct view *view, const struct chy_letter *letter)
{
    struct chy_json *object = chy_json_new_object();
    chy_json_set(object, "kind", chy_json_new_cstring(letter_kinds[letter->kind]));
    chy_json_set(object, "language", chy_json_new_cstring(letter->language));
    chy_json_set(object, "heading", words_json(view, letter->heading));
    chy_json_set(object, "date", chy_json_new_date(letter->date));
    chy_json_set(object, "from", words_json(view, letter->from));
    chy_json_set(object, "to", words_json(view, letter->to));
    set_lines(object, view, letter->all);
    chy_json_set(object, "paragraphs",
                 chy_json_new_integer(chy_range_paragraphs(view->text, letter->all)));
    chy_json_set(object, "words", chy_json_new_integer(letter->all.count));
    chy_json_set(object, "markCount", chy_json_new_integer(letter->marks));
    return object;
}

static struct chy_json *outline_json(const struct view *view)
{
    const struct chy_outline *outline = &view->outline;
    struct chy_json *object = chy_json_new_object(), *parts = chy_json_new_array();
    struct chy_json *letters = chy_json_new_array(), *marks = chy_json_new_array();
    for (uint32_t i = 0; i < outline->parts; i++)
        chy_json_append(parts, part_json(view, &outline->part[i]));
    for (uint32_t i = 0; i < outline->letters; i++)
        chy_json_append(letters, letter_json(view, &outline->letter[i]));
    for (uint32_t i = 0; i < outline->marks; i++)
        chy_json_append(marks, mark_json(view, &outline->mark[i]));

    chy_json_set(object, "words", chy_json_new_integer(view->text->words));
    chy_json_set(object, "masthead", masthead_json(view));
    chy_json_set(object, "jobNumber", words_json(view, outline->job));
    chy_json_set(object, "parts", parts);
    chy_json_set(object, "letters", letters);
    chy_json_set(object, "marks", marks);
    return object;
}

char *chancery_outline_json(chancery_text *text, chancery_error *error)
{
    struct view view = {.text = text};
    struct chy_json *json = NULL;
    struct chy_buf buf;
    char *result = NULL;
    chy_buf_init(&buf, MAX_REPORT);
    if (!chy_text_index(text, error) || !chy_outline_read(&view.outline, text, error))
        goto out;
    json = outline_json(&view);
    chy_json_write_pretty(&buf, json);
    result = chy_buf_take(&buf, NULL, error);
out:
    chy_json_free(json);
    chy_buf_done(&buf);
    chy_outline_done(&view.outline);
    return result;
}
