/*
 * fuzz_outline.c - any text that the canonicaliser takes has an outline that keeps the promises
 * of tests/outline_check.h, a report and a JSON form. Seeds: tests/vectors/outline.
 */
#include "../outline_check.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chancery_text *text = NULL;
    if (!chy_text_new(&text, chy_span(data, size), NULL))
        return 0;
    struct chy_outline outline;
    must(chy_outline_read(&outline, text, NULL), "no outline");
    const char *wrong = outline_check(text, &outline);
    must(!wrong, wrong);
    chy_outline_done(&outline);

    char *report = chancery_outline_report(text, true, NULL);
    char *json = chancery_outline_json(text, NULL);
    must(report && json, "no report or JSON");
    chancery_free(report);
    chancery_free(json);
    chancery_text_free(text);
    return 0;
}
