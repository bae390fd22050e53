#include "cli/command.h"

static bool run(struct cli *cli)
{
    const struct cli_values *v = &cli->values;
    chancery_text *text = NULL;
    bool ok;

    if (v->words + v->json + v->show > 1)
        return cli_fail(&cli->error, CHANCERY_E_USAGE, NULL,
                        "--words, --json and --show exclude each other");
    if (!chancery_text_read(&text, v->operands.item[0], &cli->error))
        return false;
    ok = true;
    if (v->json)
        ok = cli_print_free(chancery_text_json(text, &cli->error));
    else if (v->show)
        ok = cli_print_free(chancery_text_show(text, cli_color(stdout), &cli->error));
    else
        cli_write(v->words ? chancery_text_words(text) : chancery_text_form(text));
    chancery_text_free(text);
    return ok;
}

static const unsigned options[] = {CLI_OPT_WORDS, CLI_OPT_JSON, CLI_OPT_SHOW, CLI_OPT_END};

const struct cli_command cli_canon = {
    .name = "canon",
    .summary = "write the canonical text whose digests are signed",
    .operands = "FILE",
    .wanted = "the letter's file",
    .least = 1,
    .most = 1,
    .options = options,
    .about = "Writes the canonical form text/v1 of FILE, or with --words the form words/v1,\n"
             "which is what a reader reads. The SHA-256 of these bytes is what statements\n"
             "hold. With --show it writes FILE itself, with what is invisible in it as\n"
             "{U+00A0}, and under a line the words that could pass for others.",
    .example = "  chancery canon annex.txt | sha256sum",
    .run = run,
};
