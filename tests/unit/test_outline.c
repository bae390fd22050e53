/*
 * test_outline.c - the parts of a document: spec/outline.md, O1 to O29. Every outline made here
 * is checked for O1, O16, O20, O23 and O26 besides (outline_check.h).
 */
#include "../outline_text.h"
#include "../vector.h"
#include "base/date.h"

static void assert_words(const chancery_text *text, struct chy_range range,
                         const char *expected)
{
    chancery_span words = chy_text_words(text, range.first, range.count);
    if (!chy_span_is(words, expected))
        fail_msg("expected \"%s\", got \"%.*s\"", expected, (int)words.len,
                 (const char *)words.ptr);
}

/* --- vectors --------------------------------------------------------------------- */

static void put(struct chy_buf *buf, const chancery_text *text, struct chy_range range)
{
    chy_buf_span(buf, chy_text_words(text, range.first, range.count));
}

static void put_date(struct chy_buf *buf, chancery_date date)
{
    char day[11];
    chy_date_format(day, date);
    chy_buf_printf(buf, "%s | ", chy_date_is_set(date) ? day : "no date");
}

static void put_masthead(struct chy_buf *buf, const chancery_text *text,
                         const struct chy_outline *outline)
{
    chy_buf_str(buf, "masthead: ");
    for (uint32_t i = 0; i < outline->masthead.symbols; i++) {
        chy_buf_str(buf, i > 0 ? " + " : "");
        put(buf, text, outline->masthead.symbol[i]);
    }
    chy_buf_str(buf, " | ");
    put(buf, text, outline->masthead.distribution);
    chy_buf_str(buf, " | ");
    put_date(buf, outline->masthead.date);
    put(buf, text, outline->masthead.language);
    const char *tag = outline->masthead.language_tag;
    chy_buf_printf(buf, " | %s\n", tag ? tag : "no tag");
}

/* The outline in the lines that a vector's headers have after "expect" and "rule". */
static void put_outline(struct chy_buf *buf, const chancery_text *text,
                        const struct chy_outline *outline)
{
    static const char *const kinds[] = {"masthead", "letter", "annex", "job", "page", "other"};
    for (uint32_t i = 0; i < outline->parts; i++) {
        struct chy_range range = outline->part[i].range;
        chy_buf_printf(buf, "part: %s | ", kinds[outline->part[i].kind]);
        put(buf, text, (struct chy_range){range.first, 1});
        chy_buf_printf(buf, " | %u words | ", (unsigned)range.count);
        put(buf, text, (struct chy_range){range.first + range.count - 1, 1});
        chy_buf_byte(buf, '\n');
    }
    if (outline->parts > 0 && outline->part[0].kind == CHY_PART_MASTHEAD)
        put_masthead(buf, text, outline);
    for (uint32_t i = 0; i < outline->letters; i++) {
        const struct chy_letter *letter = &outline->letter[i];
        chy_buf_str(buf, "letter: ");
        put_date(buf, letter->date);
        put(buf, text, letter->from);
        chy_buf_str(buf, " | ");
        put(buf, text, letter->to);
        chy_buf_printf(buf, " | %u marks", (unsigned)letter->marks);
        if (letter->kind != CHY_KIND_LETTER)
            chy_buf_printf(buf, " | %s", letter->kind == CHY_KIND_NOTE ? "note" : "identical");
        if (strcmp(letter->language, "en") != 0)
            chy_buf_printf(buf, " | %s", letter->language);
        chy_buf_byte(buf, '\n');
    }
    for (uint32_t i = 0; i < outline->marks; i++) {
        const struct chy_mark *mark = &outline->mark[i];
        chy_buf_str(buf, "mark: ");
        put(buf, text, mark->name);
        chy_buf_str(buf, " | ");
        put(buf, text, mark->office);
        chy_buf_str(buf, mark->letter == UINT32_MAX ? " | in no letter\n" : "\n");
    }
    if (outline->pages > 0)
        chy_buf_printf(buf, "pages: %u\n", (unsigned)outline->pages);
    if (outline->job.count > 0) {
        chy_buf_str(buf, "job: ");
        put(buf, text, outline->job);
        chy_buf_byte(buf, '\n');
    }
}

