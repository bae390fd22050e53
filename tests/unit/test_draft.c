/*
 * test_draft.c - drafts made of real files: who signs and to whom, read from the text with and
 * without a directory, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"

#define HEADING "Letter dated 18 September 2012 from the "
#define TO_SG " addressed to the Secretary-General\n\nI write.\n\n"

static void check_signatory(const struct chy_statement *statement, size_t i, const char *name,
                            const char *office, const char *of)
{
    assert_true(i < statement->signatories);
    assert_string_equal(statement->signatory[i].name, name);
    assert_string_equal(statement->signatory[i].office.office, office);
    assert_string_equal(statement->signatory[i].office.of, of);
    assert_false(statement->signatory[i].seal);
}

static void check_addressee(const struct chy_statement *statement, size_t i, const char *office,
                            const char *of)
{
    assert_true(i < statement->addressees);
    assert_string_equal(statement->addressee[i].office, office);
    assert_string_equal(statement->addressee[i].of, of);
}

/* Drafts this text as a letter and reads the draft; the caller frees it. */
static struct chy_statement draft_text(const char *text, bool trusted)
{
    static const char *const to[] = {"Secretary-General; UN"};
    put("letter.txt", text);
    chancery_draft_options options = {.act = "letter", .file = "letter.txt", .force = true};
    if (!trusted) {
        options.to = to;
        options.to_count = 1;
    }
    desk_ok(desk_draft(&options, trusted));
    return desk_read(DRAFT("letter.txt"));
}

static void check_from(const char *text, bool trusted, const char *name, const char *office,
                       const char *of)
{
    struct chy_statement statement = draft_text(text, trusted);
    assert_int_equal(statement.signatories, 1);
    check_signatory(&statement, 0, name, office, of);
    chy_statement_done(&statement);
}

static void refuse_text(const char *text, enum chancery_code code, const char *said)
{
    put("letter.txt", text);
    desk_refused(desk_letter("letter.txt"), code, said);
    assert_false(chy_file_exists(DRAFT("letter.txt")));
}

/* --- read from the text --- */

static void all_from_the_text(void **state)
{
    (void)state;
    struct chy_statement s = draft_text(story_letter, true);
    assert_int_equal(s.type, CHY_ACT_LETTER);
    assert_string_equal(s.subject, "letter.txt");
    assert_int_equal(s.signatories, 2);
    check_signatory(&s, 0, ALPHA, "President", "Specimenia");
    check_signatory(&s, 1, BETA, "Prime Minister", "Specimenia");
    assert_int_equal(s.addressees, 1);
    check_addressee(&s, 0, "Secretary-General", "UN");
    assert_true(s.date.year == 2012 && s.date.month == 9 && s.date.day == 18);
    assert_string_equal(s.language, "en");
    assert_string_equal(s.title, "Letter dated 18 September 2012 from the President and the "
                                 "Prime Minister of Specimenia addressed to the "
                                 "Secretary-General");
    assert_true(s.has_text && s.paragraphs == 5);
    chy_statement_done(&s);
}

/* The longest name of a holder that begins the block; the office is the one that the directory
 * gives, and where it gives several, the one that the block or the heading says. */
static void names_of_the_directory(void **state)
{
    (void)state;
    check_from(HEADING "Ambassador" TO_SG "(Signed) Specimen Delta Minor\n", true,
               "Specimen Delta Minor", "Ambassador", "Specimenia");
    check_from(HEADING "Minister" TO_SG "(Signed) Specimen Delta\n", true, "Specimen Delta",
               "Minister", "Specimenia");
    check_from(HEADING "Secretary-General" TO_SG "(Signed) Specimen *Gamma*\n", true, GAMMA,
               "Secretary-General", "UN");
    check_from(HEADING "Court" TO_SG "(Signed) Specimen Omega Chamberlain\n", true,
               "Specimen Omega", "Chamberlain", "Specimenia");
    check_from(HEADING "Chief of Protocol" TO_SG "(Signed) Specimen Omega\n", true,
               "Specimen Omega", "Chief of Protocol", "Specimenia");
}

/* Without a directory the text alone tells: through the emphasised surname, or the whole
 * block. */
