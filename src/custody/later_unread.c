/*
 * later_unread.c - later acts that this version does not read: rule 8.1 of spec/verdict.md.
 */
#include "custody/later.h"

#include "base/sha256.h"
#include "custody/proven.h"

/* Is its subject an act of the chain, a file that one is about or carries, or the very
 * document; or does the chain carry the act itself? */
static bool is_of_chain(const struct chy_case *given, const struct chy_chain *chain,
                        const struct chy_act *later)
{
    const chancery_digest *subject = &later->statement.subject_digest;
    bool has_subject = later->statement.subject != NULL;
    if (has_subject && chy_digest_eq(subject, &given->file))
        return true;
    for (size_t i = 0; chain && i < chain->links; i++) {
        const struct chy_act *act = &given->record->act[chain->link[i].act];
        if (has_subject && (chy_digest_eq(subject, &act->digest) ||
                            chy_digest_eq(subject, &act->statement.subject_digest)))
            return true;
        for (size_t k = 0; k < act->statement.carried; k++) {
            const struct chy_carried *carried = &act->statement.carries[k];
            if (carried->is_file ? has_subject && chy_digest_eq(subject, &carried->sha256)
                                 : chy_digest_eq(&later->digest, &carried->statement))
                return true;
        }
    }
    return false;
}

/* What day it bears is not known: a key that has ended is good where the signature is proven to
 * be older. */
static bool has_good_key(const struct chy_case *given, uint32_t later)
{
    const struct chy_record_signature *one = NULL;
    while ((one = chy_record_next(given->record, later, one))) {
        if (one->by &&
            chy_directory_key_state(given->directory, &one->by->key, (chancery_date){0},
                                    chy_proven(one), NULL) <= CHY_KEY_OLDER)
            return true;
    }
    return false;
}

const char *chy_later_unread(const struct chy_case *given, const struct chy_chain *chain,
                             uint32_t later)
{
    if (!is_of_chain(given, chain, &given->record->act[later]))
        return "it is about something else";
    return has_good_key(given, later)
               ? NULL
               : "its key has ended, and nothing proves that the signature is older";
}
