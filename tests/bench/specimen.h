/*
 * specimen.h - documents in any number from the signed specimens that tests/bench/specimens.sh
 * makes: the n-th has a symbol and a paragraph of its own, and is signed anew by
 * all four, in this process.
 */
#ifndef SPECIMEN_H
#define SPECIMEN_H

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record.h"

#include <stdio.h>
#include <stdlib.h>

enum { SPECIMENS = 6, SPECIMEN_KEYS = 19, SPECIMEN_ACTS = 3, SPECIMEN_SIGNERS = 2 };

static const char *const specimen_language[SPECIMENS] = {"en", "fr", "es", "ru", "zh", "ar"};

struct specimen {
    struct chy_buf issue, cover, annex, lines;
    struct chy_record record;
    uint32_t act[SPECIMEN_ACTS]; /* letter, forward, issue */
    const chancery_key *signer[SPECIMEN_ACTS][SPECIMEN_SIGNERS];
    chancery_span symbol; /* in the issue */
};

struct specimens {
    struct specimen one[SPECIMENS];
    chancery_key *key[SPECIMEN_KEYS];
};

/* What is signed of one document, to be verified by itself. */
struct specimen_check {
    chancery_public_key key;
    chancery_signature signature;
    struct chy_buf message;
};

struct specimen_document {
    char symbol[32], name[40]; /* "S/2013/17", "S_2013_17.txt" */
    const char *language;
    struct chy_buf text, record;
    chancery_digest file; /* of the text */
    struct specimen_check check[SPECIMEN_ACTS + 1];
    size_t checks;
};

static inline bool specimen_read(struct chy_buf *out, const char *folder, const char *language,
                                 const char *name, chancery_error *error)
{
    char *path = chy_dupf(error, "%s/%s/%s", folder, language, name);
    bool ok = path && chy_file_read(out, path, CHY_MAX_RECORD, error);
    free(path);
    return ok;
}

static inline bool specimen_keys(struct specimens *all, const char *folder,
                                 chancery_error *error)
{
    static const char *const role[] = {"first", "second", "cover"};
    bool ok = true;
    for (size_t i = 0; ok && i < SPECIMEN_KEYS; i++) {
        char *path = i + 1 == SPECIMEN_KEYS ? chy_dupf(error, "%s/registry.key", folder)
                                            : chy_dupf(error, "%s/%s-%s.key", folder,
                                                       specimen_language[i / 3], role[i % 3]);
        ok = path && chancery_key_read(&all->key[i], path, NULL, NULL, NULL, error);
        free(path);
    }
    return ok;
}

static inline const chancery_key *specimen_key_of(const struct specimens *all,
                                                  const chancery_digest *keyid)
{
    for (size_t i = 0; i < SPECIMEN_KEYS; i++) {
        const chancery_public_key public_key = chancery_key_public(all->key[i]);
        chancery_digest id;
        chy_keyid(&id, &public_key);
        if (chy_digest_eq(&id, keyid))
            return all->key[i];
    }
    return NULL;
}

static inline bool specimen_signers(struct specimens *all, struct specimen *one)
{
    for (uint32_t i = 0; i < one->record.acts; i++) {
        enum chy_act_type type = one->record.act[i].statement.type;
        const struct chy_record_signature *signature = NULL;
        if (type > CHY_ACT_ISSUE)
            return false;
        one->act[type] = i;
        for (size_t k = 0; (signature = chy_record_next(&one->record, i, signature)); k++) {
            if (k == SPECIMEN_SIGNERS)
                return false;
            one->signer[type][k] = specimen_key_of(all, &signature->keyid);
        }
    }
    return one->record.acts == SPECIMEN_ACTS && one->signer[0][1] && one->signer[1][0] &&
           one->signer[2][0];
}

static inline chancery_span specimen_find(const struct chy_buf *text, chancery_span what)
{
    const uint8_t *at = memmem(text->ptr, text->len, what.ptr, what.len);
    return at ? chy_span(at, what.len) : (chancery_span){0};
}

static inline bool specimens_open(struct specimens *all, const char *folder,
                                  chancery_error *error)
{
    bool ok = specimen_keys(all, folder, error);
    for (size_t i = 0; ok && i < SPECIMENS; i++) {
        struct specimen *one = &all->one[i];
        const char *language = specimen_language[i];
        ok = specimen_read(&one->issue, folder, language, "issue.txt", error) &&
             specimen_read(&one->cover, folder, language, "cover.txt", error) &&
             specimen_read(&one->annex, folder, language, "annex.txt", error) &&
             specimen_read(&one->lines, folder, language, "issue.txt.intoto.jsonl", error) &&
             chy_record_read(&one->record, chy_buf_view(&one->lines), error);
        ok = ok && (specimen_signers(all, one) ||
                    chy_fail(error, CHANCERY_E_INTERNAL, "the specimen %s is not as expected",
                             language));
        if (!ok)
            break;
        const struct chy_statement *issue = &one->record.act[one->act[2]].statement;
        one->symbol = specimen_find(&one->issue, chy_span_str(issue->symbol[0]));
        ok = (one->symbol.len && specimen_find(&one->issue, chy_buf_view(&one->annex)).len) ||
             chy_fail(error, CHANCERY_E_INTERNAL, "the specimen %s is not as expected",
                      language);
    }
    return ok;
}

static inline void specimens_done(struct specimens *all)
{
    for (size_t i = 0; i < SPECIMENS; i++) {
        struct specimen *one = &all->one[i];
        chy_record_done(&one->record);
        chy_buf_done(&one->issue);
        chy_buf_done(&one->cover);
        chy_buf_done(&one->annex);
        chy_buf_done(&one->lines);
    }
    for (size_t i = 0; i < SPECIMEN_KEYS; i++)
        chancery_key_free(all->key[i]);
}

