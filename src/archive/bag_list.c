/*
 * bag_list.c - reads a list of files, and holds a bag to it.
 */
#include "archive/bag_list.h"

#include "archive/bag_parts.h"
#include "base/date.h"
#include "base/encode.h"
#include "base/limits.h"

#include <stdlib.h>

enum column { FILE_NAME, SHA256, SYMBOL, LANGUAGE, ISSUE, DATE, COLUMNS };

static bool fail_line(enum chancery_code code, size_t line, const char *what,
                      chancery_error *error)
{
    chy_fail(error, code, "%s", what);
    return chy_fail_at(error, CHANCERY_NO_OFFSET, (uint32_t)line, 1);
}

/* Which field is which; SIZE_MAX: there is none. */
static bool read_header(size_t at[COLUMNS], struct chy_csv *csv, chancery_error *error)
{
    static const char *const names[COLUMNS] = {"file",     "sha256", "symbol",
                                               "language", "issue",  "date"};
    struct chy_csv_row row;
    const char *why = NULL;
    for (size_t i = 0; i < COLUMNS; i++)
        at[i] = SIZE_MAX;
    if (!chy_csv_next(&row, &why, csv) || why)
        return fail_line(CHANCERY_E_FORMAT, 1, why ? why : "it has no rows", error);
    for (size_t field = 0; field < row.fields; field++)
        for (size_t i = 0; i < COLUMNS; i++)
            if (chy_span_is(row.field[field], names[i]) && at[i] == SIZE_MAX)
                at[i] = field;
    return (at[FILE_NAME] != SIZE_MAX && at[SHA256] != SIZE_MAX) ||
           fail_line(CHANCERY_E_FORMAT, row.line,
                     "its first row does not name the columns file and sha256", error);
}

static chancery_span field_of(const struct chy_csv_row *row, size_t at)
{
    return at < row->fields ? row->field[at] : (chancery_span){NULL, 0};
}

static const char *fill_row(struct chy_list_row *out, const struct chy_csv_row *row,
                            const size_t at[COLUMNS], enum chancery_code *code)
{
    chancery_date date;
    *out = (struct chy_list_row){.file = field_of(row, at[FILE_NAME]),
                                 .symbol = field_of(row, at[SYMBOL]),
                                 .language = field_of(row, at[LANGUAGE]),
                                 .issue = field_of(row, at[ISSUE]),
                                 .date = field_of(row, at[DATE]),
                                 .line = row->line};
    *code = CHANCERY_E_REFUSED;
    const char *why = chy_bag_path_refused(out->file);
    if (why)
        return why;
    *code = CHANCERY_E_FORMAT;
    if (!chy_unhex(out->sha256.b, sizeof out->sha256.b, field_of(row, at[SHA256])))
        return "its sha256 is not 64 lowercase hexadecimal digits";
    if (out->date.len > 0 && !chy_date_parse(&date, out->date))
        return "its date is not YYYY-MM-DD, or no day";
    for (size_t i = 0; i < out->issue.len; i++)
        if (out->issue.ptr[i] < '0' || out->issue.ptr[i] > '9' || out->issue.ptr[0] == '0')
            return "its issue is not a number";
    return NULL;
}

static bool read_rows(struct chy_list *out, const size_t at[COLUMNS], chancery_error *error)
{
    struct chy_csv_row row;
    const char *why;
    size_t cap = 0;
    while (chy_csv_next(&row, &why, &out->csv)) {
        enum chancery_code code = CHANCERY_E_FORMAT;
        if (!why && !chy_grow(&out->row, &cap, out->rows, sizeof *out->row, CHY_MAX_BAG_FILES,
                              "files in the list", error))
            return false;
        why = why ? why : fill_row(&out->row[out->rows], &row, at, &code);
        if (why)
            return fail_line(code, row.line, why, error);
        out->rows++;
    }
    return out->rows > 0 || fail_line(CHANCERY_E_FORMAT, 1, "it names no file", error);
}

