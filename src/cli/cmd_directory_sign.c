/*
 * cmd_directory_sign.c - what roots do with the version that waits: sign it, or drop it.
 */
#include "cli/command.h"
#include "cli/prompt.h"

#include <unistd.h>

static bool fail_unasked(struct cli *cli, const char *file)
{
    cli_fail(&cli->error, CHANCERY_E_REFUSED, file,
             "nothing of yours waits to be signed, and there is no terminal to ask whether to "
             "sign what stands in the file");
    return cli_fail_next(&cli->error,
                         "Look at it (chancery directory show %s), then say --yes.", file);
}

/* What is signed is shown first, and asked for where there is a terminal. Without one, what
 * waits in the keeper's own folder is signed, as scripts do; what came from elsewhere needs
 * --yes. */
static bool confirm(struct cli *cli, char *shown)
{
    const char *file = cli->values.operands.item[0];
    const struct cli_values *v = &cli->values;
    bool agreed;
    int terminal = v->yes || v->dry_run ? -1 : cli_terminal_open();

    if (terminal < 0 && !v->yes && !v->dry_run && !chancery_directory_waits(file)) {
        chancery_free(shown);
        return fail_unasked(cli, file);
    }
    if (terminal < 0)
        return cli_print_free(shown) && cli_finish_output(&cli->error);
    cli_terminal_say(terminal, shown);
    chancery_free(shown);
    agreed = cli_terminal_confirm(terminal, "Sign? [y/N] ");
    (void)close(terminal);
    return agreed ||
           cli_fail(&cli->error, CHANCERY_E_DECLINED, file, "not signed: the answer was no");
}

/* A dry run needs no secret: the public key will do. */
static bool try_sign(struct cli *cli, const char *digest)
{
    const char *file = cli->values.operands.item[0];
    chancery_public_key public_key;
    chancery_key *key = NULL;
    bool ok = true;

    if (!chancery_public_key_read(&public_key, cli->values.key, NULL)) {
        ok = cli_key_open(&key, cli);
        if (ok)
            public_key = chancery_key_public(key);
        chancery_key_free(key);
    }
    ok = ok && chancery_directory_may_sign(file, cli->home, &public_key, digest, &cli->error);
    if (ok)
        cli_print("Nothing was signed: this was a dry run.");
    return ok;
}

static bool run_sign(struct cli *cli)
{
    const char *file = cli->values.operands.item[0];
    chancery_key *key = NULL;
    char *done = NULL, *shown, digest[65];
    bool ok;

    if (cli->values.dry_run && cli->values.yes)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--dry-run signs nothing; --yes does not go with it");
    shown = chancery_directory_proposal(digest, file, cli->home, &cli->error);
    if (shown == NULL || !confirm(cli, shown))
        return false;
    if (cli->values.dry_run)
        return try_sign(cli, digest);
    ok = cli_key_open(&key, cli) &&
         chancery_directory_sign(&done, file, cli->home, key, digest, &cli->error) &&
         cli_print_free(done);
    chancery_key_free(key);
    return ok;
}

static const unsigned sign_options[] = {CLI_OPT_KEY | CLI_REQUIRED, CLI_OPT_PASSPHRASE_FILE,
                                        CLI_OPT_YES, CLI_OPT_DRY_RUN, CLI_OPT_END};

const struct cli_command cli_directory_sign = {
    .name = "directory sign",
    .summary = "sign the waiting version with a root key",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = sign_options,
    .about =
        "Shows what the version that waits changes and who has signed it, asks where there\n"
        "is a terminal, signs, adds the line to FILE, and says how many roots have signed\n"
        "of how many must. Where none waits, it is the version that another root has begun\n"
        "to sign. A version after the first needs the thresholds of the roots before it\n"
        "and of its own. With --dry-run, a public key will do.",
    .example = "  chancery directory sign directory.jsonl --key root.key",
    .run = run_sign,
};

static bool run_discard(struct cli *cli)
{
    char *done = NULL;

    return chancery_directory_discard(&done, cli->values.operands.item[0], cli->home,
                                      cli->values.force, &cli->error) &&
           cli_print_free(done);
}

static const unsigned discard_options[] = {CLI_OPT_FORCE, CLI_OPT_END};

const struct cli_command cli_directory_discard = {
    .name = "directory discard",
    .summary = "drop the waiting version, to undo a change",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = discard_options,
    .about = "Drops the version that waits, with every change that was made since the one in\n"
             "force, and shows what it said, so that it can be made again. What a root has\n"
             "signed is dropped only with --force: only if no copy of the file is elsewhere.",
    .example = "  chancery directory discard directory.jsonl",
    .run = run_discard,
};
