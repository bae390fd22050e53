/*
 * signing_check.c - may it be signed: does the statement say what the file says, and may this
 * key sign it?
 */
#include "custody/signing.h"

#include "custody/chain.h"

#include "base/date.h"
#include "base/file.h"
#include "base/sha256.h"
#include "custody/describe.h"
#include "custody/masthead.h"
#include "custody/rendition.h"

#include <stdlib.h>

static bool conflict(struct chancery_signing *signing, const char *what, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CONFLICT, "the %s does not describe this file: %s differs",
             signing->from_draft ? "draft" : "record", what);
    return chy_fail_next(error, signing->from_draft
                                    ? "Draft it anew with --force, and read what it says."
                                    : "Restore the file that was signed.");
}

/* The commonest conflict, in the words of the person who edited the file. */
static bool changed(struct chancery_signing *signing, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_CONFLICT, "the file was changed after it was drafted");
    chy_fail_where(error, signing->document.path);
    return chy_fail_next(error,
                         "Restore the file that was drafted; or draft this one with --force, "
                         "and read what the new draft says.");
}

/* What this version would sign without knowing or showing what it means. */
static bool is_known(const struct chy_statement *statement, chancery_error *error)
{
    if (statement->type >= CHY_ACT_LATER)
        chy_fail(error, CHANCERY_E_REFUSED,
                 "an act of type %s is not one that this version signs",
                 statement->predicate_type);
    else if (statement->unknown_field)
        chy_fail(error, CHANCERY_E_REFUSED,
                 "the statement has a field that this version does not know: %s",
                 statement->unknown_field);
    else if (statement->renditions > 0 && !statement->has_text)
        chy_fail(error, CHANCERY_E_REFUSED,
                 "the statement names renditions, and no text to compare them with");
    else
        return true;
    return chy_fail_next(error, "Ask who drafted it; sign it with a version that knows it, or "
                                "draft it anew with this one.");
}

/* Who signs for corrections has them at hand. */
static bool corrigendum_holds(struct chancery_signing *signing, chancery_error *error)
{
    const struct chy_rendition *file = &signing->statement.corrigendum;
    chancery_digest digest;
    bool found = false;
    if (!file->name)
        return true;
    if (!chy_file_hash_beside(&digest, &found, signing->document.folder,
                              chy_span_str(file->name), error))
        return false;
    if (found && chy_digest_eq(&digest, &file->sha256))
        return true;
    chy_fail(error, found ? CHANCERY_E_CONFLICT : CHANCERY_E_MISSING,
             found ? "the file of corrections was changed after it was drafted"
                   : "the file of corrections is not there");
    chy_fail_where(error, file->name);
    return chy_fail_next(error, "Put the file that was drafted beside the document.");
}

/* The fields that the text tells: what the draft would say of it. */
static bool fields_agree(struct chancery_signing *signing, chancery_error *error)
{
    const struct chy_document *document = &signing->document;
    struct chy_statement read = {.type = signing->statement.type};
    const char *path = NULL;
    if (!document->text || chy_act_is_later(read.type))
        return true;
    if (!chy_title_agrees(&signing->statement, document->text, &document->outline))
        return conflict(signing, "$.predicate.title", error);
    if (read.type != CHY_ACT_ISSUE)
        return true;
    bool ok = chy_masthead_fill(&read, document->text, &document->outline, error);
    if (ok && !chy_masthead_is(&signing->statement, &read, &path))
        ok = conflict(signing, path, error);
    chy_statement_done(&read);
    return ok;
}

bool chy_signing_recompute(struct chancery_signing *signing, chancery_error *error)
{
    const struct chy_statement *statement = &signing->statement;
    const char *path = NULL;
    if (!is_known(statement, error))
        return false;
    if (strcmp(statement->subject, chy_path_name(signing->document.path)) != 0)
        return conflict(signing, "$.subject[0].name", error);
    if (!chy_digest_eq(&statement->subject_digest, &signing->document.digest))
        return changed(signing, error);
    if (statement->has_text && !chy_statement_text_is(statement, signing->document.text, &path))
        return conflict(signing, path, error);
    return fields_agree(signing, error) && corrigendum_holds(signing, error) &&
           (statement->renditions == 0 ||
            chy_renditions_hold(statement, signing->document.folder, signing->document.text,
                                error));
}

/* Which signatory bears the name of the key's person; SIZE_MAX: none. */
static size_t named_as(const struct chy_statement *statement, const struct chy_holder *holder)
{
    for (size_t i = 0; i < statement->signatories; i++) {
        const char *name = statement->signatory[i].name;
        if (name && chy_same_name(name, holder->name))
            return i;
    }
    return SIZE_MAX;
}

/* The key has no place: its person is no signatory, or one in another office or at another
 * time. who: the person and office that the directory gives the key. */
