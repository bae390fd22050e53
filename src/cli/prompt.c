#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

int cli_terminal_open(void)
{
    return open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
}

void cli_terminal_say(int terminal, const char *text)
{
    size_t len = strlen(text);

    while (len > 0) {
        ssize_t n = write(terminal, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        text += n;
        len -= (size_t)n;
    }
}

/* --- signals while the echo is off -------------------------------------------------------- */

/* What would end or stop the program and leave the person's terminal without an echo. */
static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { WATCHED = sizeof watched / sizeof *watched };

static volatile sig_atomic_t caught;

static void remember(int number)
{
    caught = number;
}

struct quiet {
    struct termios echoing;
    struct sigaction actions[WATCHED];
    sigset_t mask; /* as it was before: signals come in only while ppoll waits */
};

static bool quiet_begin(struct quiet *quiet, int terminal)
{
    struct sigaction action = {.sa_handler = remember};
    struct termios silent;
    sigset_t blocked;

    if (tcgetattr(terminal, &quiet->echoing) != 0)
        return false;
    caught = 0;
    sigemptyset(&action.sa_mask);
    sigemptyset(&blocked);
    for (size_t i = 0; i < WATCHED; i++) {
        sigaddset(&blocked, watched[i]);
        sigaction(watched[i], &action, &quiet->actions[i]);
    }
    sigprocmask(SIG_BLOCK, &blocked, &quiet->mask);
    silent = quiet->echoing;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    silent.c_lflag |= ICANON;
    (void)tcsetattr(terminal, TCSAFLUSH, &silent);
    return true;
}

/* Puts everything back, then lets a signal that came do what it does. */
static void quiet_end(const struct quiet *quiet, int terminal)
{
    int number = caught;

    (void)tcsetattr(terminal, TCSAFLUSH, &quiet->echoing);
    for (size_t i = 0; i < WATCHED; i++)
        sigaction(watched[i], &quiet->actions[i], NULL);
    sigprocmask(SIG_SETMASK, &quiet->mask, NULL);
    cli_terminal_say(terminal, "\n");
    if (number != 0)
        raise(number);
}

/* --- lines -------------------------------------------------------------------------------- */

/* The next byte: 1, or 0 at the end of input or when a signal came. mask: the signals that
 * are let in while waiting, NULL for no change. */
static int next_byte(int terminal, const sigset_t *mask, uint8_t *byte)
{
    for (;;) {
        struct pollfd waiting = {.fd = terminal, .events = POLLIN};
        if (ppoll(&waiting, 1, NULL, mask) < 0) {
            if (errno == EINTR && caught == 0)
                continue;
            return 0;
        }
        ssize_t n = read(terminal, byte, 1);
        if (n == 1)
            return 1;
        if (n == 0 || errno != EINTR)
            return 0;
    }
}

static long read_line(int terminal, const sigset_t *mask, uint8_t *out, size_t capacity)
{
    size_t len = 0;
    uint8_t byte = 0;
    long result = -1;

    while (next_byte(terminal, mask, &byte) == 1) {
        if (byte == '\n') {
            result = len <= capacity ? (long)len : -2;
            break;
        }
        if (len < capacity)
            out[len] = byte;
        if (len <= capacity)
            len++;
    }
    explicit_bzero(&byte, sizeof byte);
    return result;
}

long cli_terminal_secret(int terminal, const char *prompt, uint8_t *out, size_t capacity)
{
    struct quiet quiet;
    long result;

    do {
        if (!quiet_begin(&quiet, terminal))
            return -1;
        cli_terminal_say(terminal, prompt);
        result = read_line(terminal, &quiet.mask, out, capacity);
        quiet_end(&quiet, terminal); /* does not return if the signal ends the program */
    } while (caught == SIGTSTP);     /* stopped and continued: ask again */
    return result;
}

bool cli_terminal_confirm(int terminal, const char *question)
{
    uint8_t answer[8];
    char word[sizeof answer + 1] = "";

    caught = 0;
    cli_terminal_say(terminal, question);
    long len = read_line(terminal, NULL, answer, sizeof answer);
    if (len <= 0)
        return false;
    memcpy(word, answer, (size_t)len);
    return strcasecmp(word, "y") == 0 || strcasecmp(word, "yes") == 0;
}
