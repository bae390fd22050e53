/*
 * chain.h - the rules of custody that need no text: signed by all, nothing lost, the right
 * hand, in time (spec/verdict.md, rules 2, 4, 5, 7). Pure: a checked record and a directory in,
 * findings out.
 */
#ifndef CHY_CHAIN_H
#define CHY_CHAIN_H

#include "custody/record.h"
#include "custody/verdict.h"

/* One act of a chain. */
struct chy_link {
    uint32_t act; /* index in the record */
    uint32_t
        carrier; /* index in the chain of the act that carries it; UINT32_MAX for the first */
    size_t carried; /* which of the carrier's `carries` it is */
    bool edited;    /* after chy_judge: who carries it says that it stands there edited */
    /* One for each signatory, after chy_chain_judge: */
    enum chy_signed *status;
    int64_t *proven; /* its signature was there then, at the latest; CHY_NEVER: unproven */
};

struct chy_chain {
    struct chy_link
        *link; /* the judged act first, then depth first what it carries, each act once */
    size_t links;
    bool too_deep; /* something is carried deeper than CHY_MAX_CHAIN */
};

/* The act, of those that a document may be judged by, that an entry of `carries` names;
 * UINT32_MAX if the record does not hold it, or holds under this digest a statement of another
 * kind. */
uint32_t chy_chain_carried(const struct chy_record *record, const struct chy_carried *carried);
/* The same of one that this statement carries: a translation is of a letter or a forward. */
uint32_t chy_chain_carried_by(const struct chy_record *record,
                              const struct chy_statement *carrier, size_t carried);
/* Is a translation of this act in the chain? */
bool chy_chain_translates(const struct chy_chain *chain, const struct chy_record *record,
                          const chancery_digest *act);

/* The acts that `act` carries, directly or through others, as far as the record holds them.
 * CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_chain_collect(struct chy_chain *out, const struct chy_record *record,
                                    uint32_t act, chancery_error *error);
void chy_chain_done(struct chy_chain *chain);

/* A file carried by its digest: looked for by the caller's function. False: it could not be
 * read (the finding says absent). */
typedef bool chy_annex_fn(void *context, chancery_digest *sha256, bool *found,
                          chancery_span name);

/* In a folder, whose path is the context. */
bool chy_annex_beside(void *folder, chancery_digest *sha256, bool *found, chancery_span name);

/* What times are judged by. */
struct chy_chain_times {
    const struct chy_directory *directory;
    int64_t now;   /* seconds UTC */
    bool required; /* every signature needs a proven time, whatever the directory says */
    bool to_come;  /* a signature without one can still get it, now: it is being signed */
    bool waived;   /* none is needed, whatever required and the directory say */
};

/* Judges every link by the rules above. */
CHY_MUST_USE bool chy_chain_judge(struct chy_findings *findings, struct chy_chain *chain,
                                  const struct chy_record *record,
                                  const struct chy_chain_times *times, chy_annex_fn *annex,
                                  void *context, chancery_error *error);

/* Which signature fills each signatory's place on an act (rule 2.1): one signature one place,
 * one key one place, with a proven time first where one is demanded; then who signs for
 * another. place: room for one for each signatory; NULL where nobody has signed. */
void chy_chain_places(const struct chy_record_signature **place,
                      const struct chy_record *record, uint32_t act,
                      const struct chy_chain_times *times);
/* Is a proven time demanded of the signature in this place of an act of this date, and lacking,
 * or of a day on which it was not the signer's to sign there? */
bool chy_chain_lacks_time(const struct chy_record_signature *place,
                          const struct chy_signatory *signatory, chancery_date claimed,
                          const struct chy_chain_times *times);

/* May this holder sign on this date for a signatory, of whose office his is authorised to? */
bool chy_chain_procures(const struct chy_directory *directory, const struct chy_holder *by,
                        const struct chy_signatory *signatory, chancery_date date);
/* Does this holder hold, on the act's date, an office of one of its signatories? Then no place
 * but their own is theirs. */
bool chy_chain_speaks_in_it(const struct chy_directory *directory, const struct chy_holder *by,
                            const struct chy_statement *statement);
/* May this holder fill the place of another on this act: the two above? */
bool chy_chain_stands_in(const struct chy_directory *directory, const struct chy_holder *by,
                         const struct chy_statement *statement, size_t signatory);
/* Fills the places that nobody filled with a good key, at a proven time where one is demanded,
 * by those who sign for others: as many as can be, no person two. What an attestation vouches
 * for is left to it, but where times are demanded, which it has none of. For chy_chain_places.
 */
