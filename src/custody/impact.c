#include "custody/impact_parts.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/logged.h"
#include "custody/verify.h"

#include <stdlib.h>

#define RECORD ".intoto.jsonl"

/* --- documents --- */

/* The proof of what the judged act is about, or of the very file where none was judged. */
static const struct chancery_proof *proof_for(const struct chy_impact_search *search,
                                              const chancery_verdict *verdict,
                                              const chancery_digest *file)
{
    const chancery_digest *named =
        verdict->acts > 0 ? &verdict->act[0].statement.subject_digest : file;
    for (size_t i = 0; i < search->proofs->count; i++)
        if (chy_digest_eq(&search->proofs->proof[i]->document, named))
            return search->proofs->proof[i];
    return NULL;
}

/* What a document is, by the proof that is of it, if any is. NULL: memory ran out. */
static chancery_verdict *verdict_of(const struct chy_impact_search *search, const char *path,
                                    const char *record, const chancery_digest *file,
                                    const chancery_trust *trust)
{
    chancery_verify_options options = {.file = path, .record = record};
    chancery_verdict *verdict = NULL;
    bool decided = chancery_verify(&verdict, &options, trust, NULL);
    options.proof = verdict ? proof_for(search, verdict, file) : NULL;
    if (options.proof) {
        chancery_verdict_free(verdict);
        decided = chancery_verify(&verdict, &options, trust, NULL);
    }
    (void)decided;
    return verdict;
}

/* A document that cannot be judged is told with the verdict "undecided". */
static bool judge(struct chy_impact_search *search, const char *path, const char *record,
                  const chancery_digest *file)
{
    struct chy_impact *out = search->out;
    if (!chy_grow(&out->letter, &out->cap, out->letters, sizeof *out->letter, SIZE_MAX,
                  "documents", search->error))
        return false;
    struct chy_impact_letter *letter = &out->letter[out->letters++];
    letter->path = chy_dup(chy_span_str(path), search->error);
    if (!letter->path)
        return false;
    letter->is = verdict_of(search, path, record, file, search->now);
    if (out->before.version > 0)
        letter->was = verdict_of(search, path, record, file, &search->before);
    return letter->is && (out->before.version == 0 || letter->was)
               ? true
               : chy_fail_memory(search->error);
}

/* A file that cannot be read hides nothing else: it is told. One that is named and is not there
 * is an error. */
static bool skip(struct chy_impact_search *search, const char *path, const chancery_error *why)
{
    if (why->code != CHANCERY_E_MISSING || !search->named)
        return chy_skips_error(&search->out->unread, "", path, why, search->error);
    if (search->error && search->error->code == CHANCERY_OK)
        *search->error = *why;
    return chy_fail_where(search->error, path);
}

static bool add_document(struct chy_impact_search *search, const char *path, const char *given)
{
    struct chy_buf head = {0}, bytes = {0};
    struct chy_record record = {0};
    chancery_digest digest;
    chancery_error why = CHANCERY_ERROR_INIT;
    bool *hit = NULL, any = false;
    search->out->looked++;
    bool read = chy_file_read_head(&head, &digest, path, CHY_MAX_TEXT + 1, &why) &&
                chy_record_load(&bytes, path, given, &digest, chy_buf_view(&head), &why) &&
                chy_impact_look(&any, &hit, &record, search, chy_buf_view(&bytes), &why);
    bool ok = read ? !any || judge(search, path, given, &digest) : skip(search, path, &why);
    free(hit);
    chy_record_done(&record);
    chy_buf_done(&bytes);
    chy_buf_done(&head);
    return ok;
}

/* --- records whose document is not there --- */

static bool is_judged(const struct chy_impact *out, const chancery_digest *digest)
{
    for (size_t i = 0; i < out->letters; i++) {
        for (size_t k = 0; k < out->letter[i].is->acts; k++) {
            if (chy_digest_eq(&out->letter[i].is->act[k].digest, digest))
                return true;
        }
    }
    for (size_t i = 0; i < out->alones; i++) {
        if (chy_digest_eq(&out->alone[i].digest, digest))
            return true;
    }
    return false;
}

static bool add_alone(struct chy_impact_search *search, const char *path, struct chy_act *act)
{
    struct chy_impact *out = search->out;
    if (is_judged(out, &act->digest))
        return true;
    if (!chy_grow(&out->alone, &out->alone_cap, out->alones, sizeof *out->alone, SIZE_MAX,
                  "acts", search->error))
        return false;
    struct chy_impact_act *made = &out->alone[out->alones++];
    made->digest = act->digest;
    made->statement = act->statement;
    act->statement = (struct chy_statement){0};
    made->record = chy_dup(chy_span_str(path), search->error);
    return made->record != NULL;
}

static bool add_record(struct chy_impact_search *search, const char *path)
{
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    bool *hit = NULL, any = false;
    search->out->looked++;
    bool read = chy_file_read(&bytes, path, CHY_MAX_RECORD, &why) &&
                chy_impact_look(&any, &hit, &record, search, chy_buf_view(&bytes), &why);
    bool ok = read || skip(search, path, &why);
    for (size_t i = 0; read && ok && any && i < record.acts; i++)
        ok = !hit[i] || add_alone(search, path, &record.act[i]);
    free(hit);
    chy_record_done(&record);
    chy_buf_done(&bytes);
    return ok;
}

/* --- paths --- */

static bool is_record(const char *path)
{
    return chy_span_ends(chy_span_str(path), chy_span_str(RECORD));
}

/* The document that a record's name names, if it is there. *document: NULL, or to be freed. */
static bool document_of(char **document, const char *record, chancery_error *error)
{
    chancery_span name = chy_span_str(record);
    *document = chy_dup(chy_span_sub(name, 0, name.len - strlen(RECORD)), error);
    if (!*document)
        return false;
    if (!chy_file_exists(*document)) {
        free(*document);
        *document = NULL;
    }
    return true;
}

