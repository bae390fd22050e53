#include "cli/command.h"

void cli_trust_options(chancery_trust_options *out, const struct cli *cli)
{
    *out = (chancery_trust_options){
        .home = cli->home,
        .directory = cli->values.directory,
        .roots = cli->values.roots.item,
        .root_count = cli->values.roots.count,
        .threshold = cli->values.threshold,
        .id = cli->values.id,
        .now = cli->now,
    };
}

bool cli_trust_open(chancery_trust **out, struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_trust_options options;

    if (v->roots.count == 0 && (v->threshold != 0 || v->id != NULL)) {
        cli_fail(&cli->error, CHANCERY_E_USAGE, NULL, "--%s is of use only with --root",
                 v->threshold != 0 ? "threshold" : "id");
        return cli_fail_next(&cli->error, "Name the root keys with --root, or leave it out.");
    }
    cli_trust_options(&options, cli);
    return chancery_trust_open(out, &options, &cli->error);
}
