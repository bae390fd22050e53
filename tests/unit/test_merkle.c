/*
 * test_merkle.c - proofs for every pair of sizes up to 512 are those of RFC 6962's definitions,
 * written down naively here; and they verify, and altered ones do not (L7 and L8 of
 * spec/log.md).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/merkle.h"
#include "base/span.h"

enum { MOST = 512 };

static chancery_digest mth[MOST][MOST + 1]; /* MTH(D[a:b]) */
static bool known[MOST][MOST + 1];

static size_t below(size_t n)
{
    size_t k = 1;
    while (2 * k < n)
        k *= 2;
    return k;
}

static const chancery_digest *naive(size_t a, size_t b)
{
    if (!known[a][b]) {
        uint8_t entry[2] = {(uint8_t)(a >> 8), (uint8_t)a};
        if (b - a == 1) {
            uint8_t text[3] = {0, entry[0], entry[1]};
            mth[a][b] = chy_digest_of(chy_span(text, sizeof text));
        } else {
            uint8_t text[65] = {1};
            size_t k = below(b - a);
            memcpy(text + 1, naive(a, a + k)->b, 32);
            memcpy(text + 33, naive(a + k, b)->b, 32);
            mth[a][b] = chy_digest_of(chy_span(text, sizeof text));
        }
        known[a][b] = true;
    }
    return &mth[a][b];
}

static void path(struct chy_merkle_proof *out, size_t m, size_t a, size_t b)
{
    if (b - a == 1)
        return;
    size_t k = below(b - a);
    path(out, m, m < a + k ? a : a + k, m < a + k ? a + k : b);
    out->hash[out->count++] = m < a + k ? *naive(a + k, b) : *naive(a, a + k);
}

static void subproof(struct chy_merkle_proof *out, size_t m, size_t a, size_t b, bool whole)
{
    if (m == b) {
        if (!whole)
            out->hash[out->count++] = *naive(a, b);
        return;
    }
    size_t k = below(b - a);
    if (m <= a + k) {
        subproof(out, m, a, a + k, whole);
        out->hash[out->count++] = *naive(a + k, b);
    } else {
        subproof(out, m, a + k, b, false);
        out->hash[out->count++] = *naive(a, a + k);
    }
}

static bool stored(void *context, chancery_digest *out, unsigned level, uint64_t index,
                   chancery_error *error)
{
    (void)error;
    const size_t *size = context;
    size_t a = (size_t)index << level, b = a + ((size_t)1 << level);
    assert_true(b <= *size); /* only what is in the tree is asked for */
    *out = *naive(a, b);
    return true;
}

static void expect_same(const struct chy_merkle_proof *a, const struct chy_merkle_proof *b)
{
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->hash, b->hash, a->count * sizeof a->hash[0]);
}

static void inclusion(void **state)
{
    (void)state;
    struct chy_merkle_proof proof, wanted;
    for (size_t size = 1; size <= MOST; size++) {
        const chancery_digest *root = naive(0, size);
        for (size_t i = 0; i < size; i++) {
            const chancery_digest *leaf = naive(i, i + 1);
            wanted.count = 0;
            path(&wanted, i, 0, size);
            assert_true(chy_merkle_inclusion(&proof, i, size, stored, &size, NULL));
            expect_same(&proof, &wanted);
            assert_true(chy_merkle_includes(root, size, i, leaf, &proof));
            assert_false(chy_merkle_includes(root, size, i, root, &proof) && size > 1);
            assert_false(chy_merkle_includes(root, size, size, leaf, &proof));
            if (proof.count > 0) {
                proof.hash[(i + size) % proof.count].b[i % 32] ^= 4;
                assert_false(chy_merkle_includes(root, size, i, leaf, &proof));
                proof.count--;
                assert_false(chy_merkle_includes(root, size, i, leaf, &proof));
            }
        }
    }
}

static void consistency(void **state)
{
    (void)state;
    struct chy_merkle_proof proof, wanted;
    for (size_t size = 1; size <= MOST; size++) {
        const chancery_digest *root = naive(0, size);
        for (size_t old = 1; old <= size; old++) {
            const chancery_digest *before = naive(0, old);
            wanted.count = 0;
            subproof(&wanted, old, 0, size, true);
            assert_true(chy_merkle_consistency(&proof, old, size, stored, &size, NULL));
            expect_same(&proof, &wanted);
            assert_true(chy_merkle_extends(root, size, before, old, &proof));
            assert_false(old < size && chy_merkle_extends(before, size, root, old, &proof));
            if (proof.count > 0) {
                proof.hash[(old + size) % proof.count].b[old % 32] ^= 4;
                assert_false(chy_merkle_extends(root, size, before, old, &proof));
            }
        }
    }
}

static void roots(void **state)
{
    (void)state;
    chancery_digest root, leaf[MOST];
    for (size_t i = 0; i < MOST; i++) {
        uint8_t entry[2] = {(uint8_t)(i >> 8), (uint8_t)i};
        leaf[i] = chy_merkle_leaf(chy_span(entry, sizeof entry));
    }
    for (size_t size = 1; size <= MOST; size++) {
        root = chy_merkle_fold(leaf, size);
        assert_true(chy_digest_eq(&root, naive(0, size)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inclusion),
        cmocka_unit_test(consistency),
        cmocka_unit_test(roots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
