/*
 * test_later_rival.c - what became of an act became of the others about the same document: rule
 * 8.12 of spec/verdict.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "later.h"

#define PRESIDENT ALPHA, "President", "Specimenia"
#define MINISTER BETA, "Prime Minister", "Specimenia"
#define DELTA "Specimen Delta", "Minister", "Specimenia"

/* A letter about a text, apart from the story's own. */
struct made {
    struct chy_statement statement;
    int signer[4];
    chancery_digest digest; /* after make_sign */
};

static struct made make(const char *text, const char *reference)
{
    struct made made = {.signer = {SEED_ALPHA, SEED_BETA}};
    chancery_text *read = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    made.statement.type = CHY_ACT_LETTER;
    made.statement.subject = story_dup("annex.txt");
    made.statement.date = (chancery_date){2012, 9, 18};
    made.statement.reference = story_dup(reference);
    story_check(chy_text_new(&read, chy_span_str(text), &error) &&
                    chy_statement_set_text(&made.statement, read, &error),
                "text", &error);
    chancery_text_free(read);
    return made;
}

static struct made make_by_both(const char *text, const char *reference)
{
    struct made made = make(text, reference);
    story_signatory(&made.statement, PRESIDENT, false);
    story_signatory(&made.statement, MINISTER, false);
    story_addressee(&made.statement, "Secretary-General", "UN");
    return made;
}

static void make_payload(struct chy_buf *payload, struct made *made)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    story_check(chy_statement_write(payload, &made->statement, &error), "made", &error);
    made->digest = chy_digest_of(chy_buf_view(payload));
}

static void make_sign(struct story *story, struct made *made)
{
    struct chy_buf payload = {0};
    chancery_digest signature;
    make_payload(&payload, made);
    for (int i = 0; i < 4 && made->signer[i]; i++)
        story_sign(story, &signature, chy_buf_view(&payload), made->signer[i]);
    chy_buf_done(&payload);
}

/* With another reference, so that of two acts that are as good the first is judged. */
static void make_second(struct made *made, const struct made *first)
{
    struct chy_buf payload = {0};
    do {
        size_t len = strlen(made->statement.reference);
        char longer[64];
        snprintf(longer, sizeof longer, "%.*sx", (int)len, made->statement.reference);
        story_set(&made->statement.reference, longer);
        chy_buf_clear(&payload);
        make_payload(&payload, made);
    } while (memcmp(made->digest.b, first->digest.b, sizeof first->digest.b) < 0);
    chy_buf_done(&payload);
}

/* A withdrawal of what was made, or another act about it. */
static struct later about(const struct made *made, enum chy_act_type type, const char *name,
                          const char *office, const char *of, int seed)
{
    struct later later = {.signer = {seed}};
    struct chy_statement *by = &later.statement;
    by->type = type;
    by->subject = story_dup(made->statement.subject);
    by->subject_digest = made->statement.subject_digest;
    by->date = (chancery_date){2012, 10, 5};
    by->concerns.statement = made->digest;
    by->reason = story_dup("Sent in error.");
    story_signatory(by, name, office, of, false);
    return later;
}

static void withdraw(struct story *story, const struct made *made)
{
    struct later later = about(made, CHY_ACT_WITHDRAWAL, PRESIDENT, SEED_ALPHA);
    story_signatory(&later.statement, MINISTER, false);
    later.signer[1] = SEED_BETA;
    later_add(story, &later);
}

static void begin(struct story *story, const char *document)
{
    story_init(story);
    story->leave_out[LETTER] = story->leave_out[FORWARD] = story->leave_out[ISSUE] = true;
    story_seal(story);
    story_set(&story->document, document);
    story->name = "annex.txt";
}

static void expect(struct story *story, enum chy_standing standing, bool in_part)
{
    for (int turned = 0; turned < 2; turned++) {
        const chancery_verdict *verdict = story_judge(story);
        char *report = chancery_report_terminal(verdict, true, false, NULL);
        if (verdict->status != AUTHENTIC || verdict->standing != standing ||
            verdict->in_part != in_part ||
            chancery_verdict_exit(verdict) != (standing >= CHY_CORRECTED ? 2 : 0))
            fail_msg("standing %s:\n%s", chy_standing_name(verdict->standing), report);
        chancery_free(report);
        story_reverse(story);
    }
}

/* Does the first line name the act by the beginning of its digest? */
static bool names(const struct story *story, const chancery_digest *digest)
{
    char hex[17];
    char *summary = chancery_report_summary(story->verdict, NULL);
    for (size_t i = 0; i < 8; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest->b[i]);
    bool is = strstr(summary, hex) != NULL;
    chancery_free(summary);
    return is;
}

/* The letter was withdrawn, and signed once more: whichever of the two is judged, it says so,
 * and of which, and that there is another. */
