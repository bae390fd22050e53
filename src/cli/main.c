/*
 * main.c - finds the command, reads its options, runs it, and ends with its status.
 */
#include "cli/command.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const struct cli_command *const cli_commands[] = {
    &cli_keygen,
    &cli_outline,
    &cli_canon,
    &cli_draft,
    &cli_forward,
    &cli_issue,
    &cli_translate,
    &cli_withdraw,
    &cli_correct,
    &cli_receive,
    &cli_attest,
    &cli_sign,
    &cli_merge,
    &cli_timestamp,
    &cli_show,
    &cli_pending,
    &cli_verify,
    &cli_impact,
    &cli_directory_init,
    &cli_directory_add,
    &cli_directory_authorize,
    &cli_directory_add_tsa,
    &cli_directory_require_time,
    &cli_directory_require,
    &cli_directory_end,
    &cli_directory_end_term,
    &cli_directory_void,
    &cli_directory_add_log,
    &cli_directory_add_witness,
    &cli_directory_void_witness,
    &cli_directory_roots,
    &cli_directory_renew,
    &cli_directory_diff,
    &cli_directory_sign,
    &cli_directory_discard,
    &cli_directory_trust,
    &cli_directory_show,
    &cli_log_init,
    &cli_log_append,
    &cli_log_prove,
    &cli_log_checkpoint,
    &cli_log_check,
    &cli_log_cosign,
    &cli_archive_init,
    &cli_archive_add,
    &cli_archive_list,
    &cli_archive_export,
    &cli_archive_repair_index,
    &cli_audit,
    NULL,
};

/* A file opened later must not become standard output by chance. A closed 1 or 2 is opened so
 * that writing to it fails, and is noticed. */
static void hold_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0)
            (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
    }
}

/* The folder of what the program remembers, freed by the caller; NULL if the environment names
 * none. */
static char *find_home(void)
{
    const char *home = getenv("CHANCERY_HOME");
    const char *config = getenv("XDG_CONFIG_HOME");
    const char *user = getenv("HOME");
    char *path = NULL;

    if (home != NULL && home[0] != '\0')
        return strdup(home);
    if (config != NULL && config[0] == '/')
        return asprintf(&path, "%s/chancery", config) < 0 ? NULL : path;
    if (user != NULL && user[0] == '/')
        return asprintf(&path, "%s/.config/chancery", user) < 0 ? NULL : path;
    return NULL;
}

/* How many arguments the name of the command takes: "directory add" takes two. 0: it is not
 * this command. */
static int matches(const struct cli_command *command, int argc, char *const *argv)
{
    const char *space = strchr(command->name, ' ');
    size_t first = space != NULL ? (size_t)(space - command->name) : strlen(command->name);

    if (argc < 1 || strlen(argv[0]) != first || memcmp(argv[0], command->name, first) != 0)
        return 0;
    if (space == NULL)
        return 1;
    return argc >= 2 && strcmp(argv[1], space + 1) == 0 ? 2 : 0;
}

static const struct cli_command *find_command(int argc, char *const *argv, int *words)
{
    for (size_t i = 0; cli_commands[i] != NULL; i++) {
        *words = matches(cli_commands[i], argc, argv);
        if (*words > 0)
            return cli_commands[i];
    }
    return NULL;
}

/* Is it the first word of commands of two words? */
static bool is_group(const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; cli_commands[i] != NULL; i++) {
        const char *name = cli_commands[i]->name;
        if (len > 0 && strncmp(name, word, len) == 0 && name[len] == ' ')
            return true;
    }
    return false;
}

static bool no_such_command(int argc, char *const *argv, chancery_error *error)
{
    const char *group = is_group(argv[0]) ? argv[0] : NULL;
    const char *given = group == NULL ? argv[0] : argc > 1 ? argv[1] : NULL;
    size_t skip = group != NULL ? strlen(group) + 1 : 0;
    const char *nearest = "help";
    size_t best = SIZE_MAX;

    for (size_t i = 0; given != NULL && cli_commands[i] != NULL; i++) {
        const char *name = cli_commands[i]->name;
        if (group != NULL && strncmp(name, group, skip - 1) != 0)
            continue;
        size_t distance = cli_distance(given, name + skip);
        if (distance < best) {
            best = distance;
            nearest = name;
        }
    }
    if (given == NULL) {
        cli_fail(error, CHANCERY_E_USAGE, group, "it needs one of its commands");
        return cli_fail_next(error, "See chancery help %s.", group);
    }
    cli_fail(error, CHANCERY_E_USAGE, group,
             given[0] == '-' ? "%s stands before a command" : "there is no command \"%s\"",
             given);
    if (given[0] == '-')
        return cli_fail_next(error, "Options come after the command: chancery COMMAND %s.",
                             given);
    if (2 * best > strlen(given)) /* no slip of the finger */
        return cli_fail_next(error, "chancery help lists them all.");
    return cli_fail_next(error, "The nearest is chancery %s; chancery help lists them all.",
                         nearest);
}

