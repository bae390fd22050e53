/*
 * language_fr.c - French documents.
 */
#include "text/language.h"

static const char *const letters[] = {"Lettre datée du",
                                      "Lettres datées du",
                                      "Lettres datées des",
                                      "Lettre, datée du",
                                      "Lettre en date du",
                                      "Lettre, en date du",
                                      NULL};
static const char *const identical[] = {"Lettres identiques datées du",
                                        "Lettres identiques, datées du",
                                        "Lettres identiques en date du", NULL};
static const char *const notes[] = {"Note verbale datée du",
                                    "Notes verbales datées du",
                                    "Notes verbales identiques datées du",
                                    "Note verbale en date du",
                                    "Note verbale, en date du",
                                    NULL};
static const char *const from[] = {"par", NULL};
static const char *const not_from[] = {"par intérim", "par la résolution", "par sa résolution",
                                       NULL};
static const char *const to[] = {"adressée au",
                                 "adressée aux",
                                 "adressée à",
                                 "adressées au",
                                 "adressées aux",
                                 "adressées à",
                                 "et adressée au",
                                 "et adressée aux",
                                 "et adressée à",
                                 "et adressées au",
                                 "et adressées aux",
                                 "et adressées à",
                                 NULL};
static const char *const weak_to[] = {"au", "aux", "à", NULL};

static const char *const body[] = {
    /* salutations */
    "Monsieur,", "Madame,", "Messieurs,", "Excellence,", "Excellences,", "Monsieur le",
    "Madame la", "Monsieur l'Ambassadeur,", "Madame l'Ambassadrice,",
    /* first words of a body without one */
    "J'ai", "Nous avons", "Je suis", "Nous sommes", "Je vous", "Nous vous", "Je tiens",
    "Nous tenons", "Je souhaite", "Je voudrais", "Je me", "J'appelle", "J'écris", "Au nom",
    "D'ordre", "Sur instructions", "Sur instruction", "Sur les instructions", "Me référant",
    "Comme suite", "Suite à", "En référence", "En ma qualité", "Conformément", "En application",
    "La Mission permanente", "Le Représentant permanent", "La Représentante permanente",
    "Le Ministère", NULL};
static const char *const not_body_after[] = {"à", "Son", "et", NULL};

static const char *const date[] = {"D M Y", NULL};
static const char *const day_ending[] = {"er", "ER", NULL};
static const char *const month[] = {"janvier",  "février",  "mars", "avril",     "mai",
                                    "juin",     "juillet",  "août", "septembre", "octobre",
                                    "novembre", "décembre", NULL};

static const char *const mark[] = {"Signé", NULL};
/* "Le Représentant permanent (Signé) ..." */
static const char *const office_before[] = {"Le", "La", "Les", "L'", NULL};

static const char *const annex[] = {"Annexe", "Pièce jointe", "Enclosure", "Appendice", NULL};
static const char *const annex_of[] = {"à la lettre datée du",
                                       "aux lettres datées du",
                                       "aux lettres identiques datées du",
                                       "à la note verbale datée du",
                                       "aux notes verbales datées du",
                                       NULL};
static const char *const annex_source[] = {"[Original :", "[Original:", NULL};

static const char *const original[] = {"Original :", "Original:", NULL};
static const char *const languages[] = {"anglais", "en",       "arabe", "ar",       "chinois",
                                        "zh",      "espagnol", "es",    "français", "fr",
                                        "russe",   "ru",       NULL};

static const char *const article[] = {"le", "la", "les", "au", "aux", NULL};
static const char *const and[] = {"et à la", "et au",  "et aux", "et à", "et la",
                                  "et le",   "et les", "et",     NULL};
static const char *const prefix[] = {"l'", "d'", "L'", NULL};
static const char *const of[] = {"de la", "de", "du", "des", NULL};
static const char *const accredited[] = {"auprès", NULL};
static const char *const connective[] = {"au", "aux", "à",   "le", "la", "les",
                                         "de", "du",  "des", "et", ",",  NULL};

const struct chy_language chy_language_fr = {
    .tag = "fr",
    .name = "French",
    .order = CHY_ORDER_OPENING_DATE,
    .heading_words = 100,
    .opening = {letters, identical, notes},
    .from = from,
    .not_from = not_from,
    .to = to,
    .weak_to = weak_to,
    .body = body,
    .not_body_after = not_body_after,
    .date = date,
    .day_ending = day_ending,
    .month = month,
    .mark = mark,
    .office_before = office_before,
    .office_words = 24,
    .annex = annex,
    .annex_of = annex_of,
    .annex_source = annex_source,
    .original = original,
    .languages = languages,
    .article = article,
    .and = and,
    .prefix = prefix,
    .of = of,
    .accredited = accredited,
    .connective = connective,
};
