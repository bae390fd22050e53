/*
 * archive_label.h - what a bag of an archive says that it is (spec/archive.md, A16, A17).
 */
#ifndef CHY_ARCHIVE_LABEL_H
#define CHY_ARCHIVE_LABEL_H

#include "archive/archive.h"

/* Fills in issue, language and symbol as the bag's bag-info.txt has them; the symbol is as it
 * is written there, escaped. */
void chy_bag_labels(struct chy_index_line *out, const struct chy_bag *bag);
/* Is it the bag of this digest, with a bag-info.txt that is as it was? Else what it says is
 * nothing to hold anything to. */
bool chy_bag_says(const struct chy_bag *bag, const chancery_digest *tagmanifest);
/* What the line has otherwise than the bag, "symbol"; NULL: nothing. */
const char *chy_bag_line_differs(const struct chy_bag *bag, const struct chy_index_line *line);
/* Is line->bag the name of this bag, and has it .vN where it follows another? own: its name
 * without .vN; "" where it is not known. line->document is the document. */
bool chy_bag_name_fits(char own[CHY_MAX_NAME + 1], const struct chy_bag *bag,
                       const struct chy_index_line *line);
/* The tagmanifest of the version before. */
bool chy_bag_follows(chancery_digest *out, const struct chy_bag *bag);

#endif
