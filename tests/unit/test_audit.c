/*
 * test_audit.c - the audit of an archive: each defect is found in the bag where it is, and
 * nowhere else (spec/audit.md).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audited.h"

/* This item has this verdict and finding; all others are as they were. */
static void only(const char *name, const char *verdict, const char *code, int expected)
{
    char text[96];
    const chancery_audit_options options = plain();
    audited(&options, expected);
    snprintf(text, sizeof text, "\"verdict\":\"%s\"", verdict);
    if (!holds(line_of(name), text))
        fail_msg("not %s: %s", verdict, line_of(name));
    snprintf(text, sizeof text, "\"code\":\"%s\"", code);
    if (!holds(line_of(name), text))
        fail_msg("not %s: %s", code, line_of(name));
    for (size_t i = 0; i < keeps; i++)
        if (strcmp(kept[i].name, name) != 0 &&
            (!holds(line_of(kept[i].name), "\"findings\":[]") ||
             !holds(line_of(kept[i].name), "\"verdict\":\"authentic\"")))
            fail_msg("%s too: %s", kept[i].name, line_of(kept[i].name));
}

/* U1, U2, U5, U6, U29, U32: one line an item, then the summary, by however many processes. */
static void whole(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    struct chy_buf one = {0};
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"sentence\":\"6 of 6 authentic\""));
    assert_true(holds(line_of(ITEM), "\"proves\":\"issue\",\"standing\":\"current\""));
    assert_true(holds(line_of(ITEM), "\"entry\":3,\"findings\":[]"));
    chy_buf_span(&one, chy_buf_view(&shown));
    options.jobs = 3;
    audited(&options, 0);
    assert_true(chy_span_eq(chy_buf_view(&one), chy_buf_view(&shown)));
    options.json = false;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "6 of 6 authentic.\n"));
    chy_buf_done(&one);
}

/* U4: no signatures, and no directory. */
static void integrity(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.integrity_only = true;
    audited(&options, 0);
    assert_true(holds(line_of(ITEM), "\"verdict\":\"intact\""));
    assert_true(holds((char *)shown.ptr, "6 of 6 intact"));
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    audited(&options, 1);
    assert_true(holds(line_of(ITEM), "\"code\":\"file-altered\""));
}

/* U9, U4: what is missing is not forged */
static void files(void **state)
{
    (void)state;
    spoil(BAG("data/issue.txt"), "Distr", "Dostr");
    only(ITEM, "not-authentic", "file-altered", 1);
    spoil(BAG("data/issue.txt"), "Dostr", "Distr");
    moved(BAG("data/issue.txt"), "kept");
    only(ITEM, "indeterminate", "file-missing", 2);
    only(ITEM, "indeterminate", "document-missing", 2); /* U18 */
    moved("kept", BAG("data/issue.txt"));
    put(BAG("data/more.txt"), "more");
    only(ITEM, "indeterminate", "file-extra", 2);
    assert_int_equal(unlink(BAG("data/more.txt")), 0);
    moved(BAG("data/issue.txt.intoto.jsonl"), "kept");
    only(ITEM, "indeterminate", "file-missing", 2);
    only(ITEM, "indeterminate", "no-record", 2);
    moved("kept", BAG("data/issue.txt.intoto.jsonl"));
    moved(BAG("data/issue.txt"), "kept");
    assert_int_equal(symlink("/etc/hostname", BAG("data/issue.txt")), 0);
    only(ITEM, "not-authentic", "bag-link", 1);
    assert_int_equal(unlink(BAG("data/issue.txt")), 0);
    moved("kept", BAG("data/issue.txt"));
    moved(BAG("tagmanifest-sha256.txt"), "kept");
    only(ITEM, "indeterminate", "bag-manifest", 2);
}

/* U10, U12 */
static void names(void **state)
{
    (void)state;
    moved(KEEP "/" ITEM, KEEP "/elsewhere");
    only(ITEM, "indeterminate", "bag-moved", 2);
    assert_false(holds((char *)shown.ptr, "\"item\":\"elsewhere\""));
    moved(KEEP "/elsewhere", "kept");
    only(ITEM, "indeterminate", "bag-missing", 2);
    moved("kept", KEEP "/" ITEM);
    assert_int_equal(system("cp -r " KEEP "/" ITEM " " KEEP "/copy"), 0);
    only("copy", "indeterminate", "bag-unknown", 2);
    assert_int_equal(system("rm -r " KEEP "/copy"), 0);
    put(KEEP "/stray\x1b", "x");
    only("stray\\\\x1b", "indeterminate", "bag-unknown", 2);
}

