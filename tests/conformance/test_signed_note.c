/*
 * test_signed_note.c - the signed notes of golang.org/x/mod: what opens, what does not, and
 * keys that are none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/checkpoint.h"
#include "base/encode.h"
#include "data.h"
#include "rfc8032.h"

static chancery_span text_of(const struct chy_cursor *object, const char *name)
{
    chancery_span text;
    assert_true(chy_json_member_string(&text, object, name, 1u << 20, NULL));
    return text;
}

static bool opens(chancery_span bytes, const struct chy_note_key *key, size_t keys,
                  size_t *good)
{
    static struct chy_note note;
    struct chy_note_answer answer[8];
    *good = 0;
    if (!chy_note_read(&note, bytes, NULL) || !chy_note_open(answer, &note, key, keys, NULL))
        return false;
    for (size_t i = 0; i < keys; i++)
        *good += answer[i].good;
    return true;
}

static void notes(void **state)
{
    (void)state;
    struct chy_json *json = data_json("signed-note/notes.json");
    if (!json)
        skip();
    struct chy_cursor root = chy_json_root(json), cases, test, list, element;
    size_t count = 0, keys = 0;
    assert_true(chy_json_member(&cases, &root, "cases", NULL) &&
                chy_json_array(&count, &cases, 100, NULL));
    assert_int_equal(count, 15);
    for (size_t i = 0; i < count; i++) {
        struct chy_note_key key[8];
        struct chy_buf note = {0};
        chancery_span vkey;
        size_t good;
        assert_true(chy_json_element(&test, &cases, i, NULL));
        chancery_span want = text_of(&test, "want");
        assert_true(chy_json_member(&list, &test, "keys", NULL) &&
                    chy_json_array(&keys, &list, 8, NULL));
        for (size_t k = 0; k < keys; k++)
            assert_true(chy_json_element(&element, &list, k, NULL) &&
                        chy_json_string(&vkey, &element, 4096, NULL) &&
                        chy_note_key_parse(&key[k], vkey, NULL));
        assert_true(chy_unbase64(&note, text_of(&test, "note_b64")));
        bool ok = opens(chy_buf_view(&note), key, keys, &good);
        if (ok != chy_span_starts(want, CHY_LITERAL("ok")))
            fail_msg("case %zu: %.*s", i, (int)want.len, (const char *)want.ptr);
        if (chy_span_starts(want, CHY_LITERAL("ok 2")))
            assert_int_equal(good, 2);
        chy_buf_done(&note);
    }
    chy_json_free(json);
}

/* Each part of a key and each key with a byte one higher is refused. */
static void verifier_keys(void **state)
{
    (void)state;
    struct chy_json *json = data_json("signed-note/notes.json");
    if (!json)
        skip();
    struct chy_cursor root = chy_json_root(json), list, element;
    struct chy_note_key key;
    struct chy_buf again = {0};
    size_t count = 0;
    chancery_span bad, good = text_of(&root, "vkey_peter");
    assert_true(chy_note_key_parse(&key, good, NULL));
    chy_note_key_format(&again, &key);
    assert_true(chy_span_eq(chy_buf_view(&again), good));
    for (size_t from = 0; from < good.len; from++)
        for (size_t len = 0; from + len <= good.len; len++)
            assert_true(chy_note_key_parse(&key, chy_span(good.ptr + from, len), NULL) ==
                        (len == good.len));
    for (size_t i = 0; i < good.len; i++) {
        again.ptr[i]++;
        assert_false(chy_note_key_parse(&key, chy_buf_view(&again), NULL));
        again.ptr[i]--;
    }
    assert_true(chy_json_member(&list, &root, "bad_vkeys", NULL) &&
                chy_json_array(&count, &list, 100, NULL));
    for (size_t i = 0; i < count; i++) {
        assert_true(chy_json_element(&element, &list, i, NULL) &&
                    chy_json_string(&bad, &element, 4096, NULL));
        assert_false(chy_note_key_parse(&key, bad, NULL));
    }
    chy_buf_done(&again);
    chy_json_free(json);
}

static void tree(void **state)
{
    (void)state;
    struct chy_json *json = data_json("signed-note/notes.json");
    if (!json)
        skip();
    struct chy_cursor root = chy_json_root(json), member;
    struct chy_checkpoint checkpoint;
    struct chy_buf again = {0};
    assert_true(chy_json_member(&member, &root, "tree", NULL));
    chancery_span text = text_of(&member, "ok");
    assert_true(chy_checkpoint_parse(&checkpoint, text, NULL));
    assert_true(checkpoint.size == 123456789012);
    chy_checkpoint_format(&again, &checkpoint);
    assert_true(chy_span_eq(chy_buf_view(&again), text));
    chy_buf_done(&again);
    chy_json_free(json);
}

/* A cosignature tells its time, and holds for no other time, text or key type. */
static void cosignatures(void **state)
{
    (void)state;
    chancery_key *secret = rfc8032_key();
    chancery_public_key public_key = chancery_key_public(secret);
    chancery_span text = CHY_LITERAL("registry.example/letters\n1\nroot\n");
    struct chy_note_key key[2];
    struct chy_note note;
    struct chy_note_answer answer;
    struct chy_buf signed_note = {0}, changed = {0};
    for (size_t i = 0; i < 2; i++)
        assert_true(chy_note_key_make(&key[i], CHY_LITERAL("witness.example"),
                                      i == 0 ? CHY_NOTE_COSIGNATURE : CHY_NOTE_ED25519,
                                      &public_key, NULL));
    chy_buf_span(&signed_note, text);
    chy_buf_printf(&signed_note, "\n");
    assert_true(chy_note_sign(&signed_note, text, &key[0], secret, 1347926400, NULL));
    assert_true(chy_note_read(&note, chy_buf_view(&signed_note), NULL));
    assert_true(chy_note_open(&answer, &note, &key[0], 1, NULL));
    assert_true(answer.good && answer.time == 1347926400);
    assert_false(chy_note_open(&answer, &note, &key[1], 1, NULL));

    /* The last digits of the time, then a digit of the text. */
    struct chy_buf raw = {0};
    assert_true(chy_unbase64(&raw, note.signature[0].base64));
    raw.ptr[11] ^= 1;
    chy_buf_span(&changed, text);
    chy_buf_printf(&changed, "\n\xE2\x80\x94 witness.example ");
    chy_buf_base64(&changed, raw.ptr, raw.len);
    chy_buf_printf(&changed, "\n");
    assert_true(chy_note_read(&note, chy_buf_view(&changed), NULL));
    assert_false(chy_note_open(&answer, &note, &key[0], 1, NULL));
    signed_note.ptr[text.len - 7] = '2';
    assert_true(chy_note_read(&note, chy_buf_view(&signed_note), NULL));
    assert_false(chy_note_open(&answer, &note, &key[0], 1, NULL));
    chy_buf_done(&raw);
    chy_buf_done(&changed);
    chy_buf_done(&signed_note);
    chancery_key_free(secret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes),
        cmocka_unit_test(verifier_keys),
        cmocka_unit_test(tree),
        cmocka_unit_test(cosignatures),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
