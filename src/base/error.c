#include "base/error.h"

#include "base/escape.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A message before it is escaped and cut to fit. */
#define RAW_MAX 2048

static const struct code {
    const char *name;
    int status;
} codes[] = {[CHANCERY_OK] = {"ok", CHANCERY_EXIT_OK},
#define X(id, name, status, means) [CHANCERY_E_##id] = {name, status},
             CHANCERY_ERRORS(X)
#undef X
};

/* A number that is no code is a fault of the program that made it. */
static const struct code *code_of(enum chancery_code code)
{
    size_t i = (size_t)code;
    return &codes[i < sizeof codes / sizeof *codes ? i : (size_t)CHANCERY_E_INTERNAL];
}

void chancery_error_init(chancery_error *error)
{
    if (error)
        *error = CHANCERY_ERROR_INIT;
}

const char *chancery_error_name(enum chancery_code code)
{
    return code_of(code)->name;
}

int chancery_error_status(enum chancery_code code)
{
    return code_of(code)->status;
}

void chancery_free(void *ptr)
{
    free(ptr);
}

/* Copies raw into out, escaped and NUL-terminated; what does not fit ends in an ellipsis, never
 * within a character or an escape. Asks for no memory: this also reports that there is none. */
static void fill(char *out, size_t size, const char *raw)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    const uint8_t *ptr = (const uint8_t *)raw, *end = ptr + strlen(raw);
    size_t len = 0, fits = 0; /* fits: a length that leaves room for the ellipsis */
    while (ptr < end) {
        char escaped[CHY_ESCAPED_MAX];
        struct chy_glyph glyph = chy_glyph_at(ptr, end);
        unsigned n = chy_glyph_escape(escaped, glyph, ptr);
        if (len + n >= size) {
            len = fits;
            memcpy(out + len, ellipsis, sizeof ellipsis - 1);
            len += sizeof ellipsis - 1;
            break;
        }
        memcpy(out + len, escaped, n);
        len += n;
        ptr += glyph.taken;
        if (len + sizeof ellipsis <= size)
            fits = len;
    }
    out[len] = '\0';
}

CHY_PRINTF(3, 0)
static void print(char *out, size_t size, const char *format, va_list args)
{
    char raw[RAW_MAX];
    int n = vsnprintf(raw, sizeof raw, format, args);
    fill(out, size, n < 0 ? format : raw);
}

bool chy_vfail(chancery_error *error, enum chancery_code code, const char *format, va_list args)
{
    if (error && error->code == CHANCERY_OK) {
        *error = CHANCERY_ERROR_INIT;
        error->code = code;
        print(error->text, sizeof error->text, format, args);
    }
    return false;
}

bool chy_fail(chancery_error *error, enum chancery_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    chy_vfail(error, code, format, args);
    va_end(args);
    return false;
}

bool chy_fail_where(chancery_error *error, const char *where)
{
    if (error && error->code != CHANCERY_OK && error->where[0] == '\0' && where)
        fill(error->where, sizeof error->where, where);
    return false;
}

bool chy_fail_at(chancery_error *error, uint64_t offset, uint32_t line, uint32_t column)
{
    if (!error || error->code == CHANCERY_OK)
        return false;
    if (error->offset == CHANCERY_NO_OFFSET)
        error->offset = offset;
    if (error->line == 0) {
        error->line = line;
        error->column = column;
    }
    return false;
}

bool chy_fail_next(chancery_error *error, const char *format, ...)
{
    if (!error || error->code == CHANCERY_OK || error->next[0] != '\0')
        return false;
    va_list args;
    va_start(args, format);
    print(error->next, sizeof error->next, format, args);
    va_end(args);
    return false;
}

static enum chancery_code code_of_errno(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return CHANCERY_E_MISSING;
    case EACCES:
    case EPERM:
        return CHANCERY_E_UNREADABLE;
    case EISDIR:
        return CHANCERY_E_IS_FOLDER;
    case EEXIST:
        return CHANCERY_E_EXISTS;
    case ENOMEM:
        return CHANCERY_E_MEMORY;
    default:
        return CHANCERY_E_IO;
    }
}

