/*
 * signing.h - one signature about to be made. For signing*.c alone.
 */
#ifndef CHY_SIGNING_H
#define CHY_SIGNING_H

#include "custody/preview.h"
#include "custody/record.h"

struct chancery_signing {
    struct chy_document document;
    char *draft_path, *record_path;
    bool from_draft;
    struct chy_buf record_bytes, payload;
    char *deposit_path;
    struct chy_buf deposit;   /* the letter that is attested, if it is not in the record yet */
    struct chy_record record; /* checked; empty if there is none yet */
    struct chy_statement statement;
    chancery_public_key key;
    size_t place;      /* which signatory this key signs for */
    bool *has_signed;  /* one for each signatory */
    bool key_signed;   /* a place is this key's already, or it has countersigned */
    char *holder;      /* the name of the key's holder; NULL: there is none */
    size_t others;     /* how many more holders of the office have to sign after this key */
    bool countersigns; /* another has signed for the place, and the office needs more */
    struct chy_signatory
        on_behalf_of; /* in whose place the key is to sign; office NULL: its own */
    struct chy_signatory procurator; /* who then signs; name NULL: nobody does so */
    const char *why;                 /* static: why it may not; NULL: nothing was asked */
    struct chy_findings findings;
};

/* Finds the statement: the draft's, else that of the act in the record that waits for this key.
 * signing->document and ->key are set. */
CHY_MUST_USE bool chy_signing_find(struct chancery_signing *signing, const char *record,
                                   const struct chancery_trust *trust, chancery_error *error);

/* Sets has_signed, key_signed, and place: which signatory of the statement this key still signs
 * for; SIZE_MAX: none. */
CHY_MUST_USE bool chy_signing_place(struct chancery_signing *signing,
                                    const struct chy_statement *statement,
                                    const chancery_digest *act,
                                    const struct chancery_trust *trust, chancery_error *error);

/* Sets place to that of on_behalf_of, if this key may sign there; else SIZE_MAX, and why.
 * place[]: who has signed. CHANCERY_E_MEMORY. */
CHY_MUST_USE bool chy_signing_procure(struct chancery_signing *signing,
                                      const struct chy_statement *statement,
                                      const struct chy_record_signature *const *place,
                                      const struct chy_directory *directory,
                                      chancery_error *error);
/* For whom this key could sign, if it was said so, of those who have not signed; NULL. */
const struct chy_signatory *chy_signing_could_procure(const struct chancery_signing *signing,
                                                      const struct chy_directory *directory);

/* The letter that an attestation is about, where no signatory has signed it with a key: it
 * waits beside the file, and is what the file says. CHANCERY_E_CONFLICT, _MISSING. */
CHY_MUST_USE bool chy_signing_deposit(struct chancery_signing *signing,
                                      const struct chancery_trust *trust,
                                      chancery_error *error);

/* Computes every digest and field that the file tells from the file again. CHANCERY_E_CONFLICT,
 * naming what differs; _REFUSED for what this version does not sign. */
CHY_MUST_USE bool chy_signing_recompute(struct chancery_signing *signing,
                                        chancery_error *error);

/* CHANCERY_E_REFUSED, saying why, unless this key has a place and has not ended. */
CHY_MUST_USE bool chy_signing_allowed(const struct chancery_signing *signing,
                                      const struct chy_directory *directory,
                                      chancery_error *error);

#endif
