/*
 * test_agent.c - keys in ssh-agent: its answers as vectors, and an agent of our own that
 * misbehaves. tests/cli/agent.bats has the real one.
 */
#include "base/encode.h"
#include "base/limits.h"
#include "sign/agent.h"
#include "sign/ssh.h"
#include "vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <sys/socket.h>
#include <sys/un.h>
#include "sandbox.h"

/* --- answers --- */

static void check_vector(const struct vector *vector)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_public_key key;
    chancery_signature signature;
    char hex[65];
    bool keys = vector_header_is(vector, "kind", "keys");
    bool ok = keys ? chy_agent_find(&key, vector->input, vector_header(vector, "name"), &error)
                   : chy_agent_signature(&signature, vector->input, &error);
    if (!vector_header_is(vector, "expect", chancery_error_name(error.code)))
        fail_msg("%s: %s: %s", vector->name, chancery_error_name(error.code), error.text);
    if (!ok || !keys)
        return;
    chy_hex(hex, key.b, sizeof key.b);
    if (!vector_header_is(vector, "public", hex))
        fail_msg("%s: another public key: %s", vector->name, hex);
}

static void vectors(void **state)
{
    (void)state;
    assert_true(vector_each("agent", check_vector) > 40);
}

/* --- an agent of our own --- */

enum manner {
    HONEST,
    REFUSES,
    SIGNS_WITH_ANOTHER_KEY,
    SIGNS_SOMETHING_ELSE,
    HANGS_UP,
    HANGS_UP_HALFWAY,
    SAYS_TOO_MUCH,
    SAYS_THE_MOST,
    STAYS_SILENT,
    DRIPS
};

static bool read_all(int fd, uint8_t *out, size_t len)
{
    for (ssize_t n; len > 0; out += n, len -= (size_t)n) {
        n = read(fd, out, len);
        if (n <= 0)
            return false;
    }
    return true;
}

static void list_keys(struct chy_buf *answer, const chancery_key *key)
{
    uint8_t blob[CHY_SSH_BLOB];
    chy_ssh_blob(blob, &key->public_key);
    chy_buf_byte(answer, 12);
    chy_ssh_put_u32(answer, 1);
    chy_ssh_put_string(answer, chy_span(blob, sizeof blob));
    chy_ssh_put_string(answer, CHY_LITERAL("ours"));
}

static void sign(struct chy_buf *answer, const chancery_key *key, chancery_span request)
{
    chancery_span blob, message;
    chancery_signature made;
    struct chy_buf signature = {0};
    request = chy_span_from(request, 1);
    if (!chy_ssh_string(&blob, &request) || !chy_ssh_string(&message, &request) ||
        !chy_ed25519_sign(&made, key, message, NULL))
        _exit(1);
    chy_ssh_put_string(&signature, CHY_LITERAL("ssh-ed25519"));
    chy_ssh_put_string(&signature, chy_span(made.b, sizeof made.b));
    chy_buf_byte(answer, 14);
    chy_ssh_put_string(answer, chy_buf_view(&signature));
    chy_buf_done(&signature);
}

static void answer_request(int fd, enum manner manner, const chancery_key *key,
                           const chancery_key *other)
{
    uint8_t head[4];
    static uint8_t body[CHY_MAX_AGENT];
    struct chy_buf answer = {0}, framed = {0};
    if (!read_all(fd, head, 4))
        return;
    size_t len = (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    if (len > sizeof body || !read_all(fd, body, len))
        return;
    if (manner == SAYS_THE_MOST)
        (void)memset(chy_buf_reserve(&answer, CHY_MAX_AGENT), 0, CHY_MAX_AGENT);
    else if (body[0] == 11)
        list_keys(&answer, key);
    else if (manner == REFUSES)
        chy_buf_byte(&answer, 5);
    else if (manner == SIGNS_SOMETHING_ELSE)
        sign(&answer, key, CHY_LITERAL("\x0d\0\0\0\0\0\0\0\x05hello"));
    else
        sign(&answer, manner == SIGNS_WITH_ANOTHER_KEY ? other : key, chy_span(body, len));
    chy_ssh_put_u32(&framed,
                    manner == SAYS_TOO_MUCH ? CHY_MAX_AGENT + 1 : (uint32_t)answer.len);
    chy_buf_span(&framed, chy_buf_view(&answer));
    size_t says = manner == HANGS_UP           ? 0
                  : manner == HANGS_UP_HALFWAY ? framed.len / 2
                  : manner == DRIPS            ? 5
                                               : framed.len;
    if (manner == STAYS_SILENT)
        pause();
    for (size_t sent = 0; sent < says;) {
        ssize_t n = write(fd, framed.ptr + sent, says - sent);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    if (manner == DRIPS)
        pause();
    chy_buf_done(&answer);
    chy_buf_done(&framed);
}

/* Starts an agent at ./agent that answers `calls` requests; its process. */
static pid_t start(enum manner manner, int calls, const chancery_key *key)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "agent"};
    chancery_key *other = NULL;
    int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(listening >= 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listening, 4), 0);
    assert_true(chancery_key_generate(&other, NULL));
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)signal(SIGPIPE, SIG_IGN);
        for (; calls > 0; calls--) {
            int fd = accept(listening, NULL, NULL);
            answer_request(fd, manner, key, other);
            (void)close(fd);
        }
        _exit(0);
    }
    (void)close(listening);
    chancery_key_free(other);
    return pid;
}

