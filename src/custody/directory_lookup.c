/*
 * directory_lookup.c - questions to a directory. Names and offices become numbers once, then
 * entries are compared as numbers.
 */
#include "custody/directory_index.h"

#include "base/date.h"
#include "sign/ed25519.h"

static bool covers(chancery_date since, chancery_date until, chancery_date date)
{
    return chy_date_cmp(since, date) <= 0 &&
           (!chy_date_is_set(until) || chy_date_cmp(date, until) <= 0);
}

/* A zeroed directory knows nobody. */
static const struct chy_directory_index *index_of(const struct chy_directory *directory)
{
    static const struct chy_directory_index empty;
    return directory->index ? directory->index : &empty;
}

bool chy_directory_words(struct chy_buf *out, const struct chy_directory *directory,
                         const char *text, chancery_error *error)
{
    const struct chy_directory_index *index = directory ? directory->index : NULL;
    uint32_t number =
        index ? chy_table_find(&index->string, chy_span_str(text)) : CHY_NOT_FOUND;
    if (number == CHY_NOT_FOUND)
        return chy_words_of(out, chy_span_str(text), error);
    chy_buf_str(out, index->words[number]);
    return true;
}

static bool same_words(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || chy_same_words(chy_span_str(a), chy_span_str(b));
}

bool chy_same_name(const char *a, const char *b)
{
    return same_words(a, b);
}

bool chy_same_office(const struct chy_directory *directory, const struct chy_office *a,
                     const struct chy_office *b)
{
    if (directory) {
        uint32_t one = chy_index_post(index_of(directory), a);
        uint32_t other = chy_index_post(index_of(directory), b);
        if (one != CHY_NOT_FOUND || other != CHY_NOT_FOUND)
            return one == other;
    }
    return same_words(a->office, b->office) && same_words(a->of, b->of);
}

static const struct chy_holder *holder_at(const struct chy_directory *directory, uint32_t i)
{
    return i != CHY_NOT_FOUND ? &directory->holder[i] : NULL;
}

/* The first entry of this person in this office that holds the date; *then: the first of any
 * time. */
static uint32_t held_by(const struct chy_directory *directory, const uint32_t seat[2],
                        chancery_date date, uint32_t *then)
{
    uint32_t found = CHY_NOT_FOUND;
    *then = chy_table_find(&index_of(directory)->held, chy_span(seat, 2 * sizeof *seat));
    for (uint32_t i = *then; i != CHY_NOT_FOUND; i = directory->holder[i].same_person) {
        if (i < found && covers(directory->holder[i].since, directory->holder[i].until, date))
            found = i;
    }
    return found;
}

enum chy_held chy_directory_held(const struct chy_directory *directory, const char *name,
                                 const struct chy_office *office, chancery_date date,
                                 const struct chy_holder **holder)
{
    uint32_t post = chy_index_post(index_of(directory), office);
    uint32_t person = name ? chy_index_string(index_of(directory), name) : CHY_NOT_FOUND;
    uint32_t held = CHY_NOT_FOUND, then = CHY_NOT_FOUND, other = CHY_NOT_FOUND;

    if (post != CHY_NOT_FOUND && name) {
        held = held_by(directory, (const uint32_t[2]){person, post}, date, &then);
        if (then == CHY_NOT_FOUND)
            other = chy_index_held(directory, post, date);
    } else if (post != CHY_NOT_FOUND) {
        held = chy_index_held(directory, post, date);
        then = chy_index_ever(directory, post);
    }
    if (holder)
        *holder = holder_at(directory, held != CHY_NOT_FOUND   ? held
                                       : then != CHY_NOT_FOUND ? then
                                                               : other);
    if (held != CHY_NOT_FOUND)
        return CHY_HELD;
    if (then != CHY_NOT_FOUND)
        return CHY_HELD_OTHER_TIME;
    return other != CHY_NOT_FOUND ? CHY_HELD_BY_ANOTHER : CHY_HELD_UNKNOWN;
}

const struct chy_holder *chy_directory_key(const struct chy_directory *directory,
                                           const chancery_public_key *key)
{
    return holder_at(
        directory, chy_table_find(&index_of(directory)->key, chy_span(key->b, sizeof key->b)));
}

const struct chy_holder *chy_directory_keyid(const struct chy_directory *directory,
                                             const chancery_digest *keyid)
{
    return holder_at(directory, chy_table_find(&index_of(directory)->keyid,
                                               chy_span(keyid->b, sizeof keyid->b)));
}

