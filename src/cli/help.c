#include "cli/command.h"

#include <string.h>

enum { OPTION_WIDTH = 26, NAME_WIDTH = 22 };

static void print_option(unsigned id)
{
    const char *value = cli_options[id].value;
    int used = printf("  --%s%s%s", cli_options[id].name, value != NULL ? " " : "",
                      value != NULL ? value : "");

    if (used < 0)
        return;
    if (used > OPTION_WIDTH)
        printf("\n%*s", OPTION_WIDTH + 2, "");
    else
        printf("%*s", OPTION_WIDTH + 2 - used, "");
    printf("%s\n", cli_options[id].help);
}

void cli_help_command(const struct cli_command *command)
{
    const unsigned *options = command->options;
    bool any = false;

    printf("chancery %s: %s\n\nusage: chancery %s %s", command->name, command->summary,
           command->name, command->operands);
    for (size_t i = 0; options[i] != CLI_OPT_END; i++) {
        unsigned id = options[i] & ~CLI_REQUIRED;
        if ((options[i] & CLI_REQUIRED) != 0)
            printf(" --%s %s", cli_options[id].name, cli_options[id].value);
        else
            any = true;
    }
    printf("%s\n\n%s\n\noptions:\n", any ? " [options]" : "", command->about);
    for (size_t i = 0; options[i] != CLI_OPT_END; i++)
        print_option(options[i] & ~CLI_REQUIRED);
    print_option(CLI_OPT_HELP);
    printf("\nexample:\n%s\n", command->example);
}

static void print_summary(const struct cli_command *command)
{
    printf("  %-*s %s\n", NAME_WIDTH, command->name, command->summary);
}

void cli_help_group(const char *group)
{
    size_t len = strlen(group);

    printf("usage: chancery %s COMMAND ...\n\n", group);
    for (size_t i = 0; cli_commands[i] != NULL; i++) {
        const char *name = cli_commands[i]->name;
        if (strncmp(name, group, len) == 0 && name[len] == ' ')
            print_summary(cli_commands[i]);
    }
    printf("\nchancery %s COMMAND --help tells more.\n", group);
}

void cli_help_program(void)
{
    cli_print("chancery signs official letters and verifies their chain of custody.\n\n"
              "usage: chancery COMMAND [options] ...\n");
    for (size_t i = 0; cli_commands[i] != NULL; i++)
        print_summary(cli_commands[i]);
    cli_print("\n"
              "chancery COMMAND --help (or help COMMAND) tells more; --version the version.\n"
              "Options come before or after the operands; -- ends them; - is standard input.\n"
              "\n"
              "exit status:\n"
              "   0  authentic, or done\n"
              "   1  not authentic: something signed is contradicted\n"
              "   2  indeterminate: nothing is contradicted, something is missing\n"
              "   3  nothing could be decided or done\n"
              "  64  the command line is wrong");
}