static void names_of_the_text(void **state)
{
    (void)state;
    check_from(HEADING "Consul of Erewhon" TO_SG "(Signed) Ann Bee **Cee** Honorary Consul\n",
               false, "Ann Bee Cee", "Honorary Consul", "Erewhon");
    check_from(HEADING "Consul of Erewhon" TO_SG "(Signed) Ann Bee Cee\n", false, "Ann Bee Cee",
               "Consul", "Erewhon");
    check_from(HEADING "Minister of Foreign Affairs of the Kingdom" TO_SG
                       "(Signed) Ann **Cee**\n",
               false, "Ann Cee", "Minister of Foreign Affairs", "Kingdom");
}

/* Where a name ends is not guessed, and who has no directory is told that one would help. */
static void nothing_is_guessed(void **state)
{
    (void)state;
    static const char *const blocks[] = {
        "Ann Bee Cee Honorary Consul",        /* the heading calls the sender Consul */
        "Ann Bee Cee, Ambassador",            /* not only a name */
        "Ann Bee Minister of State",          /* nor this */
        "Ann Bee Cee Dee Eff Envoy at Large", /* too long for one */
    };
    static const char *const to[] = {"Secretary-General; UN"};
    chancery_draft_options options = {
        .act = "letter", .file = "letter.txt", .to = to, .to_count = 1};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        char *text =
            chy_dupf(NULL, HEADING "Consul of Erewhon" TO_SG "(Signed) %s\n", blocks[i]);
        put("letter.txt", text);
        desk_refused(desk_draft(&options, false), CHANCERY_E_UNKNOWN, "where the name ends");
        assert_non_null(strstr(desk_error.next, "No directory is trusted yet"));
        assert_non_null(strstr(desk_error.next, "--from 'NAME; OFFICE; OF'"));
        free(text);
    }
    put("letter.txt", HEADING "Consul of Erewhon" TO_SG "(Signed) Ann **Cee**\n");
    options.to_count = 0;
    desk_refused(desk_draft(&options, false), CHANCERY_E_UNKNOWN,
                 "No directory is trusted yet");
    assert_non_null(strstr(desk_error.next, "--to"));
}

/* Who is nobody's holder, or holds no such office, is not guessed from the text. */
static void unlike_the_directory(void **state)
{
    (void)state;
    static const char *const blocks[] = {"Ann **Cee** President of the Council", "Ann Cee",
                                         "Specimen"};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        char *text =
            chy_dupf(NULL, HEADING "Consul of Erewhon" TO_SG "(Signed) %s\n", blocks[i]);
        refuse_text(text, CHANCERY_E_UNKNOWN, "nobody in the directory is called \"");
        assert_non_null(strstr(desk_error.next, "--from 'NAME; OFFICE; OF'"));
        assert_int_equal(desk_error.line, 5);
        free(text);
    }
    refuse_text(HEADING "Court" TO_SG "(Signed) Specimen Omega Gardener\n", CHANCERY_E_UNKNOWN,
                "no office that fits the signature \"Specimen Omega Gardener\"");
    refuse_text(HEADING "Gardener of Specimenia" TO_SG "(Signed) Specimen Omega\n",
                CHANCERY_E_UNKNOWN, "no office that fits");
}

static void unknown_signatories(void **state)
{
    (void)state;
    refuse_text(HEADING "Minister of Specimenia" TO_SG "(Signed) Ann **Cee** Minister\n",
                CHANCERY_E_UNKNOWN, "nobody in the directory");
    refuse_text(HEADING "Consul" TO_SG "(Signed) Ann **Cee** Consul\n", CHANCERY_E_UNKNOWN,
                "--from 'NAME; OFFICE; OF'");
    refuse_text(HEADING "Court" TO_SG "(Signed) Specimen Omega\n\n(Signed) Specimen Delta\n",
                CHANCERY_E_UNKNOWN, "the text does not say the office");
    refuse_text(HEADING "Consul of Erewhon" TO_SG "No mark.\n", CHANCERY_E_UNKNOWN, "--from");
    refuse_text(HEADING "Consul of Erewhon" TO_SG "(Signed)\n", CHANCERY_E_UNKNOWN, "the name");
}

/* A courtesy before a name is no part of it, unless the directory says so. What is drafted is
 * judged too: the mark is then the signatory's. */