static void check_vector(const struct vector *vector)
{
    chancery_text *text = text_of(vector->input);
    struct chy_outline outline = outline_of(text);
    struct chy_buf got = {0};
    put_outline(&got, text, &outline);

    chancery_span expected = vector->headers, line;
    assert_true(chy_span_line(&line, &expected) && chy_span_line(&line, &expected));
    if (expected.len > 0) /* the blank line */
        expected.len--;
    if (!chy_span_eq(chy_buf_view(&got), expected))
        fail_msg("%s: got\n%.*s", vector->name, (int)got.len, (const char *)got.ptr);
    chy_buf_done(&got);
    chy_outline_done(&outline);
    chancery_text_free(text);
}

static const char *const languages[] = {"ar-", "en-", "es-", "fr-", "ru-", "zh-"};
static size_t specimens[sizeof languages / sizeof *languages];

static void count_specimen(const struct vector *vector)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        specimens[i] += strncmp(vector->name, languages[i], 3) == 0;
}

/* Each official language has its own forms, and documents that show them. */
static void test_languages(void **state)
{
    (void)state;
    vector_each("outline", count_specimen);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        assert_true(specimens[i] >= 8);
}

static void test_vectors(void **state)
{
    (void)state;
    assert_true(vector_each("outline", check_vector) >= 120);
}

/* --- the example ----------------------------------------------------------------- */

static void check_example_letters(const chancery_text *text, const struct chy_outline *outline)
{
    assert_int_equal(outline->letters, 2);
    const struct chy_letter *cover = &outline->letter[0], *annex = &outline->letter[1];
    assert_int_equal(chy_date_cmp(cover->date, (chancery_date){2012, 9, 28}), 0);
    assert_words(text, cover->from, "the Secretary-General");
    assert_words(text, cover->to, "the President of the Security Council");
    assert_int_equal(cover->marks, 1);
    assert_words(text, outline->mark[0].block, "BAN Ki-moon");

    assert_int_equal(chy_date_cmp(annex->date, (chancery_date){2012, 9, 18}), 0);
    assert_words(text, annex->from, "the interim President and the Prime Minister of Mali");
    assert_words(text, annex->to, "the Secretary-General");
    assert_int_equal(annex->marks, 2);
    assert_words(text, outline->mark[1].block,
                 "Dioncounda Traoré Interim President of the Republic");
    assert_words(text, outline->mark[2].block, "Cheick Modibo Diarra Prime Minister");

    assert_words(text, outline->masthead.symbol[0], "S/2012/727");
    assert_int_equal(outline->masthead.symbols, 1);
    assert_words(text, outline->masthead.distribution, "General");
    assert_int_equal(chy_date_cmp(outline->masthead.date, (chancery_date){2012, 10, 1}), 0);
    assert_string_equal(outline->masthead.language_tag, "en");
    assert_words(text, outline->job, "12-52626");
}

static void test_example(void **state)
{
    (void)state;
    static const enum chy_part_kind kinds[] = {CHY_PART_MASTHEAD, CHY_PART_LETTER,
                                               CHY_PART_ANNEX, CHY_PART_LETTER, CHY_PART_JOB};
    chancery_text *text = read_example();
    struct chy_outline outline = outline_of(text);
    check_example_letters(text, &outline);
    assert_int_equal(outline.parts, 5);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(outline.part[i].kind, kinds[i]);
    assert_words(text, outline.mark[1].name, "Dioncounda Traoré");
    assert_words(text, outline.mark[1].office, "Interim President of the Republic");
    chy_outline_done(&outline);
    chancery_text_free(text);
}

/* The words of the example, set anew: `width` bytes to a line (0: one line in all), blank lines
 * between paragraphs or not. */
