/*
 * language_en.c - English documents.
 */
#include "text/language.h"

static const char *const letters[] = {"Letter dated", "Letters dated", NULL};
static const char *const identical[] = {"Identical letters dated", NULL};
static const char *const notes[] = {"Note verbale dated", "Notes verbales dated",
                                    "Identical notes verbales dated", NULL};
static const char *const from[] = {"from", NULL};
static const char *const to[] = {"addressed to", NULL};
static const char *const weak_to[] = {"to", NULL};

static const char *const body[] = {
    /* salutations */
    "Sir,", "Sir:", "Madam,", "Madam:", "Sirs,", "Excellency,", "Excellencies,",
    "Your Excellency,", "Your Excellencies,", "Mr. President,", "Madam President,",
    "Mr. Secretary-General,", "Madam Secretary-General,", "Dear",
    /* first words of a body without one */
    "I have", "We have", "I am", "We are", "I write", "We write", "I wish", "We wish",
    "I should", "We should", "I would", "We would", "I refer", "We refer", "On behalf",
    "Upon instructions", "Upon the instructions", "Upon instruction", "On instructions",
    "On the instructions", "Further to", "With reference", "With regard", "Pursuant to",
    "In accordance", "In connection", "In reference", "The Permanent Mission",
    "The Permanent Representative", "The Ministry", NULL};
static const char *const not_body_after[] = {"His", "Her", NULL};

static const char *const date[] = {"D M Y", NULL};
static const char *const month[] = {"January",  "February", "March",  "April",     "May",
                                    "June",     "July",     "August", "September", "October",
                                    "November", "December", NULL};

/* "Signed:" without brackets is not a mark: running text has it too. */
static const char *const mark[] = {"Signed", NULL};

static const char *const annex[] = {"Annex", "Enclosure", "Appendix", NULL};
static const char *const annex_of[] = {"to the letter dated",
                                       "to the letters dated",
                                       "to the identical letters dated",
                                       "to the note verbale dated",
                                       "to the notes verbales dated",
                                       "to the identical notes verbales dated",
                                       NULL};
static const char *const annex_source[] = {"[Original:", NULL};

static const char *const distribution[] = {"Distr.:", "Distr.", NULL};
static const char *const original[] = {"Original:", NULL};
static const char *const languages[] = {"Arabic",  "ar",     "Chinese", "zh",      "English",
                                        "en",      "French", "fr",      "Russian", "ru",
                                        "Spanish", "es",     NULL};

static const char *const article[] = {"the", NULL};
static const char *const and[] = {"and the", "and", NULL};
static const char *const of[] = {"of", NULL};
static const char *const accredited[] = {"to the United Nations", NULL};
static const char *const connective[] = {"the", "The", "and", "of", "to", ",", NULL};

const struct chy_language chy_language_en = {
    .tag = "en",
    .name = "English",
    .order = CHY_ORDER_OPENING_DATE,
    .heading_words = 100,
    .opening = {letters, identical, notes},
    .from = from,
    .to = to,
    .weak_to = weak_to,
    .body = body,
    .not_body_after = not_body_after,
    .date = date,
    .month = month,
    .mark = mark,
    .office_words = 24,
    .annex = annex,
    .annex_of = annex_of,
    .annex_source = annex_source,
    .distribution = distribution,
    .original = original,
    .languages = languages,
    .article = article,
    .and = and,
    .of = of,
    .accredited = accredited,
    .connective = connective,
};
