#include "cli/command.h"

static bool check_options(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    int ways = (v->request != NULL) + (v->response != NULL) + (v->tsa != NULL);

    if (ways == 1 && !(v->renew && v->response != NULL))
        return true;
    cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
             ways == 1
                 ? "--renew goes with --request or --tsa: an answer says itself what it is to"
                 : "it takes one of --request, --response and --tsa");
    return cli_fail_next(&cli->error, "Say --request DIR, then --response DIR; or --tsa URL.");
}

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    const chancery_timestamp_options options = {
        .file = v->operands.item[0], .record = v->record, .renew = v->renew};
    chancery_trust *trust = NULL;
    char *done = NULL;
    bool ok = check_options(cli) && cli_trust_open(&trust, cli);

    if (ok && v->request != NULL)
        ok = chancery_timestamp_request(&done, &options, v->request, trust, &cli->error);
    else if (ok && v->response != NULL)
        ok = chancery_timestamp_response(&done, &options, v->response, trust, &cli->error);
    else
        ok = ok && chancery_timestamp_fetch(&done, &options, v->tsa, trust, &cli->error);
    chancery_trust_free(trust);
    return ok && cli_print_free(done);
}

static const unsigned options[] = {CLI_OPT_REQUEST, CLI_OPT_RESPONSE, CLI_OPT_TSA,
                                   CLI_OPT_RENEW,   CLI_OPT_RECORD,   CLI_TRUST_OPTIONS,
                                   CLI_OPT_END};

const struct cli_command cli_timestamp = {
    .name = "timestamp",
    .summary = "have it proven when a record's signatures were there",
    .operands = "FILE",
    .wanted = "the letter's file",
    .least = 1,
    .most = 1,
    .options = options,
    .about =
        "Asks a timestamp authority (RFC 3161) that the directory lists for a timestamp of\n"
        "every signature that has none, and adds it to the record. Without a network,\n"
        "--request writes DIR/DIGEST.tsq for each, and --response takes DIR/DIGEST.tsr back.\n"
        "Every answer is checked before any is taken. --renew asks for timestamps of the\n"
        "last timestamps, so that these count on when their certificates have expired.",
    .example = "  chancery timestamp annex.txt --tsa https://tsa.example/\n"
               "  chancery timestamp annex.txt --request stamps\n"
               "  chancery timestamp annex.txt --response stamps",
    .run = run,
};
