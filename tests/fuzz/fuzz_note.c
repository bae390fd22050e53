/*
 * fuzz_note.c - a note that is read gives views of itself; a checkpoint and a verifier key that
 * are read are written again as they were.
 */
#include "archive/checkpoint.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_checkpoint(chancery_span text)
{
    struct chy_checkpoint checkpoint;
    struct chy_buf again = {0};
    if (!chy_checkpoint_parse(&checkpoint, text, NULL))
        return;
    chy_checkpoint_format(&again, &checkpoint);
    require(chy_span_starts(text, chy_buf_view(&again)) || text.ptr[text.len - 1] != '\n');
    chy_buf_done(&again);
}

static void check_key(chancery_span text)
{
    struct chy_note_key key;
    struct chy_buf again = {0};
    if (!chy_note_key_parse(&key, text, NULL))
        return;
    chy_note_key_format(&again, &key);
    require(chy_span_eq(chy_buf_view(&again), text));
    chy_buf_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct chy_note note;
    chancery_span bytes = chy_span(data, size);
    chancery_error error = CHANCERY_ERROR_INIT;
    if (chy_note_read(&note, bytes, &error)) {
        struct chy_note_key key = {.type = CHY_NOTE_COSIGNATURE, .id = note.signature[0].id};
        struct chy_note_answer answer;
        require(note.signatures >= 1 && note.text.ptr == data && note.text.len < size);
        require(note.text.ptr[note.text.len - 1] == '\n');
        memcpy(key.name, note.signature[0].name.ptr, note.signature[0].name.len);
        require(
            !chy_note_open(&answer, &note, &key, 1, NULL)); /* a key of zeros signs nothing */
        check_checkpoint(note.text);
    } else {
        require(error.code != CHANCERY_OK && error.text[0]);
    }
    if (size > 0) {
        check_checkpoint(bytes);
        check_key(bytes);
    }
    return 0;
}
