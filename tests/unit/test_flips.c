/*
 * test_flips.c - the golden case with one thing changed: bits flipped, lines dropped, doubled
 * and swapped, ends cut off. None may pass as what was signed (spec/verdict.md, "Changed
 * bits").
 *
 * One bit of every seventh byte is flipped, and every seventh end cut off; with CHANCERY_LONG=1
 * every bit and every end.
 */
#include "base/file.h"
#include "sign/envelope.h"
#include "text/canon.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define CASE "keys/S-2012-727/"
#define NAME "S-2012-727.txt"
#define MAX_FILE 65536

static struct {
    struct chy_buf document, record, directory;
    chancery_text *text;
    chancery_trust *trust;
    char *report; /* JSON, of the case unchanged */
    char folder[32], path[64];
    int fd; /* path's: the directory as it is to be tried */
} golden = {.fd = -1};

static bool is_long(void)
{
    const char *value = getenv("CHANCERY_LONG");
    return value && *value;
}

/* --- verdicts --- */

static bool open_trust(chancery_trust **trust)
{
    static const char *const roots[] = {CASE "root.pub"};
    const chancery_trust_options options = {.directory = golden.path,
                                            .roots = roots,
                                            .root_count = 1,
                                            .now = 1767225600}; /* 2026-01-01 */
    return chancery_trust_open(trust, &options, NULL);
}

/* The JSON report, freed by the caller, if the document is judged authentic; else NULL. */
static char *authentic(enum chancery_status *status, chancery_span document,
                       chancery_span record, const chancery_trust *trust)
{
    chancery_verdict *verdict = NULL;
    char *report = NULL;
    bool decided = chancery_verify_bytes(&verdict, NAME, document, record, NULL, trust, NULL);
    *status = chancery_verdict_status(verdict);
    assert_int_equal(decided, *status != CHANCERY_STATUS_UNDECIDED);
    if (*status == CHANCERY_STATUS_AUTHENTIC) {
        report = chancery_report_json(verdict, NULL);
        assert_non_null(report);
    }
    chancery_verdict_free(verdict);
    return report;
}

/* The record as given must leave the verdict as it was, or (same: false) indeterminate: what is
 * missing never reads as forgery. */
static void expect_record(chancery_span record, bool same, const char *what, size_t at)
{
    enum chancery_status status;
    char *report = authentic(&status, chy_buf_view(&golden.document), record, golden.trust);
    if (same && (!report || strcmp(report, golden.report) != 0))
        fail_msg("record: %s %zu: the verdict is another", what, at);
    if (!same && status != CHANCERY_STATUS_INDETERMINATE)
        fail_msg("record: %s %zu: status %d", what, at, (int)status);
    chancery_free(report);
}

/* Authentic only if the words are those that were signed, and then never as the same file. */
static void expect_document(chancery_span document, const char *what, size_t at)
{
    enum chancery_status status;
    chancery_text *text = NULL;
    const char *level = NULL;
    if (chy_text_new(&text, document, NULL) &&
        chy_span_eq(chancery_text_words(text), chancery_text_words(golden.text)))
        level = chy_span_eq(chancery_text_form(text), chancery_text_form(golden.text))
                    ? "\"match\": \"text\""
                    : "\"match\": \"words\"";
    char *report = authentic(&status, document, chy_buf_view(&golden.record), golden.trust);
    if (level ? !report || !strstr(report, level) : report != NULL)
        fail_msg("document: %s %zu: %s", what, at, report ? report : "not authentic");
    chancery_free(report);
    chancery_text_free(text);
}

/* The directory as it stands in the file must be refused, or give the same verdict. */
static void expect_directory(bool same, const char *what, size_t at)
{
    enum chancery_status status;
    chancery_trust *trust = NULL;
    bool accepted = open_trust(&trust);
    if (accepted != same)
        fail_msg("directory: %s %zu: %s", what, at, accepted ? "accepted" : "refused");
    if (same) {
        char *report = authentic(&status, chy_buf_view(&golden.document),
                                 chy_buf_view(&golden.record), trust);
        assert_non_null(report);
        assert_string_equal(report, golden.report);
        chancery_free(report);
    }
    chancery_trust_free(trust);
}

/* --- what may be changed --- */

