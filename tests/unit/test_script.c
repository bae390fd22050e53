/* test_script.c - text/script: code points that are alike, against what is known of each; words
 * that deceive, whatever was met before; and with what bytes a heading may begin, against the
 * phrases of the languages. */
#include "text/deceptive.h"
#include "text/outline_terms.h"
#include "text/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { LAST = 0x10FFFF };

static bool same_scripts(struct chy_script_set a, struct chy_script_set b)
{
    return memcmp(a.bits, b.bits, sizeof a.bits) == 0;
}

static uint32_t zero_of(uint32_t cp)
{
    for (size_t i = 0; i < chy_table_zero_count; i++)
        if (cp >= chy_table_zero[i] && cp <= chy_table_zero[i] + 9)
            return chy_table_zero[i];
    return UINT32_MAX;
}

/* A range that holds the next code point is that one's range too, and so of all in it. */
static void test_alike(void **unused)
{
    (void)unused;
    struct chy_alike before = {0};
    size_t ranges = 0;
    for (uint32_t cp = 0; cp <= LAST; cp++) {
        struct chy_script_set scripts = chy_scripts_of(cp);
        struct chy_alike alike = chy_alike_of(cp);
        assert_int_equal(chy_zero_of(cp), zero_of(cp));
        bool letter = !chy_scripts_every(scripts) && zero_of(cp) == UINT32_MAX;
        assert_true((alike.count > 0) == letter);
        assert_true(chy_is_alike(&alike, cp) == letter);
        assert_true(same_scripts(alike.scripts, scripts) && alike.zero == zero_of(cp));
        if (chy_is_alike(&before, cp))
            assert_true(alike.first == before.first && alike.count == before.count);
        ranges += letter && alike.first == cp;
        before = alike;
    }
    assert_true(ranges > 500);
}

/* --- deceptive words --- */

static uint64_t drawn = 1;

static unsigned draw(unsigned limit)
{
    drawn = drawn * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(drawn >> 33) % limit;
}

static void add_word(struct chy_buf *text)
{
    static const char *const pieces[] = {"a", "l", "O",  "7", "é",  "œ", "а", "ж", "р", "о",
                                         "с", "ο", "λ",  "ν", "中", "ب", "ت", "٣", "’", "-",
                                         "/", ",", "。", "،", "ß",  "Ё", "א", "0", "и", "É"};
    const unsigned kinds = sizeof pieces / sizeof *pieces, first = draw(kinds);
    for (unsigned i = 1 + draw(5); i > 0; i--) /* most of one kind, as in a word */
        chy_buf_str(text, pieces[draw(3) > 0 ? (first + draw(4)) % kinds : draw(kinds)]);
}

/* Whether the words from the nth paragraph on deceive, each by a letter. */
static void deceits_of(struct chy_buf *out, const struct chancery_text *text,
                       uint32_t paragraph)
{
    struct chy_deceptive found = {.text = text};
    while (chy_deceptive_next(&found))
        if (text->word[found.word].paragraph >= paragraph)
            chy_buf_printf(out, "%d at %u ", (int)found.why,
                           (unsigned)(found.word - text->paragraph[paragraph].first));
}

/* What letters were met before decides nothing: a paragraph is as deceptive after others as by
 * itself. */
static void test_deceits_alone_and_after(void **unused)
{
    (void)unused;
    size_t compared = 0, deceptive = 0;
    for (unsigned run = 0; run < 30000; run++) {
        struct chy_buf both = {0}, alone = {0}, one = {0}, other = {0};
        chancery_text *long_text = NULL, *short_text = NULL;
        add_word(&alone);
        chy_buf_byte(&alone, ' ');
        add_word(&alone);
        add_word(&both);
        chy_buf_str(&both, "\n\n");
        chy_buf_span(&both, chy_buf_view(&alone));
        if (chy_text_new(&short_text, chy_buf_view(&alone), NULL) &&
            chy_text_new(&long_text, chy_buf_view(&both), NULL)) {
            deceits_of(&one, short_text, 0);
            deceits_of(&other, long_text, 1);
            if (!chy_span_eq(chy_buf_view(&one), chy_buf_view(&other)))
                fail_msg("%.*s", (int)both.len, (const char *)both.ptr);
            compared++;
            deceptive += one.len > 0;
        }
        chancery_text_free(short_text);
        chancery_text_free(long_text);
        chy_buf_done(&both);
        chy_buf_done(&alone);
        chy_buf_done(&one);
        chy_buf_done(&other);
    }
    assert_true(compared > 20000 && deceptive > 3000 && deceptive < compared - 3000);
}

