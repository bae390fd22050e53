/*
 * test_audit_links.c - an audit follows no link out of the archive, and tells what stands in it
 * that should not (spec/audit.md, U12, U26, U27, U36).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/audit_eye.h"
#include "audited.h"

#define LOG KEEP "/log"

static bool log_says(const char *code, const char *sentence)
{
    const char *log = strstr((const char *)shown.ptr, "\"log\":[{");
    char text[64];
    snprintf(text, sizeof text, "\"code\":\"%s\"", code);
    return log && holds(log, text) && holds(log, sentence);
}

static bool archive_says(const char *code, const char *path, const char *sentence)
{
    const char *archive = strstr((const char *)shown.ptr, "{\"summary\":{\"archive\":[{");
    char where[96], text[64];
    snprintf(where, sizeof where, "\"path\":\"%s\"", path);
    snprintf(text, sizeof text, "\"code\":\"%s\"", code);
    return archive && holds(archive, text) && holds(archive, where) && holds(archive, sentence);
}

/* The very thing, behind a link. */
static void behind_link(const char *path)
{
    char *here = getcwd(NULL, 0), target[512];
    assert_non_null(here);
    moved(path, "real");
    snprintf(target, sizeof target, "%s/real", here);
    assert_int_equal(symlink(target, path), 0);
    free(here);
}

static void back(const char *path)
{
    assert_int_equal(unlink(path), 0);
    moved("real", path);
}

static void log_links(void **state)
{
    (void)state;
    static const char *const paths[] = {
        LOG,           LOG "/log.json",       LOG "/checkpoint",        LOG "/tile",
        LOG "/tile/0", LOG "/tile/0/000.p/6", LOG "/tile/entries/000.p"};
    chancery_audit_options options = plain();
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        behind_link(paths[i]);
        audited(&options, 1);
        if (!log_says("log-damaged", "") || !log_says("log-damaged", "link"))
            fail_msg("%s: %s", paths[i], (char *)shown.ptr);
        assert_true(holds(line_of(ITEM), "\"code\":\"entry-unreadable\"") ||
                    holds(line_of(ITEM), "\"verdict\":\"authentic\""));
        back(paths[i]);
        audited(&options, 0);
    }
}

/* A pipe would be waited for. */
static void index_links(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    behind_link(KEEP "/index.jsonl");
    audited(&options, 2);
    assert_true(archive_says("index-line", "index.jsonl", "is not followed"));
    assert_true(holds(line_of(ITEM), "\"code\":\"not-in-index\""));
    back(KEEP "/index.jsonl");
    moved(KEEP "/index.jsonl", "real");
    assert_int_equal(mkfifo(KEEP "/index.jsonl", 0600), 0);
    audited(&options, 2);
    assert_true(archive_says("index-line", "index.jsonl", "is not followed"));
    back(KEEP "/index.jsonl");
    moved(KEEP "/index.jsonl", "real");
    assert_int_equal(mkdir(KEEP "/index.jsonl", 0700), 0);
    audited(&options, 2);
    assert_true(archive_says("index-line", "index.jsonl", "is not followed"));
    assert_int_equal(rmdir(KEEP "/index.jsonl"), 0);
    moved(KEEP "/log", "log");
    refused(&options, CHANCERY_E_MISSING, "neither log nor index");
}

/* What is not the log's; what an interrupted writer left is. */
static void log_strangers(void **state)
{
    (void)state;
    static const char *const files[] = {
        "stray",          "tile/0/00",         "tile/0/0000", "tile/0/000.p/06",
        "tile/0/000.p/x", "tile/0/000.p/1000", "tile/stray",  "tile/0/\x1b"};
    static const char *const folders[] = {"more", "tile/6", "tile/0/x00", "tile/0/000.p/1"};
    static const char *const good[] = {"new", "tile/0/001", "tile/0/000.p/5"};
    chancery_audit_options options = plain();
    char path[96], shown_path[96];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, LOG "/%s", files[i]);
        snprintf(shown_path, sizeof shown_path, "log/%s",
                 strcmp(files[i], "tile/0/\x1b") == 0 ? "tile/0/\\\\x1b" : files[i]);
        put(path, "x");
        audited(&options, 2);
        if (!archive_says("bag-unknown", shown_path, "is not of the log"))
            fail_msg("%s: %s", path, (char *)shown.ptr);
        assert_int_equal(unlink(path), 0);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, LOG "/%s", folders[i]);
        assert_int_equal(mkdir(path, 0755), 0);
        audited(&options, 2);
        assert_true(archive_says("bag-unknown", path + strlen(KEEP "/"), "is not of the log"));
        assert_int_equal(rmdir(path), 0);
    }
    assert_int_equal(symlink("checkpoint", LOG "/tile/1"), 0);
    audited(&options, 2);
    assert_true(archive_says("bag-unknown", "log/tile/1", "A link stands there"));
    assert_int_equal(unlink(LOG "/tile/1"), 0);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        snprintf(path, sizeof path, LOG "/%s", good[i]);
        put(path, "x");
    }
    assert_int_equal(mkdir(LOG "/tile/1", 0755), 0);
    assert_int_equal(mkdir(LOG "/tile/0/x001", 0755), 0);
    audited(&options, 0);
}

