/* test_unicode.c - text/unicode: the tables against utf8proc, which has them from the same
 * source, and names and reasons. */
#include "text/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <cmocka.h>

static enum chy_cp_class class_of(uint32_t cp)
{
    return (enum chy_cp_class)(chy_unicode(cp) & CHY_CP_CLASS);
}

static bool is_bidi_control(uint32_t cp)
{
    return cp == 0x061C || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_space(utf8proc_category_t category, uint32_t cp)
{
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || cp == '\t' || cp == '\n' || cp == '\f' ||
           cp == '\r';
}

/* What spec/canonical-text.md says of a code point, from utf8proc's properties. */
static enum chy_cp_class expected_class(const utf8proc_property_t *property, uint32_t cp)
{
    switch ((utf8proc_category_t)property->category) {
    case UTF8PROC_CATEGORY_CN:
        return (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF) ? CHY_CP_NONCHARACTER
                                                                         : CHY_CP_UNASSIGNED;
    case UTF8PROC_CATEGORY_CS:
        return CHY_CP_SURROGATE;
    case UTF8PROC_CATEGORY_CO:
        return CHY_CP_PRIVATE;
    case UTF8PROC_CATEGORY_CC:
        return strchr("\t\n\f\r", (int)cp) && cp != 0 ? CHY_CP_ALLOWED : CHY_CP_CONTROL;
    default:
        break;
    }
    if (is_bidi_control(cp))
        return CHY_CP_BIDI;
    if (cp == 0x1680)
        return CHY_CP_DRAWN;
    bool hidden = (property->ignorable && cp != 0xAD) || (cp >= 0xFFF9 && cp <= 0xFFFB);
    return hidden ? CHY_CP_IGNORABLE : CHY_CP_ALLOWED;
}

/* The trailing combining marks of the canonical decomposition. */
static unsigned expected_tail(uint32_t cp, bool *all)
{
    utf8proc_int32_t parts[32];
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 32, UTF8PROC_DECOMPOSE, NULL);
    unsigned tail = 0;
    while (count > 0 && utf8proc_get_property(parts[count - 1])->combining_class != 0) {
        count--;
        tail++;
    }
    *all = count == 0;
    return tail;
}

static void check_properties(uint32_t cp, const utf8proc_property_t *property)
{
    bool all = false;
    utf8proc_category_t category = (utf8proc_category_t)property->category;
    unsigned tail = expected_tail(cp, &all), got = chy_unicode(cp);
    bool mark = category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
                category == UTF8PROC_CATEGORY_ME;
    bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
    if (((got & CHY_CP_SPACE) != 0) != is_space(category, cp) ||
        ((got & CHY_CP_LETTER) != 0) != letter || ((got & CHY_CP_MARK) != 0) != mark ||
        ((got & CHY_CP_NONSTARTER) != 0) != all ||
        (got >> CHY_CP_TAIL_SHIFT & CHY_CP_TAIL) != tail ||
        got >> CHY_CP_CCC_SHIFT != (unsigned)property->combining_class ||
        (property->combining_class != 0 && !(got & CHY_CP_NORMALIZE)))
        fail_msg("U+%04X: properties %03X", cp, got);
}

static void test_against_utf8proc(void **state)
{
    (void)state;
    if (strcmp(utf8proc_unicode_version(), "15.0.0") != 0) {
        print_message("skipped: utf8proc has Unicode %s\n", utf8proc_unicode_version());
        skip();
    }
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)cp);
        enum chy_cp_class expected = expected_class(property, cp);
        if (class_of(cp) != expected)
            fail_msg("U+%04X: class %d instead of %d", cp, class_of(cp), expected);
        if (expected == CHY_CP_ALLOWED)
            check_properties(cp, property);
    }
}

static void test_ideographic(void **state)
{
    static const uint32_t yes[] = {0x3001, 0x3005, 0x3007,  0x300C,  0x3042, 0x30A2, 0x30FB,
                                   0x30FC, 0x4E00, 0x9FFF,  0xF900,  0xFF01, 0xFF0C, 0xFF1A,
                                   0xFF5E, 0xFF66, 0x20000, 0x323AF, 0x2329};
    static const uint32_t no[] = {'a',    0x3000, 0x302A, 0x3099, 0x3105, 0xAC00,
                                  0xFF10, 0xFF21, 0xFF41, 0x2026, 0x16FF0};
    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(chy_unicode(yes[i]) & CHY_CP_IDEOGRAPHIC);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(chy_unicode(no[i]) & CHY_CP_IDEOGRAPHIC);
}

static void test_names(void **state)
{
    static const struct {
        uint32_t cp;
        const char *name;
    } names[] = {
        {0x0000, "NULL"},
        {0x000B, "LINE TABULATION"},
        {0x0085, "NEXT LINE"},
        {0x202E, "RIGHT-TO-LEFT OVERRIDE"},
        {0x200D, "ZERO WIDTH JOINER"},
        {0xFEFF, "ZERO WIDTH NO-BREAK SPACE"},
        {0xFE0F, "variation selector"},
        {0xE0061, "tag character"},
        {0xE01EF, "variation selector"},
        {0xE000, "private use"},
        {0xFFFF, "noncharacter"},
        {0xD800, "surrogate"},
        {0x0378, "unassigned in Unicode 15.0"},
        {0xE0000, "unassigned in Unicode 15.0"},
        {0x110000, "noncharacter"},
        {UINT32_MAX, "noncharacter"},
        {'a', "character"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(chy_unicode_name(names[i].cp), names[i].name);
    for (int class = CHY_CP_CONTROL; class <= CHY_CP_UNASSIGNED; class ++)
        assert_string_not_equal(chy_unicode_reason((enum chy_cp_class) class), "it is allowed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_utf8proc),
        cmocka_unit_test(test_ideographic),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
