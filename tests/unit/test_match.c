/*
 * test_match.c - where signed paragraphs are found in a text, and what is said of those that
 * are not: rules 1.2 and 1.6 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "custody/judge.h"
#include "sought.h"
#include "story.h"

static void whole(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "a b\n\nc d e\n", "x y\n\na b\n\nc d e\n\nz\n");
    find(&s, 0, s.text->words);
    assert_true(s.match.whole);
    assert_int_equal(s.match.range.first, 2);
    assert_int_equal(s.match.range.count, 5);
    assert_int_equal(s.match.found, 5);
    stands(&s, 1, CHY_STANDS, 4, 3);
    done(&s);
}

/* Whatever the document's own paragraphs are, and at its very end. */
static void whole_in_one_paragraph(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "a b\n\nc d e\n", "x y a b c d e\n");
    find(&s, 0, s.text->words);
    assert_true(s.match.whole);
    assert_int_equal(s.match.range.first, 2);
    find(&s, 3, s.text->words);
    assert_false(s.match.whole);
    find(&s, 0, s.text->words - 1);
    assert_false(s.match.whole);
    done(&s);
}

static void whole_in_window(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "a b\n", "a b\n\nx\n\na b\n\ny a b\n");
    find(&s, 1, s.text->words);
    assert_int_equal(s.match.range.first, 3);
    find(&s, 4, s.text->words);
    assert_int_equal(s.match.range.first, 6);
    find(&s, 7, s.text->words);
    assert_false(s.match.whole);
    find(&s, s.text->words, s.text->words);
    assert_false(s.match.whole);
    assert_int_equal(s.match.range.count, 0);
    done(&s);
}

/* The paragraphs are there one after the other, and the statement's words digest is
 * another's. */
static void words_digest_counts(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "a b\n\nc\n", "a b\n\nc\n");
    s.statement.words.b[0] ^= 1;
    find(&s, 0, s.text->words);
    assert_false(s.match.whole);
    stands(&s, 0, CHY_STANDS, 0, 2);
    stands(&s, 1, CHY_STANDS, 2, 1);
    done(&s);
}

static void altered_dropped_moved(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "one\n\ntwo two\n\nthree\n\nfour\n", "one\n\n2 2\n\nthree\n\nfour\n");
    find(&s, 0, s.text->words);
    stands(&s, 1, CHY_ALTERED, 1, 2);
    assert_int_equal(s.match.found, 3);
    assert_int_equal(s.match.range.count, 5);
    done(&s);
    set_up(&s, "one\n\ntwo two\n\nthree\n\nfour\n", "one\n\nthree\n\nfour\n");
    find(&s, 0, s.text->words);
    stands(&s, 1, CHY_DROPPED, 0, 0);
    done(&s);
    set_up(&s, "one\n\ntwo two\n\nthree\n\nfour\n", "one\n\nthree\n\nfour\n\ntwo two\n");
    find(&s, 0, s.text->words);
    stands(&s, 0, CHY_STANDS, 0, 1);
    stands(&s, 1, CHY_MOVED, 3, 2);
    stands(&s, 2, CHY_STANDS, 1, 1);
    stands(&s, 3, CHY_STANDS, 2, 1);
    assert_int_equal(s.match.range.first, 0);
    assert_int_equal(s.match.range.count, 3);
    done(&s);
    set_up(&s, "one\n\ntwo two\n\nthree\n", "x\n\none\n\nthree\n");
    find(&s, 0, s.text->words);
    assert_int_equal(s.match.range.first, 1);
    assert_int_equal(s.match.range.count, 2);
    done(&s);
}

/* Before the first paragraph that stands, and after the last. */
static void altered_at_the_edges(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "one\n\ntwo\n\nthree\n", "x\n\n1 1\n\ntwo\n\n3 3\n\ny\n\nz\n");
    find(&s, 0, s.text->words);
    stands(&s, 0, CHY_ALTERED, 1, 2);
    stands(&s, 1, CHY_STANDS, 3, 1);
    stands(&s, 2, CHY_ALTERED, 4, 2);
    find(&s, 2, s.text->words - 3);
    stands(&s, 0, CHY_ALTERED, 2, 1);
    stands(&s, 2, CHY_ALTERED, 4, 1);
    done(&s);
    set_up(&s, "one\n\ntwo\n", "two\n");
    find(&s, 0, s.text->words);
    stands(&s, 0, CHY_DROPPED, 0, 0);
    stands(&s, 1, CHY_STANDS, 0, 1);
    done(&s);
}