static void courtesies(void **state)
{
    (void)state;
    static const char *const before[] = {"Mr.", "Mrs.", "Ms.",      "Dr.",    "H.E.",
                                         "Sir", "Dame", "H.E. Mr.", "Sir Dr."};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char *text =
            chy_dupf(NULL, HEADING "Minister" TO_SG "(Signed) %s Specimen Delta\n", before[i]);
        check_from(text, true, "Specimen Delta", "Minister", "Specimenia");
        free(text);
    }
    check_from(HEADING "Consul of Erewhon" TO_SG "(Signed) H.E. Ann **Cee** Consul\n", false,
               "Ann Cee", "Consul", "Erewhon");
    assert_true(chy_file_remove(DRAFT("letter.txt"), NULL));
    refuse_text(HEADING "Minister" TO_SG "(Signed) Prince Specimen Delta\n", CHANCERY_E_UNKNOWN,
                "nobody in the directory");
    refuse_text(HEADING "Minister" TO_SG "(Signed) Mr.\n", CHANCERY_E_UNKNOWN, "\"Mr.\"");
}

static void addressees(void **state)
{
    (void)state;
    static const char several[] = HEADING
        "Minister addressed to the Secretary-General and the President of the Council,* "
        "and the Registry\n\nI write.\n\n(Signed) Specimen Delta\n";
    struct chy_statement s = draft_text(several, true);
    assert_int_equal(s.addressees, 3);
    check_addressee(&s, 0, "Secretary-General", "UN");
    check_addressee(&s, 1, "President of the Council", "UN");
    check_addressee(&s, 2, "Registry", "UN");
    chy_statement_done(&s);
    s = draft_text(HEADING "Minister addressed to the Chief Administrator\n\nI write.\n\n"
                           "(Signed) Specimen Delta\n",
                   true);
    check_addressee(&s, 0, "Chief Administrator", "UN");
    chy_statement_done(&s);
    s = draft_text(HEADING "Minister\n\nI write.\n\n(Signed) Specimen Delta\n", true);
    assert_int_equal(s.addressees, 0);
    chy_statement_done(&s);
}

static void unknown_addressees(void **state)
{
    (void)state;
    refuse_text(HEADING
                "Minister addressed to the Pope\n\nI write.\n\n(Signed) Specimen Delta\n",
                CHANCERY_E_UNKNOWN, "--to 'OFFICE; OF'");
    refuse_text(HEADING "Minister addressed to the Secretary-General and the Pope\n\nI write."
                        "\n\n(Signed) Specimen Delta\n",
                CHANCERY_E_UNKNOWN, "--to");
}

/* --- flags --- */

static bool draft_with(const char *const *from, size_t from_count, const char *to)
{
    return desk_draft(&(chancery_draft_options){.act = "letter",
                                                .file = "annex.txt",
                                                .from = from,
                                                .from_count = from_count,
                                                .to = &to,
                                                .to_count = to ? 1 : 0},
                      true);
}

static void flags_override(void **state)
{
    (void)state;
    static const char *const both[] = {"Specimen Alpha; Head of State; Erewhon",
                                       "Specimen Beta; Premier; Erewhon"};
    desk_ok(draft_with(both, 2, "Chief Administrator; UN"));
    struct chy_statement s = desk_read(DRAFT("annex.txt"));
    check_signatory(&s, 0, ALPHA, "Head of State", "Erewhon");
    check_addressee(&s, 0, "Chief Administrator", "UN");
    chy_statement_done(&s);
}

static void flags_contradict(void **state)
{
    (void)state;
    static const char *const one[] = {"Specimen Alpha; President; Specimenia"};
    static const char *const two[] = {"Specimen Alpha; President; Specimenia",
                                      "Specimen Delta; Minister; Specimenia"};
    size_t names = names_here();
    desk_refused(draft_with(NULL, 0, "Registry; UN"), CHANCERY_E_CONFLICT, "Registry");
    desk_refused(draft_with(one, 1, NULL), CHANCERY_E_CONFLICT, "Specimen Beta");
    desk_refused(draft_with(two, 2, NULL), CHANCERY_E_CONFLICT, "Specimen");
    chancery_draft_options options = {.act = "letter", .file = "annex.txt"};
    options.date = "2012-09-17";
    desk_refused(desk_draft(&options, true), CHANCERY_E_CONFLICT, "2012-09-17");
    options.date = NULL;
    options.title = "Letter dated 18 September 2012";
    desk_refused(desk_draft(&options, true), CHANCERY_E_CONFLICT, "--title");
    assert_int_equal(names_here(), names);
}

