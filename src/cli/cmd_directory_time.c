/*
 * cmd_directory_time.c - whose timestamps count, and since when they are demanded.
 */
#include "cli/command.h"

static bool run_add_tsa(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_add_tsa(v->operands.item[0], cli->home, v->certificate, v->policy,
                                      &cli->error);
}

static const unsigned add_tsa_options[] = {CLI_OPT_TSA_CERTIFICATE | CLI_REQUIRED,
                                           CLI_OPT_POLICY, CLI_OPT_END};

const struct cli_command cli_directory_add_tsa = {
    .name = "directory add-tsa",
    .summary = "say whose timestamps count",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = add_tsa_options,
    .about = "Adds a timestamp authority (RFC 3161) to the version that waits, by its\n"
             "certificate or that of an authority above it. Its timestamps then prove when a\n"
             "signature was there; with --policy only those of that policy. It is taken back\n"
             "with chancery directory void.",
    .example = "  chancery directory add-tsa directory.jsonl --certificate tsa-ca.pem",
    .run = run_add_tsa,
};

static bool run_require_time(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_require_time(v->operands.item[0], cli->home, v->since,
                                           &cli->error);
}

static const unsigned require_time_options[] = {CLI_OPT_PROVEN_SINCE | CLI_REQUIRED,
                                                CLI_OPT_END};

const struct cli_command cli_directory_require_time = {
    .name = "directory require-time",
    .summary = "demand a proven time for acts since a day",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = require_time_options,
    .about = "Acts that bear the day --since or a later one are authentic only if the time of\n"
             "every signature is proven, within the term of who signed; as with verify\n"
             "--require-proven-time. --since never demands it no more.",
    .example = "  chancery directory require-time directory.jsonl --since 2027-01-01",
    .run = run_require_time,
};
