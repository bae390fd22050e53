#include "custody/directory_step.h"

#include "base/limits.h"

#include <stdlib.h>

/* What stands before the first entry of each list, in the order of the members; between two
 * lists there is little else. */
static const char *const opening[CHY_STEP_LISTS] = {"{\"authorizations\":[", ",\"holders\":[",
                                                    ",\"keyEnds\":[", ",\"offices\":["};
#define MOST_BETWEEN 1024

/* Two versions side by side, and of each what the other does not have. */
struct pair {
    chancery_span old, new;
    size_t old_at, new_at;
    struct chy_buf old_rest, new_rest;
};

/* --- entries --- */

/* One past the value that begins here with { and is closed again; 0 if it is not. What stands
 * in it is for the reader, which ends the value at the same byte or refuses it. */
static size_t entry_end(chancery_span json, size_t at)
{
    size_t depth = 0;
    bool quoted = false;
    if (at >= json.len || json.ptr[at] != '{')
        return 0;
    for (; at < json.len; at++) {
        uint8_t c = json.ptr[at];
        if (quoted) {
            at += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return at + 1;
        }
    }
    return 0;
}

static bool add_start(struct chy_step_list *list, size_t at)
{
    if (!chy_grow(&list->entry, &list->cap, list->count, sizeof *list->entry,
                  CHY_MAX_HOLDERS + 1, "entries", NULL))
        return false;
    list->entry[list->count++] = (uint32_t)at;
    return true;
}

static bool is_at(chancery_span json, size_t at, uint8_t byte)
{
    return at < json.len && json.ptr[at] == byte;
}

/* Goes past the opening of a list. */
static bool open_list(size_t *at, chancery_span json, size_t list)
{
    chancery_span here = chy_span_sub(json, *at, MOST_BETWEEN);
    size_t len = strlen(opening[list]);
    const uint8_t *found = memmem(here.ptr, here.len, opening[list], len);
    if (found)
        *at = (size_t)(found - json.ptr) + len;
    return found != NULL;
}

/* --- side by side --- */

static size_t common_prefix(const uint8_t *a, const uint8_t *b, size_t len)
{
    size_t i = 0;
    while (len - i >= 4096 && memcmp(a + i, b + i, 4096) == 0)
        i += 4096;
    while (len - i >= 64 && memcmp(a + i, b + i, 64) == 0)
        i += 64;
    while (i < len && a[i] == b[i])
        i++;
    return i;
}

/* Goes past the entries from *i on that stand here in the new version as the same bytes, up to
 * what follows the last of them: a comma or the list's end, else that one is not the same. */
static bool skip_same(struct pair *pair, struct chy_step_list *made,
                      const struct chy_step_list *list, size_t *i)
{
    const size_t last = list->count - 1, from = list->entry[*i], begin = pair->new_at;
    size_t len = list->entry[last] - 1 - from, left = pair->new.len - begin;
    size_t same =
        common_prefix(pair->old.ptr + from, pair->new.ptr + begin, len < left ? len : left);
    while (*i < last) {
        size_t end = list->entry[*i + 1] - 1 - from;
        bool parted = end <= same && (is_at(pair->new, begin + end, ',') ||
                                      is_at(pair->new, begin + end, ']'));
        if (!parted)
            break;
        if (!add_start(made, begin + (list->entry[*i] - from)))
            return false;
        ++*i;
        pair->new_at = begin + end;
        if (is_at(pair->new, pair->new_at, ']'))
            break;
    }
    return true;
}

/* An entry that the other version does not have. A comma parts it from those before. */
static void keep(struct chy_buf *rest, chancery_span json, size_t from, size_t to)
{
    if (rest->len > 0 && rest->ptr[rest->len - 1] != '[')
        chy_buf_byte(rest, ',');
    chy_buf_span(rest, chy_span_sub(json, from, to - from));
}

static bool take_entry(struct pair *pair, struct chy_step_list *made)
{
    size_t end = entry_end(pair->new, pair->new_at);
    if (end == 0 || !add_start(made, pair->new_at))
        return false;
    keep(&pair->new_rest, pair->new, pair->new_at, end);
    pair->new_at = end;
    return true;
}

