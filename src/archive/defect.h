/*
 * defect.h - what is wrong with a bag or an archive: each with its code, the place, a sentence.
 */
#ifndef CHY_DEFECT_H
#define CHY_DEFECT_H

#include "base/buf.h"
#include "base/span.h"

struct chy_defect {
    enum chancery_defect_code code;
    char *path;     /* in the bag or archive; NULL: of it all. Not escaped */
    char *sentence; /* without control characters: text from outside is escaped */
};

struct chy_defects {
    struct chy_defect *item;
    size_t count, cap;
    size_t more; /* past CHY_MAX_DEFECTS: counted only */
    bool failed; /* memory ran out */
};

/* path may be empty. The sentence's pieces from outside are passed through chy_esc. A failure
 * is sticky in `failed`. */
void chy_defects_add(struct chy_defects *defects, enum chancery_defect_code code,
                     chancery_span path, const char *format, ...) CHY_PRINTF(4, 5);
void chy_defects_done(struct chy_defects *defects);
bool chy_defects_has(const struct chy_defects *defects, enum chancery_defect_code code);

#endif
