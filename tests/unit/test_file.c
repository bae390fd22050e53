/* test_file.c - base/file: reading with a bound, a new file, one in place of an old one. */
#include "base/encode.h"
#include "base/limits.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "sandbox.h"

/* --- reading --- */

static void test_read(void **state)
{
    (void)state;
    struct chy_buf buf = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    put("ten", "0123456789");
    put("none", "");
    assert_true(chy_file_read(&buf, "ten", 11, &error));
    assert_true(chy_file_read(&buf, "ten", 10, &error));
    assert_true(chy_file_read(&buf, "none", 0, &error));
    assert_true(chy_span_is(chy_buf_view(&buf), "01234567890123456789"));
    assert_false(chy_file_read(&buf, "ten", 9, &error));
    assert_non_null(strstr(error.text, "10 bytes"));
    expect_error(false, &error, CHANCERY_E_LIMIT);
    expect_error(chy_file_read(&buf, "no", 9, &error), &error, CHANCERY_E_MISSING);
    expect_error(chy_file_read(&buf, "ten/x", 9, &error), &error, CHANCERY_E_MISSING);
    expect_error(chy_file_read(&buf, ".", 9, &error), &error, CHANCERY_E_IS_FOLDER);
    expect_error(chy_file_read(&buf, "/dev/zero", 9, &error), &error, CHANCERY_E_UNREADABLE);
    assert_int_equal(buf.len, 20);
    chy_buf_done(&buf);
    chy_buf_init(&buf, 10); /* a buffer whose limit is the file's size takes it */
    assert_true(chy_file_read(&buf, "ten", 10, &error));
    expect_error(chy_file_read(&buf, "ten", 10, &error), &error, CHANCERY_E_LIMIT);
    chy_buf_done(&buf);
    if (geteuid() != 0) {
        assert_int_equal(chmod("ten", 0), 0);
        expect_error(chy_file_read(&buf, "ten", 10, &error), &error, CHANCERY_E_UNREADABLE);
    }
}

/* A pipe is read to its end, and no further than the limit; one that nobody writes to does not
 * hang. */
static void test_read_pipe(void **state)
{
    (void)state;
    enum { SIZE = 300000 };
    static const uint8_t bytes[SIZE];
    struct chy_buf buf = {0};
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_true(chy_file_read(&buf, "pipe", 10, NULL));
    assert_int_equal(buf.len, 0);
    for (size_t limit = SIZE - 1; limit <= SIZE + 1; limit++) {
        int ends[2];
        char path[32];
        chancery_error error = CHANCERY_ERROR_INIT;
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            _exit(write(ends[1], bytes, SIZE) != SIZE);
        }
        close(ends[1]);
        snprintf(path, sizeof path, "/dev/fd/%d", ends[0]); /* as the shell's <(command) */
        chy_buf_clear(&buf);
        bool ok = chy_file_read(&buf, path, limit, &error);
        close(ends[0]);
        assert_true(ok == (limit >= SIZE));
        assert_int_equal(error.code, ok ? CHANCERY_OK : CHANCERY_E_LIMIT);
        assert_int_equal(buf.len, ok ? SIZE : 0);
        waitpid(child, NULL, 0);
    }
    chy_buf_done(&buf);
}

static void test_standard_input(void **state)
{
    (void)state;
    struct chy_buf buf = {0};
    put("in", "from standard input");
    int saved = dup(STDIN_FILENO), fd = open("in", O_RDONLY);
    dup2(fd, STDIN_FILENO);
    bool ok = chy_file_read(&buf, "-", 100, NULL);
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(fd);
    assert_true(ok && chy_span_is(chy_buf_view(&buf), "from standard input"));
    chy_buf_done(&buf);
}

