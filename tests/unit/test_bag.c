/*
 * test_bag.c - a bag that is whole, and one of each defect of spec/archive.md, A2 to A14.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "archive/bag_parts.h"
#include "bag_maker.h"
#include "base/limits.h"

#include <errno.h>

#define D(id) CHANCERY_D_##id

static void a_whole_bag(void **state) /* A1 */
{
    (void)state;
    struct chy_bag bag = {0};
    make_bag();
    for (int again = 0; again < 2; again++) {
        check_bag(&bag, true);
        print_defects(&bag);
        assert_int_equal(bag.defects.count, 0);
        assert_int_equal(bag.version, 100);
        assert_int_equal(bag.files, 6);
        assert_true(bag.has_tagmanifest);
        assert_true(chy_span_is(chy_bag_info(&bag, "external-identifier"), "S/2012/727"));
        const struct chy_bag_file *file = chy_bag_find(&bag, CHY_LITERAL("data/letter.txt"));
        const chancery_digest digest = chy_digest_of(CHY_LITERAL("Sir,\n"));
        assert_true(file && file->good && file->payload && chy_span_is(file->bytes, "Sir,\n") &&
                    chy_digest_eq(&file->sha256, &digest));
        assert_null(chy_bag_find(&bag, CHY_LITERAL("data/lette")));
    }
    chy_bag_done(&bag);
}

static void bytes_are_kept_up_to_a_limit(void **state)
{
    (void)state;
    struct chy_bag bag = {0};
    make_bag();
    const struct chy_bag_options small = {.keep = 5, .keep_all = 5};
    assert_true(chy_bag_check(&bag, AT_FDCWD, "bag", &small, NULL));
    assert_non_null(chy_bag_find(&bag, CHY_LITERAL("data/letter.txt"))->bytes.ptr);
    assert_null(chy_bag_find(&bag, CHY_LITERAL("data/annex.txt"))->bytes.ptr);
    assert_null(chy_bag_find(&bag, CHY_LITERAL("manifest-sha256.txt"))->bytes.ptr);
    assert_true(chy_bag_find(&bag, CHY_LITERAL("data/annex.txt"))->good);
    chy_bag_done(&bag);
}

static void not_there(void **state) /* A2 */
{
    (void)state;
    expect_defect(D(BAG_MISSING), NULL);
    put("bag", "");
    expect_defect(D(BAG_LINK), NULL);
    assert_int_equal(mkdir("elsewhere", 0755), 0);
    assert_int_equal(symlink("elsewhere", "bag"), 0);
    expect_defect(D(BAG_LINK), NULL);
}

static void manifests(void **state) /* A5, A6 */
{
    (void)state;
#define EMPTY_REST "c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define EMPTY "e3b0" EMPTY_REST
    static const char *const wrong[] = {
        "e3b0  data/a\n",          (EMPTY "\n"),  (EMPTY " \n"), (EMPTY "0  data/a\n"),
        ("# of " EMPTY " data\n"), (EMPTY " *\n")};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        begin_bag();
        put("bag/manifest-sha256.txt", wrong[i]);
        seal_bag();
        expect_defect(D(BAG_MANIFEST), "manifest-sha256.txt");
    }
    make_bag();
    list_as("bag/manifest-sha256.txt", "Sir,\n", "data/letter.txt");
    seal_bag();
    expect_defect(D(BAG_MANIFEST), "data/letter.txt");
    make_bag();
    remove("bag/tagmanifest-sha256.txt");
    expect_defect(D(BAG_MANIFEST), NULL);
    make_bag(); /* one that says nothing */
    put("bag/manifest-blake2b.txt", "00  data/letter.txt\n");
    list_as("bag/tagmanifest-sha256.txt", "00  data/letter.txt\n", "manifest-blake2b.txt");
    expect_defect(D(BAG_ALGORITHM), "manifest-blake2b.txt");
    begin_bag(); /* a star, a dot, upper case and tabs do no harm */
    put("bag/data/empty", "");
    put("bag/manifest-sha256.txt", "E3B0" EMPTY_REST "\t *./data/empty\r\n");
    seal_bag();
    expect_defect(D(BAG_FORM), "data/empty");
}

