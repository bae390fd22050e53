/*
 * directory.h - who holds which office, with which key, from when until when
 * (spec/directory.md).
 *
 * A struct chy_directory is one version's content, parsed. It is trusted only when it came from
 * chancery_trust (trust.c), which has checked the roots' signatures.
 */
#ifndef CHY_DIRECTORY_H
#define CHY_DIRECTORY_H

#include "base/json.h"
#include "custody/statement.h"

#define CHY_DIRECTORY_FORMAT "chancery-directory/v1"

struct chy_holder {
    char *name;
    struct chy_office office;
    chancery_public_key key;
    chancery_digest keyid;
    chancery_date since, until; /* both days within the term; until not set: open */
    char *capacity;             /* "full", "interim", "acting" */
    char *ended;                /* why its term was ended in a later version; NULL */
    char *voided;               /* why it was never to stand here; NULL: it counts */
    /* Set by reading: numbers that are equal where words forms are (directory_index.h). */
    uint32_t person, post, seat[2]; /* seat: both, as one key */
    uint32_t same_key;              /* another entry with this key; UINT32_MAX */
    uint32_t same_person; /* another entry of this person in this office; UINT32_MAX */
};

struct chy_alias { /* another name of an office, of the same `of` */
    struct chy_office office;
    char *alias;
    bool first;   /* of its office; the office's other aliases follow it */
    char *voided; /* the whole list of this office; as for a holder */
};

struct chy_authorization { /* office may do acts for another office */
    struct chy_office office, on_behalf_of;
    chancery_date since, until;
    char *ended, *voided;
    uint32_t post, for_post, posts[2]; /* set by reading; posts: both, as one key */
    uint32_t same_offices;             /* another entry of these two; UINT32_MAX */
    bool act[CHY_ACT_LATER];           /* by enum chy_act_type */
};

struct chy_quorum { /* so many of its holders sign for an office */
    struct chy_office office;
    chancery_date since, until;
    char *ended, *voided;
    int64_t persons; /* 2 or more */
    uint32_t post;   /* set by reading */
};

struct chy_key_end {
    chancery_public_key key;
    char *state; /* "retired", "superseded", "compromised" */
    chancery_date at;
    chancery_public_key by; /* superseded */
    bool has_by;
    char *voided;
};

struct chy_tsa {          /* an authority whose timestamps count */
    uint8_t *certificate; /* X.509, DER */
    size_t len;
    char *policy; /* that its timestamps have, "1.2.3"; NULL: any */
    char *voided;
};

struct chy_watcher { /* a transparency log, or a witness of logs */
    char *name;      /* as notes give it */
    chancery_public_key key;
    char *voided;
};

struct chy_directory {
    chancery_digest id; /* 32 random bytes chosen when it is made */
    int64_t version;    /* 1... */
    bool has_previous;
    chancery_digest previous; /* SHA-256 of the payload of the version before */
    chancery_date expires;
    chancery_public_key *root;
    size_t roots;
    int64_t threshold;
    struct chy_holder *holder;
    size_t holders;
    struct chy_alias *alias;
    size_t aliases;
    struct chy_authorization *authorization;
    size_t authorizations;
    struct chy_quorum *office_quorum;
    size_t office_quorums;
    struct chy_key_end *end;
    size_t ends;
    struct chy_tsa *tsa;
    size_t tsas;
    chancery_date
        proven_since; /* acts of this day and later need a proven time; not set: none */
    struct chy_watcher *log, *witness;
    size_t logs, witnesses;
    int64_t quorum;                    /* of the witnesses; 0: there are none */
    struct chy_directory_index *index; /* made by reading; NULL: the directory is empty */
};

/* Reads one version's payload: CHANCERY_E_JSON, _FORMAT (unknown members, terms that run
 * backwards, repeated root keys, a key given to two persons or also a root, a threshold above
 * the roots, overlapping aliases), _CANONICAL. Whether keys are good points is for
 * chy_directory_keys. */
CHY_MUST_USE bool chy_directory_read(struct chy_directory *out, chancery_span payload,
                                     chancery_error *error);
/* The same in two steps. The first leaves out what entries may not say beside each other
 * (D12 to D16) and makes no index, so it takes payloads from which entries were left out. */
CHY_MUST_USE bool chy_directory_read_part(struct chy_directory *out, chancery_span payload,
                                          chancery_error *error);
CHY_MUST_USE bool chy_directory_complete(struct chy_directory *directory,
                                         chancery_error *error);
/* Are all keys of full order and in canonical form, and all certificates readable?
 * CHANCERY_E_FORMAT. Apart from reading
 * because it costs about as much as verifying a signature with each: it is asked when a version
 * is made, signed, pinned or first seen. */
CHY_MUST_USE bool chy_directory_keys(const struct chy_directory *directory,
                                     chancery_error *error);