/* Makes the tagmanifest fit again. */
static void made_anew(const char *manifest)
{
    char old[65], other[65];
    struct chy_buf bytes = {0};
    assert_true(chy_file_read(&bytes, BAG("tagmanifest-sha256.txt"), 65536, NULL));
    const char *at = memmem(bytes.ptr, bytes.len, manifest, strlen(manifest));
    assert_non_null(at);
    snprintf(old, sizeof old, "%.64s", at - 66);
    chy_buf_clear(&bytes);
    assert_true(chy_file_read(
        &bytes, manifest[0] == 'm' ? BAG("manifest-sha256.txt") : BAG("bag-info.txt"), 65536,
        NULL));
    keep_hex(other, chy_buf_view(&bytes));
    spoil(BAG("tagmanifest-sha256.txt"), old, other);
    chy_buf_done(&bytes);
}

/* U11: whoever alters a bag and all of its manifests is caught by the log. */
static void exchanged(void **state)
{
    (void)state;
    spoil(BAG("bag-info.txt"), "2012-10-02", "2012-10-03");
    made_anew("bag-info.txt");
    only(ITEM, "not-authentic", "bag-differs", 1);
    spoil(BAG("bag-info.txt"), "2012-10-03", "2012-10-02");
    made_anew("bag-info.txt");
    moved(KEEP "/" ITEM, "kept");
    moved(KEEP "/S_2012_701-en-1", KEEP "/" ITEM);
    moved("kept", KEEP "/S_2012_701-en-1");
    const chancery_audit_options options = plain();
    audited(&options, 1);
    assert_true(holds(line_of(ITEM), "bag-differs"));
    assert_true(holds(line_of("S_2012_701-en-1"), "bag-differs"));
}

/* U13, U14, U15 */
static void index_lines(void **state)
{
    (void)state;
    char other[80], line[80];
    spoil(KEEP "/index.jsonl", "{\"bag\":\"" ITEM "\"", "{\"beg\":\"" ITEM "\"");
    only(ITEM, "indeterminate", "not-in-index", 2);
    assert_true(holds((char *)shown.ptr, "index-line"));
    spoil(KEEP "/index.jsonl", "{\"beg\"", "{\"bag\"");
    spoil(KEEP "/index.jsonl", kept[3].document, kept[2].document);
    only(ITEM, "indeterminate", "index-differs", 2);
    snprintf(other, sizeof other, "%s\"", kept[3].tagmanifest);
    snprintf(line, sizeof line, "%s\"", kept[2].tagmanifest);
    keep_index();
    spoil(KEEP "/index.jsonl", other, line);
    only(ITEM, "indeterminate", "index-differs", 2);
    keep_index();
    spoil(KEEP "/index.jsonl", "\"bag\":\"" ITEM "\"", "\"bag\":\"../x\"");
    only(ITEM, "indeterminate", "not-in-index", 2);
    keep_index();
    spoil(KEEP "/index.jsonl", "\"entry\":5", "\"entry\":6");
    const chancery_audit_options options = plain();
    audited(&options, 2);
    assert_true(holds(line_of("S_2012_705-en-1"), "not-in-log"));
    assert_true(holds(line_of("entry 5"), "not-in-index"));
    keep_index();
    char *index = content(KEEP "/index.jsonl");
    assert_int_equal(truncate(KEEP "/index.jsonl", (off_t)strlen(index) - 1), 0);
    chancery_free(index);
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "\"code\":\"index-line\""));
    assert_true(holds((char *)shown.ptr, "index, 6, is not ended by a line feed"));
    assert_int_equal(unlink(KEEP "/index.jsonl"), 0);
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "not-in-index"));
    assert_true(holds((char *)shown.ptr, "The index is not there."));
}

