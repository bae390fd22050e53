#include "base/child.h"

#include "base/fd.h"
#include "base/span.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is kept of what it says on standard error, for the message. */
#define SAID 200
#define PIECE 65536

/* Everything that a run holds; -1 and 0 for what it does not hold. */
struct run {
    const struct chy_child *child;
    char path[PATH_MAX];
    int input, timer, output[2], said[2];
    pid_t pid;
    int status; /* of the ended child */
    bool late, full;
    size_t written, said_len;
    char said_text[SAID];
};

static bool find(struct run *run, chancery_error *error)
{
    static const char *const usual[] = {"/usr/bin", "/usr/local/bin", "/bin", NULL};
    const char *const *folder = run->child->folders ? run->child->folders : usual;
    struct stat st;
    for (; *folder; folder++) {
        int len = snprintf(run->path, sizeof run->path, "%s/%s", *folder, run->child->program);
        if (len > 0 && (size_t)len < sizeof run->path && stat(run->path, &st) == 0 &&
            S_ISREG(st.st_mode) && access(run->path, X_OK) == 0)
            return true;
    }
    chy_fail(error, CHANCERY_E_MISSING, "the program %s, which %s, is not here",
             run->child->program, run->child->does ? run->child->does : "reads such files");
    if (run->child->missing_next)
        chy_fail_next(error, "%s", run->child->missing_next);
    return false;
}

static bool failed(chancery_error *error, const char *doing)
{
    return chy_fail_errno(error, "", doing);
}

