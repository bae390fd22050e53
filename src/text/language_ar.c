/*
 * language_ar.c - Arabic documents, without vowel signs.
 */
#include "text/language.h"

static const char *const letters[] = {
    "رسالة مؤرخة في", "رسالة مؤرخة", "رسالتان مؤرختان في", "رسالتان مؤرختان", "رسائل مؤرخة في",
    "رسائل مؤرخة",    NULL};
static const char *const identical[] = {"رسالتان متطابقتان مؤرختان في",
                                        "رسالتان متطابقتان مؤرختان", "رسائل متطابقة مؤرخة في",
                                        "رسائل متطابقة مؤرخة", NULL};
static const char *const notes[] = {"مذكرة شفوية مؤرخة في", "مذكرة شفوية مؤرخة",
                                    "مذكرتان شفويتان مؤرختان", "مذكرات شفوية مؤرخة", NULL};
static const char *const from[] = {"موجهة من", "موجهتان من", "من", NULL};
static const char *const to[] = {"موجهة إلى", "موجهتان إلى", "موجهة الى", "موجهتان الى", NULL};
static const char *const then_from[] = {"من", NULL};
static const char *const then_to[] = {"إلى", "الى", NULL};

static const char *const body[] = {
    /* salutations */
    "سيدي الرئيس،", "سيدتي الرئيسة،", "السيد الرئيس،", "السيدة الرئيسة،", "سيدي،", "سيدتي،",
    "السيد الأمين العام،", "صاحب السعادة،", "صاحبة السعادة،", "أصحاب السعادة،",
    /* first words of a body without one */
    "يشرفني", "يشرفنا", "أتشرف", "نتشرف", "لي الشرف", "يسعدني", "أود", "نود", "أكتب", "نكتب",
    "أرجو", "أشير", "نشير", "أحيل", "بناء", "بناءً", "بالإشارة", "إلحاقا", "إلحاقاً", "عملا",
    "عملاً", "وفقا", "وفقاً", "باسم", "بالنيابة عن", "تهدي", "يهدي", NULL};

static const char *const date[] = {"D M Y", NULL};
static const char *const month[] = {
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو",
    "حزيران/يونيه", "تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
    /* as some members write */
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول",
    "تشرين الأول", "تشرين الثاني", "كانون الأول",
    /* as others do */
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيه", "يوليه", "أغسطس", "سبتمبر", "أكتوبر",
    "نوفمبر", "ديسمبر",
    /* with the other spellings of June and July */
    "كانون ثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/إبريل", "أيار/مايو", "حزيران/يونيو",
    "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين أول/أكتوبر", "تشرين ثاني/نوفمبر",
    "كانون أول/ديسمبر", "يناير", "فبراير", "مارس", "إبريل", "مايو", "يونيو", "يوليو", "أغسطس",
    "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر", NULL};

static const char *const mark[] = {"توقيع", "التوقيع", "موقع", "توقيعات", NULL};

/* "مرفق" stands before the letter that it is the annex of. */
static const char *const annex[] = {"المرفق",  "مرفق",  "الضميمة", "ضميمة",
                                    "التذييل", "تذييل", NULL};
static const char *const annex_of[] = {"الرسالة المؤرخة",
                                       "للرسالة المؤرخة",
                                       "الرسالتين المتطابقتين المؤرختين",
                                       "للرسالتين المتطابقتين المؤرختين",
                                       "الرسالتين المؤرختين",
                                       "الرسائل المتطابقة المؤرخة",
                                       "المذكرة الشفوية المؤرخة",
                                       "للمذكرة الشفوية المؤرخة",
                                       NULL};
static const char *const annex_number[] = {
    "الأول",   "الثاني",  "الثالث",  "الرابع",  "الخامس",  "السادس",  "السابع",
    "الثامن",  "التاسع",  "العاشر",  "الأولى",  "الثانية", "الثالثة", "الرابعة",
    "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة", NULL};
static const char *const annex_source[] = {"[الأصل :", "[الأصل:", "[الأصل", NULL};

static const char *const original[] = {"الأصل :", "الأصل:", NULL};
static const char *const languages[] = {
    "بالإسبانية", "es",       "بالإنكليزية", "en",        "بالروسية", "ru",        "بالصينية",
    "zh",         "بالعربية", "ar",          "بالفرنسية", "fr",       "الإسبانية", "es",
    "الإنكليزية", "en",       "الروسية",     "ru",        "الصينية",  "zh",        "العربية",
    "ar",         "الفرنسية", "fr",          NULL};

static const char *const and[] = {"وإلى", "والى", NULL};
static const char *const prefix[] = {"و", NULL};
static const char *const accredited[] = {"لدى", NULL};
static const char *const connective[] = {"إلى", "وإلى", "الى", "والى", "و", "،", NULL};

const struct chy_language chy_language_ar = {
    .tag = "ar",
    .name = "Arabic",
    .order = CHY_ORDER_OPENING_DATE,
    .heading_words = 100,
    .opening = {letters, identical, notes},
    .from = from,
    .to = to,
    .then_from = then_from,
    .then_to = then_to,
    .weak_to = then_to,
    .body = body,
    .date = date,
    .month = month,
    .mark = mark,
    .office_words = 24,
    .annex = annex,
    .annex_of = annex_of,
    .annex_number = annex_number,
    .annex_source = annex_source,
    .original = original,
    .languages = languages,
    .and = and,
    .prefix = prefix,
    .accredited = accredited,
    .connective = connective,
};
