/*
 * later.h - stories (story.h) with acts about their acts added, and what these make of them:
 * rules 8.x of spec/verdict.md. Include it after cmocka.h.
 */
#ifndef CHY_TESTS_LATER_H
#define CHY_TESTS_LATER_H

#include "spoiled.h"

/* One later act about to be signed. */
struct later {
    struct chy_statement statement;
    int signer[4];      /* seeds; 0 ends */
    const char *insert; /* put behind "predicate":{ */
};

struct later_case {
    const char *what;
    void (*before)(struct story *); /* before signing */
    void (*after)(struct story *);  /* afterwards */
    enum chancery_status status;
    enum chy_standing standing;
    bool in_part;
    int finding; /* that must be there; -1: none above a note but `none-known` */
};

/* About an act of the story, by this person, on 2012-10-05. */
static inline struct later later_of(const struct story *story, int act, enum chy_act_type type,
                                    const char *name, const char *office, const char *of,
                                    int seed)
{
    struct later later = {.signer = {seed}};
    struct chy_statement *made = &later.statement;
    made->type = type;
    made->subject = story_dup(story->act[act].subject);
    made->subject_digest = story->act[act].subject_digest;
    made->date = (chancery_date){2012, 10, 5};
    made->concerns.statement = story->payload_digest[act];
    made->reason = story_dup("Sent in error.");
    story_signatory(made, name, office, of, !name);
    return later;
}

/* Signs it into the record. */
static inline void later_add(struct story *story, struct later *later)
{
    static const char open[] = "\"predicate\":{";
    struct chy_buf payload = {0}, edited = {0};
    chancery_digest digest;
    chancery_error error = CHANCERY_ERROR_INIT;
    story_check(chy_statement_write(&payload, &later->statement, &error), "later", &error);
    uint8_t *at = memmem(payload.ptr, payload.len, open, sizeof open - 1);
    size_t head = (size_t)(at - payload.ptr) + sizeof open - 1;
    chy_buf_add(&edited, payload.ptr, head);
    chy_buf_str(&edited, later->insert ? later->insert : "");
    chy_buf_add(&edited, payload.ptr + head, payload.len - head);
    for (int i = 0; i < 4 && later->signer[i]; i++)
        story_sign(story, &digest, chy_buf_view(&edited), later->signer[i]);
    chy_buf_done(&payload);
    chy_buf_done(&edited);
    chy_statement_done(&later->statement);
}

static inline bool later_as_expected(const struct chancery_verdict *verdict,
                                     const struct later_case *one)
{
    int exit = one->status == AUTHENTIC && one->standing >= CHY_CORRECTED ? 2
               : one->status == AUTHENTIC                                 ? 0
               : one->status == NOT_AUTHENTIC                             ? 1
                                                                          : 2;
    bool told = verdict->laters > 0;
    return verdict->status == one->status && verdict->standing == one->standing &&
           verdict->in_part == one->in_part && chancery_verdict_exit(verdict) == exit &&
           told == (one->standing >= CHY_CORRECTED || one->finding == F(RECEIVED)) &&
           chancery_verdict_has(verdict, F(NONE_KNOWN)) == (one->standing == CHY_CURRENT) &&
           (one->finding < 0 || chancery_verdict_has(verdict, (unsigned)one->finding));
}

static inline bool later_judge(struct story *story, const struct later_case *one)
{
    const chancery_verdict *verdict = story_judge(story);
    bool ok = later_as_expected(verdict, one);
    char *report = ok ? NULL : chancery_report_terminal(verdict, true, false, NULL);
    if (!ok)
        print_message("%s: %s:\n%s\n", one->what, chy_standing_name(verdict->standing), report);
    chancery_free(report);
    return ok;
}

/* Whatever the order of the record's lines. */
static inline bool later_run(const struct later_case *one)
{
    struct story story;
    story_init(&story);
    if (one->before)
        one->before(&story);
    story_seal(&story);
    if (one->after)
        one->after(&story);
    bool ok = later_judge(&story, one);
    story_reverse(&story);
    ok = later_judge(&story, one) && ok;
    story_done(&story);
    return ok;
}

static inline void later_all(const struct later_case *cases, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        wrong += !later_run(&cases[i]);
    assert_int_equal(wrong, 0);
}

#endif
