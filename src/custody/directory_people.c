/*
 * directory_people.c - a directory's people and keys: one key belongs to one person, in one
 * office.
 */
#include "custody/directory_index.h"
#include "custody/directory_time.h"
#include "custody/directory_log.h"

#include "base/date.h"
#include "sign/ed25519.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t count_words(chancery_span words)
{
    uint32_t count = 1;
    for (size_t i = 0; i < words.len; i++)
        count += words.ptr[i] == ' ';
    return count;
}

static bool index_people(struct chy_directory *directory, chancery_error *error)
{
    struct chy_directory_index *index = directory->index;
    for (size_t i = 0; i < directory->holders; i++) {
        char where[64];
        snprintf(where, sizeof where, "$.holders[%zu]", i);
        struct chy_holder *holder = &directory->holder[i];
        if (!chy_index_number(index, &holder->person, holder->name, where, error))
            return false;
        if (holder->voided) {
            holder->person = CHY_NOT_FOUND;
            continue;
        }
        chancery_span words = chy_span_str(index->words[holder->person]);
        if (chy_table_find(&index->person, words) != CHY_NOT_FOUND)
            continue;
        if (!chy_table_put(&index->person, words, (uint32_t)i, error))
            return false;
        uint32_t count = count_words(words);
        index->longest_name = count > index->longest_name ? count : index->longest_name;
    }
    return true;
}

bool chy_terms_overlap(const struct chy_holder *a, const struct chy_holder *b)
{
    return (!chy_date_is_set(a->until) || chy_date_cmp(b->since, a->until) <= 0) &&
           (!chy_date_is_set(b->until) || chy_date_cmp(a->since, b->until) <= 0);
}

/* One key, one name, one office: first is the earliest entry with holder's key. */
static bool share_key(struct chy_directory *directory, uint32_t first, uint32_t at,
                      chancery_error *error)
{
    struct chy_holder *holder = &directory->holder[at], *one = &directory->holder[first];
    if (one->person != holder->person)
        return chy_fail(error, CHANCERY_E_FORMAT, "\"%s\" and \"%s\" have the same key",
                        one->name, holder->name);
    if (one->post != holder->post)
        return chy_fail(error, CHANCERY_E_FORMAT,
                        "\"%s\" has the same key in two offices, \"%s; %s\" and \"%s; %s\"; "
                        "each needs its own",
                        one->name, one->office.office, one->office.of, holder->office.office,
                        holder->office.of);
    for (uint32_t i = first; i != CHY_NOT_FOUND; i = directory->holder[i].same_key) {
        if (chy_terms_overlap(&directory->holder[i], holder))
            return chy_fail(error, CHANCERY_E_FORMAT,
                            "\"%s\" is there twice with the same key in terms that overlap",
                            holder->name);
    }
    holder->same_key = one->same_key;
    one->same_key = at;
    return true;
}

static bool index_key(struct chy_directory *directory, uint32_t at, chancery_error *error)
{
    struct chy_directory_index *index = directory->index;
    struct chy_holder *holder = &directory->holder[at];
    chancery_span key = chy_span(holder->key.b, sizeof holder->key.b);

    holder->same_key = CHY_NOT_FOUND;
    if (chy_key_among(&holder->key, directory->root, directory->roots))
        return chy_fail(error, CHANCERY_E_FORMAT,
                        "the key of \"%s\" is also a root key of the directory", holder->name);
    uint32_t first = chy_table_find(&index->key, key);
    if (holder->voided) {
        chy_keyid(&holder->keyid, &holder->key);
        return true;
    }
    if (first != CHY_NOT_FOUND) {
        holder->keyid = directory->holder[first].keyid;
        return share_key(directory, first, at, error);
    }
    chy_keyid(&holder->keyid, &holder->key);
    return chy_table_put(&index->key, key, at, error) &&
           chy_table_put(&index->keyid, chy_span(holder->keyid.b, sizeof holder->keyid.b), at,
                         error);
}

static bool index_keys(struct chy_directory *directory, chancery_error *error)
{
    for (size_t i = 0; i < directory->holders; i++) {
        if (!index_key(directory, (uint32_t)i, error)) {
            char where[64];
            snprintf(where, sizeof where, "$.holders[%zu].key", i);
            return chy_fail_where(error, where);
        }
    }
    return true;
}

/* A key ends once, and only a holder's key can; the key that follows it is the same
 * person's. */
static bool check_end(const struct chy_directory *directory, struct chy_table *ended,
                      const struct chy_table *voided, const struct chy_key_end *end,
                      chancery_error *error)
{
    chancery_span key = chy_span(end->key.b, sizeof end->key.b);
    const struct chy_holder *holder = chy_directory_key(directory, &end->key);
    const struct chy_holder *next = end->has_by ? chy_directory_key(directory, &end->by) : NULL;
    if (chy_table_find(ended, key) != CHY_NOT_FOUND)
        return chy_fail(error, CHANCERY_E_FORMAT, "the same key ends twice");
    /* a key keeps its end when its holder's entry turns out to be void */
    if (!holder && chy_table_find(voided, key) != CHY_NOT_FOUND)
        return chy_table_put(ended, key, 0, error);
    if (!holder)
        return chy_fail(error, CHANCERY_E_FORMAT, "no holder has the key that ends here");
    if (end->has_by &&
        (!next || next->person != holder->person || chy_key_eq(&next->key, &holder->key)))
        return chy_fail(error, CHANCERY_E_FORMAT,
                        "what supersedes a key of \"%s\" is not another key of this person",
                        holder->name);
    return chy_table_put(ended, key, 0, error);
}

