/*
 * directory_terms.c - a directory's terms in the order in which they are asked for, so that who
 * held an office on a day is found among this office's terms alone.
 */
#include "custody/directory_index.h"

#include "base/date.h"

#include <stdlib.h>

static int by_post_and_since(const void *a, const void *b)
{
    const struct chy_term *one = a, *other = b;
    int order = (one->post > other->post) - (one->post < other->post);
    if (order == 0)
        order = chy_date_cmp(one->since, other->since);
    return order ? order : (one->holder > other->holder) - (one->holder < other->holder);
}

static bool sort_terms(struct chy_directory *directory, chancery_error *error)
{
    struct chy_directory_index *index = directory->index;
    index->term = calloc(directory->holders + 1, sizeof *index->term);
    if (!index->term)
        return chy_fail_memory(error);
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *holder = &directory->holder[i];
        if (!holder->voided)
            index->term[index->terms++] =
                (struct chy_term){holder->post, (uint32_t)i, holder->since, holder->until};
    }
    qsort(index->term, index->terms, sizeof *index->term, by_post_and_since);
    for (size_t i = 1; i < index->terms; i++) {
        const struct chy_term *before = &index->term[i - 1];
        struct chy_term *term = &index->term[i];
        if (before->post == term->post && chy_date_is_set(term->latest) &&
            (!chy_date_is_set(before->latest) ||
             chy_date_cmp(before->latest, term->latest) > 0))
            term->latest = before->latest;
    }
    return true;
}

/* Links an entry to the first of its kind. */
static bool link_entry(struct chy_table *table, const uint32_t pair[2], uint32_t at,
                       uint32_t *next, uint32_t *first_next, uint32_t first,
                       chancery_error *error)
{
    *next = CHY_NOT_FOUND;
    if (first == CHY_NOT_FOUND)
        return chy_table_put(table, chy_span(pair, 2 * sizeof *pair), at, error);
    *next = *first_next;
    *first_next = at;
    return true;
}

static bool link_holders(struct chy_directory *directory, chancery_error *error)
{
    struct chy_table *table = &directory->index->held;
    for (size_t i = 0; i < directory->holders; i++) {
        struct chy_holder *holder = &directory->holder[i];
        holder->same_person = CHY_NOT_FOUND;
        if (holder->voided)
            continue;
        holder->seat[0] = holder->person;
        holder->seat[1] = holder->post;
        uint32_t first = chy_table_find(table, chy_span(holder->seat, sizeof holder->seat));
        uint32_t *link = first != CHY_NOT_FOUND ? &directory->holder[first].same_person : NULL;
        if (!link_entry(table, holder->seat, (uint32_t)i, &holder->same_person, link, first,
                        error))
            return false;
    }
    return true;
}

static bool link_authorizations(struct chy_directory *directory, chancery_error *error)
{
    struct chy_table *table = &directory->index->may;
    for (size_t i = 0; i < directory->authorizations; i++) {
        struct chy_authorization *one = &directory->authorization[i];
        one->same_offices = CHY_NOT_FOUND;
        if (one->voided)
            continue;
        one->posts[0] = one->post;
        one->posts[1] = one->for_post;
        uint32_t first = chy_table_find(table, chy_span(one->posts, sizeof one->posts));
        uint32_t *link =
            first != CHY_NOT_FOUND ? &directory->authorization[first].same_offices : NULL;
        if (!link_entry(table, one->posts, (uint32_t)i, &one->same_offices, link, first, error))
            return false;
    }
    return true;
}

bool chy_index_terms(struct chy_directory *directory, chancery_error *error)
{
    if (!sort_terms(directory, error) || !link_holders(directory, error) ||
        !link_authorizations(directory, error))
        return false;
    for (size_t i = 0; i < directory->ends; i++) {
        const struct chy_key_end *end = &directory->end[i];
        if (!end->voided &&
            !chy_table_put(&directory->index->end, chy_span(end->key.b, sizeof end->key.b),
                           (uint32_t)i, error))
            return false;
    }
    return true;
}

/* How many terms stand before those of this post that begin after the date. */
static size_t terms_until(const struct chy_directory_index *index, uint32_t post,
                          chancery_date date)
{
    struct chy_term key = {.post = post, .holder = CHY_NOT_FOUND, .since = date};
    size_t low = 0, high = index->terms;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_post_and_since(&index->term[middle], &key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t chy_index_held(const struct chy_directory *directory, uint32_t post,
                        chancery_date date)
{
    const struct chy_directory_index *index = directory->index;
    uint32_t found = CHY_NOT_FOUND;
    for (size_t i = index ? terms_until(index, post, date) : 0; i > 0; i--) {
        const struct chy_term *term = &index->term[i - 1];
        if (term->post != post ||
            (chy_date_is_set(term->latest) && chy_date_cmp(term->latest, date) < 0))
            break;
        chancery_date until = directory->holder[term->holder].until;
        if ((!chy_date_is_set(until) || chy_date_cmp(date, until) <= 0) && term->holder < found)
            found = term->holder;
    }
    return found;
}

uint32_t chy_index_ever(const struct chy_directory *directory, uint32_t post)
{
    const struct chy_directory_index *index = directory->index;
    uint32_t found = CHY_NOT_FOUND;
    size_t i = index ? terms_until(index, post, (chancery_date){0}) : 0;
    for (; index && i < index->terms && index->term[i].post == post; i++) {
        if (index->term[i].holder < found)
            found = index->term[i].holder;
    }
    return found;
}
