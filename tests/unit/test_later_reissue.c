/*
 * test_later_reissue.c - which issue is no rival of the one that it says it supersedes: rule
 * 8.12 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "custody/later_parts.h"
#include "later.h"

#define SEAL "Registry", "Registry", "UN", SEED_REGISTRY

/* Of the issue, about other words, by the registry on 2012-10-08. */
static struct later reissue(struct story *story)
{
    struct later later = later_of(story, ISSUE, CHY_ACT_ISSUE, SEAL);
    struct chy_statement *made = &later.statement;
    made->signatory[0].seal = true;
    made->supersedes = true;
    made->issue_number = 2;
    made->date = (chancery_date){2012, 10, 8};
    made->subject_digest.b[0] ^= 1;
    story_carry(made, &story->payload_digest[FORWARD], NULL, 0);
    return later;
}

/* 8.12: an issue is no rival of the one that it reissues by right, with other words, and after
 * what became of that one. The document has the words of the first, and is the file of the
 * second. */
struct reissued {
    const char *what;
    void (*change)(struct later *);
    bool same_words, number_taken;
    chancery_date since;
    bool rivals;
};

static void to_an_earlier_day(struct later *later)
{
    later->statement.date = (chancery_date){2012, 9, 30};
}

static void to_delta(struct later *later)
{
    struct chy_signatory *by = &later->statement.signatory[0];
    story_set(&by->name, "Specimen Delta");
    story_set(&by->office.office, "Minister");
    story_set(&by->office.of, "Specimenia");
    by->seal = false;
    later->signer[0] = SEED_DELTA;
}

static void test_reissue(void **state)
{
    static const struct reissued cases[] = {
        {"by right", NULL, false, false, {2012, 10, 5}, false},
        {"on the day", NULL, false, false, {2012, 10, 8}, false},
        {"before it was withdrawn", NULL, false, false, {2012, 10, 9}, true},
        {"with the same words", NULL, true, false, {2012, 10, 5}, true},
        {"no higher number", NULL, false, true, {2012, 9, 1}, true},
        {"dated before", to_an_earlier_day, false, false, {2012, 9, 1}, true},
        {"by another", to_delta, false, false, {2012, 10, 5}, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct story story;
        struct chy_record record = {0};
        chancery_text *text = NULL;
        story_init(&story);
        story_seal(&story);
        struct later later = reissue(&story);
        if (cases[i].change)
            cases[i].change(&later);
        later_add(&story, &later);
        assert_true(chy_text_new(&text, chy_span_str(story.issue), NULL));
        assert_true(chy_record_read(&record, chy_buf_view(&story.record), NULL));
        assert_true(chy_record_check(&record, &story.trust.directory, NULL));
        struct chy_act *issue =
                           &record.act[chy_record_find(&record, &story.payload_digest[ISSUE])],
                       *again = &record.act[record.acts - 1];
        again->statement.has_text = cases[i].same_words;
        issue->statement.subject_digest.b[1] ^= 1;
        issue->statement.issue_number = cases[i].number_taken ? 2 : 1;
        const struct chy_case given = {.record = &record,
                                       .directory = &story.trust.directory,
                                       .now = story.trust.now,
                                       .file = again->statement.subject_digest,
                                       .text = text};
        if (cases[i].same_words) {
            again->statement.text_known = true;
            again->statement.words = issue->statement.words;
        }
        if (chy_later_are_rivals(&given, again, true, issue, cases[i].since) != cases[i].rivals)
            fail_msg("%s", cases[i].what);
        chancery_text_free(text);
        chy_record_done(&record);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reissue)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
