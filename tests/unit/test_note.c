/*
 * test_note.c - signed notes and their keys at their limits: L1, L2, L3 and L5 of spec/log.md.
 * tests/conformance/test_signed_note.c has the notes of other programs.
 */
#include "sign/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define SIGNED "\xe2\x80\x94 a AAAAAAAA\n" /* five zero bytes and more: enough to be read */

static enum chancery_code read_code(chancery_span bytes)
{
    static struct chy_note note;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_note_read(&note, bytes, &error);
    assert_int_equal(ok, error.code == CHANCERY_OK);
    return error.code;
}

/* L1: the forms that are none, one by one. */
static void notes(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "\n",
                                      "text\n",
                                      "text\n\n",
                                      "text\n" SIGNED,
                                      "text\n\n" SIGNED "\n",
                                      "te\txt\n\n" SIGNED,
                                      "te\rxt\n\n" SIGNED,
                                      "te\xffxt\n\n" SIGNED,
                                      "text\n\n\xe2\x80\x93 a AAAAAAAA\n",
                                      "text\n\n- a AAAAAAAA\n",
                                      "text\n\n\xe2\x80\x94 a AAAAAAAA",
                                      "text\n\n\xe2\x80\x94 a\n",
                                      "text\n\n\xe2\x80\x94  AAAAAAAA\n",
                                      "text\n\n\xe2\x80\x94 a AAAAAA\n",
                                      "text\n\n\xe2\x80\x94 a AAAAAAA\n",
                                      "text\n\n\xe2\x80\x94 a AAAAAB==\n",
                                      "text\n\n\xe2\x80\x94 a AAAA__==\n",
                                      "text\n\n\xe2\x80\x94 a AAAAA A\n",
                                      "text\n\n\xe2\x80\x94 a+b AAAAAAAA\n",
                                      "text\n\n" SIGNED "more\n"};
    assert_int_equal(read_code(CHY_LITERAL("text\n\n" SIGNED)), CHANCERY_OK);
    assert_int_equal(read_code(CHY_LITERAL("a\n\nb\n\n" SIGNED SIGNED)), CHANCERY_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (read_code(chy_span_str(bad[i])) != CHANCERY_E_NOTE)
            fail_msg("note %zu", i);
}

/* L1: a hundred signatures, a mebibyte, and one more. */
static void limits(void **state)
{
    (void)state;
    for (unsigned more = 0; more <= 1; more++) {
        struct chy_buf note = {0};
        chy_buf_str(&note, "text\n\n");
        for (unsigned i = 0; i < CHY_MAX_NOTE_SIGNATURES + more; i++)
            chy_buf_str(&note, SIGNED);
        assert_int_equal(read_code(chy_buf_view(&note)), more ? CHANCERY_E_NOTE : CHANCERY_OK);
        chy_buf_done(&note);
        size_t rest = sizeof "\n\n" SIGNED - 1;
        for (size_t i = 0; i < CHY_MAX_NOTE - rest + more; i++)
            chy_buf_byte(&note, 'a');
        chy_buf_str(&note, "\n\n" SIGNED);
        assert_int_equal(note.len, CHY_MAX_NOTE + more);
        assert_int_equal(read_code(chy_buf_view(&note)), more ? CHANCERY_E_LIMIT : CHANCERY_OK);
        chy_buf_done(&note);
    }
}

/* L2 */
static void names(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",         "a b",           "a+b",          "a\tb",  "a\nb",      "a\xff",
        "\xc2\xa0", "a\xe3\x80\x80", "\xe2\x80\xa8", "a\x7f", "a\xc2\x80", "a\xc2\x9f"};
    char name[CHY_MAX_ORIGIN + 1];
    memset(name, 'a', sizeof name);
    assert_true(chy_note_name_is_good(chy_span(name, CHY_MAX_ORIGIN)));
    assert_false(chy_note_name_is_good(chy_span(name, CHY_MAX_ORIGIN + 1)));
    assert_true(chy_note_name_is_good(CHY_LITERAL("log.example/\xc3\xa9")));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (chy_note_name_is_good(chy_span_str(bad[i])))
            fail_msg("name %zu", i);
}

/* L3: what is written is read again, with the longest name; another type is refused. */
static void keys(void **state)
{
    (void)state;
    char name[CHY_MAX_ORIGIN];
    chancery_key *secret = NULL;
    struct chy_note_key made, again;
    memset(name, 'a', sizeof name);
    assert_true(chancery_key_generate(&secret, NULL));
    for (int type = CHY_NOTE_ED25519; type <= CHY_NOTE_COSIGNATURE; type += 3) {
        struct chy_buf vkey = {0};
        assert_true(chy_note_key_make(&made, chy_span(name, sizeof name),
                                      (enum chy_note_type)type, &secret->public_key, NULL));
        chy_note_key_format(&vkey, &made);
        assert_true(chy_note_key_parse(&again, chy_buf_view(&vkey), NULL));
        assert_true(again.type == made.type && again.id == made.id &&
                    strcmp(again.name, made.name) == 0 && chy_key_eq(&again.key, &made.key));
        chy_buf_done(&vkey);
    }
    assert_false(chy_note_key_parse(
        &again,
        CHY_LITERAL("PeterNeumann+c74f20a3+AhpS2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        NULL));
    chancery_key_free(secret);
}

/* L5: a cosignature is over its time; signed and opened. */
static void cosignatures(void **state)
{
    (void)state;
    static struct chy_note note;
    chancery_key *secret = NULL;
    struct chy_note_key key;
    struct chy_note_answer answer;
    struct chy_buf bytes = {0};
    assert_true(chancery_key_generate(&secret, NULL));
    assert_true(chy_note_key_make(&key, CHY_LITERAL("witness"), CHY_NOTE_COSIGNATURE,
                                  &secret->public_key, NULL));
    chy_buf_str(&bytes, "text\n\n");
    assert_true(chy_note_sign(&bytes, CHY_LITERAL("text\n"), &key, secret, 1349049600, NULL));
    assert_true(chy_note_read(&note, chy_buf_view(&bytes), NULL));
    assert_true(chy_note_open(&answer, &note, &key, 1, NULL));
    assert_true(answer.good && answer.time == 1349049600);
    key.type = CHY_NOTE_ED25519;
    assert_false(chy_note_open(&answer, &note, &key, 1, NULL));
    assert_false(answer.good);
    chy_buf_done(&bytes);
    chancery_key_free(secret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes), cmocka_unit_test(limits),       cmocka_unit_test(names),
        cmocka_unit_test(keys),  cmocka_unit_test(cosignatures),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
