#include "text/rendition.h"

#include "base/child.h"
#include "base/limits.h"
#include "base/utf8.h"

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
        .missing_next = is_docx
                            ? "Install pandoc (2.15 or newer), or ask for the letter as text."
                            : "Install poppler-utils, or ask for the letter as text.",
    };
    return chy_child_run(out, &child, error);
}

/* --- lines that end in a hyphen --- */

static bool is_letter(chancery_span text, size_t at)
{
    uint8_t byte = at < text.len ? text.ptr[at] : 0;
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0xC3;
}

/* "Secretary-General" at a line's end: no hyphenation puts its hyphen before a capital letter
 * or a digit. */
static bool is_capital(chancery_span text, size_t at)
{
    uint32_t cp = 0;
    if (at >= text.len || chy_utf8_decode(&cp, text.ptr + at, text.ptr + text.len) == 0)
        return false;
    return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE) ||
           (cp >= 0x400 && cp <= 0x42F);
}

/* At `at` stands a hyphen that ends a line within a word: the bytes of the hyphen and the line
 * end, else 0. U+2010 is a hyphen too. */
static size_t broken_word(chancery_span text, size_t at)
{
    size_t hyphen = text.ptr[at] == '-'                                                     ? 1
                    : chy_span_starts(chy_span_from(text, at), CHY_LITERAL("\xE2\x80\x90")) ? 3
                                                                                            : 0;
    if (hyphen == 0 || at == 0 || at + hyphen >= text.len || text.ptr[at + hyphen] != '\n')
        return 0;
    uint8_t before = text.ptr[at - 1];
    bool in_word = (before >= '0' && before <= '9') || (before >= 'A' && before <= 'Z') ||
                   (before >= 'a' && before <= 'z') || before >= 0x80;
    size_t next = at + hyphen + 1;
    return in_word && (is_letter(text, next) || is_capital(text, next)) ? hyphen + 1 : 0;
}

size_t chy_rejoin(struct chy_buf *out, chancery_span lines, uint64_t mask)
{
    size_t doubtful = 0, from = 0;
    for (size_t i = 0; i < lines.len;) {
        size_t broken = broken_word(lines, i);
        if (broken == 0) {
            i++;
            continue;
        }
        chy_buf_span(out, chy_span_sub(lines, from, i - from));
        bool stays = is_capital(lines, i + broken);
        if (!stays) {
            stays = doubtful < 64 && (mask >> doubtful & 1);
            doubtful++;
        }
        if (stays)
            chy_buf_span(out, chy_span_sub(lines, i, broken - 1));
        i += broken;
        from = i;
    }
    chy_buf_span(out, chy_span_from(lines, from));
    return doubtful;
}

static bool read_with(chancery_text **out, size_t *doubtful, chancery_span extracted,
                      enum chy_medium medium, uint64_t mask, chancery_error *error)
{
    struct chy_buf joined = {0};
    *doubtful = 0;
    if (medium == CHY_MEDIUM_PDF)
        *doubtful = chy_rejoin(&joined, extracted, mask);
    bool ok = chy_buf_finish(&joined, error) &&
              chancery_text_new(
                  out, medium == CHY_MEDIUM_PDF ? chy_buf_view(&joined) : extracted, error);
    chy_buf_done(&joined);
    return ok;
}

bool chy_rendition_text(chancery_text **out, bool *accepted, chancery_span extracted,
                        enum chy_medium medium, chy_accept_fn *accept, const void *context,
                        chancery_error *error)
{
    size_t doubtful;
    *accepted = false;
    if (!read_with(out, &doubtful, extracted, medium, 0, error))
        return false;
    *accepted = accept(context, *out);
    uint64_t readings = doubtful < 32 ? (uint64_t)1 << doubtful : UINT32_MAX;
    uint64_t most = CHY_MAX_READING_BYTES / (extracted.len + 1);
    most = most < CHY_MAX_READINGS ? most : CHY_MAX_READINGS;
    for (uint64_t mask = 1; !*accepted && mask < readings && mask < most; mask++) {
        chancery_text *other = NULL;
        size_t same;
        if (!read_with(&other, &same, extracted, medium, mask, error)) {
            chancery_text_free(*out);
            *out = NULL;
            return false;
        }
        *accepted = accept(context, other);
        if (*accepted) {
            chancery_text_free(*out);
            *out = other;
        } else {
            chancery_text_free(other);
        }
    }
    return true;
}
