/*
 * test_bagit.c - the bags of the BagIt conformance suite of the Library of Congress.
 *
 * What the suite calls valid has no defect; what it warns of has a warning, or is refused where
 * spec/archive.md is stricter (twins, bags that are to be fetched); what it calls invalid is
 * refused for what its name says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/bag.h"
#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#define NOTHING CHANCERY_DEFECT_COUNT
#define D(id) CHANCERY_D_##id

struct expected {
    const char *bag;
    enum chancery_defect_code code; /* NOTHING: no more than warnings */
    const char *path;               /* of which file; NULL: any */
};

#define FROM_93(version)                                                                       \
    {version "/valid/basic-bag", NOTHING, NULL},                                               \
    {                                                                                          \
        version "/valid/duplicate-metadata-entries", NOTHING, NULL                             \
    }
#define FROM_96(version)                                                                       \
    FROM_93(version), {version "/valid/bag-in-a-bag", NOTHING, NULL},                          \
        {version "/valid/bag-with-encoded-names", NOTHING, NULL},                              \
        {version "/valid/bag-with-escapable-characters", NOTHING, NULL},                       \
        {version "/valid/bag-with-leading-dot-slash-in-manifest", D(BAG_FORM), NULL},          \
        {version "/valid/bag-with-space", NOTHING, NULL},                                      \
    {                                                                                          \
        version "/valid/holey-bag", D(BAG_FETCH), NULL                                         \
    }

static const struct expected suite[] = {
    FROM_93("v0.93"),
    FROM_93("v0.94"),
    FROM_93("v0.95"),
    FROM_96("v0.96"),
    FROM_96("v0.97"),
    {"v0.97/valid/ISO-8859-1-encoded-tag-files", NOTHING, NULL},
    {"v0.97/valid/UTF-16-encoded-tag-files", NOTHING, NULL},
    {"v0.97/valid/minimal-bag", NOTHING, NULL},
    {"v0.97/valid/uncommon-metadata-separators", NOTHING, NULL},
    {"v0.97/invalid/baginfo-missing-encoding", D(BAG_DECLARATION), "bagit.txt"},
    {"v0.97/invalid/bom-in-bagit.txt", D(BAG_DECLARATION), "bagit.txt"},
    {"v0.97/invalid/corrupt-data-file", D(FILE_ALTERED), "data/bare-filename"},
    {"v0.97/invalid/corrupt-tag-file", D(FILE_ALTERED), "bag-info.txt"},
    {"v0.97/invalid/extra-file-in-bag", D(FILE_EXTRA), "data/bar"},
    {"v0.97/invalid/invalid-version-number", D(BAG_DECLARATION), "bagit.txt"},
    {"v0.97/invalid/missing-baginfo", D(FILE_MISSING), "bag-info.txt"},
    {"v0.97/invalid/missing-bagit.txt", D(BAG_DECLARATION), "bagit.txt"},
    {"v0.97/invalid/out-of-scope-file-paths-using-dot-notation", D(BAG_PATH),
     "../../../README.md"},
    {"v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch", D(BAG_FETCH), NULL},
    {"v0.97/invalid/same-filename-listed-twice-with-different-hashes", D(BAG_MANIFEST),
     "data/README"},
    {"v0.97/linux-only/out-of-scope-file-paths-using-absolute-path", D(BAG_PATH), "/tmp/foo"},
    {"v0.97/linux-only/out-of-scope-file-paths-using-absolute-path-for-fetch", D(BAG_FETCH),
     NULL},
    {"v0.97/linux-only/out-of-scope-file-paths-using-shortcut", D(BAG_PATH), "~/foo"},
    {"v0.97/linux-only/out-of-scope-file-paths-using-shortcut-for-fetch", D(BAG_FETCH), NULL},
    {"v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username", D(BAG_PATH),
     "~root/foo"},
    {"v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username-for-fetch", D(BAG_FETCH),
     NULL},
    {"v0.97/windows-only/out-of-scope-file-paths-using-absolute-path", D(BAG_PATH),
     "C:\\Windows\\System32\\setx.exe"},
    {"v0.97/windows-only/out-of-scope-file-paths-using-absolute-path-for-fetch", D(BAG_FETCH),
     NULL},
    {"v0.97/windows-only/out-of-scope-file-paths-using-shortcut", D(BAG_PATH),
     "%HomeDrive%\\Windows\\System32\\setx.exe"},
    {"v0.97/windows-only/out-of-scope-file-paths-using-shortcut-for-fetch", D(BAG_FETCH), NULL},
    {"v0.97/windows-only/out-of-scope-file-paths-using-unc", D(BAG_PATH),
     "\\\\?\\UNC\\server\\Windows\\System32\\setx.exe"},
    {"v0.97/windows-only/out-of-scope-file-paths-using-unc-for-fetch", D(BAG_FETCH), NULL},
    {"v0.97/warning/duplicate-file-with-different-case", D(BAG_TWIN), NULL},
    {"v0.97/warning/made-with-md5sum-tools", D(BAG_FORM), "data/hello.txt"},
    {"v0.97/warning/relative-path", D(BAG_FORM), "data/hello.txt"},
    {"v0.97/warning/same-filename-listed-twice-with-different-normalization", D(BAG_TWIN),
     NULL},
    {"v0.97/warning/same-filename-listed-twice-with-the-same-hash", D(BAG_FORM), "data/README"},
    {"v0.97/warning/special-system-files", D(FILE_MISSING), "data/.DS_Store"},
    {"v1.0/valid/basicBag", NOTHING, NULL},
    {"v1.0/invalid/bagit-with-invalid-whitespace", D(BAG_DECLARATION), "bagit.txt"},
    {"v1.0/invalid/notAllManifestsListAllFiles", D(FILE_EXTRA), "data/missingFromManifest.txt"},
    {"v1.0/invalid/same-filename-listed-twice-with-different-hashes", D(BAG_MANIFEST),
     "data/README"},
    {"v1.0/invalid/same-filename-listed-twice-with-the-same-hash", D(BAG_MANIFEST),
     "data/README"},
};

