/*
 * test_split.c - the letters of a document as files of their own: spec/outline.md, O28 to O30.
 */
#include "../outline_text.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/chancery-outline-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char **names = NULL, *path;
    size_t count = 0;
    if (!chy_file_list(&names, &count, folder, "", NULL))
        return -1;
    for (size_t i = 0; i < count; i++) {
        path = chy_path_join(folder, chy_span_str(names[i]), NULL);
        if (path)
            unlink(path);
        chancery_free(path);
    }
    chy_names_free(names, count);
    return rmdir(folder);
}

/* The file `name` of the folder holds what the document holds from `first` to the end of
 * `last`. */
static void check_split(const chancery_text *document, const char *name, const char *first,
                        const char *last)
{
    struct chy_buf file = {0};
    char *path = chy_path_join(folder, chy_span_str(name), NULL);
    assert_non_null(path);
    assert_true(chy_file_read(&file, path, 1u << 20, NULL));
    const uint8_t *begin = memmem(document->source, document->source_len, first, strlen(first));
    assert_non_null(begin);
    size_t left = document->source_len - (size_t)(begin - document->source);
    const uint8_t *end = memmem(begin, left, last, strlen(last));
    assert_non_null(end);
    assert_int_equal(file.len, (size_t)(end - begin) + strlen(last));
    assert_memory_equal(file.ptr, begin, file.len);

    chancery_text *letter = text_of(chy_buf_view(&file));
    struct chy_outline outline = outline_of(letter);
    assert_int_equal(outline.parts, 1);
    assert_int_equal(outline.part[0].kind, CHY_PART_LETTER);
    chy_outline_done(&outline);
    chancery_text_free(letter);
    chancery_free(path);
    chy_buf_done(&file);
}

static void test_split_example(void **state)
{
    (void)state;
    chancery_text *text = read_example();
    char *written = NULL, expected[200];
    assert_true(chancery_outline_split(&written, text, folder, false, NULL));
    snprintf(expected, sizeof expected, "%s/cover.txt\n%s/annex.txt\n", folder, folder);
    assert_string_equal(written, expected);
    chancery_free(written);
    check_split(text, "cover.txt", "Letter dated 28 September 2012 from", "BAN Ki-moon\n");
    check_split(text, "annex.txt", "Letter dated 18 September 2012 from the interim",
                "Cheick Modibo **Diarra** Prime Minister\n");

    chancery_error error = CHANCERY_ERROR_INIT;
    assert_false(chancery_outline_split(&written, text, folder, false, &error));
    assert_int_equal(error.code, CHANCERY_E_EXISTS);
    assert_true(chancery_outline_split(&written, text, folder, true, NULL));
    chancery_free(written);
    chancery_text_free(text);
}

static void split_text(const char *source, enum chancery_code code, const char *names)
{
    chancery_text *text = text_of(chy_span_str(source));
    chancery_error error = CHANCERY_ERROR_INIT;
    char *written = NULL;
    bool ok = chancery_outline_split(&written, text, folder, true, &error);
    assert_int_equal(error.code, code);
    assert_int_equal(ok, code == CHANCERY_OK);
    if (ok) {
        for (char *at; (at = strstr(written, folder)) != NULL;)
            memmove(at, at + strlen(folder) + 1, strlen(at + strlen(folder) + 1) + 1);
        assert_string_equal(written, names);
    }
    chancery_free(written);
    chancery_text_free(text);
}

static void test_split_names(void **state)
{
    (void)state;
    split_text("No letter", CHANCERY_E_UNKNOWN, "");
    split_text(HEADING "\n\nWords.", CHANCERY_OK, "letter.txt\n");
    split_text(HEADING "\n\nAnnex I\n\n" HEADING "\n\nAnnex II\n\n" HEADING, CHANCERY_OK,
               "cover.txt\nannex-1.txt\nannex-2.txt\n");
}

/* In a flattened file a letter is cut between words, with the marks of emphasis at its
 * edges. */
static void test_split_flattened(void **state)
{
    (void)state;
    static const char source[] =
        "S/2012/1 " HEADING " Sir, Words. (Signed) Specimen **Person** "
        "Annex **" HEADING "** Sir, Words. (Signed) Specimen Person 12-12345";
    chancery_text *text = text_of(chy_span_str(source));
    char *written = NULL;
    assert_true(chancery_outline_split(&written, text, folder, true, NULL));
    chancery_free(written);
    check_split(text, "cover.txt", HEADING, "**Person**");
    check_split(text, "annex.txt", "**" HEADING, "(Signed) Specimen Person");
    chancery_text_free(text);
}

/* Line endings of every kind stay with their line; blank lines between the parts are
 * nobody's. */
static void test_split_line_endings(void **state)
{
    (void)state;
    static const char *const ends[] = {"\n", "\r\n",         "\r",
                                       "\f", "\xE2\x80\xA8", "\xE2\x80\xA9"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *e = ends[i];
        char source[400], first[100], last[100];
        snprintf(source, sizeof source,
                 "S/2012/1%s%s \t" HEADING "%s%sWords.%s%sAnnex%s%s" HEADING
                 "%s%sEnd. %s%s12-12345",
                 e, e, e, e, e, e, e, e, e, e, e, e);
        snprintf(first, sizeof first, "%s \t" HEADING, e);
        snprintf(last, sizeof last, "End. %s", e);
        chancery_text *text = text_of(chy_span_str(source));
        struct chy_outline outline = outline_of(text);
        assert_int_equal(outline.letters, 2);
        chancery_span cover = chy_outline_source(text, outline.letter[0].all);
        chancery_span annex = chy_outline_source(text, outline.letter[1].all);
        assert_true(chy_span_starts(cover, chy_span_str(first + strlen(e))));
        assert_true(chy_span_ends(cover, chy_span_str(last + strlen("End. "))));
        assert_true(chy_span_starts(annex, CHY_LITERAL(HEADING)));
        assert_true(chy_span_ends(annex, chy_span_str(last)));
        chy_outline_done(&outline);
        chancery_text_free(text);
    }
}

/* One of the files is there: the others are not written. */
static void test_split_writes_all_or_nothing(void **state)
{
    (void)state;
    chancery_text *text = read_example();
    chancery_error error = CHANCERY_ERROR_INIT;
    char *written = NULL, *cover = chy_path_join(folder, CHY_LITERAL("cover.txt"), NULL);
    assert_non_null(cover);
    assert_int_equal(unlink(cover), 0);
    assert_false(chancery_outline_split(&written, text, folder, false, &error));
    assert_int_equal(error.code, CHANCERY_E_EXISTS);
    assert_false(chy_file_exists(cover));
    chancery_free(cover);
    chancery_text_free(text);
}

static void test_split_too_many(void **state)
{
    (void)state;
    struct chy_buf buf = {0};
    for (int i = 0; i < 1025; i++)
        chy_buf_str(&buf, HEADING "\n\n");
    chy_buf_byte(&buf, 0);
    split_text((const char *)buf.ptr, CHANCERY_E_LIMIT, "");
    chy_buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split_example),
        cmocka_unit_test(test_split_writes_all_or_nothing),
        cmocka_unit_test(test_split_line_endings),
        cmocka_unit_test(test_split_names),
        cmocka_unit_test(test_split_flattened),
        cmocka_unit_test(test_split_too_many),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
