/*
 * diff.c - E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), section 4b:
 * the middle of a shortest path is found from both ends, and each half by itself.
 */
#include "text/diff.h"

#include <stdlib.h>

/* Half-open ranges of word indices in both texts. */
struct box {
    uint32_t a, a_end, b, b_end;
};

struct diffing {
    const struct chancery_text *first, *second;
    struct chy_range of_first, of_second;
    bool *removed, *added;       /* one for each word of the ranges */
    int64_t *forward, *backward; /* how far each diagonal is reached; room on both sides of 0 */
    uint64_t *left;
};

static bool same(const struct diffing *d, uint32_t a, uint32_t b)
{
    return chy_span_eq(chy_text_word(d->first, a), chy_text_word(d->second, b));
}

static void strip(const struct diffing *d, struct box *box)
{
    while (box->a < box->a_end && box->b < box->b_end && same(d, box->a, box->b)) {
        box->a++;
        box->b++;
    }
    while (box->a < box->a_end && box->b < box->b_end &&
           same(d, box->a_end - 1, box->b_end - 1)) {
        box->a_end--;
        box->b_end--;
    }
}

static void replace_all(const struct diffing *d, const struct box *box)
{
    for (uint32_t i = box->a; i < box->a_end; i++)
        d->removed[i - d->of_first.first] = true;
    for (uint32_t i = box->b; i < box->b_end; i++)
        d->added[i - d->of_second.first] = true;
}

/* Where a path of length `depth` comes to the diagonal k from its neighbours. */
static int64_t reach(const int64_t *v, int64_t k, int64_t depth)
{
    bool down = k == -depth || (k != depth && v[k - 1] < v[k + 1]);
    return down ? v[k + 1] : v[k - 1] + 1;
}

/* One search, of which there are two: from the beginning, and from the end, where the texts are
 * read backwards. */
struct side {
    int64_t *v;
    const int64_t *other; /* the other side's v */
    bool backwards;
};

static int64_t slide(const struct diffing *d, const struct box *box, bool backwards, int64_t x,
                     int64_t y)
{
    int64_t n = box->a_end - box->a, m = box->b_end - box->b, from = x;
    while (x < n && y < m &&
           (backwards ? same(d, box->a_end - 1 - (uint32_t)x, box->b_end - 1 - (uint32_t)y)
                      : same(d, box->a + (uint32_t)x, box->b + (uint32_t)y))) {
        x++;
        y++;
    }
    *d->left -= (uint64_t)(x - from) < *d->left ? (uint64_t)(x - from) : *d->left;
    return x;
}

/* Goes one edit further from one end. True if the two sides meet: *cut is where the box is cut
 * in two. */
static bool advance(struct box *cut, const struct diffing *d, const struct box *box,
                    const struct side *side, int64_t depth)
{
    int64_t n = box->a_end - box->a, m = box->b_end - box->b, delta = n - m;
    /* they meet on a path of odd length when the forward side moves, of even when the other */
    bool checks = (delta % 2 != 0) != side->backwards;
    int64_t reached = side->backwards ? depth : depth - 1; /* of the other side */
    for (int64_t k = -depth; k <= depth && *d->left > 0; k += 2) {
        int64_t x = depth == 0 ? 0 : reach(side->v, k, depth);
        if (x - k > m || x > n || x - k < 0) {
            side->v[k] = x; /* outside of the box: of no use, but its neighbours look */
            continue;
        }
        x = slide(d, box, side->backwards, x, x - k);
        side->v[k] = x;
        int64_t mirror = delta - k;
        if (!checks || mirror < -reached || mirror > reached || x + side->other[mirror] < n)
            continue;
        int64_t y = x - k;
        cut->a = side->backwards ? box->a_end - (uint32_t)x : box->a + (uint32_t)x;
        cut->b = side->backwards ? box->b_end - (uint32_t)y : box->b + (uint32_t)y;
        return true;
    }
    *d->left -= (uint64_t)depth + 1 < *d->left ? (uint64_t)depth + 1 : *d->left;
    return false;
}

