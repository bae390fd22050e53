/*
 * test_audit_time.c - the time that a quorum of witnesses proves by cosigning the archive's own
 * log (spec/audit.md, U39).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "audited.h"

enum { LOG_SEED = 50, WITNESS = 60, WITNESSES = 3 };

/* Noon, of a day after each letter, and two more. */
#define FIRST INT64_C(1349265600)
#define PROVEN "\"provenTime\":\"2012-10-04T12:00:00Z\""

static struct chy_watcher watcher(const char *name, int seed)
{
    chancery_key *key = story_key(seed);
    struct chy_watcher one = {.name = story_dup(name), .key = chancery_key_public(key)};
    chancery_key_free(key);
    return one;
}

/* The directory lists the log and three witnesses, two of whom prove a time, and asks for
 * proven times. */
static void demand_times(void)
{
    static const char *const names[WITNESSES] = {"witness.example/w1", "witness.example/w2",
                                                 "witness.example/w3"};
    struct chy_directory *directory = &keep_story.trust.directory;
    directory->log = calloc(1, sizeof *directory->log);
    directory->witness = calloc(WITNESSES, sizeof *directory->witness);
    assert_true(directory->log && directory->witness);
    directory->log[0] = watcher("archive.example/letters", LOG_SEED);
    directory->logs = 1;
    for (int i = 0; i < WITNESSES; i++)
        directory->witness[i] = watcher(names[i], WITNESS + i);
    directory->witnesses = WITNESSES;
    directory->quorum = 2;
    directory->proven_since = (chancery_date){2012, 1, 1};
}

/* Witness 0, 1 or 2 cosigns, so many days after the first. */
static void cosign(int witness, int64_t days)
{
    char name[32], home[8];
    chancery_key *key = story_key(WITNESS + witness);
    chancery_cosign_options options = {.log = KEEP "/log",
                                       .name = name,
                                       .key = key,
                                       .home = home,
                                       .now = FIRST + days * 86400};
    char *vkey = NULL;
    snprintf(name, sizeof name, "witness.example/w%d", witness + 1);
    snprintf(home, sizeof home, "home%d", witness);
    story_check(chancery_log_cosign(&vkey, &options, &error), "cosign", &error);
    chancery_free(vkey);
    chancery_key_free(key);
}

/* Letters of which nothing proves the time are not authentic; a quorum's cosignatures do. */
static void quorum(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    demand_times();
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "\"code\":\"time-unproven\""));
    cosign(0, 0);
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "\"code\":\"time-unproven\""));
    assert_true(holds((char *)shown.ptr, "\"provenTime\":null"));
    cosign(1, 1);
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, PROVEN));
    assert_true(holds((char *)shown.ptr, "\"vouched\":[\"directory\",\"witnesses\"]"));
    assert_true(holds((char *)shown.ptr, "6 of 6 authentic"));
    cosign(2, 700); /* the smallest times of a quorum */
    options.jobs = 2;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, PROVEN));
    options.json = false;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "were there by 2012-10-04T12:00:00Z."));
}

/* What the entry says by now is not what was cosigned: its signatures are dated by nothing. */
static void altered_entry(void **state)
{
    (void)state;
    const char *const bundle = KEEP "/log/tile/entries/000.p/6";
    chancery_audit_options options = plain();
    char from[80], to[80];
    demand_times();
    cosign(0, 0);
    cosign(1, 1);
    snprintf(from, sizeof from, "bag %s", kept[3].tagmanifest);
    snprintf(to, sizeof to, "bag %s", kept[2].tagmanifest);
    spoil(bundle, from, to);
    audited(&options, 1);
    assert_true(holds(line_of(ITEM), "\"code\":\"time-unproven\""));
    assert_true(holds(line_of("S_2012_702-en-1"), "\"verdict\":\"authentic\""));
}

/* Without the hashes that lead to the signed root nothing was cosigned. */
static void altered_tile(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    demand_times();
    cosign(0, 0);
    cosign(1, 1);
    moved(KEEP "/log/tile/0/000.p/6", "kept");
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "\"code\":\"time-unproven\""));
    moved("kept", KEEP "/log/tile/0/000.p/6");
    audited(&options, 0);
}

