/*
 * vector.h - tests/vectors/: a few "name: value" lines, a blank line, then the input. For unit
 * tests and fuzz targets; every function is static inline so that no object is shared.
 */
#ifndef CHY_TESTS_VECTOR_H
#define CHY_TESTS_VECTOR_H

#include "base/file.h"
#include "base/span.h"

#include <stdio.h>
#include <stdlib.h>

struct vector {
    const char *name;
    chancery_span file, headers, input; /* file: headers and input */
};

/* A vector of its bytes. Fuzz targets are given bytes that begin otherwise: all is input
 * then. */
static inline struct vector vector_of(const char *name, chancery_span file)
{
    struct vector vector = {.name = name, .file = file, .input = file};
    chancery_span rest = file, line;
    if (!chy_span_starts(file, CHY_LITERAL("expect: ")))
        return vector;
    while (chy_span_line(&line, &rest) && line.len > 0) {
    }
    vector.headers = chy_span_sub(file, 0, file.len - rest.len);
    vector.input = rest;
    return vector;
}

/* The value of a header, empty where it is not there. */
static inline chancery_span vector_header(const struct vector *vector, const char *name)
{
    chancery_span rest = vector->headers, line;
    size_t len = strlen(name);
    while (chy_span_line(&line, &rest)) {
        if (line.len >= len + 2 && memcmp(line.ptr, name, len) == 0 &&
            memcmp(line.ptr + len, ": ", 2) == 0)
            return chy_span_from(line, len + 2);
    }
    return CHY_LITERAL("");
}

static inline bool vector_header_is(const struct vector *vector, const char *name,
                                    const char *value)
{
    return chy_span_is(vector_header(vector, name), value);
}

/* The input of a topic whose inputs are single lines: without the LF that ends the file. */
static inline chancery_span vector_line(const struct vector *vector)
{
    bool ended = chy_span_ends(vector->input, CHY_LITERAL("\n"));
    return chy_span_sub(vector->input, 0, vector->input.len - ended);
}

/* Gives each vector of a topic to check and returns how many there were. A vector that cannot
 * be read ends the test program: nothing that it was to show would be tested. */
static inline size_t vector_each(const char *topic, void (*check)(const struct vector *))
{
    char folder[256], path[600];
    char **names = NULL;
    size_t count = 0;
    chancery_error error = CHANCERY_ERROR_INIT;
    snprintf(folder, sizeof folder, "tests/vectors/%s", topic);
    bool ok = chy_file_list(&names, &count, folder, "", &error);
    for (size_t i = 0; ok && i < count; i++) {
        struct chy_buf file = {0};
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        ok = chy_file_read(&file, path, 64u << 20, &error);
        if (ok) {
            struct vector vector = vector_of(names[i], chy_buf_view(&file));
            check(&vector);
        }
        chy_buf_done(&file);
    }
    if (!ok) {
        fprintf(stderr, "%s: %s\n", error.where, error.text);
        exit(EXIT_FAILURE);
    }
    chy_names_free(names, count);
    return count;
}

#endif
