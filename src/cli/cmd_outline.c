#include "cli/command.h"

static bool check_options(struct cli *cli)
{
    const struct cli_values *v = &cli->values;

    if (v->force && v->split == NULL)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--force is of use only with --split");
    if (v->json && v->split != NULL)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--split and --json exclude each other");
    return true;
}

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_text *text = NULL;
    char *report = NULL;
    bool ok;

    if (!check_options(cli) || !chancery_text_read(&text, v->operands.item[0], &cli->error))
        return false;
    if (v->split != NULL)
        ok = chancery_outline_split(&report, text, v->split, v->force, &cli->error) &&
             cli_print_free(report);
    else if (v->json)
        ok = cli_print_free(chancery_outline_json(text, &cli->error));
    else
        ok = cli_print_free(chancery_outline_report(text, cli_color(stdout), &cli->error));
    chancery_text_free(text);
    return ok || cli_fail_where(&cli->error, v->operands.item[0]);
}

static const unsigned options[] = {CLI_OPT_SPLIT, CLI_OPT_FORCE, CLI_OPT_JSON, CLI_OPT_END};

const struct cli_command cli_outline = {
    .name = "outline",
    .summary = "show the parts of a document, or take it apart",
    .operands = "FILE",
    .wanted = "the document's file",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Shows the masthead, letters, signature blocks and annexes that are found in\n"
             "FILE, and what is not recognised. With --split, writes each letter, byte for\n"
             "byte, to cover.txt, annex.txt (several: annex-1.txt ...) or letter.txt in DIR,\n"
             "and lists the files.",
    .example = "  chancery outline S-2012-727.txt --split letters",
    .run = run,
};