/* The same of names: a word is as deceptive after one that is not as by itself. */
static void test_names_alone_and_after(void **unused)
{
    (void)unused;
    size_t compared = 0, deceptive = 0;
    for (unsigned run = 0; run < 30000; run++) {
        struct chy_buf both = {0}, alone = {0};
        chancery_span word, other;
        add_word(&alone);
        add_word(&both);
        if (chy_deceit_of_name(&word, chy_buf_view(&both)) == CHY_DECEIT_NONE) {
            chy_buf_byte(&both, ' ');
            chy_buf_span(&both, chy_buf_view(&alone));
            enum chy_deceit one = chy_deceit_of_name(&word, chy_buf_view(&alone));
            if (chy_deceit_of_name(&other, chy_buf_view(&both)) != one)
                fail_msg("%.*s", (int)both.len, (const char *)both.ptr);
            compared++;
            deceptive += one != CHY_DECEIT_NONE;
        }
        chy_buf_done(&both);
        chy_buf_done(&alone);
    }
    assert_true(compared > 5000 && deceptive > 1000 && deceptive < compared - 1000);
}

/* --- with what a heading may begin --- */

static chancery_span word_of(const char *phrase)
{
    const char *space = strchr(phrase, ' ');
    return chy_span(phrase, space ? (size_t)(space - phrase) : strlen(phrase));
}

static void check_openings(unsigned language, chy_phrases list)
{
    for (; list && *list; list++) {
        uint8_t forms[CHY_FIRST_FORMS][4];
        assert_true(chy_may_open(word_of(*list)) >> language & 1);
        for (size_t i = chy_first_forms(forms, *list); i > 0; i--) {
            size_t length = forms[i - 1][0] < 0x80 ? 1 : forms[i - 1][0] < 0xE0 ? 2 : 3;
            assert_true(chy_may_open(chy_span(forms[i - 1], length)) >> language & 1);
        }
    }
}

static void test_first(void **unused)
{
    (void)unused;
    static const char *const numbers[] = {"2012",   "9",  "0",  "\u0660",
                                          "\u0669", "〇", "一", "十"};
    unsigned numbers_open = 0;
    size_t none = 0;
    for (unsigned i = 0; chy_languages[i]; i++) {
        assert_true(i < 8); /* bits */
        for (chy_phrases annex = chy_languages[i]->annex; annex && *annex; annex++)
            assert_true(chy_may_annex(word_of(*annex)));
        for (chy_phrases body = chy_languages[i]->body; body && *body; body++)
            assert_true(chy_may_begin_body(chy_languages[i], word_of(*body)));
        for (unsigned kind = 0; kind < CHY_KINDS; kind++)
            check_openings(i, chy_languages[i]->opening[kind]);
        numbers_open += chy_languages[i]->order == CHY_ORDER_DATE_SENDER ? 1u << i : 0;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true((chy_may_open(chy_span_str(numbers[i])) & numbers_open) == numbers_open);
    for (unsigned i = 'A'; i <= 'z'; i++) {
        const char letter = (char)i;
        none += !chy_may_open(chy_span(&letter, 1)) && !chy_may_annex(chy_span(&letter, 1));
    }
    assert_true(none > 26); /* most begin nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike),
        cmocka_unit_test(test_deceits_alone_and_after),
        cmocka_unit_test(test_names_alone_and_after),
        cmocka_unit_test(test_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