/* A file without a name that nobody can change any more. */
static bool copy_input(struct run *run, chancery_error *error)
{
    run->input = memfd_create("chancery", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (run->input < 0 || !chy_fd_write(run->input, run->child->input) ||
        lseek(run->input, 0, SEEK_SET) != 0 ||
        fcntl(run->input, F_ADD_SEALS,
              F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
        return failed(error, "cannot copy it for another program");
    return true;
}

static bool prepare(struct run *run, chancery_error *error)
{
    const struct itimerspec when = {.it_value.tv_sec = (time_t)run->child->seconds};
    run->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    if (run->timer < 0 || timerfd_settime(run->timer, 0, &when, NULL) != 0 ||
        pipe2(run->output, O_CLOEXEC) != 0 || pipe2(run->said, O_CLOEXEC) != 0)
        return failed(error, "cannot run another program");
    return copy_input(run, error);
}

/* --- in the child: only what is safe after fork --- */

static bool set_limit(__rlimit_resource_t which, rlim_t most)
{
    struct rlimit limit;
    if (getrlimit(which, &limit) != 0)
        return false;
    most = most < limit.rlim_max ? most : limit.rlim_max;
    limit = (struct rlimit){most, most};
    return setrlimit(which, &limit) == 0;
}

static bool set_limits(const struct chy_child *child)
{
    return set_limit(RLIMIT_CPU, child->seconds) && set_limit(RLIMIT_AS, child->memory) &&
           set_limit(RLIMIT_FSIZE, 0) && set_limit(RLIMIT_CORE, 0) &&
           set_limit(RLIMIT_NOFILE, 64);
}

/* Signals that the caller ignores or blocks would stay so. */
static void reset_signals(void)
{
    sigset_t none;
    const struct sigaction usual = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++)
        (void)sigaction(number, &usual, NULL);
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The descriptors may stand anywhere, on 0 to 2 too: first out of the way. */
static bool set_descriptors(const struct run *run)
{
    int from[] = {run->input, run->output[1], run->said[1]};
    for (int i = 0; i < 3; i++) {
        from[i] = fcntl(from[i], F_DUPFD, 3);
        if (from[i] < 0)
            return false;
    }
    for (int i = 0; i < 3; i++) {
        if (dup2(from[i], i) != i)
            return false;
    }
    return close_range(3, ~0u, 0) == 0;
}

static void become(const struct run *run, char *const *arguments)
{
    static const char locale[] = "LC_ALL=C.UTF-8";
    char *const environment[] = {(char *)(uintptr_t)locale, NULL};
    reset_signals();
    if (setpgid(0, 0) == 0 && chdir("/") == 0 && set_descriptors(run) && set_limits(run->child))
        (void)execve(run->path, arguments, environment);
    _exit(127);
}

/* --- in the parent --- */

static bool start(struct run *run, chancery_error *error)
{
    enum { MOST = 16 };
    char *arguments[MOST + 2] = {(char *)(uintptr_t)run->child->program};
    for (size_t i = 0; i < MOST && run->child->arguments[i]; i++)
        arguments[i + 1] = (char *)(uintptr_t)run->child->arguments[i];
    run->pid = fork();
    if (run->pid < 0)
        return failed(error, "cannot run another program");
    if (run->pid == 0)
        become(run, arguments);
    (void)setpgid(run->pid, run->pid); /* whoever comes first; before any kill of the group */
    close(run->output[1]);
    close(run->said[1]);
    run->output[1] = run->said[1] = -1;
    return true;
}

/* One read of standard output; false at its end. */
static bool take_output(struct run *run, struct chy_buf *out)
{
    size_t left = run->child->most - run->written + 1;
    size_t want = left < PIECE ? left : PIECE;
    uint8_t *to = chy_buf_reserve(out, want);
    ssize_t n = to ? chy_fd_read_some(run->output[0], to, want) : -1;
    if (to)
        out->len -= want - (n > 0 ? (size_t)n : 0);
    if (n <= 0)
        return false;
    run->written += (size_t)n;
    run->full = run->written > run->child->most;
    return !run->full;
}

/* The first of it is kept, the rest thrown away. */
static bool take_said(struct run *run)
{
    char piece[1024];
    ssize_t n = chy_fd_read_some(run->said[0], piece, sizeof piece);
    if (n <= 0)
        return false;
    size_t room = SAID - run->said_len, kept = (size_t)n < room ? (size_t)n : room;
    memcpy(run->said_text + run->said_len, piece, kept);
    run->said_len += kept;
    return true;
}

/* Until both pipes have ended, or there is too much, or it is late. */
static void collect(struct run *run, struct chy_buf *out)
{
    struct pollfd wait[] = {
        {run->output[0], POLLIN, 0}, {run->said[0], POLLIN, 0}, {run->timer, POLLIN, 0}};
    while (!run->full && chy_buf_ok(out) && (wait[0].fd >= 0 || wait[1].fd >= 0)) {
        if (poll(wait, 3, -1) < 0) {
            if (errno == EINTR)
                continue;
            return;
        }
        if (wait[2].revents) {
            run->late = true;
            return;
        }
        if (wait[0].revents && !take_output(run, out))
            wait[0].fd = -1;
        if (wait[1].revents && !take_said(run))
            wait[1].fd = -1;
    }
}

/* It may have closed its output and go on: it has until the timer ends. Then the whole group
 * goes, while the child's number is still its own. */
static void finish(struct run *run)
{
    struct pollfd wait = {run->timer, POLLIN, 0};
    siginfo_t info;
    for (bool ended = false; !ended && !run->late && !run->full;) {
        info.si_pid = 0;
        if (waitid(P_PID, (id_t)run->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0)
            break;
        ended = info.si_pid == run->pid;
        if (!ended && poll(&wait, 1, 5) > 0)
            run->late = true;
    }
    (void)kill(-run->pid, SIGKILL);
    while (waitpid(run->pid, &run->status, 0) < 0) {
        if (errno != EINTR) {
            run->status = -1; /* somebody else waited for it: nobody knows how it ended */
            break;
        }
    }
}

static bool judge(const struct run *run, chancery_error *error)
{
    const struct chy_child *child = run->child;
    if (run->late ||
        (run->status >= 0 && WIFSIGNALED(run->status) && WTERMSIG(run->status) == SIGXCPU))
        return chy_fail(error, CHANCERY_E_LIMIT, "%s took longer than %u seconds over it",
                        child->program, child->seconds);
    if (run->full)
        return chy_fail(error, CHANCERY_E_LIMIT, "%s makes more than %zu bytes of text of it",
                        child->program, child->most);
    if (run->status >= 0 && WIFEXITED(run->status) && WEXITSTATUS(run->status) == 0)
        return true;
    if (run->status >= 0 && WIFSIGNALED(run->status))
        return chy_fail(error, CHANCERY_E_UNREADABLE, "%s crashed over it (signal %d)",
                        child->program, WTERMSIG(run->status));
    const char *end = memchr(run->said_text, '\n', run->said_len);
    size_t len = end ? (size_t)(end - run->said_text) : run->said_len;
    return chy_fail(error, CHANCERY_E_UNREADABLE, "%s %s%s%.*s", child->program,
                    child->cannot ? child->cannot : "cannot read it", len > 0 ? ": " : "",
                    (int)len, run->said_text);
}

static void close_all(const struct run *run)
{
    const int all[] = {run->input,     run->timer,   run->output[0],
                       run->output[1], run->said[0], run->said[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i] >= 0)
            close(all[i]);
    }
}

bool chy_child_run(struct chy_buf *out, const struct chy_child *child, chancery_error *error)
{
    struct run run = {.child = child,
                      .input = -1,
                      .timer = -1,
                      .output = {-1, -1},
                      .said = {-1, -1},
                      .status = -1};
    size_t before = out->len;
    bool ok = false;
    if (!find(&run, error) || !prepare(&run, error) || !start(&run, error))
        goto out;
    collect(&run, out);
    finish(&run);
    ok = chy_buf_finish(out, error) && judge(&run, error);
out:
    if (!ok && chy_buf_ok(out))
        out->len = before;
    close_all(&run);
    return ok;
}
