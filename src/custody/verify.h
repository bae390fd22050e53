/*
 * verify.h - what verification is given, however it was read. For verify*.c alone.
 */
#ifndef CHY_VERIFY_H
#define CHY_VERIFY_H

#include "custody/chain.h"
#include "custody/reading_choose.h"
#include "custody/record.h"
#include "custody/trust.h"
#include "custody/verdict.h"

struct chy_presented {
    const char *name; /* the document's path */
    chancery_span document, record;
    bool held;              /* document is all that may be read: nothing is read by its path */
    chancery_digest digest; /* of the document */
    const char *expect;
    bool require_time;
    bool require_signed; /* an attestation is not enough, nor are edited or translated words */
    const char *folder;  /* of annex files; NULL: none */
    chy_annex_fn *annex; /* instead of the folder; NULL: the folder */
    void *annex_context;
    /* Is shown the record once its signatures and their times are judged; NULL: nobody is. */
    void (*seen)(void *context, const struct chy_record *record);
    void *seen_context;
    const char *program; /* that read the text, static; NULL: the document itself is text */
    struct chy_reading reading; /* with program: of what it read. Taken over by chy_verify */
    const struct chancery_text *original; /* to compare with; NULL: none */
    const char *original_name;            /* its path */
    const struct chancery_proof *proof;   /* from a log; NULL: none */
    const struct chancery_proof *dated;   /* only proves times, and is not told; NULL: none */
    struct chancery_scan *scan;           /* of a log; NULL: none */
};

/* Sets the verdict; of status CHANCERY_STATUS_UNDECIDED, with the error, when it returns false.
 */
bool chy_verify(chancery_verdict **out, struct chy_presented *presented,
                const chancery_trust *trust, chancery_error *error);

/* The words of a PDF or a document of a word processor, read by another program, unless an act
 * of the record that counts is about its very bytes; the record is then found by these words.
 * bytes: the
 * document, which is read again if only its beginning is there. CHANCERY_E_MISSING where the
 * program is not installed, and what reading gives. */
CHY_MUST_USE bool chy_presented_read(struct chy_presented *presented, struct chy_buf *bytes,
                                     struct chy_buf *record, const char *given,
                                     const chancery_trust *trust, chancery_error *error);

/* Each signature that somebody else vouches for, or made, and all words that are not signed. */
void chy_verify_require_signed(struct chancery_verdict *verdict);

/* Does it begin as a document that another program reads? */
bool chy_presented_may_be_read(chancery_span document);

/* Fills out->by from the record, whose statements are still there; out->status is set. */
CHY_MUST_USE bool chy_verify_procurators(struct chy_verdict_act *out,
                                         const struct chy_record *record, uint32_t act,
                                         const struct chy_chain_times *times,
                                         chancery_error *error);

/* Is a file of this name a document, and not what chancery or a mail program puts beside one?
 */
bool chy_is_document(const char *name);
/* The one document of a folder, to be verified. The caller frees; NULL with CHANCERY_E_MISSING,
 * _CONFLICT (several: they are named), or what listing gives. */
char *chy_folder_document(const char *folder, chancery_error *error);

#endif
