/* test_directory_file.c - D18: a file's versions, which stay in it until they are asked for. */
#include "base/limits.h"
#include "custody/directory_file.h"
#include "rfc8032.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "sandbox.h"

static void add(struct chy_buf *lines, const char *payload)
{
    chancery_key *key = rfc8032_key();
    chancery_public_key public_key = chancery_key_public(key);
    chancery_signature signature = {{0}};
    chy_envelope_write(lines, CHY_DIRECTORY_TYPE, chy_span_str(payload), &public_key,
                       &signature);
    chancery_key_free(key);
}

/* Two lines of one payload are one version, with two signatures. */
static void read_again(void **state)
{
    (void)state;
    struct chy_buf lines = {0};
    struct chy_versions versions = {0};
    chancery_span payload;
    add(&lines, "{\"a\":2,\"version\":2}");
    add(&lines, "{\"a\":1,\"version\":1}");
    chy_buf_str(&lines, "\n{}\n");
    add(&lines, "{\"a\":2,\"version\":2}");
    assert_true(chy_file_write("d.jsonl", chy_buf_view(&lines), 0644, false, NULL));
    assert_true(chy_versions_load(&versions, "d.jsonl", NULL));
    assert_int_equal(versions.count, 2);
    assert_int_equal(versions.junk, 1);
    assert_int_equal(versions.item[1].signatures, 2);
    for (size_t i = 0; i < 4; i++) {
        const struct chy_version *version = &versions.item[i % 2];
        assert_true(chy_version_payload(&payload, &versions, version, NULL));
        assert_true(chy_span_is(payload,
                                i % 2 ? "{\"a\":2,\"version\":2}" : "{\"a\":1,\"version\":1}"));
        assert_ptr_equal(chy_versions_find(&versions, &version->digest), version);
    }
    chy_versions_done(&versions);
    chy_buf_done(&lines);
}

static void overwrite(const char *payload, off_t place)
{
    struct chy_buf line = {0};
    add(&line, payload);
    int fd = open("d.jsonl", O_WRONLY);
    assert_int_equal(pwrite(fd, line.ptr, line.len, place), line.len);
    close(fd);
    chy_buf_done(&line);
}

/* What is read again is what was counted, or nothing: it has the digest that it had, and if
 * nobody asked yet, it claims what it claimed. */
static void changed_between(void **state)
{
    (void)state;
    struct chy_buf lines = {0};
    struct chy_versions versions = {0};
    chancery_span payload;
    chancery_error error = CHANCERY_ERROR_INIT;
    add(&lines, "{\"a\":1,\"version\":1}");
    off_t second = (off_t)lines.len;
    add(&lines, "{\"a\":2,\"version\":2}");
    assert_true(chy_file_write("d.jsonl", chy_buf_view(&lines), 0644, false, NULL));
    assert_true(chy_versions_load(&versions, "d.jsonl", NULL));
    assert_true(chy_version_payload(&payload, &versions, &versions.item[0], NULL));
    overwrite("{\"a\":2,\"version\":3}", second);
    expect_error(chy_version_payload(&payload, &versions, &versions.item[1], &error), &error,
                 CHANCERY_E_IO);
    overwrite("{\"a\":9,\"version\":1}", 0);
    expect_error(chy_version_payload(&payload, &versions, &versions.item[0], &error), &error,
                 CHANCERY_E_IO);
    chy_versions_done(&versions);
    chy_buf_done(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {IN_SANDBOX(read_again), IN_SANDBOX(changed_between)};
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : EXIT_FAILURE;
}