static void expect_head(size_t keep, const char *head)
{
    struct chy_buf buf = {0};
    chancery_digest digest;
    char hex[65];
    assert_true(chy_file_read_head(&buf, &digest, "abc", keep, NULL));
    chy_hex(hex, digest.b, 32);
    assert_string_equal(hex,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(chy_span_is(chy_buf_view(&buf), head));
    chy_buf_done(&buf);
}

/* The digest is of the whole, whatever is kept. */
static void test_read_head(void **state)
{
    (void)state;
    struct chy_buf buf = {0};
    chancery_digest digest;
    chancery_error error = CHANCERY_ERROR_INIT;
    put("abc", "abc");
    expect_head(0, "");
    expect_head(2, "ab");
    expect_head(3, "abc");
    expect_head(9, "abc");
    expect_error(chy_file_read_head(&buf, &digest, "no", 9, &error), &error,
                 CHANCERY_E_MISSING);
    expect_error(chy_file_read_head(&buf, &digest, ".", 9, &error), &error,
                 CHANCERY_E_IS_FOLDER);
    put("large", "");
    assert_int_equal(truncate("large", (off_t)CHY_MAX_ANNEX), 0);
    assert_true(chy_file_read_head(&buf, &digest, "large", 100000, &error));
    assert_int_equal(buf.len, 100000);
    assert_true(buf.cap < 1u << 20);
    assert_int_equal(truncate("large", (off_t)CHY_MAX_ANNEX + 1), 0);
    expect_error(chy_file_read_head(&buf, &digest, "large", 9, &error), &error,
                 CHANCERY_E_LIMIT);
    assert_int_equal(buf.len, 100000);
    chy_buf_done(&buf);
}

static void test_hash_beside(void **state)
{
    (void)state;
    chancery_digest digest;
    char hex[65];
    bool found = false;
    chancery_error error = CHANCERY_ERROR_INIT;
    static const char *const strange[] = {"../abc", "/etc/passwd", "..",  ".",
                                          "",       "a/b",         "a\nb"};
    assert_int_equal(mkdir("in", 0700), 0);
    assert_int_equal(mkdir("in/folder", 0700), 0);
    assert_int_equal(mkfifo("in/pipe", 0600), 0);
    put("abc", "abc");
    put("in/abc", "abc");
    put("in/-", "");
    assert_int_equal(symlink("abc", "in/link"), 0);
    assert_true(chy_file_hash_beside(&digest, &found, "in", CHY_LITERAL("abc"), &error) &&
                found);
    chy_hex(hex, digest.b, 32);
    assert_string_equal(hex,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(chy_file_hash_beside(&digest, &found, "in", CHY_LITERAL("-"), &error) && found);
    assert_true(chy_file_hash_beside(&digest, &found, "in", CHY_LITERAL("no"), &error) &&
                !found);
    assert_true(chy_file_hash_beside(&digest, &found, "no", CHY_LITERAL("abc"), &error) &&
                !found);
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        found = true;
        assert_true(
            chy_file_hash_beside(&digest, &found, "in", chy_span_str(strange[i]), &error));
        assert_false(found);
    }
    expect_error(chy_file_hash_beside(&digest, &found, "in", CHY_LITERAL("link"), &error),
                 &error, CHANCERY_E_UNREADABLE);
    expect_error(chy_file_hash_beside(&digest, &found, "in", CHY_LITERAL("folder"), &error),
                 &error, CHANCERY_E_IS_FOLDER);
    expect_error(chy_file_hash_beside(&digest, &found, "in", CHY_LITERAL("pipe"), &error),
                 &error, CHANCERY_E_UNREADABLE);
    put("large", "");
    assert_int_equal(truncate("large", (off_t)CHY_MAX_ANNEX), 0);
    assert_true(chy_file_hash_beside(&digest, &found, ".", CHY_LITERAL("large"), &error) &&
                found);
    assert_int_equal(truncate("large", (off_t)CHY_MAX_ANNEX + 1), 0);
    expect_error(chy_file_hash_beside(&digest, &found, ".", CHY_LITERAL("large"), &error),
                 &error, CHANCERY_E_LIMIT);
    assert_false(found);
}

/* --- writing --- */

static void test_write(void **state)
{
    (void)state;
    struct stat st;
    chancery_error error = CHANCERY_ERROR_INIT;
    umask(022);
    assert_true(chy_file_write("new", CHY_LITERAL("one"), 0600, false, &error));
    assert_true(stat("new", &st) == 0 && (st.st_mode & 0777) == 0600);
    assert_false(chy_file_is_exposed("new"));
    expect_error(chy_file_write("new", CHY_LITERAL("two"), 0644, false, &error), &error,
                 CHANCERY_E_EXISTS);
    expect_content("new", "one");
    assert_true(chy_file_write("new", CHY_LITERAL("two"), 0644, true, &error));
    expect_content("new", "two");
    assert_true(stat("new", &st) == 0 && (st.st_mode & 0777) == 0644);
    assert_true(chy_file_is_exposed("new"));
    assert_true(chy_file_write("empty", CHY_LITERAL(""), 0644, true, &error));
    expect_error(chy_file_write("no/x", CHY_LITERAL("x"), 0644, false, &error), &error,
                 CHANCERY_E_MISSING);
    assert_int_equal(mkdir("folder", 0700), 0);
    expect_error(chy_file_write("folder", CHY_LITERAL("x"), 0644, true, &error), &error,
                 CHANCERY_E_IS_FOLDER);
    assert_int_equal(names_here(), 2);
}

static void test_write_through_link(void **state)
{
    (void)state;
    chancery_error error = CHANCERY_ERROR_INIT;
    put("target", "old");
    assert_int_equal(symlink("target", "link"), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    for (int force = 0; force < 2; force++) {
        expect_error(chy_file_write("link", CHY_LITERAL("x"), 0644, force, &error), &error,
                     CHANCERY_E_REFUSED);
        expect_error(chy_file_write("dangling", CHY_LITERAL("x"), 0644, force, &error), &error,
                     CHANCERY_E_REFUSED);
    }
    expect_content("target", "old");
    assert_false(chy_file_exists("nowhere"));
    assert_int_equal(names_here(), 1);
}

static void write_too_much(void)
{
    static const uint8_t bytes[20000];
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_file_write("file", chy_span(bytes, sizeof bytes), 0644, true, &error);
    _exit(ok || error.code != CHANCERY_E_IO);
}

static void test_write_disk_full(void **state)
{
    (void)state;
    put("file", "old");
    on_full_disk(10000, write_too_much);
    expect_content("file", "old");
    assert_int_equal(names_here(), 1);
}

static void write_new_too_much(void)
{
    static const uint8_t bytes[20000];
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_file_write("new", chy_span(bytes, sizeof bytes), 0644, false, &error);
    _exit(ok || error.code != CHANCERY_E_IO);
}

static void test_new_disk_full(void **state)
{
    (void)state;
    on_full_disk(10000, write_new_too_much);
    assert_int_equal(names_here(), 0);
}

/* The kernel ends the child when the file grows past the limit. */
static void test_killed(void **state)
{
    (void)state;
    static const uint8_t bytes[20000];
    int status = 0, fd = open(".", O_TMPFILE | O_WRONLY, 0600);
    if (fd < 0)
        skip(); /* this file system has no files without a name */
    close(fd);
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit limit = {10000, 10000}, no_core = {0, 0};
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || setrlimit(RLIMIT_CORE, &no_core) != 0)
            _exit(3);
        signal(SIGXFSZ, SIG_DFL);
        _exit(chy_file_write("new", chy_span(bytes, sizeof bytes), 0600, false, NULL));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ);
    assert_int_equal(names_here(), 0);
}

