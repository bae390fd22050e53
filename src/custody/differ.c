#include "custody/differ.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/preview.h"

#include <stdlib.h>

static bool take_changes(struct chy_difference *out, const struct chy_diff *diff,
                         const struct chancery_text *text, const struct chancery_text *original,
                         chancery_error *error)
{
    out->changed = calloc(diff->changes + 1, sizeof *out->changed);
    if (!out->changed)
        return chy_fail_memory(error);
    for (size_t i = 0; i < diff->changes; i++) {
        const struct chy_change *change = &diff->change[i];
        const struct chancery_text *of = change->kind == CHY_CHANGE_ADDED ? text : original;
        struct chy_changed *to = &out->changed[out->changes++];
        to->kind = change->kind;
        to->words =
            chy_dup(chy_text_words(of, change->range.first, change->range.count), error);
        if (!to->words)
            return false;
    }
    return true;
}

static bool differ_paragraph(struct chancery_verdict *verdict, size_t *cap,
                             const struct chy_act *act, uint32_t number,
                             struct chy_range signed_words, struct chy_range now,
                             const struct chancery_text *text,
                             const struct chancery_text *original, uint64_t *left,
                             chancery_error *error)
{
    struct chy_diff diff;
    if (!chy_grow(&verdict->difference, cap, verdict->differences, sizeof *verdict->difference,
                  SIZE_MAX, "differences", error) ||
        !chy_diff_words(&diff, original, signed_words, text, now, left, error))
        return false;
    struct chy_difference *made = &verdict->difference[verdict->differences++];
    *made = (struct chy_difference){.act = act->digest, .paragraph = number};
    bool ok = take_changes(made, &diff, text, original, error);
    chy_diff_done(&diff);
    return ok;
}

/* The original's words are the act's, so its signed paragraphs tile them, one after the other.
 */
static bool differ_act(struct chancery_verdict *verdict, size_t *cap, const struct chy_act *act,
                       const struct chy_match *match, const struct chancery_text *text,
                       const struct chancery_text *original, uint64_t *left,
                       chancery_error *error)
{
    uint32_t at = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < match->places; i++) {
        struct chy_range signed_words = {at, act->statement.paragraph[i].words};
        if (signed_words.count > original->words - at)
            break; /* its digests contradict each other, which another finding says */
        if (match->place[i].stand == CHY_ALTERED)
            ok = differ_paragraph(verdict, cap, act, (uint32_t)i + 1, signed_words,
                                  match->place[i].range, text, original, left, error);
        at += signed_words.count;
    }
    return ok;
}

bool chy_differ(struct chancery_verdict *verdict, const struct chy_judgement *judgement,
                const struct chy_record *record, const struct chancery_text *text,
                const struct chancery_text *original, chancery_error *error)
{
    size_t cap = 0;
    uint64_t left = CHY_MAX_DIFF_STEPS;
    bool known = false;
    for (size_t i = 0; i < judgement->chain.links; i++) {
        const struct chy_act *act = &record->act[judgement->chain.link[i].act];
        if (!act->statement.text_known ||
            !chy_digest_eq(&act->statement.words, &original->words_digest))
            continue;
        known = true;
        if (!differ_act(verdict, &cap, act, &judgement->match[i], text, original, &left, error))
            return false;
    }
    if (known)
        return true;
    chy_fail(error, CHANCERY_E_CONFLICT,
             "it is not the original: its words are not those that were signed");
    return chy_fail_next(error, "Name the text that was signed, or leave --original out.");
}

/* The file that the act is about, beside the document: read only if it is that very file. A
 * file that cannot be read shows nothing, and is no fault of the document. */
static bool read_signed(struct chy_document *out, const char *folder, const struct chy_act *act,
                        chancery_error *error)
{
    chancery_error unread = CHANCERY_ERROR_INIT;
    chancery_digest digest;
    bool found = false;
    chancery_span name = chy_span_str(act->statement.subject);
    if (!chy_annex_beside((void *)(uintptr_t)folder, &digest, &found, name) || !found ||
        !chy_digest_eq(&digest, &act->statement.subject_digest))
        return true;
    char *path = chy_path_join(folder, name, error);
    if (!path)
        return false;
    bool ok = chy_document_read(out, path, &unread) && chy_document_text(out, false, &unread);
    if (ok && out->text && chy_digest_eq(&out->digest, &digest))
        ok = chy_text_index(out->text, &unread);
    else
        chy_document_done(out);
    out->path = NULL;
    free(path);
    return ok || unread.code != CHANCERY_E_MEMORY || chy_fail_memory(error);
}

bool chy_differ_edited(struct chancery_verdict *verdict, const struct chy_judgement *judgement,
                       const struct chy_record *record, const struct chancery_text *text,
                       const char *folder, const struct chancery_text *original,
                       chancery_error *error)
{
    size_t cap = verdict->differences;
    uint64_t left = CHY_MAX_DIFF_STEPS;
    bool ok = true;
    for (size_t i = 1; ok && folder && i < judgement->chain.links; i++) {
        const struct chy_act *act = &record->act[judgement->chain.link[i].act];
        struct chy_document document = {0};
        if (!judgement->chain.link[i].edited || judgement->match[i].places == 0 ||
            (original && chy_digest_eq(&act->statement.words, &original->words_digest)))
            continue;
        ok = read_signed(&document, folder, act, error);
        if (ok && document.text &&
            chy_digest_eq(&act->statement.words, &document.text->words_digest))
            ok = differ_act(verdict, &cap, act, &judgement->match[i], text, document.text,
                            &left, error);
        chy_document_done(&document);
    }
    return ok;
}
