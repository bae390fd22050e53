/*
 * bag_maker.h - small bags for tests, in the folder we are in, and what their check finds.
 */
#ifndef CHY_TESTS_BAG_MAKER_H
#define CHY_TESTS_BAG_MAKER_H

#include "archive/bag.h"
#include "base/encode.h"
#include "sandbox.h"

#include <fcntl.h>
#include <sys/stat.h>

#define BAGIT_1_0 "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

/* Appends "DIGEST  path" of some content to a manifest. */
static inline void list_as(const char *manifest, const char *content, const char *path)
{
    char hex[65];
    FILE *file = fopen(manifest, "a");
    chancery_digest digest = chy_digest_of(chy_span_str(content));
    assert_non_null(file);
    chy_hex(hex, digest.b, sizeof digest.b);
    assert_true(fprintf(file, "%s  %s\n", hex, path) > 0);
    assert_int_equal(fclose(file), 0);
}

/* A file of the bag "bag", and its line in the manifest. */
static inline void put_payload(const char *path, const char *content)
{
    char full[256];
    snprintf(full, sizeof full, "bag/%s", path);
    put(full, content);
    list_as("bag/manifest-sha256.txt", content, path);
}

/* The tag manifest, of the files that are there. */
static inline void seal_bag(void)
{
    const char *const names[] = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"};
    remove("bag/tagmanifest-sha256.txt");
    for (size_t i = 0; i < 3; i++) {
        struct chy_buf text = {0};
        char full[64];
        snprintf(full, sizeof full, "bag/%s", names[i]);
        if (!chy_file_exists(full))
            continue;
        assert_true(chy_file_read(&text, full, 1u << 20, NULL));
        chy_buf_byte(&text, '\0');
        list_as("bag/tagmanifest-sha256.txt", (const char *)text.ptr, names[i]);
        chy_buf_done(&text);
    }
}

static inline void begin_bag(void)
{
    assert_int_equal(mkdir("bag", 0755), 0);
    assert_int_equal(mkdir("bag/data", 0755), 0);
    put("bag/bagit.txt", BAGIT_1_0);
}

/* A bag of version 1.0 with two files. */
static inline void make_bag(void)
{
    begin_bag();
    put_payload("data/letter.txt", "Sir,\n");
    put_payload("data/annex.txt", "A map\n");
    put("bag/bag-info.txt", "External-Identifier: S/2012/727\nPayload-Oxum: 11.2\n");
    seal_bag();
}

static inline void check_bag(struct chy_bag *bag, bool own)
{
    const struct chy_bag_options options = {.keep = 1024, .keep_all = 65536, .own = own};
    assert_true(chy_bag_check(bag, AT_FDCWD, "bag", &options, NULL));
}

static inline void print_defects(const struct chy_bag *bag)
{
    for (size_t i = 0; i < bag->defects.count; i++)
        print_message("%s: %s: %s\n", chancery_defect_name(bag->defects.item[i].code),
                      bag->defects.item[i].path ? bag->defects.item[i].path : "",
                      bag->defects.item[i].sentence);
}

/* The bag has this one defect; path NULL: of it all. Then "bag" is removed, for the next. */
static inline void expect_defect(enum chancery_defect_code code, const char *path)
{
    struct chy_bag bag = {0};
    check_bag(&bag, true);
    const struct chy_defect *defect = bag.defects.item;
    if (bag.defects.count != 1 || defect->code != code ||
        (path ? !defect->path || strcmp(defect->path, path) != 0 : defect->path != NULL)) {
        print_defects(&bag);
        fail_msg("%s of %s", chancery_defect_name(code), path ? path : "the bag");
    }
    chy_bag_done(&bag);
    assert_int_equal(system("rm -rf bag"), 0);
}

#endif