static void stop(pid_t pid)
{
    (void)kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_int_equal(unlink("agent"), 0);
}

/* Opens agent:ours and signs; what came of it. */
static enum chancery_code try_to_sign(enum manner manner, size_t len, chancery_error *error)
{
    chancery_key *ours = NULL, *key = NULL;
    chancery_signature signature;
    chancery_key_options options = {.agent = "agent"};
    uint8_t *message = calloc(1, len + 1);
    assert_non_null(message);
    assert_true(chancery_key_generate(&ours, NULL));
    pid_t pid = start(manner, 2, ours);
    chancery_error_init(error);
    if (chancery_key_open(&key, "agent:ours", &options, error)) {
        assert_memory_equal(&key->public_key, &ours->public_key, 32);
        memset(&signature, 0xee, sizeof signature);
        bool ok = chy_ed25519_sign(&signature, key, chy_span(message, len), error);
        assert_int_equal(ok, error->code == CHANCERY_OK);
        if (ok)
            assert_true(
                chy_ed25519_verify(&ours->public_key, chy_span(message, len), &signature));
        else
            assert_int_equal(signature.b[0], 0xee); /* nothing that fails comes out */
        assert_false(chancery_key_write(key, "copy.key", NULL, 0, NULL));
        assert_false(chy_file_exists("copy.key"));
    }
    chancery_key_free(key);
    chancery_key_free(ours);
    free(message);
    stop(pid);
    if (error->code != CHANCERY_OK)
        assert_true(error->text[0] != '\0' && error->where[0] != '\0');
    return error->code;
}

static void signs(void **state)
{
    (void)state;
    chancery_error error;
    assert_int_equal(try_to_sign(HONEST, 7, &error), CHANCERY_OK);
    assert_int_equal(try_to_sign(HONEST, 0, &error), CHANCERY_OK);
    chancery_error_init(&error);
}

/* What signing says has no file: the key's name is the caller's to add. */
static enum chancery_code signing_fails(enum manner manner, const char *text)
{
    chancery_key *ours = NULL, *key = NULL;
    chancery_signature signature;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_key_options options = {.agent = "agent"};
    assert_true(chancery_key_generate(&ours, NULL));
    pid_t pid = start(manner, 2, ours);
    assert_true(chancery_key_open(&key, "agent:ours", &options, &error));
    assert_false(chy_ed25519_sign(&signature, key, CHY_LITERAL("a letter"), &error));
    if (!strstr(error.text, text))
        fail_msg("%s", error.text);
    assert_true(error.next[0] != '\0');
    chancery_key_free(key);
    chancery_key_free(ours);
    stop(pid);
    return error.code;
}

static void signatures_that_are_not_ours(void **state)
{
    (void)state;
    assert_int_equal(signing_fails(SIGNS_WITH_ANOTHER_KEY, "does not verify"), CHANCERY_E_KEY);
    assert_int_equal(signing_fails(SIGNS_SOMETHING_ELSE, "does not verify"), CHANCERY_E_KEY);
    assert_int_equal(signing_fails(REFUSES, "refused to sign"), CHANCERY_E_REFUSED);
}