static void test_signed_once_more(void **state)
{
    static const char *const references[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    bool judged[2] = {false, false};
    (void)state;
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        struct story story;
        begin(&story, story_letter);
        struct made first = make_by_both(story_letter, "first");
        struct made again = make_by_both(story_letter, references[i]);
        make_sign(&story, &first);
        make_sign(&story, &again);
        expect(&story, CHY_CURRENT, false);
        assert_true(chancery_verdict_has(story.verdict, F(RIVAL_ACT)));
        withdraw(&story, &first);
        expect(&story, CHY_WITHDRAWN, false);
        assert_true(chancery_verdict_has(story.verdict, F(WITHDRAWN)));
        assert_true(chancery_verdict_has(story.verdict, F(RIVAL_ACT)));
        assert_false(chancery_verdict_has(story.verdict, F(OTHER_ACT)));
        bool is_again = chy_digest_eq(&story.verdict->act[0].digest, &again.digest);
        assert_int_equal(names(&story, &first.digest), is_again);
        assert_int_equal(names(&story, &again.digest), is_again);
        judged[is_again] = true;
        chy_statement_done(&first.statement);
        chy_statement_done(&again.statement);
        story_done(&story);
    }
    assert_true(judged[0] && judged[1]);
}

/* The words with a space added, signed as a file of its own; or as bytes alone. */
static void test_another_file(void **state)
{
    (void)state;
    for (int bytes_alone = 0; bytes_alone < 2; bytes_alone++) {
        struct story story;
        char *spaced = story_dup(story_letter);
        story_replace(&spaced, "Sir,\n", "Sir, \n");
        begin(&story, spaced);
        struct made first = make_by_both(story_letter, "first");
        struct made again = make_by_both(spaced, "again");
        again.statement.has_text = !bytes_alone;
        make_sign(&story, &first);
        make_sign(&story, &again);
        withdraw(&story, &first);
        expect(&story, CHY_WITHDRAWN, false);
        assert_int_equal(story.verdict->match, CHY_LEVEL_BYTES);
        chy_statement_done(&first.statement);
        chy_statement_done(&again.statement);
        story_done(&story);
        free(spaced);
    }
}

#define PLAIN "The letter is circulated.\n"

/* A text that bears no date: the later one outlives no withdrawal. */
static void test_dated_after_it(void **state)
{
    struct story story;
    (void)state;
    begin(&story, PLAIN);
    struct made first = make_by_both(PLAIN, "first"), again = make_by_both(PLAIN, "again");
    again.statement.date = (chancery_date){2012, 12, 1};
    make_sign(&story, &again);
    expect(&story, CHY_CURRENT, false);
    make_sign(&story, &first);
    withdraw(&story, &first);
    expect(&story, CHY_WITHDRAWN, false);
    chy_statement_done(&first.statement);
    chy_statement_done(&again.statement);
    story_done(&story);
}

/* Who signs the same words in another office, and withdraws that, withdraws nobody else's. */
static void test_of_another_office(void **state)
{
    struct story story;
    (void)state;
    begin(&story, PLAIN);
    struct made first = make_by_both(PLAIN, "first"), other = make(PLAIN, "other");
    story_signatory(&other.statement, DELTA, false);
    other.signer[0] = SEED_DELTA;
    other.signer[1] = 0;
    make_sign(&story, &first);
    make_second(&other, &first);
    make_sign(&story, &other);
    struct later later = about(&other, CHY_ACT_WITHDRAWAL, DELTA, SEED_DELTA);
    later_add(&story, &later);
    expect(&story, CHY_CURRENT, false);
    assert_true(chancery_verdict_has(story.verdict, F(RIVAL_ACT)));
    chy_statement_done(&first.statement);
    chy_statement_done(&other.statement);
    story_done(&story);
}

static struct made by_alpha(const char *reference)
{
    struct made made = make(PLAIN, reference);
    story_signatory(&made.statement, PRESIDENT, false);
    story_addressee(&made.statement, "Secretary-General", "UN");
    made.signer[1] = 0;
    return made;
}

static void withdrawn_by_beta(struct story *story, const struct made *made)
{
    struct later later = about(made, CHY_ACT_WITHDRAWAL, MINISTER, SEED_BETA);
    later_add(story, &later);
}

/* Alpha's own letter; Beta names Alpha beside himself in another, and withdraws that: it says
 * something of Alpha's only if Alpha has signed that one too. */
static void test_one_of_two(void **state)
{
    (void)state;
    for (int alpha_signed = 0; alpha_signed < 2; alpha_signed++) {
        struct story story;
        begin(&story, PLAIN);
        struct made both = make_by_both(PLAIN, "both"), alone = by_alpha("alone");
        if (!alpha_signed) {
            both.signer[0] = SEED_BETA;
            both.signer[1] = 0;
        }
        make_sign(&story, &alone);
        make_second(&both, &alone);
        make_sign(&story, &both);
        withdrawn_by_beta(&story, &both);
        expect(&story, alpha_signed ? CHY_WITHDRAWN : CHY_CURRENT, alpha_signed);
        chy_statement_done(&both.statement);
        chy_statement_done(&alone.statement);
        story_done(&story);
    }
}

