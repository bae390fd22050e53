#include "custody/pending.h"

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/carry.h"
#include "custody/chain.h"
#include "custody/proven.h"

#include <stdlib.h>

#define DRAFT ".statement.json"
#define RECORD ".intoto.jsonl"

struct finding {
    struct chy_pending *found;
    const char *folder; /* the one that is looked at now */
    const char *within; /* where it is in the one that was named */
    const struct chancery_trust *trust;
    chancery_error *error;
};

/* A name as it is seen from the folder that was named. */
static char *seen_as(const struct finding *finding, const char *name)
{
    return chy_dupf(finding->error, "%s%s%s", finding->within, *finding->within ? "/" : "",
                    name);
}

/* --- acts --- */

static void act_done(struct chy_pending_act *act)
{
    chy_statement_done(&act->statement);
    free(act->within);
    free(act->source);
    free(act->has_signed);
    free(act->more);
    *act = (struct chy_pending_act){0};
}

static struct chy_pending_act *find(const struct chy_pending *found,
                                    const chancery_digest *digest)
{
    for (size_t i = 0; i < found->acts; i++) {
        if (chy_digest_eq(&found->act[i].digest, digest))
            return &found->act[i];
    }
    return NULL;
}

static bool is_present(const struct finding *finding, const struct chy_statement *statement)
{
    chancery_digest digest;
    bool found = false;
    return statement->subject &&
           chy_file_hash_beside(&digest, &found, finding->folder,
                                chy_span_str(statement->subject), NULL) &&
           found && chy_digest_eq(&digest, &statement->subject_digest);
}

/* Where its file is, there it is signed. */
static bool move_here(struct finding *finding, struct chy_pending_act *act, const char *name)
{
    char *within = chy_dup(chy_span_str(finding->within), finding->error);
    char *source = seen_as(finding, name);
    if (!within || !source) {
        free(within);
        free(source);
        return false;
    }
    free(act->within);
    free(act->source);
    act->within = within;
    act->source = source;
    act->present = true;
    act->drafted = chy_span_ends(chy_span_str(source), chy_span_str(DRAFT));
    return true;
}

/* The act with this digest, made if it is the first such; takes its statement then. NULL with
 * the error set. */
static struct chy_pending_act *put(struct finding *finding, struct chy_statement *statement,
                                   const chancery_digest *digest, const char *source)
{
    struct chy_pending *found = finding->found;
    struct chy_pending_act *act = find(found, digest);
    if (act && !act->present && is_present(finding, &act->statement) &&
        !move_here(finding, act, source))
        return NULL;
    if (act)
        return act;
    if (!chy_grow(&found->act, &found->cap, found->acts, sizeof *found->act, SIZE_MAX, "acts",
                  finding->error))
        return NULL;
    struct chy_pending_act made = {.digest = *digest};
    made.within = chy_dup(chy_span_str(finding->within), finding->error);
    made.source = seen_as(finding, source);
    made.has_signed = calloc(statement->signatories + 1, sizeof *made.has_signed);
    made.more = calloc(statement->signatories + 1, sizeof *made.more);
    made.present = is_present(finding, statement);
    made.drafted = chy_span_ends(chy_span_str(source), chy_span_str(DRAFT));
    if (!made.within || !made.source || !made.has_signed || !made.more) {
        chy_fail_memory(finding->error);
        act_done(&made);
        return NULL;
    }
    made.statement = *statement;
    *statement = (struct chy_statement){0};
    act = &found->act[found->acts++];
    *act = made;
    return act;
}

/* A file that cannot be read hides nothing else: it is told. False: memory ran out. */
static bool put_unread(struct finding *finding, const char *name, const chancery_error *why)
{
    return chy_skips_error(&finding->found->unread, finding->within, name, why, finding->error);
}

/* --- drafts --- */

static bool add_draft(struct finding *finding, const char *name)
{
    struct chy_statement statement = {0};
    struct chy_buf payload = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    char *path = chy_path_join(finding->folder, chy_span_str(name), finding->error);
    if (!path)
        return false;
    bool ok = chy_draft_read(&payload, &statement, path, &why);
    chancery_digest digest = chy_digest_of(chy_buf_view(&payload));
    struct chy_pending_act *act = ok ? put(finding, &statement, &digest, name) : NULL;
    ok = ok ? act != NULL : put_unread(finding, name, &why);
    chy_statement_done(&statement);
    chy_buf_done(&payload);
    free(path);
    return ok;
}

/* --- records --- */

/* Has this signatory signed, or is attested to have? *more: they have, but of their office the
 * directory asks for so many more persons. */
static bool look_at(size_t *more, const struct chy_record *record, uint32_t index,
                    size_t signatory, const struct chy_record_signature *place,
                    const struct chy_chain_times *times)
{
    const struct chy_office *office = &record->act[index].statement.signatory[signatory].office;
    *more = 0;
    if (place) {
        const struct chy_for_office found =
            chy_chain_for_office(record, index, office, place, times, NULL, NULL);
        *more =
            found.needed > 1 && found.needed > found.persons ? found.needed - found.persons : 0;
    }
    return (place && *more == 0) || chy_chain_is_attested(record, index, signatory, times);
}

