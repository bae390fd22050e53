/*
 * language_es.c - Spanish documents.
 */
#include "text/language.h"

static const char *const letters[] = {"Carta de fecha", "Cartas de fecha", "Carta, de fecha",
                                      "Carta fechada el", NULL};
static const char *const identical[] = {"Cartas idénticas de fecha",
                                        "Cartas idénticas, de fecha", NULL};
static const char *const notes[] = {"Nota verbal de fecha", "Notas verbales de fecha",
                                    "Notas verbales idénticas de fecha", NULL};
static const char *const from[] = {"por", NULL};
static const char *const not_from[] = {"por la resolución", "por su resolución", NULL};
static const char *const to[] = {"dirigida al", "dirigida a", "dirigidas al", "dirigidas a",
                                 NULL};
static const char *const weak_to[] = {"al", "a", NULL};

static const char *const body[] = {
    /* salutations */
    "Señor:", "Señora:", "Señor,", "Señora,",
    "Señor Presidente:", "Señora Presidenta:", "Señor Secretario", "Excelencia:", "Excelencia,",
    "Excelentísimo", "Excelentísima", "Muy señor",
    /* first words of a body without one */
    "Tengo", "Tenemos", "Me dirijo", "Nos dirigimos", "Le escribo", "Me complace", "Me refiero",
    "Deseo", "Deseamos", "Quisiera", "Quisiéramos", "Siguiendo", "Por instrucciones",
    "Por encargo", "En nombre", "En mi calidad", "En relación", "En cumplimiento",
    "Con referencia", "Con relación", "De conformidad", "La Misión Permanente",
    "El Representante Permanente", "La Representante Permanente", "El Ministerio", NULL};
static const char *const not_body_after[] = {"al", "a", "Su", NULL};

static const char *const date[] = {"D de M de Y", "D de M del Y", NULL};
static const char *const day_ending[] = {"º", "°", ".º", NULL};
static const char *const month[] = {
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
    /* with the other spelling of September */
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre",
    "octubre", "noviembre", "diciembre", NULL};

static const char *const mark[] = {"Firmado", "Fdo.", NULL};

static const char *const annex[] = {"Anexo",    "Documento adjunto", "Adjunto",
                                    "Apéndice", "Enclosure",         NULL};
static const char *const annex_of[] = {"de la carta de fecha",
                                       "de las cartas de fecha",
                                       "de las cartas idénticas de fecha",

                                       "de la nota verbal de fecha",
                                       "de las notas verbales de fecha",
                                       "a la carta de fecha",
                                       "a las cartas idénticas de fecha",
                                       "a la nota verbal de fecha",
                                       NULL};
static const char *const annex_source[] = {"[Original:", NULL};

static const char *const original[] = {"Original:", NULL};
static const char *const languages[] = {"árabe", "ar",      "chino", "zh",     "español",
                                        "es",    "francés", "fr",    "inglés", "en",
                                        "ruso",  "ru",      NULL};

static const char *const article[] = {"el", "la", "los", "las", NULL};
static const char *const and[] = {"y a la", "y a los", "y al", "y a", "y la",
                                  "y el",   "y",       "e",    NULL};
static const char *const of[] = {"de la", "de los", "de", "del", NULL};
static const char *const accredited[] = {"ante", NULL};
static const char *const connective[] = {"al", "a",   "el", "la", "los", "las",
                                         "de", "del", "y",  "e",  ",",   NULL};

const struct chy_language chy_language_es = {
    .tag = "es",
    .name = "Spanish",
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
    .office_words = 24,
    .annex = annex,
    .annex_of = annex_of,
    .annex_source = annex_source,
    .original = original,
    .languages = languages,
    .article = article,
    .and = and,
    .of = of,
    .accredited = accredited,
    .connective = connective,
};
