#include "cli/command.h"
#include "cli/prompt.h"

#include <stdlib.h>
#include <unistd.h>

struct job {
    struct cli *cli;
    int terminal;                   /* -1: nobody is asked */
    chancery_key *key;              /* NULL in a dry run with a public key */
    chancery_public_key public_key; /* of it */
    chancery_trust *trust;
    chancery_signing **signings; /* one a file */
    size_t count;
};

static bool open_terminal(struct job *job)
{
    if (job->cli->values.yes || job->cli->values.dry_run)
        return true;
    job->terminal = cli_terminal_open();
    if (job->terminal >= 0)
        return true;
    cli_fail(&job->cli->error, CHANCERY_E_REFUSED, NULL,
             "nobody can be asked whether to sign: there is no terminal");
    return cli_fail_next(&job->cli->error, "Sign at a terminal, or say --yes.");
}

/* What has nothing to sign is told before anybody is asked for a passphrase. */
static bool all_ready(struct job *job)
{
    struct cli *cli = job->cli;
    const struct cli_list *files = &cli->values.operands;

    for (size_t i = 0; i < files->count; i++) {
        if (!chancery_signing_ready(files->item[i], cli->values.record, job->trust,
                                    &cli->error))
            return false;
    }
    return true;
}

/* A dry run needs no secret: the public key will do. */
static bool open_key(struct job *job)
{
    struct cli *cli = job->cli;

    if (cli->values.dry_run &&
        chancery_public_key_read(&job->public_key, cli->values.key, NULL))
        return true;
    if (!cli_key_open(&job->key, cli))
        return false;
    job->public_key = chancery_key_public(job->key);
    return true;
}

/* Every file is looked at before the first is signed, so that one that cannot be signed
 * leaves all as they were. */
static bool open_all(struct job *job)
{
    struct cli *cli = job->cli;
    const struct cli_list *files = &cli->values.operands;

    job->signings = calloc(files->count, sizeof(chancery_signing *));
    if (job->signings == NULL)
        return cli_fail(&cli->error, CHANCERY_E_MEMORY, NULL, "memory ran out");
    for (; job->count < files->count; job->count++) {
        if (!chancery_signing_open_for(&job->signings[job->count], files->item[job->count],
                                       cli->values.record, &job->public_key,
                                       cli->values.procured, job->trust, &cli->error))
            return false;
    }
    return true;
}

/* What is signed is shown where the question is asked, even if standard output goes
 * elsewhere; and where nobody is asked, what cannot be shown is not signed. */
static bool confirm(struct job *job, const chancery_signing *signing, const char *file)
{
    struct cli *cli = job->cli;
    bool color = job->terminal >= 0 ? cli_color(stderr) : cli_color(stdout);
    char *summary =
        chancery_signing_summary(signing, cli->values.show_text, color, &cli->error);

    if (summary == NULL || job->terminal < 0)
        return cli_print_free(summary) && cli_finish_output(&cli->error);
    cli_terminal_say(job->terminal, summary);
    chancery_free(summary);
    if (cli_terminal_confirm(job->terminal, "Sign? [y/N] "))
        return true;
    cli_fail(&cli->error, CHANCERY_E_DECLINED, file, "not signed: the answer was no");
    return cli_fail_next(&cli->error,
                         "Draft it anew if it is not what was meant; else sign it again.");
}

static bool sign_all(struct job *job)
{
    struct cli *cli = job->cli;

    for (size_t i = 0; i < job->count; i++) {
        char *done = NULL;
        if (cli->values.dry_run &&
            !cli_print_free(chancery_signing_summary(job->signings[i], cli->values.show_text,
                                                     cli_color(stdout), &cli->error)))
            return false;
        if (cli->values.dry_run)
            continue;
        if (!confirm(job, job->signings[i], cli->values.operands.item[i]) ||
            !chancery_signing_commit(&done, job->signings[i], job->key, &cli->error) ||
            !cli_print_free(done))
            return false;
    }
    if (cli->values.dry_run)
        cli_print("Nothing was signed: this was a dry run.");
    return true;
}

static bool run(struct cli *cli)
{
    struct job job = {.cli = cli, .terminal = -1};
    bool ok;

    if (cli->values.record != NULL && cli->values.operands.count > 1)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--record goes with one FILE, and several are given");
    if (cli->values.dry_run && cli->values.yes)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--dry-run signs nothing; --yes does not go with it");
    ok = open_terminal(&job) && cli_trust_open(&job.trust, cli) && all_ready(&job) &&
         open_key(&job) && open_all(&job) && sign_all(&job);

    for (size_t i = 0; i < job.count; i++)
        chancery_signing_free(job.signings[i]);
    free(job.signings);
    chancery_key_free(job.key);
    chancery_trust_free(job.trust);
    if (job.terminal >= 0)
        (void)close(job.terminal);
    return ok;
}

static const unsigned options[] = {CLI_OPT_KEY | CLI_REQUIRED,
                                   CLI_OPT_PROCURED,
                                   CLI_OPT_PASSPHRASE_FILE,
                                   CLI_OPT_YES,
                                   CLI_OPT_DRY_RUN,
                                   CLI_OPT_SHOW_TEXT,
                                   CLI_OPT_RECORD,
                                   CLI_TRUST_OPTIONS,
                                   CLI_OPT_END};

const struct cli_command cli_sign = {
    .name = "sign",
    .summary = "sign what is drafted, and add the signature to the record",
    .operands = "FILE...",
    .wanted = "the file of each letter that is signed",
    .least = 1,
    .most = SIZE_MAX,
    .options = options,
    .about = "Shows what is being signed (the act, who, to whom, when, the digests, the\n"
             "number of paragraphs) and asks. Every digest and field is computed again from\n"
             "FILE, and the key must be the directory's for a signatory who still has to\n"
             "sign. The signature is added to FILE.intoto.jsonl.\n"
             "KEY is a file (PKCS#8 or OpenSSH); agent: and the fingerprint or comment of a\n"
             "key in ssh-agent, as ssh-add -l lists it; or the pkcs11: URI of a key on a\n"
             "token, whose PIN is asked for. With --dry-run, a public key will do.\n"
             "Who may sign for another's office (directory authorize --acts\n"
             "per-procurationem) signs in that signatory's place with --for.",
    .example = "  chancery sign annex.txt --key traore.key\n"
               "  chancery sign annex.txt --key agent:SHA256:...\n"
               "  chancery sign annex.txt --key 'pkcs11:token=Office;object=traore'",
    .run = run,
};
