/*
 * cmd_directory.c - the commands of the directory of officials.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

static bool run_init(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_init(v->operands.item[0], v->roots.item, v->roots.count,
                                   v->threshold, v->expires, v->id, cli->now, &cli->error);
}

static const unsigned init_options[] = {
    CLI_OPT_ROOT | CLI_REQUIRED, CLI_OPT_THRESHOLD | CLI_REQUIRED,
    CLI_OPT_EXPIRES | CLI_REQUIRED, CLI_OPT_ID, CLI_OPT_END};

const struct cli_command cli_directory_init = {
    .name = "directory init",
    .summary = "begin a directory of officials",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = init_options,
    .about = "Writes FILE.next.json, the first version of the directory, to be filled with\n"
             "add and authorize and then signed by as many roots as the threshold says.",
    .example = "  chancery directory init directory.jsonl --root root.pub --threshold 1 \\\n"
               "      --expires 2040-01-01",
    .run = run_init,
};

/* Other names of an office whose holder is there already, and nothing else. */
static bool is_alias_alone(const struct cli_values *v)
{
    return v->aliases.count > 0 && v->name == NULL && v->key == NULL &&
           v->certificate == NULL && v->since == NULL && v->until == NULL &&
           v->capacity == NULL;
}

static bool check_holder(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    if (v->name == NULL || v->since == NULL) {
        cli_fail(&cli->error, CHANCERY_E_USAGE, NULL, "%s is missing",
                 v->name == NULL ? "--name" : "--since");
        return cli_fail_next(&cli->error, "A holder has --name, --office, --key and --since; "
                                          "other names of an office alone are --office and "
                                          "--alias.");
    }
    if (v->capacity != NULL && strcmp(v->capacity, "full") != 0 &&
        strcmp(v->capacity, "interim") != 0 && strcmp(v->capacity, "acting") != 0)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--capacity takes full, interim or acting, not \"%s\"", v->capacity);
    if ((v->key == NULL) == (v->certificate == NULL) ||
        (v->certificate == NULL) != (v->authorities.count == 0)) {
        cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                 "it takes either --key or --certificate with --ca");
        return cli_fail_next(&cli->error, "Say --key FILE, or --certificate FILE --ca FILE.");
    }
    return true;
}

static bool run_add(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_public_key certified;
    const chancery_holder holder = {
        .public_key = &certified,
        .name = v->name,
        .office = v->office,
        .key = v->key,
        .since = v->since,
        .until = v->until,
        .capacity = v->capacity,
        .aliases = v->aliases.item,
        .alias_count = v->aliases.count,
    };

    if (!is_alias_alone(v) && !check_holder(cli))
        return false;
    if (v->certificate != NULL &&
        !chancery_certificate_read(&certified, v->certificate, v->authorities.item,
                                   v->authorities.count, cli->now, &cli->error))
        return false;
    return chancery_directory_add(v->operands.item[0], cli->home, &holder, &cli->error);
}

static const unsigned add_options[] = {CLI_OPT_NAME,       CLI_OPT_OFFICE | CLI_REQUIRED,
                                       CLI_OPT_PUBLIC_KEY, CLI_OPT_CERTIFICATE,
                                       CLI_OPT_CA,         CLI_OPT_SINCE,
                                       CLI_OPT_UNTIL,      CLI_OPT_CAPACITY,
                                       CLI_OPT_ALIAS,      CLI_OPT_END};

const struct cli_command cli_directory_add = {
    .name = "directory add",
    .summary = "say who holds an office, with which key, and when",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = add_options,
    .about =
        "Adds a holder to the version that waits in FILE.next.json, which follows the one\n"
        "in force. One key belongs to one person in one office; who holds two has two. The\n"
        "key is a file (PEM, or a line of OpenSSH), or that of an X.509 certificate that an\n"
        "authority vouches for now. With --office and --alias alone, an office that is there\n"
        "gets other names.",
    .example = "  chancery directory add directory.jsonl --name 'Dioncounda Traoré' \\\n"
               "      --office 'Interim President of the Republic; Mali' --key traore.pub \\\n"
               "      --since 2012-04-12 --until 2013-09-04",
    .run = run_add,
};

static bool run_authorize(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    return chancery_directory_authorize(v->operands.item[0], cli->home, v->office, v->acts,
                                        v->on_behalf_of, v->since, v->until, &cli->error);
}