static void answers_that_do_not_come(void **state)
{
    (void)state;
    chancery_error error;
    assert_int_equal(try_to_sign(HANGS_UP, 7, &error), CHANCERY_E_UNREADABLE);
    assert_int_equal(try_to_sign(HANGS_UP_HALFWAY, 7, &error), CHANCERY_E_UNREADABLE);
    assert_non_null(strstr(error.text, "hung up"));
    assert_int_equal(try_to_sign(SAYS_TOO_MUCH, 7, &error), CHANCERY_E_LIMIT);
    assert_int_equal(try_to_sign(SAYS_THE_MOST, 7, &error), CHANCERY_E_KEY);
}

static void waits_no_longer(enum manner manner)
{
    chancery_key *ours = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf request = {0}, answer = {0};
    assert_true(chancery_key_generate(&ours, NULL));
    pid_t pid = start(manner, 1, ours);
    chy_agent_ask_keys(&request);
    assert_false(chy_agent_call(&answer, "agent", chy_buf_view(&request), 1, &error));
    assert_int_equal(error.code, CHANCERY_E_UNREADABLE);
    assert_non_null(strstr(error.text, "in time"));
    chy_buf_done(&request);
    chy_buf_done(&answer);
    chancery_key_free(ours);
    stop(pid);
}

/* K22 */
static void agents_that_hang(void **state)
{
    (void)state;
    waits_no_longer(STAYS_SILENT);
    waits_no_longer(DRIPS);
}

/* 64 bytes of the request are not the message. */
static void the_longest_message(void **state)
{
    (void)state;
    chancery_error error;
    chancery_key *key = NULL, *ours = NULL;
    chancery_signature signature;
    chancery_key_options options = {.agent = "agent"};
    static const uint8_t message[CHY_MAX_AGENT];
    assert_int_equal(try_to_sign(HONEST, CHY_MAX_AGENT - 64, &error), CHANCERY_OK);
    chancery_error_init(&error);
    assert_true(chancery_key_generate(&ours, NULL));
    pid_t pid = start(HONEST, 2, ours);
    assert_true(chancery_key_open(&key, "agent:ours", &options, &error));
    assert_false(
        chy_ed25519_sign(&signature, key, chy_span(message, CHY_MAX_AGENT - 63), &error));
    assert_int_equal(error.code, CHANCERY_E_LIMIT);
    assert_non_null(strstr(error.next, "file"));
    chancery_key_free(key);
    chancery_key_free(ours);
    stop(pid);
}

static void expect_no_key(const char *name, const char *agent, enum chancery_code code,
                          const char *text)
{
    chancery_key *key = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_key_options options = {.agent = agent};
    assert_false(chancery_key_open(&key, name, agent ? &options : NULL, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.text, text))
        fail_msg("%s", error.text);
    assert_true(error.next[0] != '\0');
    assert_null(key);
}

/* K22 */
static void no_agent_or_no_name(void **state)
{
    (void)state;
    char longest[200];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    expect_no_key("agent:x", NULL, CHANCERY_E_MISSING, "SSH_AUTH_SOCK is not set");
    expect_no_key("agent:x", "", CHANCERY_E_UNREADABLE, "no name of a socket");
    expect_no_key("agent:x", longest, CHANCERY_E_UNREADABLE, "no name of a socket");
    expect_no_key("agent:x", "absent", CHANCERY_E_UNREADABLE, "has ended");
    put("plain", "file");
    expect_no_key("agent:x", "plain", CHANCERY_E_UNREADABLE, "has ended");
    expect_no_key("agent:", "absent", CHANCERY_E_USAGE, "names no key");
    expect_no_key("agent:SHA256:abc", "absent", CHANCERY_E_USAGE, "43 characters");
}

/* K18 */
static void fingerprint_as_openssh_shows_it(void **state)
{
    (void)state;
    chancery_public_key key;
    char text[CHY_SSH_FINGERPRINT];
    assert_true(chy_unhex(
        key.b, 32,
        CHY_LITERAL("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")));
    chy_ssh_fingerprint(text, &key);
    assert_string_equal(text, "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(fingerprint_as_openssh_shows_it),
        IN_SANDBOX(signs),
        IN_SANDBOX(signatures_that_are_not_ours),
        IN_SANDBOX(answers_that_do_not_come),
        IN_SANDBOX(agents_that_hang),
        IN_SANDBOX(the_longest_message),
        IN_SANDBOX(no_agent_or_no_name),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
