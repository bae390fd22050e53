/*
 * test_record_rules.c - where records are, how large they are, how they grow and are merged:
 * rules C1, C3, C5 and C6 of spec/custody-record.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "record_maker.h"

static bool load(struct chy_buf *bytes, const char *file, const char *document,
                 chancery_error *error)
{
    chancery_digest digest = chy_digest_of(chy_span_str(document));
    return chy_record_load(bytes, file, NULL, &digest, chy_span_str(document), error);
}

static void expect_loaded(const char *file, const char *document, const char *lines)
{
    struct chy_buf bytes = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!load(&bytes, file, document, &error))
        fail_msg("%s: %s", error.where, error.text);
    if (!chy_span_is(chy_buf_view(&bytes), lines))
        fail_msg("%s: %.*s", file, (int)bytes.len, (char *)bytes.ptr);
    chy_buf_done(&bytes);
}

/* C1: FILE.intoto.jsonl, whatever is in it; else every record of the folder that is about the
 * bytes, the words or the symbol of FILE, and no other. */
static void test_where(void **state)
{
    (void)state;
    char *one = letter_line(LETTER, 1), *two = letter_line(LETTER, 2),
         *other = letter_line("Other words.\n", 3);
    char both[16384];
    snprintf(both, sizeof both, "%s%s", one, two);
    put("m.intoto.jsonl", one);
    put("n.intoto.jsonl", two);
    put("o.intoto.jsonl", other);
    put("p.jsonl", other); /* does not end so */
    expect_loaded("a.txt", LETTER, both);
    expect_loaded("a.txt", "Dear Sir,\nPlease circulate *this* letter.", both);
    expect_loaded("a.txt", "Nothing of all this.\n", "");
    put("a.txt.intoto.jsonl", other);
    expect_loaded("a.txt", LETTER, other);
    chancery_free(one);
    chancery_free(two);
    chancery_free(other);
}

/* C3: bytes of a record, lines of a record, bytes of a line; at the limit and one past it. */
static void test_sizes(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_record record;
    struct chy_buf text = {0};
    uint8_t *fill = chy_buf_reserve(&text, CHY_MAX_RECORD + 1);
    assert_non_null(fill);
    assert_int_equal(CHY_MAX_RECORD, 16777216);
    memset(fill, ' ', CHY_MAX_RECORD + 1);
    assert_true(chy_record_read(&record, chy_span(fill, CHY_MAX_RECORD), &error));
    chy_record_done(&record);
    assert_false(chy_record_read(&record, chy_span(fill, CHY_MAX_RECORD + 1), &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    chancery_error_init(&error);

    assert_int_equal(CHY_MAX_LINES, 10000);
    memset(fill, '\n', 10001);
    assert_true(chy_record_read(&record, chy_span(fill, 10000), &error));
    chy_record_done(&record);
    assert_false(chy_record_read(&record, chy_span(fill, 10001), &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);

    assert_int_equal(CHY_MAX_LINE, 4194304);
    for (size_t over = 0; over < 2; over++) {
        char *line = letter_line(LETTER, 1);
        size_t len = strlen(line) - 1;
        memset(fill, ' ', CHY_MAX_LINE + over);
        memcpy(fill + CHY_MAX_LINE + over - len, line, len);
        assert_true(chy_record_read(&record, chy_span(fill, CHY_MAX_LINE + over), NULL));
        assert_int_equal(record.lines, 1);
        assert_int_equal(record.line[0].kind, over ? CHY_LINE_JUNK : CHY_LINE_ENVELOPE);
        chy_record_done(&record);
        chancery_free(line);
    }
    chy_buf_done(&text);
}

/* C5: a cut-off line is ended first; a line that is there is not added, and a CR that a mail
 * program put at its end makes no other line of it; nothing is added to a document. */
static void test_growing(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    put("torn", "{1}\n{2");
    assert_int_equal(append("torn", "{2}\n{1}\n"), 1);
    expect_content("torn", "{1}\n{2\n{2}\n");
    put("mailed", "{1}\r\n{2}\r\n");
    assert_int_equal(append("mailed", "{1}\n{3}\r\n{3}\n{2}\n"), 1);
    expect_content("mailed", "{1}\r\n{2}\r\n{3}\r\n");
    put("document", "\n \nDear Sir,\n");
    expect_error(chy_record_append("document", CHY_LITERAL("{1}\n"), NULL, &error), &error,
                 CHANCERY_E_REFUSED);
    expect_content("document", "\n \nDear Sir,\n");
    assert_int_equal(symlink("mailed", "link"), 0);
    expect_error(chy_record_append("link", CHY_LITERAL("{4}\n"), NULL, &error), &error,
                 CHANCERY_E_REFUSED);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    expect_error(chy_record_append("pipe", CHY_LITERAL("{4}\n"), NULL, &error), &error,
                 CHANCERY_E_UNREADABLE);
}

/* C6: merging either way gives the same lines, and what does not count is left out. */
static void test_union(void **state)
{
    (void)state;
    static const char *const a[] = {"a"}, *const b[] = {"b"};
    chancery_error error = CHANCERY_ERROR_INIT;
    char *one = letter_line(LETTER, 1), *two = letter_line(LETTER, 2), *done = NULL;
    char text[16384];
    snprintf(text, sizeof text, "%sjunk\n{\"timestamp\":1}\n", one);
    put("a", one);
    put("b", two);
    put("c", one);
    put("d", two);
    put("junk", text);
    assert_true(chancery_merge(&done, "c", b, 1, &error));
    chancery_free(done);
    assert_true(chancery_merge(&done, "d", a, 1, &error));
    chancery_free(done);
    snprintf(text, sizeof text, "%s%s", one, two);
    expect_content("c", text);
    snprintf(text, sizeof text, "%s%s", two, one);
    expect_content("d", text);
    static const char *const junk[] = {"junk"};
    assert_true(chancery_merge(&done, "d", junk, 1, &error));
    expect_content("d", text);
    chancery_free(done);
    chancery_free(one);
    chancery_free(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(test_where),
        IN_SANDBOX(test_sizes),
        IN_SANDBOX(test_growing),
        IN_SANDBOX(test_union),
    };
    if (!chancery_init(NULL))
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