#define SUITE (sizeof suite / sizeof suite[0])

static bool has(const struct chy_bag *bag, const struct expected *expected)
{
    for (size_t i = 0; i < bag->defects.count; i++) {
        const struct chy_defect *defect = &bag->defects.item[i];
        if (defect->code == expected->code &&
            (!expected->path || strcmp(defect->path, expected->path) == 0))
            return true;
    }
    return false;
}

static char *folder_of(const char *bag)
{
    const char *folder = getenv("CHANCERY_CONFORMANCE");
    return chy_dupf(NULL, "%s/bagit-conformance/%s", folder ? folder : "../shared/conformance",
                    bag);
}

/* The gravest; CHANCERY_NOTE where there is none. */
static enum chancery_severity worst_of(const struct chy_bag *bag)
{
    enum chancery_severity worst = CHANCERY_NOTE;
    for (size_t i = 0; i < bag->defects.count; i++)
        if (chancery_defect_severity(bag->defects.item[i].code) > worst)
            worst = chancery_defect_severity(bag->defects.item[i].code);
    return worst;
}

static void check(struct chy_bag *bag, const struct expected *expected)
{
    const struct chy_bag_options options = {.keep = 0};
    char *folder = folder_of(expected->bag);
    assert_true(chy_bag_check(bag, AT_FDCWD, folder, &options, NULL));
    bool is =
        expected->code == NOTHING ? worst_of(bag) <= CHANCERY_WARNING : has(bag, expected);
    /* what is only a warning stands alone */
    if (expected->code == D(BAG_FORM))
        is = is && worst_of(bag) == CHANCERY_WARNING;
    /* and a bag that is to be fetched, but holds all, has no other fault */
    if (strstr(expected->bag, "holey-bag"))
        for (size_t i = 0; i < bag->defects.count; i++)
            is =
                is && (bag->defects.item[i].code == D(BAG_FETCH) ||
                       chancery_defect_severity(bag->defects.item[i].code) <= CHANCERY_WARNING);
    if (!is) {
        for (size_t i = 0; i < bag->defects.count; i++)
            print_message("%s: %s: %s\n", chancery_defect_name(bag->defects.item[i].code),
                          bag->defects.item[i].path ? bag->defects.item[i].path : "",
                          bag->defects.item[i].sentence);
        fail_msg("%s", expected->bag);
    }
    chancery_free(folder);
}

static void every_bag(void **state)
{
    (void)state;
    struct chy_bag bag = {0};
    char *folder = folder_of("v1.0/valid/basicBag");
    bool there = chy_file_exists(folder);
    chancery_free(folder);
    if (!there) {
        print_message("skipped: the bags of bagit-conformance are not there\n");
        skip();
    }
    for (size_t i = 0; i < SUITE; i++)
        check(&bag, &suite[i]);
    chy_bag_done(&bag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_bag)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
