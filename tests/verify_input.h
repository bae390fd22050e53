/*
 * verify_input.h - a document and a record told as changes of the golden case, so that vectors
 * and fuzz inputs stay small. Lines of the record come first: "=3" is the golden record's third
 * line, any other stands for itself. A line "--" ends them. Then comes the document: nothing is
 * the golden document, "=NAME" another file of the case, "~OLD~NEW" the golden document with
 * the first OLD replaced; anything else stands for itself.
 */
#ifndef CHY_TESTS_VERIFY_INPUT_H
#define CHY_TESTS_VERIFY_INPUT_H

#include "base/file.h"
#include "base/span.h"

#include <stdio.h>
#include <stdlib.h>

#define GOLDEN "keys/S-2012-727/"
#define GOLDEN_NAME "S-2012-727.txt"
#define GOLDEN_LINES 4

struct golden {
    struct chy_buf issue, cover, annex, record;
    chancery_span line[GOLDEN_LINES]; /* of the record, with LF */
    chancery_trust *trust;
};

struct verify_input {
    struct chy_buf document, record;
};

static inline void golden_read(struct chy_buf *out, const char *path)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    if (chy_file_read(out, path, 1u << 20, &error))
        return;
    fprintf(stderr, "%s: %s\n", error.where, error.text);
    exit(EXIT_FAILURE);
}

static inline void golden_load(struct golden *golden)
{
    static const char *const roots[] = {GOLDEN "root.pub"};
    const chancery_trust_options options = {.directory = GOLDEN "directory.jsonl",
                                            .roots = roots,
                                            .root_count = 1,
                                            .now = 1767225600}; /* 2026-01-01 */
    chancery_error error = CHANCERY_ERROR_INIT;
    golden_read(&golden->issue, GOLDEN GOLDEN_NAME);
    golden_read(&golden->cover, GOLDEN "cover.txt");
    golden_read(&golden->annex, GOLDEN "annex.txt");
    golden_read(&golden->record, GOLDEN GOLDEN_NAME ".intoto.jsonl");
    if (!chancery_trust_open(&golden->trust, &options, &error)) {
        fprintf(stderr, "%s: %s\n", error.where, error.text);
        exit(EXIT_FAILURE);
    }
    chancery_span rest = chy_buf_view(&golden->record), line;
    for (size_t i = 0; i < GOLDEN_LINES && chy_span_line(&line, &rest); i++)
        golden->line[i] = chy_span(line.ptr, line.len + 1);
}

static inline void golden_done(struct golden *golden)
{
    chancery_trust_free(golden->trust);
    chy_buf_done(&golden->issue);
    chy_buf_done(&golden->cover);
    chy_buf_done(&golden->annex);
    chy_buf_done(&golden->record);
}

static inline void verify_input_document(struct chy_buf *out, const struct golden *golden,
                                         chancery_span told)
{
    chancery_span issue = chy_buf_view(&golden->issue);
    const uint8_t *end = told.len > 1 ? memchr(told.ptr + 1, '~', told.len - 1) : NULL;
    if (told.len == 0) {
        chy_buf_span(out, issue);
    } else if (chy_span_is(told, "=cover.txt\n")) {
        chy_buf_span(out, chy_buf_view(&golden->cover));
    } else if (chy_span_is(told, "=annex.txt\n")) {
        chy_buf_span(out, chy_buf_view(&golden->annex));
    } else if (told.ptr[0] == '~' && end) {
        size_t len = (size_t)(end - told.ptr) - 1;
        const uint8_t *at = len > 0 ? memmem(issue.ptr, issue.len, told.ptr + 1, len) : NULL;
        size_t before = at ? (size_t)(at - issue.ptr) : issue.len;
        chancery_span words = chy_span_from(told, len + 2);
        chy_buf_span(out, chy_span_sub(issue, 0, before));
        chy_buf_span(
            out, chy_span_sub(words, 0, words.len - chy_span_ends(words, CHY_LITERAL("\n"))));
        chy_buf_span(out, chy_span_from(issue, at ? before + len : issue.len));
    } else {
        chy_buf_span(out, told);
    }
}

/* Freed with verify_input_done. */
static inline struct verify_input verify_input_of(const struct golden *golden,
                                                  chancery_span input)
{
    struct verify_input made = {{0}, {0}};
    chancery_span rest = input, line;
    while (chy_span_line(&line, &rest) && !chy_span_is(line, "--")) {
        if (line.len == 2 && line.ptr[0] == '=' && line.ptr[1] >= '1' &&
            line.ptr[1] < '1' + GOLDEN_LINES) {
            chy_buf_span(&made.record, golden->line[line.ptr[1] - '1']);
        } else {
            chy_buf_span(&made.record, line);
            chy_buf_byte(&made.record, '\n');
        }
    }
    verify_input_document(&made.document, golden, rest);
    return made;
}

static inline void verify_input_done(struct verify_input *input)
{
    chy_buf_done(&input->document);
    chy_buf_done(&input->record);
}

#endif