/* U16, U17, U27: the log is told apart from the bags. */
static void log_files(void **state)
{
    (void)state;
    const char *const bundle = KEEP "/log/tile/entries/000.p/6";
    const chancery_audit_options options = plain();
    char from[80], to[80];
    snprintf(from, sizeof from, "document %s", kept[3].document);
    snprintf(to, sizeof to, "document %s", kept[2].document);
    spoil(bundle, from, to);
    audited(&options, 1);
    assert_true(holds(line_of(ITEM), "index-differs"));
    assert_true(holds((char *)shown.ptr, "\"code\":\"log-damaged\""));
    assert_true(holds(line_of("S_2012_702-en-1"), "\"findings\":[]"));
    spoil(bundle, to, from);
    moved(bundle, "kept");
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "entry-unreadable"));
    assert_true(holds((char *)shown.ptr, "\"code\":\"log-missing\""));
    moved("kept", bundle);
    spoil(KEEP "/log/checkpoint", "\n6\n", "\n7\n");
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "The log cannot be opened"));
    assert_true(holds(line_of(ITEM), "\"verdict\":\"authentic\""));
}

/* U16: the entry of a bag whose record holds other signatures. */
static void signatures(void **state)
{
    (void)state;
    const char *const bundle = KEEP "/log/tile/entries/000.p/6";
    struct chy_buf bytes = {0};
    assert_true(chy_file_read(&bytes, bundle, 1u << 20, NULL));
    for (size_t i = 0, seen = 0; i + 10 < bytes.len; i++) {
        if (memcmp(bytes.ptr + i, "signature ", 10) != 0 || seen++ != 3)
            continue;
        memset(bytes.ptr + i + 10, 'f', 64); /* the last, so that they stay sorted */
    }
    assert_true(chy_file_write(bundle, chy_buf_view(&bytes), 0644, true, NULL));
    chy_buf_done(&bytes);
    const chancery_audit_options options = plain();
    audited(&options, 1);
    assert_true(holds(line_of("S_2012_700-en-1"), "entry-differs"));
    assert_true(
        holds(line_of("S_2012_700-en-1"), "lists 1 signature that its record does not hold"));
}

/* An archive anew, one bag of which is another's second version, or another issue. */
static void made_as(size_t which, size_t number, size_t issue, size_t follows)
{
    assert_int_equal(system("rm -r " KEEP), 0);
    story_done(&keep_story);
    keep_as = (struct keep_as){which, number, issue, follows};
    keep_make(COUNT);
    keep_as = (struct keep_as){0, 0, 0, 0};
}

/* U20, U21, U22 */
static void numbers(void **state)
{
    (void)state;
    const chancery_audit_options options = plain();
    made_as(3, 701, 1, 2);
    audited(&options, 2);
    assert_true(holds(line_of("S_2012_701-en-1.v2"), "number-twice"));
    assert_true(holds(line_of("S_2012_701-en-1.v2"), "the bag S_2012_701-en-1."));
    assert_false(holds(line_of("S_2012_701-en-1.v2"), "bag-moved"));
    assert_true(holds(line_of("S_2012_701-en-1"), "number-twice"));
    assert_true(
        holds(line_of("S_2012_701-en-1"), "superseded in the archive by S_2012_701-en-1.v2"));
    assert_true(holds(line_of("S_2012_701-en-1"), "newer-lacks")); /* a withdrawal, perhaps */
    made_as(3, 701, 4, 0);
    audited(&options, 0);
    assert_true(holds(line_of("S_2012_701-en-4"),
                      "This is issue 4, and the one known before it is issue 1."));
}

