#include "cli/command.h"

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    const char *folder = v->operands.count > 0 ? v->operands.item[0] : ".";
    chancery_trust *trust = NULL;
    int status = 0;
    bool ok;

    ok = cli_trust_open(&trust, cli) &&
         cli_print_free(
             chancery_pending(&status, folder, trust, v->json, cli_color(stdout), &cli->error));
    cli->status = status;
    chancery_trust_free(trust);
    return ok;
}

static const unsigned options[] = {CLI_OPT_JSON, CLI_TRUST_OPTIONS, CLI_OPT_END};

const struct cli_command cli_pending = {
    .name = "pending",
    .summary = "list which acts of a folder wait for whom",
    .operands = "[DIR]",
    .least = 0,
    .most = 1,
    .options = options,
    .about = "Lists the drafts in DIR (this folder, if none is named) and the folders in it,\n"
             "and the acts in their records that somebody of the directory has begun to sign,\n"
             "with those who still have to sign them. A signature in one record counts for\n"
             "the same act in another. Links are not followed; of a bag, its data is looked\n"
             "through. Status 2: something was not looked at, which is listed.",
    .example = "  chancery pending outbox",
    .run = run,
};
