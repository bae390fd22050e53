/*
 * cmd_directory_change.c - the commands that change a signed directory, and what they changed.
 */
#include "cli/command.h"

static bool run_end(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    const chancery_key_end end = {
        .key = v->key, .state = v->state, .at = v->at, .by = v->by, .reason = v->reason};

    return chancery_directory_end_key(v->operands.item[0], cli->home, &end, cli->now,
                                      &cli->error);
}

static const unsigned end_options[] = {CLI_OPT_PUBLIC_KEY | CLI_REQUIRED,
                                       CLI_OPT_STATE | CLI_REQUIRED,
                                       CLI_OPT_END_AT | CLI_REQUIRED,
                                       CLI_OPT_BY,
                                       CLI_OPT_REASON,
                                       CLI_OPT_END};

const struct cli_command cli_directory_end = {
    .name = "directory end",
    .summary = "say that a holder's key has ended",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = end_options,
    .about = "Ends a key in the version that waits: retired or superseded with the day --at,\n"
             "or compromised since that day. Signatures by it on letters of later days are\n"
             "no longer authentic, and older ones need a proof of their time. An end that is\n"
             "signed already is replaced only with a --reason.",
    .example =
        "  chancery directory end directory.jsonl --key diarra.pub --state superseded \\\n"
        "      --at 2012-11-01 --by diarra-2.pub",
    .run = run_end,
};

static chancery_entry entry_of(const struct cli_values *v)
{
    return (chancery_entry){.office = v->office,
                            .name = v->name,
                            .on_behalf_of = v->on_behalf_of,
                            .since = v->since,
                            .key = v->key,
                            .persons = v->persons};
}

static bool run_end_term(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    const chancery_entry entry = entry_of(v);

    return chancery_directory_end_term(v->operands.item[0], cli->home, &entry, v->until,
                                       v->reason, &cli->error);
}

static const unsigned end_term_options[] = {CLI_OPT_OFFICE | CLI_REQUIRED,
                                            CLI_OPT_UNTIL | CLI_REQUIRED,
                                            CLI_OPT_REASON | CLI_REQUIRED,
                                            CLI_OPT_NAME,
                                            CLI_OPT_FOR,
                                            CLI_OPT_PERSONS,
                                            CLI_OPT_SINCE,
                                            CLI_OPT_END};

const struct cli_command cli_directory_end_term = {
    .name = "directory end-term",
    .summary = "end a holder's term, an authorisation or a threshold",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = end_term_options,
    .about = "Sets the last day of a term that is open, or an earlier one, with the reason:\n"
             "--name means a holder of the office, --for an authorisation, --persons a\n"
             "threshold. --since tells apart several.",
    .example =
        "  chancery directory end-term directory.jsonl --name 'Cheick Modibo Diarra' \\\n"
        "      --office 'Prime Minister; Mali' --until 2012-12-11 --reason resigned",
    .run = run_end_term,
};

static bool run_void(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    const chancery_entry entry = entry_of(v);

    if (v->certificate != NULL && (v->office != NULL || v->key != NULL))
        return cli_fail(
            &cli->error, CHANCERY_E_USAGE, NULL,
            "--certificate means a timestamp authority, and goes with no other entry");
    if (v->certificate != NULL)
        return chancery_directory_void_tsa(v->operands.item[0], cli->home, v->certificate,
                                           v->reason, &cli->error);
    return chancery_directory_void(v->operands.item[0], cli->home, &entry, v->reason,
                                   &cli->error);
}

static const unsigned void_options[] = {CLI_OPT_REASON | CLI_REQUIRED,
                                        CLI_OPT_OFFICE,
                                        CLI_OPT_NAME,
                                        CLI_OPT_FOR,
                                        CLI_OPT_PERSONS,
                                        CLI_OPT_SINCE,
                                        CLI_OPT_PUBLIC_KEY,
                                        CLI_OPT_TSA_CERTIFICATE,
                                        CLI_OPT_END};

const struct cli_command cli_directory_void = {
    .name = "directory void",
    .summary = "say that an entry was wrong and never counted",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = void_options,
    .about =
        "The entry stays, with the reason, and counts for nothing: a holder (--office and\n"
        "--name), an authorisation (--office and --for), a threshold (--office and\n"
        "--persons), the aliases of an office (--office alone), the end of a key (--key),\n"
        "or a timestamp authority (--certificate).",
    .example = "  chancery directory void directory.jsonl --name 'Cheick Modibo Diarra' \\\n"
               "      --office 'Prime Minister; Mali' --reason 'entered with another key'",
    .run = run_void,
};

static bool run_roots(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_roots(v->operands.item[0], cli->home, v->roots.item,
                                    v->roots.count, v->threshold, &cli->error);
}

static const unsigned roots_options[] = {CLI_OPT_ROOT | CLI_REQUIRED,
                                         CLI_OPT_THRESHOLD | CLI_REQUIRED, CLI_OPT_END};

const struct cli_command cli_directory_roots = {
    .name = "directory roots",
    .summary = "give the directory other roots",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = roots_options,
    .about = "Names all roots of the version that waits, and how many of them must sign. It\n"
             "needs the signatures of the old roots, by their threshold, and of the new ones:\n"
             "so a lost root is left out as long as enough others are there.",
    .example =
        "  chancery directory roots directory.jsonl --root root.pub --root root-2.pub \\\n"
        "      --threshold 1",
    .run = run_roots,
};

static bool run_renew(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_renew(v->operands.item[0], cli->home, v->expires, cli->now,
                                    &cli->error);
}

static const unsigned renew_options[] = {CLI_OPT_EXPIRES | CLI_REQUIRED, CLI_OPT_END};

const struct cli_command cli_directory_renew = {
    .name = "directory renew",
    .summary = "say until when the directory is fresh",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = renew_options,
    .about = "Sets the day of the version that waits after which a newer one must be asked\n"
             "for.",
    .example = "  chancery directory renew directory.jsonl --expires 2050-01-01",
    .run = run_renew,
};

static bool run_diff(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return cli_print_free(chancery_directory_diff(v->operands.item[0], v->from_version,
                                                  v->to_version, v->json, &cli->error));
}

static const unsigned diff_options[] = {CLI_OPT_FROM_VERSION, CLI_OPT_TO_VERSION, CLI_OPT_JSON,
                                        CLI_OPT_END};

const struct cli_command cli_directory_diff = {
    .name = "directory diff",
    .summary = "show what a version changes",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = diff_options,
    .about = "Shows what the version that waits, or else the one in force, changes in the one\n"
             "before it, or in another. Nothing is checked against a pin.",
    .example = "  chancery directory diff directory.jsonl --from 1 --to 3",
    .run = run_diff,
};
