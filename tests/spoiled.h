/*
 * spoiled.h - stories (story.h) with one thing spoiled at a time: each rule of spec/verdict.md
 * says so, and nothing else lets it pass. Include it after cmocka.h.
 */
#ifndef CHY_TESTS_SPOILED_H
#define CHY_TESTS_SPOILED_H

#include "custody/verdict.h"
#include "story.h"

struct spoiled {
    const char *what;
    void (*before)(struct story *);           /* before signing */
    void (*at_seal)(struct story *, int act); /* at the last moment before an act is signed */
    void (*after)(struct story *);            /* afterwards */
    enum chancery_status status;
    int finding;         /* that must be there; -1: none above a note */
    const char *subject; /* of that finding; NULL: any */
};

#define AUTHENTIC CHANCERY_STATUS_AUTHENTIC
#define NOT_AUTHENTIC CHANCERY_STATUS_NOT_AUTHENTIC
#define INDETERMINATE CHANCERY_STATUS_INDETERMINATE
#define F(code) CHANCERY_F_##code

static inline void present(struct story *story)
{
    story_set(&story->document, story->issue);
}

static inline void beta_taken_out(struct story *story)
{
    /* The second line of the record is Beta's. */
    uint8_t *first = memchr(story->record.ptr, '\n', story->record.len);
    uint8_t *second =
        memchr(first + 1, '\n', story->record.len - (size_t)(first + 1 - story->record.ptr));
    memmove(first, second, story->record.len - (size_t)(second - story->record.ptr));
    story->record.len -= (size_t)(second - first);
}

static inline bool spoiled_has(const struct chancery_verdict *verdict,
                               const struct spoiled *one)
{
    for (size_t i = 0; i < verdict->findings.count; i++) {
        const struct chy_finding *finding = &verdict->findings.item[i];
        if ((int)finding->code == one->finding &&
            (!one->subject ||
             (finding->subject && strcmp(finding->subject, one->subject) == 0)))
            return true;
    }
    return false;
}

static inline bool spoiled_as_expected(const struct chancery_verdict *verdict,
                                       const struct spoiled *one)
{
    if (verdict->status != one->status)
        return false;
    if (one->finding >= 0)
        return spoiled_has(verdict, one);
    return chy_findings_worst(&verdict->findings) == CHANCERY_NOTE;
}

static inline bool spoiled_judge(struct story *story, const struct spoiled *one)
{
    const chancery_verdict *verdict = story_judge(story);
    bool ok = spoiled_as_expected(verdict, one);
    char *report = ok ? NULL : chancery_report_terminal(verdict, true, false, NULL);
    if (!ok)
        print_message("%s:\n%s\n", one->what, report);
    chancery_free(report);
    return ok;
}

/* The order of the record's lines means nothing: the verdict is the same with all of them
 * turned round. */
static inline bool spoiled_run(const struct spoiled *one)
{
    struct story story;
    chancery_digest judged = {{0}};
    story_init(&story);
    if (one->before)
        one->before(&story);
    story.before_seal = one->at_seal;
    story_seal(&story);
    if (one->after)
        one->after(&story);
    bool ok = spoiled_judge(&story, one);
    if (story.verdict->acts > 0)
        judged = story.verdict->act[0].digest;
    story_reverse(&story);
    ok = spoiled_judge(&story, one) && ok;
    if (story.verdict->acts > 0 && !chy_digest_eq(&judged, &story.verdict->act[0].digest)) {
        print_message("%s: another act is judged where the lines are turned round\n",
                      one->what);
        ok = false;
    }
    story_done(&story);
    return ok;
}

static inline void spoiled_all(const struct spoiled *cases, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        wrong += !spoiled_run(&cases[i]);
    assert_int_equal(wrong, 0);
}

#endif
