/*
 * statement.h - what is signed: an in-toto Statement v1 with one of our predicates
 * (spec/custody-record.md). One statement is one act.
 */
#ifndef CHY_STATEMENT_H
#define CHY_STATEMENT_H

#include "base/json.h"
#include "text/canon.h"

/* The Unicode version of the only canonical form that this version knows. */
#define CHY_UNICODE_VERSION "15.0.0"

enum chy_act_type {
    CHY_ACT_LETTER,
    CHY_ACT_FORWARD,
    CHY_ACT_ISSUE,
    CHY_ACT_TRANSLATION, /* to here: acts that a document may be judged by */
    CHY_ACT_WITHDRAWAL,
    CHY_ACT_CORRIGENDUM,
    CHY_ACT_RECEIPT,
    CHY_ACT_ATTESTATION,
    CHY_ACT_PROCURATION, /* no statement: an office may sign for another */
    CHY_ACT_LATER,       /* of urn:chancery:, but of a type that this version does not know */
    CHY_ACT_FOREIGN      /* another's statement */
};

/* "letter", "forward", "issue", "withdrawal", ..., "per-procurationem"; CHY_ACT_FOREIGN for
 * others. */
enum chy_act_type chy_act_type_of(chancery_span name);
/* Is it an act that a document may be judged by? */
bool chy_act_is_judged(enum chy_act_type type);
/* Is it an act about another act, about the same file? */
bool chy_act_is_later(enum chy_act_type type);
/* The acts that an office may be authorised to do for another, in the order of the alphabet:
 * *type is the one at `index`. False: there are no more. */
bool chy_act_for_another(enum chy_act_type *type, size_t index);
/* The same back; "later" and "foreign" for the rest. */
const char *chy_act_name(enum chy_act_type type);

/* An office, and of what: "Prime Minister", "Mali". */
struct chy_office {
    char *office, *of;
};

struct chy_signatory {
    char *name; /* NULL for a seal without a name */
    struct chy_office office;
    bool seal; /* kind is "seal", else "signature" */
};

struct chy_digested { /* [HEX, n]: a paragraph */
    chancery_digest digest;
    uint32_t words;
};

enum chy_carried_as { CHY_AS_VERBATIM, CHY_AS_TRANSLATION, CHY_AS_EDITED };
/* "verbatim", "translation", "edited" */
const char *chy_as_name(enum chy_carried_as as);

struct chy_carried {
    bool is_file;
    chancery_digest statement; /* SHA-256 of the carried payload */
    chancery_digest *seen;     /* SHA-256 of each signature that the forwarder saw */
    size_t seens;
    char *name, *media_type; /* is_file */
    chancery_digest sha256;  /* is_file */
    char *label;             /* "Annex I"; NULL if none */
    enum chy_carried_as as;
};

struct chy_rendition {
    char *name, *media_type;
    chancery_digest sha256;
};

/* What an attestation rests on. */
enum chy_basis { CHY_BASIS_ORIGINAL, CHY_BASIS_COPY, CHY_BASIS_HOLDING };
/* "hand-signed-original", "certified-copy", "archival-holding" */
const char *chy_basis_name(enum chy_basis basis);
bool chy_basis_of(enum chy_basis *out, chancery_span name);

struct chy_statement {
    enum chy_act_type type;
    char *predicate_type;
    char *subject; /* the file's name */
    chancery_digest subject_digest;
    chancery_date date;
    char *title, *language, *reference; /* each may be NULL */
    struct chy_signatory *signatory;
    size_t signatories;
    struct chy_office *addressee;
    size_t addressees;
    bool has_text, text_known; /* text_known: its Unicode version is 15.0.0 */
    chancery_digest text, words;
    struct chy_digested *paragraph;
    size_t paragraphs;
    struct chy_rendition *rendition;
    size_t renditions;
    struct chy_carried
        *carries; /* of a translation one, CHY_AS_TRANSLATION: what it translates */
    size_t carried;
    char **written; /* translation: how its text writes the names of those who signed that */
    size_t writtens;
    /* issue; original_language: of a translation too */
    char **symbol;
    size_t symbols;
    int64_t issue_number; /* 0: not given */
    char *distribution, *original_language, *job_number;
    chancery_date masthead_date;
    /* a later act, and an issue that supersedes another: what it is about (statement and seen),
     * and why */
    bool supersedes;
    struct chy_carried concerns;
    char *reason;
    int64_t received; /* receipt: seconds UTC */
    /* attestation: whose signatures are vouched for */
    struct chy_signatory *attested;
    size_t attesteds;
    enum chy_basis basis;
    struct chy_rendition
        corrigendum; /* the file that says what is corrected; name NULL: none */
    /* The JSON path, printable, of a field that this version does not know; NULL: none. */
    char *unknown_field;
};

/* Is it about another act: a later act, or an issue that supersedes another? */
static inline bool chy_is_about_act(const struct chy_statement *statement)
{
    return statement->supersedes || chy_act_is_later(statement->type);
}

/* Reads a payload. CHANCERY_E_JSON, _FORMAT, or _CANONICAL (not its canonical serialisation). A
 * statement whose predicate is not ours succeeds with CHY_ACT_FOREIGN (_LATER for ours that are
 * not known) and no more than type, predicate_type and subject. */
CHY_MUST_USE bool chy_statement_read(struct chy_statement *out, chancery_span payload,
                                     chancery_error *error);
void chy_statement_done(struct chy_statement *statement);

/* Appends the canonical payload. CHANCERY_E_INTERNAL for a statement that was read but not
 * wholly understood: it has an unknown field, a text of another Unicode version, or a type that
 * is not judged. */
CHY_MUST_USE bool chy_statement_write(struct chy_buf *out,
                                      const struct chy_statement *statement,
                                      chancery_error *error);

/* Fills text, words, paragraphs and subject_digest from a canonical text. */
CHY_MUST_USE bool chy_statement_set_text(struct chy_statement *statement,
                                         const struct chancery_text *text,
                                         chancery_error *error);
/* Do they agree digest by digest, field by field? (sign) Names the first JSON path that
 * differs. */
bool chy_statement_text_is(const struct chy_statement *statement,
                           const struct chancery_text *text, const char **path);

/* Does it have the syntax of a language tag (BCP 47)? */
bool chy_is_language_tag(const char *tag);
/* Have two tags the same first part, but for capitals: en and en-GB? */
bool chy_same_language(const char *a, const char *b);
/* Do both name a script, and not the same one: zh-Hans and zh-Hant? */
bool chy_other_script(const char *a, const char *b);

/* "NAME; OFFICE; OF" and "OFFICE; OF": white space around each part is dropped; an empty NAME
 * is a seal without a name. CHANCERY_E_USAGE, _LIMIT, and what chy_words_of refuses. */
CHY_MUST_USE bool chy_signatory_parse(struct chy_signatory *out, const char *text,
                                      chancery_error *error);
CHY_MUST_USE bool chy_office_parse(struct chy_office *out, const char *text,
                                   chancery_error *error);
void chy_signatory_done(struct chy_signatory *signatory);
void chy_office_done(struct chy_office *office);

#endif