static bool check_ends(const struct chy_directory *directory, chancery_error *error)
{
    struct chy_table ended = {0}, voided = {0};
    bool ok = true;
    for (size_t i = 0; i < directory->holders && ok && directory->ends > 0; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        chancery_span key = chy_span(holder->key.b, sizeof holder->key.b);
        if (holder->voided && chy_table_find(&voided, key) == CHY_NOT_FOUND)
            ok = chy_table_put(&voided, key, 0, error);
    }
    for (size_t i = 0; i < directory->ends && ok; i++) {
        if (directory->end[i].voided)
            continue;
        ok = check_end(directory, &ended, &voided, &directory->end[i], error);
        if (!ok) {
            char where[64];
            snprintf(where, sizeof where, "$.keyEnds[%zu]", i);
            chy_fail_where(error, where);
        }
    }
    chy_table_done(&ended);
    chy_table_done(&voided);
    return ok;
}

/* One threshold for an office on a day. */
static bool check_quorums(const struct chy_directory *directory, chancery_error *error)
{
    for (size_t i = 0; i < directory->office_quorums; i++) {
        const struct chy_quorum *one = &directory->office_quorum[i];
        const struct chy_holder term = {.since = one->since, .until = one->until};
        for (size_t k = 0; k < i && !one->voided; k++) {
            const struct chy_quorum *other = &directory->office_quorum[k];
            const struct chy_holder before = {.since = other->since, .until = other->until};
            if (other->voided || other->post != one->post || !chy_terms_overlap(&before, &term))
                continue;
            char where[64];
            snprintf(where, sizeof where, "$.thresholds[%zu]", i);
            chy_fail(error, CHANCERY_E_FORMAT,
                     "\"%s; %s\" has two thresholds in terms that overlap", one->office.office,
                     one->office.of);
            return chy_fail_where(error, where);
        }
    }
    return true;
}

bool chy_directory_index_make(struct chy_directory *directory, chancery_error *error)
{
    directory->index = calloc(1, sizeof *directory->index);
    if (!directory->index)
        return chy_fail_memory(error);
    return chy_index_posts(directory, error) && index_people(directory, error) &&
           chy_index_offices(directory->index, error) && index_keys(directory, error) &&
           check_ends(directory, error) && check_quorums(directory, error) &&
           chy_index_terms(directory, error);
}

bool chy_directory_keys(const struct chy_directory *directory, chancery_error *error)
{
    char where[64];
    for (size_t i = 0; i < directory->roots; i++) {
        if (!chy_ed25519_key_is_good(&directory->root[i])) {
            snprintf(where, sizeof where, "$.roots.keys[%zu]", i);
            chy_fail(error, CHANCERY_E_FORMAT, "a root key is not a good Ed25519 key");
            return chy_fail_where(error, where);
        }
    }
    for (size_t i = 0; i < directory->holders; i++) {
        if (!chy_ed25519_key_is_good(&directory->holder[i].key)) {
            snprintf(where, sizeof where, "$.holders[%zu].key", i);
            chy_fail(error, CHANCERY_E_FORMAT, "the key of \"%s\" is not a good Ed25519 key",
                     directory->holder[i].name);
            return chy_fail_where(error, where);
        }
    }
    return chy_directory_certificates(directory, error) &&
           chy_directory_logs_keys(directory, error);
}

bool chy_directory_former(const struct chy_directory *directory,
                          const chancery_public_key *former, size_t count,
                          chancery_error *error)
{
    struct chy_table roots = {0};
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++) {
        chancery_span key = chy_span(former[i].b, sizeof former[i].b);
        if (chy_table_find(&roots, key) == CHY_NOT_FOUND)
            ok = chy_table_put(&roots, key, 0, error);
    }
    for (size_t i = 0; i < directory->holders && ok; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        if (chy_table_find(&roots, chy_span(holder->key.b, sizeof holder->key.b)) ==
            CHY_NOT_FOUND)
            continue;
        char where[64];
        snprintf(where, sizeof where, "$.holders[%zu].key", i);
        chy_fail(error, CHANCERY_E_DIRECTORY,
                 "the key of \"%s\" was a root key of an earlier version of this directory",
                 holder->name);
        chy_fail_where(error, where);
        ok = chy_fail_next(error,
                           "Do not rely on it; ask the directory's keepers for a holder's "
                           "key that was never a root's.");
    }
    chy_table_done(&roots);
    return ok;
}
