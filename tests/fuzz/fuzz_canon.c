/*
 * fuzz_canon.c - whatever file is read: no crash, nothing read outside it, the properties of
 * both forms hold, and both are what the slow reference makes with ICU.
 */
#include "canon_properties.h"
#include "canon_reference.h"
#include "guard.h"
#include "text/forms.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "does not hold: %s\n", what);
        abort();
    }
}

static bool has_emphasis(chancery_span file)
{
    return file.len > 0 && (memchr(file.ptr, '*', file.len) || memchr(file.ptr, '_', file.len));
}

/* The forms of a file that lies between guard pages, against the reference. */
static void check_forms(chancery_span file, bool at_start)
{
    struct chancery_text forms = {0};
    struct chy_buf text = {0}, words = {0};
    if (chy_forms_read(&forms, guard_copy(file, at_start), NULL)) {
        must(reference_text(&text, file) && reference_words(&words, chy_buf_view(&text)),
             "a reference");
        must(chy_span_eq(chy_buf_view(&text), chancery_text_form(&forms)), "text/v1 is right");
        must(has_emphasis(file) ||
                 chy_span_eq(chy_buf_view(&words), chancery_text_words(&forms)),
             "words/v1 is right");
    }
    chy_forms_done(&forms);
    chy_buf_done(&text);
    chy_buf_done(&words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chancery_span file = chy_span(data, size);
    const char *broken = canon_broken(file);
    must(!broken, broken);
    if (size > 0 && size <= CHY_MAX_TEXT) {
        check_forms(file, false);
        check_forms(file, true);
    }
    return 0;
}
