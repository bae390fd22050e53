/* test_canon_properties.c - what holds of every file, over many small nasty ones. */
#include "canon_properties.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* The characters that rules are about, and few others, so that they meet often. */
static const char *const alphabet[] = {"*",
                                       "*",
                                       "**",
                                       "_",
                                       "__",
                                       "a",
                                       "b",
                                       "*a",
                                       "b*",
                                       "_a",
                                       "b_",
                                       "(",
                                       ")",
                                       "\"",
                                       ".",
                                       " ",
                                       " ",
                                       "\n",
                                       "\n",
                                       "\r",
                                       "\t",
                                       "\f",
                                       "z\xC2\xADz" /* soft hyphen */,
                                       "\xC2\xA0" /* no-break space */,
                                       "\xCC\x81" /* acute */,
                                       "\xCC\xA3" /* dot below */,
                                       "\xCD\x84" /* dialytika tonos */,
                                       "\xE1\x84\x80",
                                       "\xE1\x85\xA1",
                                       "\xE1\x86\xA8" /* jamo L V T */,
                                       "\xEA\xB0\x80" /* LV */,
                                       "\xE6\xBC\xA2" /* Han */,
                                       "\xE3\x81\x8B" /* KA */,
                                       "\xE3\x82\x99" /* voiced sound mark */,
                                       "\xE3\x80\xAA" /* tone mark */,
                                       "\xE3\x80\x82" /* ideographic full stop */,
                                       "\xE2\x80\x98",
                                       "\xE2\x80\x9D" /* quotes */,
                                       "\xE2\x80\x91" /* hyphen */,
                                       "\xE2\x80\xA8",
                                       "\xE2\x80\xA9" /* separators */,
                                       "\xE3\x80\x80" /* ideographic space */,
                                       "\xE2\x80\x80" /* en quad, NFC U+2002 */,
                                       "\xCD\xBE" /* NFC ; */,
                                       "\xE2\x8C\xA9" /* NFC U+3008 */,
                                       "\xE0\xA5\x98" /* grows in NFC */,
                                       "\xE0\xBD\xB3",
                                       "\xC2\xAB",
                                       "\xC2\xBB",
                                       "\xC2\xBF",
                                       "\xE2\x80\xA6",
                                       "\xE2\x80\x8C",
                                       "\xE2\x80\x8D" /* ZWNJ, ZWJ */,
                                       "\xE0\xA4\x95",
                                       "\xE0\xA5\x8D",
                                       "\xE0\xA5\x91" /* KA, virama, udatta */,
                                       "\xD8\xA8",
                                       "\xD8\xA7",
                                       "\xD9\x8E" /* beh, alef, fatha */};

static void test_properties(void **state)
{
    uint32_t seed = 727;
    const char *times = getenv("CHANCERY_LONG");
    long count = times && times[0] != '\0' ? 1000000 : 20000;
    (void)state;
    for (long n = 0; n < count; n++) {
        struct chy_buf file = {0};
        unsigned left = 1 + (unsigned)(n % 48);
        while (left-- > 0) {
            seed = seed * 1664525u + 1013904223u; /* the same inputs every time */
            chy_buf_str(&file, alphabet[(seed >> 8) % (sizeof alphabet / sizeof *alphabet)]);
        }
        const char *broken = canon_broken(chy_buf_view(&file));
        if (broken) {
            char *shown = chy_esc(chy_buf_view(&file));
            fail_msg("input %ld, \"%s\": does not hold: %s", n, shown, broken);
        }
        chy_buf_done(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_properties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
