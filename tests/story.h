/*
 * story.h - a letter, its forwarding and its issue made in memory with specimen people, so that
 * a test can spoil one thing and see what the verdict says. For unit tests; every function is
 * static inline so that no object is shared.
 */
#ifndef CHY_TESTS_STORY_H
#define CHY_TESTS_STORY_H

#include "base/date.h"
#include "base/sha256.h"
#include "custody/directory.h"
#include "custody/statement.h"
#include "custody/trust.h"
#include "sign/envelope.h"

#include <stdio.h>
#include <stdlib.h>

/* Keys are made from the seed whose bytes are all this number: known to everybody, so good for
 * nothing else. */
enum {
    SEED_ALPHA = 1,
    SEED_BETA,
    SEED_GAMMA,
    SEED_REGISTRY,
    SEED_STRANGER,
    SEED_DELTA,
    SEED_SPARE
};
enum { LETTER, FORWARD, ISSUE, ACTS };

#define ALPHA "Specimen Alpha"
#define BETA "Specimen Beta"
#define GAMMA "Specimen Gamma"

static const char story_letter[] =
    "Letter dated 18 September 2012 from the President and the Prime Minister of Specimenia "
    "addressed to the Secretary-General\n\n"
    "Sir,\n\nFor several months, the country has been facing a crisis in its northern part.\n\n"
    "I should be grateful if you could circulate this letter to the members of the Council.\n\n"
    "(Signed) Specimen Alpha President (Signed) Specimen Beta Prime Minister\n";
static const char story_cover[] = "Letter dated 28 September 2012 from the Secretary-General "
                                  "addressed to the President of the Council\n\n"
                                  "I have the honour to transmit a letter dated 18 September "
                                  "2012 (see annex).\n\n(Signed) Specimen Gamma\n";
static const char story_issue[] = "United Nations S/2012/727\n\nDistr.: General %s\n\n"
                                  "Original: English\n\n%s\n%s%s\n12-52626\n";

static const char story_directory[] =
    "{\"authorizations\":[{\"acts\":[\"issue\"],\"for\":{\"of\":\"UN\",\"office\":\"President "
    "of the Council\"},\"of\":\"UN\","
    "\"office\":\"Registry\",\"since\":\"2000-01-01\",\"until\":null},"
    "{\"acts\":[\"forward\"],\"for\":{\"of\":\"Specimenia\",\"office\":\"Prime Minister\"},"
    "\"of\":\"UN\",\"office\":\"Registry\",\"since\":\"2000-01-01\",\"until\":\"2012-09-28\"}%"
    "s],"
    "\"expires\":\"2040-01-"
    "01\",\"format\":\"chancery-directory/v1\","
    "\"holders\":["
    "{\"capacity\":\"full\",\"key\":\"%s\",\"name\":\"Specimen "
    "Alpha\",\"of\":\"Specimenia\",\"office\":\"President\",\"since\":\"2012-01-01\",\"until\":"
    "\"2013-01-01\"},"
    "{\"capacity\":\"full\",\"key\":\"%s\",\"name\":\"Specimen "
    "Beta\",\"of\":\"Specimenia\",\"office\":\"Prime "
    "Minister\",\"since\":\"2012-01-01\",\"until\":\"2013-01-01\"},"
    "{\"capacity\":\"full\",\"key\":\"%s\",\"name\":\"Specimen "
    "Gamma\",\"of\":\"UN\",\"office\":\"Secretary-General\",\"since\":\"2007-01-01\",\"until\":"
    "\"2016-12-31\"},"
    "{\"capacity\":\"full\",\"key\":\"%s\",\"name\":\"Registry\",\"of\":\"UN\",\"office\":"
    "\"Registry\",\"since\":\"2000-01-01\",\"until\":null},"
    "{\"capacity\":\"full\",\"key\":\"%s\",\"name\":\"Specimen "
    "Delta\",\"of\":\"Specimenia\",\"office\":\"Minister\",\"since\":\"2000-01-01\",\"until\":"
    "null}"
    "%s],\"id\":\"%064d\",\"keyEnds\":[%s],\"offices\":[{\"aliases\":[\"Chief "
    "Administrator\",\"Head of the House\"],\"of\":\"UN\",\"office\":\"Secretary-General\"}],"
    "\"previous\":null,\"roots\":{\"keys\":[\"%s\"],\"threshold\":1},\"version\":1}";