/* The line, without its LF, that holds the byte at `at`. An LF is the end of its line. */
static chancery_span line_at(const struct chy_buf *file, size_t at)
{
    size_t from = at, to = at;
    while (from > 0 && file->ptr[from - 1] != '\n')
        from--;
    while (to < file->len && file->ptr[to] != '\n')
        to++;
    return chy_span(file->ptr + from, to - from);
}

static bool same_envelope(const struct chy_envelope *a, const struct chy_envelope *b)
{
    return strcmp(a->payload_type, b->payload_type) == 0 &&
           chy_span_eq(chy_span(a->payload, a->payload_len),
                       chy_span(b->payload, b->payload_len)) &&
           a->signatures == 1 && b->signatures == 1 &&
           memcmp(&a->signature[0].signature, &b->signature[0].signature,
                  sizeof a->signature[0].signature) == 0;
}

/* Does the line say what it said before the bit was flipped, but for the keyid, which is a
 * hint, and for members that nobody reads? */
static bool is_harmless(struct chy_buf *file, size_t at, uint8_t bit)
{
    struct chy_envelope before = {0}, after = {0};
    chancery_span line = line_at(file, at);
    bool same = false;
    if (file->ptr[at] == '\n')
        return false;
    assert_true(chy_envelope_read(&before, line, NULL));
    file->ptr[at] ^= bit;
    if (chy_envelope_read(&after, line, NULL))
        same = same_envelope(&before, &after);
    file->ptr[at] ^= bit;
    chy_envelope_done(&before);
    chy_envelope_done(&after);
    return same;
}

/* --- bits --- */

typedef void flip_fn(struct chy_buf *file, size_t at, uint8_t bit);

static void flip_document(struct chy_buf *file, size_t at, uint8_t bit)
{
    file->ptr[at] ^= bit;
    expect_document(chy_buf_view(file), "bit of byte", at);
    file->ptr[at] ^= bit;
}

static void flip_record(struct chy_buf *file, size_t at, uint8_t bit)
{
    bool same = is_harmless(file, at, bit);
    file->ptr[at] ^= bit;
    expect_record(chy_buf_view(file), same, "bit of byte", at);
    file->ptr[at] ^= bit;
}

static void write_byte(size_t at, uint8_t byte)
{
    assert_int_equal(pwrite(golden.fd, &byte, 1, (off_t)at), 1);
}

static void flip_directory(struct chy_buf *file, size_t at, uint8_t bit)
{
    bool same = is_harmless(file, at, bit);
    write_byte(at, file->ptr[at] ^ bit);
    expect_directory(same, "bit of byte", at);
    write_byte(at, file->ptr[at]);
}

static void each_bit(struct chy_buf *file, flip_fn *flip)
{
    uint32_t random = 2012727; /* the same bits every time */
    for (size_t at = 0; at < file->len; at += is_long() ? 1 : 7) {
        random = random * 1664525 + 1013904223;
        unsigned only = random >> 29;
        for (unsigned bit = 0; bit < 8; bit++) {
            if (is_long() || bit == only)
                flip(file, at, (uint8_t)(1u << bit));
        }
    }
}

static void flipped_bits_of_the_document(void **state)
{
    (void)state;
    each_bit(&golden.document, flip_document);
}

static void flipped_bits_of_the_record(void **state)
{
    (void)state;
    each_bit(&golden.record, flip_record);
}

static void flipped_bits_of_the_directory(void **state)
{
    (void)state;
    each_bit(&golden.directory, flip_directory);
}

/* --- lines --- */

enum { LINES = 4 };

/* The record's lines, with their LF, in this order. */
static void expect_lines(const unsigned *order, size_t count, bool same, const char *what)
{
    chancery_span line[LINES], rest = chy_buf_view(&golden.record);
    struct chy_buf record = {0};
    for (size_t i = 0; i < LINES; i++)
        assert_true(chy_span_line(&line[i], &rest));
    assert_int_equal(rest.len, 0);
    for (size_t i = 0; i < count; i++) {
        chy_buf_span(&record, line[order[i]]);
        chy_buf_byte(&record, '\n');
    }
    expect_record(chy_buf_view(&record), same, what, order[0]);
    chy_buf_done(&record);
}