static const unsigned authorize_options[] = {CLI_OPT_OFFICE | CLI_REQUIRED,
                                             CLI_OPT_ACTS | CLI_REQUIRED,
                                             CLI_OPT_FOR | CLI_REQUIRED,
                                             CLI_OPT_SINCE | CLI_REQUIRED,
                                             CLI_OPT_UNTIL,
                                             CLI_OPT_END};

const struct cli_command cli_directory_authorize = {
    .name = "directory authorize",
    .summary = "let an office forward, issue or withdraw for another",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = authorize_options,
    .about = "Adds an authorisation to the version that waits in FILE.next.json: the office\n"
             "may do these acts with what is addressed to, or sent by, the other office.",
    .example = "  chancery directory authorize directory.jsonl --acts issue \\\n"
               "      --office 'Documents Registry; United Nations' \\\n"
               "      --for 'President of the Security Council; United Nations' \\\n"
               "      --since 2000-01-01",
    .run = run_authorize,
};

static bool run_require(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    char what[96];
    size_t holders = 0;

    if (!chancery_directory_require(&holders, v->operands.item[0], cli->home, v->office,
                                    v->persons, v->since, v->until, &cli->error))
        return false;
    if (holders < (uint64_t)v->persons) {
        (void)snprintf(what, sizeof what,
                       "the directory lists %zu person%s who hold%s this office", holders,
                       holders == 1 ? "" : "s", holders == 1 ? "s" : "");
        cli_warn(
            v->operands.item[0], what,
            "Check its name, and add the others (chancery directory add): until then nothing "
            "that is signed for it is authentic.");
    }
    return true;
}

static const unsigned require_options[] = {
    CLI_OPT_OFFICE | CLI_REQUIRED, CLI_OPT_PERSONS | CLI_REQUIRED, CLI_OPT_SINCE | CLI_REQUIRED,
    CLI_OPT_UNTIL, CLI_OPT_END};

const struct cli_command cli_directory_require = {
    .name = "directory require",
    .summary = "have several persons sign for an office",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .options = require_options,
    .about = "Adds a threshold to the version that waits in FILE.next.json: what bears a date\n"
             "in this term and is signed for the office is authentic only when so many\n"
             "persons who hold it on that date have signed. It ends by directory end-term.",
    .example = "  chancery directory require directory.jsonl --persons 2 \\\n"
               "      --office 'Documents Registry; United Nations' --since 2024-01-01",
    .run = run_require,
};

static bool run_trust(struct cli *cli)
{
    chancery_trust_options options;
    char *done = NULL;

    if (cli->home == NULL) {
        cli_fail(&cli->error, CHANCERY_E_MISSING, NULL, "there is no folder to remember it in");
        return cli_fail_next(&cli->error, "Set CHANCERY_HOME to a folder of yours.");
    }
    cli_trust_options(&options, cli);
    options.directory = cli->values.operands.item[0];
    return chancery_directory_trust(&done, &options, cli->values.force, &cli->error) &&
           cli_print_free(done);
}

static const unsigned trust_options[] = {CLI_OPT_ROOT | CLI_REQUIRED, CLI_OPT_THRESHOLD,
                                         CLI_OPT_ID, CLI_OPT_FORCE, CLI_OPT_END};

const struct cli_command cli_directory_trust = {
    .name = "directory trust",
    .summary = "trust a directory from now on",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = trust_options,
    .about = "Checks that FILE is signed by these roots and pins it, with them, in the\n"
             "folder CHANCERY_HOME; other commands then need no --directory and --root. Get\n"
             "the root keys from people you know, not from where the letters come.",
    .example = "  chancery directory trust directory.jsonl --root root.pub",
    .run = run_trust,
};

static bool run_show(struct cli *cli)
{
    return cli_print_free(chancery_directory_show(cli->values.operands.item[0], cli->values.at,
                                                  cli->values.json, cli_color(stdout),
                                                  &cli->error));
}

static const unsigned show_options[] = {CLI_OPT_SHOW_AT, CLI_OPT_JSON, CLI_OPT_END};

const struct cli_command cli_directory_show = {
    .name = "directory show",
    .summary = "show who holds which office, verifying nothing",
    .operands = "FILE",
    .wanted = "the directory's file",
    .least = 1,
    .most = 1,
    .options = show_options,
    .about = "Shows the newest version of the directory, and the one that waits to be\n"
             "signed. Nothing is checked against a pin.",
    .example = "  chancery directory show directory.jsonl",
    .run = run_show,
};
