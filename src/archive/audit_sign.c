#include "archive/audit_sign.h"

#include "archive/audit_report.h"
#include "base/encode.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"

#include <stdlib.h>

#define VERSION "chancery-audit-note/v1"
#define NO_PREVIOUS "previous none"

void chy_audit_note_format(struct chy_buf *out, const struct chy_audit_note *note)
{
    chy_buf_str(out, VERSION "\nreport ");
    chy_buf_hex(out, note->report.b, sizeof note->report.b);
    chy_buf_byte(out, '\n');
    if (note->has_previous) {
        chy_buf_str(out, "previous ");
        chy_buf_hex(out, note->previous.b, sizeof note->previous.b);
    } else {
        chy_buf_str(out, NO_PREVIOUS);
    }
    chy_buf_byte(out, '\n');
}

static bool read_digest(chancery_digest *out, chancery_span line, chancery_span before)
{
    return chy_span_starts(line, before) &&
           chy_unhex(out->b, sizeof out->b, chy_span_from(line, before.len));
}

bool chy_audit_note_parse(struct chy_audit_note *out, chancery_span text, chancery_error *error)
{
    chancery_span line, rest = text;
    *out = (struct chy_audit_note){0};
    bool ok = text.len > 0 && text.ptr[text.len - 1] == '\n' && chy_span_line(&line, &rest) &&
              chy_span_is(line, VERSION) && chy_span_line(&line, &rest) &&
              read_digest(&out->report, line, CHY_LITERAL("report ")) &&
              chy_span_line(&line, &rest);
    if (ok && !chy_span_is(line, NO_PREVIOUS)) {
        out->has_previous = true;
        ok = read_digest(&out->previous, line, CHY_LITERAL("previous "));
    }
    return (ok && rest.len == 0) ||
           chy_fail(error, CHANCERY_E_NOTE, "it is no note of a report of an audit");
}

char *chy_audit_note_path(const char *report, chancery_error *error)
{
    return chy_dupf(error, "%s.note", report);
}

bool chy_audit_digest(chancery_digest *out, const char *path, chancery_error *error)
{
    enum { PIECE = 1 << 16 };
    struct chy_sha256 sha;
    struct chy_buf piece = {0};
    size_t size;
    bool regular;
    ssize_t n = 1;
    int fd = chy_fd_open(path, CHY_MAX_REPORT, &size, &regular, error);
    if (fd < 0)
        return false;
    uint8_t *to = chy_buf_reserve(&piece, PIECE);
    chy_sha256_init(&sha);
    while (to && n > 0) {
        n = chy_fd_read_some(fd, to, PIECE);
        chy_sha256_update(&sha, chy_span(to, n > 0 ? (size_t)n : 0));
    }
    chy_sha256_final(out, &sha);
    bool ok =
        to ? n == 0 || chy_fail_errno(error, path, "cannot read it") : chy_fail_memory(error);
    chy_fd_close(fd);
    chy_buf_done(&piece);
    return ok;
}

/* It must be whole: what is signed is to say something. */
static bool check_whole(const char *report, chancery_error *error)
{
    struct chy_lines lines = {0};
    struct chy_audit_line line = {0};
    chancery_span text, last = {0};
    struct chy_buf kept = {0};
    uint64_t place;
    bool more = true, ok = chy_lines_open(&lines, report, CHY_MAX_REPORT, error);
    while (ok && more) {
        ok = chy_lines_next(&lines, &text, &place, &more, error);
        if (!ok || !more)
            break;
        chy_buf_clear(&kept);
        chy_buf_span(&kept, text);
        ok = chy_buf_finish(&kept, error);
    }
    last = chy_buf_view(&kept);
    if (ok && (!chy_audit_line_read(&line, last, NULL) || line.kind != CHY_AUDIT_SUMMARY)) {
        chy_fail(error, CHANCERY_E_FORMAT,
                 "it is no whole report: its last line is no summary");
        ok = chy_fail_where(error, report);
    }
    chy_audit_line_done(&line);
    chy_lines_done(&lines);
    chy_buf_done(&kept);
    return ok;
}

static bool read_previous(struct chy_audit_note *out, const char *previous,
                          const struct chy_note_key *key, chancery_error *error)
{
    struct chy_note *note = calloc(1, sizeof *note);
    struct chy_note_answer answer;
    struct chy_audit_note before;
    struct chy_buf bytes = {0};
    char *path = chy_audit_note_path(previous, error);
    bool ok = path && (note || chy_fail_memory(error)) &&
              chy_file_read(&bytes, path, CHY_MAX_NOTE, error);
    if (ok) {
        ok = chy_note_read(note, chy_buf_view(&bytes), error) &&
             chy_note_open(&answer, note, key, 1, error) &&
             chy_audit_note_parse(&before, note->text, error);
        out->has_previous = true;
        out->previous = chy_digest_of(chy_buf_view(&bytes));
        if (!ok) {
            chy_fail_where(error, path);
            if (error) /* of keys in general more was said than helps here */
                error->next[0] = '\0';
            chy_fail_next(error, "Sign with the key that signed it; where that was changed, "
                                 "begin a new chain, without --previous.");
        }
    }
    free(path);
    free(note);
    chy_buf_done(&bytes);
    return ok;
}

bool chancery_audit_sign(char **done, const char *report, const char *previous,
                         const char *name, const chancery_key *key, chancery_error *error)
{
    struct chy_note_key own;
    struct chy_audit_note note = {0};
    struct chy_buf text = {0}, signed_text = {0}, vkey = {0};
    const chancery_public_key public_key = chancery_key_public(key);
    char *path = chy_audit_note_path(report, error);
    *done = NULL;
    bool ok =
        path &&
        chy_note_key_make(&own, chy_span_str(name), CHY_NOTE_ED25519, &public_key, error) &&
        check_whole(report, error) && chy_audit_digest(&note.report, report, error) &&
        (!previous || read_previous(&note, previous, &own, error));
    if (ok) {
        chy_audit_note_format(&text, &note);
        chy_buf_span(&signed_text, chy_buf_view(&text));
        chy_buf_byte(&signed_text, '\n');
        chy_note_key_format(&vkey, &own);
        ok = chy_buf_finish(&text, error) &&
             chy_note_sign(&signed_text, chy_buf_view(&text), &own, key, 0, error) &&
             chy_buf_finish(&signed_text, error) &&
             chy_file_write(path, chy_buf_view(&signed_text), 0644, false, error) &&
             (*done = chy_buf_take(&vkey, NULL, error)) != NULL;
    }
    free(path);
    chy_buf_done(&text);
    chy_buf_done(&signed_text);
    chy_buf_done(&vkey);
    return ok;
}
