/*
 * archive_add.h - the steps of taking documents into an archive, for archive_*.c.
 */
#ifndef CHY_ARCHIVE_ADD_H
#define CHY_ARCHIVE_ADD_H

#include "archive/archive.h"
#include "archive/bag_write.h"
#include "archive/entry.h"

/* A document that is being taken in. */
struct chy_taken {
    struct chy_index_line line;
    char base[CHY_MAX_NAME + 1]; /* the bag's name without .vN */
    char *identifier;            /* External-Identifier */
    struct chy_bag_writer writer;
    const chancery_trust *trust; /* by which it was verified */
    struct chy_buf entry;        /* of the log; the bag's digest stands at `bag_at` */
    size_t bag_at;
    chancery_digest *stamp; /* of the timestamp lines of its record, sorted */
    size_t stamps;
    chancery_digest manifest;      /* of its payload's manifest: what tells a newer version */
    char *list;                    /* the path in the bag of its list; NULL: none */
    bool follows;                  /* there is a bag of it already */
    bool held;                     /* and one that is whole holds the same */
    chancery_digest before;        /* its tagmanifest */
    char holder[CHY_MAX_NAME + 1]; /* its name, the newest such one */
};

/* Verifies one operand and stages its payload in the folder `adding` as `name`, without what
 * depends on the archive. refused: where a bag is refused, a line for each defect. */
CHY_MUST_USE bool chy_archive_take(struct chy_taken *out, int adding, const char *name,
                                   const char *operand,
                                   const chancery_archive_add_options *options,
                                   const chancery_trust *trust, struct chy_buf *refused,
                                   chancery_error *error);
/* Tells of each whether the archive has a version of it already, and which is the newest: base,
 * follows, held, holder, before. CHANCERY_E_EXISTS where a name is another document's; others
 * where the index is not one to which lines can be added. */
CHY_MUST_USE bool chy_archive_held(const struct chy_archive *archive, struct chy_taken *item,
                                   size_t count, chancery_error *error);
/* The timestamps of its record. */
CHY_MUST_USE bool chy_taken_stamps(struct chy_taken *out, const struct chy_record *record,
                                   chancery_error *error);
/* Has the record that is taken in every signature, and every timestamp, that counts in the
 * record of a bag that the archive holds of the document? Where that record is not whole: every
 * signature of the bag's entry. CHANCERY_E_REFUSED. */
CHY_MUST_USE bool chy_archive_grown(const struct chy_archive *archive,
                                    const struct chy_taken *taken,
                                    const struct chy_index_line *line,
                                    const struct chy_entry *entry, const struct chy_bag *bag,
                                    chancery_error *error);
/* The same, of a bag that is known by its line of the index alone. */
CHY_MUST_USE bool chy_archive_grown_from(const struct chy_archive *archive,
                                         const struct chy_taken *taken,
                                         const struct chy_index_line *line,
                                         chancery_error *error);
/* CHANCERY_E_EXISTS. False. */
bool chy_archive_fail_exists(const struct chy_taken *taken, const char *why,
                             chancery_error *error);
void chy_taken_done(struct chy_taken *taken);

#endif
