/*
 * test_reading.c - a PDF is read by what was signed (X4 to X6 of spec/canonical-text.md): which
 * hyphens and page lines are words, and what can never pass.
 */
#include "base/limits.h"
#include "custody/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static char symbol[] = "S/2012/727", *symbols[] = {symbol}, job[] = "12-52626";

/* A statement of these words; of an issue with a symbol and a job number if own. */
static void sign(struct chy_statement *out, const char *words, bool own)
{
    chancery_text *text = NULL;
    *out = (struct chy_statement){.has_text = true, .text_known = true};
    assert_true(chy_text_new(&text, chy_span_str(words), NULL));
    assert_true(chy_statement_set_text(out, text, NULL));
    chancery_text_free(text);
    if (own) {
        out->symbol = symbols;
        out->symbols = 1;
        out->job_number = job;
    }
}

static void unsign(struct chy_statement *statement)
{
    statement->symbol = NULL;
    statement->symbols = 0;
    statement->job_number = NULL;
    chy_statement_done(statement);
}

static void read_by(struct chy_reading *out, const char *pdf, const char *words, bool own,
                    bool in_order)
{
    struct chy_statement statement;
    struct chy_reading_work work = {CHY_MAX_READING_BYTES};
    sign(&statement, words, own);
    assert_true(chy_reading_of(out, chy_span_str(pdf), &statement, in_order, &work, NULL));
    unsign(&statement);
}

/* The PDF has the signed words, in order and by search. */
static void passes(const char *pdf, const char *words)
{
    for (int in_order = 0; in_order <= 1; in_order++) {
        struct chy_reading reading;
        read_by(&reading, pdf, words, true, in_order);
        if (!reading.whole)
            fail_msg("\"%s\": \"%.*s\"", pdf, (int)reading.text->words_len,
                     (char *)reading.text->words_bytes);
        assert_false(reading.stopped);
        chy_reading_done(&reading);
    }
}

/* It has others, whatever may be dropped: its words are then `read`. */
static void fails(const char *pdf, const char *words, const char *read)
{
    struct chy_reading reading;
    read_by(&reading, pdf, words, true, false);
    assert_false(reading.whole);
    if (!chy_span_is(chancery_text_words(reading.text), read))
        fail_msg("\"%s\": \"%.*s\"", pdf, (int)reading.text->words_len,
                 (char *)reading.text->words_bytes);
    chy_reading_done(&reading);
}

/* X4 */
static void hyphens(void **state)
{
    (void)state;
    passes("a cease-\nfire and re-\nsign", "a cease-fire and resign");
    passes("a cease-\nfire and re-\nsign", "a ceasefire and re-sign");
    passes("a cease-\nfire", "a\n\nceasefire\n");
    passes("a-\nb\nc-\nd e-\nf", "ab\n\nc-d\n\ne-f\n");
    passes("a cease-\n1/2\n\ffire", "a cease-fire");
    fails("the Presi-\n1/2\n\fdent", "the 1/2 President", "the President");
    fails("a cease-\nfire", "a war", "a ceasefire");
    fails("a cease-\nfire\nends", "a cease-fire\n\nbegins\n", "a cease-fire ends");
    fails("x\na-\nb\ny\nc-\nd", "a-b\n\nz\n\nc-d\n", "x a-b y c-d");
    fails("a-\nb\n", "a-c\n", "ab");
}

/* A document may have hundreds of them; each paragraph is decided by itself. */
static void many_hyphens(void **state)
{
    struct chy_buf pdf = {0}, words = {0};
    (void)state;
    for (int i = 0; i < 400; i++) {
        chy_buf_printf(&pdf, "%d a-\nb c-\nd e-\nf\n", i);
        chy_buf_printf(&words, "%d a%sb c%sd e%sf\n\n", i, i % 2 ? "-" : "", i % 3 ? "-" : "",
                       i % 5 ? "-" : "");
    }
    char *a = chy_buf_take(&pdf, NULL, NULL), *b = chy_buf_take(&words, NULL, NULL);
    passes(a, b);
    free(a);
    free(b);
}

