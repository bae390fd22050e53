#include "cli/command.h"
#include "cli/passphrase.h"

#include <stdlib.h>

bool cli_key_open(chancery_key **out, struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    struct cli_passphrase source;
    bool exposed = false, ok;
    chancery_key_options options = {.agent = getenv("SSH_AUTH_SOCK"),
                                    .ask = cli_passphrase_ask,
                                    .context = &source,
                                    .exposed = &exposed};

    ok = cli_passphrase_open(&source, v->passphrase_file, &cli->error) &&
         chancery_key_open(out, v->key, &options, &cli->error);
    cli_passphrase_close(&source);
    if (exposed && (ok || cli->error.code != CHANCERY_E_KEY)) /* a public key is no secret */
        cli_warn(v->key, "others can read this secret key",
                 "Make it yours alone: chmod 600 FILE.");
    return ok;
}