struct story {
    char *letter, *cover, *issue; /* what is signed */
    const char *issued;           /* the masthead's date */
    const char *between;          /* the issuer's words between cover and letter */
    struct chy_statement act[ACTS];
    int signer[ACTS][4];  /* seeds; 0 ends */
    bool leave_out[ACTS]; /* the act's lines are not in the record */
    chancery_digest payload_digest[ACTS];
    char key_end[512];  /* of the directory; "" */
    char holders[1024]; /* more of the directory, each after a comma; "" */
    char allowed[1024]; /* the same of authorisations */
    struct chancery_trust trust;
    char *document; /* what is presented; NULL: the issue */
    const char *name, *expect;
    struct chy_buf record;
    void (*before_seal)(struct story *, int act); /* last words on a statement */
    void (*edit_payload)(int act, char *payload); /* the very last: of the same length */
    chancery_verdict *verdict;
};

static inline void story_check(bool ok, const char *what, const chancery_error *error)
{
    if (ok)
        return;
    fprintf(stderr, "story: %s: %s: %s\n", what, error ? error->where : "",
            error ? error->text : "");
    abort();
}

static inline chancery_key *story_key(int seed)
{
    uint8_t bytes[32];
    chancery_key *key = NULL;
    chancery_error error = CHANCERY_ERROR_INIT;
    memset(bytes, seed, sizeof bytes);
    story_check(chancery_key_from_seed(&key, bytes, &error), "key", &error);
    return key;
}

static inline void story_hex(char out[65], int seed)
{
    chancery_key *key = story_key(seed);
    chancery_public_key public_key = chancery_key_public(key);
    for (size_t i = 0; i < 32; i++)
        snprintf(out + 2 * i, 3, "%02x", public_key.b[i]);
    chancery_key_free(key);
}

static inline char *story_dup(const char *text)
{
    char *copy = strdup(text);
    story_check(copy != NULL, "memory", NULL);
    return copy;
}

static inline void story_set(char **slot, const char *text)
{
    free(*slot);
    *slot = text ? story_dup(text) : NULL;
}

/* Replaces the first `old` in *text, which must be there. */
static inline void story_replace(char **text, const char *old, const char *new_words)
{
    char *at = strstr(*text, old);
    size_t len = strlen(*text) + strlen(new_words) + 1;
    char *made = malloc(len);
    story_check(at && made, old, NULL);
    snprintf(made, len, "%.*s%s%s", (int)(at - *text), *text, new_words, at + strlen(old));
    free(*text);
    *text = made;
}

static inline void story_signatory(struct chy_statement *act, const char *name,
                                   const char *office, const char *of, bool seal)
{
    act->signatory = realloc(act->signatory, (act->signatories + 1) * sizeof *act->signatory);
    story_check(act->signatory != NULL, "memory", NULL);
    act->signatory[act->signatories++] = (struct chy_signatory){
        name ? story_dup(name) : NULL, {story_dup(office), story_dup(of)}, seal};
}

static inline void story_addressee(struct chy_statement *act, const char *office,
                                   const char *of)
{
    act->addressee = realloc(act->addressee, (act->addressees + 1) * sizeof *act->addressee);
    story_check(act->addressee != NULL, "memory", NULL);
    act->addressee[act->addressees++] = (struct chy_office){story_dup(office), story_dup(of)};
}

/* One more entry of the directory, with no end; to be made before sealing. */
static inline void story_holder(struct story *story, const char *name, const char *office,
                                const char *of, int seed)
{
    size_t used = strlen(story->holders);
    char key[65];
    story_hex(key, seed);
    snprintf(story->holders + used, sizeof story->holders - used,
             ",{\"capacity\":\"full\",\"key\":\"%s\",\"name\":\"%s\",\"of\":\"%s\","
             "\"office\":\"%s\",\"since\":\"2000-01-01\",\"until\":null}",
             key, name, of, office);
}

/* The directory ends the key: state and day as it writes them; by: of which key it is
 * superseded, 0 for none. */