/* X5 */
static void page_lines(void **state)
{
    (void)state;
    passes("a b\n1/2\n\fS/2012/727\nc d\n2/2 12-52626\n\f", "a b c d\n");
    passes("a b\n1/2\n\fS/2012/727\nc d\n2/2 12-52626\n\f", "a b\n\nc d\n");
    /* what was signed holds some of them, or all */
    passes("a b\n12-52626\n\fc d\n12-52626\n\f", "a b c d\n\n12-52626\n");
    passes("a b\n12-52626\n\fc d\n12-52626\n\f", "a b\n\n12-52626\n\nc d\n");
    passes("a b\n12-52626\n\fc d\n12-52626\n\f", "a b 12-52626 c d 12-52626\n");
    passes("S/2012/727\na b\n\fS/2012/727\nc d\n\f", "S/2012/727\n\na b\n\nc d\n");
    passes("the year\n2\n\f2\n\f", "the year 2\n"); /* is it the paragraph's, or the page's? */
    passes("a-\n1/2\n\fb c\n2/2\n\f", "a-b c 2/2\n");
    passes("a-\n1/2\n\fb c\n", "a-b c\n");
    passes("a b\n12-52626 (E) 011012\n*1252626*\n\fS/2012/727\nc d\n2/2 12-52626\n",
           "a b c d\n\n12-52626\n");
}

/* None of these passes as "a b c d" of S/2012/727, though each has what pages have. */
static void other_words(void **state)
{
    (void)state;
    static const char words[] = "S/2012/727\n\na b\n\nc d\n\n12-52626\n";
    static const struct {
        const char *pdf, *read;
    } all[] = {
        {"S/2012/727\na b\n\f3/2\nc d\n12-52626", "S/2012/727 a b 3/2 c d 12-52626"},
        {"S/2012/727\na b\n\f2/3\nc d\n12-52626", "S/2012/727 a b 2/3 c d 12-52626"},
        {"S/2012/727\na b\n\fS/2012/728\nc d\n12-52626",
         "S/2012/727 a b S/2012/728 c d 12-52626"},
        {"S/2012/727\na b\n\fS/2012/727/Add.1\nc d\n12-52626",
         "S/2012/727 a b S/2012/727/Add.1 c d 12-52626"},
        {"S/2012/727\na b\n12-52627\n\fc d\n12-52626", "S/2012/727 a b 12-52627 c d 12-52626"},
        {"S/2012/727\na b\n\fRunning head\nc d\n12-52626",
         "S/2012/727 a b Running head c d 12-52626"},
        /* a number that belongs to a paragraph */
        {"S/2012/727\na b\n2012\n\fc d\n12-52626", "S/2012/727 a b 2012 c d 12-52626"},
        {"S/2012/727\na b\n\f2. c d\n12-52626", "S/2012/727 a b 2. c d 12-52626"},
        {"S/2012/727\na b\n\f2 c d\n12-52626", "S/2012/727 a b 2 c d 12-52626"},
        {"S/2012/727\na\n1/2\nb\n\fc d\n12-52626", "S/2012/727 a 1/2 b c d 12-52626"},
        {"S/2012/727\na b\n\fc\n2\n\fd\n12-52626", "S/2012/727 a b c 2 d 12-52626"},
        {"S/2012/727\na b\n1\n\fc d\n12-52626", "S/2012/727 a b 1 c d 12-52626"},
        /* a footnote at the foot of a page */
        {"S/2012/727\na b\n1 See S/2012/727.\n1/2\n\fc d\n12-52626",
         "S/2012/727 a b 1 See S/2012/727. c d 12-52626"},
        {"S/2012/727\na b\n* Withdrawn.\n1/2\n\fc d\n12-52626",
         "S/2012/727 a b * Withdrawn. c d 12-52626"},
        {"S/2012/727\na b\n\xC2\xB9\n1/2\n\fc d\n12-52626",
         "S/2012/727 a b \xC2\xB9 c d 12-52626"},
        /* what must be there is not */
        {"S/2012/728\na b\n\fS/2012/728\nc d\n12-52626",
         "S/2012/728 a b S/2012/728 c d 12-52626"},
        {"a b\n\fc d\n12-52626", "a b c d 12-52626"},
        {"S/2012/727\na b\n\fc\n12-52626", "S/2012/727 a b c 12-52626"},
    };
    passes("S/2012/727\na b\n\fS/2012/727\nc d\n2/2 12-52626", words);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        fails(all[i].pdf, words, all[i].read);
}

/* A letter bears no symbol of its own. */
static void letters(void **state)
{
    struct chy_reading reading;
    (void)state;
    read_by(&reading, "a b\n1/2\n\fS/2012/727\nc d\n2/2\n\f", "a b c d\n", false, false);
    assert_false(reading.whole);
    chy_reading_done(&reading);
    read_by(&reading, "a b\n1/2\n\fc d\n2/2\n\f", "a b c d\n", false, false);
    assert_true(reading.whole);
    assert_string_equal(reading.left_out, "\"1/2\", \"2/2\"");
    chy_reading_done(&reading);
    read_by(&reading, "a-\nb\n", "a-b\n", false, false);
    assert_null(reading.left_out);
    chy_reading_done(&reading);
}

