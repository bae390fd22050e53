/*
 * keep.h - an archive of specimen documents, made by hand as spec/archive.md says, so that a
 * test can spoil one thing in it and see what the audit says. Include it after cmocka.h.
 */
#ifndef CHY_TESTS_KEEP_H
#define CHY_TESTS_KEEP_H

#include "archive/entry.h"
#include "archive/log.h"
#include "base/encode.h"
#include "sandbox.h"
#include "story.h"

#include <sys/stat.h>

#define KEEP "keep"
enum { KEEP_MOST = 40 };

struct kept {
    char name[32], document[65], tagmanifest[65];
    size_t number, issue, follows; /* follows: the one before, 1-based; 0: none */
};
/* Given to keep_make; else 700, 701, ... and issue 1. */
static struct keep_as {
    size_t which, number, issue, follows;
} keep_as;
static struct story keep_story; /* its trust judges */
static struct kept kept[KEEP_MOST];
static size_t keeps;

static inline void keep_hex(char out[65], chancery_span bytes)
{
    chancery_digest digest = chy_digest_of(bytes);
    chy_hex(out, digest.b, sizeof digest.b);
}

static inline void keep_put(const char *bag, const char *name, chancery_span bytes,
                            struct chy_buf *manifest)
{
    char path[160], hex[65];
    snprintf(path, sizeof path, KEEP "/%s/%s", bag, name);
    assert_true(chy_file_write(path, bytes, 0644, true, NULL));
    keep_hex(hex, bytes);
    if (manifest)
        chy_buf_printf(manifest, "%s  %s\n", hex, name);
}

/* The bag of the story as it stands; its entry is appended to entries. */
static inline void keep_bag(const struct story *story, struct chy_buf *entries)
{
    struct kept *one = &kept[keeps];
    struct chy_buf data = {0}, tags = {0}, info = {0}, entry = {0};
    struct chy_record record = {0};
    char path[160];
    chancery_digest document = chy_digest_of(chy_span_str(story->issue)), bag;
    *one = (struct kept){.number = 700 + keeps, .issue = 1};
    if (keep_as.number > 0 && keep_as.which == keeps) {
        one->number = keep_as.number;
        one->issue = keep_as.issue;
        one->follows = keep_as.follows;
    }
    snprintf(one->name, sizeof one->name, "S_2012_%zu-en-%zu%s", one->number, one->issue,
             one->follows ? ".v2" : "");
    snprintf(path, sizeof path, KEEP "/%s/data", one->name);
    assert_true(chy_file_make_folder(path, false, NULL));
    keep_put(one->name, "data/issue.txt", chy_span_str(story->issue), &data);
    keep_put(one->name, "data/issue.txt.intoto.jsonl", chy_buf_view(&story->record), &data);
    keep_put(one->name, "bagit.txt",
             CHY_LITERAL("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"), &tags);
    chy_buf_printf(&info,
                   "Bagging-Date: 2012-10-02\nChancery-Issue-Number: %zu\n"
                   "Chancery-Language: en\nExternal-Identifier: S/2012/%zu\n"
                   "Payload-Oxum: %zu.2\n",
                   one->issue, one->number, strlen(story->issue) + story->record.len);
    if (one->follows)
        chy_buf_printf(&info, "Chancery-Follows: %s\n", kept[one->follows - 1].tagmanifest);
    keep_put(one->name, "bag-info.txt", chy_buf_view(&info), &tags);
    keep_put(one->name, "manifest-sha256.txt", chy_buf_view(&data), &tags);
    keep_put(one->name, "tagmanifest-sha256.txt", chy_buf_view(&tags), NULL);
    chy_hex(one->document, document.b, sizeof document.b);
    keep_hex(one->tagmanifest, chy_buf_view(&tags));
    bag = chy_digest_of(chy_buf_view(&tags));
    assert_true(chy_record_read(&record, chy_buf_view(&story->record), NULL));
    assert_true(chy_entry_write(&entry, &document, &bag, &record, false, "x", NULL));
    chy_bundle_add(entries, chy_buf_view(&entry));
    chy_record_done(&record);
    chy_buf_done(&data);
    chy_buf_done(&tags);
    chy_buf_done(&info);
    chy_buf_done(&entry);
    keeps++;
}

static inline void keep_index(void)
{
    struct chy_buf index = {0};
    for (size_t i = 0; i < keeps; i++)
        chy_buf_printf(
            &index,
            "{\"bag\":\"%s\",\"document\":\"%s\",\"entry\":%zu,\"issue\":%zu,"
            "\"language\":\"en\",\"symbol\":\"S/2012/%zu\",\"tagmanifest\":\"%s\"}\n",
            kept[i].name, kept[i].document, i, kept[i].issue, kept[i].number,
            kept[i].tagmanifest);
    assert_true(chy_file_write(KEEP "/index.jsonl", chy_buf_view(&index), 0644, true, NULL));
    chy_buf_done(&index);
}

/* The next document, with four signatures; its entry is appended to entries. last: it is the
 * story that is kept. */
static inline void keep_next(struct chy_buf *entries, bool last)
{
    struct story story;
    char between[64];
    story_init(&story);
    snprintf(between, sizeof between, "Annex\n\nNote number %zu\n\n", keeps);
    story.between = between;
    story_seal(&story);
    keep_bag(&story, entries);
    if (last)
        keep_story = story;
    else
        story_done(&story);
}

/* Makes the entries part of the log, and the index that names them. */
static inline void keep_log(struct chy_buf *entries)
{
    struct chy_buf report = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_key *key = story_key(50);
    story_check(
        chy_log_append_entries(KEEP "/log", chy_buf_view(entries), key, NULL, &report, &error),
        "append", &error);
    keep_index();
    chancery_key_free(key);
    chy_buf_done(entries);
    chy_buf_done(&report);
}

/* One document more. */
static inline void keep_more(void)
{
    struct chy_buf entries = {0};
    keep_next(&entries, false);
    keep_log(&entries);
}

/* An archive of so many documents, in the folder that the test is in. */
static inline void keep_make(size_t count)
{
    struct chy_buf entries = {0};
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_key *key = story_key(50);
    char *vkey = NULL;
    put("log.key", "a path that is kept\n");
    keeps = 0;
    assert_true(chy_file_make_folder(KEEP, false, NULL));
    story_check(chancery_log_init(&vkey, KEEP "/log", "archive.example/letters", "log.key", key,
                                  &error),
                "log init", &error);
    chancery_free(vkey);
    chancery_key_free(key);
    for (size_t i = 0; i < count; i++)
        keep_next(&entries, i + 1 == count);
    keep_log(&entries);
}

#endif