static void dropped_lines(void **state)
{
    (void)state;
    for (unsigned dropped = 0; dropped < LINES; dropped++) {
        unsigned order[LINES - 1], count = 0;
        for (unsigned i = 0; i < LINES; i++) {
            if (i != dropped)
                order[count++] = i;
        }
        expect_lines(order, count, false, "a line dropped before");
    }
}

static void doubled_lines(void **state)
{
    (void)state;
    for (unsigned doubled = 0; doubled < LINES; doubled++) {
        const unsigned order[] = {0, 1, 2, 3, doubled};
        expect_lines(order, LINES + 1, true, "a line doubled after");
    }
}

static void swapped_lines(void **state)
{
    (void)state;
    for (unsigned a = 0; a < LINES; a++) {
        for (unsigned b = a + 1; b < LINES; b++) {
            unsigned order[] = {0, 1, 2, 3};
            order[a] = b;
            order[b] = a;
            expect_lines(order, LINES, true, "two lines swapped after");
        }
    }
}

/* --- ends --- */

/* The lengths that are tried: all, or every seventh and the last three. */
static bool is_tried(const struct chy_buf *file, size_t len)
{
    return is_long() || len % 7 == 0 || len + 3 >= file->len;
}

static void truncated_document(void **state)
{
    (void)state;
    for (size_t len = 0; len < golden.document.len; len++) {
        if (is_tried(&golden.document, len))
            expect_document(chy_span(golden.document.ptr, len), "cut at", len);
    }
}

/* Without its last LF the last line is the same line. */
static void truncated_record(void **state)
{
    (void)state;
    for (size_t len = 0; len < golden.record.len; len++) {
        if (is_tried(&golden.record, len))
            expect_record(chy_span(golden.record.ptr, len), len == golden.record.len - 1,
                          "cut at", len);
    }
}

static void truncated_directory(void **state)
{
    (void)state;
    for (size_t len = golden.directory.len; len-- > 0;) {
        if (!is_tried(&golden.directory, len))
            continue;
        assert_int_equal(ftruncate(golden.fd, (off_t)len), 0);
        expect_directory(len == golden.directory.len - 1, "cut at", len);
    }
    assert_int_equal(pwrite(golden.fd, golden.directory.ptr, golden.directory.len, 0),
                     (ssize_t)golden.directory.len);
}

/* --- the case --- */

static int begin(void **state)
{
    enum chancery_status status;
    (void)state;
    assert_true(chancery_init(NULL));
    assert_true(chy_file_read(&golden.document, CASE NAME, MAX_FILE, NULL));
    assert_true(chy_file_read(&golden.record, CASE NAME ".intoto.jsonl", MAX_FILE, NULL));
    assert_true(chy_file_read(&golden.directory, CASE "directory.jsonl", MAX_FILE, NULL));
    assert_true(chy_text_new(&golden.text, chy_buf_view(&golden.document), NULL));
    snprintf(golden.folder, sizeof golden.folder, "/tmp/chancery-test-XXXXXX");
    assert_non_null(mkdtemp(golden.folder));
    snprintf(golden.path, sizeof golden.path, "%s/directory.jsonl", golden.folder);
    golden.fd = open(golden.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_int_equal(write(golden.fd, golden.directory.ptr, golden.directory.len),
                     (ssize_t)golden.directory.len);
    assert_true(open_trust(&golden.trust));
    golden.report = authentic(&status, chy_buf_view(&golden.document),
                              chy_buf_view(&golden.record), golden.trust);
    assert_non_null(golden.report);
    assert_non_null(strstr(golden.report, "\"match\": \"bytes\""));
    return 0;
}

static int end(void **state)
{
    (void)state;
    chancery_free(golden.report);
    chancery_trust_free(golden.trust);
    chancery_text_free(golden.text);
    chy_buf_done(&golden.document);
    chy_buf_done(&golden.record);
    chy_buf_done(&golden.directory);
    return close(golden.fd) != 0 || unlink(golden.path) != 0 || rmdir(golden.folder) != 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flipped_bits_of_the_document),
        cmocka_unit_test(flipped_bits_of_the_record),
        cmocka_unit_test(flipped_bits_of_the_directory),
        cmocka_unit_test(dropped_lines),
        cmocka_unit_test(doubled_lines),
        cmocka_unit_test(swapped_lines),
        cmocka_unit_test(truncated_document),
        cmocka_unit_test(truncated_record),
        cmocka_unit_test(truncated_directory),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
