/*
 * test_tlog_proof.c - files with proofs, and the entries in them: form and limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/entry.h"
#include "archive/tlog_proof.h"
#include "base/encode.h"
#include "base/limits.h"

#include <stdlib.h>

#define HEAD "c2sp.org/tlog-proof@v1\n"
#define HASH "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
#define NOTE "origin\n1\n" HASH "\n\xe2\x80\x94 origin AAAAAAAA\n"

static enum chancery_code parsed(chancery_span bytes, struct chy_tlog_proof *out)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_tlog_proof_parse(out, bytes, &error);
    assert_true(ok == (error.code == CHANCERY_OK));
    return error.code;
}

static void refused(const char *text)
{
    struct chy_tlog_proof proof;
    if (parsed(chy_span_str(text), &proof) != CHANCERY_E_NOTE)
        fail_msg("not refused: %s", text);
    chy_tlog_proof_done(&proof);
}

static void expect_read(const char *text, size_t extra, uint64_t index, size_t hashes)
{
    struct chy_tlog_proof proof;
    struct chy_buf again = {0};
    assert_int_equal(parsed(chy_span_str(text), &proof), CHANCERY_OK);
    assert_int_equal(proof.extra.len, extra);
    assert_true(proof.index == index);
    assert_int_equal(proof.path.count, hashes);
    assert_true(chy_span_is(proof.note, NOTE));
    chy_tlog_proof_format(&again, &proof);
    assert_true(chy_span_is(chy_buf_view(&again), text));
    chy_buf_done(&again);
    chy_tlog_proof_done(&proof);
}

/* L15 */
static void form(void **state)
{
    (void)state;
    expect_read(HEAD "extra QUJD\nindex 0\n\n" NOTE, 3, 0, 0);
    expect_read(HEAD "index 1099511627775\n" HASH HASH "\n" NOTE, 0, CHY_MAX_LOG - 1, 2);
    refused("");
    refused("c2sp.org/tlog-proof@v2\nindex 0\n\n" NOTE);
    refused(HEAD);
    refused(HEAD "extra QUJD\n");
    refused(HEAD "extra \nindex 0\n\n" NOTE);
    refused(HEAD "extra QUJ\nindex 0\n\n" NOTE);
    refused(HEAD "extra QUJD\nextra QUJD\nindex 0\n\n" NOTE);
    refused(HEAD "index 0\nextra QUJD\n\n" NOTE);
    refused(HEAD "index 00\n\n" NOTE);
    refused(HEAD "index -1\n\n" NOTE);
    refused(HEAD "index\n\n" NOTE);
    refused(HEAD "index 1099511627776\n\n" NOTE); /* one past the largest log's last */
    refused(HEAD "index 0\n" HASH);
    refused(HEAD "index 0\nCsUY\n\n" NOTE);
    refused(HEAD "index 0\r\n\n" NOTE);
}

static void add_hashes(struct chy_buf *out, size_t count)
{
    chy_buf_clear(out);
    chy_buf_str(out, HEAD "index 0\n");
    for (size_t i = 0; i < count; i++)
        chy_buf_str(out, HASH);
    chy_buf_str(out, "\n" NOTE);
}

static void add_extra(struct chy_buf *out, size_t len)
{
    uint8_t *entry = calloc(1, len);
    assert_non_null(entry);
    chy_buf_clear(out);
    chy_buf_str(out, HEAD "extra ");
    chy_buf_base64(out, entry, len);
    chy_buf_str(out, "\nindex 0\n\n" NOTE);
    free(entry);
}

static void expect(const struct chy_buf *bytes, enum chancery_code code)
{
    struct chy_tlog_proof proof;
    assert_true(chy_buf_ok(bytes));
    assert_int_equal(parsed(chy_buf_view(bytes), &proof), code);
    chy_tlog_proof_done(&proof);
}

