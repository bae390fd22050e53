#include "cli/command.h"

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    const chancery_impact_options asked = {.key = v->key,
                                           .office = v->office,
                                           .paths = v->operands.item,
                                           .count = v->operands.count};
    chancery_trust *trust = NULL;
    int status = 0;
    bool ok;

    if ((v->key != NULL) == (v->office != NULL))
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "it takes --key or --office, one of them");
    ok = cli_trust_open(&trust, cli) &&
         cli_print_free(
             chancery_impact(&status, &asked, trust, v->json, cli_color(stdout), &cli->error));
    cli->status = status;
    chancery_trust_free(trust);
    return ok;
}

static const unsigned options[] = {CLI_OPT_RESTS_KEY, CLI_OPT_RESTS_OFFICE, CLI_OPT_JSON,
                                   CLI_TRUST_OPTIONS, CLI_OPT_END};

const struct cli_command cli_impact = {
    .name = "impact",
    .summary = "list what rests on a key or an office, and what became of it",
    .operands = "PATH...",
    .wanted = "the documents, records or folders that are looked through",
    .least = 1,
    .most = SIZE_MAX,
    .options = options,
    .about =
        "When a key has ended, or the directory says something else of an office: lists\n"
        "every document among PATH (documents, records, folders of them with the folders\n"
        "in these; of a bag, its data) that rests on it, what its verdict is, what it was\n"
        "by the last version of the directory that said otherwise, and what to do. Links\n"
        "in folders are not followed. Ends with the worst of the verdicts.",
    .example = "  chancery impact --key diarra.pub outbox archive/2012",
    .run = run,
};
