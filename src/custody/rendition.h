/*
 * rendition.h - files of the same words as a letter, whose digests its statement holds.
 */
#ifndef CHY_CUSTODY_RENDITION_H
#define CHY_CUSTODY_RENDITION_H

#include "custody/statement.h"
#include "custody/reading.h"

/* Does the statement name this file as a rendition? */
bool chy_is_rendition(const struct chy_statement *statement, const chancery_digest *file);

/* The media type of a file by its name: "application/pdf". Static. */
const char *chy_media_type(const char *name);

/* Adds to the statement, whose fields of text and masthead are set, the rendition at `path`,
 * which has to stand in `folder`, beside the letter. CHANCERY_E_CONFLICT where its words are
 * not those of the text, _REFUSED where it has none that can be read or stands elsewhere, and
 * what reading gives. */
CHY_MUST_USE bool chy_rendition_add(struct chy_statement *statement, size_t *cap,
                                    const char *path, const char *folder,
                                    const struct chancery_text *text, chancery_error *error);

/* Each rendition of the statement is in the folder, is the file that it names, and holds the
 * words of the text. CHANCERY_E_MISSING, _CONFLICT, and as above. */
CHY_MUST_USE bool chy_renditions_hold(const struct chy_statement *statement, const char *folder,
                                      const struct chancery_text *text, chancery_error *error);

#endif