/* Of two records the one of which fewer are wanted. */
static void note(struct chy_pending_act *act, size_t signatory, bool has_signed, size_t more)
{
    size_t *kept = &act->more[signatory];
    act->has_signed[signatory] |= has_signed;
    if (more > 0 && (*kept == 0 || more < *kept))
        *kept = more;
}

/* Who has signed an act of a record. */
static bool add_act(struct finding *finding, struct chy_record *record, uint32_t index,
                    const char *name)
{
    struct chy_act *self = &record->act[index];
    const size_t count = self->statement.signatories;
    if (!self->readable || self->statement.type == CHY_ACT_FOREIGN || count == 0)
        return true;
    if (!self->trusted) {
        finding->found->strange++;
        return true;
    }
    const struct chy_record_signature **place = calloc(count, sizeof *place);
    bool *has_signed = calloc(count, sizeof *has_signed);
    size_t *more = calloc(count, sizeof *more);
    struct chy_pending_act *act = NULL;
    if (!place || !has_signed || !more) {
        chy_fail_memory(finding->error);
        goto out;
    }
    const struct chy_chain_times times = {
        .directory = &finding->trust->directory, .now = finding->trust->now, .to_come = true};
    chy_chain_places(place, record, index, &times);
    for (size_t i = 0; i < count; i++)
        has_signed[i] = look_at(&more[i], record, index, i, place[i], &times);
    act = put(finding, &self->statement, &self->digest, name); /* takes the statement */
    for (size_t i = 0; act && i < count; i++)
        note(act, i, has_signed[i], more[i]);
out:
    free(place);
    free(more);
    free(has_signed);
    return act != NULL;
}

static bool add_record(struct finding *finding, const char *name)
{
    struct chy_buf bytes = {0};
    struct chy_record record = {0};
    chancery_error why = CHANCERY_ERROR_INIT;
    char *path = chy_path_join(finding->folder, chy_span_str(name), finding->error);
    if (!path)
        return false;
    bool ok = chy_file_read(&bytes, path, CHY_MAX_RECORD, &why) &&
              chy_record_read(&record, chy_buf_view(&bytes), &why) &&
              chy_record_weigh(&record, &finding->trust->directory, finding->trust->now, &why);
    if (!ok)
        ok = put_unread(finding, name, &why);
    for (size_t i = 0; ok && i < record.acts; i++)
        ok = add_act(finding, &record, (uint32_t)i, name);
    chy_record_done(&record);
    chy_buf_done(&bytes);
    free(path);
    return ok;
}

/* --- all --- */

/* Drops what is complete. */
static void keep_waiting(struct chy_pending *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < found->acts; i++) {
        struct chy_pending_act *act = &found->act[i];
        for (size_t k = 0; k < act->statement.signatories; k++)
            act->waiting += act->has_signed[k] ? 0 : act->more[k] > 0 ? act->more[k] : 1;
        if (act->waiting == 0) {
            act_done(act);
            continue;
        }
        if (kept != i) {
            found->act[kept] = *act;
            *act = (struct chy_pending_act){0};
        }
        kept++;
    }
    found->acts = kept;
}

static int by_file(const void *a, const void *b)
{
    const struct chy_pending_act *one = a, *other = b;
    const char *first = one->statement.subject ? one->statement.subject : "",
               *second = other->statement.subject ? other->statement.subject : "";
    int order = strcmp(one->within, other->within);
    if (order == 0)
        order = strcmp(first, second);
    if (order == 0)
        order = chy_date_cmp(one->statement.date, other->statement.date);
    return order ? order : memcmp(&one->digest, &other->digest, sizeof one->digest);
}

static bool look_through(struct finding *finding, const struct chy_tree_folder *folder)
{
    static const char *const wanted[] = {RECORD, DRAFT, NULL};
    char **names = NULL;
    size_t count = 0;
    bool ok = chy_tree_names(&names, &count, &finding->found->unread, finding->folder, folder,
                             wanted, finding->error);
    for (size_t i = 0; ok && i < count; i++) {
        chancery_span name = chy_span_str(names[i]);
        if (chy_span_ends(name, chy_span_str(RECORD)))
            ok = add_record(finding, names[i]);
        else if (chy_span_ends(name, chy_span_str(DRAFT)))
            ok = add_draft(finding, names[i]);
    }
    chy_names_free(names, count);
    return ok;
}

bool chy_pending_find(struct chy_pending *out, const char *folder,
                      const struct chancery_trust *trust, chancery_error *error)
{
    struct chy_tree tree = {0};
    bool ok = chy_tree_find(&tree, &out->unread, folder, error);
    for (size_t i = 0; ok && i < tree.folders; i++) {
        const struct chy_tree_folder *one = &tree.folder[i];
        char *path = chy_tree_path(folder, one->within, error);
        struct finding finding = {out, path, one->within, trust, error};
        ok = path && look_through(&finding, one);
        free(path);
    }
    chy_tree_done(&tree);
    if (!ok)
        return false;
    keep_waiting(out);
    if (out->acts > 1)
        qsort(out->act, out->acts, sizeof *out->act, by_file);
    return true;
}

void chy_pending_done(struct chy_pending *pending)
{
    for (size_t i = 0; i < pending->acts; i++)
        act_done(&pending->act[i]);
    free(pending->act);
    chy_skips_done(&pending->unread);
    *pending = (struct chy_pending){0};
}
