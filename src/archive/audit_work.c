/*
 * audit_work.c - the items of an audit, by one or several processes.
 *
 * Items are dealt out in blocks, in turn; each process answers in order through its pipe, and
 * blocks where nobody has read yet. So the parent reads the answers in the order of the items,
 * and holds none. Processes, not threads: a bag that brings one down is named, and takes
 * nothing else with it.
 */
#include "archive/audit.h"

#include "base/fd.h"
#include "base/json.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Items of one block. Few, so that all processes end at about the same time. */
#define BLOCK 8
/* So often is it asked whether to go on while an item takes long. */
#define WAIT_MS 200
/* Answers are read some at a time, since to be woken for each takes longer than to read it: so
 * long are they waited for, unless there are few items left. */
#define REST_NS 10000000
#define FEW 256 /* for each process */
/* Of a pipe, where the system allows: answers of some hundred items. */
#define PIPE_BYTES (1 << 20)

enum answer_kind { ANSWER_LINE = 1, ANSWER_FAILED };

struct answer { /* what stands before each answer */
    enum answer_kind kind;
    uint32_t len;
};

struct worker {
    pid_t pid;
    int fd; /* -1: closed */
    struct chy_buf held;
    size_t from;
};

struct working {
    const struct chy_audit *audit;
    struct worker *worker;
    size_t workers;
    chy_audit_take_fn *take;
    chy_audit_wait_fn *wait;
    void *context;
};

/* --- in a worker --- */

static void add_answer(struct chy_buf *out, enum answer_kind kind, const void *ptr, size_t len)
{
    const struct answer answer = {.kind = kind, .len = (uint32_t)len};
    chy_buf_add(out, &answer, sizeof answer);
    chy_buf_add(out, ptr, len);
}

static bool is_mine(size_t item, size_t from, size_t number, size_t workers)
{
    return (item - from) / BLOCK % workers == number;
}

/* True: all of its items are answered. */
static bool serve(const struct chy_audit *audit, size_t from, size_t number, size_t workers,
                  int fd)
{
    struct chy_audit_eye *eye = NULL;
    struct chy_buf line = {0}, out = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chy_json_pool();
    bool ok = chy_audit_eye_new(&eye, audit, &error);
    for (size_t i = from; ok && i < audit->orders; i++) {
        if (!is_mine(i, from, number, workers))
            continue;
        chy_buf_clear(&line);
        chy_buf_clear(&out);
        ok = chy_audit_look(&line, eye, i, &error);
        if (!ok)
            break;
        add_answer(&out, ANSWER_LINE, line.ptr, line.len);
        ok = chy_buf_finish(&out, &error) && chy_fd_write(fd, chy_buf_view(&out));
    }
    if (!ok && error.code != CHANCERY_OK) {
        chy_buf_clear(&out);
        add_answer(&out, ANSWER_FAILED, &error, sizeof error);
        ok = chy_buf_ok(&out) && chy_fd_write(fd, chy_buf_view(&out)) && false;
    }
    chy_audit_eye_free(eye);
    chy_buf_done(&line);
    chy_buf_done(&out);
    return ok;
}

/* --- in the parent --- */

static bool start(struct working *w, size_t from, size_t number, chancery_error *error)
{
    struct worker *worker = &w->worker[number];
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return chy_fail_errno(error, w->audit->options->archive, "cannot start a process");
    (void)fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
    worker->pid = fork();
    if (worker->pid == 0) {
        close(ends[0]);
        for (size_t i = 0; i < number; i++)
            close(w->worker[i].fd);
        _exit(serve(w->audit, from, number, w->workers, ends[1]) ? 0 : 1);
    }
    close(ends[1]);
    worker->fd = ends[0];
    if (worker->pid > 0)
        return true;
    return chy_fail_errno(error, w->audit->options->archive, "cannot start a process");
}

static const char *name_of(struct chy_buf *name, const struct working *w, size_t item)
{
    return chy_audit_task_name(name, w->audit, item, NULL) ? (const char *)name->ptr
                                                           : "an item";
}

static bool stopped(const struct working *w, size_t item, chancery_error *error)
{
    struct chy_buf name = {0};
    chy_fail(error, CHANCERY_E_DECLINED, "the audit was stopped while it looked at %s",
             name_of(&name, w, item));
    chy_fail_next(error, "%s",
                  w->audit->options->output
                      ? "Run it again with the same --output: it goes on there. What takes "
                        "longer than it is given is never done: give it more time."
                      : "With --output REPORT it goes on where it was stopped.");
    chy_buf_done(&name);
    return false;
}