/* In order, nothing is looked for further on. */
static void in_order(void **state)
{
    struct chy_reading reading;
    (void)state;
    read_by(&reading, "x\na-\nb\n", "a-b\n", false, true);
    assert_int_equal(reading.found, 0);
    assert_true(chy_span_is(chancery_text_words(reading.text), "x ab"));
    chy_reading_done(&reading);
    read_by(&reading, "x\na-\nb\n", "a-b\n", false, false);
    assert_int_equal(reading.found, 1);
    assert_true(chy_span_is(chancery_text_words(reading.text), "x a-b"));
    chy_reading_done(&reading);
}

/* The first reading, where nothing is signed: of a PDF, by what its own masthead says. */
static void first(void **state)
{
    struct chy_reading reading;
    (void)state;
    assert_true(chy_reading_first(
        &reading,
        CHY_LITERAL("United Nations S/2012/727\nDistr.: General\na-\nb\n\fS/2012/727\nc\n"),
        CHY_MEDIUM_PDF, NULL));
    assert_false(reading.stopped);
    assert_true(chy_span_ends(chancery_text_words(reading.text), CHY_LITERAL("General ab c")));
    chy_reading_done(&reading);
    assert_true(
        chy_reading_first(&reading, CHY_LITERAL("a cease-\nfire\n1/1"), CHY_MEDIUM_DOCX, NULL));
    assert_true(chy_span_is(chancery_text_words(reading.text), "a cease- fire 1/1"));
    chy_reading_done(&reading);
}

/* The work is counted: so many readings of one paragraph, so many bytes in all. */
static void bounded(void **state)
{
    struct chy_buf pdf = {0}, kept = {0}, two = {0};
    struct chy_reading reading;
    struct chy_statement statement;
    (void)state;
    for (int i = 0; i < 40; i++) {
        chy_buf_str(&pdf, "a-\nb ");
        chy_buf_str(&kept, "a-b ");
        chy_buf_str(&two, i < 38 ? "ab " : "a-b ");
    }
    char *a = chy_buf_take(&pdf, NULL, NULL), *all = chy_buf_take(&kept, NULL, NULL),
         *last = chy_buf_take(&two, NULL, NULL);
    read_by(&reading, a, all, false, true); /* the 2^40th */
    assert_true(reading.stopped && !reading.whole);
    chy_reading_done(&reading);
    assert_true(1 + 40 + 40 * 39 / 2 <= CHY_MAX_READINGS);
    read_by(&reading, a, last, false, true); /* the last of those that keep two */
    assert_true(!reading.stopped && reading.whole);
    chy_reading_done(&reading);
    sign(&statement, last, false);
    struct chy_reading_work enough = {CHY_MAX_READING_BYTES}, less;
    assert_true(chy_reading_of(&reading, chy_span_str(a), &statement, true, &enough, NULL));
    chy_reading_done(&reading);
    uint64_t used = CHY_MAX_READING_BYTES - enough.left;
    assert_true(used > 3 * strlen(a) + 800 * 64); /* hundreds of readings were tried */
    for (uint64_t given = used - 1; given <= used; given++) {
        less.left = given;
        assert_true(chy_reading_of(&reading, chy_span_str(a), &statement, true, &less, NULL));
        assert_int_equal(reading.whole, given == used);
        assert_int_equal(reading.stopped, given != used);
        assert_true(given != used || less.left == 0);
        chy_reading_done(&reading);
    }
    unsign(&statement);
    free(a);
    free(all);
    free(last);
}

/* The work of reading a document by this letter, all but that of making its texts. */
static uint64_t work_of(const char *begin, const char *each, unsigned times, const char *letter,
                        bool in_order)
{
    struct chy_buf pdf = {0};
    struct chy_reading reading;
    struct chy_statement statement;
    struct chy_reading_work work = {CHY_MAX_READING_BYTES};
    chy_buf_str(&pdf, begin);
    for (unsigned i = 0; i < times; i++)
        chy_buf_str(&pdf, each);
    sign(&statement, letter, false);
    assert_true(
        chy_reading_of(&reading, chy_buf_view(&pdf), &statement, in_order, &work, NULL));
    assert_false(reading.stopped);
    uint64_t used = CHY_MAX_READING_BYTES - work.left - 3 * (uint64_t)pdf.len;
    chy_reading_done(&reading);
    chy_buf_done(&pdf);
    unsign(&statement);
    return used;
}

