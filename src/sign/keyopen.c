/*
 * keyopen.c - a key by its name, wherever it is kept: spec/keys.md, rule K23.
 */
#include "base/span.h"
#include "sign/agent.h"
#include "sign/pkcs11.h"

static const char *after(const char *name, const char *scheme)
{
    size_t len = strlen(scheme);
    return strncmp(name, scheme, len) == 0 ? name + len : NULL;
}

bool chancery_key_open(chancery_key **out, const char *name,
                       const chancery_key_options *options, chancery_error *error)
{
    static const chancery_key_options none = {0};
    const char *in_agent = after(name, "agent:");

    if (!options)
        options = &none;
    if (in_agent)
        return chy_agent_key(out, options->agent, in_agent, error) ||
               chy_fail_where(error, name);
    if (after(name, "pkcs11:"))
        return chy_pkcs11_key(out, name, options->ask, options->context, error) ||
               chy_fail_where(error, name);
    return chancery_key_read(out, name, options->ask, options->context, options->exposed,
                             error);
}
