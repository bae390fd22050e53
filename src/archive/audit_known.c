/*
 * audit_known.c - what an archive's index says of documents by what they have in common: which
 * versions there are of a bag, which documents of a number, which issues of a symbol.
 *
 * Most bags have one version, one text and the issues before theirs: of these nothing is kept.
 */
#include "archive/audit.h"

/* Has the second of two neighbours with one key something to say of the other? */
typedef bool tells_fn(const struct chy_audit_pair *a, const struct chy_audit_pair *b);

static bool tells_version(const struct chy_audit_pair *a, const struct chy_audit_pair *b)
{
    (void)a;
    (void)b;
    return true;
}

static bool tells_number(const struct chy_audit_pair *a, const struct chy_audit_pair *b)
{
    return a->value != b->value;
}

static bool tells_issue(const struct chy_audit_pair *a, const struct chy_audit_pair *b)
{
    return b->value - a->value > 1;
}

static bool add(struct chy_rows **known, const struct chy_audit *audit,
                struct chy_audit_pair pair, chancery_error *error)
{
    return (*known || chy_rows_new(known, sizeof pair, audit->options->scratch, error)) &&
           chy_rows_add(*known, &pair, error);
}

bool chy_audit_know(struct chy_audit *audit, const struct chy_index_line *line,
                    chancery_error *error)
{
    uint64_t version, task = chy_rows_count(audit->task);
    chancery_span name = chy_span_str(line->bag);
    size_t base = chy_bag_name_base(&version, name);
    const uint64_t key = chy_audit_hash(chy_span_sub(name, 0, base));
    if (!add(&audit->versions, audit, (struct chy_audit_pair){key, version, task}, error))
        return false;
    if (!line->symbol[0])
        return true;
    const struct chy_audit_pair number = {chy_audit_number_key(line, true),
                                          chy_audit_first(&line->document), task};
    const struct chy_audit_pair issue = {chy_audit_number_key(line, false),
                                         line->issue > 0 ? (uint64_t)line->issue : 1, task};
    return add(&audit->numbers, audit, number, error) &&
           add(&audit->issues, audit, issue, error);
}

static int by_key(const void *a, const void *b, void *none)
{
    const struct chy_audit_pair *one = a, *other = b;
    (void)none;
    if (one->key != other->key)
        return one->key < other->key ? -1 : 1;
    if (one->value != other->value)
        return one->value < other->value ? -1 : 1;
    return (one->task > other->task) - (one->task < other->task);
}

static bool copy(struct chy_rows *to, struct chy_rows *from, uint64_t begin, uint64_t end,
                 chancery_error *error)
{
    for (uint64_t i = begin; i < end; i++) {
        struct chy_audit_pair pair;
        if (!chy_rows_get(&pair, from, i, error) || !chy_rows_add(to, &pair, error))
            return false;
    }
    return true;
}

/* Pairs of a key of which none tells anything are left out. */
static bool sift(struct chy_rows *to, struct chy_rows *from, tells_fn *tells,
                 chancery_error *error)
{
    const uint64_t count = chy_rows_count(from);
    struct chy_audit_pair before = {0}, pair = {0};
    uint64_t begin = 0;
    bool told = false;
    for (uint64_t i = 0; i <= count; i++) {
        if (i < count && !chy_rows_get(&pair, from, i, error))
            return false;
        if (i == count || (i > 0 && pair.key != before.key)) {
            if (told && !copy(to, from, begin, i, error))
                return false;
            begin = i;
            told = false;
        } else if (i > 0) {
            told = told || tells(&before, &pair);
        }
        before = pair;
    }
    return true;
}

static bool end(struct chy_rows **known, const struct chy_audit *audit, tells_fn *tells,
                chancery_error *error)
{
    struct chy_rows *kept = NULL;
    if (!*known)
        return true;
    bool ok =
        chy_rows_sort(*known, by_key, NULL, error) &&
        chy_rows_new(&kept, sizeof(struct chy_audit_pair), audit->options->scratch, error) &&
        sift(kept, *known, tells, error);
    chy_rows_free(*known);
    *known = kept;
    return ok;
}

bool chy_audit_know_end(struct chy_audit *audit, chancery_error *error)
{
    return end(&audit->versions, audit, tells_version, error) &&
           end(&audit->numbers, audit, tells_number, error) &&
           end(&audit->issues, audit, tells_issue, error);
}

bool chy_audit_known_next(bool *more, struct chy_audit_pair *out,
                          struct chy_audit_search *search, chancery_error *error)
{
    const uint64_t count = chy_rows_count(search->known);
    *more = false;
    if (count == 0)
        return true;
    if (!search->begun && !chy_rows_first(&search->next, search->known, search->key, error))
        return false;
    search->begun = true;
    if (search->next == count)
        return true;
    if (!chy_rows_get(out, search->known, search->next++, error))
        return false;
    *more = out->key == search->key;
    return true;
}
