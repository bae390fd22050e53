/*
 * test_party.c - the offices that headings name, in each language: spec/outline.md, O34 to O36.
 */
#include "../outline_text.h"

static const struct chy_language *language_of(const char *tag)
{
    for (const struct chy_language *const *language = chy_languages; *language; language++) {
        if (strcmp((*language)->tag, tag) == 0)
            return *language;
    }
    fail_msg("no language %s", tag);
    return NULL;
}

static struct chy_range all_of(const chancery_text *text)
{
    return (struct chy_range){0, text->words};
}

static void assert_words(const chancery_text *text, struct chy_range range,
                         const char *expected)
{
    chancery_span words = chy_text_words(text, range.first, range.count);
    if (!chy_span_is(words, expected))
        fail_msg("expected \"%s\", got \"%.*s\"", expected, (int)words.len,
                 (const char *)words.ptr);
}

/* O34: `found` are the words of `words` that say the phrase; NULL: none do. */
static void check_find(const char *tag, const char *words, const char *phrase,
                       const char *found)
{
    chancery_text *text = text_of(chy_span_str(words));
    struct chy_range range =
        chy_party_find(language_of(tag), text, all_of(text), chy_span_str(phrase));
    assert_words(text, range, found ? found : "");
    chancery_text_free(text);
}

static void test_find(void **state)
{
    (void)state;
    check_find("en", "the President and the Chair", "Chair", "Chair");
    check_find("en", "the Chair, the President", "Chair", "Chair,");
    check_find("en", "the Chair* and others", "Chair", "Chair*");
    check_find("en", "the Chairman", "Chair", NULL);
    check_find("en", "the Vice-Chair", "Chair", NULL);
    check_find("en", "the l'Chair", "Chair", NULL);
    check_find("fr", "à l'Ambassadeur du Mali", "Ambassadeur", "l'Ambassadeur");
    check_find("fr", "au Sous-Secrétaire général", "Secrétaire général", NULL);
    check_find("zh", "秘书长和大会主席", "大 会 主 席", "大 会 主 席");
    check_find("ar", "الأمين العام ورئيس مجلس الأمن", "رئيس مجلس الأمن", "ورئيس مجلس الأمن");
    check_find("ar", "الأمين العام، ورئيس اللجنة", "الأمين العام", "الأمين العام،");
    check_find("ar", "نائب رئيس اللجنة", "وزير", NULL);
}

/* O35 */
static void test_connectives(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *word;
        bool connective;
    } cases[] = {
        {"en", "the", true},   {"en", "and", true},      {"en", "Deputy", false},
        {"en", "et", false},   {"fr", "et", true},       {"fr", "aux", true},
        {"fr", "pas", false},  {"fr", "l'autre", false}, {"es", "del", true},
        {"es", "no", false},   {"ru", "и", true},        {"ru", "не", false},
        {"zh", "和", true},    {"zh", "副", false},      {"ar", "وإلى", true},
        {"ar", "نائب", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(
            chy_party_connective(language_of(cases[i].tag), chy_span_str(cases[i].word)),
            cases[i].connective);
}

/* O36: the article and what an office is of. */
static void check_office(const char *tag, const char *words, const char *bare, const char *of)
{
    chancery_text *text = text_of(chy_span_str(words));
    const struct chy_language *language = language_of(tag);
    assert_words(text, chy_party_without_article(language, text, all_of(text)), bare);
    assert_words(text, chy_party_of(language, text, all_of(text)), of);
    chancery_text_free(text);
}

static void test_offices(void **state)
{
    (void)state;
    check_office("en", "the Prime Minister of Mali", "Prime Minister of Mali", "Mali");
    check_office("en", "the Permanent Representative of Mali to the United Nations",
                 "Permanent Representative of Mali to the United Nations", "Mali");
    check_office("en", "the", "the", "");
    check_office("en", "the Chair of", "Chair of", "");
    check_office("fr", "le Représentant permanent du Mali auprès de l'Organisation",
                 "Représentant permanent du Mali auprès de l'Organisation", "Mali");
    check_office("es", "la Primera Ministra del Ejemplo ante las Naciones Unidas",
                 "Primera Ministra del Ejemplo ante las Naciones Unidas", "Ejemplo");
    check_office("ru", "Премьер-министра Мали", "Премьер-министра Мали", "");
    check_office("zh", "马里总理", "马 里 总 理", "");
    check_office("ar", "رئيس وزراء مالي", "رئيس وزراء مالي", "");
}

/* O36: the range parted before its word `at`; NULL: there is no joint. */
static void check_split(const char *tag, const char *words, uint32_t at, const char *first,
                        const char *second)
{
    chancery_text *text = text_of(chy_span_str(words));
    struct chy_range left = {0}, right = {0};
    size_t skip = 0;
    bool split =
        chy_party_split(&left, &right, &skip, language_of(tag), text, all_of(text), at);
    assert_int_equal(split, first != NULL);
    if (split) {
        assert_words(text, left, first);
        chancery_span rest =
            chy_span_from(chy_text_words(text, right.first, right.count), skip);
        assert_true(chy_span_is(rest, second));
    }
    chancery_text_free(text);
}

static void test_split(void **state)
{
    (void)state;
    check_split("en", "the Chair and the President", 2, "the Chair", "President");
    check_split("en", "the Chair and others", 2, "the Chair", "others");
    check_split("en", "Chair, President", 1, "Chair,", "President");
    check_split("en", "the Chair of the Council", 2, NULL, NULL);
    check_split("en", "the Chair and", 2, NULL, NULL);
    check_split("fr", "Président et à la Présidente", 1, "Président", "Présidente");
    check_split("es", "Presidente y al Secretario", 1, "Presidente", "Secretario");
    check_split("ru", "Председателя и Секретаря", 1, "Председателя", "Секретаря");
    check_split("zh", "秘书长和主席", 3, "秘 书 长", "主 席");
    check_split("ar", "الأمين العام ورئيس اللجنة", 2, "الأمين العام", "رئيس اللجنة");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_connectives),
        cmocka_unit_test(test_offices),
        cmocka_unit_test(test_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