static void weak_manifests(void **state) /* A5 */
{
    (void)state;
    struct chy_bag bag = {0};
    begin_bag();
    put("bag/data/empty", "");
    put("bag/manifest-md5.txt", "d41d8cd98f00b204e9800998ecf8427e  data/empty\n");
    check_bag(&bag, false);
    assert_int_equal(bag.defects.count, 1);
    assert_int_equal(bag.defects.item[0].code, D(BAG_WEAK));
    assert_true(chy_bag_find(&bag, CHY_LITERAL("data/empty"))->good);
    put("bag/manifest-sha1.txt", "da39a3ee5e6b4b0d3255bfef95601890afd80700  data/empty\n");
    check_bag(&bag, false);
    assert_true(chy_defects_has(&bag.defects, D(FILE_ALTERED)));
    assert_false(chy_bag_find(&bag, CHY_LITERAL("data/empty"))->good);
    chy_bag_done(&bag);
}

static void paths_that_lead_out(void **state) /* A7 */
{
    (void)state;
    static const char *const refused[] = {
        "../up",       "data/../../up",  "data/./x",  "/etc/passwd", "~/x",
        "~root/x",     "C:\\x",          "data/a\\b", "data//x",     "data/",
        "data/x\x01y", "manifest-x.txt", "data/x/..",
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        make_bag();
        list_as("bag/manifest-sha256.txt", "", refused[i]);
        seal_bag();
        expect_defect(D(BAG_PATH), refused[i]);
    }
    make_bag(); /* a tag manifest lists no payload */
    list_as("bag/tagmanifest-sha256.txt", "Sir,\n", "data/letter.txt");
    expect_defect(D(BAG_PATH), "data/letter.txt");
}

static void encoded_paths(void **state) /* A7 */
{
    (void)state;
    struct chy_buf out = {0};
    begin_bag();
    put("bag/data/a\nb\r%", "x");
    put("bag/data/%41%", "x");
    list_as("bag/manifest-sha256.txt", "x", "data/a%0ab%0D%25");
    list_as("bag/manifest-sha256.txt", "x", "data/%41%");
    seal_bag();
    struct chy_bag bag = {0};
    check_bag(&bag, true);
    assert_int_equal(bag.defects.count, 0);
    chy_bag_done(&bag);
    chy_bag_path_encode(&out, CHY_LITERAL("a\nb\r%"));
    assert_true(chy_span_is(chy_buf_view(&out), "a%0Ab%0D%25"));
    chy_buf_clear(&out);
    chy_bag_path_decode(&out, CHY_LITERAL("%0A%25"), 97);
    assert_true(chy_span_is(chy_buf_view(&out), "\n%25"));
    chy_buf_done(&out);
}

static void links_and_devices(void **state) /* A8 */
{
    (void)state;
    make_bag();
    remove("bag/data/letter.txt");
    put("letter.txt", "Sir,\n");
    assert_int_equal(symlink("../../letter.txt", "bag/data/letter.txt"), 0);
    struct chy_bag bag = {0};
    check_bag(&bag, true);
    assert_true(chy_defects_has(&bag.defects, D(BAG_LINK)));
    assert_true(chy_defects_has(&bag.defects, D(FILE_MISSING)));
    chy_bag_done(&bag);
    assert_int_equal(system("rm -rf bag"), 0);
    make_bag();
    assert_int_equal(symlink("/", "bag/data/root"), 0);
    expect_defect(D(BAG_LINK), "data/root");
    make_bag();
    assert_int_equal(mkfifo("bag/data/pipe", 0644), 0);
    expect_defect(D(BAG_LINK), "data/pipe");
}

static void twins(void **state) /* A9 */
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool twins;
    } pairs[] = {
        {"data/a.txt", "data/A.txt", true},
        {"data/\xC3\xA9", "data/e\xCC\x81", true},
        {"data/\xC3\x89", "data/e\xCC\x81", true},
        {"data/\xD0\x96", "data/\xD0\xB6", true},
        {"data/\xCE\xA9", "data/\xCF\x89", true},
        {"data/\xD0\x81", "data/\xD1\x91", true},
        {"data/\xC5\x92", "data/\xC5\x93", true},
        {"data/\xC3\x97", "data/\xC3\xB7", false},
        {"data/a", "data/b", false},
        {"data/\xFF", "data/\xFE", false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct chy_buf a = {0}, b = {0};
        chy_bag_path_fold(&a, chy_span_str(pairs[i].a));
        chy_bag_path_fold(&b, chy_span_str(pairs[i].b));
        assert_true(chy_span_eq(chy_buf_view(&a), chy_buf_view(&b)) == pairs[i].twins);
        chy_buf_done(&a);
        chy_buf_done(&b);
    }
    begin_bag();
    put_payload("data/a.txt", "a");
    put_payload("data/A.txt", "A");
    seal_bag();
    expect_defect(D(BAG_TWIN), "data/a.txt");
}

