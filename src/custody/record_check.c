/*
 * record_check.c - whose keys made the signatures of a record.
 *
 * Three passes over all signatures, so that hostile lines cannot use up the trials before
 * honest ones had theirs: the keyid's key, which is one verification and always made (the
 * record's size bounds how many, spec/limits.md); then the keys of the signatories that the
 * statement names; then all other keys of the directory.
 */
#include "custody/record.h"

#include "base/limits.h"
#include "base/sha256.h"
#include "custody/chain.h"

#include <string.h>

/* Payload bytes to hash, and names to compare, that take as long as one verification. */
#define TRIAL_BYTES 32768u
#define TRIAL_NAMES 64u

struct check {
    struct chy_record *record;
    const struct chy_directory *directory;
    uint64_t trials;    /* left */
    struct chy_buf pae; /* of act pae_act */
    uint32_t pae_act;
};

/* False when too few trials are left. */
static bool spend(struct check *c, uint64_t trials)
{
    if (trials > c->trials) {
        c->record->trials_stopped = true;
        return false;
    }
    c->trials -= trials;
    return true;
}

static uint64_t cost(const struct check *c, const struct chy_record_signature *signature)
{
    return 1 + c->record->act[signature->act].payload_len / TRIAL_BYTES;
}

/* The signature is over the bytes as they stand in the record; nothing is serialised again. */
static void verify(struct check *c, struct chy_record_signature *signature,
                   const struct chy_holder *holder)
{
    const struct chy_act *act = &c->record->act[signature->act];
    if (c->pae.len == 0 || c->pae_act != signature->act) {
        chy_buf_clear(&c->pae);
        chy_envelope_pae(&c->pae, act->payload_type, chy_span(act->payload, act->payload_len));
        c->pae_act = signature->act;
    }
    if (chy_buf_ok(&c->pae) &&
        chy_ed25519_verify(&holder->key, chy_buf_view(&c->pae), &signature->signature))
        signature->by = chy_directory_key(c->directory, &holder->key);
}

/* Was this key tried because of the keyid? */
static bool is_tried(const struct chy_record_signature *signature,
                     const struct chy_holder *holder)
{
    return signature->has_keyid && chy_digest_eq(&signature->keyid, &holder->keyid);
}

/* Does this entry of the directory speak of a signatory of the statement? By name; a seal
 * without a name is its office's. */
static bool is_named(const struct chy_directory *directory, const struct chy_holder *entry,
                     const struct chy_statement *statement)
{
    for (size_t i = 0; i < statement->signatories; i++) {
        const struct chy_signatory *signatory = &statement->signatory[i];
        if (signatory->name ? chy_same_name(entry->name, signatory->name)
                            : chy_same_office(directory, &entry->office, &signatory->office))
            return true;
    }
    return false;
}

/* The same of any entry with this key: one person may have held several offices. */
static bool is_key_named(const struct chy_directory *directory, const struct chy_holder *by,
                         const struct chy_statement *statement)
{
    if (is_named(directory, by, statement))
        return true;
    for (size_t i = 0; i < directory->holders; i++) {
        const struct chy_holder *entry = &directory->holder[i];
        if (!entry->voided && chy_key_eq(&entry->key, &by->key) &&
            is_named(directory, entry, statement))
            return true;
    }
    return false;
}

static void try_keyid(struct check *c, struct chy_record_signature *signature)
{
    const struct chy_holder *holder =
        signature->has_keyid ? chy_directory_keyid(c->directory, &signature->keyid) : NULL;
    if (holder)
        verify(c, signature, holder);
}

static void try_named(struct check *c, struct chy_record_signature *signature)
{
    const struct chy_act *act = &c->record->act[signature->act];
    size_t names = act->readable ? act->statement.signatories * c->directory->holders : 0;
    if (names == 0 || !spend(c, 1 + names / TRIAL_NAMES))
        return;
    for (size_t i = 0; i < c->directory->holders && !signature->by; i++) {
        const struct chy_holder *holder = &c->directory->holder[i];
        if (holder->voided || is_tried(signature, holder) ||
            !is_named(c->directory, holder, &act->statement))
            continue;
        if (!spend(c, cost(c, signature)))
            return;
        verify(c, signature, holder);
    }
}

/* Those of try_named fail again; they are few. */
static void try_all(struct check *c, struct chy_record_signature *signature)
{
    for (size_t i = 0; i < c->directory->holders && !signature->by; i++) {
        const struct chy_holder *holder = &c->directory->holder[i];
        if (is_tried(signature, holder) ||
            chy_directory_key(c->directory, &holder->key) != holder) /* an earlier entry's */
            continue;
        if (!spend(c, cost(c, signature)))
            return;
        verify(c, signature, holder);
    }
}

/* What a verified signature tells of its act, and of its copies in lines with another keyid. */
static void conclude(struct check *c, const struct chy_record_signature *signature)
{
    struct chy_record *record = c->record;
    struct chy_act *act = &record->act[signature->act];
    const struct chy_record_signature *first =
        chy_record_signature(record, signature->act, &signature->digest);
    if (!signature->by)
        return;
    record->signature[first - record->signature].by = signature->by;
    if (act->readable && !act->trusted && act->statement.type != CHY_ACT_FOREIGN) {
        act->trusted = act->statement.type == CHY_ACT_LATER ||
                       is_key_named(c->directory, signature->by, &act->statement);
    }
}

bool chy_record_check(struct chy_record *record, const struct chy_directory *directory,
                      chancery_error *error)
{
    static void (*const passes[])(struct check *, struct chy_record_signature *) = {
        try_keyid, try_named, try_all};
    struct check check = {.record = record, .directory = directory, .trials = CHY_MAX_TRIALS};
    record->trials_stopped = false;
    for (size_t i = 0; i < record->acts; i++)
        record->act[i].trusted = false;
    for (size_t i = 0; i < record->signatures; i++)
        record->signature[i].by = NULL;
    for (size_t pass = 0; pass < sizeof passes / sizeof *passes; pass++) {
        for (size_t i = 0; i < record->signatures; i++) {
            if (!record->signature[i].by)
                passes[pass](&check, &record->signature[i]);
        }
    }
    for (size_t i = 0; i < record->signatures; i++)
        conclude(&check, &record->signature[i]);
    chy_procurations_trust(record, directory);
    bool ok = chy_buf_finish(&check.pae, error);
    chy_buf_done(&check.pae);
    return ok;
}
