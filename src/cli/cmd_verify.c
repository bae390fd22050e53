#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool check_options(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    if (v->json && v->details)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--json holds every detail; --details does not go with it");
    if (v->expect != NULL && strcmp(v->expect, "letter") != 0 &&
        strcmp(v->expect, "forward") != 0 && strcmp(v->expect, "issue") != 0 &&
        strcmp(v->expect, "translation") != 0)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--expect takes letter, forward, issue or translation, not \"%s\"",
                        v->expect);
    if (v->require != NULL && strcmp(v->require, "signed") != 0)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--require takes signed, not \"%s\"", v->require);
    if (v->at != NULL && !chancery_time_parse(&cli->now, v->at))
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--at takes YYYY-MM-DD or a time like 2012-10-01T12:00:00Z, not \"%s\"",
                        v->at);
    if (v->proof == NULL && v->log == NULL && v->log_key != NULL)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--log-key is of use only with --proof or --log");
    return true;
}

/* A record is easily taken for the signed letter. One that was signed itself, as a file, has a
 * record of its own. */
static bool is_document(struct cli *cli)
{
    static const char ending[] = ".intoto.jsonl";
    const char *file = cli->values.operands.item[0];
    size_t len = strlen(file);
    char *own;
    bool signed_itself;

    if (cli->values.record != NULL || len < sizeof ending ||
        strcmp(file + len - (sizeof ending - 1), ending) != 0)
        return true;
    if (asprintf(&own, "%s%s", file, ending) < 0)
        return cli_fail(&cli->error, CHANCERY_E_MEMORY, NULL, "memory ran out");
    signed_itself = access(own, F_OK) == 0;
    free(own);
    if (signed_itself)
        return true;
    cli_fail(&cli->error, CHANCERY_E_REFUSED, file, "this is a custody record, not a document");
    return cli_fail_next(&cli->error, "Verify the document that it belongs to; what the record "
                                      "holds is listed by chancery show.");
}

/* The verdict on standard output, and its status as the program's. */
static bool report(struct cli *cli, const chancery_verdict *verdict)
{
    const struct cli_values *v = &cli->values;

    cli->status = chancery_verdict_exit(verdict);
    if (v->json)
        return cli_print_free(chancery_report_json(verdict, &cli->error));
    return cli_print_free(
        chancery_report_terminal(verdict, v->details, cli_color(stdout), &cli->error));
}

static bool open_proof(chancery_proof **out, struct cli *cli, const chancery_trust *trust)
{
    const chancery_proof_options options = {
        .file = cli->values.proof, .log_key = cli->values.log_key, .home = cli->home};

    return chancery_proof_open(out, &options, trust, &cli->error);
}

static bool open_scan(chancery_scan **out, struct cli *cli, const chancery_trust *trust)
{
    const chancery_scan_options options = {
        .log = cli->values.log, .log_key = cli->values.log_key, .home = cli->home};

    return chancery_scan_open(out, &options, trust, &cli->error);
}

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_verify_options asked = {.file = v->operands.item[0],
                                     .record = v->record,
                                     .expect = v->expect,
                                     .require_signed = v->require != NULL,
                                     .original = v->original,
                                     .require_proven_time = v->require_proven_time};
    chancery_trust *trust = NULL;
    chancery_verdict *verdict = NULL;
    chancery_proof *proof = NULL;
    chancery_scan *scan = NULL;
    bool ok;

    ok = check_options(cli) && is_document(cli) && cli_trust_open(&trust, cli) &&
         (v->proof == NULL || open_proof(&proof, cli, trust)) &&
         (v->log == NULL || open_scan(&scan, cli, trust));
    asked.proof = proof;
    asked.scan = scan;
    ok = ok && chancery_verify(&verdict, &asked, trust, &cli->error) && report(cli, verdict);
    chancery_verdict_free(verdict);
    chancery_scan_free(scan);
    chancery_proof_free(proof);
    chancery_trust_free(trust);
    return ok;
}

/* Where JSON was asked for, one object is printed for every outcome, this one too. */
static void report_undecided(const struct cli *cli)
{
    const struct cli_list *files = &cli->values.operands;
    chancery_verdict *verdict;

    if (!cli->values.json)
        return;
    verdict = chancery_verdict_undecided(files->count > 0 ? files->item[0] : "", &cli->error);
    if (verdict != NULL)
        (void)cli_print_free(chancery_report_json(verdict, NULL));
    chancery_verdict_free(verdict);
}

static const unsigned options[] = {CLI_OPT_RECORD,
                                   CLI_OPT_ORIGINAL,
                                   CLI_OPT_EXPECT,
                                   CLI_OPT_REQUIRE,
                                   CLI_OPT_REQUIRE_PROVEN_TIME,
                                   CLI_OPT_AT,
                                   CLI_OPT_DETAILS,
                                   CLI_OPT_JSON,
                                   CLI_OPT_PROOF,
                                   CLI_OPT_LOG,
                                   CLI_OPT_LOG_KEY,
                                   CLI_TRUST_OPTIONS,
                                   CLI_OPT_END};

const struct cli_command cli_verify = {
    .name = "verify",
    .summary = "judge a document by its custody record",
    .operands = "FILE|FOLDER",
    .wanted = "the document's file, or the folder in which it stands",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Says who signed FILE, to whom, when, and whether to rely on it: authentic\n"
             "(status 0), not authentic (1), or indeterminate (2), with every defect and\n"
             "what to do next. FILE's record is FILE.intoto.jsonl, or is found in its\n"
             "folder. A PDF is read by pdftotext and a .docx by pandoc, where these are\n"
             "installed. Of a folder, the one document in it is judged. With --log, a "
             "transparency log is\n"
             "read to its newest entry for withdrawals of it.",
    .example = "  chancery verify S-2012-727.txt",
    .run = run,
    .failed = report_undecided,
};
