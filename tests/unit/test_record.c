/*
 * test_record.c - records: tests/vectors/record under the directory of
 * tests/vectors/directory/example, the worked example of the specification, and limits.
 */
#include "base/encode.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct chy_directory directory;

static int read_directory(void **state)
{
    (void)state;
    struct chy_buf file = {0};
    bool ok = chy_file_read(&file, "tests/vectors/directory/example", 1 << 20, NULL);
    struct vector vector = vector_of("example", chy_buf_view(&file));
    ok = ok && chy_directory_read(&directory, vector_line(&vector), NULL);
    chy_buf_done(&file);
    return ok ? 0 : -1;
}

static int free_directory(void **state)
{
    (void)state;
    chy_directory_done(&directory);
    return 0;
}

/* --- the vectors --- */

static void check_count(const struct vector *vector, const char *header, size_t got)
{
    char text[24] = "";
    if (got > 0)
        snprintf(text, sizeof text, "%zu", got);
    if (!vector_header_is(vector, header, text))
        fail_msg("%s: %s: %s", vector->name, header, text);
}

static size_t count_kind(const struct chy_record *record, enum chy_line_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < record->lines; i++) {
        count += record->line[i].kind == kind;
        assert_true((record->line[i].kind == CHY_LINE_JUNK) == (record->line[i].why != NULL));
        assert_true(record->line[i].offset + record->line[i].length <= record->len);
    }
    return count;
}

static void check_acts(const struct vector *vector, const struct chy_record *record)
{
    size_t trusted = 0, unreadable = 0;
    for (uint32_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        chancery_digest digest = chy_digest_of(chy_span(act->payload, act->payload_len));
        bool statement = strcmp(act->payload_type, CHY_STATEMENT_TYPE) == 0;
        assert_true(chy_digest_eq(&digest, &act->digest));
        assert_true(!statement || chy_record_find(record, &digest) == i);
        assert_true(act->readable == (act->why == NULL));
        trusted += act->trusted;
        unreadable += !act->readable;
    }
    check_count(vector, "acts", record->acts);
    check_count(vector, "trusted", trusted);
    check_count(vector, "unreadable", unreadable);
}

static void check_signatures(const struct vector *vector, const struct chy_record *record)
{
    size_t verified = 0;
    for (size_t i = 0; i < record->signatures; i++) {
        const struct chy_record_signature *one = &record->signature[i];
        const struct chy_record_signature *found =
            chy_record_signature(record, one->act, &one->digest);
        assert_non_null(found);
        assert_memory_equal(&found->signature, &one->signature, sizeof one->signature);
        assert_true(!one->by || found->by == one->by);
        verified += one->by != NULL;
    }
    check_count(vector, "signatures", record->signatures);
    check_count(vector, "verified", verified);
}

static void check_vector(const struct vector *vector)
{
    struct chy_record record;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_record_read(&record, vector->input, &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error.code), error.text);
    assert_true(ok);
    assert_true(chy_record_check(&record, &directory, &error));
    check_count(vector, "junk", count_kind(&record, CHY_LINE_JUNK));
    check_count(vector, "timestamps", count_kind(&record, CHY_LINE_TIMESTAMP));
    check_acts(vector, &record);
    check_signatures(vector, &record);
    assert_false(record.trials_stopped);
    chy_record_done(&record);
}

static void test_vectors(void **state)
{
    (void)state;
    assert_true(vector_each("record", check_vector) >= 60);
}

