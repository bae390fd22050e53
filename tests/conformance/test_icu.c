/*
 * test_icu.c - text/nfc against ICU: every scalar value, every starter with every combining
 * mark, and long rows of whatever NFC may change; the scripts and look-alikes against its too.
 */
#include "base/span.h"
#include "text/nfc.h"
#include "text/script.h"
#include "text/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "icu.h"

#include <unicode/uscript.h>
#include <unicode/uspoof.h>

/* Scalar values of one kind, in order. */
struct set {
    uint32_t *cp;
    size_t count;
};

static struct set marks;  /* of a combining class other than 0 */
static struct set movers; /* what NFC may change, or join to what stands before or behind */

static bool is_mark(uint32_t cp)
{
    return u_getCombiningClass((UChar32)cp) != 0;
}

/* A mover is told by ICU, so that our tables do not choose what they are tested with. Hangul
 * syllables are thousands and alike: every 97th. */
static bool is_mover(uint32_t cp)
{
    static const UNormalizer2 *nfd;
    UErrorCode status = U_ZERO_ERROR;
    UChar parts[8];
    nfd = nfd ? nfd : unorm2_getNFDInstance(&status);
    if (cp >= 0xAC00 && cp <= 0xD7A3) {
        return cp % 97 == 0;
    }
    return is_mark(cp) || (cp >= 0x1100 && cp <= 0x11FF) ||
           !unorm2_hasBoundaryBefore(unorm2_getNFCInstance(&status), (UChar32)cp) ||
           !unorm2_hasBoundaryAfter(unorm2_getNFCInstance(&status), (UChar32)cp) ||
           unorm2_getDecomposition(nfd, (UChar32)cp, parts, 8, &status) >= 0;
}

static struct set collect(bool (*belongs)(uint32_t cp))
{
    struct set set = {calloc(0x110000, sizeof *set.cp), 0};
    assert_non_null(set.cp);
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if ((cp < 0xD800 || cp > 0xDFFF) &&
            (chy_unicode(cp) & CHY_CP_CLASS) != CHY_CP_UNASSIGNED && belongs(cp)) {
            set.cp[set.count++] = cp;
        }
    }
    return set;
}

static int set_up(void **state)
{
    (void)state;
    marks = collect(is_mark);
    movers = collect(is_mover);
    return marks.count > 900 && movers.count > 3000 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    free(marks.cp);
    free(movers.cp);
    return 0;
}

static void add(struct chy_buf *text, uint32_t cp)
{
    uint8_t bytes[4];
    chy_buf_add(text, bytes, chy_utf8_encode(bytes, cp));
}

static void compare(struct chy_buf *text, uint32_t cp)
{
    struct chy_buf ours = {0}, theirs = {0};
    assert_true(chy_nfc(&ours, chy_buf_view(text), NULL));
    assert_true(icu_nfc(&theirs, chy_buf_view(text)));
    if (!chy_span_eq(chy_buf_view(&ours), chy_buf_view(&theirs))) {
        fail_msg("NFC differs: U+%04X among %zu bytes", cp, text->len);
    }
    chy_buf_done(&ours);
    chy_buf_done(&theirs);
    chy_buf_clear(text);
}

/* Each by itself: line ends keep them apart. */
static void test_scalars(void **state)
{
    struct chy_buf text = {0};
    size_t scalars = 0;
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF) {
            continue;
        }
        scalars++;
        if (icu_is_pinned() || (chy_unicode(cp) & CHY_CP_CLASS) != CHY_CP_UNASSIGNED) {
            add(&text, cp);
            add(&text, '\n');
        }
        if (text.len > 1000) {
            compare(&text, cp);
        }
    }
    compare(&text, 0x10FFFF);
    assert_int_equal(scalars, 1112064);
    chy_buf_done(&text);
}

/* A starter before every mark: "e1e2e3", so that it also follows each. What is mark itself
 * would make one long row. */