static void adding(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    put(KEEP "/.adding", "x");
    audited(&options, 2);
    assert_true(archive_says("bag-unknown", ".adding", "is no folder"));
    assert_int_equal(unlink(KEEP "/.adding"), 0);
    assert_int_equal(symlink("log", KEEP "/.adding"), 0);
    audited(&options, 2);
    assert_true(archive_says("bag-unknown", ".adding", "is no folder"));
}

/* U9: in a bag too, what is of no file. */
static void empty_folder(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    assert_int_equal(mkdir(BAG("data/more"), 0755), 0);
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "\"code\":\"file-extra\""));
    assert_true(holds(line_of(ITEM), "\"path\":\"data/more\""));
    assert_true(holds(line_of(ITEM), "an empty folder"));
    assert_int_equal(rmdir(BAG("data/more")), 0);
    assert_int_equal(mkdir(BAG("more"), 0755), 0);
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "\"path\":\"more\""));
}

/* --- what was too large to be kept --- */

struct looked {
    struct chy_audit audit;
    struct chy_audit_eye *eye;
};

/* As if no byte of the bag could be kept. */
static void look(struct looked *l, const chancery_audit_options *options)
{
    static const struct chy_bag_options none = {.keep = 0};
    if (!chy_audit_open(&l->audit, options, &keep_story.trust, &error) ||
        !chy_audit_eye_new(&l->eye, &l->audit, &error))
        fail_msg("%s: %s", error.where, error.text);
    assert_true(chy_rows_get(&l->eye->task, l->audit.task, 3, &error));
    l->eye->folder = ITEM;
    assert_true(chy_bag_check(&l->eye->bag, l->audit.folder, ITEM, &none, &error));
    l->eye->document = chy_bag_find(&l->eye->bag, CHY_LITERAL("data/issue.txt"));
    assert_non_null(l->eye->document);
    assert_null(l->eye->document->bytes.ptr);
}

static bool found(const struct looked *l, const char *code, const char *sentence)
{
    const struct chy_audit_findings *findings = &l->eye->item.findings;
    for (size_t i = 0; i < findings->count; i++)
        if (chy_span_is(findings->item[i].code, code) &&
            memmem(findings->item[i].sentence.ptr, findings->item[i].sentence.len, sentence,
                   strlen(sentence)))
            return true;
    return false;
}

static void looked_done(struct looked *l)
{
    chy_audit_eye_free(l->eye);
    chy_audit_done(&l->audit);
    *l = (struct looked){0};
}

/* U4, U36: it is read again, and must be what its digest was computed of, through no link. */
static void read_again(void **state)
{
    (void)state;
    static const char *const files[] = {"data/issue.txt", "data/issue.txt.intoto.jsonl"};
    const chancery_audit_options options = plain();
    struct looked l = {0};
    char path[96];
    look(&l, &options);
    assert_true(chy_audit_verify(l.eye, &error));
    assert_true(l.eye->verified);
    looked_done(&l);
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, BAG("%s"), files[i]);
        look(&l, &options);
        char *bytes = content(path);
        put(path, "another one\n");
        assert_true(chy_audit_verify(l.eye, &error));
        assert_false(l.eye->verified);
        assert_true(found(&l, "undecided", "it was changed while it was audited"));
        put(path, bytes);
        chancery_free(bytes);
        looked_done(&l);
        look(&l, &options);
        behind_link(path);
        assert_true(chy_audit_verify(l.eye, &error));
        assert_false(l.eye->verified);
        assert_true(found(&l, "undecided", "is not followed"));
        back(path);
        looked_done(&l);
    }
}

/* U23: the directory in the bag too is compared, and it is said where it cannot be. */
static void directory_again(void **state)
{
    (void)state;
    const chancery_audit_options options = plain();
    struct looked l = {0};
    put(BAG("directory.jsonl"), "another directory\n");
    look(&l, &options);
    assert_true(chy_audit_verify(l.eye, &error));
    assert_true(found(&l, "directory-other", "is no version of the one that judges"));
    looked_done(&l);
    look(&l, &options);
    put(BAG("directory.jsonl"), "yet another\n");
    assert_true(chy_audit_verify(l.eye, &error));
    assert_true(found(&l, "directory-other", "was not compared: it was changed"));
    looked_done(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARCHIVE(log_links),       IN_ARCHIVE(index_links),  IN_ARCHIVE(log_strangers),
        IN_ARCHIVE(adding),          IN_ARCHIVE(empty_folder), IN_ARCHIVE(read_again),
        IN_ARCHIVE(directory_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
