/*
 * child.h - other programs, run as children that are trusted with nothing: no shell, no
 * environment, no file but the bytes that they are given, and bounds on time, memory and
 * output.
 */
#ifndef CHY_CHILD_H
#define CHY_CHILD_H

#include "base/buf.h"

struct chy_child {
    const char *program;          /* a plain name: "pdftotext" */
    const char *const *arguments; /* after its name, closed by NULL */
    chancery_span input;          /* what it reads on standard input */
    size_t most;                  /* bytes that it may write to standard output */
    unsigned seconds;             /* of processor time, and that it may run at all */
    size_t memory;                /* bytes of address space */
    const char *const *folders;   /* where it is looked for, closed by NULL; NULL: /usr/bin,
                                     /usr/local/bin, /bin, never what PATH says */
    const char *does;             /* "asks authorities"; NULL: "reads such files" */
    const char *cannot;           /* "got no answer"; NULL: "cannot read it" */
    const char *missing_next;     /* what to do where it is not there; NULL: nothing */
};

/*
 * Runs it to its end, and appends what it wrote to out. It runs in a process group of its own,
 * which is killed with it, in "/", with default signals, with no descriptor but the three
 * standard ones, and can write no file. Its input is a private copy, so it is what the caller
 * has in memory whatever happens to a file.
 *
 * CHANCERY_E_MISSING: there is no such program. _UNREADABLE: it failed, with what it said; or
 * it was ended by a signal. _LIMIT: it wrote too much, or took too long. _IO, _MEMORY. The
 * error's where is left to the caller, but for _MISSING.
 */
CHY_MUST_USE bool chy_child_run(struct chy_buf *out, const struct chy_child *child,
                                chancery_error *error);

#endif
