/*
 * test_record_path.c - which record belongs to a document.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "record_maker.h"

/* Expects this path, NULL for none, for a document of this text. */
static void expect_path(const char *file, const char *given, const char *text,
                        const char *expected)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest digest = chy_digest_of(chy_span_str(text));
    chancery_text *canonical = NULL;
    char *path = NULL;
    bool exists = false;
    assert_true(chy_text_new(&canonical, chy_span_str(text), NULL));
    if (!chy_record_path(&path, &exists, file, given, &digest, canonical, &error))
        fail_msg("%s: %s", error.where, error.text);
    assert_int_equal(exists, expected != NULL);
    if (expected)
        assert_string_equal(path, expected);
    free(path);
    chancery_text_free(canonical);
}

static void test_beside(void **state)
{
    (void)state;
    expect_path("a.txt", NULL, LETTER, NULL);
    put_free("b.txt.intoto.jsonl", letter_line(LETTER, 1));
    expect_path("a.txt", NULL, LETTER, "b.txt.intoto.jsonl");
    put("a.txt.intoto.jsonl", "");
    expect_path("a.txt", NULL, LETTER, "a.txt.intoto.jsonl"); /* the name decides */
    expect_path("a.txt", "b.txt.intoto.jsonl", LETTER, "b.txt.intoto.jsonl");
    expect_path("a.txt", "none", LETTER, NULL);
    expect_path("a.txt", "-", LETTER, "-");
}

/* Nothing is searched without a digest. */
static void test_no_digest(void **state)
{
    (void)state;
    char *path = NULL;
    bool exists = true;
    put_free("b.txt.intoto.jsonl", letter_line(LETTER, 1));
    assert_true(chy_record_path(&path, &exists, "a.txt", NULL, NULL, NULL, NULL));
    assert_false(exists);
    assert_string_equal(path, "a.txt.intoto.jsonl");
    free(path);
}

static void test_search(void **state)
{
    (void)state;
    put("0.intoto.jsonl", "junk\n");
    put_free("1.intoto.jsonl", letter_line("Another letter.\n", 1));
    put_free("2.jsonl", letter_line(LETTER, 1)); /* another ending */
    expect_path("a.txt", NULL, LETTER, NULL);
    put_free("9.intoto.jsonl", letter_line("Dear Sir,\n\nPlease circulate  this letter.\n", 1));
    expect_path("a.txt", NULL, LETTER, "9.intoto.jsonl"); /* by its words */
    put_free("5.intoto.jsonl", letter_line(LETTER, 1));
    expect_path("a.txt", NULL, LETTER, "5.intoto.jsonl"); /* better: by its bytes */
    put_free("4.intoto.jsonl", issue_lines(LETTER, ISSUE, "S/2012/727"));
    expect_path("a.txt", NULL, LETTER, "5.intoto.jsonl"); /* there it is carried by another */
    expect_path("b.txt", NULL, ISSUE, "4.intoto.jsonl");
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(rename("5.intoto.jsonl", "folder/5.intoto.jsonl"), 0);
    expect_path("folder/a.txt", NULL, LETTER, "folder/5.intoto.jsonl");
    expect_path("nowhere/a.txt", NULL, LETTER, NULL);
}

/* An issue whose text was altered is still found, so that the verdict can say so. */
static void test_symbol(void **state)
{
    (void)state;
    put_free("4.intoto.jsonl", issue_lines(LETTER, ISSUE, "S/2012/727"));
    expect_path("a.txt", NULL, ISSUE "And more.\n", "4.intoto.jsonl");
    put_free("4.intoto.jsonl", issue_lines(LETTER, ISSUE, "S/2012/728"));
    expect_path("a.txt", NULL, ISSUE "And more.\n", NULL);
}

static void test_conflict(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest digest = chy_digest_of(CHY_LITERAL(LETTER));
    char *path = NULL;
    bool exists;
    put_free("1.intoto.jsonl", letter_line(LETTER, 1));
    put_free("2.intoto.jsonl", letter_line(LETTER, 2));
    expect_error(chy_record_path(&path, &exists, "a.txt", NULL, &digest, NULL, &error), &error,
                 CHANCERY_E_CONFLICT);
}

static void join(const char *path, char *one, char *two)
{
    char *both = chy_dupf(NULL, "%s%s", one, two);
    chancery_free(one);
    chancery_free(two);
    put_free(path, both);
}

