#include "archive/witnessed.h"

#include <stdlib.h>

bool chy_witnesses_of(struct chy_witnesses *out, const struct chy_directory *directory,
                      chancery_error *error)
{
    out->count = 1;
    for (size_t i = 0; i < directory->witnesses; i++) {
        const struct chy_watcher *one = &directory->witness[i];
        if (!one->voided && !chy_note_key_make(&out->key[out->count++], chy_span_str(one->name),
                                               CHY_NOTE_COSIGNATURE, &one->key, error))
            return false;
    }
    out->quorum = directory->quorum;
    return true;
}

static int by_time(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The q-th smallest time: of q witnesses fewer than all lie. The log's own key proves none. A
 * clock that is ahead of ours by more than some minutes is not believed. */
static void prove_time(struct chy_witnessed *out, const struct chy_note_answer *answer,
                       const struct chy_witnesses *witnesses, int64_t now)
{
    int64_t time[CHY_MAX_WITNESSES] = {0};
    size_t count = 0;
    for (size_t i = 1; i < witnesses->count; i++)
        if (answer[i].good && answer[i].time <= now + CHY_MAX_CLOCK_SKEW)
            time[count++] = answer[i].time;
    qsort(time, count, sizeof *time, by_time);
    out->witnesses = count;
    out->has_time = witnesses->quorum > 0 && count >= (uint64_t)witnesses->quorum;
    out->time = out->has_time ? time[witnesses->quorum - 1] : 0;
}

bool chy_witnessed_open(struct chy_checkpoint *out, struct chy_witnessed *witnessed,
                        chancery_span note, const struct chy_witnesses *witnesses, int64_t now,
                        chancery_error *error)
{
    struct chy_note_answer answer[1 + CHY_MAX_WITNESSES];
    *witnessed = (struct chy_witnessed){0};
    if (!chy_checkpoint_open_with(out, answer, note, witnesses->key, witnesses->count, error))
        return false;
    prove_time(witnessed, answer, witnesses, now);
    return true;
}
