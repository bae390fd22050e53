#include "cli/command.h"

#include <stdlib.h>

static bool open_proofs(chancery_proof **out, const struct cli_list *files, struct cli *cli,
                        const chancery_trust *trust)
{
    for (size_t i = 0; i < files->count; i++) {
        const chancery_proof_options options = {
            .file = files->item[i], .log_key = cli->values.log_key, .home = cli->home};
        if (!chancery_proof_open(&out[i], &options, trust, &cli->error))
            return false;
    }
    return true;
}

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_proof **proofs = calloc(v->proofs.count + 1, sizeof(*proofs));
    const chancery_impact_options asked = {.key = v->key,
                                           .office = v->office,
                                           .paths = v->operands.item,
                                           .count = v->operands.count,
                                           .proofs = (const chancery_proof *const *)proofs,
                                           .proof_count = v->proofs.count};
    chancery_trust *trust = NULL;
    int status = 0;
    bool ok;

    if (proofs == NULL)
        ok = cli_fail(&cli->error, CHANCERY_E_MEMORY, NULL, "memory ran out");
    else if ((v->key != NULL) == (v->office != NULL))
        ok = cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                      "it takes --key or --office, one of them");
    else if (v->proofs.count == 0 && v->log_key != NULL)
        ok = cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                      "--log-key is of use only with --proof");
    else
        ok = cli_trust_open(&trust, cli) && open_proofs(proofs, &v->proofs, cli, trust) &&
             cli_print_free(chancery_impact(&status, &asked, trust, v->json, cli_color(stdout),
                                            &cli->error));
    cli->status = status;
    for (size_t i = 0; proofs != NULL && i < v->proofs.count; i++)
        chancery_proof_free(proofs[i]);
    free(proofs);
    chancery_trust_free(trust);
    return ok;
}

static const unsigned options[] = {CLI_OPT_RESTS_KEY, CLI_OPT_RESTS_OFFICE, CLI_OPT_PROOFS,
                                   CLI_OPT_LOG_KEY,   CLI_OPT_JSON,         CLI_TRUST_OPTIONS,
                                   CLI_OPT_END};

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
        "in folders are not followed. A document that is in a log is judged with its\n"
        "proof (--proof), whose time may keep it. What is not looked at is listed. Ends\n"
        "with the worst of the verdicts, or 2 if something was not looked at.",
    .example = "  chancery impact --key diarra.pub outbox archive/2012",
    .run = run,
};