void chy_chain_procurators(const struct chy_record_signature **place,
                           const struct chy_record *record, uint32_t act,
                           const struct chy_chain_times *times);
/* Does the signature fill this place for another? */
bool chy_chain_is_for_another(const struct chy_directory *directory,
                              const struct chy_record_signature *signature,
                              const struct chy_signatory *signatory, chancery_date date);
/* Sets `trusted` of acts that somebody signed for one of their signatories. */
void chy_procurations_trust(struct chy_record *record, const struct chy_directory *directory);

/* What the signature in a place is worth for an act about another act: rules 2.x, as an answer
 * and not as findings. */
enum chy_counting {
    CHY_COUNTS,
    CHY_COUNTS_UNTIMED,  /* but for a proven time that is demanded */
    CHY_COUNTS_UNPROVEN, /* but for a key that has ended */
    CHY_COUNTS_NOT
};
enum chy_counting chy_chain_counted(const struct chy_record *record, uint32_t act,
                                    size_t signatory, const struct chy_record_signature *place,
                                    const struct chy_chain_times *times);

/* A person and office for a sentence: "Dioncounda Traoré (Interim President of the Republic,
 * Mali)", escaped. The caller frees; NULL if memory is short. */
char *chy_signatory_label(const struct chy_signatory *signatory);

/* The day that a signature on an act of this date is judged by: the act's, or where a proven
 * time is demanded, that one's. False: it lacks one. */
bool chy_chain_signed_day(chancery_date *day, const struct chy_record_signature *signature,
                          chancery_date claimed, const struct chy_chain_times *times);

/* How many persons have signed the act for this office, with keys that were theirs in it and
 * have not ended, and how many the directory asks for: on the act's date, or where proven times
 * are demanded, on any day to that by which they have signed. own: the signature that fills the
 * signatory's place; NULL: none. among: of these signatures alone; NULL:
 * of all. */
struct chy_for_office {
    size_t persons, needed; /* needed 1: the signatory is enough */
};
typedef bool chy_among_fn(const void *context, const struct chy_record_signature *signature);
struct chy_for_office chy_chain_for_office(const struct chy_record *record, uint32_t act,
                                           const struct chy_office *office,
                                           const struct chy_record_signature *own,
                                           const struct chy_chain_times *times,
                                           chy_among_fn *among, const void *context);
bool chy_chain_has_quorum(const struct chy_record *record, uint32_t act,
                          const struct chy_office *office,
                          const struct chy_record_signature *own,
                          const struct chy_chain_times *times);

/* Rule 2.13 for a signatory who has signed. */
void chy_chain_quorum(struct chy_findings *findings, const struct chy_record *record,
                      uint32_t act, const struct chy_signatory *signatory,
                      const struct chy_record_signature *own,
                      const struct chy_chain_times *times);

/* The same for a signatory who is attested, with those of the office for whom it is attested
 * too.
 */
void chy_chain_attested_quorum(struct chy_findings *findings, const struct chy_record *record,
                               uint32_t act, size_t signatory,
                               const struct chy_chain_times *times);
/* Is a signatory attested, and are these enough for the office? */
bool chy_chain_is_attested(const struct chy_record *record, uint32_t act, size_t signatory,
                           const struct chy_chain_times *times);

/* Rule 2 for one act: who has signed, and when. status, proven: room for one for each
 * signatory; proven may be NULL, and nothing is then said of times. */
void chy_chain_signed(struct chy_findings *findings, enum chy_signed *status, int64_t *proven,
                      const struct chy_record *record, uint32_t act,
                      const struct chy_chain_times *times);

/* Does an act of this date need proven times? */
bool chy_chain_time_demanded(const struct chy_chain_times *times, chancery_date date);

/* Rules 2.8, 2.9, 7.4 and 7.6 for one act, whose places are filled with these signatures. */
void chy_chain_time(struct chy_findings *findings, int64_t *proven, const struct chy_act *act,
                    const struct chy_record_signature *const *place,
                    const struct chy_chain_times *times);
/* Rule 7.5 for what an act with these proven times carries. */
void chy_chain_carried_time(struct chy_findings *findings, const struct chy_act *carrier,
                            const int64_t *proven, const struct chy_statement *carried);

/* Rule 5 for what `carrier` carries: addressees and signatories of the carried act (NULL for a
 * file). */
void chy_chain_hand(struct chy_findings *findings, const chancery_digest *act,
                    const struct chy_statement *carrier, const struct chy_statement *carried,
                    const struct chy_directory *directory);

#endif