static bool find_cut(struct box *cut, const struct diffing *d, const struct box *box)
{
    const struct side forward = {d->forward, d->backward, false},
                      backward = {d->backward, d->forward, true};
    int64_t most = ((int64_t)(box->a_end - box->a) + (box->b_end - box->b) + 1) / 2;
    for (int64_t depth = 0; depth <= most && *d->left > 0; depth++) {
        if (advance(cut, d, box, &forward, depth) || advance(cut, d, box, &backward, depth))
            return true;
    }
    return false;
}

static void compare(const struct diffing *d, struct box box)
{
    for (;;) {
        struct box cut = {0}, head;
        strip(d, &box);
        if (box.a == box.a_end || box.b == box.b_end || !find_cut(&cut, d, &box)) {
            replace_all(d, &box);
            return;
        }
        head = (struct box){box.a, cut.a, box.b, cut.b};
        if ((head.a_end == box.a_end && head.b_end == box.b_end) ||
            (cut.a == box.a && cut.b == box.b)) {
            replace_all(d, &box); /* no progress: nothing is alike */
            return;
        }
        compare(d, head); /* half of the edits, so calls are not nested deeply */
        box.a = cut.a;
        box.b = cut.b;
    }
}

static bool add(struct chy_diff *out, size_t *cap, enum chy_change_kind kind, uint32_t word,
                chancery_error *error)
{
    struct chy_change *last = out->changes ? &out->change[out->changes - 1] : NULL;
    if (last && last->kind == kind) {
        last->range.count++;
        return true;
    }
    if (!chy_grow(&out->change, cap, out->changes, sizeof *out->change, SIZE_MAX, "changes",
                  error))
        return false;
    out->change[out->changes++] = (struct chy_change){kind, {word, 1}};
    return true;
}

static bool list(struct chy_diff *out, const struct diffing *d, chancery_error *error)
{
    size_t cap = 0;
    uint32_t i = 0, k = 0, n = d->of_first.count, m = d->of_second.count;
    bool ok = true;
    while (ok && (i < n || k < m)) {
        if (i < n && d->removed[i]) {
            ok = add(out, &cap, CHY_CHANGE_REMOVED, d->of_first.first + i++, error);
        } else if (k < m && d->added[k]) {
            ok = add(out, &cap, CHY_CHANGE_ADDED, d->of_second.first + k++, error);
        } else {
            ok = add(out, &cap, CHY_CHANGE_SAME, d->of_first.first + i++, error);
            k++;
        }
    }
    return ok;
}

bool chy_diff_words(struct chy_diff *out, const struct chancery_text *first,
                    struct chy_range of_first, const struct chancery_text *second,
                    struct chy_range of_second, uint64_t *left, chancery_error *error)
{
    size_t sides = (size_t)of_first.count + of_second.count + 3;
    int64_t *v = calloc(sides * 4, sizeof *v);
    bool *marks = calloc(sides, sizeof *marks);
    struct diffing d = {
        .first = first, .second = second, .of_first = of_first, .of_second = of_second};
    bool ok = v && marks;
    d.left = left;
    *out = (struct chy_diff){0};
    if (ok) {
        d.removed = marks;
        d.added = marks + of_first.count;
        d.forward = v + sides;
        d.backward = v + 3 * sides;
        compare(&d, (struct box){of_first.first, chy_range_end(of_first), of_second.first,
                                 chy_range_end(of_second)});
        ok = list(out, &d, error);
    } else {
        chy_fail_memory(error);
    }
    if (!ok)
        chy_diff_done(out);
    free(v);
    free(marks);
    return ok;
}

void chy_diff_done(struct chy_diff *diff)
{
    free(diff->change);
    *diff = (struct chy_diff){0};
}
