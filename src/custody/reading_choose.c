/*
 * reading_choose.c - by which act's words a PDF is read.
 */
#include "custody/reading_choose.h"

#include "base/limits.h"
#include "custody/rendition.h"

#include <stdlib.h>

struct candidate {
    const struct chy_act *act;
    bool named; /* it names the file as a rendition */
};

/* The act that names the file, then issue before forward before letter, then by digest. */
static int compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = (int)y->named - (int)x->named;
    if (order == 0)
        order = (int)y->act->statement.type - (int)x->act->statement.type;
    return order ? order : memcmp(x->act->digest.b, y->act->digest.b, sizeof x->act->digest.b);
}

/* Acts whose signatures count, so that no line that somebody adds chooses the reading. */
static struct candidate *list(size_t *count, const struct chy_record *record,
                              const chancery_digest *file, chancery_error *error)
{
    struct candidate *out = calloc(record->acts + 1, sizeof *out);
    *count = 0;
    if (!out) {
        chy_fail_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (act->trusted && chy_act_is_judged(act->statement.type) && act->statement.has_text &&
            act->statement.text_known)
            out[(*count)++] = (struct candidate){act, chy_is_rendition(&act->statement, file)};
    }
    if (*count > 0)
        qsort(out, *count, sizeof *out, compare);
    return out;
}

/* The best of the readings by each act, of those that are whole if in_order; each may do an
 * equal share of half the work. */
static bool best_of(struct chy_reading *best, chancery_span extracted,
                    const struct candidate *all, size_t count, bool in_order,
                    chancery_error *error)
{
    bool stopped = false;
    for (size_t i = 0; i < count && !best->whole; i++) {
        struct chy_reading reading;
        struct chy_reading_work work = {CHY_MAX_READING_BYTES / 2 / count};
        if (!chy_reading_of(&reading, extracted, &all[i].act->statement, in_order, &work,
                            error))
            return false;
        stopped = stopped || reading.stopped;
        if (reading.whole || (!in_order && reading.found > best->found)) {
            chy_reading_done(best);
            *best = reading;
        } else {
            chy_reading_done(&reading);
        }
    }
    best->stopped = stopped && !best->whole;
    return true;
}

bool chy_reading_choose(struct chy_reading *out, chancery_span extracted,
                        enum chy_medium medium, const struct chy_record *record,
                        const chancery_digest *file, chancery_error *error)
{
    size_t count = 0;
    struct candidate *all = list(&count, record, file, error);
    *out = (struct chy_reading){0};
    bool ok = all != NULL;
    if (ok && medium == CHY_MEDIUM_PDF)
        ok = best_of(out, extracted, all, count, true, error) &&
             (out->whole || best_of(out, extracted, all, count, false, error));
    if (ok && !out->text) {
        bool stopped = out->stopped;
        ok = chy_reading_first(out, extracted, medium, error);
        out->stopped = stopped;
    }
    if (!ok)
        chy_reading_done(out);
    free(all);
    return ok;
}
