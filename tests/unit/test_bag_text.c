/*
 * test_bag_text.c - the tag files of bags: bagit.txt, encodings, labels (spec/archive.md, A3,
 * A4, A12).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/bag_parts.h"
#include "bag_maker.h"

#define D(id) CHANCERY_D_##id

static void declarations(void **state) /* A3 */
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "BagIt-Version: 1.0\n",
        "BagIt-Version: 1.1\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding:\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nmore\n",
        "\357\273\277BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        make_bag();
        put("bag/bagit.txt", wrong[i]);
        seal_bag();
        expect_defect(D(BAG_DECLARATION), "bagit.txt");
    }
}

static void encodings(void **state) /* A4 */
{
    (void)state;
    const struct {
        const char *encoding;
        chancery_span text;
        const char *utf8;
    } known[] = {
        {"utf-8", CHY_LITERAL("\xC3\xA9"), "\xC3\xA9"},
        {"ISO-8859-1", CHY_LITERAL("\xE9"), "\xC3\xA9"},
        {"UTF-16", CHY_LITERAL("\0\xE9"), "\xC3\xA9"},
        {"UTF-16", CHY_LITERAL("\xFF\xFE\xE9\0"), "\xC3\xA9"},
        {"UTF-16LE", CHY_LITERAL("\xE9\0"), "\xC3\xA9"},
        {"UTF-16BE", CHY_LITERAL("\xD8\x3D\xDE\0"), "\xF0\x9F\x98\x80"},
        {"UTF-8", CHY_LITERAL("\xE9"), NULL},
        {"UTF-16BE", CHY_LITERAL("\xD8\x3D"), NULL},
        {"UTF-16BE", CHY_LITERAL("\xD8\x3D\0a"), NULL},
        {"UTF-16BE", CHY_LITERAL("a"), NULL},
        {"KOI8-R", CHY_LITERAL("a"), NULL},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct chy_buf out = {0};
        const char *why = chy_bag_recode(&out, known[i].text, chy_span_str(known[i].encoding));
        assert_true((why != NULL) == (known[i].utf8 == NULL));
        assert_true(why || chy_span_is(chy_buf_view(&out), known[i].utf8));
        chy_buf_done(&out);
    }
    make_bag();
    put("bag/bag-info.txt", "Contact-Name: \xE9\n");
    seal_bag();
    expect_defect(D(BAG_ENCODING), "bag-info.txt");
}

static void labels(void **state) /* A12 */
{
    (void)state;
    struct chy_bag bag = {0};
    make_bag();
    put("bag/bag-info.txt", "Description: of two\r\n  lines \r\nA : b:c\r\n\nA:d");
    seal_bag();
    check_bag(&bag, true);
    assert_int_equal(bag.defects.count, 0);
    assert_int_equal(bag.tags, 3);
    assert_true(chy_span_is(chy_bag_info(&bag, "DESCRIPTION"), "of two lines"));
    assert_true(chy_span_is(chy_bag_info(&bag, "a"), "b:c"));
    assert_int_equal(chy_bag_info(&bag, "b").len, 0);
    chy_bag_done(&bag);
    assert_int_equal(system("rm -rf bag"), 0);
    make_bag();
    put("bag/bag-info.txt", "no label\nA: b\n");
    seal_bag();
    expect_defect(D(BAG_LABEL), "bag-info.txt");
    make_bag();
    put("bag/bag-info.txt", "Payload-Oxum: 12.2\n");
    seal_bag();
    expect_defect(D(BAG_OXUM), "bag-info.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(declarations),
        IN_SANDBOX(encodings),
        IN_SANDBOX(labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