/* What is looked at and passed over is counted, too: each doubt, and each word. Doubts are of
 * no word where the text would have other words with the hyphens kept. */
static void passed_over(void **state)
{
    static const char none[] = "\xE4\xB8\xAD-\n\xE6\x96\x87 ";
    (void)state;
    uint64_t few = work_of("a b\n", none, 10, "x y\n", true);
    assert_int_equal(work_of("a b\n", none, 1010, "x y\n", true), few + 1000 * 4);
    few = work_of("a b\n", "c ", 10, "x y\n", false);
    assert_int_equal(work_of("a b\n", "c ", 1010, "x y\n", false), few + 1000);
}

/* The limit of readings itself: with twelve doubts all 4096 are tried, with thirteen not. */
static void all_readings(void **state)
{
    (void)state;
    assert_int_equal(CHY_MAX_READINGS, 1 << 12);
    for (int doubts = 12; doubts <= 13; doubts++) {
        struct chy_buf pdf = {0}, words = {0};
        struct chy_reading reading;
        for (int i = 0; i < doubts; i++) {
            chy_buf_str(&pdf, "a-\nb ");
            chy_buf_str(&words, "a-b ");
        }
        char *a = chy_buf_take(&pdf, NULL, NULL), *b = chy_buf_take(&words, NULL, NULL);
        read_by(&reading, a, b, false, true);
        assert_int_equal(reading.whole, doubts == 12);
        assert_int_equal(reading.stopped, doubts == 13);
        chy_reading_done(&reading);
        free(a);
        free(b);
    }
}

/* Doubts of which more stand in one paragraph than are decided together. */
static void more_than_points(void **state)
{
    struct chy_buf pdf = {0}, words = {0};
    (void)state;
    for (int i = 0; i < 70; i++) {
        chy_buf_str(&pdf, "a-\nb ");
        chy_buf_str(&words, i == 1 ? "a-b " : "ab ");
    }
    char *a = chy_buf_take(&pdf, NULL, NULL), *b = chy_buf_take(&words, NULL, NULL);
    passes(a, b);
    free(a);
    free(b);
}

/* Hostile numbers of words, and paragraphs of none. */
static void hostile(void **state)
{
    static const uint32_t counts[] = {0, 3, UINT32_MAX, 1u << 31};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct chy_statement statement;
        struct chy_reading reading;
        struct chy_reading_work work = {CHY_MAX_READING_BYTES};
        sign(&statement, "a-b c\n", false);
        statement.paragraph[0].words = counts[i];
        assert_true(chy_reading_of(&reading, CHY_LITERAL("a-\nb c\n1/2\n\fd"), &statement,
                                   false, &work, NULL));
        assert_false(reading.whole);
        assert_int_equal(reading.found, 0);
        chy_reading_done(&reading);
        work.left = CHY_MAX_READING_BYTES; /* the document ends where the digest does */
        assert_true(
            chy_reading_of(&reading, CHY_LITERAL("a-\nb c"), &statement, true, &work, NULL));
        assert_int_equal(reading.found, 0);
        chy_reading_done(&reading);
        unsign(&statement);
    }
}

static void refused(void **state)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_reading reading;
    (void)state;
    assert_false(chy_reading_first(&reading, CHY_LITERAL(" \f\n"), CHY_MEDIUM_PDF, &error));
    assert_int_equal(error.code, CHANCERY_E_EMPTY);
    chancery_error_init(&error);
    assert_false(
        chy_reading_first(&reading, CHY_LITERAL("a\xE2\x80\x8B b"), CHY_MEDIUM_PDF, &error));
    assert_int_equal(error.code, CHANCERY_E_CHARACTER);
}

/* Where nothing but a page line stands, there is no text to be read. */
static void only_page_lines(void **state)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_reading reading;
    (void)state;
    assert_false(
        chy_reading_first(&reading, CHY_LITERAL("1/2\n\f2/2\n\f"), CHY_MEDIUM_PDF, &error));
    assert_int_equal(error.code, CHANCERY_E_EMPTY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hyphens),         cmocka_unit_test(many_hyphens),
        cmocka_unit_test(page_lines),      cmocka_unit_test(other_words),
        cmocka_unit_test(letters),         cmocka_unit_test(in_order),
        cmocka_unit_test(first),           cmocka_unit_test(bounded),
        cmocka_unit_test(all_readings),    cmocka_unit_test(more_than_points),
        cmocka_unit_test(hostile),         cmocka_unit_test(refused),
        cmocka_unit_test(only_page_lines), cmocka_unit_test(passed_over),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