/* Copies, and records that hold all lines of the others, are no conflict, in any order. */
static void test_supersets(void **state)
{
    (void)state;
    put_free("2.intoto.jsonl", letter_line(LETTER, 1));
    put_free("3.intoto.jsonl", letter_line(LETTER, 1));
    expect_path("a.txt", NULL, LETTER, "2.intoto.jsonl");
    join("3.intoto.jsonl", letter_line(LETTER, 2), letter_line(LETTER, 1));
    expect_path("a.txt", NULL, LETTER, "3.intoto.jsonl");
    join("1.intoto.jsonl", letter_line(LETTER, 1), letter_line(LETTER, 2));
    expect_path("a.txt", NULL, LETTER, "1.intoto.jsonl"); /* the same set of lines */
    put("1.intoto.jsonl", "");
    put_free("2.intoto.jsonl", letter_line(LETTER, 3));
    join("4.intoto.jsonl", letter_line(LETTER, 3), letter_line(LETTER, 2));
    put("5.intoto.jsonl", "junk\n");
    char *all = chy_dupf(NULL, "junk\n%s", "");
    for (uint8_t seed = 1; seed <= 3; seed++) {
        char *line = letter_line(LETTER, seed), *more = chy_dupf(NULL, "%s%s", all, line);
        chancery_free(all);
        chancery_free(line);
        all = more;
    }
    put_free("5.intoto.jsonl", all);
    expect_path("a.txt", NULL, LETTER, "5.intoto.jsonl");
}

static void expect_load(const char *given, const char *text, size_t lines)
{
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest digest = chy_digest_of(chy_span_str(text));
    if (!chy_record_load(&bytes, "a.txt", given, &digest, chy_span_str(text), &error))
        fail_msg("%s: %s", error.where, error.text);
    assert_true(chy_record_read(&record, chy_buf_view(&bytes), NULL));
    assert_int_equal(record.lines, lines);
    chy_record_done(&record);
    chy_buf_done(&bytes);
}

/* What is judged is the union: a record that fits better must not displace another. */
static void test_load(void **state)
{
    (void)state;
    expect_load(NULL, LETTER, 0);
    put_free("1.intoto.jsonl", letter_line("Another letter.\n", 1));
    expect_load(NULL, LETTER, 0);
    put_free("2.intoto.jsonl", letter_line(LETTER, 9)); /* by its bytes, of a stranger */
    put_free("3.intoto.jsonl", letter_line("Dear Sir,\n\nPlease circulate  this letter.\n", 1));
    put_free("4.intoto.jsonl", letter_line(LETTER, 2));
    put_free("5.intoto.jsonl", letter_line(LETTER, 2));
    expect_load(NULL, LETTER, 3);
    expect_load("1.intoto.jsonl", LETTER, 1);
    put_free("a.txt.intoto.jsonl", letter_line(LETTER, 1));
    expect_load(NULL, LETTER, 1);
}

static void test_load_too_large(void **state)
{
    (void)state;
    struct chy_buf bytes = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest digest = chy_digest_of(CHY_LITERAL(LETTER));
    char name[32], *line = letter_line(LETTER, 1);
    for (int i = 1; i <= 5; i++) { /* other members of an envelope are ignored */
        FILE *file;
        snprintf(name, sizeof name, "%d.intoto.jsonl", i);
        assert_non_null(file = fopen(name, "w"));
        fprintf(file, "{\"x\":\"%0*d\",%s", (int)CHY_MAX_LINE - 4096, i, line + 1);
        assert_int_equal(fclose(file), 0);
    }
    chancery_free(line);
    expect_error(chy_record_load(&bytes, "a.txt", NULL, &digest, CHY_LITERAL(LETTER), &error),
                 &error, CHANCERY_E_LIMIT);
    assert_int_equal(bytes.len, 0);
    assert_int_equal(unlink("5.intoto.jsonl"), 0);
    expect_load(NULL, LETTER, 4);
}

static void test_too_many(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest digest = chy_digest_of(CHY_LITERAL(LETTER));
    char name[32], *path = NULL;
    bool exists;
    for (unsigned i = 0; i + 1 < CHY_MAX_SEARCHED; i++) {
        snprintf(name, sizeof name, "%04u.intoto.jsonl", i);
        put(name, "");
    }
    put_free("a.intoto.jsonl", letter_line(LETTER, 1)); /* the last that is searched */
    expect_path("x.txt", NULL, LETTER, "a.intoto.jsonl");
    put("0000a.intoto.jsonl", "");
    expect_error(chy_record_path(&path, &exists, "x.txt", NULL, &digest, NULL, &error), &error,
                 CHANCERY_E_LIMIT);
}

static void test_too_large(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest digest = chy_digest_of(CHY_LITERAL(LETTER));
    char name[32], *path = NULL;
    bool exists;
    for (unsigned i = 0; i < CHY_MAX_SEARCHED_BYTES / CHY_MAX_RECORD; i++) {
        snprintf(name, sizeof name, "%u.intoto.jsonl", i);
        put(name, "");
        assert_int_equal(truncate(name, CHY_MAX_RECORD), 0);
    }
    expect_path("x.txt", NULL, LETTER, NULL);
    put_free("a.intoto.jsonl", letter_line(LETTER, 1));
    expect_error(chy_record_path(&path, &exists, "x.txt", NULL, &digest, NULL, &error), &error,
                 CHANCERY_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(test_beside),         IN_SANDBOX(test_no_digest), IN_SANDBOX(test_search),
        IN_SANDBOX(test_symbol),         IN_SANDBOX(test_conflict),  IN_SANDBOX(test_too_many),
        IN_SANDBOX(test_too_large),      IN_SANDBOX(test_supersets), IN_SANDBOX(test_load),
        IN_SANDBOX(test_load_too_large),
    };
    if (!chancery_init(NULL))
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
