/*
 * test_utf8tests.c - base/utf8 against utf8tests (Steve Flenniken): each valid line decodes to
 * its end, each invalid one does not, and what is left of it without its ill-formed bytes is
 * right.
 */
#include "base/utf8.h"
#include "data.h"
#include "text/canon.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Takes the next field off a line of fields parted by colons; the last may hold colons
 * itself. */
static chancery_span field(chancery_span *rest, bool last)
{
    const uint8_t *colon = last ? NULL : memchr(rest->ptr, ':', rest->len);
    size_t len = colon ? (size_t)(colon - rest->ptr) : rest->len;
    chancery_span value = chy_span_sub(*rest, 0, len);
    *rest = chy_span_from(*rest, len + 1);
    while (!last && chy_span_starts(value, CHY_LITERAL(" ")))
        value = chy_span_from(value, 1);
    return value;
}

static void add_hex(struct chy_buf *out, chancery_span hex)
{
    unsigned digits = 0, value = 0;
    for (size_t i = 0; i < hex.len && !chy_span_is(hex, "nothing"); i++) {
        int c = tolower(hex.ptr[i]);
        if (c == ' ')
            continue;
        assert_true(isxdigit(c));
        value = value * 16 + (unsigned)(isdigit(c) ? c - '0' : c - 'a' + 10);
        if (++digits % 2 == 0) {
            chy_buf_byte(out, (uint8_t)value);
            value = 0;
        }
    }
}

/* Decodes to the end; what is ill-formed is skipped byte by byte. True if nothing was. */
static bool decode(struct chy_buf *kept, chancery_span bytes)
{
    bool well_formed = true;
    for (size_t i = 0; i < bytes.len;) {
        uint8_t out[4];
        uint32_t cp;
        unsigned len = chy_utf8_decode(&cp, bytes.ptr + i, bytes.ptr + bytes.len);
        if (len == 0) {
            well_formed = false;
            i++;
        } else {
            chy_buf_add(kept, out, chy_utf8_encode(out, cp));
            i += len;
        }
    }
    return well_formed;
}

/* The canonicaliser is stricter (noncharacters, NUL), but never takes what is ill-formed. */
static bool is_read(chancery_span bytes)
{
    chancery_text *text = NULL;
    bool done = chy_text_new(&text, bytes, NULL);
    chancery_text_free(text);
    return done;
}

static void check_line(chancery_span line)
{
    struct chy_buf bytes = {0}, expected = {0}, kept = {0};
    chancery_span rest = line, number = field(&rest, false), kind = field(&rest, false);
    bool valid = chy_span_starts(kind, CHY_LITERAL("valid"));
    if (chy_span_is(kind, "valid"))
        chy_buf_span(&bytes, field(&rest, true));
    else
        add_hex(&bytes, field(&rest, false));
    if (valid)
        chy_buf_span(&expected, chy_buf_view(&bytes));
    else
        add_hex(&expected, field(&rest, false));
    if (decode(&kept, chy_buf_view(&bytes)) != valid ||
        !chy_span_eq(chy_buf_view(&kept), chy_buf_view(&expected)) ||
        (!valid && is_read(chy_buf_view(&bytes))))
        fail_msg("line %.*s", (int)number.len, (const char *)number.ptr);
    chy_buf_done(&bytes);
    chy_buf_done(&expected);
    chy_buf_done(&kept);
}

static void test_lines(void **state)
{
    struct chy_buf file = {0};
    size_t lines = 0;
    (void)state;
    if (!data_read(&file, "utf8tests/utf8tests.txt")) {
        print_message("skipped: no utf8tests\n");
        skip();
    }
    chancery_span rest = chy_buf_view(&file), line;
    while (chy_span_line(&line, &rest)) {
        if (line.len > 0 && line.ptr[0] != '#') {
            check_line(line);
            lines++;
        }
    }
    assert_int_equal(lines, 222);
    chy_buf_done(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