static bool refuse_person(const struct chancery_signing *signing,
                          const struct chy_holder *holder, const char *who,
                          chancery_error *error)
{
    const struct chy_statement *statement = &signing->statement;
    size_t place = named_as(statement, holder);
    char date[11];
    if (place == SIZE_MAX)
        return chy_fail(error, CHANCERY_E_REFUSED,
                        "this is the key of %s, whom the %s does not name as a signatory", who,
                        signing->from_draft ? "draft" : "record");
    const struct chy_office *office = &statement->signatory[place].office;
    if (!chy_same_words(chy_span_str(office->office), chy_span_str(holder->office.office)) ||
        !chy_same_words(chy_span_str(office->of), chy_span_str(holder->office.of))) {
        struct chy_buf named = {0};
        chy_describe_office(&named, office);
        char *other = chy_buf_take(&named, NULL, error);
        if (other)
            chy_fail(error, CHANCERY_E_REFUSED,
                     "this is the key of %s, whom the %s names with another office: %s", who,
                     signing->from_draft ? "draft" : "record", other);
        free(other);
        chy_buf_done(&named);
        return false;
    }
    chy_date_format(date, statement->date);
    return chy_fail(error, CHANCERY_E_REFUSED,
                    "this is the key of %s, to whom the directory does not give it on %s", who,
                    date);
}

/* What is said first is the cause that the person with this key can do something about. */
static void refuse_holder(const struct chancery_signing *signing,
                          const struct chy_holder *holder, chancery_error *error)
{
    const struct chy_signatory person = {.name = holder->name, .office = holder->office};
    size_t place = named_as(&signing->statement, holder);
    struct chy_buf described = {0};
    chy_describe_signatory(&described, &person);
    char *who = chy_buf_take(&described, NULL, error);
    if (who && (signing->key_signed || (place != SIZE_MAX && signing->has_signed[place])))
        chy_fail(error, CHANCERY_E_REFUSED, "%s has signed already", who);
    else if (who)
        refuse_person(signing, holder, who, error);
    free(who);
    chy_buf_done(&described);
}

/* The key may sign in another's place, which is not done without a word. */
static bool ask_for_word(const struct chy_signatory *other, chancery_error *error)
{
    struct chy_buf described = {0};
    chy_describe_signatory(&described, other);
    char *who = chy_buf_take(&described, NULL, error);
    if (who) {
        chy_fail(error, CHANCERY_E_REFUSED,
                 "this key has no place of its own in it, and may sign for %s", who);
        chy_fail_next(error, "Say --for '%s; %s; %s'.", other->name, other->office.office,
                      other->office.of);
    }
    free(who);
    return false;
}

static bool refuse_key(const struct chancery_signing *signing,
                       const struct chy_directory *directory, chancery_error *error)
{
    const struct chy_signatory *other = chy_signing_could_procure(signing, directory);
    if (signing->why) {
        const struct chy_holder *by = chy_directory_key(directory, &signing->key);
        chy_fail(error, CHANCERY_E_REFUSED, "%s", signing->why);
        if (by && !signing->key_signed &&
            chy_chain_speaks_in_it(directory, by, &signing->statement))
            return chy_fail_next(error, "Sign for your own office, without --for; that "
                                        "signatory, or whom the directory lets sign for them, "
                                        "has to sign too.");
        return chy_fail_next(error, "Name with --for a signatory who has not signed, and for "
                                    "whose office the directory authorises that of this key "
                                    "(directory authorize --acts per-procurationem).");
    }
    if (other)
        return ask_for_word(other, error);
    const struct chy_holder *holder = chy_directory_key(directory, &signing->key);
    struct chy_buf waiting = {0};
    chy_describe_waiting(&waiting, &signing->statement, signing->has_signed);
    char *still = chy_buf_take(&waiting, NULL, error);
    if (!still)
        return false;
    if (holder)
        refuse_holder(signing, holder, error);
    else
        chy_fail(error, CHANCERY_E_REFUSED, "nobody in the directory has this key");
    if (*still)
        chy_fail_next(error, "Still to sign: %s.", still);
    else
        chy_fail_next(error, "All who have to sign have signed.");
    free(still);
    chy_buf_done(&waiting);
    return false;
}

bool chy_signing_allowed(const struct chancery_signing *signing,
                         const struct chy_directory *directory, chancery_error *error)
{
    const struct chy_key_end *end = chy_directory_end(directory, &signing->key);
    char date[11];
    if (signing->place == SIZE_MAX)
        return refuse_key(signing, directory, error);
    if (!end)
        return true;
    chy_date_format(date, end->at);
    chy_fail(error, CHANCERY_E_REFUSED,
             "this key has ended (%s, %s); nothing would prove that it signed before",
             end->state, date);
    return chy_fail_next(error, "Sign with a key in use; the directory's keepers add a new one "
                                "(chancery directory add).");
}
