/*
 * test_audit_held.c - the log of an archive, held to what was seen of it before, and what
 * vouches for it (spec/audit.md, U27).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports.h"

/* The log has an entry more; of what, does not matter here. */
static void grow(void)
{
    struct chy_buf entries = {0}, report = {0};
    chancery_key *key = story_key(50);
    char text[128];
    snprintf(text, sizeof text, "chancery-entry/v1\ndocument %s\n", kept[0].document);
    chy_bundle_add(&entries, chy_span_str(text));
    assert_true(
        chy_log_append_entries(KEEP "/log", chy_buf_view(&entries), key, NULL, &report, NULL));
    chancery_key_free(key);
    chy_buf_done(&entries);
    chy_buf_done(&report);
}

static bool log_says(const char *code, const char *sentence)
{
    const char *log = strstr((const char *)shown.ptr, "\"log\":[{");
    char text[64];
    snprintf(text, sizeof text, "\"code\":\"%s\"", code);
    return log && holds(log, text) && holds(log, sentence);
}

static bool log_is_good(void)
{
    return holds((const char *)shown.ptr, "\"log\":[],");
}

static void same(void **state)
{
    (void)state;
    report_now();
    for (int way = 0; way < WAYS; way++) {
        chancery_audit_options options = by(way, last);
        audited(&options, 0);
        assert_true(log_is_good());
        assert_true(holds((char *)shown.ptr, "\"vouched\":[\"report\"]"));
    }
    grow();
    for (int way = 0; way < WAYS; way++) {
        chancery_audit_options options = by(way, last);
        audited(&options, 2); /* the entry has no bag */
        assert_true(log_is_good());
        assert_true(holds((char *)shown.ptr, "\"vouched\":[\"report\"]"));
    }
}

static void contradicted(void **state)
{
    (void)state;
    report_now();
    for (int way = 0; way < WAYS; way++) {
        chancery_audit_options options = by(way, other);
        other_report("\"audit\":{\"archive\":\"", "\"audit\":{\"archive\":\"x");
        refused(&options, CHANCERY_E_CONFLICT, "another archive");
        other_report("\"checkpoint\":{\"key\":\"", "\"checkpoint\":{\"key\":\"00");
        refused(&options, CHANCERY_E_FORMAT, "");
        other_report("\"size\":6", "\"size\":7");
        audited(&options, 1);
        assert_true(log_says("log-behind", "had 7 in the report other"));
        assert_true(holds((char *)shown.ptr, "\"vouched\":[]"));
    }
}

static void another_key(void **state)
{
    (void)state;
    report_now();
    other_digit("\"checkpoint\":{\"key\":\"");
    for (int way = 0; way < WAYS; way++) {
        chancery_audit_options options = by(way, other);
        audited(&options, 1);
        assert_true(log_says("log-forked", "another key than in the report other"));
        assert_true(log_says("log-forked", "Ask the archive's keepers whether they began"));
        assert_true(holds((char *)shown.ptr, "\"vouched\":[]"));
    }
}

static void forked(void **state)
{
    (void)state;
    report_now();
    other_digit("\"root\":\"");
    for (int way = 0; way < WAYS; way++) {
        chancery_audit_options options = by(way, other);
        audited(&options, 1);
        assert_true(log_says("log-forked", "its first 6 entries are not those"));
    }
    grow();
    for (int way = 0; way < WAYS; way++) {
        chancery_audit_options options = by(way, other);
        audited(&options, 1);
        assert_true(log_says("log-forked", "its first 6 entries are not those"));
    }
}

/* What is lost accuses nobody. */
static void cannot_tell(void **state)
{
    (void)state;
    report_now();
    grow();
    moved(KEEP "/log/tile/0/000.p/7", "kept");
    chancery_audit_options options = by(1, last);
    audited(&options, 2);
    assert_true(log_says("log-missing", "nobody can tell whether the log extends the 6"));
    assert_false(log_says("log-forked", ""));
    moved("kept", KEEP "/log/tile/0/000.p/7");
    audited(&options, 2);
    assert_true(log_is_good());
}

/* A report of a month in which the log could not be opened says nothing that it could be held
 * to, and that is told; not where another report does. */