static const char *next_of_errno(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return "Check the name and the folder.";
    case EACCES:
    case EPERM:
        return "Check who may use the file and its folder.";
    case EISDIR:
        return "Name a file, not a folder.";
    case EEXIST:
        return "Choose another name, or move the present file away.";
    case ENOMEM:
        return "Free memory, or use a larger machine, and try again.";
    case ENOSPC:
    case EDQUOT:
        return "Free space on the disk and try again; nothing was changed.";
    case EROFS:
        return "Choose a place that can be written to.";
    case ENAMETOOLONG:
        return "Choose a shorter name.";
    default:
        return "Check the disk or the connection and try again.";
    }
}

/* What is worth trying where the place that failed knew nothing better. */
static const char *next_of_code(enum chancery_code code)
{
    switch (code) {
    case CHANCERY_OK:
        return "";
    case CHANCERY_E_USAGE:
        return "See chancery help.";
    case CHANCERY_E_MISSING:
        return next_of_errno(ENOENT);
    case CHANCERY_E_UNREADABLE:
        return next_of_errno(EACCES);
    case CHANCERY_E_IS_FOLDER:
        return next_of_errno(EISDIR);
    case CHANCERY_E_EXISTS:
        return next_of_errno(EEXIST);
    case CHANCERY_E_IO:
        return next_of_errno(EIO);
    case CHANCERY_E_MEMORY:
        return next_of_errno(ENOMEM);
    case CHANCERY_E_LIMIT:
        return "Look whether it is the right file: nothing above the limits is read.";
    case CHANCERY_E_EMPTY:
        return "Look whether it is the right file.";
    case CHANCERY_E_ENCODING:
    case CHANCERY_E_CHARACTER:
        return "Correct the text there; chancery canon --show shows what stands in it.";
    case CHANCERY_E_JSON:
    case CHANCERY_E_FORMAT:
    case CHANCERY_E_CANONICAL:
    case CHANCERY_E_ENVELOPE:
        return "It is damaged, was changed, or is another file: get it again from who made it.";
    case CHANCERY_E_KEY:
        return "Get the key again from whose it is, or make one (chancery keygen).";
    case CHANCERY_E_PASSPHRASE:
        return "Try again with the passphrase of this very key.";
    case CHANCERY_E_DIRECTORY:
        return "Ask the directory's keepers for the file as its roots signed it.";
    case CHANCERY_E_TRUST:
        return "Trust one: chancery directory trust FILE --root ROOT.pub";
    case CHANCERY_E_DECLINED:
        return "Ask for it again when the answer is yes.";
    case CHANCERY_E_NOTE:
        return "Ask whoever keeps the log for it again.";
    case CHANCERY_E_TOKEN:
        return "Ask an authority that the directory lists for another (chancery timestamp).";
    case CHANCERY_E_LOG:
        return "See what is wrong with it (chancery log check), or bring it back from a copy.";
    case CHANCERY_E_UNKNOWN:
    case CHANCERY_E_CONFLICT:
    case CHANCERY_E_REFUSED:
        return "Correct what this names, and try again.";
    case CHANCERY_E_INTERNAL:
    default:
        return "Report this fault of the program, with what was asked of it.";
    }
}

const char *chancery_error_next(const chancery_error *error)
{
    if (!error)
        return "";
    return error->next[0] ? error->next : next_of_code(error->code);
}

bool chy_fail_errno(chancery_error *error, const char *where, const char *doing)
{
    int number = errno;
    if (!error || error->code != CHANCERY_OK)
        return false;
    chy_fail(error, code_of_errno(number), "%s: %s", doing, strerror(number));
    chy_fail_where(error, where);
    return chy_fail_next(error, "%s", next_of_errno(number));
}

bool chy_fail_memory(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_MEMORY, "memory ran out");
    return chy_fail_next(error, "%s", next_of_errno(ENOMEM));
}
