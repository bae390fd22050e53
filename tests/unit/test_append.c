/* test_append.c - base/file: a file that only grows, under a lock. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "sandbox.h"

struct addition {
    const char *expected, *lines; /* expected: what is there, NULL for anything */
    bool ok;
};

static bool decide(void *context, chancery_span present, struct chy_buf *lines,
                   chancery_error *error)
{
    const struct addition *addition = context;
    if (addition->expected)
        assert_true(chy_span_is(present, addition->expected));
    chy_buf_str(lines, addition->lines);
    return addition->ok || chy_fail(error, CHANCERY_E_REFUSED, "no");
}

static bool append(const char *expected, const char *lines, size_t limit, chancery_error *error)
{
    struct addition addition = {expected, lines, true};
    return chy_file_append("record", limit, decide, &addition, error);
}

static void test_append(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    assert_true(append("", "", 100, &error));
    assert_false(chy_file_exists("record"));
    assert_true(append("", "one\n", 100, &error));
    assert_true(append("one\n", "two\n", 100, &error));
    assert_true(append("one\ntwo\n", "", 100, &error));
    expect_content("record", "one\ntwo\n");
    put("record", "one\ntor");
    assert_true(append("one\ntor", "two\n", 100, &error));
    expect_content("record", "one\ntor\ntwo\n");
    struct addition refused = {NULL, "x\n", false};
    assert_false(chy_file_append("record", 100, decide, &refused, &error));
    assert_int_equal(error.code, CHANCERY_E_REFUSED);
    chancery_error_init(&error);
    assert_false(chy_file_append("other", 100, decide, &refused, &error));
    assert_false(chy_file_exists("other"));
    expect_content("record", "one\ntor\ntwo\n");
}

static void test_append_limit(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    put("record", "12345678\n");
    expect_error(append(NULL, "ab\n", 11, &error), &error, CHANCERY_E_LIMIT);
    assert_true(append(NULL, "ab\n", 12, &error));
    expect_error(append(NULL, "\n", 12, &error), &error, CHANCERY_E_LIMIT);
    expect_error(append(NULL, "", 11, &error), &error, CHANCERY_E_LIMIT);
    assert_true(append(NULL, "", 12, &error));
    expect_content("record", "12345678\nab\n");
    put("record", "12345678"); /* the LF that completes it counts */
    expect_error(append(NULL, "ab\n", 11, &error), &error, CHANCERY_E_LIMIT);
    expect_content("record", "12345678");
}

static void test_append_strange(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    put("target", "old\n");
    assert_int_equal(symlink("target", "record"), 0);
    expect_error(append(NULL, "x\n", 100, &error), &error, CHANCERY_E_REFUSED);
    assert_int_equal(unlink("record"), 0);
    assert_int_equal(symlink("nowhere", "record"), 0);
    expect_error(append(NULL, "x\n", 100, &error), &error, CHANCERY_E_REFUSED);
    assert_int_equal(unlink("record"), 0);
    assert_int_equal(mkdir("record", 0700), 0);
    expect_error(append(NULL, "x\n", 100, &error), &error, CHANCERY_E_IS_FOLDER);
    assert_int_equal(rmdir("record"), 0);
    assert_int_equal(mkfifo("record", 0600), 0);
    expect_error(append(NULL, "x\n", 100, &error), &error, CHANCERY_E_UNREADABLE);
    expect_content("target", "old\n");
    assert_false(chy_file_exists("nowhere"));
}

static void append_too_much(void)
{
    static char lines[20001];
    chancery_error error = CHANCERY_ERROR_INIT;
    memset(lines, 'x', sizeof lines - 2);
    lines[sizeof lines - 2] = '\n';
    _exit(append(NULL, lines, 1u << 20, &error) || error.code != CHANCERY_E_IO);
}

/* What could be written only in part is taken back. */
static void test_append_disk_full(void **state)
{
    (void)state;
    put("record", "one\n");
    on_full_disk(10000, append_too_much);
    expect_content("record", "one\n");
    assert_int_equal(unlink("record"), 0);
    on_full_disk(10000, append_too_much);
    assert_false(chy_file_exists("record"));
}

static void await_lock(int ready)
{
    struct addition addition = {"here\n", "new\n", true};
    if (write(ready, "", 1) != 1)
        _exit(3);
    _exit(!chy_file_append("record", 100, decide, &addition, NULL));
}

/* Is a lock on the file waited for? The kernel says so with an arrow. */
static bool is_awaited(void)
{
    char line[256];
    bool is = false;
    FILE *locks = fopen("/proc/locks", "r");
    struct stat st;
    char inode[32];
    assert_int_equal(stat("old", &st), 0);
    snprintf(inode, sizeof inode, ":%ju ", (uintmax_t)st.st_ino);
    while (locks && fgets(line, sizeof line, locks))
        is |= strstr(line, "->") && strstr(line, inode);
    if (locks)
        fclose(locks);
    return is;
}

/* Whoever waited for the lock of a file that was replaced meanwhile adds to the new one. */
static void test_append_replaced(void **state)
{
    (void)state;
    int ends[2], status = 0, fd;
    char byte;
    put("record", "old\n");
    assert_int_equal(pipe(ends), 0);
    assert_true((fd = open("record", O_RDONLY)) >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    pid_t child = fork();
    if (child == 0) {
        close(fd);
        await_lock(ends[1]);
    }
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(link("record", "old"), 0);
    for (int i = 0; i < 300 && !is_awaited(); i++)
        usleep(10000);
    put("next", "here\n");
    assert_int_equal(rename("next", "record"), 0);
    close(fd);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    expect_content("record", "here\nnew\n");
    expect_content("old", "old\n");
    close(ends[0]);
    close(ends[1]);
}

/* Eight signers at once, some of whom decide against it: every line is there once, whole,
 * though the file is made, refused and removed by any of them. */
static void test_append_at_once(void **state)
{
    (void)state;
    enum { SIGNERS = 8, LINES = 40 };
    for (int signer = 0; signer < SIGNERS; signer++) {
        if (fork() == 0) {
            int failed = 0;
            for (int i = 0; i < LINES; i++) {
                char line[32];
                snprintf(line, sizeof line, "%d:%02d\n", signer, i);
                struct addition refused = {NULL, line, false};
                failed |= chy_file_append("record", 1u << 20, decide, &refused, NULL);
                failed |= !append(NULL, line, 1u << 20, NULL);
            }
            _exit(failed);
        }
    }
    int status;
    while (wait(&status) > 0)
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct chy_buf buf = {0};
    assert_true(chy_file_read(&buf, "record", 1u << 20, NULL));
    chancery_span rest = chy_buf_view(&buf), line;
    int next[SIGNERS] = {0};
    while (chy_span_line(&line, &rest)) {
        assert_int_equal(line.len, 4);
        int signer = line.ptr[0] - '0', number = (line.ptr[2] - '0') * 10 + line.ptr[3] - '0';
        assert_true(signer >= 0 && signer < SIGNERS);
        assert_int_equal(number, next[signer]++);
    }
    for (int signer = 0; signer < SIGNERS; signer++)
        assert_int_equal(next[signer], LINES);
    chy_buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(test_append),          IN_SANDBOX(test_append_limit),
        IN_SANDBOX(test_append_strange),  IN_SANDBOX(test_append_disk_full),
        IN_SANDBOX(test_append_replaced), IN_SANDBOX(test_append_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
