/*
 * languages.c - the languages in which documents are read. A further one is its table and a
 * line here.
 */
#include "text/language.h"

const struct chy_language *const chy_languages[] = {&chy_language_en,
                                                    &chy_language_fr,
                                                    &chy_language_es,
                                                    &chy_language_ru,
                                                    &chy_language_zh,
                                                    &chy_language_ar,
                                                    NULL};
