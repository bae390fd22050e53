/*
 * record.h - a custody record: a set of lines that only grows (spec/custody-record.md).
 *
 * Reading never fails because of a bad line: it becomes a line of kind CHY_LINE_JUNK with its
 * reason. Lines that hold the same payloadType and payload bytes are one act, decoded and
 * parsed once.
 */
#ifndef CHY_RECORD_H
#define CHY_RECORD_H

#include "custody/digest_index.h"
#include "custody/directory.h"
#include "custody/statement.h"
#include "sign/envelope.h"

/* A time that never comes. */
#define CHY_NEVER INT64_MAX

enum chy_line_kind { CHY_LINE_ENVELOPE, CHY_LINE_TIMESTAMP, CHY_LINE_JUNK };

struct chy_record_signature {
    chancery_signature signature;
    chancery_digest digest; /* SHA-256 of the 64 bytes */
    chancery_digest keyid;
    bool has_keyid;
    uint32_t line; /* 1-based line of the record */
    uint32_t act;  /* index */
    uint32_t next; /* index of the act's next signature; UINT32_MAX: none */
    /* After chy_record_check: whose key made it; NULL: no key of the directory. */
    const struct chy_holder *by;
    /* After chy_record_prove, seconds UTC: it was there then, at the latest (CHY_NEVER: nothing
     * proves it), and when what proves it lapses. */
    int64_t proven, lapses;
    int64_t lapsed; /* when the last that proved it lapsed, where nothing does now; 0 */
};

struct chy_act {
    char *payload_type;
    uint8_t *payload;
    size_t payload_len;
    chancery_digest digest; /* SHA-256 of the payload bytes */
    uint32_t line;          /* of its first line */
    uint32_t first, last;   /* indexes of its first and last signature; there is at least one */
    bool readable;          /* the payload is a statement in canonical form */
    struct chy_statement statement;
    char *why; /* !readable: the reason, printable */
    /* After chy_record_check: a key of the directory that belongs to a signatory it names
     * signed it; for CHY_ACT_LATER, whose signatories are not read: any key of it. */
    bool trusted;
};

struct chy_record_line {
    enum chy_line_kind kind;
    uint32_t number;       /* 1-based */
    size_t offset, length; /* in bytes of the record, without LF */
    chancery_digest of;    /* CHY_LINE_TIMESTAMP: SHA-256 of the signature that it is for */
    char *why;             /* CHY_LINE_JUNK: the reason, printable */
};

struct chy_stamp {         /* a timestamp line, judged */
    uint32_t line;         /* 1-based */
    chancery_digest of;    /* SHA-256 of what it is over: a signature or a token */
    char *why;             /* why it does not count, printable; NULL: it does */
    chancery_digest token; /* SHA-256 of its token. This and what follows: where it verifies */
    int64_t latest;        /* what it is over was there then, at the latest */
    int64_t until, lapses; /* its own chain is valid so long; it counts so long */
    int64_t next;          /* lapses, in the making */
    bool covered;          /* by a later one that counts */
    bool lapsed;           /* it counted until then */
    uint32_t before;       /* another one over the same; UINT32_MAX: none */
};

struct chy_record {
    uint8_t *bytes;
    size_t len;
    struct chy_record_line *line;
    size_t lines;
    struct chy_act *act;
    size_t acts;
    struct chy_record_signature *signature;
    size_t signatures;
    /* chy_record_check: more keyless signatures than CHY_MAX_TRIALS allows to try. */
    bool trials_stopped;
    struct chy_stamp *stamp; /* after chy_record_prove */
    size_t stamps;
    /* For the two functions below that find. */
    struct chy_digest_index act_index, signature_index;
};

/* Copies bytes. A line that is a copy of an earlier one, or blank, is passed over.
 * CHANCERY_E_LIMIT (bytes or lines), _MEMORY. */
CHY_MUST_USE bool chy_record_read(struct chy_record *out, chancery_span bytes,
                                  chancery_error *error);
void chy_record_done(struct chy_record *record);

/* Verifies every signature over the pre-authentication encoding of its payload under the
 * directory's keys (the keyid's first, then the signatories' named, then all others) and sets
 * `by` and `trusted`. */
CHY_MUST_USE bool chy_record_check(struct chy_record *record,
                                   const struct chy_directory *directory,
                                   chancery_error *error);

/* The signatures of one act, in the record's order: the first for NULL, then the one after
 * `before`; NULL at the end. */
const struct chy_record_signature *chy_record_next(const struct chy_record *record,
                                                   uint32_t act,
                                                   const struct chy_record_signature *before);

/* The act with this payload digest and the payload type of statements; UINT32_MAX. */
uint32_t chy_record_find(const struct chy_record *record, const chancery_digest *digest);
/* Is a signature with this digest (SHA-256 of the 64 bytes) in the record, for this act? */
const struct chy_record_signature *chy_record_signature(const struct chy_record *record,
                                                        uint32_t act,
                                                        const chancery_digest *digest);

/* The path of the record of a file: `given` if not NULL; else FILE.intoto.jsonl; else, unless
 * file_digest is NULL, the one among the records in its folder that has an act about these
 * bytes (file digest) or, failing that, these words, or an issue of this symbol (text may be
 * NULL). A record where that act is carried by another fits less well than one where it is the
 * last; of equal ones the one that holds all lines of the others is taken. The caller frees.
 * *exists tells whether it is there. CHANCERY_E_CONFLICT if several records fit equally and
 * none holds the others' lines, _LIMIT if none fits and the folder holds more than are
 * searched. */
CHY_MUST_USE bool chy_record_path(char **path, bool *exists, const char *file,
                                  const char *given, const chancery_digest *file_digest,
                                  const struct chancery_text *text, chancery_error *error);

/* The record of a file, to be judged, into an empty `bytes`: `given` if not NULL; else
 * FILE.intoto.jsonl; else the union of all records in its folder that are about it, as above:
 * whose lines count is not known before signatures are checked, so that none of them may
 * displace another. document: its bytes, empty where they are not to be read as text. No
 * record: no bytes. CHANCERY_E_LIMIT as above, and for a union larger than a record. */
CHY_MUST_USE bool chy_record_load(struct chy_buf *bytes, const char *file, const char *given,
                                  const chancery_digest *file_digest, chancery_span document,
                                  chancery_error *error);
/* The same for a PDF in which a program read this, whose first reading is `document`. */
CHY_MUST_USE bool chy_record_load_pdf(struct chy_buf *bytes, const char *file,
                                      const chancery_digest *file_digest,
                                      chancery_span document, chancery_span pdf,
                                      chancery_error *error);

/* Reads the record that a person names by a document, by itself ("….jsonl", "-") or as `given`:
 * its bytes appended to *bytes, its path, freed by the caller. *exists is false, without an
 * error, if the document has none. */
CHY_MUST_USE bool chy_record_open(struct chy_buf *bytes, char **path, bool *exists,
                                  const char *file, const char *given, chancery_error *error);

/* Adds the lines of `lines` (whole lines with LF) that the record file does not hold yet; makes
 * it if absent. *added is the number. Durable when it returns. CHANCERY_E_REFUSED for a file
 * that holds something else than JSON lines, or stands in a bag; _LIMIT. */
CHY_MUST_USE bool chy_record_append(const char *path, chancery_span lines, size_t *added,
                                    chancery_error *error);

#endif
