#include "archive/csv.h"

bool chy_csv_open(struct chy_csv *out, chancery_span bytes, chancery_error *error)
{
    *out = (struct chy_csv){.rest = bytes};
    if (chy_span_starts(bytes, CHY_LITERAL("\xEF\xBB\xBF"))) /* as spreadsheets write it */
        out->rest = chy_span_from(bytes, 3);
    if (bytes.len == 0)
        return true;
    bool ok = chy_buf_reserve(&out->text, bytes.len) != NULL;
    out->text.len = 0;
    return ok || chy_fail_memory(error);
}

void chy_csv_done(struct chy_csv *csv)
{
    chy_buf_done(&csv->text);
    *csv = (struct chy_csv){.line = 0};
}

static bool ends_row(chancery_span rest)
{
    return rest.len == 0 || rest.ptr[0] == '\n' || rest.ptr[0] == '\r';
}

/* *rest begins with a quote. */
static const char *read_quoted(chancery_span *field, struct chy_csv *csv)
{
    const size_t from = csv->text.len;
    chancery_span rest = chy_span_from(csv->rest, 1);
    for (;;) {
        if (rest.len == 0)
            return "a quote is not closed";
        uint8_t byte = rest.ptr[0];
        rest = chy_span_from(rest, 1);
        csv->line += byte == '\n';
        if (byte == '"' && rest.len > 0 && rest.ptr[0] == '"')
            rest = chy_span_from(rest, 1);
        else if (byte == '"')
            break;
        chy_buf_byte(&csv->text, byte);
    }
    csv->rest = rest;
    *field = chy_span_from(chy_buf_view(&csv->text), from);
    return ends_row(rest) || rest.ptr[0] == ',' ? NULL : "something stands after a quote";
}

static const char *read_plain(chancery_span *field, struct chy_csv *csv)
{
    size_t len = 0;
    const char *why = NULL;
    while (!ends_row(chy_span_from(csv->rest, len)) && csv->rest.ptr[len] != ',') {
        why = csv->rest.ptr[len] == '"' ? "a quote stands within a field" : why;
        len++;
    }
    *field = chy_span_sub(csv->rest, 0, len);
    csv->rest = chy_span_from(csv->rest, len);
    return why;
}

static const char *read_field(struct chy_csv_row *row, struct chy_csv *csv)
{
    if (row->fields == CHY_CSV_FIELDS)
        return "it has too many fields";
    chancery_span *field = &row->field[row->fields++];
    return csv->rest.len > 0 && csv->rest.ptr[0] == '"' ? read_quoted(field, csv)
                                                        : read_plain(field, csv);
}

static void end_row(struct chy_csv *csv)
{
    if (chy_span_starts(csv->rest, CHY_LITERAL("\r\n")))
        csv->rest = chy_span_from(csv->rest, 2);
    else if (csv->rest.len > 0)
        csv->rest = chy_span_from(csv->rest, 1);
}

bool chy_csv_next(struct chy_csv_row *row, const char **why, struct chy_csv *csv)
{
    *why = NULL;
    for (;;) {
        csv->line++;
        if (csv->rest.len == 0)
            return false;
        if (!ends_row(csv->rest))
            break;
        end_row(csv);
    }
    *row = (struct chy_csv_row){.line = csv->line};
    while (!(*why = read_field(row, csv)) && !ends_row(csv->rest))
        csv->rest = chy_span_from(csv->rest, 1); /* the comma */
    if (*why)                                    /* nothing is read after what is malformed */
        csv->rest = (chancery_span){NULL, 0};
    else
        end_row(csv);
    return true;
}
