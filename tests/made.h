/*
 * made.h - acts about one text made one by one, apart from a story's own (story.h): what became
 * of one, and of the others about the same document. Include it after cmocka.h.
 */
#ifndef CHY_TESTS_MADE_H
#define CHY_TESTS_MADE_H

#include "later.h"

#define PRESIDENT ALPHA, "President", "Specimenia"
#define MINISTER BETA, "Prime Minister", "Specimenia"
#define DELTA "Specimen Delta", "Minister", "Specimenia"

/* A letter about a text, apart from the story's own. */
struct made {
    struct chy_statement statement;
    int signer[4];
    chancery_digest digest; /* after made_sign */
};

static inline struct made made_new(const char *text, const char *reference)
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

static inline struct made made_by_both(const char *text, const char *reference)
{
    struct made made = made_new(text, reference);
    story_signatory(&made.statement, PRESIDENT, false);
    story_signatory(&made.statement, MINISTER, false);
    story_addressee(&made.statement, "Secretary-General", "UN");
    return made;
}

static inline void made_payload(struct chy_buf *payload, struct made *made)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    story_check(chy_statement_write(payload, &made->statement, &error), "made", &error);
    made->digest = chy_digest_of(chy_buf_view(payload));
}

static inline void made_sign(struct story *story, struct made *made)
{
    struct chy_buf payload = {0};
    chancery_digest signature;
    made_payload(&payload, made);
    for (int i = 0; i < 4 && made->signer[i]; i++)
        story_sign(story, &signature, chy_buf_view(&payload), made->signer[i]);
    chy_buf_done(&payload);
}

/* With another reference, so that of two acts that are as good the first is judged. */
static inline void made_second(struct made *made, const struct made *first)
{
    struct chy_buf payload = {0};
    do {
        size_t len = strlen(made->statement.reference);
        char longer[64];
        snprintf(longer, sizeof longer, "%.*sx", (int)len, made->statement.reference);
        story_set(&made->statement.reference, longer);
        chy_buf_clear(&payload);
        made_payload(&payload, made);
    } while (memcmp(made->digest.b, first->digest.b, sizeof first->digest.b) < 0);
    chy_buf_done(&payload);
}

/* A withdrawal of what was made, or another act about it. */
static inline struct later made_about(const struct made *made, enum chy_act_type type,
                                      const char *name, const char *office, const char *of,
                                      int seed)
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

static inline void made_withdraw(struct story *story, const struct made *made)
{
    struct later later = made_about(made, CHY_ACT_WITHDRAWAL, PRESIDENT, SEED_ALPHA);
    story_signatory(&later.statement, MINISTER, false);
    later.signer[1] = SEED_BETA;
    later_add(story, &later);
}

static inline void made_begin(struct story *story, const char *document)
{
    story_init(story);
    story->leave_out[LETTER] = story->leave_out[FORWARD] = story->leave_out[ISSUE] = true;
    story_seal(story);
    story_set(&story->document, document);
    story->name = "annex.txt";
}

static inline void made_expect(struct story *story, enum chy_standing standing, bool in_part)
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

#endif
