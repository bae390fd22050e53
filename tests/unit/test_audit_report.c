/*
 * test_audit_report.c - reports of audits: gone on with, merged, and told to
 * other programs (spec/audit.md).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audited.h"
#include "base/limits.h"

#include <fcntl.h>

static void same_files(const char *one, const char *other)
{
    char *a = content(one), *b = content(other);
    if (strcmp(a, b) != 0)
        fail_msg("%s\n%s", a, b);
    free(a);
    free(b);
}

/* CHY_MAX_INDEX_LINE, and one past it; CHY_MAX_INDEX and CHY_MAX_REPORT, past which nothing is
 * read. */
static void large(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    struct chy_buf text = {0};
    for (size_t past = 0; past < 2; past++) {
        chy_buf_clear(&text);
        while (text.len < CHY_MAX_INDEX_LINE + past)
            chy_buf_byte(&text, 'x');
        chy_buf_byte(&text, '\n');
        assert_true(chy_file_write(KEEP "/index.jsonl", chy_buf_view(&text), 0644, true, NULL));
        audited(&options, 2);
        assert_int_equal(holds((char *)shown.ptr, "it is too long"), past);
    }
    chy_buf_done(&text);
    assert_int_equal(truncate(KEEP "/index.jsonl", (off_t)CHY_MAX_INDEX + 1), 0);
    refused(&options, CHANCERY_E_LIMIT, "bytes");
    keep_index();
    put("large", "");
    assert_int_equal(truncate("large", (off_t)CHY_MAX_REPORT + 1), 0);
    options.since = (const char *const[]){"large"};
    options.since_count = 1;
    refused(&options, CHANCERY_E_LIMIT, "bytes");
}

/* CHY_MAX_UNKNOWN, and one past it. */
static void strangers(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.integrity_only = true;
    int folder = open(KEEP, O_RDONLY | O_DIRECTORY);
    for (unsigned i = 0; i < CHY_MAX_UNKNOWN; i++) {
        char name[16];
        snprintf(name, sizeof name, "x%u", i);
        assert_int_equal(mknodat(folder, name, S_IFREG | 0644, 0), 0);
    }
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "\"sentence\":\"6 of 10,006 intact, 10,000 "
                                         "indeterminate\""));
    assert_int_equal(mknodat(folder, "y", S_IFREG | 0644, 0), 0);
    close(folder);
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "\"sentence\":\"6 of 10,006 intact, 10,000 "
                                         "indeterminate\""));
    assert_true(holds((char *)shown.ptr, "Neither the index nor the log knows 1 more name in"));
}

/* U12: names that would be shown alike are two. */
static void shown_alike(void **state)
{
    (void)state;
    static const char *const parts[] = {"1", "2"};
    chancery_audit_options options = plain();
    put(KEEP "/\xff", "x");
    put(KEEP "/\\xff", "x");
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "\"item\":\"\\\\xff\""));
    assert_true(holds((char *)shown.ptr, "\"item\":\"\\\\\\\\xff\""));
    options.shards = 2;
    for (options.shard = 1; options.shard <= 2; options.shard++) {
        options.output = parts[options.shard - 1];
        assert_true(audit(&options));
    }
    options = (chancery_audit_options){
        .parts = parts, .part_count = 2, .json = true, .show = show, .progress = progress};
    audited(&options, 2);
}

/* CHY_MAX_JOBS and CHY_MAX_SHARDS, and one past each. */
static void numbers(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.jobs = CHY_MAX_JOBS;
    audited(&options, 0);
    options.jobs++;
    refused(&options, CHANCERY_E_LIMIT, "jobs");
    options.jobs = 0;
    options.shard = options.shards = CHY_MAX_SHARDS;
    audited(&options, 0);
    options.shard = ++options.shards;
    refused(&options, CHANCERY_E_LIMIT, "parts");
    options.shard = 3;
    options.shards = 2;
    refused(&options, CHANCERY_E_USAGE, "no part");
    options = plain();
    chancery_error_init(&error);
    assert_false(chancery_audit(&status, &options, NULL, &error));
    assert_int_equal(error.code, CHANCERY_E_TRUST);
}

/* --- going on --- */