static bool take_entries(struct pair *pair, struct chy_step_list *made,
                         const struct chy_step_list *list)
{
    const size_t last = list->count - 1;
    size_t i = 0;
    bool first = true;
    while (!is_at(pair->new, pair->new_at, ']')) {
        if (!first && !is_at(pair->new, pair->new_at++, ','))
            return false;
        first = false;
        size_t was = i;
        if (i < last && !skip_same(pair, made, list, &i))
            return false;
        if (i > was)
            continue;
        if (i < last) {
            keep(&pair->old_rest, pair->old, list->entry[i], list->entry[i + 1] - 1);
            i++;
        }
        if (!take_entry(pair, made))
            return false;
    }
    return i == last && add_start(made, pair->new_at + 1);
}

static bool take_list(struct pair *pair, struct chy_step *made, const struct chy_step *before,
                      size_t l)
{
    const struct chy_step_list *list = &before->list[l];
    size_t old_from = pair->old_at, new_from = pair->new_at;
    if (!open_list(&pair->old_at, pair->old, l) || !open_list(&pair->new_at, pair->new, l) ||
        (l == 0 && (pair->old_at != strlen(opening[0]) || pair->new_at != pair->old_at)))
        return false;
    chy_buf_span(&pair->old_rest, chy_span_sub(pair->old, old_from, pair->old_at - old_from));
    chy_buf_span(&pair->new_rest, chy_span_sub(pair->new, new_from, pair->new_at - new_from));
    if (!take_entries(pair, &made->list[l], list))
        return false;
    pair->old_at = list->entry[list->count - 1] - 1;
    return true;
}

/* What is left of both, as payloads of their own. */
static bool follows(struct chy_step *made, struct pair *pair)
{
    struct chy_directory old = {0};
    chy_buf_span(&pair->old_rest, chy_span_from(pair->old, pair->old_at));
    chy_buf_span(&pair->new_rest, chy_span_from(pair->new, pair->new_at));
    bool ok = chy_buf_ok(&pair->old_rest) && chy_buf_ok(&pair->new_rest) &&
              chy_directory_read_part(&made->directory, chy_buf_view(&pair->new_rest), NULL) &&
              chy_directory_read_part(&old, chy_buf_view(&pair->old_rest), NULL) &&
              chy_directory_history(&old, &made->directory, NULL);
    chy_directory_done(&old);
    return ok;
}

/* --- steps --- */

/* Where the entries of a payload begin, which was read. */
static bool find_entries(struct chy_step *step)
{
    chancery_span json = chy_buf_view(&step->payload);
    size_t at = 0;
    for (size_t l = 0; l < CHY_STEP_LISTS; l++) {
        step->list[l].count = 0;
        if (!open_list(&at, json, l))
            return false;
        while (is_at(json, at, '{')) { /* and is closed: it was read */
            if (!add_start(&step->list[l], at))
                return false;
            at = entry_end(json, at);
            at += is_at(json, at, ',');
        }
        if (!add_start(&step->list[l], at + 1))
            return false;
    }
    return true;
}

bool chy_step_next(struct chy_step *out, struct chy_step *before, chancery_span payload)
{
    struct pair pair = {.old = chy_buf_view(&before->payload), .new = payload};
    struct chy_step made = {0};
    bool ok = before->list[CHY_STEP_LISTS - 1].count > 0 || find_entries(before);
    for (size_t l = 0; ok && l < CHY_STEP_LISTS; l++)
        ok = take_list(&pair, &made, before, l);
    ok = ok && follows(&made, &pair);
    chy_buf_span(&made.payload, payload);
    ok = ok && chy_buf_ok(&made.payload);
    if (ok) {
        *out = made;
        made = (struct chy_step){0};
    }
    chy_step_done(&made);
    chy_buf_done(&pair.old_rest);
    chy_buf_done(&pair.new_rest);
    return ok;
}

bool chy_step_whole(struct chy_step *out, chancery_span payload, chancery_error *error)
{
    struct chy_step made = {.whole = true};
    bool ok = chy_directory_read_part(&made.directory, payload, error);
    if (ok) {
        chy_buf_span(&made.payload, payload);
        ok = chy_buf_finish(&made.payload, error);
    }
    if (ok) {
        *out = made;
        made = (struct chy_step){0};
    }
    chy_step_done(&made);
    return ok;
}

void chy_step_done(struct chy_step *step)
{
    chy_buf_done(&step->payload);
    for (size_t l = 0; l < CHY_STEP_LISTS; l++)
        free(step->list[l].entry);
    chy_directory_done(&step->directory);
    *step = (struct chy_step){0};
}