static bool add_file(struct chy_impact_search *search, const char *path)
{
    char *document = NULL;
    if (!is_record(path))
        return add_document(search, path, NULL);
    if (!document_of(&document, path, search->error))
        return false;
    bool ok = document ? add_document(search, document, path) : add_record(search, path);
    free(document);
    return ok;
}

static bool add_named(struct chy_impact_search *search, const char *folder, const char *name,
                      bool records)
{
    char *document = NULL;
    if (records ? !is_record(name) : !chy_is_document(name))
        return true;
    char *path = chy_path_join(folder, chy_span_str(name), search->error);
    bool ok = path && (!records || document_of(&document, path, search->error));
    if (ok && !records)
        ok = add_document(search, path, NULL);
    else if (ok && !document)
        ok = add_record(search, path);
    free(document);
    free(path);
    return ok;
}

static bool add_folder(struct chy_impact_search *search, const char *path,
                       const struct chy_tree_folder *folder, struct chy_skips *skips,
                       bool records)
{
    static const char *const wanted[] = {RECORD, NULL};
    struct chy_skips again = {0}; /* skipped already when its documents were looked at */
    char **names = NULL;
    size_t count = 0;
    bool ok = chy_tree_names(&names, &count, records ? &again : skips, path, folder, wanted,
                             search->error);
    for (size_t i = 0; ok && i < count; i++)
        ok = add_named(search, path, names[i], records);
    chy_names_free(names, count);
    chy_skips_done(&again);
    return ok;
}

/* Several folders may be looked through, so what was skipped is named by its whole path. */
static bool take_skips(struct chy_impact_search *search, const char *folder,
                       const struct chy_skips *skips)
{
    bool ok = true;
    for (size_t i = 0; ok && i < skips->count; i++) {
        char *path = chy_tree_path(folder, skips->item[i].name, search->error);
        ok = path &&
             chy_skips_add(&search->out->unread, "", path, skips->item[i].why, search->error);
        free(path);
    }
    return ok;
}

/* All its documents first: a record may belong to one of another name, or in another folder. */
static bool add_tree(struct chy_impact_search *search, const char *folder)
{
    struct chy_tree tree = {0};
    struct chy_skips skips = {0};
    bool ok = chy_tree_find(&tree, &skips, folder, search->error);
    for (int records = 0; records <= 1; records++) {
        for (size_t i = 0; ok && i < tree.folders; i++) {
            char *path = chy_tree_path(folder, tree.folder[i].within, search->error);
            ok = path && add_folder(search, path, &tree.folder[i], &skips, records == 1);
            free(path);
        }
    }
    ok = ok && take_skips(search, folder, &skips);
    chy_skips_done(&skips);
    chy_tree_done(&tree);
    return ok;
}

/* A proof that proves nothing would leave its document judged as if there were none. */
static bool prove_something(const struct chy_impact_proofs *proofs, chancery_error *error)
{
    for (size_t i = 0; i < proofs->count; i++) {
        const struct chancery_proof *one = proofs->proof[i];
        if (one->remembered)
            return chy_fail(error, CHANCERY_E_LOG,
                            "the log of a proof signed another list of entries before, so what "
                            "it says proves nothing");
        if (one->why)
            return chy_fail(error, CHANCERY_E_NOTE, "a proof proves no entry of a log: %s",
                            one->why);
    }
    return true;
}

static bool no_use(const struct chancery_proof *proof, chancery_error *error)
{
    char *origin = chy_esc(chy_span_str(proof->origin));
    if (!origin)
        return chy_fail_memory(error);
    chy_fail(error, CHANCERY_E_UNKNOWN,
             "the proof of entry %llu of the log %s is of nothing that was looked at",
             (unsigned long long)proof->index, origin);
    free(origin);
    return chy_fail_next(error, "Name the document that it is of, or leave the proof out.");
}

bool chy_impact_find(struct chy_impact *out, const struct chy_impact_subject *subject,
                     const char *const *paths, size_t count,
                     const struct chy_impact_proofs *proofs, const chancery_trust *trust,
                     chancery_error *error)
{
    if (!prove_something(proofs, error) ||
        !chy_impact_before(&out->before, subject, trust, error))
        return false;
    struct chy_impact_search search = {.out = out,
                                       .subject = subject,
                                       .now = trust,
                                       .before = *trust,
                                       .proofs = proofs,
                                       .used = calloc(proofs->count + 1, sizeof *search.used),
                                       .error = error};
    bool ok = search.used ? true : chy_fail_memory(error);
    search.before.directory = out->before;
    for (size_t i = 0; ok && i < count; i++) {
        search.named = !chy_file_is_folder(paths[i]);
        ok = search.named ? add_file(&search, paths[i]) : add_tree(&search, paths[i]);
    }
    for (size_t i = 0; ok && i < proofs->count; i++)
        ok = search.used[i] || no_use(proofs->proof[i], error);
    free(search.used);
    return ok;
}

void chy_impact_done(struct chy_impact *impact)
{
    for (size_t i = 0; i < impact->letters; i++) {
        free(impact->letter[i].path);
        chancery_verdict_free(impact->letter[i].was);
        chancery_verdict_free(impact->letter[i].is);
    }
    for (size_t i = 0; i < impact->alones; i++) {
        free(impact->alone[i].record);
        chy_statement_done(&impact->alone[i].statement);
    }
    free(impact->letter);
    free(impact->alone);
    chy_skips_done(&impact->unread);
    chy_directory_done(&impact->before);
    *impact = (struct chy_impact){0};
}
