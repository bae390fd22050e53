#include "cli/command.h"

/* Drafting works without a trusted directory as long as text and options say everything; one
 * that was named and cannot be used is an error all the same. */
static bool open_trust_if_any(chancery_trust **out, struct cli *cli)
{
    if (cli_trust_open(out, cli))
        return true;
    if (cli->error.code != CHANCERY_E_TRUST || cli->values.directory != NULL ||
        cli->values.roots.count > 0)
        return false;
    chancery_error_init(&cli->error);
    return true;
}

bool cli_draft_act(struct cli *cli, const char *act, const struct cli_list *carries)
{
    const struct cli_values *v = &cli->values;
    chancery_draft_options options = {
        .act = act,
        .file = v->operands.item[0],
        .record = v->record,
        .date = v->date,
        .title = v->title,
        .language = v->language,
        .reference = v->reference,
        .from = v->from.item,
        .from_count = v->from.count,
        .to = v->to.item,
        .to_count = v->to.count,
        .carries = carries->item,
        .carries_count = carries->count,
        .edited = v->edited.item,
        .edited_count = v->edited.count,
        .translation_of = v->translation_of,
        .original_language = v->original_language,
        .written = v->written.item,
        .written_count = v->written.count,
        .renditions = v->renditions.item,
        .renditions_count = v->renditions.count,
        .issue_number = v->issue_number,
        .reason = v->reason,
        .corrigendum = v->corrigendum,
        .received = v->received,
        .attested = v->attested.item,
        .attested_count = v->attested.count,
        .basis = v->basis,
        .supersedes = v->supersedes,
        .no_text = v->no_text,
        .force = v->force,
    };
    chancery_trust *trust = NULL;
    char *done = NULL;
    bool ok;

    ok = open_trust_if_any(&trust, cli) &&
         chancery_draft(&done, &options, trust, v->json, &cli->error) && cli_print_free(done);
    chancery_trust_free(trust);
    return ok;
}
