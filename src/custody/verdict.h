/*
 * verdict.h - what verification found (spec/verdict.md). A const verdict is all that
 * src/report/ needs.
 */
#ifndef CHY_VERDICT_H
#define CHY_VERDICT_H

#include "custody/statement.h"
#include "text/diff.h"

enum chy_level { /* how the presented document is the signed one */
                 CHY_LEVEL_NONE,
                 CHY_LEVEL_WORDS,
                 CHY_LEVEL_TEXT,
                 CHY_LEVEL_BYTES
};
/* "bytes", "text", "words"; NULL for none. */
const char *chy_level_name(enum chy_level level);

/* "letter of 2012-09-18": how sentences name an act. */
#define CHY_ACT_LABEL 32
void chy_act_label(char out[CHY_ACT_LABEL], const struct chy_statement *statement);

struct chy_finding {
    enum chancery_finding_code code;
    bool has_act;
    chancery_digest act; /* SHA-256 of the payload */
    char *subject;      /* person, office, file or symbol that it is about; NULL. Not escaped */
    uint32_t paragraph; /* 1-based among the act's signed paragraphs; 0: none */
    char *sentence; /* one sentence without control characters: text from outside is escaped */
    const char *next; /* what to do about this one, static; NULL: what its code says */
};

struct chy_findings {
    struct chy_finding *item;
    size_t count, cap;
    bool failed; /* memory ran out: the verdict is undecided */
};

/* Adds a finding. act may be NULL; subject may be NULL and is copied. A failure is sticky in
 * `failed`. Pieces of the sentence that came from outside are passed through chy_esc by the
 * caller. */
void chy_findings_add(struct chy_findings *findings, enum chancery_finding_code code,
                      const chancery_digest *act, const char *subject, uint32_t paragraph,
                      const char *format, ...) CHY_PRINTF(6, 7);
/* The one that was added last has a next step of its own, which is static. */
void chy_findings_next(struct chy_findings *findings, const char *next);
/* What to do about it: its own, or its code's. "": nothing. */
const char *chy_finding_next(const struct chy_finding *finding);
void chy_findings_done(struct chy_findings *findings);
/* Moves all of `from` to the end of `to`. */
void chy_findings_move(struct chy_findings *to, struct chy_findings *from);
/* The gravest first, among these by rule, else as found. */
void chy_findings_sort(struct chy_findings *findings);
enum chancery_severity chy_findings_worst(const struct chy_findings *findings);
bool chy_findings_has(const struct chy_findings *findings, enum chancery_finding_code code);
/* The first finding that contradicts; NULL. */
const struct chy_finding *chy_findings_contradiction(const struct chy_findings *findings);

enum chy_signed {
    CHY_SIGNED,   /* with a key that the directory gave this person in this office on the act's
                     date */
    CHY_UNSIGNED, /* no signature that counts */
    CHY_ATTESTED, /* an office that may vouches for a signature on paper */
    CHY_PER_PROCURATIONEM, /* another, whom the directory lets sign for the office */
    CHY_NOT_ENTITLED /* the directory gives the office to another, or at other times, or had
                        ended the key by the act's date */
};

/* What later acts make of what was judged; the graver is the larger. */
enum chy_standing {
    CHY_CURRENT, /* none is known */
    CHY_STANDING_UNKNOWN,
    CHY_CORRECTED,
    CHY_SUPERSEDED,
    CHY_WITHDRAWN
};
/* "current", "unknown", ... */
const char *chy_standing_name(enum chy_standing standing);

struct chy_verdict_later { /* a later act that counts */
    struct chy_statement statement;
    chancery_digest digest;
};

struct chy_verdict_act {
    struct chy_statement
        statement; /* type, date, title, signatories, addressees, files are what reports use */
    chancery_digest digest;
    bool edited; /* the document holds it in edited form */
    /* One for each signatory: */
    enum chy_signed *status;
    int64_t *proven; /* its signature was there then, at the latest; INT64_MAX: unproven */
    struct chy_signatory *by; /* CHY_PER_PROCURATIONEM: who signed for it */
};

struct chy_unsigned { /* a run of words that no signature covers */
    char *words;      /* words form, not escaped */
    uint32_t count;
    uint32_t line; /* 1-based line of the document where it begins */
};

struct chy_difference { /* an altered paragraph, against what was signed */
    chancery_digest act;
    uint32_t paragraph; /* 1-based among the act's signed paragraphs */
    struct chy_changed {
        enum chy_change_kind kind;
        char *words; /* words form, not escaped */
    } * changed;
    size_t changes;
};

struct chancery_verdict {
    enum chancery_status status;
    enum chy_level match;
    bool judged;                 /* acts[0] is the act that the document chose */
    struct chy_verdict_act *act; /* the judged act, then what it carries, in order */
    size_t acts;
    struct chy_findings findings;
    struct chy_unsigned *uncovered;
    size_t uncovereds;
    struct chy_unsigned
        *own; /* a matching issue: the issuer's own words, between what it carries */
    size_t owns;
    const char *program; /* that read the text out of the document, static; NULL: none did */
    bool is_rendition;   /* the judged act names the document as a rendition */
    struct chy_difference *difference; /* from the original that was given */
    size_t differences;
    struct chy_verdict_log { /* origin NULL: not proven, or not asked */
        char *origin;        /* not escaped */
        uint64_t index, size;
        chancery_digest leaf;
        bool has_time;
        int64_t time;        /* proven by witnesses */
        char *checkpoint[2]; /* that contradict each other; NULL: they do not. Not escaped */
    } log;
    struct chy_verdict_scan { /* origin NULL: no log was read to its newest entry */
        char *origin;         /* not escaped */
        uint64_t size;
        bool withdrawn; /* an entry says so of an act that is judged or carried */
    } scan;
    enum chy_standing standing;
    bool in_part; /* CHY_WITHDRAWN or CHY_CORRECTED, by some of its signatories */
    struct chy_verdict_later *later;
    size_t laters;
    char *file;                /* the document's path as given */
    int64_t at;                /* judged as of, seconds UTC */
    int64_t directory_version; /* 0: none */
    chancery_digest directory_id;
    chancery_error error; /* CHANCERY_STATUS_UNDECIDED */
};

#endif
