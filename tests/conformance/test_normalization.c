/*
 * test_normalization.c - text/nfc against Unicode's NormalizationTest.txt, as Debian's package
 * unicode-data has it. Skipped where it is missing or of another version than 15.0.0.
 */
#include "base/span.h"
#include "base/utf8.h"
#include "text/nfc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define COMMAND "bzcat /usr/share/unicode/NormalizationTest.txt.bz2 2>/dev/null"

enum { FIELDS = 5 }; /* source, NFC, NFD, NFKC, NFKD */

/* "0044 0307" to UTF-8; *text moves past the semicolon. */
static void read_field(struct chy_buf *out, const char **text)
{
    chy_buf_clear(out);
    while (**text != ';' && **text != '\0') {
        char *end;
        uint8_t bytes[4];
        unsigned long cp = strtoul(*text, &end, 16);
        assert_true(end > *text);
        chy_buf_add(out, bytes, chy_utf8_encode(bytes, (uint32_t)cp));
        *text = end;
    }
    *text += **text == ';';
}

/* NFC of the source, of NFC and of NFD is NFC; that of NFKC and of NFKD is NFKC. */
static void check_line(const char *line)
{
    struct chy_buf field[FIELDS] = {0}, nfc = {0};
    const char *text = line;
    for (int i = 0; i < FIELDS; i++)
        read_field(&field[i], &text);
    for (int i = 0; i < FIELDS; i++) {
        chy_buf_clear(&nfc);
        assert_true(chy_nfc(&nfc, chy_buf_view(&field[i]), NULL));
        if (!chy_span_eq(chy_buf_view(&nfc), chy_buf_view(&field[i < 3 ? 1 : 3])))
            fail_msg("field %d of %s", i + 1, line);
    }
    for (int i = 0; i < FIELDS; i++)
        chy_buf_done(&field[i]);
    chy_buf_done(&nfc);
}

static void test_nfc(void **state)
{
    char line[2048];
    size_t lines = 0;
    FILE *file = popen(COMMAND, "r");
    (void)state;
    assert_non_null(file);
    bool pinned = fgets(line, sizeof line, file) && strstr(line, "-15.0.0.txt");
    while (pinned && fgets(line, sizeof line, file)) {
        if (line[0] != '#' && line[0] != '@' && line[0] != '\n') {
            check_line(line);
            lines++;
        }
    }
    pclose(file);
    if (!pinned) {
        print_message("skipped: no NormalizationTest.txt of Unicode 15.0.0\n");
        skip();
    }
    assert_true(lines > 18000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nfc)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
