#include "archive/log_key.h"

#include <stdlib.h>

static bool listed(struct chy_note_key *out, const struct chy_directory *directory,
                   chancery_span note, chancery_error *why)
{
    chancery_span origin, rest = note;
    if (!chy_span_line(&origin, &rest))
        origin = (chancery_span){0};
    for (size_t i = 0; i < directory->logs; i++) {
        const struct chy_watcher *one = &directory->log[i];
        if (!one->voided && chy_span_is(origin, one->name))
            return chy_note_key_make(out, origin, CHY_NOTE_ED25519, &one->key, why);
    }
    char *name = chy_esc(origin);
    chy_fail(why, CHANCERY_E_NOTE, "the directory lists no log %s, and no key was given",
             name ? name : "?");
    free(name);
    return false;
}

bool chy_log_key_find(struct chy_note_key *out, const char *given,
                      const struct chy_directory *directory, chancery_span note,
                      chancery_error *why, chancery_error *error)
{
    if (!given)
        return listed(out, directory, note, why);
    if (!chy_note_key_given(out, given, error))
        return false;
    return out->type == CHY_NOTE_ED25519 ||
           chy_fail(error, CHANCERY_E_KEY, "it is the key of a witness, not of a log");
}
