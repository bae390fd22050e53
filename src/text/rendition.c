#include "text/rendition.h"

#include "base/child.h"
#include "base/limits.h"

enum chy_medium chy_medium_of(chancery_span file)
{
    if (chy_span_starts(file, CHY_LITERAL("%PDF-")))
        return CHY_MEDIUM_PDF;
    /* names of a ZIP archive's members stand in it as they are */
    if (chy_span_starts(file, CHY_LITERAL("PK\x03\x04")) &&
        memmem(file.ptr, file.len, "word/document", 13))
        return CHY_MEDIUM_DOCX;
    return CHY_MEDIUM_OTHER;
}

const char *chy_medium_program(enum chy_medium medium)
{
    return medium == CHY_MEDIUM_DOCX ? "pandoc" : "pdftotext";
}

bool chy_rendition_extract(struct chy_buf *out, chancery_span file, enum chy_medium medium,
                           chancery_error *error)
{
    static const char *const pdf[] = {"-q",   "-raw", "-enc", "UTF-8", "-eol",
                                      "unix", "-",    "-",    NULL};
    static const char *const docx[] = {"--sandbox", "--from=docx", "--to=plain", "--wrap=none",
                                       NULL};
    bool is_docx = medium == CHY_MEDIUM_DOCX;
    const struct chy_child child = {
        .program = chy_medium_program(medium),
        .arguments = is_docx ? docx : pdf,
        .input = file,
        .most = CHY_MAX_TEXT,
        .seconds = CHY_MAX_READER_SECONDS,
        .memory = CHY_MAX_READER_MEMORY,
        .missing_next = is_docx ? "Install pandoc 2.15 or newer, which has --sandbox, or ask "
                                  "for the letter as text."
                                : "Install poppler-utils, or ask for the letter as text.",
    };
    bool ok = chy_child_run(out, &child, error);
    if (!ok && is_docx && error && error->code == CHANCERY_E_UNREADABLE)
        chy_fail_next(error,
                      "Is it whole, and is this pandoc 2.15 or newer, which has --sandbox? "
                      "Else ask for the letter as text.");
    return ok;
}