/* Appends the canonical payload of what stands in the struct; the index is not used. */
CHY_MUST_USE bool chy_directory_write(struct chy_buf *out,
                                      const struct chy_directory *directory,
                                      chancery_error *error);
/* The same as a new JSON value, for reports. */
struct chy_json *chy_directory_json(const struct chy_directory *directory);
void chy_directory_done(struct chy_directory *directory);

/* Does `after` leave the entries of `before`, the version that it follows, as they are, but for
 * ending and voiding them with a reason? CHANCERY_E_DIRECTORY. */
CHY_MUST_USE bool chy_directory_history(const struct chy_directory *before,
                                        const struct chy_directory *after,
                                        chancery_error *error);

/* Is no holder's key one of these, which were roots of this version or of one before?
 * CHANCERY_E_DIRECTORY. */
CHY_MUST_USE bool chy_directory_former(const struct chy_directory *directory,
                                       const chancery_public_key *former, size_t count,
                                       chancery_error *error);

/* A zeroed directory may be asked all of these questions: it knows nobody. */

/* Are two offices the same, in words form and through the directory's aliases? directory may be
 * NULL. */
bool chy_same_office(const struct chy_directory *directory, const struct chy_office *a,
                     const struct chy_office *b);
bool chy_same_name(const char *a, const char *b);
/* Appends the words form of a name or office, as chy_words_of makes it: without making it again
 * where the directory has the same string. directory may be NULL. */
CHY_MUST_USE bool chy_directory_words(struct chy_buf *out,
                                      const struct chy_directory *directory, const char *text,
                                      chancery_error *error);

/* How many persons who hold this office must sign for it on a day of these two or between them:
 * 1, or the most that the directory says. */
size_t chy_directory_quorum(const struct chy_directory *directory,
                            const struct chy_office *office, chancery_date from,
                            chancery_date to);

enum chy_held {
    CHY_HELD,            /* this person held this office on this date */
    CHY_HELD_OTHER_TIME, /* this person held it, at other times */
    CHY_HELD_BY_ANOTHER, /* others held it on this date */
    CHY_HELD_UNKNOWN     /* the directory does not say */
};
/* *holder (may be NULL): the first such entry, for CHY_HELD and CHY_HELD_OTHER_TIME; the
 * other's for CHY_HELD_BY_ANOTHER; else NULL. A NULL name (a seal) matches every holder of the
 * office. */
enum chy_held chy_directory_held(const struct chy_directory *directory, const char *name,
                                 const struct chy_office *office, chancery_date date,
                                 const struct chy_holder **holder);
/* Does the directory give `key` to this person in this office on this date? */
bool chy_directory_gives(const struct chy_directory *directory, const chancery_public_key *key,
                         const char *name, const struct chy_office *office, chancery_date date);
/* The first entry with this key, by key or by keyid; NULL. */
const struct chy_holder *chy_directory_key(const struct chy_directory *directory,
                                           const chancery_public_key *key);
const struct chy_holder *chy_directory_keyid(const struct chy_directory *directory,
                                             const chancery_digest *keyid);
const struct chy_key_end *chy_directory_end(const struct chy_directory *directory,
                                            const chancery_public_key *key);
enum chy_key_state {
    CHY_KEY_IN_USE,
    CHY_KEY_OLDER,    /* it has ended, and the signature is proven to be older */
    CHY_KEY_UNPROVEN, /* it has ended, and nothing proves that the signature is older */
    CHY_KEY_AFTER     /* it had ended on the day that the act bears */
};
/* What a key's end makes of a signature. claimed: the act's date. proven: the latest second,
 * UTC, at which the signature is proven to have been there; NULL: none. *end (may be NULL) is
 * set, or NULL if the key has not ended. */
enum chy_key_state chy_directory_key_state(const struct chy_directory *directory,
                                           const chancery_public_key *key,
                                           chancery_date claimed, const int64_t *proven,
                                           const struct chy_key_end **end);
/* May `office` do this act for `other` on this date, by authorisation? One step, never
 * transitive. */
bool chy_directory_allows(const struct chy_directory *directory,
                          const struct chy_office *office, enum chy_act_type act,
                          const struct chy_office *other, chancery_date date);
/* Did it on any day? */
bool chy_directory_ever_allows(const struct chy_directory *directory,
                               const struct chy_office *office, enum chy_act_type act,
                               const struct chy_office *other);

/* To read people out of a text: the longest holder's name that the words at [at, to) begin
 * with. The number of words, 0 for none; *holder its first entry. */
uint32_t chy_directory_name_at(const struct chy_directory *directory,
                               const struct chancery_text *text, uint32_t at, uint32_t to,
                               const struct chy_holder **holder);
/* The `of` of the unique office of this name in words form (holders', aliases',
 * authorisations'): a view, or NULL if there is none or more than one. */
const char *chy_directory_of(const struct chy_directory *directory, const char *office);

#endif
