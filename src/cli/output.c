#include "cli/output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* gcc and clang want the format to be a literal; here it is the caller's, checked there. */
static void format_into(char *out, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void format_into(char *out, size_t size, const char *format, va_list args)
{
    if (vsnprintf(out, size, format, args) < 0)
        out[0] = '\0';
}

bool cli_fail(chancery_error *error, enum chancery_code code, const char *where,
              const char *format, ...)
{
    va_list args;

    if (error->code != CHANCERY_OK)
        return false;
    chancery_error_init(error);
    error->code = code;
    va_start(args, format);
    format_into(error->text, sizeof error->text, format, args);
    va_end(args);
    return where != NULL && cli_fail_where(error, where);
}

bool cli_fail_next(chancery_error *error, const char *format, ...)
{
    va_list args;

    if (error->code == CHANCERY_OK || error->next[0] != '\0')
        return false;
    va_start(args, format);
    format_into(error->next, sizeof error->next, format, args);
    va_end(args);
    return false;
}

bool cli_fail_where(chancery_error *error, const char *where)
{
    if (error->code != CHANCERY_OK && error->where[0] == '\0')
        (void)snprintf(error->where, sizeof error->where, "%s", where);
    return false;
}

bool cli_fail_errno(chancery_error *error, enum chancery_code code, const char *where,
                    const char *doing)
{
    return cli_fail(error, code, where, "%s: %s", doing, strerror(errno));
}

/* To standard error, escaped: file names and letters may hold anything. */
static void put_escaped(const char *text)
{
    char *safe = chancery_escape((chancery_span){(const uint8_t *)text, strnlen(text, 4096)});

    fputs(safe != NULL ? safe : "(memory ran out)", stderr);
    chancery_free(safe);
}

static void put_next(const char *next)
{
    if (next[0] == '\0')
        return;
    fputs("  next: ", stderr);
    put_escaped(next);
    fputc('\n', stderr);
}

void cli_show_error(const chancery_error *error)
{
    (void)fflush(stdout); /* so that what came before it stands before it */
    fputs("chancery: ", stderr);
    if (error->where[0] != '\0') {
        put_escaped(error->where);
        if (error->line != 0)
            fprintf(stderr, ":%u", (unsigned)error->line);
        if (error->line != 0 && error->column != 0)
            fprintf(stderr, ":%u", (unsigned)error->column);
        fputs(": ", stderr);
    }
    put_escaped(error->text);
    fputc('\n', stderr);
    put_next(chancery_error_next(error));
}

void cli_warn(const char *where, const char *what, const char *next)
{
    fputs("chancery: warning: ", stderr);
    put_escaped(where);
    fprintf(stderr, ": %s\n", what);
    put_next(next);
}

/* errno of the first write to standard output that failed; the stream itself forgets it. */
static int lost;

static void note_loss(void)
{
    if (lost == 0)
        lost = errno != 0 ? errno : EIO;
}

void cli_write(chancery_span bytes)
{
    if (bytes.len > 0 && fwrite(bytes.ptr, 1, bytes.len, stdout) != bytes.len)
        note_loss();
}

void cli_print(const char *text)
{
    size_t len = strlen(text);

    cli_write((chancery_span){(const uint8_t *)text, len});
    if ((len == 0 || text[len - 1] != '\n') && fputc('\n', stdout) == EOF)
        note_loss();
}

bool cli_print_free(char *text)
{
    if (text == NULL)
        return false;
    cli_print(text);
    chancery_free(text);
    return true;
}

bool cli_finish_output(chancery_error *error)
{
    if (fflush(stdout) != 0)
        note_loss();
    if (lost == 0)
        return true;
    cli_fail(error, CHANCERY_E_IO, "standard output", "the output was cut off: %s",
             strerror(lost));
    return cli_fail_next(error, "Write it elsewhere; what the command did on disk stands.");
}

bool cli_color(FILE *stream)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    if (no_color != NULL && no_color[0] != '\0')
        return false;
    if (term != NULL && strcmp(term, "dumb") == 0)
        return false;
    return isatty(fileno(stream)) == 1;
}
