/*
 * cmd_directory_log.c - which transparency logs and witnesses count.
 */
#include "cli/command.h"

static bool run_add_log(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_add_log(v->operands.item[0], cli->home, v->name, v->key,
                                      &cli->error);
}

static const unsigned add_log_options[] = {CLI_OPT_NOTE_NAME | CLI_REQUIRED,
                                           CLI_OPT_NOTE_KEY | CLI_REQUIRED, CLI_OPT_END};

const struct cli_command cli_directory_add_log = {
    .name = "directory add-log",
    .summary = "say which transparency log counts",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = add_log_options,
    .about = "Adds a log to the version that waits, by its origin and public key: verify\n"
             "--proof then needs no --log-key for proofs from it.",
    .example =
        "  chancery directory add-log directory.jsonl --name registry.example/letters \\\n"
        "      --key log.pub",
    .run = run_add_log,
};

static bool run_add_witness(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_add_witness(v->operands.item[0], cli->home, v->name, v->key,
                                          v->quorum, &cli->error);
}

static const unsigned add_witness_options[] = {CLI_OPT_NOTE_NAME | CLI_REQUIRED,
                                               CLI_OPT_NOTE_KEY | CLI_REQUIRED, CLI_OPT_QUORUM,
                                               CLI_OPT_END};

const struct cli_command cli_directory_add_witness = {
    .name = "directory add-witness",
    .summary = "say whose cosignatures prove when a log was seen",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = add_witness_options,
    .about = "Adds a witness of logs to the version that waits, by name and public key. When\n"
             "--quorum of them have cosigned a checkpoint, the entries below it are proven to\n"
             "have been there by then. Without --quorum it stays as it is; 1 at first.",
    .example = "  chancery directory add-witness directory.jsonl --name witness.example/w1 \\\n"
               "      --key w1.pub",
    .run = run_add_witness,
};

static bool run_void_witness(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_void_witness(v->operands.item[0], cli->home, v->name, v->reason,
                                           v->quorum, &cli->error);
}

static const unsigned void_witness_options[] = {CLI_OPT_NOTE_NAME | CLI_REQUIRED,
                                                CLI_OPT_REASON | CLI_REQUIRED, CLI_OPT_QUORUM,
                                                CLI_OPT_END};

const struct cli_command cli_directory_void_witness = {
    .name = "directory void-witness",
    .summary = "say that a log or a witness never counted",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = void_witness_options,
    .about = "The entry stays, with the reason, and counts for nothing: no proof from that\n"
             "log, no cosignature of that witness.",
    .example =
        "  chancery directory void-witness directory.jsonl --name witness.example/w1 \\\n"
        "      --reason 'its key was stolen'",
    .run = run_void_witness,
};
