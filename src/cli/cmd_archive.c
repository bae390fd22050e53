/*
 * cmd_archive.c - the commands of the archive.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

/* Each line of it has its end. */
static void write_lines(char *lines_take)
{
    cli_write((chancery_span){(const uint8_t *)lines_take, strlen(lines_take)});
    chancery_free(lines_take);
}

static bool run_init(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_key *key = NULL;
    char *done = NULL;
    bool ok;

    ok = cli_key_open(&key, cli) &&
         chancery_archive_init(&done, v->operands.item[0], v->origin, v->key, key,
                               &cli->error) &&
         cli_print_free(done);
    chancery_key_free(key);
    return ok;
}

static const unsigned init_options[] = {CLI_OPT_ORIGIN | CLI_REQUIRED,
                                        CLI_OPT_KEY | CLI_REQUIRED, CLI_OPT_PASSPHRASE_FILE,
                                        CLI_OPT_END};

const struct cli_command cli_archive_init = {
    .name = "archive init",
    .summary = "begin an archive",
    .operands = "ARCHIVE",
    .wanted = "the archive's folder",
    .least = 1,
    .most = 1,
    .options = init_options,
    .about = "Makes the folder ARCHIVE with its transparency log and an empty index, and\n"
             "prints the log's verifier key, which readers need. The key is the archive's\n"
             "own, never an official's; ARCHIVE remembers where it is, and does not hold it.",
    .example =
        "  chancery archive init archive --origin registry.example/archive --key archive.key",
    .run = run_init,
};

static bool open_key(chancery_key **out, char **path, struct cli *cli)
{
    struct cli_values *v = &cli->values;

    if (v->key == NULL) {
        *path = chancery_archive_key(v->operands.item[0], &cli->error);
        v->key = *path;
    }
    return v->key != NULL && cli_key_open(out, cli);
}

static bool run_add(struct cli *cli)
{
    struct cli_values *v = &cli->values;
    chancery_archive_add_options options = {
        .archive = v->operands.item[0],
        .files = (const char *const *)v->operands.item + 1,
        .count = v->operands.count - 1,
        .list = v->manifest,
        .unverified = v->unverified,
        .home = cli->home,
        .now = cli->now,
    };
    chancery_trust *trust = NULL;
    chancery_key *key = NULL;
    char *done = NULL, *path = NULL;
    bool ok = (v->manifest != NULL) != (options.count > 0);

    if (!ok)
        cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                 "name documents, or one list of files with --manifest");
    ok = ok && cli_trust_open(&trust, cli) && open_key(&key, &path, cli);

    options.key = key;
    ok = ok && chancery_archive_add(&done, &options, trust, &cli->error);
    if (ok)
        write_lines(done);
    else if (done != NULL) {
        fputs(done, stderr);
        chancery_free(done);
    }
    chancery_key_free(key);
    chancery_trust_free(trust);
    if (path != NULL)
        v->key = NULL;
    chancery_free(path);
    return ok;
}

static const unsigned add_options[] = {CLI_OPT_MANIFEST,  CLI_OPT_UNVERIFIED,
                                       CLI_OPT_KEY,       CLI_OPT_PASSPHRASE_FILE,
                                       CLI_TRUST_OPTIONS, CLI_OPT_END};

const struct cli_command cli_archive_add = {
    .name = "archive add",
    .summary = "take documents and bags into an archive",
    .operands = "ARCHIVE [FILE...]",
    .wanted = "the archive's folder, then the documents or bags that are taken in",
    .least = 1,
    .most = 10001,
    .options = add_options,
    .about =
        "Verifies each FILE, with its custody record beside it, and takes in what is\n"
        "authentic, all or none: each as a new bag (BagIt 1.0) with the record, the files\n"
        "that it carries, and the directory. FILE may be a folder with one document, or\n"
        "a bag, which is checked and taken in whole. A record that has grown makes a new\n"
        "version beside the old one. Prints the log's entry and the bag's name; what is\n"
        "printed is on disk.\n"
        "--manifest takes, instead of FILEs, a list that an office has signed: CSV, whose\n"
        "first row names the columns file and sha256, and perhaps symbol, language, issue\n"
        "and date. All files that it names become one bag with it.",
    .example = "  chancery archive add archive S-2012-727.txt",
    .run = run_add,
};

static bool run_list(struct cli *cli)
{
    bool unfinished = false;
    char *listed = chancery_archive_list(cli->values.operands.item[0], cli->values.json,
                                         &unfinished, &cli->error);

    if (listed == NULL)
        return false;
    write_lines(listed);
    if (unfinished)
        cli_warn(cli->values.operands.item[0], "an add was interrupted and is not settled yet",
                 "The next add settles it, or chancery archive repair-index.");
    return true;
}

static const unsigned list_options[] = {CLI_OPT_JSON, CLI_OPT_END};

const struct cli_command cli_archive_list = {
    .name = "archive list",
    .summary = "list the bags of an archive",
    .operands = "ARCHIVE",
    .wanted = "the archive's folder",
    .least = 1,
    .most = 1,
    .options = list_options,
    .about =
        "Prints for each bag the number of its entry in the log, its name, and the symbol\n"
        "and language of its document, as the index has them; and by which newer bag it is\n"
        "superseded, and whether its entry in the log names a withdrawal. Nothing is verified.",
    .example = "  chancery archive list archive",
    .run = run_list,
};

static bool run_export(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    char *done = NULL;

    if (!chancery_archive_export(&done, v->operands.item[0],
                                 (const char *const *)v->operands.item + 1,
                                 v->operands.count - 1, v->output, cli->home, &cli->error))
        return false;
    write_lines(done);
    return true;
}

static const unsigned export_options[] = {CLI_OPT_OUTPUT | CLI_REQUIRED, CLI_OPT_END};

const struct cli_command cli_archive_export = {
    .name = "archive export",
    .summary = "copy bags out of an archive, with a proof",
    .operands = "ARCHIVE BAG...",
    .wanted = "the archive's folder, then the names of the bags",
    .least = 2,
    .most = 10001,
    .options = export_options,
    .about =
        "Checks each BAG and copies it into the folder of --output, with SHA-512\n"
        "manifests, and with proof.tlog-proof, which proves to whoever knows the log's\n"
        "verifier key that the archive held it. Of a document the newest bag is exported.\n"
        "Refused where log, index, and what is remembered of the log do not agree.",
    .example = "  chancery archive export archive S_2012_727-en-1 -o out",
    .run = run_export,
};

static bool run_repair_index(struct cli *cli)
{
    char *done = NULL;

    return chancery_archive_repair_index(&done, cli->values.operands.item[0], cli->home,
                                         &cli->error) &&
           cli_print_free(done);
}

static const unsigned no_options[] = {CLI_OPT_END};

const struct cli_command cli_archive_repair_index = {
    .name = "archive repair-index",
    .summary = "settle an interrupted add, and make the index anew",
    .operands = "ARCHIVE",
    .wanted = "the archive's folder",
    .least = 1,
    .most = 1,
    .options = no_options,
    .about =
        "Finishes or takes back what an interrupted add left, and makes index.jsonl anew\n"
        "from the log and the bags, if it is not what they say. No bag is changed. Refused\n"
        "where the log is older than it was when it was seen last.",
    .example = "  chancery archive repair-index archive",
    .run = run_repair_index,
};