static bool check_operands(const struct cli_command *command, size_t count,
                           chancery_error *error)
{
    if (count >= command->least && count <= command->most)
        return true;
    if (count < command->least)
        cli_fail(error, CHANCERY_E_USAGE, command->name, "name %s",
                 command->wanted != NULL ? command->wanted : "what it is about");
    else
        cli_fail(error, CHANCERY_E_USAGE, command->name, "there are too many operands");
    return cli_fail_next(error, "It is used as chancery %s %s; see chancery help %s.%s",
                         command->name, command->operands, command->name,
                         count > command->most ? " A name with spaces stands in quotes." : "");
}

static bool run_command(const struct cli_command *command, struct cli *cli, int argc,
                        char *const *argv)
{
    bool ok = cli_parse(&cli->values, command->options, argc, argv, &cli->error);

    if (cli->values.help) {
        chancery_error_init(&cli->error);
        cli_help_command(command);
        return true;
    }
    ok = ok && check_operands(command, cli->values.operands.count, &cli->error);
    ok = ok && command->run(cli);
    if (!ok) {
        if (cli->error.code == CHANCERY_E_USAGE) {
            cli_fail_where(&cli->error, command->name);
            cli_fail_next(&cli->error, "See chancery help %s.", command->name);
        }
        if (command->failed != NULL)
            command->failed(cli);
    }
    return ok;
}

/* chancery help, --help, --version: what has no options of its own. True if it was one. */
static bool answer_plainly(int argc, char *const *argv, chancery_error *error)
{
    int words;

    if (strcmp(argv[0], "--version") == 0) {
        printf("chancery %s\n", chancery_version());
        return true;
    }
    if (strcmp(argv[0], "help") == 0 && argc > 1) {
        const struct cli_command *command = find_command(argc - 1, argv + 1, &words);
        if (command != NULL)
            cli_help_command(command);
        else if (argc == 2 && is_group(argv[1]))
            cli_help_group(argv[1]);
        else
            no_such_command(argc - 1, argv + 1, error);
        return true;
    }
    if (strcmp(argv[0], "help") == 0 || strcmp(argv[0], "--help") == 0 ||
        strcmp(argv[0], "-h") == 0) {
        cli_help_program();
        return true;
    }
    if (argc == 2 && is_group(argv[0]) &&
        (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        cli_help_group(argv[0]);
        return true;
    }
    return false;
}

static bool dispatch(struct cli *cli, int argc, char *const *argv)
{
    const struct cli_command *command;
    int words;

    if (argc == 0) {
        cli_fail(&cli->error, CHANCERY_E_USAGE, NULL, "no command was given");
        return cli_fail_next(&cli->error, "See chancery help.");
    }
    if (answer_plainly(argc, argv, &cli->error))
        return cli->error.code == CHANCERY_OK;
    command = find_command(argc, argv, &words);
    if (command == NULL)
        return no_such_command(argc, argv, &cli->error);
    return run_command(command, cli, argc - words, argv + words);
}

int main(int argc, char **argv)
{
    char *home = find_home();
    struct cli cli = {.home = home, .now = (int64_t)time(NULL), .error = CHANCERY_ERROR_INIT};
    bool ok;

    hold_standard_streams();
    /* A reader that goes away is a failed write, found at the end, and not a death halfway
     * through changing files. */
    (void)signal(SIGPIPE, SIG_IGN);

    ok = chancery_init(&cli.error) && dispatch(&cli, argc > 0 ? argc - 1 : 0, argv + 1);
    ok = cli_finish_output(&cli.error) && ok;
    if (!ok) {
        cli_show_error(&cli.error);
        cli.status = chancery_error_status(cli.error.code);
    }
    cli_values_done(&cli.values);
    free(home);
    return cli.status;
}
