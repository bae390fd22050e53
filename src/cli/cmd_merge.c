#include "cli/command.h"

static bool run(struct cli *cli)
{
    const struct cli_list *files = &cli->values.operands;
    char *done = NULL;

    return chancery_merge(&done, files->item[0], files->item + 1, files->count - 1,
                          &cli->error) &&
           cli_print_free(done);
}

static const unsigned options[] = {CLI_OPT_END};

const struct cli_command cli_merge = {
    .name = "merge",
    .summary = "add to a custody record what others hold",
    .operands = "RECORD OTHER...",
    .wanted = "the record, then the others whose lines it takes",
    .least = 2,
    .most = SIZE_MAX,
    .options = options,
    .about = "Adds to RECORD every line of the OTHER records that it lacks. Lines that are\n"
             "no envelopes are left out, and said. The OTHER records are not changed.",
    .example = "  chancery merge annex.txt.intoto.jsonl from-bamako.jsonl",
    .run = run,
};
