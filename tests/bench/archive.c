/*
 * archive.c - documents and archives of any size from the signed specimens of
 * tests/bench/specimens.sh, and what signing and verifying them costs alone.
 *
 *   archive make SPECIMENS ARCHIVE COUNT        an archive, by the writers that archive add
 * uses archive documents SPECIMENS FOLDER COUNT    documents with their records beside them
 *   archive verify SPECIMENS COUNT              Ed25519 verifications alone: documents a second
 *   archive sign SPECIMENS COUNT                signing all of them, against Ed25519 alone
 */
#include "archive/archive.h"
#include "archive/bag_write.h"
#include "archive/entry.h"
#include "bench.h"
#include "specimen.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 10000 };

static bool put(const char *folder, const char *name, const char *ending,
                const struct chy_buf *bytes, chancery_error *error)
{
    char *path = chy_dupf(error, "%s/%s%s", folder, name, ending);
    FILE *file = path ? fopen(path, "w") : NULL;
    bool ok = file && fwrite(bytes->ptr, 1, bytes->len, file) == bytes->len;
    if (file && fclose(file) != 0)
        ok = false;
    if (!ok)
        chy_fail_errno(error, path ? path : folder, "cannot write it");
    free(path);
    return ok;
}

static bool write_documents(const struct specimens *all, const char *folder, uint64_t count,
                            chancery_error *error)
{
    struct specimen_document made = {0};
    bool ok = true;
    for (uint64_t n = 0; ok && n < count; n++)
        ok = specimen_make(&made, all, n, error) &&
             put(folder, made.name, "", &made.text, error) &&
             put(folder, made.name, ".intoto.jsonl", &made.record, error);
    specimen_document_done(&made);
    return ok;
}

/* --- an archive --- */

struct making {
    const char *archive;
    int folder;
    char *log, *index, *home;
    chancery_key *key;
    struct chy_buf directory, entries, lines;
    uint64_t next; /* entry */
};

static bool write_bag(struct making *m, const struct specimen_document *made,
                      struct chy_index_line *line, chancery_error *error)
{
    struct chy_bag_writer writer = {.fd = -1};
    struct chy_buf info = {0};
    char text[64], record[80];
    snprintf(text, sizeof text, "data/%s", made->name);
    snprintf(record, sizeof record, "%s.intoto.jsonl", text);
    chy_buf_printf(&info,
                   "Bag-Software-Agent: chancery %s\nBagging-Date: 2020-01-01\n"
                   "Chancery-Issue-Number: 1\nChancery-Language: %s\n"
                   "External-Identifier: %s\n",
                   CHANCERY_VERSION, made->language, made->symbol);
    bool ok =
        chy_buf_finish(&info, error) &&
        chy_bag_write_begin(&writer, m->folder, line->bag, error) &&
        chy_bag_write_bytes(&writer, text, chy_buf_view(&made->text), error) &&
        chy_bag_write_bytes(&writer, record, chy_buf_view(&made->record), error) &&
        chy_bag_write_bytes(&writer, "directory.jsonl", chy_buf_view(&m->directory), error) &&
        chy_bag_write_end(&line->tagmanifest, &writer, chy_buf_view(&info), error);
    chy_bag_write_done(&writer);
    chy_buf_done(&info);
    return ok;
}

static bool add_one(struct making *m, const struct specimen_document *made,
                    chancery_error *error)
{
    struct chy_index_line line = {.document = made->file, .entry = m->next, .issue = 1};
    struct chy_record record = {0};
    struct chy_buf entry = {0};
    snprintf(line.language, sizeof line.language, "%s", made->language);
    snprintf(line.symbol, sizeof line.symbol, "%s", made->symbol);
    chy_bag_name_make(line.bag, made->symbol, made->language, 1, made->name);
    bool ok = write_bag(m, made, &line, error) &&
              chy_record_read(&record, chy_buf_view(&made->record), error) &&
              chy_entry_write(&entry, &made->file, &line.tagmanifest, &record, false,
                              made->name, error);
    chy_bundle_add(&m->entries, chy_buf_view(&entry));
    chy_index_line_write(&m->lines, &line);
    m->next++;
    chy_record_done(&record);
    chy_buf_done(&entry);
    return ok;
}

/* The bags first, then the log, then the index, as archive add does. */
static bool commit(struct making *m, chancery_error *error)
{
    struct chy_buf report = {0};
    FILE *index = fopen(m->index, "a");
    bool ok = chy_buf_finish(&m->entries, error) && chy_buf_finish(&m->lines, error) &&
              chy_log_append_entries(m->log, chy_buf_view(&m->entries), m->key, m->home,
                                     &report, error);
    ok = ok && ((index && fwrite(m->lines.ptr, 1, m->lines.len, index) == m->lines.len) ||
                chy_fail_errno(error, m->index, "cannot write it"));
    if (index && fclose(index) != 0 && ok)
        ok = chy_fail_errno(error, m->index, "cannot write it");
    chy_buf_clear(&m->entries);
    chy_buf_clear(&m->lines);
    chy_buf_done(&report);
    return ok;
}

