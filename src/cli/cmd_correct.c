#include "cli/command.h"

static bool run(struct cli *cli)
{
    static const struct cli_list nothing;

    return cli_draft_act(cli, "corrigendum", &nothing);
}

static const unsigned options[] = {CLI_OPT_REASON | CLI_REQUIRED, CLI_OPT_CORRIGENDUM,
                                   CLI_LATER_OPTIONS, CLI_OPT_END};

const struct cli_command cli_correct = {
    .name = "correct",
    .summary = "draft a corrigendum to what was signed",
    .operands = "FILE",
    .wanted = "the file of what is corrected",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Writes FILE.statement.json for a corrigendum to the letter, forward or issue\n"
             "FILE. --reason says what is corrected, or why; longer corrections stand in a\n"
             "file of their own, --corrigendum, which is signed for too. Who may sign it is\n"
             "as for withdraw. What was signed stays authentic, and is reported as corrected;\n"
             "in part, where others signed it too who do not sign the corrigendum.",
    .example =
        "  chancery correct S-2012-727.txt --reason 'Paragraph 2: read eight for nine' \\\n"
        "      --corrigendum S-2012-727-Corr.1.txt\n"
        "  chancery sign S-2012-727.txt --key registry.key",
    .run = run,
};
