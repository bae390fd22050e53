/*
 * audited.h - an archive of specimens, audited, and what the audit said. Include it after
 * cmocka.h.
 */
#ifndef CHY_TESTS_AUDITED_H
#define CHY_TESTS_AUDITED_H

#include "archive/audit_report.h"
#include "keep.h"

#define COUNT 6

static struct chy_buf shown;
static int status;
static chancery_error error;
static uint64_t stop_after; /* 0: never */

static inline bool show(void *context, chancery_span bytes)
{
    (void)context;
    chy_buf_span(&shown, bytes);
    return true;
}

static inline bool progress(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    assert_true(done <= total);
    return stop_after == 0 || done < stop_after;
}

static inline chancery_audit_options plain(void)
{
    return (chancery_audit_options){.archive = KEEP,
                                    .now = keep_story.trust.now,
                                    .lapse_days = 90,
                                    .json = true,
                                    .show = show,
                                    .progress = progress};
}

static inline bool audit(const chancery_audit_options *options)
{
    chy_buf_clear(&shown);
    chancery_error_init(&error);
    return chancery_audit(&status, options, &keep_story.trust, &error);
}

/* From the first finding on. */
static inline const char *first_bad(void)
{
    chy_buf_byte(&shown, '\0');
    const char *at = strstr((const char *)shown.ptr, "[{\"code");
    return at ? at : "no finding";
}

static inline void audited(const chancery_audit_options *options, int expected)
{
    if (!audit(options))
        fail_msg("%s: %s", error.where, error.text);
    if (status != expected)
        fail_msg("status %d: %s", status, first_bad());
    chy_buf_byte(&shown, '\0');
    shown.len--;
}

/* The line of an item. */
static inline const char *line_of(const char *name)
{
    static char line[65536];
    char member[96];
    snprintf(member, sizeof member, "\"item\":\"%.60s\"", name);
    const char *at = strstr((const char *)shown.ptr, member), *from = at, *end;
    if (!at)
        fail_msg("no item %s: %s", name, (char *)shown.ptr);
    while (from > (const char *)shown.ptr && from[-1] != '\n')
        from--;
    end = strchr(at, '\n');
    snprintf(line, sizeof line, "%.*s", (int)(end - from), from);
    return line;
}

static inline bool holds(const char *line, const char *text)
{
    return strstr(line, text) != NULL;
}

static inline int enter(void **state)
{
    if (sandbox_enter(state) != 0)
        return -1;
    stop_after = 0;
    keep_make(COUNT);
    return 0;
}

static inline int leave(void **state)
{
    story_done(&keep_story);
    chy_buf_done(&shown);
    return sandbox_leave(state);
}

#define IN_ARCHIVE(test) cmocka_unit_test_setup_teardown(test, enter, leave)
#define BAG(name) KEEP "/S_2012_703-en-1/" name
#define ITEM "S_2012_703-en-1"

static inline void moved(const char *from, const char *to)
{
    assert_int_equal(rename(from, to), 0);
}

/* Other bytes in a file; where `to` is shorter, the rest is cut off. */
static inline void spoil(const char *path, const char *from, const char *to)
{
    struct chy_buf bytes = {0}, other = {0};
    assert_true(chy_file_read(&bytes, path, 1u << 24, NULL));
    const uint8_t *at = memmem(bytes.ptr, bytes.len, from, strlen(from));
    assert_non_null(at);
    chy_buf_add(&other, bytes.ptr, (size_t)(at - bytes.ptr));
    chy_buf_str(&other, to);
    chy_buf_span(&other,
                 chy_span_from(chy_buf_view(&bytes), (size_t)(at - bytes.ptr) + strlen(from)));
    assert_true(chy_file_write(path, chy_buf_view(&other), 0644, true, NULL));
    chy_buf_done(&bytes);
    chy_buf_done(&other);
}

static inline char *content(const char *path)
{
    struct chy_buf bytes = {0};
    if (!chy_file_read(&bytes, path, 1u << 24, NULL))
        fail_msg("%s is not there", path);
    return chy_buf_take(&bytes, NULL, NULL);
}

static inline void refused(const chancery_audit_options *options, enum chancery_code code,
                           const char *said)
{
    assert_false(audit(options));
    if (error.code != code || !strstr(error.text, said))
        fail_msg("%s: %s: %s", chancery_error_name(error.code), error.where, error.text);
}

#endif