/* U10, U15: what the index says of a bag is held to what the bag says of itself. */
static void labels(void **state)
{
    (void)state;
    static const char *const spoiled[][2] = {
        {"\"symbol\":\"S/2012/703\"", "\"symbol\":\"S/2012/799\""},
        {"\"entry\":3,\"issue\":1", "\"entry\":3,\"issue\":2"},
        {"\"entry\":3,\"issue\":1,\"language\":\"en\"",
         "\"entry\":3,\"issue\":1,\"language\":\"fr\""},
        {",\"symbol\":\"S/2012/703\"", ""},
    };
    for (size_t i = 0; i < sizeof spoiled / sizeof spoiled[0]; i++) {
        spoil(KEEP "/index.jsonl", spoiled[i][0], spoiled[i][1]);
        only(ITEM, "indeterminate", "index-differs", 2);
        keep_index();
    }
    const chancery_audit_options options = plain();
    moved(KEEP "/" ITEM, "kept");
    moved(KEEP "/S_2012_701-en-1", KEEP "/" ITEM);
    moved("kept", KEEP "/S_2012_701-en-1");
    spoil(KEEP "/index.jsonl", "S_2012_701-en-1", "S_2012_7xx-en-1");
    spoil(KEEP "/index.jsonl", ITEM, "S_2012_701-en-1");
    spoil(KEEP "/index.jsonl", "S_2012_7xx-en-1", ITEM);
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "bag-moved"));
    assert_true(holds(line_of(ITEM), "the bag is S_2012_701-en-1, and the name"));
    assert_true(holds(line_of("S_2012_701-en-1"), "bag-moved"));
    assert_true(holds(line_of("S_2012_702-en-1"), "\"findings\":[]"));
}

/* U10, U22: a version stands under the name after that of the bag that it follows. */
static void versions(void **state)
{
    (void)state;
    made_as(3, 701, 1, 2);
    moved(KEEP "/S_2012_701-en-1.v2", KEEP "/S_2012_701-en-1.v3");
    spoil(KEEP "/index.jsonl", "S_2012_701-en-1.v2", "S_2012_701-en-1.v3");
    const chancery_audit_options options = plain();
    audited(&options, 2);
    assert_true(holds(line_of("S_2012_701-en-1.v3"), "bag-moved"));
    assert_true(holds(line_of("S_2012_701-en-1.v3"), "The bag that it follows"));
    made_as(3, 701, 1, 1); /* it follows another */
    audited(&options, 2);
    assert_true(holds(line_of("S_2012_701-en-1.v2"), "The bag that it follows"));
    made_as(0, 700, 1, 0);
    moved(KEEP "/" ITEM, KEEP "/" ITEM ".v2");
    spoil(KEEP "/index.jsonl", ITEM, ITEM ".v2");
    audited(&options, 2);
    assert_true(holds(line_of(ITEM ".v2"), "bag-moved"));
}

/* U24, U26 */
static void around(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    options.lapse_days = 365 * 20;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"code\":\"directory-expires\""));
    options.lapse_days = 90;
    audited(&options, 0);
    assert_false(holds((char *)shown.ptr, "\"code\":\"directory-expires\""));
    assert_int_equal(mkdir(KEEP "/.adding", 0755), 0);
    audited(&options, 0);
    assert_false(holds((char *)shown.ptr, "\"code\":\"unfinished-add\""));
    assert_int_equal(mkdir(KEEP "/.adding/x", 0755), 0);
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"code\":\"unfinished-add\""));
    options.archive = "nothing";
    assert_false(audit(&options));
    assert_int_equal(error.code, CHANCERY_E_MISSING);
    assert_int_equal(mkdir("nothing", 0755), 0);
    assert_false(audit(&options));
    assert_int_equal(error.code, CHANCERY_E_MISSING);
    assert_true(holds(error.text, "it is no archive"));
}

/* U8: a fault of the system is none of the bag. */
static void systemic(void **state)
{
    (void)state;
    const struct rlimit few = {9, 9};
    struct rlimit old;
    const chancery_audit_options options = plain();
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
    for (rlim_t most = few.rlim_cur; most > 3; most--) {
        const struct rlimit limit = {most, old.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
        bool ok = audit(&options);
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
        if (ok && status != 0)
            fail_msg("%d files: %.*s", (int)most, (int)shown.len, (char *)shown.ptr);
        if (!ok)
            assert_int_equal(chancery_error_status(error.code), CHANCERY_EXIT_UNDECIDED);
        if (ok)
            assert_true(most > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARCHIVE(whole),     IN_ARCHIVE(integrity),  IN_ARCHIVE(files),
        IN_ARCHIVE(names),     IN_ARCHIVE(exchanged),  IN_ARCHIVE(index_lines),
        IN_ARCHIVE(log_files), IN_ARCHIVE(signatures), IN_ARCHIVE(numbers),
        IN_ARCHIVE(labels),    IN_ARCHIVE(versions),   IN_ARCHIVE(around),
        IN_ARCHIVE(systemic),
    };
    return chancery_init(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
