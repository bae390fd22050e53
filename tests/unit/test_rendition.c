/*
 * test_rendition.c - files that other programs read: which they are.
 */
#include "text/rendition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* X1 */
static void media(void **state)
{
    (void)state;
    assert_int_equal(chy_medium_of(CHY_LITERAL("%PDF-1.7\n")), CHY_MEDIUM_PDF);
    assert_int_equal(chy_medium_of(CHY_LITERAL(" %PDF-1.7\n")), CHY_MEDIUM_OTHER);
    assert_int_equal(chy_medium_of(CHY_LITERAL("PK\x03\x04...word/document.xml...")),
                     CHY_MEDIUM_DOCX);
    assert_int_equal(chy_medium_of(CHY_LITERAL("PK\x03\x04...xl/workbook.xml...")),
                     CHY_MEDIUM_OTHER);
    assert_int_equal(chy_medium_of(CHY_LITERAL("Sir, word/document")), CHY_MEDIUM_OTHER);
    assert_int_equal(chy_medium_of((chancery_span){0}), CHY_MEDIUM_OTHER);
    assert_string_equal(chy_medium_program(CHY_MEDIUM_PDF), "pdftotext");
    assert_string_equal(chy_medium_program(CHY_MEDIUM_DOCX), "pandoc");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(media),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