static inline void specimen_document_done(struct specimen_document *made)
{
    for (size_t i = 0; i < made->checks; i++)
        chy_buf_done(&made->check[i].message);
    chy_buf_done(&made->text);
    chy_buf_done(&made->record);
}

/* The letter with a paragraph of its own after its heading. */
static inline void specimen_annex(struct chy_buf *out, const struct specimen *one, uint64_t n)
{
    const uint8_t *end = memmem(one->annex.ptr, one->annex.len, "\n\n", 2); /* of its heading */
    size_t heading = (size_t)(end - one->annex.ptr) + 2;
    chy_buf_add(out, one->annex.ptr, heading);
    chy_buf_printf(out, "%llu.\n\n", (unsigned long long)n);
    chy_buf_add(out, one->annex.ptr + heading, one->annex.len - heading);
}

/* The issue with another symbol and that letter. */
static inline void specimen_issue(struct chy_buf *out, const struct specimen *one,
                                  const char *symbol, const struct chy_buf *annex)
{
    const uint8_t *at = one->issue.ptr, *end = at + one->issue.len;
    chancery_span old = specimen_find(&one->issue, chy_buf_view(&one->annex));
    chy_buf_add(out, at, (size_t)(one->symbol.ptr - at));
    chy_buf_str(out, symbol);
    at = one->symbol.ptr + one->symbol.len;
    chy_buf_add(out, at, (size_t)(old.ptr - at));
    chy_buf_span(out, chy_buf_view(annex));
    at = old.ptr + old.len;
    chy_buf_add(out, at, (size_t)(end - at));
}

static inline int specimen_by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(chancery_digest));
}

/* Writes the payload, and a line for each signatory; digest and seen: for who carries it. */
static inline bool specimen_sign(struct specimen_document *made, const struct specimen *one,
                                 size_t type, const struct chy_statement *statement,
                                 chancery_digest *digest, chancery_digest *seen, size_t *seens,
                                 chancery_error *error)
{
    struct chy_buf payload = {0};
    bool ok = chy_statement_write(&payload, statement, error);
    *digest = chy_digest_of(chy_buf_view(&payload));
    *seens = 0;
    for (size_t i = 0; ok && i < SPECIMEN_SIGNERS && one->signer[type][i]; i++) {
        const chancery_key *key = one->signer[type][i];
        struct specimen_check *check = &made->check[made->checks++];
        check->key = chancery_key_public(key);
        chy_buf_clear(&check->message);
        chy_envelope_pae(&check->message, CHY_STATEMENT_TYPE, chy_buf_view(&payload));
        ok = chy_ed25519_sign(&check->signature, key, chy_buf_view(&check->message), error);
        chy_envelope_write(&made->record, CHY_STATEMENT_TYPE, chy_buf_view(&payload),
                           &check->key, &check->signature);
        seen[(*seens)++] =
            chy_digest_of(chy_span(check->signature.b, sizeof check->signature.b));
    }
    qsort(seen, *seens, sizeof *seen, specimen_by_bytes);
    chy_buf_done(&payload);
    return ok;
}

static inline bool specimen_act(struct specimen_document *made, const struct specimen *one,
                                size_t type, chancery_span bytes, chancery_digest *digest,
                                chancery_digest *seen, size_t *seens, chancery_error *error)
{
    /* The specimen's own statement, but for what differs and is not owned by it. */
    struct chy_statement statement = one->record.act[one->act[type]].statement;
    chancery_digest seen_before[SPECIMEN_SIGNERS];
    char *symbols[1] = {made->symbol};
    struct chy_carried carried;
    chancery_text *text = NULL;
    statement.paragraph = NULL;
    if (type > 0) {
        carried = statement.carries[0];
        memcpy(seen_before, seen, *seens * sizeof *seen);
        carried.statement = *digest;
        carried.seen = seen_before;
        carried.seens = *seens;
        statement.carries = &carried;
    }
    if (type == 2) {
        statement.subject = made->name;
        statement.symbol = symbols;
    }
    bool ok = chy_text_new(&text, bytes, error) &&
              chy_statement_set_text(&statement, text, error) &&
              specimen_sign(made, one, type, &statement, digest, seen, seens, error);
    if (type == 2 && ok)
        made->file = text->file;
    free(statement.paragraph);
    chancery_text_free(text);
    return ok;
}

/* The n-th document, into *made, whose memory is used again. */
static inline bool specimen_make(struct specimen_document *made, const struct specimens *all,
                                 uint64_t n, chancery_error *error)
{
    const struct specimen *one = &all->one[n % SPECIMENS];
    struct chy_buf annex = {0};
    chancery_digest digest, seen[SPECIMEN_SIGNERS];
    size_t seens = 0;
    chy_buf_clear(&made->text);
    chy_buf_clear(&made->record);
    made->checks = 0;
    made->language = specimen_language[n % SPECIMENS];
    snprintf(made->symbol, sizeof made->symbol, "S/2012/%llu", (unsigned long long)n + 1);
    snprintf(made->name, sizeof made->name, "S_2012_%llu.txt", (unsigned long long)n + 1);
    specimen_annex(&annex, one, n);
    specimen_issue(&made->text, one, made->symbol, &annex);
    bool ok =
        chy_buf_finish(&annex, error) && chy_buf_finish(&made->text, error) &&
        specimen_act(made, one, 0, chy_buf_view(&annex), &digest, seen, &seens, error) &&
        specimen_act(made, one, 1, chy_buf_view(&one->cover), &digest, seen, &seens, error) &&
        specimen_act(made, one, 2, chy_buf_view(&made->text), &digest, seen, &seens, error) &&
        chy_buf_finish(&made->record, error);
    chy_buf_done(&annex);
    return ok;
}

#endif