/* U28: stopped after every item in turn, also within the last line, it comes to the same. */
static void gone_on(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    options.output = "whole";
    audited(&options, 1);
    options.output = "report";
    for (stop_after = 1; stop_after < COUNT; stop_after++) {
        int64_t time = 0;
        bool found;
        refused(&options, CHANCERY_E_DECLINED, "stopped");
        assert_false(chy_file_exists("report"));
        char *part = content("report.part");
        size_t len = strlen(part);
        assert_int_equal(part[len - 1], '\n');
        free(part);
        assert_true(chancery_audit_begun(&time, &found, "report", NULL) && found);
        assert_true(time == options.now);
        if (stop_after % 2 == 0)
            assert_int_equal(truncate("report.part", (off_t)len - 3), 0);
    }
    stop_after = 0;
    audited(&options, 1);
    same_files("report", "whole");
    assert_false(chy_file_exists("report.part"));
    /* What is shown is all of it too. */
    assert_true(holds(line_of("S_2012_700-en-1"), "authentic"));
}

/* U28: an unfinished report of another audit is not gone on with. */
static void begun_anew(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.output = "report";
    stop_after = 3;
    refused(&options, CHANCERY_E_DECLINED, "stopped after 3 of 6 items");
    stop_after = 0;
    options.integrity_only = true;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "6 of 6 intact"));
    put("report.part", "nonsense\n");
    audited(&options, 0);
    options.output = "missing/report";
    refused(&options, CHANCERY_E_MISSING, "cannot write it");
    assert_int_equal(symlink("report", "link.part"), 0);
    options.output = "link";
    refused(&options, CHANCERY_E_REFUSED, "link");
}

/* U28: a line stands only for the bag that it was made of. */
static void gone_on_with_same(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.output = "report";
    stop_after = 5;
    refused(&options, CHANCERY_E_DECLINED, "stopped");
    stop_after = 0;
    spoil(BAG("tagmanifest-sha256.txt"), "bag-info", "bag-inf0");
    audited(&options, 1);
    assert_true(holds(line_of(ITEM), "bag-differs"));
}

/* U28: nor is a line believed that calls a bag good which is not that of its entry. */
static void gone_on_with_logged(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    spoil(BAG("tagmanifest-sha256.txt"), "bag-info", "bag-inf0");
    options.output = "report";
    audited(&options, 1);
    const char *line = line_of(ITEM), *bag = strstr(line, "\"bag\":\"");
    char *text = content("report"), *at = strstr(text, "\"entry\":3");
    assert_non_null(bag);
    assert_non_null(at);
    while (at > text && at[-1] != '\n')
        at--;
    struct chy_buf part = {0};
    chy_buf_add(&part, text, (size_t)(at - text));
    chy_buf_str(&part, "{\"added\":null,");
    chy_buf_add(&part, bag, strlen("\"bag\":\"") + 64);
    chy_buf_str(&part, "\",\"document\":null,\"entry\":3,\"findings\":[],\"item\":\"" ITEM
                       "\",\"proves\":null,\"standing\":null,\"verdict\":\"authentic\"}\n");
    assert_true(chy_file_write("report.part", chy_buf_view(&part), 0644, true, NULL));
    audited(&options, 1);
    assert_true(holds(line_of(ITEM), "bag-differs"));
    chy_buf_done(&part);
    free(text);
}

/* U28, U37: what is to be signed is made anew; and a time is taken only with what was begun. */
static void made_anew(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.output = "report";
    stop_after = 3;
    refused(&options, CHANCERY_E_DECLINED, "stopped");
    stop_after = 0;
    spoil("report.part", "\"current\"", "\"foretold\"");
    options.going_on = options.integrity_only = true;
    refused(&options, CHANCERY_E_CONFLICT, "another audit");
    assert_true(chy_file_exists("report.part"));
    options.integrity_only = false;
    options.fresh = true;
    options.going_on = false;
    audited(&options, 0);
    assert_false(holds((char *)shown.ptr, "foretold"));
}

/* --- parts --- */

static const char *const part_names[] = {"1", "2", "3"};

static void audit_parts(chancery_audit_options options, int expected)
{
    for (int64_t k = 1; k <= 3; k++) {
        options.shard = k;
        options.shards = 3;
        options.output = part_names[k - 1];
        assert_true(audit(&options));
        assert_true(status <= expected || expected == 2);
    }
}

static chancery_audit_options merging(const char *const *parts, size_t count)
{
    return (chancery_audit_options){
        .parts = parts, .part_count = count, .json = true, .show = show, .progress = progress};
}