static chancery_text *set_example(const chancery_text *text, size_t width, bool blank_lines,
                                  const char *line_end)
{
    struct chy_buf buf = {0};
    size_t column = 0;
    for (uint32_t i = 0; i < text->words; i++) {
        chancery_span word = chy_text_word(text, i);
        bool paragraph = i > 0 && (text->word[i].flags & CHY_WORD_PARAGRAPH) && width > 0;
        if (paragraph || (width > 0 && column > 0 && column + 1 + word.len > width)) {
            chy_buf_str(&buf, line_end);
            chy_buf_str(&buf, paragraph && blank_lines ? line_end : "");
            column = 0;
        }
        chy_buf_str(&buf, column > 0 ? " " : "");
        chy_buf_span(&buf, word);
        column += 1 + word.len;
    }
    chancery_text *set = text_of(chy_buf_view(&buf));
    chy_buf_done(&buf);
    return set;
}

static void test_typesetting_changes_nothing(void **state)
{
    (void)state;
    static const size_t widths[] = {0, 1, 20, 40, 72, 100000};
    chancery_text *example = read_example();
    for (size_t i = 0; i < 4 * sizeof widths / sizeof widths[0]; i++) {
        chancery_text *text = set_example(example, widths[i / 4], i & 1, i & 2 ? "\r\n" : "\n");
        struct chy_outline outline = outline_of(text);
        assert_true(chy_span_eq(chancery_text_words(text), chancery_text_words(example)));
        assert_int_equal(outline.parts, 5);
        check_example_letters(text, &outline);
        chy_outline_done(&outline);
        chancery_text_free(text);
    }
    chancery_text_free(example);
}

/* The words of a document in any language, in narrow lines with blank lines between paragraphs:
 * what each letter says of itself stays. */
static void check_narrow(const struct vector *vector)
{
    const char *dash = strchr(vector->name, '-');
    if (!dash || strcmp(dash, "-document.txt") != 0)
        return;
    chancery_text *text = text_of(vector->input), *set = set_example(text, 24, true, "\n");
    struct chy_outline was = outline_of(text), is = outline_of(set);
    assert_int_equal(was.letters, 2);
    assert_int_equal(is.letters, 2);
    assert_int_equal(was.marks, 3);
    assert_int_equal(is.marks, 3);
    assert_int_equal(is.parts, was.parts);
    for (uint32_t i = 0; i < 2; i++) {
        const struct chy_letter *a = &was.letter[i], *b = &is.letter[i];
        assert_memory_equal(&a->from, &b->from, sizeof a->from);
        assert_memory_equal(&a->to, &b->to, sizeof a->to);
        assert_memory_equal(&a->all, &b->all, sizeof a->all);
        assert_int_equal(chy_date_cmp(a->date, b->date), 0);
        assert_string_equal(a->language, b->language);
    }
    chy_outline_done(&was);
    chy_outline_done(&is);
    chancery_text_free(text);
    chancery_text_free(set);
}

static void test_narrow_lines(void **state)
{
    (void)state;
    assert_true(vector_each("outline", check_narrow) >= 60);
}

/* --- dates ----------------------------------------------------------------------- */

/* O4 */
static void check_date(const char *words, uint32_t count, const char *expected)
{
    chancery_text *text = text_of(chy_span_str(words));
    chancery_date date;
    char day[11];
    assert_int_equal(chy_outline_date(&date, text, 0, text->words), count);
    chy_date_format(day, date);
    assert_string_equal(day, expected);
    chancery_text_free(text);
}