static inline void story_end_key(struct story *story, int seed, const char *state,
                                 const char *at, int by)
{
    char hex[65], other[65] = "", quote[] = "\"";
    story_hex(hex, seed);
    if (by > 0)
        story_hex(other, by);
    quote[0] = by > 0 ? '"' : '\0';
    snprintf(story->key_end, sizeof story->key_end,
             "{\"at\":\"%s\",\"by\":%s%s%s,\"key\":\"%s\",\"state\":\"%s\"}", at, quote,
             by > 0 ? other : "null", quote, hex, state);
}

/* One more authorisation, with no end: acts as in "\"issue\"". */
static inline void story_allow(struct story *story, const char *office, const char *of,
                               const char *acts, const char *for_office, const char *for_of)
{
    size_t used = strlen(story->allowed);
    snprintf(story->allowed + used, sizeof story->allowed - used,
             ",{\"acts\":[%s],\"for\":{\"of\":\"%s\",\"office\":\"%s\"},\"of\":\"%s\","
             "\"office\":\"%s\",\"since\":\"2000-01-01\",\"until\":null}",
             acts, for_of, for_office, of, office);
}

static inline void story_init(struct story *story)
{
    static const char *const types[] = {"letter", "forward", "issue"}, *const names[] = {
                                                                           "annex.txt",
                                                                           "cover.txt",
                                                                           "issue.txt"};
    static const char *const dates[] = {"2012-09-18", "2012-09-28", "2012-10-01"};
    *story = (struct story){.letter = story_dup(story_letter),
                            .cover = story_dup(story_cover),
                            .issued = "1 October 2012",
                            .between = "Annex\n\n",
                            .name = "issue.txt",
                            .signer = {{SEED_ALPHA, SEED_BETA}, {SEED_GAMMA}, {SEED_REGISTRY}}};
    for (int i = 0; i < ACTS; i++) {
        char type[64];
        snprintf(type, sizeof type, "urn:chancery:%s:v1", types[i]);
        story->act[i].type = (enum chy_act_type)i;
        story->act[i].predicate_type = story_dup(type);
        story->act[i].subject = story_dup(names[i]);
        story->act[i].language = story_dup("en");
        story_check(chy_date_parse(&story->act[i].date, chy_span_str(dates[i])), "date", NULL);
    }
    story_signatory(&story->act[LETTER], ALPHA, "President", "Specimenia", false);
    story_signatory(&story->act[LETTER], BETA, "Prime Minister", "Specimenia", false);
    story_addressee(&story->act[LETTER], "Secretary-General", "UN");
    story_signatory(&story->act[FORWARD], GAMMA, "Secretary-General", "UN", false);
    story_addressee(&story->act[FORWARD], "President of the Council", "UN");
    story_signatory(&story->act[ISSUE], "Registry", "Registry", "UN", true);
    story->trust.now = 1767225600; /* 2026-01-01 */
}

static inline void story_write_issue(struct story *story)
{
    int len = snprintf(NULL, 0, story_issue, story->issued, story->cover, story->between,
                       story->letter);
    story->issue = malloc((size_t)len + 1);
    story_check(story->issue != NULL, "memory", NULL);
    snprintf(story->issue, (size_t)len + 1, story_issue, story->issued, story->cover,
             story->between, story->letter);
}

/* One line for the act, signed by the key of this seed. The signature's digest goes to
 * *digest. */
static inline void story_sign(struct story *story, chancery_digest *digest,
                              chancery_span payload, int seed)
{
    chancery_key *key = story_key(seed);
    chancery_public_key public_key = chancery_key_public(key);
    chancery_signature signature;
    chancery_error error = CHANCERY_ERROR_INIT;
    struct chy_buf pae = {0};
    chy_envelope_pae(&pae, CHY_STATEMENT_TYPE, payload);
    story_check(chy_ed25519_sign(&signature, key, chy_buf_view(&pae), &error), "sign", &error);
    chy_envelope_write(&story->record, CHY_STATEMENT_TYPE, payload, &public_key, &signature);
    chy_sha256(digest, chy_span(signature.b, sizeof signature.b));
    chy_buf_done(&pae);
    chancery_key_free(key);
}