/* U30 */
static void merged(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    put(KEEP "/stray", "x");
    put(KEEP "/astray", "x");
    spoil(KEEP "/log/checkpoint", "\n6\n", "\n7\n");
    options.output = "whole";
    audited(&options, 1);
    audit_parts(options, 1);
    options = merging(part_names, 3);
    options.output = "merged";
    audited(&options, 1);
    same_files("whole", "merged");
    const char *const turned[] = {"3", "1", "2"};
    options.parts = turned;
    audited(&options, 1);
    same_files("whole", "merged");
}

/* U30: nothing missing, nothing twice, nothing of another audit. */
static void merged_not(void **state)
{
    (void)state;
    chancery_audit_options options = plain(), whole;
    const char *const twice[] = {"1", "2", "3", "1"}, *const none[] = {"whole"},
                      *const other[] = {"1", "2", "4"};
    audit_parts(options, 0);
    options = merging(part_names, 2);
    refused(&options, CHANCERY_E_CONFLICT, "part 3 of 3 is missing");
    options = merging(twice, 4);
    refused(&options, CHANCERY_E_CONFLICT, "part 1 is there twice");
    whole = plain();
    whole.output = "whole";
    audited(&whole, 0);
    options = merging(none, 1);
    refused(&options, CHANCERY_E_CONFLICT, "not the report of a part");
    whole.shard = whole.shards = 3;
    whole.output = "4";
    whole.now++;
    assert_true(audit(&whole));
    options = merging(other, 3);
    refused(&options, CHANCERY_E_CONFLICT, "its time differs");
}

/* U3, U30: a part whose line is other than its findings does not become a good report. */
static void merged_lying(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.integrity_only = true;
    options.shard = options.shards = 1;
    options.output = "1";
    audited(&options, 0);
    spoil("1", "\"verdict\":\"intact\"", "\"verdict\":\"authentic\"");
    options = merging(part_names, 1);
    refused(&options, CHANCERY_E_CONFLICT, "a verdict that such an audit does not have");
    options = plain();
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    options.shard = options.shards = 1;
    options.output = "1";
    audited(&options, 1);
    spoil("1", "\"verdict\":\"not-authentic\"", "\"verdict\":\"authentic\"");
    options = merging(part_names, 1);
    refused(&options, CHANCERY_E_FORMAT, "its verdict is not that of its findings");
}

/* U30: a part from which a line was taken, or to which one was added, is found out. */
static void merged_spoiled(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    audit_parts(options, 0);
    for (size_t i = 0; i < 3; i++) {
        char *text = content(part_names[i]), *first = strchr(text, '\n') + 1,
             *second = strchr(first, '\n') + 1;
        struct chy_buf without = {0}, doubled = {0};
        options = merging(part_names, 3);
        if (*second) { /* it has an item */
            chy_buf_add(&without, text, (size_t)(first - text));
            chy_buf_str(&without, second);
            chy_buf_add(&doubled, text, (size_t)(second - text));
            chy_buf_str(&doubled, first);
            assert_true(
                chy_file_write(part_names[i], chy_buf_view(&without), 0644, true, NULL));
            refused(&options, CHANCERY_E_CONFLICT, "its summary counts other items");
            assert_true(
                chy_file_write(part_names[i], chy_buf_view(&doubled), 0644, true, NULL));
            refused(&options, CHANCERY_E_CONFLICT, "is there twice");
            chy_buf_clear(&without);
            chy_buf_add(&without, text, (size_t)(second - text));
            assert_true(
                chy_file_write(part_names[i], chy_buf_view(&without), 0644, true, NULL));
            refused(&options, CHANCERY_E_CONFLICT, "it has no summary");
        }
        assert_true(chy_file_write(part_names[i], chy_span_str(text), 0644, true, NULL));
        free(text);
        chy_buf_done(&without);
        chy_buf_done(&doubled);
    }
    options = merging(part_names, 3);
    audited(&options, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARCHIVE(large),
        IN_ARCHIVE(strangers),
        IN_ARCHIVE(shown_alike),
        IN_ARCHIVE(numbers),
        IN_ARCHIVE(gone_on),
        IN_ARCHIVE(begun_anew),
        IN_ARCHIVE(merged),
        IN_ARCHIVE(gone_on_with_same),
        IN_ARCHIVE(gone_on_with_logged),
        IN_ARCHIVE(made_anew),
        IN_ARCHIVE(merged_lying),
        IN_ARCHIVE(merged_not),
        IN_ARCHIVE(merged_spoiled),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