/* Two altered paragraphs and one of the document's: the gap is one's, the other is missing. */
static void gap_shared(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "one\n\ntwo\n\nthree\n\nfour\n", "one\n\nx y\n\nz\n\nv\n\nfour\n");
    find(&s, 0, s.text->words);
    stands(&s, 1, CHY_ALTERED, 1, 2);
    stands(&s, 2, CHY_ALTERED, 3, 2);
    done(&s);
    set_up(&s, "one\n\ntwo\n\nthree\n\nfour\n", "one\n\nx y\n\nfour\n");
    find(&s, 0, s.text->words);
    stands(&s, 1, CHY_ALTERED, 1, 2);
    stands(&s, 2, CHY_DROPPED, 0, 0);
    done(&s);
}

/* Inside another paragraph of the document, by its words. */
static void found_anywhere(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "one\n\ntwo two\n\nthree\n", "one x two two y\n\nthree\n");
    find(&s, 0, s.text->words);
    stands(&s, 0, CHY_STANDS, 0, 1);
    stands(&s, 1, CHY_STANDS, 2, 2);
    stands(&s, 2, CHY_STANDS, 5, 1);
    done(&s);
}

/* Where the paragraph before it ends comes first, then what follows there. */
static void nearest_place(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "a\n\nb c\n", "a b c x\n\nb c\n");
    s.statement.words.b[0] ^= 1;
    find(&s, 0, s.text->words);
    stands(&s, 1, CHY_STANDS, 1, 2);
    done(&s);
    set_up(&s, "a\n\nb\n\na\n\nc\n", "a\n\nz\n\nb\n\nq\n\na\n\nc\n");
    find(&s, 0, s.text->words);
    stands(&s, 0, CHY_STANDS, 0, 1);
    stands(&s, 1, CHY_STANDS, 2, 1);
    stands(&s, 2, CHY_STANDS, 4, 1);
    stands(&s, 3, CHY_STANDS, 5, 1);
    done(&s);
    set_up(&s, "q\n\na b\n", "x\n\na b\n");
    find(&s, 0, 2); /* in the middle of the paragraph */
    stands(&s, 1, CHY_DROPPED, 0, 0);
    done(&s);
}

static void the_whole_text(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "a\n\nb c\n", "a\n\nb c\n");
    find(&s, 0, s.text->words);
    assert_true(s.match.whole);
    done(&s);
}

/* The longest row of paragraphs in order stands; a long paragraph that reaches over short ones
 * does not break it. */
static void longest_order(void **state)
{
    (void)state;
    struct sought s;
    set_up(&s, "d\n\na\n\nb\n\nc\n", "a\n\nx\n\nb\n\nc\n\nd\n");
    find(&s, 0, s.text->words);
    stands(&s, 0, CHY_MOVED, 4, 1);
    stands(&s, 1, CHY_STANDS, 0, 1);
    stands(&s, 3, CHY_STANDS, 3, 1);
    done(&s);
    set_up(&s, "a\n\na b c d\n\nb\n\nc\n\nd\n", "a b c d x\n");
    find(&s, 0, s.text->words);
    stands(&s, 0, CHY_STANDS, 0, 1);
    stands(&s, 1, CHY_MOVED, 0, 4);
    stands(&s, 2, CHY_STANDS, 1, 1);
    stands(&s, 4, CHY_STANDS, 3, 1);
    done(&s);
}

/* Numbers of words that no statement that was read can have. */
static void hostile_counts(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 1, UINT32_MAX, UINT32_MAX - 1, 1u << 31};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct sought s;
        set_up(&s, "a b\n\nc\n", "x\n\na b\n\nc\n");
        s.statement.paragraph[0].words = counts[i];
        s.statement.paragraph[1].words = (uint32_t)(4 - (uint64_t)counts[i]);
        find(&s, 0, s.text->words);
        assert_false(s.match.whole);
        assert_int_not_equal(s.match.place[0].stand, CHY_STANDS);
        done(&s);
    }
}

