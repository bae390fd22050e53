/*
 * test_canon_blocks.c - text that is read many bytes at a time gives what reading it by the
 * rules gives: something else at each place of a long plain text, against the slow reference,
 * between guard pages.
 */
#include "canon_reference.h"
#include "guard.h"
#include "text/forms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { PLACES = 200 };

/* Plain texts: each unit is repeated. */
static const char *const units[] = {
    "the honour to transmit it ",
    "l\xC3\xA9gislatif \xC3\xA0 \xC3\xA9t\xC3\xA9 ",
    "\xD0\xBF\xD0\xB8\xD1\x81\xD1\x8C\xD0\xBC\xD0\xBE \xD0\xB2 ",
    "\xE5\xAE\x89\xE7\x90\x86\xE4\xBC\x9A\xE3\x80\x82",
    "abcdefghijklmnopqrstuvwxyz\xC3\xA9",
};

/* What comes between. */
static const char *const intruders[] = {
    "",
    " ",
    "  ",
    "\t",
    " \n",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\n\n\n",
    "\f",
    "\xC2\xA0" /* no-break space */,
    "\xC2\xAD" /* soft hyphen */,
    " \xC2\xAD ",
    "\xCC\x81" /* acute */,
    "\xCC\xA3\xCC\x81",
    "\xCC\x81\xCC\xA3" /* in the wrong order */,
    "\xE3\x82\x99" /* voiced sound mark */,
    "\xE2\x80\x99" /* a quote */,
    "\xE2\x80\xA8",
    "\xE2\x80\xA9",
    "\xE6\xBC\xA2" /* Han */,
    "\xE3\x81\x8B\xE3\x82\x99",
    "\xEA\xB0\x80\xE1\x86\xA8" /* Hangul */,
    "\xF0\x9F\x95\x8A" /* four bytes */,
    "\xD9\x8E" /* fatha */,
    "\xD9\x80" /* tatweel */,
    "\xCD\xBE" /* NFC ; */,
    "\xE2\x80\x8C" /* ZWNJ, refused */,
    "\x7F" /* refused */,
    "\x01",
    "\xC0\x80" /* ill-formed */,
    "\xC3",
    "\xE4\xB8",
    "\xED\xA0\x80",
    "\x80",
};

static void expect_reference(chancery_span file, bool at_start)
{
    struct chancery_text forms = {0};
    struct chy_buf text = {0}, words = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    if (chy_forms_read(&forms, guard_copy(file, at_start), &error)) {
        assert_true(reference_text(&text, file));
        assert_true(reference_words(&words, chy_buf_view(&text)));
        if (!chy_span_eq(chy_buf_view(&text), chancery_text_form(&forms)) ||
            !chy_span_eq(chy_buf_view(&words), chancery_text_words(&forms)))
            fail_msg("not as the reference: %.*s", (int)file.len, (const char *)file.ptr);
    } else {
        assert_true(error.code == CHANCERY_E_CHARACTER || error.code == CHANCERY_E_ENCODING);
    }
    chy_forms_done(&forms);
    chy_buf_done(&text);
    chy_buf_done(&words);
}

static void expect_refused(chancery_span file)
{
    struct chancery_text forms = {0};
    assert_false(chy_forms_read(&forms, file, NULL));
    chy_forms_done(&forms);
}

static bool begins_character(chancery_span text, size_t at)
{
    return at == text.len || (text.ptr[at] & 0xC0) != 0x80;
}

/* The intruder at each place, between characters, and (what is ill-formed is refused) within
 * them. */
static void check(const char *unit, const char *intruder)
{
    struct chy_buf plain = {0};
    while (plain.len < PLACES)
        chy_buf_str(&plain, unit);
    chancery_span text = chy_buf_view(&plain);
    for (size_t at = 0; at <= text.len; at++) {
        struct chy_buf file = {0};
        chy_buf_span(&file, chy_span_sub(text, 0, at));
        chy_buf_str(&file, intruder);
        chy_buf_span(&file, chy_span_from(text, at));
        if (intruder[0] != '\0' && !begins_character(text, at))
            expect_refused(chy_buf_view(&file));
        else
            expect_reference(chy_buf_view(&file), at % 2 == 0);
        chy_buf_done(&file);
    }
    chy_buf_done(&plain);
}

static void test_intruders(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        for (size_t k = 0; k < sizeof intruders / sizeof *intruders; k++)
            check(units[i], intruders[k]);
}

/* Cut at each place: nothing behind the end is read. */
static void test_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct chy_buf plain = {0};
        while (plain.len < PLACES)
            chy_buf_str(&plain, units[i]);
        for (size_t len = 1; len <= plain.len; len++)
            expect_reference(chy_span_sub(chy_buf_view(&plain), 0, len), false);
        chy_buf_done(&plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_intruders),
        cmocka_unit_test(test_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