static bool begin(struct making *m, const char *specimens, const char *archive,
                  chancery_error *error)
{
    char *key = chy_dupf(error, "%s/log.key", specimens), *done = NULL;
    char *directory = chy_dupf(error, "%s/directory.jsonl", specimens);
    m->archive = archive;
    m->log = chy_log_path(archive, CHY_ARCHIVE_LOG, error);
    m->index = chy_log_path(archive, CHY_ARCHIVE_INDEX, error);
    m->home = chy_dupf(error, "%s.home", archive);
    bool ok =
        key && directory && m->log && m->index && m->home &&
        chancery_key_read(&m->key, key, NULL, NULL, NULL, error) &&
        chy_file_read(&m->directory, directory, CHY_MAX_DIRECTORY, error) &&
        chancery_archive_init(&done, archive, "archive.example/specimens", key, m->key, error);
    if (ok) {
        m->folder = open(archive, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ok = m->folder >= 0 || chy_fail_errno(error, archive, "cannot open it");
    }
    chancery_free(done);
    free(directory);
    free(key);
    return ok;
}

static bool make_archive(const struct specimens *all, const char *specimens,
                         const char *archive, uint64_t count, chancery_error *error)
{
    struct making m = {.folder = -1};
    struct specimen_document made = {0};
    bool ok = begin(&m, specimens, archive, error);
    for (uint64_t n = 0; ok && n < count; n++)
        ok = specimen_make(&made, all, n, error) && add_one(&m, &made, error) &&
             ((n + 1) % BATCH != 0 || commit(&m, error));
    ok = ok && (m.entries.len == 0 || commit(&m, error));
    if (m.folder >= 0)
        close(m.folder);
    specimen_document_done(&made);
    chancery_key_free(m.key);
    chy_buf_done(&m.directory);
    chy_buf_done(&m.entries);
    chy_buf_done(&m.lines);
    free(m.log);
    free(m.index);
    free(m.home);
    return ok;
}

/* --- what signatures cost alone --- */

static bool verify_alone(const struct specimens *all, uint64_t count, chancery_error *error)
{
    struct specimen_document made = {0};
    bool ok = specimen_make(&made, all, 0, error);
    double t = now_micros(CLOCK_PROCESS_CPUTIME_ID);
    for (uint64_t n = 0; ok && n < count; n++)
        for (size_t i = 0; ok && i < made.checks; i++) {
            const struct specimen_check *check = &made.check[i];
            ok = chy_ed25519_verify(&check->key, chy_buf_view(&check->message),
                                    &check->signature) ||
                 chy_fail(error, CHANCERY_E_INTERNAL, "a signature does not verify");
        }
    t = now_micros(CLOCK_PROCESS_CPUTIME_ID) - t;
    if (ok)
        printf("%.0f\n", (double)count * 1e6 / t);
    specimen_document_done(&made);
    return ok;
}

/* In turn, some of each, so that what else the machine does falls on both. */
static bool sign_alone(const struct specimens *all, uint64_t count, chancery_error *error)
{
    enum { TURN = 25 };
    struct specimen_document made = {0};
    double bulk = 0, alone = 0;
    bool ok = specimen_make(&made, all, 0, error);
    for (uint64_t first = 0; ok && first < count; first += TURN) {
        const uint64_t end = first + TURN < count ? first + TURN : count;
        double a = now_micros(CLOCK_PROCESS_CPUTIME_ID);
        for (uint64_t n = first; ok && n < end; n++)
            ok = specimen_make(&made, all, n, error);
        double b = now_micros(CLOCK_PROCESS_CPUTIME_ID);
        for (uint64_t n = first; ok && n < end; n++)
            for (size_t i = 0; ok && i < made.checks; i++) {
                struct specimen_check *check = &made.check[i];
                ok = chy_ed25519_sign(&check->signature, all->key[i],
                                      chy_buf_view(&check->message), error);
            }
        alone += now_micros(CLOCK_PROCESS_CPUTIME_ID) - b;
        bulk += b - a;
    }
    if (ok)
        printf("%.2f (target 0.80) signing in bulk, four signatures a document / Ed25519 "
               "signing alone, each verified as sign does: %.0f documents a second against "
               "%.0f\n",
               alone / bulk, (double)count * 1e6 / bulk, (double)count * 1e6 / alone);
    specimen_document_done(&made);
    return ok;
}

int main(int argc, char **argv)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    struct specimens *all = calloc(1, sizeof *all);
    const char *what = argc > 3 ? argv[1] : "";
    uint64_t count = argc > 3 ? strtoull(argv[argc - 1], NULL, 10) : 0;
    bool ok = all && count > 0 && chancery_init(&error) && specimens_open(all, argv[2], &error);
    if (ok && argc == 5 && strcmp(what, "documents") == 0)
        ok = write_documents(all, argv[3], count, &error);
    else if (ok && argc == 5 && strcmp(what, "make") == 0)
        ok = make_archive(all, argv[2], argv[3], count, &error);
    else if (ok && argc == 4 && strcmp(what, "verify") == 0)
        ok = verify_alone(all, count, &error);
    else if (ok && argc == 4 && strcmp(what, "sign") == 0)
        ok = sign_alone(all, count, &error);
    else if (ok)
        ok = chy_fail(&error, CHANCERY_E_USAGE, "make, documents, verify or sign");
    if (!ok)
        fprintf(stderr, "archive: %s: %s\n", error.where, error.text);
    if (all)
        specimens_done(all);
    free(all);
    return ok ? 0 : 1;
}