static int cmp(chancery_span a, chancery_span b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_file(const void *a, const void *b)
{
    const struct chy_list_row *x = a, *y = b;
    return cmp(x->file, y->file);
}

/* An issue that is not given is the first. */
static chancery_span issue_of(const struct chy_list_row *row)
{
    return row->issue.len > 0 ? row->issue : CHY_LITERAL("1");
}

static int by_number(const void *a, const void *b)
{
    const struct chy_list_row *x = a, *y = b;
    int order = cmp(x->symbol, y->symbol);
    order = order ? order : cmp(x->language, y->language);
    return order ? order : cmp(issue_of(x), issue_of(y));
}

/* Sorted one way and then the other; so it stays sorted by file. */
static bool find_twice(struct chy_list *list, chancery_error *error)
{
    qsort(list->row, list->rows, sizeof *list->row, by_number);
    for (size_t i = 1; i < list->rows; i++)
        if (list->row[i].symbol.len > 0 && by_number(&list->row[i - 1], &list->row[i]) == 0)
            return fail_line(CHANCERY_E_CONFLICT, list->row[i].line,
                             "its symbol, language and issue are another row's too", error);
    qsort(list->row, list->rows, sizeof *list->row, by_file);
    for (size_t i = 1; i < list->rows; i++)
        if (by_file(&list->row[i - 1], &list->row[i]) == 0)
            return fail_line(CHANCERY_E_CONFLICT, list->row[i].line,
                             "its file is another row's too", error);
    return true;
}

bool chy_list_read(struct chy_list *out, chancery_span bytes, chancery_error *error)
{
    size_t at[COLUMNS];
    *out = (struct chy_list){.rows = 0};
    bool ok = chy_csv_open(&out->csv, bytes, error) && read_header(at, &out->csv, error) &&
              read_rows(out, at, error) && find_twice(out, error);
    if (!ok)
        chy_list_done(out);
    return ok;
}

void chy_list_done(struct chy_list *list)
{
    chy_csv_done(&list->csv);
    free(list->row);
    *list = (struct chy_list){.rows = 0};
}

static void hold_to(struct chy_bag *bag, const struct chy_list *list)
{
    for (size_t i = 0; i < list->rows; i++) {
        chy_buf_clear(&bag->path);
        chy_buf_str(&bag->path, "data/");
        chy_buf_span(&bag->path, list->row[i].file);
        const struct chy_bag_file *file = chy_bag_find(bag, chy_buf_view(&bag->path));
        if (!file && !chy_bag_is_hidden(bag, chy_buf_view(&bag->path)))
            /* absence is no forgery */
            chy_defects_add(&bag->defects, CHANCERY_D_FILE_MISSING, chy_buf_view(&bag->path),
                            "the signed list names it, and it is not there");
        else if (file && file->whole && !chy_digest_eq(&file->sha256, &list->row[i].sha256))
            chy_defects_add(&bag->defects, CHANCERY_D_LIST_DIFFERS, chy_buf_view(&bag->path),
                            "it is not the file of which the signed list has the digest");
    }
}

void chy_bag_check_list(struct chy_bag *bag)
{
    struct chy_list list;
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_span path = chy_bag_info(bag, CHY_BAG_LIST_LABEL);
    if (path.len == 0)
        return;
    const struct chy_bag_file *file = chy_bag_find(bag, path);
    if (!file && chy_bag_is_hidden(bag, path))
        return;
    if (!file) {
        chy_defects_add(&bag->defects, CHANCERY_D_FILE_MISSING, path,
                        "it is the list that bag-info.txt names, and it is not there");
        return;
    }
    if (!file->kept) {
        chy_defects_add(&bag->defects, CHANCERY_D_LIST_DIFFERS, path,
                        "the list that bag-info.txt names cannot be read");
        return;
    }
    if (chy_list_read(&list, file->bytes, &error)) {
        hold_to(bag, &list);
        chy_list_done(&list);
    } else if (error.code == CHANCERY_E_MEMORY) {
        bag->defects.failed = true;
    } else {
        chy_defects_add(&bag->defects, CHANCERY_D_LIST_DIFFERS, path, "line %u: %s", error.line,
                        error.text);
    }
}
