/*
 * agree_parts.h - what agree.c compares, one file each. For agree*.c alone.
 */
#ifndef CHY_AGREE_PARTS_H
#define CHY_AGREE_PARTS_H

#include "custody/agree.h"

/* Rules 3.1 to 3.3: the marks in the range. */
void chy_agree_marks(struct chy_findings *findings, const chancery_digest *act,
                     const struct chy_statement *statement, const struct chancery_text *text,
                     const struct chy_outline *outline, struct chy_range range,
                     const struct chy_directory *directory);

/* Rules 3.4 and 3.5. */
void chy_agree_heading(struct chy_findings *findings, const chancery_digest *act,
                       const struct chy_statement *statement, const struct chancery_text *text,
                       const struct chy_letter *letter, const struct chy_directory *directory);

/* Rule 3.6. */
void chy_agree_masthead(struct chy_findings *findings, const chancery_digest *act,
                        const struct chy_statement *statement, const struct chancery_text *text,
                        const struct chy_outline *outline);

/* Rule 3.8: the title, where there is one, is the heading's words. Here and below `title` is it
 * in words form; NULL: it has none. */
void chy_agree_title(struct chy_findings *findings, const chancery_digest *act,
                     const struct chy_statement *statement, const struct chancery_text *text,
                     const struct chy_letter *letter, const struct chy_buf *title);

/* Does a break in the heading cut it short, and go the title's words on in the text, before
 * `end`? Then the title is the heading, and chy_agree_continued reads it for rules 3.4 and
 * 3.5. */
bool chy_agree_continues(const struct chy_buf *title, const struct chancery_text *text,
                         const struct chy_letter *letter, uint32_t end);
void chy_agree_continued(struct chy_findings *findings, const chancery_digest *act,
                         const struct chy_statement *statement, const struct chy_letter *letter,
                         const struct chy_directory *directory);

/* Two dates, where both are set. */
void chy_agree_date(struct chy_findings *findings, enum chancery_finding_code code,
                    const chancery_digest *act, const char *what, chancery_date said,
                    chancery_date stated);

#endif
