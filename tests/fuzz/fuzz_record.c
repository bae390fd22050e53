/*
 * fuzz_record.c - a record's parts belong together, and read from its own lines in another
 * order it holds the same.
 */
#include "base/sha256.h"
#include "custody/record.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_acts(const struct chy_record *record)
{
    for (uint32_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        chancery_digest digest = chy_digest_of(chy_span(act->payload, act->payload_len));
        require(chy_digest_eq(&digest, &act->digest));
        require(act->readable == !act->why && !act->trusted);
        if (strcmp(act->payload_type, CHY_STATEMENT_TYPE) == 0)
            require(chy_record_find(record, &digest) == i);
        else
            require(!act->readable);
    }
    for (size_t i = 0; i < record->signatures; i++) {
        const struct chy_record_signature *one = &record->signature[i];
        require(one->act < record->acts && !one->by);
        require(chy_record_signature(record, one->act, &one->digest) != NULL);
    }
}

/* The lines that count, last first: the same acts and signatures. */
static void check_order(const struct chy_record *record)
{
    struct chy_buf lines = {0};
    struct chy_record again;
    size_t junk = 0;
    for (size_t i = record->lines; i-- > 0;) {
        const struct chy_record_line *line = &record->line[i];
        require(line->offset + line->length <= record->len);
        require((line->kind == CHY_LINE_JUNK) == (line->why != NULL));
        if (line->kind == CHY_LINE_JUNK) {
            junk++;
            continue;
        }
        chy_buf_add(&lines, record->bytes + line->offset, line->length);
        chy_buf_byte(&lines, '\n');
    }
    require(chy_record_read(&again, chy_buf_view(&lines), NULL));
    require(again.lines == record->lines - junk && again.acts == record->acts &&
            again.signatures == record->signatures);
    chy_record_done(&again);
    chy_buf_done(&lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vector vector = vector_of("", chy_span(data, size));
    struct chy_record record;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_record_read(&record, vector.input, &error)) {
        require(error.code == CHANCERY_E_LIMIT);
        return 0;
    }
    check_order(&record);
    check_acts(&record);
    chy_record_done(&record);
    return 0;
}