static void unheld(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    moved(KEEP "/log", "kept");
    options.output = "blind";
    audited(&options, 2);
    assert_false(log_says("log-unheld", ""));
    moved("kept", KEEP "/log");
    report_now();
    const char *const blind[] = {"blind"};
    for (int way = 0; way < WAYS; way++) {
        options = by(way, blind);
        audited(&options, 0);
        assert_true(log_says("log-unheld", "The report blind does not say what the log was"));
        assert_true(holds((char *)shown.ptr, "\"vouched\":[]"));
    }
    options.previous = "last";
    audited(&options, 0);
    assert_true(log_is_good());
}

/* A pipe could be read only once. */
static void no_pipe(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    const char *const pipe[] = {"pipe"};
    chancery_audit_options options = by(1, pipe);
    refused(&options, CHANCERY_E_UNREADABLE, "no regular file");
    put("empty", "");
    options.previous = "empty";
    refused(&options, CHANCERY_E_FORMAT, "does not say of which archive");
}

static void remembered(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.home = "home";
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"vouched\":[]"));
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"vouched\":[\"remembered\"]"));
    /* its name, by another key */
    put("home/logs/0000000000000000000000000000000000000000000000000000000000000000",
        "archive.example/letters\n");
    audited(&options, 1);
    assert_true(log_says("log-forked", "another key had signed it (home/logs/0000"));
    put("home/logs/0000000000000000000000000000000000000000000000000000000000000000",
        "archive.example/letters2\n");
    audited(&options, 0);
}

static void list_log(int seed, bool voided)
{
    struct chy_directory *directory = &keep_story.trust.directory;
    chancery_key *key = story_key(seed);
    if (directory->logs == 0)
        directory->log = calloc(1, sizeof *directory->log);
    else
        free(directory->log->name);
    free(directory->logs ? directory->log->voided : NULL);
    directory->logs = 1;
    directory->log[0] =
        (struct chy_watcher){.name = story_dup("archive.example/letters"),
                             .key = chancery_key_public(key),
                             .voided = voided ? story_dup("its key was stolen") : NULL};
    chancery_key_free(key);
}

/* L20: the log is the one that the directory lists. */
static void listed(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    list_log(50, false);
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"vouched\":[\"directory\"]"));
    list_log(51, false);
    audited(&options, 1);
    assert_true(log_says("log-key", "The directory lists the log archive.example/letters"));
    list_log(51, true);
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"vouched\":[]"));
}

/* Nothing is said only where somebody vouches. */
static void said(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.json = false;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "Nothing vouched for this log: "));
    report_now();
    options.previous = "last";
    audited(&options, 0);
    assert_false(holds((char *)shown.ptr, "Nothing vouched"));
}

/* U30: of parts, what vouched for each of them, and the log has one key. */
static void merged(void **state)
{
    (void)state;
    static const char *const parts[] = {"1", "2"};
    chancery_audit_options options = plain(), merging = plain();
    options.shards = 2;
    for (int round = 0; round < 2; round++) {
        for (int64_t k = 1; k <= 2; k++) {
            options.home = "home";
            options.shard = k;
            options.output = parts[k - 1];
            audited(&options, 0);
        }
        merging.archive = NULL;
        merging.parts = parts;
        merging.part_count = 2;
        audited(&merging, 0);
        assert_true(holds((char *)shown.ptr,
                          round == 0 ? "\"vouched\":[]" : "\"vouched\":[\"remembered\"]"));
    }
    /* and the report before is not contradicted */
    report_now();
    merging.previous = "other";
    other_report("\"time\"", "\"time\"");
    audited(&merging, 0);
    other_report("\"size\":6", "\"size\":7");
    refused(&merging, CHANCERY_E_CONFLICT, "fewer entries");
    other_report("\"audit\":{\"archive\":\"", "\"audit\":{\"archive\":\"x");
    refused(&merging, CHANCERY_E_CONFLICT, "another archive");
    other_digit("\"checkpoint\":{\"key\":\"");
    refused(&merging, CHANCERY_E_CONFLICT, "another key");
    other_digit("\"root\":\"");
    refused(&merging, CHANCERY_E_CONFLICT, "another one of as many entries");
    merging.previous = NULL;
    spoil("2", "\"key\":\"", "\"key\":\"0");
    refused(&merging, CHANCERY_E_FORMAT, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARCHIVE(same),       IN_ARCHIVE(contradicted), IN_ARCHIVE(another_key),
        IN_ARCHIVE(forked),     IN_ARCHIVE(cannot_tell),  IN_ARCHIVE(no_pipe),
        IN_ARCHIVE(remembered), IN_ARCHIVE(listed),       IN_ARCHIVE(said),
        IN_ARCHIVE(merged),     IN_ARCHIVE(unheld),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