/* Until there is something to read. */
static bool wait_for(const struct working *w, int fd, size_t item, chancery_error *error)
{
    for (;;) {
        struct pollfd one = {.fd = fd, .events = POLLIN};
        int ready = poll(&one, 1, WAIT_MS);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return chy_fail_errno(error, NULL, "cannot hear from a process");
        if (!w->wait(w->context))
            return stopped(w, item, error);
    }
}

/* `need` bytes at worker->from; *ended where the process has closed its pipe before. */
static bool fill(const struct working *w, struct worker *worker, size_t item, size_t need,
                 bool *ended, chancery_error *error)
{
    enum { PIECE = 1 << 16 };
    while (!*ended && worker->held.len - worker->from < need) {
        if (!wait_for(w, worker->fd, item, error))
            return false;
        if (worker->from > 0) {
            memmove(worker->held.ptr, worker->held.ptr + worker->from,
                    worker->held.len - worker->from);
            worker->held.len -= worker->from;
            worker->from = 0;
        }
        uint8_t *to = chy_buf_reserve(&worker->held, PIECE);
        if (!to)
            return chy_fail_memory(error);
        ssize_t n = chy_fd_read_some(worker->fd, to, PIECE);
        worker->held.len -= PIECE - (n > 0 ? (size_t)n : 0);
        if (n < 0)
            return chy_fail_errno(error, NULL, "cannot hear from a process");
        *ended = n == 0;
    }
    return true;
}

static bool died(const struct working *w, size_t item, chancery_error *error)
{
    struct chy_buf name = {0};
    chy_fail(error, CHANCERY_E_INTERNAL, "the process that looked at %s ended",
             name_of(&name, w, item));
    chy_fail_where(error, w->audit->options->archive);
    chy_fail_next(error, "Run the audit again: it goes on there. Keep a copy of this bag, and "
                         "report it.");
    chy_buf_done(&name);
    return false;
}

static bool hear(struct working *w, size_t item, size_t from, chancery_error *error)
{
    struct worker *worker = &w->worker[(item - from) / BLOCK % w->workers];
    struct answer answer;
    bool ended = false;
    if (worker->held.len == worker->from && w->audit->orders - item > FEW * w->workers)
        (void)nanosleep(&(struct timespec){.tv_nsec = REST_NS}, NULL);
    if (!fill(w, worker, item, sizeof answer, &ended, error))
        return false;
    if (worker->held.len - worker->from < sizeof answer)
        return died(w, item, error);
    memcpy(&answer, worker->held.ptr + worker->from, sizeof answer);
    if (!fill(w, worker, item, sizeof answer + answer.len, &ended, error))
        return false;
    if (worker->held.len - worker->from < sizeof answer + answer.len)
        return died(w, item, error);
    const uint8_t *bytes = worker->held.ptr + worker->from + sizeof answer;
    worker->from += sizeof answer + answer.len;
    if (answer.kind == ANSWER_LINE)
        return w->take(w->context, chy_span(bytes, answer.len), error);
    if (error && error->code == CHANCERY_OK)
        memcpy(error, bytes, sizeof *error);
    return false;
}

static void stop(struct working *w)
{
    for (size_t i = 0; i < w->workers; i++) {
        struct worker *worker = &w->worker[i];
        if (worker->fd >= 0)
            close(worker->fd);
        if (worker->pid > 0) {
            (void)kill(worker->pid, SIGTERM); /* one that is done is not waited for yet */
            while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
                ;
        }
        chy_buf_done(&worker->held);
    }
    free(w->worker);
}

bool chy_audit_work(const struct chy_audit *audit, size_t from, chy_audit_take_fn *take,
                    chy_audit_wait_fn *wait, void *context, chancery_error *error)
{
    size_t jobs = audit->options->jobs > 0 ? (size_t)audit->options->jobs : 1;
    size_t blocks = (audit->orders - from + BLOCK - 1) / BLOCK;
    struct working w = {.audit = audit,
                        .workers = jobs < blocks ? jobs : blocks,
                        .take = take,
                        .wait = wait,
                        .context = context};
    bool ok = true;
    if (w.workers == 0)
        return true;
    if (!(w.worker = calloc(w.workers, sizeof *w.worker)))
        return chy_fail_memory(error);
    for (size_t i = 0; i < w.workers; i++)
        w.worker[i].fd = -1;
    for (size_t i = 0; ok && i < w.workers; i++)
        ok = start(&w, from, i, error);
    for (size_t i = from; ok && i < audit->orders; i++)
        ok = hear(&w, i, from, error);
    stop(&w);
    return ok;
}
