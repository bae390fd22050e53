#include "cli/passphrase.h"

#include "cli/output.h"
#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* A core dump that a pipe takes ignores the limit, so the process is made undumpable too. */
static void forbid_dumps(void)
{
    const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static void warn_if_exposed(int fd, const char *path)
{
    struct stat st;

    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & (S_IRGRP | S_IROTH)) != 0)
        cli_warn(path, "others can read this passphrase file",
                 "Make it yours alone: chmod 600 FILE.");
}

bool cli_passphrase_open(struct cli_passphrase *source, const char *path, chancery_error *error)
{
    *source = (struct cli_passphrase){
        .path = path,
        .hint = "Name a file that holds it with --passphrase-file.",
        .fd = -1,
        .error = error,
    };
    if (path != NULL && strcmp(path, "-") == 0) {
        source->fd = STDIN_FILENO;
    } else if (path != NULL) {
        source->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (source->fd < 0)
            return cli_fail_errno(error,
                                  errno == ENOENT ? CHANCERY_E_MISSING : CHANCERY_E_UNREADABLE,
                                  path, "the passphrase file cannot be opened");
        warn_if_exposed(source->fd, path);
    }
    forbid_dumps();
    return true;
}

void cli_passphrase_close(struct cli_passphrase *source)
{
    if (source->fd > STDIN_FILENO)
        (void)close(source->fd);
    source->fd = -1;
}

/* The first line, without its line end. Read to the end, so that one that is too long is
 * refused and not cut. */
static long read_first_line(struct cli_passphrase *source, uint8_t *out, size_t capacity)
{
    size_t len = 0;
    uint8_t byte = 0;
    ssize_t n;

    for (;;) {
        n = read(source->fd, &byte, 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || byte == '\n')
            break;
        if (len == capacity) {
            cli_fail(source->error, CHANCERY_E_LIMIT, source->path,
                     "the passphrase is longer than %zu bytes", capacity);
            return -1;
        }
        out[len++] = byte;
    }
    explicit_bzero(&byte, sizeof byte);
    if (n < 0) {
        cli_fail_errno(source->error,
                       errno == EISDIR ? CHANCERY_E_IS_FOLDER : CHANCERY_E_UNREADABLE,
                       source->path, "the passphrase file cannot be read");
        return -1;
    }
    if (len > 0 && out[len - 1] == '\r')
        len--;
    return (long)len;
}

static long ask_terminal(struct cli_passphrase *source, const char *prompt, uint8_t *out,
                         size_t capacity)
{
    int terminal = cli_terminal_open();
    long len;

    if (terminal < 0) {
        cli_fail(source->error, CHANCERY_E_PASSPHRASE, NULL,
                 "a passphrase is needed, and there is no terminal to ask for it");
        cli_fail_next(source->error, "%s", source->hint);
        return -1;
    }
    len = cli_terminal_secret(terminal, prompt, out, capacity);
    (void)close(terminal);
    if (len == -2)
        cli_fail(source->error, CHANCERY_E_LIMIT, NULL,
                 "the passphrase is longer than %zu bytes", capacity);
    else if (len < 0)
        cli_fail(source->error, CHANCERY_E_PASSPHRASE, NULL, "no passphrase was given");
    return len < 0 ? -1 : len;
}

long cli_passphrase_ask(void *context, const char *prompt, uint8_t *out, size_t capacity)
{
    struct cli_passphrase *source = context;

    if (source->fd >= 0)
        return read_first_line(source, out, capacity);
    return ask_terminal(source, prompt, out, capacity);
}

static bool check_not_empty(struct cli_passphrase *source, long len)
{
    if (len > 0)
        return true;
    if (len == 0) {
        cli_fail(source->error, CHANCERY_E_PASSPHRASE, source->path, "the passphrase is empty");
        cli_fail_next(source->error, "For a key without a passphrase say --no-passphrase.");
    }
    return false;
}

static bool ask_again(struct cli_passphrase *source, const uint8_t *first, size_t len)
{
    uint8_t second[CLI_MAX_PASSPHRASE] = {0};
    long again;
    bool same;

    (void)mlock(second, sizeof second);
    again = ask_terminal(source, "The same passphrase again: ", second, sizeof second);
    same = again == (long)len && memcmp(first, second, len) == 0;
    explicit_bzero(second, sizeof second);
    (void)munlock(second, sizeof second);
    if (again >= 0 && !same) {
        cli_fail(source->error, CHANCERY_E_PASSPHRASE, NULL,
                 "the two passphrases are not the same");
        return cli_fail_next(source->error, "No key was made: run the command again.");
    }
    return same;
}

bool cli_passphrase_choose(struct cli_passphrase *source, const char *name,
                           uint8_t out[CLI_MAX_PASSPHRASE], size_t *len)
{
    char prompt[320];
    char *safe;
    long given;

    if (source->fd >= 0) {
        given = read_first_line(source, out, CLI_MAX_PASSPHRASE);
        *len = given > 0 ? (size_t)given : 0;
        return check_not_empty(source, given);
    }
    safe = chancery_escape((chancery_span){(const uint8_t *)name, strlen(name)});
    (void)snprintf(prompt, sizeof prompt,
                   "Passphrase for the new key %.200s (six words or more are good advice): ",
                   safe != NULL ? safe : "");
    chancery_free(safe);
    source->hint =
        "Name a file that holds it with --passphrase-file, or, for unattended use, say "
        "--no-passphrase.";
    given = ask_terminal(source, prompt, out, CLI_MAX_PASSPHRASE);
    *len = given > 0 ? (size_t)given : 0;
    return check_not_empty(source, given) && ask_again(source, out, *len);
}
