#include "text/canon.h"

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "text/forms.h"

#include <stdlib.h>

static bool digest(struct chancery_text *text, chancery_error *error)
{
    text->paragraph_digest = calloc(text->paragraphs, sizeof *text->paragraph_digest);
    if (!text->paragraph_digest)
        return chy_fail_memory(error);
    chy_sha256(&text->file, chy_span(text->source, text->source_len));
    text->text_digest = text->file;
    if (!chy_span_eq(chancery_text_form(text), chy_span(text->source, text->source_len)))
        chy_sha256(&text->text_digest, chancery_text_form(text));
    chy_sha256(&text->words_digest, chancery_text_words(text));
    for (uint32_t i = 0, first = 0; i < text->paragraphs; i++) {
        struct chy_paragraph *paragraph = &text->paragraph[i];
        chancery_span words = chy_text_paragraph(text, i);
        chy_sha256(&text->paragraph_digest[i], words);
        paragraph->first = first;
        paragraph->count = (uint32_t)chy_spaces(words) + 1;
        first += paragraph->count;
    }
    return true;
}

/* The text takes the file's bytes over; they are freed with it, or here on failure. */
static bool text_new_take(chancery_text **out, uint8_t *file, size_t len, chancery_error *error)
{
    struct chancery_text *text = calloc(1, sizeof *text);
    bool done = false;
    if (!text) {
        free(file);
        chy_fail_memory(error);
        goto out;
    }
    text->source = file;
    text->source_len = len;
    if (!chy_forms_read(text, chy_span(file, len), error) || !digest(text, error))
        goto out;
    *out = text;
    text = NULL;
    done = true;
out:
    chancery_text_free(text);
    return done;
}

bool chancery_text_new(chancery_text **out, chancery_span bytes, chancery_error *error)
{
    if (bytes.len > CHY_MAX_TEXT) { /* before it is copied */
        struct chancery_text none = {0};
        return chy_forms_read(&none, bytes, error);
    }
    char *copy = chy_dup(bytes, error);
    return copy && text_new_take(out, (uint8_t *)copy, bytes.len, error);
}

bool chancery_text_read(chancery_text **out, const char *path, chancery_error *error)
{
    struct chy_buf buf = {0};
    size_t len = 0;
    char *file = NULL;
    bool done = chy_file_read(&buf, path, CHY_MAX_TEXT, error) &&
                (file = chy_buf_take(&buf, &len, error)) != NULL &&
                text_new_take(out, (uint8_t *)file, len, error);
    if (!done)
        chy_fail_where(error, path);
    chy_buf_done(&buf);
    return done;
}

bool chy_text_new(chancery_text **out, chancery_span bytes, chancery_error *error)
{
    if (!chancery_text_new(out, bytes, error))
        return false;
    if (chy_text_index(*out, error))
        return true;
    chancery_text_free(*out);
    *out = NULL;
    return false;
}

void chancery_text_free(chancery_text *text)
{
    if (!text)
        return;
    chy_forms_done(text);
    free(text->source);
    free(text);
}

chancery_span chancery_text_form(const chancery_text *text)
{
    return chy_span(text->text, text->text_len);
}

chancery_span chancery_text_words(const chancery_text *text)
{
    return chy_span(text->words_bytes, text->words_len);
}

char *chancery_text_json(const chancery_text *text, chancery_error *error)
{
    struct chy_json *json = chy_json_new_object(), *paragraphs = chy_json_new_array();
    struct chy_buf buf = {0};
    for (uint32_t i = 0; i < text->paragraphs; i++) {
        const chancery_digest *digest = &text->paragraph_digest[i];
        struct chy_json *pair = chy_json_new_array();
        chy_json_append(pair, chy_json_new_hex(digest->b, sizeof digest->b));
        chy_json_append(pair, chy_json_new_integer(text->paragraph[i].count));
        chy_json_append(paragraphs, pair);
    }
    chy_json_set(json, "unicode", chy_json_new_cstring("15.0.0"));
    chy_json_set(json, "file", chy_json_new_hex(text->file.b, sizeof text->file.b));
    chy_json_set(json, "text",
                 chy_json_new_hex(text->text_digest.b, sizeof text->text_digest.b));
    chy_json_set(json, "words",
                 chy_json_new_hex(text->words_digest.b, sizeof text->words_digest.b));
    chy_json_set(json, "paragraphs", paragraphs);
    chy_json_write_canonical(&buf, json);
    char *out = chy_buf_take(&buf, NULL, error);
    chy_buf_done(&buf);
    chy_json_free(json);
    return out;
}