/* A witness that is void, one whose clock is ahead, and a line that does not fit. */
static void witnesses(void **state)
{
    (void)state;
    struct chy_directory *directory = &keep_story.trust.directory;
    chancery_audit_options options = plain();
    demand_times();
    cosign(0, 0);
    cosign(1, 1);
    directory->witness[1].voided = story_dup("stolen");
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "\"provenTime\":null"));
    free(directory->witness[1].voided);
    directory->witness[1].voided = NULL;
    audited(&options, 0);
    int64_t now = keep_story.trust.now;
    keep_story.trust.now = FIRST + 3600; /* the second is of a day later */
    options.now = FIRST + 3600;
    assert_true(audit(&options));
    assert_true(holds(first_bad(), "time-unproven"));
    keep_story.trust.now = options.now = now;
    char *note = content(KEEP "/log/checkpoint");
    char *line = strstr(note, "witness.example/w2 ");
    assert_non_null(line);
    memcpy(strchr(line, '\n') - 8, "AAAAAA==", 8);
    assert_true(chy_file_write(KEEP "/log/checkpoint", chy_span_str(note), 0644, true, NULL));
    chancery_free(note);
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "A cosignature on the checkpoint proves no time: "));
    assert_true(holds((char *)shown.ptr, "\"provenTime\":null"));
    assert_true(holds(line_of(ITEM), "\"code\":\"time-unproven\""));
}

/* L20: only of the log that the directory lists, or whose key was given; and of none that
 * contradicts itself. */
static void which_log(void **state)
{
    (void)state;
    struct chy_directory *directory = &keep_story.trust.directory;
    chancery_audit_options options = plain();
    char *config, *key, *end;
    demand_times();
    cosign(0, 0);
    cosign(1, 1);
    directory->logs = 0;
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "\"provenTime\":null"));
    config = content(KEEP "/log/log.json");
    key = strstr(config, "archive.example/letters+");
    assert_non_null(key);
    end = strchr(key, '"');
    *end = '\0';
    options.log_key = key;
    audited(&options, 0);
    assert_true(holds((char *)shown.ptr, "\"vouched\":[\"log-key\",\"witnesses\"]"));
    options.log_key = NULL;
    directory->logs = 1;
    audited(&options, 0);
    put("rival", "archive.example/letters\n");
    assert_int_equal(system("mkdir -p home/logs && mv rival home/logs/$(printf %064d 0)"), 0);
    options.home = "home"; /* who knows the key is not deceived by what another showed once */
    audited(&options, 0);
    options.log_key = key;
    directory->logs = 0;
    audited(&options, 0);
    options.log_key = NULL;
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "\"code\":\"log-forked\""));
    assert_true(holds((char *)shown.ptr, "\"provenTime\":null"));
    assert_true(holds(line_of(ITEM), "\"code\":\"time-unproven\""));
    directory->logs = 1;
    chancery_free(config);
}

#define KEPT KEEP "/log/cosigned/6"

/* L22: an entry keeps the time of the first checkpoint that had it, also where the log grew
 * since and later ones are cosigned when the signatory's term is over. */
static void kept_time(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    demand_times();
    cosign(0, 0);
    cosign(1, 1);
    keep_more();
    assert_true(chy_file_exists(KEPT));
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "\"verdict\":\"authentic\""));
    assert_true(holds(line_of("S_2012_706-en-1"), "\"code\":\"time-unproven\""));
    assert_true(holds((char *)shown.ptr, "\"provenTime\":null"));
    assert_true(holds((char *)shown.ptr, "\"vouched\":[\"directory\",\"witnesses\"]"));
    cosign(0, 400);
    cosign(1, 401);
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "\"verdict\":\"authentic\""));
    assert_true(holds(line_of("S_2012_706-en-1"), "\"code\":\"time-"));
    moved(KEPT, "kept");
    audited(&options, 2);
    assert_true(holds(line_of(ITEM), "\"code\":\"time-"));
    moved("kept", KEEP "/log/cosigned/5"); /* not of so many entries as its name says */
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "It is a checkpoint of 6 entries."));
    assert_true(holds(line_of(ITEM), "\"code\":\"time-"));
}

