/*
 * record_maker.h - small records of specimen acts, for tests of files. Include it after
 * cmocka.h.
 */
#ifndef CHY_TESTS_RECORD_MAKER_H
#define CHY_TESTS_RECORD_MAKER_H

#include "base/limits.h"
#include "base/sha256.h"
#include "custody/record.h"
#include "sandbox.h"

#define LETTER "Dear Sir,\n\nPlease circulate this letter.\n"
#define ISSUE "United Nations S/2012/727\n\nDistr.: General\n1 October 2012\n\n" LETTER

/* Seeds of 32 equal bytes: known to everybody, so good for nothing else. */
static inline struct chancery_key *key_of(uint8_t seed)
{
    uint8_t bytes[32];
    chancery_key *key = NULL;
    memset(bytes, seed, sizeof bytes);
    assert_true(chancery_key_from_seed(&key, bytes, NULL));
    return key;
}

/* An act about a text, and what it carries if that is not NULL. */
static inline void add_payload(struct chy_buf *payload, enum chy_act_type type,
                               const char *text, const chancery_digest *carried,
                               const char *symbol)
{
    char name[] = "any.txt", person[] = "Specimen", label[] = "Annex", *symbols[1];
    struct chy_signatory signatory = {person, {person, person}, false};
    struct chy_carried carry = {.label = label};
    struct chy_statement statement = {.type = type,
                                      .subject = name,
                                      .date = {2012, 9, 18},
                                      .signatory = &signatory,
                                      .signatories = 1};
    chancery_text *canonical = NULL;
    if (carried) {
        carry.statement = *carried;
        statement.carries = &carry;
        statement.carried = 1;
    }
    if (symbol) {
        symbols[0] = chy_dup(chy_span_str(symbol), NULL);
        statement.symbol = symbols;
        statement.symbols = 1;
    }
    assert_true(chy_text_new(&canonical, chy_span_str(text), NULL));
    assert_true(chy_statement_set_text(&statement, canonical, NULL));
    assert_true(chy_statement_write(payload, &statement, NULL));
    free(statement.paragraph);
    if (symbol)
        free(symbols[0]);
    chancery_text_free(canonical);
}

static inline void add_line(struct chy_buf *lines, chancery_span payload, uint8_t seed)
{
    struct chancery_key *key = key_of(seed);
    struct chy_buf pae = {0};
    chancery_signature signature;
    chy_envelope_pae(&pae, CHY_STATEMENT_TYPE, payload);
    assert_true(chy_ed25519_sign(&signature, key, chy_buf_view(&pae), NULL));
    chy_envelope_write(lines, CHY_STATEMENT_TYPE, payload, &key->public_key, &signature);
    chy_buf_done(&pae);
    chancery_key_free(key);
}

/* One line, NUL-terminated, freed by the caller: a letter of this text. */
static inline char *letter_line(const char *text, uint8_t seed)
{
    struct chy_buf payload = {0}, line = {0};
    add_payload(&payload, CHY_ACT_LETTER, text, NULL, NULL);
    add_line(&line, chy_buf_view(&payload), seed);
    chy_buf_done(&payload);
    return chy_buf_take(&line, NULL, NULL);
}

/* A record of a letter and of an issue that carries it. */
static inline char *issue_lines(const char *letter, const char *issue, const char *symbol)
{
    struct chy_buf inner = {0}, outer = {0}, lines = {0};
    add_payload(&inner, CHY_ACT_LETTER, letter, NULL, NULL);
    chancery_digest digest = chy_digest_of(chy_buf_view(&inner));
    add_payload(&outer, CHY_ACT_ISSUE, issue, &digest, symbol);
    add_line(&lines, chy_buf_view(&outer), 2);
    add_line(&lines, chy_buf_view(&inner), 1);
    chy_buf_done(&inner);
    chy_buf_done(&outer);
    return chy_buf_take(&lines, NULL, NULL);
}

static inline void put_free(const char *path, char *text)
{
    put(path, text);
    chancery_free(text);
}

/* Adds lines to the record at path; how many were new. */
static inline size_t append(const char *path, const char *lines)
{
    size_t added = 99;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chy_record_append(path, chy_span_str(lines), &added, &error))
        fail_msg("%s: %s", error.where, error.text);
    return added;
}

#endif
