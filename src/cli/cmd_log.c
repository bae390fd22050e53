/*
 * cmd_log.c - the commands of the transparency log.
 */
#include "cli/command.h"

#include <string.h>

static bool run_init(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_key *key = NULL;
    char *done = NULL;
    bool ok;

    ok = cli_key_open(&key, cli) &&
         chancery_log_init(&done, v->operands.item[0], v->origin, v->key, key, &cli->error) &&
         cli_print_free(done);
    chancery_key_free(key);
    return ok;
}

static const unsigned init_options[] = {CLI_OPT_ORIGIN | CLI_REQUIRED,
                                        CLI_OPT_KEY | CLI_REQUIRED, CLI_OPT_PASSPHRASE_FILE,
                                        CLI_OPT_END};

const struct cli_command cli_log_init = {
    .name = "log init",
    .summary = "begin a transparency log",
    .operands = "LOG",
    .wanted = "the log's folder",
    .least = 1,
    .most = 1,
    .options = init_options,
    .about = "Makes the folder LOG, with a checkpoint of no entries, and prints the log's\n"
             "verifier key, which its readers need. The key is the log's own, never an\n"
             "official's; LOG remembers where it is, and does not hold it.",
    .example = "  chancery log init log --origin registry.example/letters --key log.key",
    .run = run_init,
};

static bool run_append(struct cli *cli)
{
    struct cli_values *v = &cli->values;
    const char *log = v->operands.item[0];
    chancery_key *key = NULL;
    char *done = NULL, *path = NULL;
    bool ok = true;

    if (v->key == NULL) {
        path = chancery_log_key(log, &cli->error);
        v->key = path;
        ok = path != NULL;
    }
    ok = ok && cli_key_open(&key, cli) &&
         chancery_log_append(&done, log, (const char *const *)v->operands.item + 1,
                             v->operands.count - 1, key, cli->home, &cli->error);
    if (ok) /* each line has its end */
        cli_write((chancery_span){(const uint8_t *)done, strlen(done)});
    chancery_free(done);
    chancery_key_free(key);
    if (path != NULL)
        v->key = NULL;
    chancery_free(path);
    return ok;
}

static const unsigned append_options[] = {CLI_OPT_KEY, CLI_OPT_PASSPHRASE_FILE, CLI_OPT_END};

const struct cli_command cli_log_append = {
    .name = "log append",
    .summary = "add documents to a transparency log",
    .operands = "LOG RECORD...",
    .wanted = "the log's folder, then the records that are entered",
    .least = 2,
    .most = 10001,
    .options = append_options,
    .about = "Adds an entry of digests for each RECORD (or document with its record beside\n"
             "it), all or none, signs the checkpoint, and prints the index and the Merkle\n"
             "leaf hash of each. What is printed is on disk. A log that is older than the one\n"
             "seen here last, as one restored from a backup is, is refused.",
    .example = "  chancery log append log S-2012-727.txt",
    .run = run_append,
};

static bool run_prove(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_log_prove(v->operands.item[0], v->operands.item[1], v->output, v->force,
                              &cli->error);
}

static const unsigned prove_options[] = {CLI_OPT_OUTPUT | CLI_REQUIRED, CLI_OPT_FORCE,
                                         CLI_OPT_END};

const struct cli_command cli_log_prove = {
    .name = "log prove",
    .summary = "write a proof that a document is in a log",
    .operands = "LOG RECORD",
    .wanted = "the log's folder, then the record",
    .least = 2,
    .most = 2,
    .options = prove_options,
    .about = "Writes a tlog-proof file for the document or record as it is now, to be sent\n"
             "with it: whoever knows the log's verifier key can verify it offline. A record\n"
             "that has grown since it was added must be added again.",
    .example = "  chancery log prove log S-2012-727.txt -o S-2012-727.tlog-proof",
    .run = run_prove,
};

