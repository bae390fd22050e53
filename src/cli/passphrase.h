/*
 * passphrase.h - where a passphrase comes from: a file that was named, or the terminal. Never
 * from argv and never from the environment, which other programs can read.
 */
#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

#include "chancery.h"

enum { CLI_MAX_PASSPHRASE = 1024 }; /* spec/limits.md */

struct cli_passphrase {
    const char *path; /* NULL: ask on the terminal */
    const char *hint; /* what to do where there is no terminal */
    int fd;           /* of path, -1 if there is none */
    chancery_error *error;
};

/* Opens path ("-": standard input), if it is not NULL, and from then on no debugger and no core
 * dump sees the program's memory. In this order, since a process that cannot be traced cannot
 * open the /dev/fd/N of a shell's <(...). */
CHANCERY_CHECK bool cli_passphrase_open(struct cli_passphrase *source, const char *path,
                                        chancery_error *error);
void cli_passphrase_close(struct cli_passphrase *source);

/* A chancery_passphrase_fn; context is a struct cli_passphrase, whose error says why there is
 * none. */
long cli_passphrase_ask(void *context, const char *prompt, uint8_t *out, size_t capacity);

/* For a new key: asked twice on the terminal, or the file's first line; never empty. */
CHANCERY_CHECK bool cli_passphrase_choose(struct cli_passphrase *source, const char *name,
                                          uint8_t out[CLI_MAX_PASSPHRASE], size_t *len);

#endif
