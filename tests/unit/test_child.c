/*
 * test_child.c - other programs as children: what they are given, and what they cannot do
 * (spec/canonical-text.md, X2).
 */
#include "base/child.h"
#include "base/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "sandbox.h"

#include <fcntl.h>
#include <sys/stat.h>

static const char *const nothing[] = {NULL};
static chancery_error error;
static struct chy_buf out;

/* A program in the folder: a script, or the machine's own under this name. */
static void script(const char *name, const char *text)
{
    put(name, text);
    assert_int_equal(chmod(name, 0755), 0);
}

static void own(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "/usr/bin/%s", name);
    assert_int_equal(symlink(path, name), 0);
}

static bool run(const char *name, const char *const *arguments, const char *input)
{
    char *folder = getcwd(NULL, 0);
    const char *folders[] = {folder, NULL};
    const struct chy_child child = {.program = name,
                                    .arguments = arguments,
                                    .input = chy_span_str(input),
                                    .most = 100,
                                    .seconds = 1,
                                    .memory = 128u << 20,
                                    .folders = folders,
                                    .missing_next = "Install it."};
    chy_buf_done(&out);
    chancery_error_init(&error);
    bool ok = chy_child_run(&out, &child, &error);
    free(folder);
    return ok;
}

static void expect(bool ok, const char *text)
{
    if (!ok)
        fail_msg("%s: %s", chancery_error_name(error.code), error.text);
    if (!chy_span_is(chy_buf_view(&out), text))
        fail_msg("\"%.*s\"", (int)out.len, (char *)out.ptr);
}

static void refused(bool ok, enum chancery_code code, const char *said)
{
    assert_false(ok);
    assert_int_equal(out.len, 0);
    if (error.code != code || !strstr(error.text, said))
        fail_msg("%s: %s", chancery_error_name(error.code), error.text);
}

static void input_and_output(void **state)
{
    char hundred[102];
    (void)state;
    own("cat");
    expect(run("cat", nothing, "some\nbytes"), "some\nbytes");
    expect(run("cat", nothing, ""), "");
    memset(hundred, 'x', sizeof hundred);
    hundred[100] = '\0';
    expect(run("cat", nothing, hundred), hundred);
    hundred[100] = 'x';
    hundred[101] = '\0';
    refused(run("cat", nothing, hundred), CHANCERY_E_LIMIT, "more than 100 bytes");
}

/* No shell reads the arguments, nothing of the caller's environment or descriptors is there,
 * and it stands in the root folder. */
static void nothing_of_ours(void **state)
{
    static const char *const words[] = {"$(id)", "; ls", "*", "-x", NULL},
                             *const descriptors[] = {"/proc/self/fd", NULL};
    (void)state;
    own("echo");
    expect(run("echo", words, ""), "$(id) ; ls * -x\n");
    own("env");
    assert_int_equal(setenv("SECRET", "x", 1), 0);
    expect(run("env", nothing, ""), "LC_ALL=C.UTF-8\n");
    own("ls");
    assert_true(fcntl(STDIN_FILENO, F_DUPFD, 9) >= 9);
    expect(run("ls", descriptors, ""), "0\n1\n2\n3\n"); /* 3 is its own */
    script("where", "#!/bin/sh\nreadlink /proc/self/cwd\n");
    expect(run("where", nothing, ""), "/\n");
}

/* What the caller ignores or blocks is not ignored by the child. */
static void signals(void **state)
{
    sigset_t all, before;
    (void)state;
    script("pipe", "#!/bin/sh\nkill -PIPE $$\necho alive\n");
    void (*old)(int) = signal(SIGPIPE, SIG_IGN);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    refused(run("pipe", nothing, ""), CHANCERY_E_UNREADABLE, "signal 13");
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal(SIGPIPE, old);
}

static void bad_ends(void **state)
{
    (void)state;
    script("fails", "#!/bin/sh\necho part\nprintf 'no \\033[31m good\\nmore' >&2\nexit 3\n");
    refused(run("fails", nothing, ""), CHANCERY_E_UNREADABLE,
            "cannot read it: no \\x1b[31m good");
    script("crashes", "#!/bin/sh\nkill -SEGV $$\n");
    refused(run("crashes", nothing, ""), CHANCERY_E_UNREADABLE, "crashed");
    script("garbled", "#!/nowhere/interpreter\n");
    refused(run("garbled", nothing, ""), CHANCERY_E_UNREADABLE, "cannot read it");
    own("yes");
    refused(run("yes", nothing, ""), CHANCERY_E_LIMIT, "more than 100 bytes");
}

/* It is ended, and whatever it started. */
static void hanging(void **state)
{
    static const char *const long_time[] = {"1000", NULL};
    (void)state;
    own("sleep");
    refused(run("sleep", long_time, ""), CHANCERY_E_LIMIT, "longer than 1 seconds");
    script("closed", "#!/bin/sh\nexec >&- 2>&-\nsleep 1000\n");
    refused(run("closed", nothing, ""), CHANCERY_E_LIMIT, "longer");
    script("left", "#!/bin/sh\nsleep 1000 &\n");
    refused(run("left", nothing, ""), CHANCERY_E_LIMIT, "longer");
    script("loud", "#!/bin/sh\nwhile :; do echo x >&2; done\n");
    refused(run("loud", nothing, ""), CHANCERY_E_LIMIT, "longer");
}

static void bounds(void **state)
{
    static const char *const much[] = {"if=/dev/zero", "bs=200M", "count=1", NULL};
    char *folder = getcwd(NULL, 0), text[256];
    (void)state;
    own("dd");
    refused(run("dd", much, ""), CHANCERY_E_UNREADABLE, "memory exhausted");
    snprintf(text, sizeof text, "#!/bin/sh\necho written >%s/file\n", folder);
    script("writes", text);
    assert_false(run("writes", nothing, ""));
    expect_content("file", "");
    free(folder);
}

static void not_there(void **state)
{
    (void)state;
    refused(run("absent", nothing, ""), CHANCERY_E_MISSING, "absent");
    assert_string_equal(error.next, "Install it.");
    put("plain", "no program");
    refused(run("plain", nothing, ""), CHANCERY_E_MISSING, "plain");
    assert_int_equal(mkdir("folder", 0755), 0);
    refused(run("folder", nothing, ""), CHANCERY_E_MISSING, "folder");
}

/* PATH is not asked. */
static void fixed_folders(void **state)
{
    static const struct chy_child child = {.program = "only-here",
                                           .arguments = nothing,
                                           .most = 1,
                                           .seconds = 1,
                                           .memory = 1 << 27};
    char *folder = getcwd(NULL, 0), usual[4096];
    (void)state;
    snprintf(usual, sizeof usual, "%s", getenv("PATH"));
    script("only-here", "#!/bin/sh\n");
    assert_int_equal(setenv("PATH", folder, 1), 0);
    chy_buf_done(&out);
    chancery_error_init(&error);
    refused(chy_child_run(&out, &child, &error), CHANCERY_E_MISSING, "only-here");
    assert_int_equal(setenv("PATH", usual, 1), 0);
    free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(input_and_output), IN_SANDBOX(nothing_of_ours), IN_SANDBOX(signals),
        IN_SANDBOX(bad_ends),         IN_SANDBOX(hanging),         IN_SANDBOX(bounds),
        IN_SANDBOX(not_there),        IN_SANDBOX(fixed_folders),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    chy_buf_done(&out);
    return failed;
}