static void missing_extra_altered(void **state) /* A10, A11 */
{
    (void)state;
    make_bag();
    remove("bag/data/letter.txt");
    put("bag/bag-info.txt", "");
    seal_bag();
    expect_defect(D(FILE_MISSING), "data/letter.txt");
    make_bag();
    put("bag/notes.txt", "x");
    expect_defect(D(FILE_EXTRA), "notes.txt");
    make_bag();
    put("bag/data/letter.txt", "Sir.\n");
    expect_defect(D(FILE_ALTERED), "data/letter.txt");
    make_bag();
    put("bag/manifest-sha512.txt", "");
    list_as("bag/tagmanifest-sha256.txt", "", "manifest-sha512.txt");
    struct chy_bag bag = {0}; /* from 1.0 on each manifest lists each file */
    check_bag(&bag, false);
    assert_int_equal(bag.defects.count, 2);
    assert_int_equal(bag.defects.item[0].code, D(FILE_EXTRA));
    put("bag/notes.txt", "x"); /* another's tag file is only unlisted */
    check_bag(&bag, false);
    assert_true(chy_defects_has(&bag.defects, D(FILE_UNLISTED)));
    chy_bag_done(&bag);
}

/* A11: what no manifest lists may be of any size: in a bag of ours it is told, and not read. */
static void unlisted(void **state)
{
    (void)state;
    struct chy_bag bag = {0};
    make_bag();
    put("bag/data/more.txt", "Sir.\n");
    assert_int_equal(truncate("bag/data/more.txt", (off_t)1 << 40), 0);
    put("bag/manifest-md5.txt", "");
    assert_int_equal(truncate("bag/manifest-md5.txt", (off_t)1 << 40), 0);
    check_bag(&bag, true);
    assert_true(chy_defects_has(&bag.defects, D(FILE_EXTRA)));
    assert_true(chy_defects_has(&bag.defects, D(BAG_LIMIT)));
    const struct chy_bag_file *more = chy_bag_find(&bag, CHY_LITERAL("data/more.txt"));
    assert_false(more->whole || more->good);
    assert_true(more->size == (uint64_t)1 << 40); /* which Payload-Oxum counts */
    assert_true(chy_bag_find(&bag, CHY_LITERAL("data/letter.txt"))->good);
    put("bag/manifest-md5.txt", "");
    assert_int_equal(truncate("bag/data/more.txt", 5), 0);
    check_bag(&bag, false); /* another's bag is taken in with all that it holds */
    assert_true(chy_bag_find(&bag, CHY_LITERAL("data/more.txt"))->whole);
    chy_bag_done(&bag);
}

