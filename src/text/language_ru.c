/*
 * language_ru.c - Russian documents. Offices stand in headings in the genitive: a directory
 * knows them by aliases.
 */
#include "text/language.h"

static const char *const letters[] = {"Письмо", "Письма", NULL};
static const char *const identical[] = {"Идентичные письма", NULL};
static const char *const notes[] = {"Вербальная нота", "Вербальные ноты",
                                    "Идентичные вербальные ноты", NULL};
static const char *const dated[] = {"от", NULL};
static const char *const to[] = {"на имя",       "в адрес",      "адресованное",
                                 "адресованные", "адресованная", NULL};

static const char *const body[] = {
    /* salutations */
    "Господин", "Госпожа", "Г-н Председатель", "Г-жа Председатель", "Г-н Генеральный",
    "Ваше Превосходительство", "Уважаемый", "Уважаемая", "Ваши Превосходительства",
    /* first words of a body without one */
    "Имею", "Имеем", "Я имею", "Мы имеем", "По поручению", "По указанию", "От имени",
    "Настоящим", "В соответствии", "В связи", "В дополнение", "Ссылаясь", "Хотел", "Хотела",
    "Хотели", "Я хотел", "Я хотела", "Пишу", "Обращаюсь", "Позвольте", "Согласно",
    "Постоянное представительство", "Постоянный представитель", "Министерство", NULL};

static const char *const date[] = {"D M Y года", "D M Y г.", "D M Y г", "D M Y", NULL};
static const char *const month[] = {"января", "февраля", "марта",   "апреля",   "мая",
                                    "июня",   "июля",    "августа", "сентября", "октября",
                                    "ноября", "декабря", NULL};

static const char *const mark[] = {"Подпись",  "Подписи",   "Подписано",
                                   "Подписал", "Подписала", NULL};

static const char *const annex[] = {"Приложение", "Добавление", "Дополнение", NULL};
static const char *const annex_of[] = {
    "к письму",          "к письмам",          "к идентичным письмам",
    "к вербальной ноте", "к вербальным нотам", NULL};
static const char *const annex_source[] = {
    "[Подлинный текст на", "[Подлинный текст:", "[Язык оригинала:", "[Оригинал:", NULL};

static const char *const original[] = {
    "Подлинный текст на", "Подлинный текст:", "Язык оригинала:", "Оригинал:", NULL};
static const char *const languages[] = {"английском языке",
                                        "en",
                                        "арабском языке",
                                        "ar",
                                        "испанском языке",
                                        "es",
                                        "китайском языке",
                                        "zh",
                                        "русском языке",
                                        "ru",
                                        "французском языке",
                                        "fr",
                                        "английский",
                                        "en",
                                        "арабский",
                                        "ar",
                                        "испанский",
                                        "es",
                                        "китайский",
                                        "zh",
                                        "русский",
                                        "ru",
                                        "французский",
                                        "fr",
                                        NULL};

static const char *const and[] = {"и", NULL};
static const char *const accredited[] = {"при", NULL};
static const char *const connective[] = {"и", ",", NULL};

const struct chy_language chy_language_ru = {
    .tag = "ru",
    .name = "Russian",
    .order = CHY_ORDER_SENDER_DATE,
    .heading_words = 100,
    .opening = {letters, identical, notes},
    .dated = dated,
    .to = to,
    .body = body,
    .date = date,
    .month = month,
    .mark = mark,
    .office_words = 24,
    .annex = annex,
    .annex_of = annex_of,
    .annex_source = annex_source,
    .original = original,
    .languages = languages,
    .and = and,
    .accredited = accredited,
    .connective = connective,
};