bool chy_directory_gives(const struct chy_directory *directory, const chancery_public_key *key,
                         const char *name, const struct chy_office *office, chancery_date date)
{
    const struct chy_holder *one = chy_directory_key(directory, key);
    if (!one || one->post != chy_index_post(index_of(directory), office) ||
        (name && one->person != chy_index_string(index_of(directory), name)))
        return false;
    /* the other entries with this key are of the same person and office (rule D14) */
    while (one && !covers(one->since, one->until, date))
        one = holder_at(directory, one->same_key);
    return one != NULL;
}

const struct chy_key_end *chy_directory_end(const struct chy_directory *directory,
                                            const chancery_public_key *key)
{
    uint32_t i = chy_table_find(&index_of(directory)->end, chy_span(key->b, sizeof key->b));
    return i != CHY_NOT_FOUND ? &directory->end[i] : NULL;
}

/* A key that was given up was good to the end of its last day; one that was compromised is bad
 * from the beginning of the first. */
static bool is_good_on(const struct chy_key_end *end, chancery_date day)
{
    int order = chy_date_cmp(day, end->at);
    return strcmp(end->state, "compromised") == 0 ? order < 0 : order <= 0;
}

enum chy_key_state chy_directory_key_state(const struct chy_directory *directory,
                                           const chancery_public_key *key,
                                           chancery_date claimed, const int64_t *proven,
                                           const struct chy_key_end **end)
{
    const struct chy_key_end *found = chy_directory_end(directory, key);
    if (end)
        *end = found;
    if (!found)
        return CHY_KEY_IN_USE;
    if (!is_good_on(found, claimed))
        return CHY_KEY_AFTER;
    return proven && is_good_on(found, chy_time_date(*proven)) ? CHY_KEY_OLDER
                                                               : CHY_KEY_UNPROVEN;
}

/* date NULL: whatever the day. */
static bool allows(const struct chy_directory *directory, const struct chy_office *office,
                   enum chy_act_type act, const struct chy_office *other,
                   const chancery_date *date)
{
    if (act == CHY_ACT_LETTER || act >= CHY_ACT_LATER)
        return false;
    uint32_t post = chy_index_post(index_of(directory), office);
    uint32_t for_post = chy_index_post(index_of(directory), other);
    if (post == CHY_NOT_FOUND || for_post == CHY_NOT_FOUND)
        return false;
    uint32_t posts[2] = {post, for_post};
    uint32_t i = chy_table_find(&index_of(directory)->may, chy_span(posts, sizeof posts));
    for (; i != CHY_NOT_FOUND; i = directory->authorization[i].same_offices) {
        const struct chy_authorization *one = &directory->authorization[i];
        if (one->act[act] && (!date || covers(one->since, one->until, *date)))
            return true;
    }
    return false;
}

bool chy_directory_allows(const struct chy_directory *directory,
                          const struct chy_office *office, enum chy_act_type act,
                          const struct chy_office *other, chancery_date date)
{
    return allows(directory, office, act, other, &date);
}

bool chy_directory_ever_allows(const struct chy_directory *directory,
                               const struct chy_office *office, enum chy_act_type act,
                               const struct chy_office *other)
{
    return allows(directory, office, act, other, NULL);
}

size_t chy_directory_quorum(const struct chy_directory *directory,
                            const struct chy_office *office, chancery_date from,
                            chancery_date to)
{
    uint32_t post = directory->office_quorums > 0 ? chy_index_post(index_of(directory), office)
                                                  : CHY_NOT_FOUND;
    size_t most = 1;
    for (size_t i = 0; i < directory->office_quorums && post != CHY_NOT_FOUND; i++) {
        const struct chy_quorum *one = &directory->office_quorum[i];
        if (!one->voided && one->post == post && chy_date_cmp(one->since, to) <= 0 &&
            (!chy_date_is_set(one->until) || chy_date_cmp(from, one->until) <= 0) &&
            (size_t)one->persons > most)
            most = (size_t)one->persons;
    }
    return most;
}

uint32_t chy_directory_name_at(const struct chy_directory *directory,
                               const struct chancery_text *text, uint32_t at, uint32_t to,
                               const struct chy_holder **holder)
{
    uint32_t longest = index_of(directory)->longest_name;
    uint32_t count = at < to ? to - at : 0;
    for (count = count < longest ? count : longest; count > 0; count--) {
        uint32_t found =
            chy_table_find(&index_of(directory)->person, chy_text_words(text, at, count));
        if (found != CHY_NOT_FOUND) {
            *holder = &directory->holder[found];
            return count;
        }
    }
    return 0;
}

const char *chy_directory_of(const struct chy_directory *directory, const char *office)
{
    const struct chy_directory_index *index = index_of(directory);
    uint32_t string = chy_index_string(index, office);
    uint32_t post = string != CHY_NOT_FOUND ? index->of_office[string] : CHY_NO_POST;
    return post < index->post_count ? index->posts[post].as->of : NULL;
}
