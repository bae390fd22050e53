/*
 * fuzz_agent.c - answers of ssh-agent: what is found is a good key under the name asked for,
 * and a signature is taken or refused with a reason.
 */
#include "sign/agent.h"
#include "sign/ssh.h"
#include "vector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void try_find(chancery_span answer, chancery_span name)
{
    chancery_public_key key, again;
    chancery_error error = CHANCERY_ERROR_INIT;
    char fingerprint[CHY_SSH_FINGERPRINT];
    if (!chy_agent_find(&key, answer, name, &error)) {
        require(error.code != CHANCERY_OK && error.text[0]);
        return;
    }
    require(chy_ed25519_key_is_good(&key));
    chy_ssh_fingerprint(fingerprint, &key);
    require(chy_agent_find(&again, answer, chy_span_str(fingerprint), NULL));
    require(chy_key_eq(&key, &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chancery_signature signature;
    chancery_error error = CHANCERY_ERROR_INIT;
    if (!chancery_init(NULL))
        return 0;
    struct vector v = vector_of("", chy_span(data, size));
    try_find(v.input, CHY_LITERAL("test"));
    try_find(v.input, CHY_LITERAL(""));
    if (!chy_agent_signature(&signature, v.input, &error))
        require(error.code != CHANCERY_OK && error.text[0]);
    return 0;
}
