/*
 * agent_call.c - carries requests to ssh-agent's socket: spec/keys.md, rules K21 and K22.
 *
 * Each request has a connection and a deadline of its own, so that an agent that hangs, or
 * sends a byte now and then, is given up.
 */
#include "sign/agent.h"

#include "base/limits.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

struct call {
    int fd, deadline; /* the socket; a timer that becomes readable */
    const char *socket;
    unsigned seconds;
};

static bool fail_at(const struct call *call, chancery_error *error, const char *what)
{
    chy_fail(error, CHANCERY_E_UNREADABLE, "ssh-agent %s", what);
    chy_fail_where(error, call->socket);
    return chy_fail_next(error,
                         "Start one (eval \"$(ssh-agent)\"), load the key (ssh-add FILE), "
                         "and see that SSH_AUTH_SOCK names its socket.");
}

static bool open_call(struct call *call, chancery_error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct itimerspec timer = {.it_value = {.tv_sec = (time_t)call->seconds}};
    size_t len = strlen(call->socket);

    if (len == 0 || len >= sizeof address.sun_path)
        return fail_at(call, error, "cannot be reached: that is no name of a socket");
    memcpy(address.sun_path, call->socket, len);
    call->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    call->deadline = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    if (call->fd < 0 || call->deadline < 0 ||
        timerfd_settime(call->deadline, 0, &timer, NULL) != 0)
        return chy_fail_errno(error, call->socket, "cannot make a socket and a timer");
    if (connect(call->fd, (const struct sockaddr *)&address, sizeof address) == 0)
        return true;
    return fail_at(call, error,
                   errno == ENOENT || errno == ECONNREFUSED ? "does not answer: it has ended"
                                                            : "cannot be reached");
}

static void close_call(const struct call *call)
{
    if (call->fd >= 0)
        (void)close(call->fd);
    if (call->deadline >= 0)
        (void)close(call->deadline);
}

/* Waits until the socket can be read or written; false at the deadline. */
static bool wait_for(const struct call *call, short events, chancery_error *error)
{
    struct pollfd waiting[2] = {{.fd = call->fd, .events = events},
                                {.fd = call->deadline, .events = POLLIN}};
    int n;
    do
        n = poll(waiting, 2, -1);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return chy_fail_errno(error, call->socket, "cannot wait for ssh-agent");
    if (waiting[0].revents != 0)
        return waiting[1].revents == 0 || fail_at(call, error, "did not answer in time");
    return fail_at(call, error, "did not answer in time");
}

static bool send_all(const struct call *call, chancery_span bytes, chancery_error *error)
{
    while (bytes.len > 0) {
        if (!wait_for(call, POLLOUT, error))
            return false;
        ssize_t n = send(call->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        if (n > 0)
            bytes = chy_span_from(bytes, (size_t)n);
        else if (n == 0 || (errno != EINTR && errno != EAGAIN))
            return fail_at(call, error, "hung up");
    }
    return true;
}

static bool receive(const struct call *call, uint8_t *out, size_t len, chancery_error *error)
{
    while (len > 0) {
        if (!wait_for(call, POLLIN, error))
            return false;
        ssize_t n = recv(call->fd, out, len, 0);
        if (n > 0) {
            out += n;
            len -= (size_t)n;
        } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
            return fail_at(call, error, "hung up before its answer was complete");
        }
    }
    return true;
}

bool chy_agent_call(struct chy_buf *answer, const char *socket, chancery_span request,
                    unsigned seconds, chancery_error *error)
{
    struct call call = {.fd = -1, .deadline = -1, .socket = socket, .seconds = seconds};
    uint8_t head[4], *body;
    bool ok = false;

    if (!open_call(&call, error) || !send_all(&call, request, error) ||
        !receive(&call, head, sizeof head, error))
        goto out;
    size_t len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    if (len > CHY_MAX_AGENT) {
        chy_fail(error, CHANCERY_E_LIMIT,
                 "ssh-agent's answer has %zu bytes, and at most %u are read", len,
                 CHY_MAX_AGENT);
        goto out;
    }
    body = chy_buf_reserve(answer, len);
    ok = chy_buf_finish(answer, error) && receive(&call, body, len, error);
out:
    close_call(&call);
    return ok;
}

/* --- a key that the agent holds ------------------------------------------------------------
 */

static bool sign(chancery_signature *out, void *held, const chancery_public_key *key,
                 chancery_span message, chancery_error *error)
{
    struct chy_buf request, answer;
    bool ok = false;

    chy_buf_init(&request, CHY_MAX_AGENT + 4);
    chy_buf_init(&answer, CHY_MAX_AGENT);
    chy_agent_ask_signature(&request, key, message);
    if (request.over) {
        chy_fail(error, CHANCERY_E_LIMIT,
                 "ssh-agent takes at most %u bytes, and this statement has %zu", CHY_MAX_AGENT,
                 message.len);
        chy_fail_next(error, "Sign it with the key's file.");
        goto out;
    }
    ok = chy_buf_finish(&request, error) &&
         chy_agent_call(&answer, held, chy_buf_view(&request), CHY_MAX_CONFIRM_WAIT, error) &&
         chy_agent_signature(out, chy_buf_view(&answer), error);
out:
    chy_buf_done(&answer);
    chy_buf_done(&request);
    return ok;
}

static const struct chy_signer signer = {.sign = sign, .done = chancery_free};

static bool check_name(const char *name, chancery_error *error)
{
    static const char prefix[] = "SHA256:";
    size_t len = strlen(name);

    if (len == 0) {
        chy_fail(error, CHANCERY_E_USAGE, "agent: names no key");
        return chy_fail_next(error,
                             "Say agent:SHA256:... or agent:COMMENT; ssh-add -l lists them.");
    }
    if (strncmp(name, prefix, sizeof prefix - 1) != 0 || len == sizeof prefix - 1 + 43)
        return true;
    chy_fail(error, CHANCERY_E_USAGE,
             "a fingerprint is SHA256: and 43 characters, and here are %zu",
             len - (sizeof prefix - 1));
    return chy_fail_next(error, "Copy it whole from ssh-add -l.");
}

bool chy_agent_key(struct chancery_key **out, const char *socket, const char *name,
                   chancery_error *error)
{
    struct chy_buf request = {0}, answer;
    chancery_public_key public_key;
    char *held = NULL;
    bool ok = false;

    if (!check_name(name, error))
        return false;
    if (!socket) {
        chy_fail(error, CHANCERY_E_MISSING,
                 "there is no ssh-agent to ask: SSH_AUTH_SOCK is not set");
        return chy_fail_next(error, "Start one (eval \"$(ssh-agent)\"), load the key (ssh-add "
                                    "FILE), and try again.");
    }
    chy_buf_init(&answer, CHY_MAX_AGENT);
    chy_agent_ask_keys(&request);
    if (!chy_buf_finish(&request, error) ||
        !chy_agent_call(&answer, socket, chy_buf_view(&request), CHY_MAX_AGENT_WAIT, error) ||
        !chy_agent_find(&public_key, chy_buf_view(&answer), chy_span_str(name), error))
        goto out;
    held = chy_dup(chy_span_str(socket), error);
    ok = held && chy_key_elsewhere(out, &public_key, &signer, held, error);
out:
    chy_buf_done(&answer);
    chy_buf_done(&request);
    return ok;
}