/* What was not looked for everywhere is neither missing nor altered. */
static void stopped(void **state)
{
    (void)state;
    struct sought s;
    struct chy_findings findings = {0};
    set_up(&s, "one\n\ntwo two\n\nthree\n", "one\n\n2 2\n\nthree\n\nx\n");
    s.search.left = 150;
    find(&s, 0, s.text->words);
    assert_true(s.match.stopped && s.match.whole_unsought && s.search.left <= 150);
    stands(&s, 0, CHY_STANDS, 0, 1);
    stands(&s, 1, CHY_UNSOUGHT, 0, 0);
    stands(&s, 2, CHY_STANDS, 3, 1);
    s.statement.subject = story_dup("x");
    chy_match_report(&findings, &s.match, NULL, &s.statement, s.text, NULL, 0, NULL);
    assert_int_equal(chy_findings_worst(&findings), CHANCERY_INDETERMINATE);
    assert_true(chy_findings_has(&findings, CHANCERY_F_SEARCH_STOPPED));
    chy_findings_done(&findings);
    done(&s);
}

/* What is said of a document with these words: of each finding, in order. */
static void reports(const char *document, enum chancery_finding_code code, const char *sentence)
{
    struct sought s;
    struct chy_findings findings = {0};
    set_up(&s, "one\n\ntwo two\n\nthree\n\nfour\n", document);
    s.statement.subject = story_dup("x");
    find(&s, 0, s.text->words);
    chy_match_report(&findings, &s.match, NULL, &s.statement, s.text, NULL, 0, NULL);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.item[0].code, code);
    assert_non_null(strstr(findings.item[0].sentence, sentence));
    chy_findings_done(&findings);
    done(&s);
}

static void reported(void **state)
{
    (void)state;
    reports("one\n\ntwo two\n\ntwo two\n\nthree\n\nfour\n", CHANCERY_F_PARAGRAPH_INSERTED,
            "its paragraph 2 is repeated: \"two two\"");
    reports("one\n\ntwo\ntwo\n\none three four\n", CHANCERY_F_PARAGRAPH_INSERTED,
            "its paragraph 1 is repeated: \"one\"");
    reports("one\n\ntwo two\n\nx\n\nthree\n\nfour\n", CHANCERY_F_PARAGRAPH_INSERTED,
            "words were inserted: \"x\"");
    reports("one\n\ntwo 2\n\nthree\n\nfour\n", CHANCERY_F_PARAGRAPH_ALTERED,
            "now stands: \"two 2\"");
    reports("one\n\nthree\n\nfour\n", CHANCERY_F_PARAGRAPH_MISSING, "Paragraph 2");
    reports("two two\n\nthree\n\nfour\n\none\n", CHANCERY_F_PARAGRAPH_MOVED, "Paragraph 1");
}

/* One candidate's work is not another's: an issue that carries letters is judged with too
 * little, and that is not held against it. */
static void stopped_in_judgement(void **state)
{
    (void)state;
    struct story story;
    struct chy_record record;
    struct chy_outline outline;
    struct chy_judgement judgement;
    chancery_text *text = NULL;
    story_init(&story);
    story_seal(&story);
    assert_true(chy_record_read(&record, chy_buf_view(&story.record), NULL));
    assert_true(chy_record_check(&record, &story.trust.directory, NULL));
    assert_true(chy_text_new(&text, chy_span_str(story.issue), NULL));
    assert_true(chy_outline_read(&outline, text, NULL));
    struct chy_case given = {.record = &record,
                             .directory = &story.trust.directory,
                             .now = story.trust.now,
                             .file = text->file,
                             .text = text,
                             .outline = &outline};
    struct chy_search search = {.text = text, .left = 100};
    uint32_t act = chy_record_find(&record, &story.payload_digest[ISSUE]);
    assert_true(chy_judge(&judgement, &given, act, CHY_LEVEL_BYTES, &search, NULL));
    assert_true(chy_findings_has(&judgement.findings, CHANCERY_F_SEARCH_STOPPED));
    assert_int_equal(chy_findings_worst(&judgement.findings), CHANCERY_INDETERMINATE);
    chy_judgement_done(&judgement);
    chy_search_done(&search);
    chy_outline_done(&outline);
    chancery_text_free(text);
    chy_record_done(&record);
    story_done(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),
        cmocka_unit_test(whole_in_one_paragraph),
        cmocka_unit_test(whole_in_window),
        cmocka_unit_test(words_digest_counts),
        cmocka_unit_test(altered_dropped_moved),
        cmocka_unit_test(altered_at_the_edges),
        cmocka_unit_test(gap_shared),
        cmocka_unit_test(found_anywhere),
        cmocka_unit_test(nearest_place),
        cmocka_unit_test(the_whole_text),
        cmocka_unit_test(longest_order),
        cmocka_unit_test(hostile_counts),
        cmocka_unit_test(stopped),
        cmocka_unit_test(reported),
        cmocka_unit_test(stopped_in_judgement),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
