/*
 * differ.h - altered paragraphs, word by word, where the signed text is at hand.
 */
#ifndef CHY_DIFFER_H
#define CHY_DIFFER_H

#include "custody/judge.h"

/* Fills the verdict's differences: one for each altered paragraph of the acts whose words are
 * the original's. CHANCERY_E_CONFLICT if they are not those of any act of the judgement. */
CHY_MUST_USE bool chy_differ(struct chancery_verdict *verdict,
                             const struct chy_judgement *judgement,
                             const struct chy_record *record, const struct chancery_text *text,
                             const struct chancery_text *original, chancery_error *error);

/* The same of what the issuer edited, where the signed text stands in the folder under its
 * name; but for that of the original that was given (NULL: none). */
CHY_MUST_USE bool chy_differ_edited(struct chancery_verdict *verdict,
                                    const struct chy_judgement *judgement,
                                    const struct chy_record *record,
                                    const struct chancery_text *text, const char *folder,
                                    const struct chancery_text *original,
                                    chancery_error *error);

#endif