static void what_no_text_says(void **state)
{
    (void)state;
    static const char *const from[] = {"Specimen Delta; Minister; Specimenia"},
                             *const to[] = {"Registry; UN"};
    put("note.txt", "The words of a note.\n");
    chancery_draft_options options = {.act = "letter", .file = "note.txt"};
    desk_refused(desk_draft(&options, true), CHANCERY_E_UNKNOWN, "--date");
    options.date = "2012-09-18";
    desk_refused(desk_draft(&options, true), CHANCERY_E_UNKNOWN, "--language");
    options.language = "en";
    desk_refused(desk_draft(&options, true), CHANCERY_E_UNKNOWN, "--from");
    options.from = from;
    options.from_count = 1;
    options.to = to;
    options.to_count = 1;
    options.title = "A note";
    options.reference = "N/1";
    desk_ok(desk_draft(&options, false)); /* all is said: no directory is needed */
    struct chy_statement s = desk_read(DRAFT("note.txt"));
    check_signatory(&s, 0, "Specimen Delta", "Minister", "Specimenia");
    check_addressee(&s, 0, "Registry", "UN");
    assert_string_equal(s.title, "A note");
    assert_string_equal(s.reference, "N/1");
    chy_statement_done(&s);
}

/* --- files --- */

static void never_replaced(void **state)
{
    (void)state;
    desk_ok(desk_letter("annex.txt"));
    char *before = desk_file(DRAFT("annex.txt"));
    chancery_draft_options options = {.act = "letter", .file = "annex.txt", .reference = "X"};
    desk_refused(desk_draft(&options, true), CHANCERY_E_EXISTS, "--force");
    expect_content(DRAFT("annex.txt"), before);
    options.force = true;
    desk_ok(desk_draft(&options, true));
    struct chy_statement s = desk_read(DRAFT("annex.txt"));
    assert_string_equal(s.reference, "X");
    chy_statement_done(&s);
    free(before);
}

static void bytes_alone(void **state)
{
    (void)state;
    static const char *const from[] = {"Specimen Delta; Minister; Specimenia"};
    chancery_draft_options options = {.act = "letter",
                                      .file = "map.png",
                                      .date = "2012-09-18",
                                      .language = "en",
                                      .title = "A map",
                                      .from = from,
                                      .from_count = 1};
    put("map.png", "\x7f\x01 a picture");
    desk_refused(desk_draft(&options, true), CHANCERY_E_CHARACTER, "");
    options.no_text = true;
    desk_ok(desk_draft(&options, true));
    struct chy_statement s = desk_read(DRAFT("map.png"));
    assert_false(s.has_text);
    chy_statement_done(&s);
    put("map.png", "");
    options.force = true;
    desk_refused(desk_draft(&options, true), CHANCERY_E_EMPTY, "");
}

/* Words that are there are judged, even where the bytes alone are signed. */
static void bytes_of_a_text(void **state)
{
    (void)state;
    static const char *const from[] = {"Specimen Delta; Minister; Specimenia"};
    chancery_draft_options options = {
        .act = "letter", .file = "annex.txt", .from = from, .from_count = 1, .no_text = true};
    desk_refused(desk_draft(&options, true), CHANCERY_E_CONFLICT, "Specimen Alpha");
    options.from_count = 0;
    desk_ok(desk_draft(&options, true));
}

static void other_acts(void **state)
{
    (void)state;
    put("note.txt", "A note.\n");
    desk_refused(
        desk_draft(&(chancery_draft_options){.act = "memorandum", .file = "note.txt"}, true),
        CHANCERY_E_USAGE, "no act of this name");
    desk_refused(
        desk_draft(&(chancery_draft_options){.act = "letter", .file = "none.txt"}, true),
        CHANCERY_E_MISSING, "");
    desk_refused(
        desk_draft(&(chancery_draft_options){.act = "issue", .file = "issue.txt"}, true),
        CHANCERY_E_UNKNOWN, "--from");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(all_from_the_text),    AT_DESK(names_of_the_directory),
        AT_DESK(names_of_the_text),    AT_DESK(unknown_signatories),
        AT_DESK(addressees),           AT_DESK(unknown_addressees),
        AT_DESK(flags_override),       AT_DESK(flags_contradict),
        AT_DESK(what_no_text_says),    AT_DESK(never_replaced),
        AT_DESK(bytes_alone),          AT_DESK(bytes_of_a_text),
        AT_DESK(other_acts),           AT_DESK(nothing_is_guessed),
        AT_DESK(unlike_the_directory), AT_DESK(courtesies),
    };
    if (!chancery_init(NULL))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