/* In pieces: until it is committed there is the old one, and nothing is left of one that is
 * not. */
static void test_in_pieces(void **state)
{
    (void)state;
    struct chy_file_new file;
    chancery_error error = CHANCERY_ERROR_INIT;
    put("file", "old");
    for (int commits = 0; commits < 2; commits++) {
        assert_true(chy_file_begin(&file, "file", 0644, &error));
        assert_true(chy_file_add(&file, CHY_LITERAL("new, "), &error));
        assert_true(chy_file_add(&file, CHY_LITERAL("in two"), &error));
        expect_content("file", "old");
        assert_int_equal(names_here(), file.named ? 2 : 1);
        if (commits)
            assert_true(chy_file_commit(&file, &error));
        chy_file_end(&file);
        expect_content("file", commits ? "new, in two" : "old");
        assert_int_equal(names_here(), 1);
    }
    assert_true(chy_file_begin(&file, "absent", 0644, &error) &&
                chy_file_commit(&file, &error));
    chy_file_end(&file);
    expect_content("absent", "");
    assert_int_equal(symlink("file", "link"), 0);
    expect_error(chy_file_begin(&file, "link", 0644, &error), &error, CHANCERY_E_REFUSED);
    chy_file_end(&file);
    expect_error(chy_file_begin(&file, ".", 0644, &error), &error, CHANCERY_E_IS_FOLDER);
    chy_file_end(&file);
    expect_error(chy_file_begin(&file, "no/file", 0644, &error), &error, CHANCERY_E_MISSING);
    chy_file_end(&file);
    assert_int_equal(names_here(), 2);
}

static void add_too_much(void)
{
    static const uint8_t bytes[20000];
    struct chy_file_new file;
    chancery_error error = CHANCERY_ERROR_INIT;
    bool ok = chy_file_begin(&file, "file", 0644, &error) &&
              chy_file_add(&file, chy_span(bytes, sizeof bytes), &error) &&
              chy_file_commit(&file, &error);
    chy_file_end(&file);
    _exit(ok || error.code != CHANCERY_E_IO);
}

static void test_in_pieces_disk_full(void **state)
{
    (void)state;
    put("file", "old");
    on_full_disk(10000, add_too_much);
    expect_content("file", "old");
    assert_int_equal(names_here(), 1);
}

static void test_standard_output(void **state)
{
    (void)state;
    int saved = dup(STDOUT_FILENO), fd = open("out", O_WRONLY | O_CREAT, 0600);
    fflush(stdout);
    dup2(fd, STDOUT_FILENO);
    bool ok = chy_file_write("-", CHY_LITERAL("to standard output"), 0600, false, NULL);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(fd);
    assert_true(ok);
    expect_content("out", "to standard output");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(test_read),
        IN_SANDBOX(test_read_pipe),
        IN_SANDBOX(test_standard_input),
        IN_SANDBOX(test_read_head),
        IN_SANDBOX(test_hash_beside),
        IN_SANDBOX(test_write),
        IN_SANDBOX(test_write_through_link),
        IN_SANDBOX(test_write_disk_full),
        IN_SANDBOX(test_new_disk_full),
        IN_SANDBOX(test_killed),
        IN_SANDBOX(test_in_pieces),
        IN_SANDBOX(test_in_pieces_disk_full),
        IN_SANDBOX(test_standard_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
