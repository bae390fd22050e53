/*
 * later_parts.h - a later act beside what it is about, and what the signatures on it amount to.
 * For later*.c alone.
 */
#ifndef CHY_LATER_PARTS_H
#define CHY_LATER_PARTS_H

#include "custody/later.h"

/* What a later act concerns, and the later act. */
struct chy_later_pair {
    const struct chy_case *given;
    uint32_t later; /* index in the record */
    const struct chy_statement *about, *by;
    const chancery_digest *act; /* what is concerned */
    /* The act of the chain whose rival that is (rule 0.6); NULL: it is of the chain itself. */
    const struct chy_act *rival;
};

struct chy_later_weight {
    bool *spoke;             /* one for each signatory (chy_later_others) of the chain's act */
    bool counts, unproven;   /* unproven: it would, but for a key that has ended, or a time */
    bool untimed;            /* it would, but for a time alone, which is demanded */
    bool all;                /* whom it names have signed */
    bool reaches;            /* one who signed may speak for the chain's act too */
    struct chy_buf speakers; /* "A (office, of) and B (...)" */
};

/* Those for whom it is done: the signatories of what it concerns, of a receipt the addressees.
 */
size_t chy_later_others(const struct chy_later_pair *pair);
/* Does the attestation vouch for this signature? */
bool chy_later_vouches(const struct chy_later_pair *pair, const struct chy_signatory *other);
/* May this signatory of the later act do it for that one? */
bool chy_later_may(const struct chy_later_pair *pair, size_t signatory, size_t other);
/* Why it does not count if none may; static. */
const char *chy_later_refusal(const struct chy_later_pair *pair);
/* Why a time that nothing proves keeps it from counting; static. */
const char *chy_later_unproven(const struct chy_later_weight *weight);
/* Why it counts for nothing, whoever signed it, static; NULL: it may count. */
const char *chy_later_void(const struct chy_later_pair *pair);

/* The same later act beside the act of the chain, where that is a rival of what it concerns. */
struct chy_later_pair chy_later_on_chain(const struct chy_later_pair *pair);

/* Are two acts about one document? chosen: the first is the one that the document chose. */
bool chy_later_same_document(const struct chy_case *given, const struct chy_statement *one,
                             bool chosen, const struct chy_statement *other);
/* Are they rivals (rule 0.6): that, and neither is the other's cover, or reissues it with other
 * words by right? since: the first must do so on that day or after it. Acts of given->record.
 */
bool chy_later_are_rivals(const struct chy_case *given, const struct chy_act *one, bool chosen,
                          const struct chy_act *other, chancery_date since);
/* Has an office or a person signed both? CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_later_shares(bool *shares, const struct chy_case *given, uint32_t act,
                                   const struct chy_statement *other, chancery_error *error);
/* Of a later act about a rival: is this signatory that one of the chain's act, in whichever of
 * their offices? */
bool chy_later_is_own(const struct chy_later_pair *on_chain, size_t signatory, size_t other);

/* What it makes of the act, as a finding. whole: all who signed that have withdrawn it, or
 * correct it so. */
void chy_later_report(struct chy_findings *findings, const struct chy_later_pair *pair,
                      const struct chy_later_weight *weight, bool whole);
/* It would count but for its key or its time, or for a field that this version does not know.
 */
void chy_later_report_unproven(struct chy_findings *findings, const struct chy_later_pair *pair,
                               const struct chy_later_weight *weight);
void chy_later_report_unknown(struct chy_findings *findings, const struct chy_later_pair *pair);

#endif
