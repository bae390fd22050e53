/*
 * vector.h - reads tests/vectors: "name: value" lines, an empty line, then the input.
 *
 * Unit tests walk a folder of them; fuzz targets skip the header, so that both read the same
 * files.
 */
#ifndef CHY_TEST_VECTOR_H
#define CHY_TEST_VECTOR_H

#include "base/buf.h"
#include "base/file.h"
#include "base/span.h"

#include <stdio.h>
#include <stdlib.h>

struct vector {
    const char *name;     /* the file's */
    chancery_span file;   /* all of it */
    chancery_span header; /* lines before the empty one */
    chancery_span input;  /* bytes after it */
};

/* Bytes that do not begin with "expect: " have no header. */
static inline struct vector vector_of(const char *name, chancery_span file)
{
    struct vector v = {.name = name, .file = file, .input = file};
    chancery_span line, rest = file;
    if (!chy_span_starts(file, CHY_LITERAL("expect: ")))
        return v;
    while (chy_span_line(&line, &rest)) {
        if (line.len == 0) {
            v.header = chy_span_sub(file, 0, (size_t)(line.ptr - file.ptr));
            v.input = rest;
            return v;
        }
    }
    return v;
}

/* The value of a header line; the empty span if there is none. */
static inline chancery_span vector_get(const struct vector *v, const char *name)
{
    chancery_span line, rest = v->header, key = chy_span_str(name);
    while (chy_span_line(&line, &rest)) {
        if (chy_span_starts(line, key) &&
            chy_span_starts(chy_span_from(line, key.len), CHY_LITERAL(": ")))
            return chy_span_from(line, key.len + 2);
    }
    return (chancery_span){0};
}

/* Without the one LF that ends the file. */
static inline chancery_span vector_line(const struct vector *v)
{
    return chy_span_ends(v->input, CHY_LITERAL("\n"))
               ? chy_span_sub(v->input, 0, v->input.len - 1)
               : v->input;
}

/* Does the outcome, "ok" or the error's name, meet "expect"? Says so if it does not. */
static inline bool vector_check(const struct vector *v, bool ok, const chancery_error *error)
{
    const char *got = ok ? "ok" : chancery_error_name(error->code);
    if (chy_span_is(vector_get(v, "expect"), got))
        return true;
    fprintf(stderr, "%s: got %s (%s)\n", v->name, got, ok ? "" : error->text);
    return false;
}

/* Calls check for every file of the folder; how many are not as they should be. A folder that
 * cannot be read, or is empty, counts as one. */
static inline size_t vector_each(const char *folder, bool (*check)(const struct vector *v))
{
    char **names = NULL;
    size_t count = 0, wrong = 0;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_file_list(&names, &count, folder, "", &error) || count == 0) {
        fprintf(stderr, "%s: no vectors: %s\n", folder, error.text);
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        struct chy_buf file = {0};
        char *path = chy_path_join(folder, chy_span_str(names[i]), &error);
        struct vector v = {0};
        if (path && chy_file_read(&file, path, 1u << 26, &error))
            v = vector_of(names[i], chy_buf_view(&file));
        if (v.header.len == 0) {
            fprintf(stderr, "%s: not a vector\n", names[i]);
            wrong++;
        } else if (!check(&v)) {
            wrong++;
        }
        chancery_free(path);
        chy_buf_done(&file);
    }
    chy_names_free(names, count);
    return wrong;
}

#endif
