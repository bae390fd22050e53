#include "custody/impact.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/chain.h"
#include "custody/logged.h"
#include "custody/proven.h"
#include "custody/verify.h"

#include <stdlib.h>

#define RECORD ".intoto.jsonl"

struct search {
    struct chy_impact *out;
    const struct chy_impact_subject *subject;
    const chancery_trust *now;
    struct chancery_trust before; /* the same with the directory before; borrowed */
    const struct chy_impact_proofs *proofs;
    bool *used; /* one for each proof: its entry names something that was looked at */
    chancery_error *error;
};

/* --- what rests on it --- */

static bool signed_by_key(const struct chy_record *record, uint32_t act,
                          const chancery_public_key *key)
{
    const struct chy_record_signature *one = NULL;
    while ((one = chy_record_next(record, act, one))) {
        if (one->by && chy_key_eq(&one->by->key, key))
            return true;
    }
    return false;
}

static bool names_office(const struct chy_statement *statement,
                         const struct chy_directory *directory, const struct chy_office *office)
{
    for (size_t i = 0; i < statement->signatories; i++) {
        if (chy_same_office(directory, &statement->signatory[i].office, office))
            return true;
    }
    return false;
}

/* Has this office signed it for one of its signatories? */
static bool signed_by_office(const struct chy_record *record, uint32_t act,
                             const struct chy_directory *directory,
                             const struct chy_office *office)
{
    const struct chy_statement *statement = &record->act[act].statement;
    const struct chy_record_signature *one = NULL;
    while ((one = chy_record_next(record, act, one))) {
        if (!one->by || !chy_same_office(directory, &one->by->office, office))
            continue;
        for (size_t i = 0; i < statement->signatories; i++)
            if (chy_chain_stands_in(directory, one->by, statement, i))
                return true;
    }
    return false;
}

static bool rests(const struct search *search, const struct chy_record *record, uint32_t act,
                  const struct chy_directory *directory)
{
    const struct chy_act *self = &record->act[act];
    if (!self->readable || self->statement.type == CHY_ACT_FOREIGN)
        return false;
    const struct chy_office *office = &search->subject->office;
    return search->subject->is_key
               ? signed_by_key(record, act, &search->subject->key)
               : self->trusted && (names_office(&self->statement, directory, office) ||
                                   signed_by_office(record, act, directory, office));
}

/* Is an act of the record about what the proof's entry names? */
static bool is_named(const struct chy_record *record, const struct chancery_proof *proof)
{
    for (size_t i = 0; i < record->acts; i++) {
        const struct chy_act *act = &record->act[i];
        if (act->readable && chy_act_is_judged(act->statement.type) &&
            chy_digest_eq(&act->statement.subject_digest, &proof->document))
            return true;
    }
    return false;
}

/* Sets hit[act] for each act of the record that rests on it by this directory. */
static bool look(bool *any, bool **hit, struct chy_record *record, const struct search *search,
                 chancery_span bytes, const struct chy_directory *directory)
{
    chy_record_done(record);
    if (!chy_record_read(record, bytes, search->error) ||
        !chy_record_check(record, directory, search->error))
        return false;
    for (size_t i = 0; i < search->proofs->count; i++) {
        chy_logged_prove(record, search->proofs->proof[i]);
        search->used[i] |= is_named(record, search->proofs->proof[i]);
    }
    if (!chy_record_prove(record, directory, search->now->now, search->error))
        return false;
    if (!*hit)
        *hit = calloc(record->acts + 1, sizeof **hit);
    if (!*hit)
        return chy_fail_memory(search->error);
    for (size_t i = 0; i < record->acts; i++) {
        (*hit)[i] |= rests(search, record, (uint32_t)i, directory);
        *any |= (*hit)[i];
    }
    return true;
}

/* By either directory: a key may have lost its holder. */
static bool look_twice(bool *any, bool **hit, struct chy_record *record,
                       const struct search *search, chancery_span bytes)
{
    *any = false;
    return (search->out->before.version == 0 ||
            look(any, hit, record, search, bytes, &search->before.directory)) &&
           look(any, hit, record, search, bytes, &search->now->directory);
}

/* --- documents --- */

/* The proof of what the judged act is about, or of the very file where none was judged. */
static const struct chancery_proof *proof_for(const struct search *search,
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
static chancery_verdict *verdict_of(const struct search *search, const char *path,
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
static bool judge(struct search *search, const char *path, const char *record,
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

static bool add_document(struct search *search, const char *path, const char *given)
{
    struct chy_buf head = {0}, bytes = {0};
    struct chy_record record = {0};
    chancery_digest digest;
    bool *hit = NULL, any = false;
    search->out->looked++;
    bool ok =
        chy_file_read_head(&head, &digest, path, CHY_MAX_TEXT + 1, search->error) &&
        chy_record_load(&bytes, path, given, &digest, chy_buf_view(&head), search->error) &&
        look_twice(&any, &hit, &record, search, chy_buf_view(&bytes)) &&
        (!any || judge(search, path, given, &digest));
    chy_fail_where(search->error, path);
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

static bool add_alone(struct search *search, const char *path, struct chy_act *act)
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

static bool add_record(struct search *search, const char *path)
{
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    bool *hit = NULL, any = false;
    search->out->looked++;
    bool ok = chy_file_read(&bytes, path, CHY_MAX_RECORD, search->error) &&
              look_twice(&any, &hit, &record, search, chy_buf_view(&bytes));
    for (size_t i = 0; ok && any && i < record.acts; i++)
        ok = !hit[i] || add_alone(search, path, &record.act[i]);
    chy_fail_where(search->error, path);
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

static bool add_file(struct search *search, const char *path)
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

static bool add_named(struct search *search, const char *folder, const char *name, bool records)
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

static bool add_folder(struct search *search, const char *folder, bool records)
{
    char **names = NULL;
    size_t count = 0;
    bool ok = chy_file_list(&names, &count, folder, "", search->error);
    for (size_t i = 0; ok && i < count; i++)
        ok = add_named(search, folder, names[i], records);
    chy_names_free(names, count);
    return ok;
}

/* All its documents first: a record may belong to one of another name, or in another folder. */
static bool add_tree(struct search *search, const char *folder)
{
    char **within = NULL;
    size_t count = 0;
    bool ok = chy_folder_tree(&within, &count, folder, search->error);
    for (int records = 0; records <= 1; records++) {
        for (size_t i = 0; ok && i < count; i++) {
            char *path = chy_folder_within(folder, within[i], search->error);
            ok = path && add_folder(search, path, records == 1);
            free(path);
        }
    }
    chy_names_free(within, count);
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
    struct search search = {.out = out,
                            .subject = subject,
                            .now = trust,
                            .before = *trust,
                            .proofs = proofs,
                            .used = calloc(proofs->count + 1, sizeof *search.used),
                            .error = error};
    bool ok = search.used ? true : chy_fail_memory(error);
    search.before.directory = out->before;
    for (size_t i = 0; ok && i < count; i++)
        ok = chy_file_is_folder(paths[i]) ? add_tree(&search, paths[i])
                                          : add_file(&search, paths[i]);
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
    chy_directory_done(&impact->before);
    *impact = (struct chy_impact){0};
}