static bool run_checkpoint(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    char *note;
    size_t added;

    if (v->add != NULL &&
        !chancery_log_add_cosignatures(&added, v->operands.item[0], v->add, &cli->error))
        return false;
    note = chancery_log_checkpoint(v->operands.item[0], &cli->error);

    if (note == NULL)
        return false;
    cli_write((chancery_span){(const uint8_t *)note, strlen(note)});
    chancery_free(note);
    return true;
}

static const unsigned checkpoint_options[] = {CLI_OPT_ADD, CLI_OPT_END};

const struct cli_command cli_log_checkpoint = {
    .name = "log checkpoint",
    .summary = "print the signed checkpoint of a log",
    .operands = "LOG",
    .wanted = "the log's folder",
    .least = 1,
    .most = 1,
    .options = checkpoint_options,
    .about = "Verifies the signature of LOG's checkpoint and prints it: origin, number of\n"
             "entries and root, signed. Keep it elsewhere, for log check --against.\n"
             "With --add, a copy of it that witnesses have cosigned gives LOG their\n"
             "signatures first.",
    .example = "  chancery log checkpoint log >log-2012-10",
    .run = run_checkpoint,
};

static bool run_check(struct cli *cli)
{
    enum chancery_exit status = CHANCERY_EXIT_UNDECIDED;
    char *done = NULL;

    if (!chancery_log_check(&done, &status, cli->values.operands.item[0], cli->values.against,
                            cli->values.log_key, cli->home, &cli->error))
        return false;
    cli->status = (int)status;
    cli_write((chancery_span){(const uint8_t *)done, strlen(done)});
    chancery_free(done);
    return true;
}

static const unsigned check_options[] = {CLI_OPT_AGAINST, CLI_OPT_LOG_KEY, CLI_OPT_END};

const struct cli_command cli_log_check = {
    .name = "log check",
    .summary = "verify a whole log, from its entries up",
    .operands = "LOG",
    .wanted = "the log's folder",
    .least = 1,
    .most = 1,
    .options = check_options,
    .about = "Hashes every entry, compares every tile and the signed root, and names each\n"
             "file that is damaged or missing. Says whether the log only grew since the last\n"
             "checkpoint seen here, and since the one of --against. Status 1: damaged, rolled\n"
             "back or forked; 2: something is missing, and nothing is worse.",
    .example = "  chancery log check log --against log-2012-10",
    .run = run_check,
};

static bool run_cosign(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_cosign_options options = {.log = v->operands.item[0],
                                       .log_key = v->log_key,
                                       .name = v->name,
                                       .home = cli->home,
                                       .output = v->output,
                                       .force = v->force,
                                       .now = cli->now};
    chancery_key *key = NULL;
    char *done = NULL;
    bool ok = cli_key_open(&key, cli);

    options.key = key;
    ok = ok && chancery_log_cosign(&done, &options, &cli->error) && cli_print_free(done);
    chancery_key_free(key);
    return ok;
}

static const unsigned cosign_options[] = {CLI_OPT_NOTE_NAME | CLI_REQUIRED,
                                          CLI_OPT_KEY | CLI_REQUIRED,
                                          CLI_OPT_PASSPHRASE_FILE,
                                          CLI_OPT_LOG_KEY,
                                          CLI_OPT_OUTPUT,
                                          CLI_OPT_FORCE,
                                          CLI_OPT_END};

const struct cli_command cli_log_cosign = {
    .name = "log cosign",
    .summary = "sign as a witness what a log shows, with the time",
    .operands = "LOG",
    .wanted = "the log's folder",
    .least = 1,
    .most = 1,
    .options = cosign_options,
    .about = "Verifies with LOG's tiles that it only grew since this witness looked last,\n"
             "remembers its checkpoint, and cosigns it with the time. LOG is a log, or with\n"
             "--output FILE a copy of one, and FILE goes back to whoever keeps the log.\n"
             "Prints the witness's verifier key.",
    .example = "  chancery log cosign copy --log-key log.vkey --name witness.example/w1 \\\n"
               "      --key w1.key -o cosigned",
    .run = run_cosign,
};
