/*
 * fuzz_report.c - a line of an audit's report, and the text of its note, that are read
 * are written again as they were.
 */
#include "archive/audit_report.h"
#include "archive/audit_sign.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void write_again(struct chy_buf *out, const struct chy_audit_line *line)
{
    switch (line->kind) {
    case CHY_AUDIT_HEAD:
        chy_buf_str(out, "{\"audit\":");
        chy_audit_head_write(out, &line->head);
        chy_buf_str(out, "}\n");
        break;
    case CHY_AUDIT_ITEM:
        chy_audit_item_write(out, &line->item);
        break;
    case CHY_AUDIT_SUMMARY:
        chy_audit_summary_write(out, &line->summary);
        break;
    }
}

/* Findings are written with the gravest first, so that only a line whose findings are in that
 * order is the same again; each is read again, though, and then stays as it is. */
static void check_line(chancery_span bytes)
{
    struct chy_audit_line line, second;
    struct chy_buf once = {0}, twice = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    if (chy_audit_line_read(&line, bytes, &error)) {
        write_again(&once, &line);
        require(once.len > 0 && once.ptr[once.len - 1] == '\n');
        require(chy_audit_line_read(&second, chy_span(once.ptr, once.len - 1), NULL));
        write_again(&twice, &second);
        require(chy_span_eq(chy_buf_view(&once), chy_buf_view(&twice)));
        chy_audit_line_done(&second);
    } else {
        require(error.code != CHANCERY_OK && error.text[0]);
    }
    chy_audit_line_done(&line);
    chy_buf_done(&once);
    chy_buf_done(&twice);
}

static void check_note(chancery_span text)
{
    struct chy_audit_note note;
    struct chy_buf again = {0};
    if (!chy_audit_note_parse(&note, text, NULL))
        return;
    chy_audit_note_format(&again, &note);
    require(chy_span_eq(chy_buf_view(&again), text));
    chy_buf_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_line(chy_span(data, size));
    check_note(chy_span(data, size));
    return 0;
}