static inline void story_carry(struct chy_statement *act, const chancery_digest *carried,
                               const chancery_digest *seen, size_t seens)
{
    act->carries = realloc(act->carries, (act->carried + 1) * sizeof *act->carries);
    struct chy_carried *one = act->carries ? &act->carries[act->carried++] : NULL;
    story_check(one != NULL, "memory", NULL);
    *one = (struct chy_carried){
        .statement = *carried, .seens = seens, .label = story_dup("Annex")};
    one->seen = calloc(seens + 1, sizeof *one->seen);
    story_check(one->seen != NULL, "memory", NULL);
    if (seens > 0)
        memcpy(one->seen, seen, seens * sizeof *seen);
}

/* Fills digests, writes and signs the acts from the letter outwards, and makes the
 * directory. */
static inline void story_seal(struct story *story)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    chancery_digest seen[4];
    size_t seens = 0;
    if (!story->issue)
        story_write_issue(story);
    char *const texts[] = {story->letter, story->cover, story->issue};
    for (int i = 0; i < ACTS; i++) {
        struct chy_statement *act = &story->act[i];
        struct chy_buf payload = {0};
        chancery_text *text = NULL;
        size_t record_before = story->record.len;
        story_check(chy_text_new(&text, chy_span_str(texts[i]), &error) &&
                        chy_statement_set_text(act, text, &error),
                    "text", &error);
        chancery_text_free(text);
        if (i > LETTER)
            story_carry(act, &story->payload_digest[i - 1], seen, seens);
        if (story->before_seal)
            story->before_seal(story, i);
        story_check(chy_statement_write(&payload, act, &error), "statement", &error);
        if (story->edit_payload) {
            chy_buf_byte(&payload, '\0');
            story->edit_payload(i, (char *)payload.ptr);
            payload.len--;
        }
        story->payload_digest[i] = chy_digest_of(chy_buf_view(&payload));
        for (seens = 0; seens < 4 && story->signer[i][seens]; seens++)
            story_sign(story, &seen[seens], chy_buf_view(&payload), story->signer[i][seens]);
        if (story->leave_out[i])
            story->record.len = record_before;
        chy_buf_done(&payload);
    }
    char key[5][65], root[65], *json = malloc(sizeof story_directory + 4096);
    const int seeds[] = {SEED_ALPHA, SEED_BETA, SEED_GAMMA, SEED_REGISTRY, SEED_DELTA};
    for (int i = 0; i < 5; i++)
        story_hex(key[i], seeds[i]);
    story_hex(root, 99);
    story_check(json != NULL, "memory", NULL);
    snprintf(json, sizeof story_directory + 4096, story_directory, story->allowed, key[0],
             key[1], key[2], key[3], key[4], story->holders, 7, story->key_end, root);
    story_check(chy_directory_read(&story->trust.directory, chy_span_str(json), &error),
                "directory", &error);
    free(json);
}

/* The verdict on what is presented: story->document, or the issue. */
static inline chancery_verdict *story_judge(struct story *story)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    const char *document = story->document ? story->document : story->issue;
    chancery_verdict_free(story->verdict);
    story_check(chancery_verify_bytes(&story->verdict, story->name, chy_span_str(document),
                                      chy_buf_view(&story->record), story->expect,
                                      &story->trust, &error),
                "verify", &error);
    return story->verdict;
}

/* The record's lines in the opposite order. */
static inline void story_reverse(struct story *story)
{
    struct chy_buf reversed = {0};
    const uint8_t *begin = story->record.ptr, *end = begin + story->record.len;
    while (end > begin) {
        const uint8_t *line = end - 1;
        while (line > begin && line[-1] != '\n')
            line--;
        chy_buf_span(&reversed, chy_span(line, (size_t)(end - line)));
        end = line;
    }
    chy_buf_done(&story->record);
    story->record = reversed;
}

static inline void story_done(struct story *story)
{
    for (int i = 0; i < ACTS; i++)
        chy_statement_done(&story->act[i]);
    chancery_verdict_free(story->verdict);
    chy_trust_done(&story->trust);
    chy_buf_done(&story->record);
    free(story->letter);
    free(story->cover);
    free(story->issue);
    free(story->document);
}

#endif