static void check_pairs(struct chy_buf *text, uint32_t starter)
{
    for (size_t i = 0; i < marks.count; i++) {
        add(text, starter);
        add(text, marks.cp[i]);
        if (chy_unicode(starter) & CHY_CP_NONSTARTER) {
            add(text, '\n');
        }
    }
    compare(text, starter);
}

/* In a short run every starter that normalisation knows of, and every 251st of the others. */
static void test_pairs(void **state)
{
    const char *is_long = getenv("CHANCERY_LONG");
    uint32_t step = is_long && is_long[0] != '\0' ? 1 : 251;
    struct chy_buf text = {0};
    (void)state;
    for (size_t i = 0; i < movers.count; i++) {
        check_pairs(&text, movers.cp[i]);
    }
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp += step) {
        if ((chy_unicode(cp) & CHY_CP_CLASS) == CHY_CP_ALLOWED) {
            check_pairs(&text, cp);
        }
    }
    chy_buf_done(&text);
}

/* Movers in rows as chance has it, the same every time; few starters, so that marks meet. */
static void test_rows(void **state)
{
    struct chy_buf text = {0};
    uint32_t seed = 727;
    (void)state;
    for (int n = 0; n < 200000; n++) {
        unsigned in_a_row = 0;
        for (int i = 0; i < 1 + n % 24; i++) {
            seed = seed * 1664525u + 1013904223u;
            const struct set *set = seed >> 30 == 0 ? &movers : &marks;
            uint32_t cp = (seed >> 8 & 15) == 0 ? 'e' : set->cp[(seed >> 8) % set->count];
            in_a_row += chy_unicode(cp) >> CHY_CP_TAIL_SHIFT & CHY_CP_TAIL;
            if (in_a_row > 30) {
                break;
            }
            add(&text, cp);
        }
        compare(&text, (uint32_t)n);
    }
    chy_buf_done(&text);
}

/* Latin, Cyrillic and Greek; and none or all for what has no script. */
static void test_scripts(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        UErrorCode status = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript((UChar32)cp, &status);
        struct chy_script_set ours = chy_scripts_of(cp);
        bool every = !uscript_hasScript((UChar32)cp, USCRIPT_LATIN) &&
                     (script == USCRIPT_COMMON || script == USCRIPT_INHERITED ||
                      script == USCRIPT_UNKNOWN);
        if (!icu_is_pinned() || (chy_scripts_every(ours) && every)) {
            continue;
        }
        if (chy_scripts_meet(ours, chy_table_latin) !=
                uscript_hasScript((UChar32)cp, USCRIPT_LATIN) ||
            chy_scripts_meet(ours, chy_table_cyrillic) !=
                uscript_hasScript((UChar32)cp, USCRIPT_CYRILLIC) ||
            chy_scripts_meet(ours, chy_table_greek) !=
                uscript_hasScript((UChar32)cp, USCRIPT_GREEK)) {
            fail_msg("scripts of U+%04X", cp);
        }
    }
}

/* What is said to look Latin has the Latin letter's skeleton (UTS 39). */
static void test_look_alikes(void **state)
{
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&status);
    size_t pairs = 0;
    (void)state;
    assert_true(U_SUCCESS(status));
    for (uint32_t cp = 0; cp <= 0xFFFF; cp++) {
        UChar ours[2] = {(UChar)cp, 0}, latin[2] = {(UChar)chy_looks_latin(cp), 0};
        UChar a[16], b[16];
        if (latin[0] == 0) {
            continue;
        }
        uspoof_getSkeleton(checker, 0, ours, 1, a, 16, &status);
        uspoof_getSkeleton(checker, 0, latin, 1, b, 16, &status);
        if (U_FAILURE(status) || u_strcmp(a, b) != 0) {
            fail_msg("U+%04X does not look like U+%04X", cp, latin[0]);
        }
        pairs++;
    }
    assert_int_equal(pairs, 68);
    uspoof_close(checker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars),     cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_rows),        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_look_alikes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
