/*
 * impact.h - the documents that rest on a key or on an office: what their verdict is, and what
 * it was by the last version of the directory that said otherwise of it (spec/directory.md,
 * D45).
 */
#ifndef CHY_IMPACT_H
#define CHY_IMPACT_H

#include "base/folder_tree.h"
#include "custody/trust.h"
#include "custody/verdict.h"

struct chy_impact_subject {
    bool is_key;
    chancery_public_key key;
    struct chy_office office; /* !is_key */
};

struct chy_impact_letter {
    char *path;
    chancery_verdict *was, *is; /* was: NULL where no version said otherwise */
};

struct chy_impact_act { /* of a record whose document is not there */
    char *record;
    struct chy_statement statement;
    chancery_digest digest;
};

struct chy_impact {
    struct chy_directory before; /* version 0: no version said otherwise */
    struct chy_impact_letter *letter;
    size_t letters, cap;
    struct chy_impact_act *alone;
    size_t alones, alone_cap;
    size_t looked;           /* documents and records */
    struct chy_skips unread; /* what could not be looked at */
};

struct chy_impact_proofs { /* from logs; each serves the document that its entry names */
    const struct chancery_proof *const *proof;
    size_t count;
};

/* paths: documents, records and folders of them with the folders in these. CHANCERY_E_UNKNOWN:
 * the directory knows no such key or office, or a proof is of nothing that was looked at;
 * _NOTE, _LOG: one proves nothing. */
CHY_MUST_USE bool chy_impact_find(struct chy_impact *out,
                                  const struct chy_impact_subject *subject,
                                  const char *const *paths, size_t count,
                                  const struct chy_impact_proofs *proofs,
                                  const chancery_trust *trust, chancery_error *error);
void chy_impact_done(struct chy_impact *impact);

/* The last version that led to the one in force and says otherwise of this; out stays zeroed if
 * there is none. */
CHY_MUST_USE bool chy_impact_before(struct chy_directory *out,
                                    const struct chy_impact_subject *subject,
                                    const chancery_trust *trust, chancery_error *error);

#endif