/* Another later act than a withdrawal; one with a key that has ended; one with a field that is
 * not known; a receipt. */
static void test_other_acts(void **state)
{
    (void)state;
    for (int which = 0; which < 4; which++) {
        struct story story;
        story_init(&story);
        story.leave_out[LETTER] = story.leave_out[FORWARD] = story.leave_out[ISSUE] = true;
        story_holder(&story, "Specimen Epsilon", "Prime Minister", "Specimenia", 31);
        story_end_key(&story, 31, "retired", "2012-12-01", 0);
        story_seal(&story);
        story_set(&story.document, PLAIN);
        struct made first = make_by_both(PLAIN, "first"), again = make_by_both(PLAIN, "again");
        make_sign(&story, &first);
        make_sign(&story, &again);
        const struct made *other =
            memcmp(first.digest.b, again.digest.b, 32) < 0 ? &again : &first;
        struct later later =
            which == 0   ? about(other, CHY_ACT_CORRIGENDUM, MINISTER, SEED_BETA)
            : which == 1 ? about(other, CHY_ACT_WITHDRAWAL, "Specimen Epsilon",
                                 "Prime Minister", "Specimenia", 31)
            : which == 2
                ? about(other, CHY_ACT_WITHDRAWAL, MINISTER, SEED_BETA)
                : about(other, CHY_ACT_RECEIPT, GAMMA, "Secretary-General", "UN", SEED_GAMMA);
        later.insert = which == 2 ? "\"aaa\":1," : NULL;
        if (which == 3) {
            free(later.statement.reason);
            later.statement.reason = NULL;
            later.statement.received = 1348000000; /* 2012-09-18 */
        }
        later_add(&story, &later);
        const chancery_verdict *verdict = story_judge(&story);
        static const enum chy_standing standings[] = {CHY_CORRECTED, CHY_STANDING_UNKNOWN,
                                                      CHY_STANDING_UNKNOWN, CHY_CURRENT};
        static const int findings[] = {F(CORRECTED_IN_PART), F(LATER_UNPROVEN), F(LATER_ACT),
                                       F(NONE_KNOWN)};
        assert_int_equal(verdict->standing, standings[which]);
        assert_true(chancery_verdict_has(verdict, (unsigned)findings[which]));
        assert_int_equal(chancery_verdict_has(verdict, F(OTHER_ACT)), which == 3);
        chy_statement_done(&first.statement);
        chy_statement_done(&again.statement);
        story_done(&story);
    }
}

/* A letter that was signed once more, forwarded and issued. */
static void test_within_a_chain(void **state)
{
    struct story story;
    (void)state;
    story_init(&story);
    story_seal(&story);
    struct made first = make_by_both(story_letter, "first");
    make_sign(&story, &first);
    expect(&story, CHY_CURRENT, false);
    withdraw(&story, &first);
    expect(&story, CHY_WITHDRAWN, false);
    chy_statement_done(&first.statement);
    story_done(&story);
}

/* CHY_MAX_CHAIN other acts of a chain may be about one document before one that has a rival. */
static void test_crowded(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct story story;
        begin(&story, story_cover);
        struct made cover = make(story_cover, "cover"), first = make_by_both(PLAIN, "first");
        cover.statement.type = CHY_ACT_FORWARD;
        cover.statement.date = (chancery_date){2012, 9, 28};
        story_signatory(&cover.statement, GAMMA, "Secretary-General", "UN", false);
        story_addressee(&cover.statement, "President of the Council", "UN");
        cover.signer[0] = SEED_GAMMA;
        cover.signer[1] = 0;
        for (unsigned i = 0; i < CHY_MAX_CHAIN + (unsigned)more; i++) {
            char reference[12];
            snprintf(reference, sizeof reference, "%u", i);
            struct made one = make_by_both(PLAIN, reference);
            make_sign(&story, &one);
            story_carry(&cover.statement, &one.digest, NULL, 0);
            chy_statement_done(&one.statement);
        }
        make_sign(&story, &cover);
        make_sign(&story, &first);
        assert_int_equal(story_judge(&story)->status, AUTHENTIC);
        withdraw(&story, &first);
        const chancery_verdict *verdict = story_judge(&story);
        assert_int_equal(verdict->standing, CHY_WITHDRAWN);
        assert_int_equal(verdict->status, more ? INDETERMINATE : AUTHENTIC);
        assert_int_equal(chancery_verdict_has(verdict, F(CHAIN_DEPTH)), more);
        chy_statement_done(&cover.statement);
        chy_statement_done(&first.statement);
        story_done(&story);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signed_once_more), cmocka_unit_test(test_another_file),
        cmocka_unit_test(test_dated_after_it),   cmocka_unit_test(test_of_another_office),
        cmocka_unit_test(test_one_of_two),       cmocka_unit_test(test_other_acts),
        cmocka_unit_test(test_within_a_chain),   cmocka_unit_test(test_crowded)};
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