/* A checkpoint of so many entries, signed by the log and two witnesses, as it was kept. */
static void keep_checkpoint(uint64_t size, int root)
{
    struct chy_checkpoint checkpoint = {.origin = CHY_LITERAL("archive.example/letters"),
                                        .size = size};
    struct chy_buf text = {0}, note = {0};
    char path[64];
    memset(checkpoint.root.b, root, sizeof checkpoint.root.b);
    chy_checkpoint_format(&text, &checkpoint);
    chy_buf_span(&note, chy_buf_view(&text));
    chy_buf_byte(&note, '\n');
    for (int i = -1; i < 2; i++) {
        chancery_key *key = story_key(i < 0 ? LOG_SEED : WITNESS + i);
        const chancery_public_key public_key = chancery_key_public(key);
        struct chy_note_key as;
        char name[32];
        snprintf(name, sizeof name, i < 0 ? "archive.example/letters" : "witness.example/w%d",
                 i + 1);
        assert_true(chy_note_key_make(&as, chy_span_str(name),
                                      i < 0 ? CHY_NOTE_ED25519 : CHY_NOTE_COSIGNATURE,
                                      &public_key, NULL));
        assert_true(chy_note_sign(&note, chy_buf_view(&text), &as, key, FIRST, NULL));
        chancery_key_free(key);
    }
    snprintf(path, sizeof path, KEEP "/log/cosigned/%d", (int)size);
    assert_true(chy_file_make_folder(KEEP "/log/cosigned", false, NULL));
    assert_true(chy_file_write(path, chy_buf_view(&note), 0644, true, NULL));
    chy_buf_done(&text);
    chy_buf_done(&note);
}

/* L22: a log that is not what was cosigned is found out, and nothing of it is dated. */
static void kept_fork(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    demand_times();
    cosign(0, 0);
    cosign(1, 1);
    keep_checkpoint(9, 7);
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "\"code\":\"log-behind\""));
    assert_true(holds((char *)shown.ptr, "The log has 6 entries, and had 9 when witnesses"));
    assert_int_equal(unlink(KEEP "/log/cosigned/9"), 0);
    keep_checkpoint(3, 7);
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "\"code\":\"log-forked\""));
    assert_true(holds((char *)shown.ptr, "its first 3 entries are not those that witnesses"));
    assert_true(holds((char *)shown.ptr, "\"provenTime\":null"));
    assert_true(holds(line_of(ITEM), "\"code\":\"time-unproven\""));
}

/* What stands in the folder and is no kept checkpoint, and one that cannot be read. */
static void kept_oddly(void **state)
{
    (void)state;
    chancery_audit_options options = plain();
    demand_times();
    cosign(0, 0);
    cosign(1, 1);
    keep_more();
    put(KEEP "/log/cosigned/07", "x\n");
    audited(&options, 2);
    assert_true(holds((char *)shown.ptr, "\"path\":\"log/cosigned/07\""));
    moved(KEEP "/log/cosigned/07", KEPT);
    audited(&options, 1);
    assert_true(holds((char *)shown.ptr, "\"code\":\"log-damaged\""));
    assert_true(holds(line_of(ITEM), "\"code\":\"time-unproven\""));
}

/* U28, U30: what is gone on with and merged was judged by the same proven time. */
static void one_time(void **state)
{
    (void)state;
    static const char *const parts[] = {"1", "2"};
    chancery_audit_options options = plain(), merging = plain();
    demand_times();
    cosign(0, 0);
    cosign(1, 1);
    options.shards = 2;
    options.shard = 1;
    options.output = "1";
    audited(&options, 0);
    cosign(2, -1);
    options.shard = 2;
    options.output = "2";
    audited(&options, 0);
    merging.archive = NULL;
    merging.parts = parts;
    merging.part_count = 2;
    refused(&merging, CHANCERY_E_CONFLICT, "its proven time differs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARCHIVE(quorum),    IN_ARCHIVE(altered_entry), IN_ARCHIVE(altered_tile),
        IN_ARCHIVE(witnesses), IN_ARCHIVE(which_log),     IN_ARCHIVE(one_time),
        IN_ARCHIVE(kept_time), IN_ARCHIVE(kept_fork),     IN_ARCHIVE(kept_oddly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
