/*
 * test_merkle.c - the inclusion and consistency proofs of transparency-dev/merkle, those of
 * subtrees too: each file says what is proven and whether it must fail.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/checkpoint.h"
#include "archive/merkle.h"
#include "base/encode.h"
#include "data.h"

#include <ftw.h>
#include <stdio.h>

static unsigned judged;
static const char *kind;

static uint64_t number(const struct chy_cursor *root, const char *name)
{
    struct chy_cursor member;
    int64_t value = 0;
    assert_true(chy_json_member(&member, root, name, NULL) &&
                chy_json_integer(&value, &member, INT64_MIN, INT64_MAX, NULL));
    return (uint64_t)value;
}

/* A root that is no hash stands for the hash of its bytes: roots are only compared. */
static bool hash(chancery_digest *out, const struct chy_cursor *root, const char *name)
{
    struct chy_cursor member;
    struct chy_buf raw = {0};
    chancery_span text = CHY_LITERAL("");
    assert_true(chy_json_member(&member, root, name, NULL));
    if (!chy_json_is_null(&member))
        assert_true(chy_json_string(&text, &member, 4096, NULL));
    bool ok = chy_hash_parse(out, text) || chy_unbase64(&raw, text);
    if (ok && raw.len > 0)
        *out = chy_digest_of(chy_buf_view(&raw));
    chy_buf_done(&raw);
    return ok && text.len > 0;
}

static bool proof_of(struct chy_merkle_proof *out, const struct chy_cursor *root)
{
    struct chy_cursor member, element;
    chancery_span text;
    out->count = 0;
    assert_true(chy_json_member(&member, root, "proof", NULL));
    if (chy_json_is_null(&member))
        return true;
    size_t count;
    if (!chy_json_array(&count, &member, CHY_MAX_PROOF, NULL))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!chy_json_element(&element, &member, i, NULL) ||
            !chy_json_string(&text, &element, 4096, NULL) ||
            !chy_hash_parse(&out->hash[out->count++], text))
            return false;
    return true;
}

static bool holds(const struct chy_cursor *root)
{
    struct chy_merkle_proof proof;
    chancery_digest a, b;
    if (!proof_of(&proof, root))
        return false;
    if (strstr(kind, "inclusion")) {
        if (!hash(&a, root, "root") || !hash(&b, root, "leafHash"))
            return false;
        uint64_t index = number(root, "leafIdx");
        if (strcmp(kind, "inclusion") == 0)
            return chy_merkle_includes(&a, number(root, "treeSize"), index, &b, &proof);
        uint64_t start = number(root, "start"), end = number(root, "end");
        return chy_merkle_is_subtree(start, end) && index >= start &&
               chy_merkle_includes(&a, end - start, index - start, &b, &proof);
    }
    if (!hash(&a, root, "root1") || !hash(&b, root, "root2"))
        return false;
    if (strcmp(kind, "consistency") == 0)
        return chy_merkle_extends(&b, number(root, "size2"), &a, number(root, "size1"), &proof);
    return chy_merkle_extends_subtree(&b, number(root, "size"), &a, number(root, "start"),
                                      number(root, "end"), &proof);
}

static int judge(const char *path, const struct stat *about, int type, struct FTW *ftw)
{
    (void)about;
    (void)ftw;
    struct chy_buf file = {0};
    struct chy_json *json = NULL;
    struct chy_cursor root;
    if (type != FTW_F)
        return 0;
    assert_true(chy_file_read(&file, path, 1u << 20, NULL));
    bool must_fail = memmem(file.ptr, file.len, "\"wantErr\": true", 15) != NULL;
    if (!chy_json_parse(&json, chy_buf_view(&file), NULL)) {
        /* sizes from 2^63, as subtracting 1 from 0 gives them, are refused on reading */
        assert_true(must_fail && (memmem(file.ptr, file.len, ": 18446744073709551615", 22) ||
                                  memmem(file.ptr, file.len, ": 9223372036854775810", 21)));
        judged++;
        chy_buf_done(&file);
        return 0;
    }
    root = chy_json_root(json);
    if (holds(&root) == must_fail)
        fail_msg("%s: %s", path, must_fail ? "was accepted" : "was refused");
    judged++;
    chy_json_free(json);
    chy_buf_done(&file);
    return 0;
}

static void vectors(void **state)
{
    (void)state;
    static const char *const kinds[] = {"inclusion", "consistency", "subtreeinclusion",
                                        "subtreeconsistency"};
    const char *folder = getenv("CHANCERY_CONFORMANCE");
    for (size_t i = 0; i < 4; i++) {
        char path[4096];
        kind = kinds[i];
        snprintf(path, sizeof path, "%s/merkle/testdata/%s",
                 folder ? folder : "../shared/conformance", kind);
        if (!chy_file_exists(path))
            skip();
        assert_int_equal(nftw(path, judge, 16, FTW_PHYS), 0);
    }
    assert_int_equal(judged, 518);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(vectors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