static void limits(void **state)
{
    (void)state;
    struct chy_buf bytes = {0};
    add_hashes(&bytes, CHY_MAX_PROOF);
    expect(&bytes, CHANCERY_OK);
    add_hashes(&bytes, CHY_MAX_PROOF + 1);
    expect(&bytes, CHANCERY_E_NOTE);
    add_extra(&bytes, CHY_MAX_ENTRY);
    expect(&bytes, CHANCERY_OK);
    add_extra(&bytes, CHY_MAX_ENTRY + 1);
    expect(&bytes, CHANCERY_E_LIMIT);
    add_hashes(&bytes, 1);
    while (bytes.len < CHY_MAX_PROOF_FILE)
        chy_buf_byte(&bytes, 'x');
    expect(&bytes, CHANCERY_OK);
    chy_buf_byte(&bytes, 'x');
    expect(&bytes, CHANCERY_E_LIMIT);
    chy_buf_done(&bytes);
}

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
#define ENTRY "chancery-entry/v1\ndocument " A

static bool is_entry(const char *text, size_t signatures)
{
    struct chy_entry entry;
    bool ok = chy_entry_parse(&entry, chy_span_str(text), NULL);
    ok = ok && entry.document.b[31] == 0xaa && entry.signatures == signatures;
    chy_entry_done(&entry);
    return ok;
}

/* L9 */
static void entries(void **state)
{
    (void)state;
    struct chy_entry entry;
    struct chy_buf large = {0};
    assert_true(is_entry(ENTRY "signature " A, 1));
    assert_true(is_entry(ENTRY "signature " A "signature " B, 2));
    assert_false(is_entry(ENTRY, 0));
    assert_false(is_entry("", 0));
    assert_false(is_entry("chancery-entry/v2\ndocument " A "signature " A, 1));
    assert_false(is_entry("chancery-entry/v1\nsignature " A "signature " A, 1));
    assert_false(is_entry(ENTRY "signature " B "signature " A, 2));
    assert_false(is_entry(ENTRY "signature " A "signature " A, 2));
    assert_false(is_entry(ENTRY "signature " A "\n", 1));
    assert_false(is_entry(ENTRY "signature " A "withdraws " B, 1));
    assert_true(is_entry(ENTRY "withdraws " A "withdraws " B "signature " A, 1));
    assert_false(is_entry(ENTRY "withdraws " B "withdraws " A "signature " A, 1));
    assert_false(is_entry(ENTRY "withdraws " A "withdraws " A "signature " A, 1));
    assert_false(is_entry(ENTRY "withdraws " A, 0));
    assert_false(is_entry(ENTRY "signature AAAA\n", 1));
    assert_true(is_entry(ENTRY "bag " B "signature " A, 1));
    assert_true(is_entry(ENTRY "bag " A "withdraws " A "signature " A, 1));
    assert_false(is_entry(ENTRY "bag " A "bag " A "signature " A, 1));
    assert_false(is_entry(ENTRY "withdraws " A "bag " A "signature " A, 1));
    assert_false(is_entry(ENTRY "signature " A "bag " A, 1));
    assert_false(is_entry(ENTRY "bag AAAA\nsignature " A, 1));
    assert_false(is_entry(ENTRY "bag " A, 0));
    chy_buf_str(&large, ENTRY);
    for (unsigned i = 0; large.len + 75 <= CHY_MAX_ENTRY + 75u; i++)
        chy_buf_printf(&large, "signature %064x\n", i);
    large.len -= 75; /* the most that fit */
    assert_true(large.len <= CHY_MAX_ENTRY);
    assert_true(chy_entry_parse(&entry, chy_buf_view(&large), NULL));
    chy_entry_done(&entry);
    chy_buf_printf(&large, "signature %064x\n", 0xffffffu);
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_false(chy_entry_parse(&entry, chy_buf_view(&large), &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    chy_buf_done(&large);
}

/* L9: which acts it names as withdrawn, one after the other. */
static void withdrawals(void **state)
{
    (void)state;
    chancery_span rest = chy_span_str(ENTRY "withdraws " A "withdraws " B "signature " A);
    chancery_digest act;
    assert_true(chy_entry_withdrawn_next(&act, &rest));
    assert_int_equal(act.b[0], 0xaa);
    assert_true(chy_entry_withdrawn_next(&act, &rest));
    assert_int_equal(act.b[0], 0xbb);
    assert_false(chy_entry_withdrawn_next(&act, &rest));
    rest = chy_span_str(ENTRY "withdraws bb\nsignature " A);
    assert_false(chy_entry_withdrawn_next(&act, &rest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(form), cmocka_unit_test(limits),
                                       cmocka_unit_test(entries),
                                       cmocka_unit_test(withdrawals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
