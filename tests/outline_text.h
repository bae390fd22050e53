/*
 * outline_text.h - texts and outlines for the unit tests of the outline, its reports and its
 * split.
 */
#ifndef CHY_TESTS_OUTLINE_TEXT_H
#define CHY_TESTS_OUTLINE_TEXT_H

#include "outline_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define EXAMPLE "keys/S-2012-727/S-2012-727.txt"
#define HEADING "Letter dated 1 May 2012 from X addressed to Y"

static inline chancery_text *text_of(chancery_span bytes)
{
    chancery_text *text = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_text_new(&text, bytes, &error))
        fail_msg("%s", error.text);
    return text;
}

static inline struct chy_outline outline_of(const chancery_text *text)
{
    struct chy_outline outline;
    assert_true(chy_outline_read(&outline, text, NULL));
    const char *wrong = outline_check(text, &outline);
    if (wrong)
        fail_msg("%s", wrong);
    return outline;
}

static inline chancery_text *read_example(void)
{
    chancery_text *text = NULL;
    assert_true(chancery_text_read(&text, EXAMPLE, NULL));
    assert_true(chy_text_index(text, NULL));
    return text;
}

#endif