static bool contains(chancery_span text, chancery_span part)
{
    return memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

/* The worked example of spec/custody-record.md is the vector, byte for byte. */
static void test_worked_example(void **state)
{
    (void)state;
    struct chy_buf spec = {0}, file = {0};
    struct chy_record record;
    char digest[65];
    assert_true(chy_file_read(&spec, "spec/custody-record.md", 1 << 20, NULL));
    assert_true(chy_file_read(&file, "tests/vectors/record/example", 1 << 20, NULL));
    struct vector vector = vector_of("example", chy_buf_view(&file));
    assert_true(chy_record_read(&record, vector.input, NULL));
    assert_true(contains(chy_buf_view(&spec), vector.input));
    assert_true(contains(chy_buf_view(&spec),
                         chy_span(record.act[0].payload, record.act[0].payload_len)));
    chy_hex(digest, record.act[0].digest.b, sizeof record.act[0].digest.b);
    assert_true(contains(chy_buf_view(&spec), chy_span_str(digest)));
    chy_record_done(&record);
    chy_buf_done(&spec);
    chy_buf_done(&file);
}

/* --- what vectors are too small for --- */

/* The same payload under another type stands first: the statement is found all the same. */
static void test_find(void **state)
{
    (void)state;
    struct chy_buf lines = {0};
    struct chy_record record;
    const chancery_public_key key = {{1}};
    const chancery_signature none = {{0}};
    chancery_span payload = CHY_LITERAL("{}");
    chancery_digest digest = chy_digest_of(payload), other = chy_digest_of(CHY_LITERAL("x"));
    chy_envelope_write(&lines, "text/plain", payload, &key, &none);
    chy_envelope_write(&lines, CHY_STATEMENT_TYPE, payload, &key, &none);
    assert_true(chy_record_read(&record, chy_buf_view(&lines), NULL));
    assert_int_equal(record.acts, 2);
    assert_int_equal(chy_record_find(&record, &digest), 1);
    assert_int_equal(chy_record_find(&record, &other), UINT32_MAX);
    digest = chy_digest_of(chy_span(none.b, sizeof none.b));
    assert_non_null(chy_record_signature(&record, 1, &digest));
    assert_null(chy_record_signature(&record, 2, &digest));
    assert_null(chy_record_signature(&record, 1, &other));
    chy_record_done(&record);
    chy_buf_done(&lines);
}

static enum chancery_code read_code(chancery_span bytes, size_t *lines)
{
    struct chy_record record;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (chy_record_read(&record, bytes, &error)) {
        *lines = record.lines;
        chy_record_done(&record);
    }
    return error.code;
}

static void test_limits(void **state)
{
    (void)state;
    struct chy_buf text = {0};
    size_t lines = 0;
    for (unsigned i = 1; i <= CHY_MAX_LINES; i++)
        chy_buf_printf(&text, "%u\n", i);
    assert_int_equal(read_code(chy_buf_view(&text), &lines), CHANCERY_OK);
    assert_int_equal(lines, CHY_MAX_LINES);
    chy_buf_byte(&text, '\n'); /* blank lines are lines */
    assert_int_equal(read_code(chy_buf_view(&text), &lines), CHANCERY_E_LIMIT);

    chy_buf_clear(&text);
    while (text.len < CHY_MAX_RECORD)
        chy_buf_byte(&text, ' ');
    assert_int_equal(read_code(chy_buf_view(&text), &lines), CHANCERY_OK);
    assert_int_equal(lines, 0);
    chy_buf_byte(&text, ' ');
    assert_int_equal(read_code(chy_buf_view(&text), &lines), CHANCERY_E_LIMIT);
    chy_buf_done(&text);
}

/* An envelope that white space makes so long. */
static void check_line_length(size_t length, enum chy_line_kind kind)
{
    struct chy_buf line = {0};
    struct chy_record record;
    const chancery_public_key key = {{1}};
    const chancery_signature none = {{0}};
    chy_envelope_write(&line, CHY_STATEMENT_TYPE, CHY_LITERAL("{}"), &key, &none);
    line.len -= 2; /* before "}\n" */
    while (line.len < length - 1)
        chy_buf_byte(&line, ' ');
    chy_buf_str(&line, "}\n");
    assert_true(chy_record_read(&record, chy_buf_view(&line), NULL));
    assert_int_equal(record.lines, 1);
    assert_int_equal(record.line[0].kind, kind);
    chy_record_done(&record);
    chy_buf_done(&line);
}

static void test_long_lines(void **state)
{
    (void)state;
    check_line_length(CHY_MAX_LINE, CHY_LINE_ENVELOPE);
    check_line_length(CHY_MAX_LINE + 1, CHY_LINE_JUNK);
}

/* Envelopes of one act with many signatures that no key made, and no keyid. */
static void add_keyless(struct chy_buf *record, size_t count)
{
    while (count > 0) {
        size_t some = count < CHY_MAX_SIGNATURES ? count : CHY_MAX_SIGNATURES;
        chy_buf_str(record, "{\"payload\":\"e30=\",\"payloadType\":\"text/plain\","
                            "\"signatures\":[");
        for (size_t i = 0; i < some; i++) {
            chancery_signature none = {{0}};
            size_t number = count - i; /* no two alike */
            memcpy(none.b, &number, sizeof number);
            chy_buf_str(record, i > 0 ? ",{\"sig\":\"" : "{\"sig\":\"");
            chy_buf_base64(record, none.b, sizeof none.b);
            chy_buf_str(record, "\"}");
        }
        chy_buf_str(record, "]}\n");
        count -= some;
    }
}

/* Each such signature costs a trial for each of the four keys of the directory; honest
 * signatures with a keyid are found whatever stands before them. */
static void check_trials(size_t keyless, bool stopped)
{
    struct chy_buf text = {0}, file = {0};
    struct chy_record record;
    assert_true(chy_file_read(&file, "tests/vectors/record/example", 1 << 20, NULL));
    struct vector vector = vector_of("example", chy_buf_view(&file));
    add_keyless(&text, keyless);
    chy_buf_span(&text, vector.input);
    assert_true(chy_record_read(&record, chy_buf_view(&text), NULL));
    assert_int_equal(record.signatures, keyless + 2);
    assert_true(chy_record_check(&record, &directory, NULL));
    assert_int_equal(record.trials_stopped, stopped);
    assert_non_null(record.signature[keyless].by);
    assert_non_null(record.signature[keyless + 1].by);
    assert_true(record.act[1].trusted);
    chy_record_done(&record);
    chy_buf_done(&text);
    chy_buf_done(&file);
}

static void test_trials(void **state)
{
    (void)state;
    assert_int_equal(directory.holders, 4);
    check_trials(CHY_MAX_TRIALS / 4, false);
    check_trials(CHY_MAX_TRIALS / 4 + 1, true);
}

/* Lines of the same act with signatures of nobody and no keyid: more than there are trials for,
 * before the keys of its signatories and after. */
static void add_bogus(struct chy_buf *out, chancery_span line)
{
    static const char sig[] =
        "{\"sig\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        "AAAAAAAAAAAAAA==\"}";
    const uint8_t *list = memmem(line.ptr, line.len, "[", 1);
    assert_non_null(list);
    chancery_span head = chy_span_sub(line, 0, (size_t)(list - line.ptr) + 1);
    for (unsigned i = 0; i < CHY_MAX_TRIALS / CHY_MAX_SIGNATURES; i++) {
        chy_buf_span(out, head);
        for (unsigned k = 0; k < CHY_MAX_SIGNATURES; k++)
            chy_buf_printf(out, "%s%s", k > 0 ? "," : "", sig);
        chy_buf_printf(out, "],\"x\":%u}\n", i);
    }
}

/* Lines that end alike are told apart, and exact copies are passed over: of the first that ends
 * so, and of others. */
static void test_lines_that_end_alike(void **state)
{
    (void)state;
    enum { ALIKE = 3, END = 400 };
    struct chy_record record;
    struct chy_buf text = {0};
    char end[END + 1];
    memset(end, 'x', END);
    end[END] = '\0';
    for (int i = 0; i < 3 * ALIKE; i++) /* each three times */
        chy_buf_printf(&text, "{\"%c%s\":1}\n", 'a' + i % ALIKE, end);
    chy_buf_printf(&text, "{\"a%s\":1}\n", end + 1); /* shorter */
    assert_true(chy_record_read(&record, chy_buf_view(&text), NULL));
    assert_int_equal(record.lines, ALIKE + 1);
    for (uint32_t i = 0; i < ALIKE; i++)
        assert_int_equal(record.line[i].number, i + 1);
    chy_record_done(&record);
    chy_buf_done(&text);
}

/* A copy of a signature with another keyid, which no trial is left for, hides it from nobody.
 */
static void test_copy_with_another_keyid(void **state)
{
    (void)state;
    struct chy_buf text = {0}, file = {0};
    struct chy_record record;
    assert_true(chy_file_read(&file, "tests/vectors/record/example", 1 << 20, NULL));
    struct vector vector = vector_of("example", chy_buf_view(&file));
    chancery_span rest = vector.input, line;
    assert_true(chy_span_line(&line, &rest));
    add_bogus(&text, line);
    size_t copy = text.len;
    chy_buf_span(&text, line);
    chy_buf_byte(&text, '\n');
    uint8_t *keyid = memmem(text.ptr + copy, text.len - copy, "\"keyid\":\"", 9);
    assert_non_null(keyid);
    memset(keyid + 9, '0', 64);
    chy_buf_span(&text, vector.input);
    assert_true(chy_record_read(&record, chy_buf_view(&text), NULL));
    assert_true(chy_record_check(&record, &directory, NULL));
    assert_true(record.trials_stopped);
    const struct chy_record_signature *made = &record.signature[record.signatures - 2];
    assert_non_null(made->by);
    assert_memory_equal(&made->digest, &made[-1].digest, sizeof made->digest);
    assert_ptr_equal(chy_record_signature(&record, made->act, &made->digest), &made[-1]);
    assert_non_null(made[-1].by);
    chy_record_done(&record);
    chy_buf_done(&text);
    chy_buf_done(&file);
}

/* Checked again, under a directory without anybody, nothing of the first time is left. */
static void test_check_again(void **state)
{
    (void)state;
    struct chy_buf file = {0};
    struct chy_record record;
    assert_true(chy_file_read(&file, "tests/vectors/record/example", 1 << 20, NULL));
    struct vector vector = vector_of("example", chy_buf_view(&file));
    assert_true(chy_record_read(&record, vector.input, NULL));
    assert_true(chy_record_check(&record, &directory, NULL));
    assert_true(record.act[0].trusted);
    struct chy_directory nobody = directory;
    nobody.holders = 0;
    for (size_t i = 0; i < record.signatures; i++)
        memset(&record.signature[i].keyid, 0, sizeof record.signature[i].keyid);
    assert_true(chy_record_check(&record, &nobody, NULL));
    assert_false(record.act[0].trusted);
    assert_null(record.signature[0].by);
    chy_record_done(&record);
    chy_buf_done(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_worked_example),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_trials),
        cmocka_unit_test(test_lines_that_end_alike),
        cmocka_unit_test(test_check_again),
        cmocka_unit_test(test_copy_with_another_keyid),
    };
    if (!chancery_init(NULL))
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, read_directory, free_directory);
}
