/*
 * sandbox.h - a folder of its own for each test that touches files, and what to say of the
 * files in it. Include it after cmocka.h.
 */
#ifndef CHY_TESTS_SANDBOX_H
#define CHY_TESTS_SANDBOX_H

#include "base/file.h"
#include "base/span.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define IN_SANDBOX(test) cmocka_unit_test_setup_teardown(test, sandbox_enter, sandbox_leave)

/* Each test has a new folder of its own and is in it. */
static inline int sandbox_enter(void **state)
{
    char folder[] = "/tmp/chancery-test-XXXXXX";
    *state = getcwd(NULL, 0);
    return *state && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static inline int sandbox_leave(void **state)
{
    char command[128];
    char *here = getcwd(NULL, 0);
    int left = chdir(*state);
    snprintf(command, sizeof command, "rm -rf '%s'", here);
    free(here);
    free(*state);
    return left != 0 || system(command) != 0;
}

static inline void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void expect_content(const char *path, const char *text)
{
    struct chy_buf buf = {0};
    assert_true(chy_file_read(&buf, path, 1u << 20, NULL));
    if (!chy_span_is(chy_buf_view(&buf), text))
        fail_msg("%s: \"%.*s\"", path, (int)buf.len, (char *)buf.ptr);
    chy_buf_done(&buf);
}

/* How many names the folder we are in holds: nothing temporary may be left. */
static inline size_t names_here(void)
{
    char **names = NULL;
    size_t count = 0;
    assert_true(chy_file_list(&names, &count, ".", "", NULL));
    chy_names_free(names, count);
    return count;
}

static inline void expect_error(bool ok, chancery_error *error, enum chancery_code code)
{
    assert_false(ok);
    if (error->code != code)
        fail_msg("%s: %s", chancery_error_name(error->code), error->text);
    assert_true(error->where[0] != '\0' && error->text[0] != '\0');
    chancery_error_init(error);
}

/* Runs work in a child that may write no file past size bytes: a disk that is full. */
static inline void on_full_disk(size_t size, void (*work)(void))
{
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {size, size};
        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
            _exit(3);
        work();
        _exit(4);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

#endif