static void test_dates(void **state)
{
    (void)state;
    check_date("18 September 2012 from", 3, "2012-09-18");
    check_date("1 MAY 1990,", 3, "1990-05-01");
    check_date("29 February 2012", 3, "2012-02-29");
    check_date("29 February 2011", 0, "");
    check_date("0 May 2012", 0, "");
    check_date("1 may 2012", 0, "");
    check_date("1 May 12", 0, "");
    check_date("1 Mayo 2012", 0, "");
    check_date("1 May", 0, "");
    check_date("September 18, 2012", 0, "");
    check_date("001 May 2012", 0, "");

    check_date("1er mai 2012, adressée", 3, "2012-05-01");
    check_date("18 AOUT 2012", 3, "2012-08-18");
    check_date("18 août 2012", 3, "2012-08-18");
    check_date("2er mai 2012x", 0, "");
    check_date("18 de septiembre de 2012", 5, "2012-09-18");
    check_date("1º de mayo del 2012", 5, "2012-05-01");
    check_date("18 septiembre 2012", 0, "");
    check_date("18 сентября 2012 года,", 4, "2012-09-18");
    check_date("18 сентября 2012 г. на имя", 4, "2012-09-18");
    check_date("18 СЕНТЯБРЯ 2012", 3, "2012-09-18");
    check_date("18 сентябрь 2012", 0, "");
    check_date("2012年9月18日马里", 6, "2012-09-18");
    check_date("二〇一二年十月二十日", 10, "2012-10-20");
    check_date("二〇一二年十二月三十一日", 12, "2012-12-31");
    check_date("2012年13月1日", 0, "");
    check_date("2012年9月", 0, "");
    check_date("18 أيلول/سبتمبر 2012", 3, "2012-09-18");
    check_date("١٨ تشرين الأول / أكتوبر ٢٠١٢،", 6, "2012-10-18");
    check_date("18 أيلول/ سبتمبر 2012", 4, "2012-09-18");
    check_date("18 يونيو 2012", 3, "2012-06-18");
    check_date("18 أيلول/أكتوبر 2012", 0, "");
}

/* --- hostile texts --------------------------------------------------------------- */

static struct chy_outline outline_of_repeated(chancery_text **text, const char *unit,
                                              size_t bytes)
{
    struct chy_buf buf = {0};
    while (buf.len + strlen(unit) <= bytes)
        chy_buf_str(&buf, unit);
    *text = text_of(chy_buf_view(&buf));
    chy_buf_done(&buf);
    return outline_of(*text);
}

/* O25: megabytes of what makes the reader look ahead: anything but linear time would not
 * end. */
static void test_hostile(void **state)
{
    (void)state;
    static const char *const units[] = {"(Signed) ",
                                        "Letter dated 1 May 2012 from ",
                                        "Letter dated\n\n",
                                        "Letter dated 1 May 2012 from x\n\n",
                                        "Annex ",
                                        "Annex\n\n",
                                        "Annex to the letter dated ",
                                        "12-52626 ",
                                        "12-52626\n\n",
                                        "(Signed) x\n\n",
                                        "S/2012/727 ",
                                        "Distr.: ",
                                        "(Signed) Annex 12-52626 Letter dated 1 May 2012 from ",
                                        "(Signé) Le ",
                                        "(Signé) x\n\nLe ",
                                        "(Подпись) Письмо от ",
                                        "Письмо от 1 мая 2012 года ",
                                        "Письмо ",
                                        "Приложение к письму ",
                                        "Приложение к письму\n\n",
                                        "2012年1月1日",
                                        "2012年1月1日给",
                                        "2012年1月1日给主席的信",
                                        "(签名)二〇一二年",
                                        "x(签名)",
                                        "附件\n\n",
                                        "رسالة مؤرخة 1 أيار/مايو 2012 موجهة إلى ",
                                        "(توقيع) مرفق الرسالة المؤرخة ",
                                        "1/2 S/2012/1 ",
                                        "S/2012/1\n\n1/2\n\n12-52626\n\n"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        chancery_text *text;
        struct chy_outline outline = outline_of_repeated(&text, units[i], 1u << 20);
        chy_outline_done(&outline);
        chancery_text_free(text);
    }
}

static void test_ten_thousand_marks(void **state)
{
    (void)state;
    chancery_text *text;
    struct chy_outline outline = outline_of_repeated(&text, "(Signed) ", 90000);
    assert_int_equal(outline.marks, 10000);
    assert_int_equal(outline.parts, 1);
    chy_outline_done(&outline);
    chancery_text_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),      cmocka_unit_test(test_languages),
        cmocka_unit_test(test_example),      cmocka_unit_test(test_typesetting_changes_nothing),
        cmocka_unit_test(test_narrow_lines), cmocka_unit_test(test_dates),
        cmocka_unit_test(test_hostile),      cmocka_unit_test(test_ten_thousand_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
