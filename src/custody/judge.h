/*
 * judge.h - one act of a record judged against one presented document: text, then custody
 * (spec/verdict.md).
 */
#ifndef CHY_JUDGE_H
#define CHY_JUDGE_H

#include "custody/chain.h"
#include "custody/match.h"
#include "custody/trust.h"

/* What is judged, and against what. All borrowed. */
struct chy_case {
    const struct chy_record *record; /* checked */
    const struct chy_directory *directory;
    int64_t now;
    bool require_time; /* every signature needs a proven time */
    chancery_digest file;
    const struct chancery_text *text;  /* NULL: the document is not text */
    const struct chy_outline *outline; /* of text; NULL with it */
    const char *program; /* that read the text out of the document; NULL: it is text itself */
    chy_annex_fn *annex;
    void *annex_context;
};

/* What the times of its record are judged by. */
static inline struct chy_chain_times chy_case_times(const struct chy_case *given)
{
    return (struct chy_chain_times){
        .directory = given->directory, .now = given->now, .required = given->require_time};
}

struct chy_judgement {
    uint32_t act; /* index in the record */
    enum chy_level level;
    struct chy_chain chain;
    struct chy_match *match; /* one for each link: where its text stands in the document */
    bool *told; /* each word of the text that a finding on a paragraph quotes; NULL: no text */
    struct chy_findings findings;
};

/* Judges the act at this level; CHY_LEVEL_NONE: the document is not what it signs, and the
 * findings say how it differs. search is of given->text. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_judge(struct chy_judgement *out, const struct chy_case *given,
                            uint32_t act, enum chy_level level, struct chy_search *search,
                            chancery_error *error);
void chy_judgement_done(struct chy_judgement *judgement);

/* Of a document whose words given->program read: does the judged act name the very file as a
 * rendition (rules 1.10 and 1.11)? */
void chy_judge_rendition(struct chy_findings *findings, const struct chy_case *given,
                         const struct chy_act *act, enum chy_level level);

/* Rules 3.x for the text of a translation, which stands at `range`: it shows the people, dates
 * and offices of what it translates. */
void chy_judge_translation(struct chy_findings *findings, const struct chy_case *given,
                           const chancery_digest *act, const struct chy_statement *translation,
                           struct chy_range range);

/* How an act of the chain is to stand in a document that holds what it carries: as the entry
 * that the judged act has of it says, else as that of its carrier does; one that is carried
 * through others also in a translation that is carried. */
enum chy_carried_as chy_judge_as(const struct chy_judgement *judgement,
                                 const struct chy_case *given, size_t link);
/* Tells what was edited, of an act that was looked for in the document: rules 6.4 and 6.6. */
void chy_judge_edited(struct chy_judgement *judgement, const struct chy_case *given,
                      size_t link);
/* Sets which words of the document an edited act accounts for, one bool for each: rule 3.7. */
void chy_judge_accounts(bool *accounted, const struct chy_judgement *judgement,
                        const struct chy_case *given, size_t link);

/* The words of the document that nothing in the judgement's links from `first` on covers: 0, no
 * signature at all; 1, the judged act's own words. *runs is freed by the caller after each
 * run's words. */
CHY_MUST_USE bool chy_judge_uncovered(struct chy_unsigned **runs, size_t *count,
                                      const struct chy_judgement *judgement, size_t first,
                                      const struct chancery_text *text, chancery_error *error);
/* The words that nothing covers and no finding on a paragraph quotes. */
CHY_MUST_USE bool chy_judge_extra(size_t *words, const struct chy_judgement *judgement,
                                  const struct chancery_text *text, chancery_error *error);

#endif