/* As nobody: root may read everything. */
static void unreadable(void **state) /* A11 */
{
    (void)state;
    make_bag();
    assert_int_equal(chmod(".", 0755), 0);
    assert_int_equal(chmod("bag/data/letter.txt", 0), 0);
    pid_t child = fork();
    if (child == 0) {
        struct chy_bag bag = {0};
        const struct chy_bag_options options = {.own = true};
        if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
            _exit(3);
        bool ok = chy_bag_check(&bag, AT_FDCWD, "bag", &options, NULL);
        _exit(ok && chy_defects_has(&bag.defects, D(FILE_UNREADABLE)) &&
                      strcmp(bag.defects.item[0].path, "data/letter.txt") == 0 &&
                      chy_bag_find(&bag, CHY_LITERAL("data/annex.txt"))->good
                  ? 0
                  : 4);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* Reads one file that a walk may have listed, in a folder. */
static void read_one(struct chy_bag *bag, const char *folder, const char *path)
{
    struct chy_bag_file file = {.path = path, .path_len = strlen(path)};
    uint8_t digest[CHY_BAG_ALGS][CHY_BAG_MAX_DIGEST];
    struct chy_bag_place place = {.bag = open(folder, O_RDONLY | O_DIRECTORY), .folder = -1};
    assert_true(place.bag >= 0);
    assert_true(chy_bag_read(bag, &file, &place, 0, 1024, digest, NULL));
    assert_false(file.whole || file.kept);
    chy_bag_place_done(&place);
    chy_buf_done(&place.path);
    close(place.bag);
}

/* A file of /proc has no bytes, by its size, and gives some. */
static void longer_than_it_was(void **state) /* A11 */
{
    (void)state;
    struct chy_bag bag = {0};
    if (!chy_file_exists("/proc/self/status"))
        skip();
    read_one(&bag, "/proc/self", "status");
    assert_int_equal(bag.defects.count, 1);
    assert_int_equal(bag.defects.item[0].code, D(FILE_CHANGING));
    assert_int_equal(bag.held.len, 0);
    chy_bag_done(&bag);
}

/* As if a file or folder had become a link after the bag was listed. */
static void links_that_come_later(void **state) /* A2, A8 */
{
    (void)state;
    struct chy_bag bag = {0};
    make_bag();
    put("secret", "Sir,\n");
    assert_int_equal(symlink("../../secret", "bag/data/link"), 0);
    assert_int_equal(symlink("../../", "bag/data/folder"), 0);
    assert_int_equal(mkfifo("bag/data/pipe", 0644), 0);
    read_one(&bag, "bag", "data/link");
    read_one(&bag, "bag", "data/folder/secret");
    read_one(&bag, "bag", "data/pipe");
    assert_int_equal(bag.defects.count, 3);
    assert_int_equal(bag.defects.item[0].code, D(FILE_UNREADABLE));
    assert_int_equal(bag.defects.item[1].code, D(FILE_UNREADABLE));
    assert_int_equal(bag.defects.item[2].code, D(BAG_LINK));
    chy_bag_done(&bag);
}

static void what_is_of_one_file(void **state) /* A14 */
{
    (void)state;
    static const int file[] = {EACCES, ELOOP, ENOENT}, whole[] = {EIO, ENOMEM, EMFILE, ENOSPC};
    for (size_t i = 0; i < 3; i++)
        assert_true(chy_bag_is_of_file(file[i]));
    for (size_t i = 0; i < 4; i++)
        assert_false(chy_bag_is_of_file(whole[i]));
}

/* Without descriptors nothing can be said of the bag. */
static void the_system_fails(void **state) /* A14 */
{
    (void)state;
    make_bag();
    struct chy_bag bag = {0};
    const struct chy_bag_options options = {.keep = 0};
    chancery_error error = CHANCERY_ERROR_INIT;
    struct rlimit before, few = {4, 4};
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    bool ok = chy_bag_check(&bag, AT_FDCWD, "bag", &options, &error);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_false(ok);
    assert_int_equal(bag.number, EMFILE);
    assert_int_equal(error.code, CHANCERY_E_IO);
    chy_bag_done(&bag);
}

static void to_be_fetched(void **state) /* A13 */
{
    (void)state;
    make_bag();
    put("bag/fetch.txt", "https://registry.example/x - data/x\n");
    list_as("bag/tagmanifest-sha256.txt", "https://registry.example/x - data/x\n", "fetch.txt");
    expect_defect(D(BAG_FETCH), "fetch.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SANDBOX(a_whole_bag),
        IN_SANDBOX(bytes_are_kept_up_to_a_limit),
        IN_SANDBOX(not_there),
        IN_SANDBOX(manifests),
        IN_SANDBOX(weak_manifests),
        IN_SANDBOX(paths_that_lead_out),
        IN_SANDBOX(encoded_paths),
        IN_SANDBOX(links_and_devices),
        IN_SANDBOX(twins),
        IN_SANDBOX(missing_extra_altered),
        IN_SANDBOX(unlisted),
        IN_SANDBOX(unreadable),
        cmocka_unit_test(longer_than_it_was),
        IN_SANDBOX(links_that_come_later),
        cmocka_unit_test(what_is_of_one_file),
        IN_SANDBOX(the_system_fails),
        IN_SANDBOX(to_be_fetched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
