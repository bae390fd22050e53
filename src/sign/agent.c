/*
 * agent.c - requests to ssh-agent and its answers: spec/keys.md, rules K19 to K21.
 */
#include "sign/agent.h"

#include "sign/ssh.h"

enum {
    AGENT_FAILURE = 5,
    AGENT_ASK_KEYS = 11,
    AGENT_KEYS = 12,
    AGENT_ASK_SIGNATURE = 13,
    AGENT_SIGNATURE = 14,
    AGENT_EXTENSION_FAILURE = 28
};

void chy_agent_ask_keys(struct chy_buf *out)
{
    chy_ssh_put_u32(out, 1);
    chy_buf_byte(out, AGENT_ASK_KEYS);
}

void chy_agent_ask_signature(struct chy_buf *out, const chancery_public_key *key,
                             chancery_span message)
{
    uint8_t blob[CHY_SSH_BLOB];
    chy_ssh_blob(blob, key);
    chy_ssh_put_u32(out, (uint32_t)(1 + 4 + sizeof blob + 4 + message.len + 4));
    chy_buf_byte(out, AGENT_ASK_SIGNATURE);
    chy_ssh_put_string(out, chy_span(blob, sizeof blob));
    chy_ssh_put_string(out, message);
    chy_ssh_put_u32(out, 0); /* flags: they are for RSA */
}

static bool no_answer(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_KEY, "ssh-agent's answer is malformed");
    return chy_fail_next(error,
                         "See with ssh-add -l whether SSH_AUTH_SOCK names an ssh-agent.");
}

/* Is it an answer of this type? *rest is what follows the type. */
static bool take_type(chancery_span *rest, chancery_span answer, uint8_t type)
{
    if (answer.len == 0 || answer.ptr[0] != type)
        return false;
    *rest = chy_span_from(answer, 1);
    return true;
}

static bool is_refusal(chancery_span answer)
{
    return answer.len > 0 &&
           (answer.ptr[0] == AGENT_FAILURE || answer.ptr[0] == AGENT_EXTENSION_FAILURE);
}

/* --- the keys ------------------------------------------------------------------------------
 */

/* What was found under a name so far. */
struct search {
    chancery_span name;
    bool by_fingerprint;
    chancery_public_key key;
    size_t keys, fitting; /* in the agent; different Ed25519 keys with the name */
    chancery_span other;  /* the type of a key of that name that is no plain Ed25519 key */
};

static bool is_ed25519(chancery_span blob, chancery_span *type)
{
    return chy_ssh_string(type, &blob) && chy_span_is(*type, "ssh-ed25519");
}

/* A weak or malformed key is as good as none: nobody could have enrolled it. */
static void look_at(struct search *search, chancery_span blob, chancery_span comment)
{
    chancery_public_key key;
    chancery_span type = {0};
    char fingerprint[CHY_SSH_FINGERPRINT];
    bool named = !search->by_fingerprint && chy_span_eq(comment, search->name);

    search->keys++;
    if (!is_ed25519(blob, &type)) {
        if (named && type.len > 0)
            search->other = type;
        return;
    }
    if (!chy_ssh_blob_parse(&key, blob, NULL))
        return;
    if (search->by_fingerprint) {
        chy_ssh_fingerprint(fingerprint, &key);
        named = chy_span_is(search->name, fingerprint);
    }
    if (!named || (search->fitting > 0 && chy_key_eq(&key, &search->key)))
        return;
    search->key = key;
    search->fitting++;
}

static bool none_fits(const struct search *search, chancery_error *error)
{
    int shown = search->name.len < 200 ? (int)search->name.len : 200;
    const char *name = (const char *)search->name.ptr;
    if (search->other.len > 0)
        return chy_ssh_other_type(search->other, error);
    if (search->keys == 0)
        chy_fail(error, CHANCERY_E_KEY, "ssh-agent holds no key, or is locked");
    else
        chy_fail(error, CHANCERY_E_KEY, "of %zu keys in ssh-agent no Ed25519 key is named %.*s",
                 search->keys, shown, name);
    return chy_fail_next(error, "ssh-add -l lists the keys with fingerprint and comment; load "
                                "one with ssh-add FILE, unlock the agent with ssh-add -X.");
}

bool chy_agent_find(chancery_public_key *out, chancery_span answer, chancery_span name,
                    chancery_error *error)
{
    struct search search = {.name = name,
                            .by_fingerprint = chy_span_starts(name, CHY_LITERAL("SHA256:"))};
    chancery_span rest, blob, comment;
    uint32_t count;

    if (is_refusal(answer)) {
        chy_fail(error, CHANCERY_E_REFUSED, "ssh-agent refused to list its keys");
        return chy_fail_next(error, "See with ssh-add -l what it says.");
    }
    if (!take_type(&rest, answer, AGENT_KEYS) || !chy_ssh_u32(&count, &rest))
        return no_answer(error);
    for (; count > 0; count--) {
        if (!chy_ssh_string(&blob, &rest) || !chy_ssh_string(&comment, &rest))
            return no_answer(error);
        look_at(&search, blob, comment);
    }
    if (rest.len > 0)
        return no_answer(error);
    if (search.fitting == 0)
        return none_fits(&search, error);
    if (search.fitting > 1) {
        chy_fail(error, CHANCERY_E_KEY, "%zu Ed25519 keys in ssh-agent have this comment",
                 search.fitting);
        return chy_fail_next(error, "Name one by its fingerprint, as ssh-add -l shows it: "
                                    "agent:SHA256:...");
    }
    *out = search.key;
    return true;
}

/* --- a signature ---------------------------------------------------------------------------
 */

bool chy_agent_signature(chancery_signature *out, chancery_span answer, chancery_error *error)
{
    chancery_span rest, signature, type, bytes;

    if (is_refusal(answer)) {
        chy_fail(error, CHANCERY_E_REFUSED, "ssh-agent refused to sign");
        return chy_fail_next(error,
                             "Confirm it where the agent asks; see with ssh-add -l whether "
                             "it still holds the key (ssh-add -X unlocks it).");
    }
    if (!take_type(&rest, answer, AGENT_SIGNATURE) || !chy_ssh_string(&signature, &rest) ||
        rest.len > 0 || !chy_ssh_string(&type, &signature) ||
        !chy_ssh_string(&bytes, &signature) || signature.len > 0)
        return no_answer(error);
    if (!chy_span_is(type, "ssh-ed25519") || bytes.len != sizeof out->b)
        return chy_fail(error, CHANCERY_E_KEY, "ssh-agent's signature is not an Ed25519 one");
    memcpy(out->b, bytes.ptr, sizeof out->b);
    return true;
}
