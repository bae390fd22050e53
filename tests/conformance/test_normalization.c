/*
 * test_normalization.c - text/nfc against Unicode's NormalizationTest.txt, which `make` unpacks
 * from Debian's package unicode-data. Skipped where it is missing or of another version than
 * 15.0.0.
 */
#include "base/file.h"
#include "base/span.h"
#include "text/nfc.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { FIELDS = 5 }; /* source, NFC, NFD, NFKC, NFKD */

/* The code points that Part 1 lists, each alone in a first field. */
static bool listed[0x110000];

/* "0044 0307" to UTF-8; *text moves past the semicolon. The first code point. */
static uint32_t read_field(struct chy_buf *out, const char **text)
{
    uint32_t first = 0;
    while (**text != ';' && **text != '\0') {
        char *end;
        uint8_t bytes[4];
        uint32_t cp = (uint32_t)strtoul(*text, &end, 16);
        assert_true(end > *text);
        first = out->len == 0 ? cp : first;
        chy_buf_add(out, bytes, chy_utf8_encode(bytes, cp));
        *text = end;
    }
    *text += **text == ';';
    return first;
}

static void expect_nfc(chancery_span text, chancery_span expected, const char *line)
{
    struct chy_buf nfc = {0};
    assert_true(chy_nfc(&nfc, text, NULL));
    if (!chy_span_eq(chy_buf_view(&nfc), expected))
        fail_msg("NFC of %s", line);
    chy_buf_done(&nfc);
}

/* NFC of the source, of NFC and of NFD is NFC; that of NFKC and of NFKD is NFKC. */
static void check_line(const char *line, bool part_1)
{
    struct chy_buf field[FIELDS] = {0};
    const char *text = line;
    for (int i = 0; i < FIELDS; i++) {
        uint32_t first = read_field(&field[i], &text);
        if (part_1 && i == 0)
            listed[first] = true;
    }
    for (int i = 0; i < FIELDS; i++)
        expect_nfc(chy_buf_view(&field[i]), chy_buf_view(&field[i < 3 ? 1 : 3]), line);
    for (int i = 0; i < FIELDS; i++)
        chy_buf_done(&field[i]);
}

/* NFC of every code point that Part 1 does not list is itself. */
static void check_unlisted(void)
{
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        uint8_t bytes[4];
        if (!listed[cp] && (cp < 0xD800 || cp > 0xDFFF)) {
            chancery_span one = chy_span(bytes, chy_utf8_encode(bytes, cp));
            expect_nfc(one, one, "an unlisted code point");
        }
    }
}

static void test_nfc(void **state)
{
    struct chy_buf file = {0};
    chancery_span rest, line;
    bool part_1 = false;
    size_t lines = 0;
    (void)state;
    if (!chy_file_read(&file, "build/NormalizationTest.txt", 1u << 24, NULL) ||
        !memmem(file.ptr, file.len < 80 ? file.len : 80, "-15.0.0.txt", 11)) {
        print_message("skipped: no NormalizationTest.txt of Unicode 15.0.0\n");
        chy_buf_done(&file);
        skip();
    }
    rest = chy_buf_view(&file);
    while (chy_span_line(&line, &rest)) {
        if (chy_span_starts(line, CHY_LITERAL("@"))) {
            part_1 = chy_span_starts(line, CHY_LITERAL("@Part1 "));
        } else if (line.len > 0 && line.ptr[0] != '#') {
            char *row = chy_dup(line, NULL);
            check_line(row, part_1);
            chancery_free(row);
            lines++;
        }
    }
    assert_int_equal(lines, 19074);
    check_unlisted();
    chy_buf_done(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nfc)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
