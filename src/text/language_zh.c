/*
 * language_zh.c - Chinese documents. Each character is a word, so phrases are written with
 * spaces. Names stand before their mark, offices before their names.
 */
#include "text/language.h"

static const char *const letters[] = {"的 信", "的 函", NULL};
static const char *const identical[] = {"的 同 文 信", NULL};
static const char *const notes[] = {"的 普 通 照 会", "的 同 文 普 通 照 会", "的 照 会", NULL};
static const char *const to[] = {"给", "致", NULL};
/* "...的信中", "...的信，" */
static const char *const goes_on[] = {"的", "中", "里", "内", "和", "与", "及", "以",
                                      "，", "。", "、", "；", "：", "）", ")",  "》",
                                      "已", "曾", "所", "后", "前", "时", NULL};
static const char *const sentence[] = {"，", "。", "；", "：", NULL};

static const char *const date[] = {"Y 年 N 月 D 日", NULL};

static const char *const mark[] = {"签 名", "签 字", "签 署", NULL};

static const char *const annex[] = {"附 件", "附 文", "附 录", NULL};
static const char *const annex_after[] = {"的 附 件", "的 附 文", "的 附 录", NULL};
static const char *const annex_source[] = {"[ 原 件 ：", "[ 原 件 :", "[ 原 文 ：",
                                           "[ 原 文 :", NULL};

static const char *const original[] = {"原 件 ：", "原 件 :", "原 文 ：", "原 文 :", NULL};
static const char *const languages[] = {"阿 拉 伯 文", "ar",    "中 文", "zh",    "英 文",
                                        "en",          "法 文", "fr",    "俄 文", "ru",
                                        "西 班 牙 文", "es",    NULL};

static const char *const and[] = {"以 及", "和", "与", "及", "、", NULL};
static const char *const connective[] = {"和", "与", "及", "以", "、", NULL};

const struct chy_language chy_language_zh = {
    .tag = "zh",
    .name = "Chinese",
    .order = CHY_ORDER_DATE_SENDER,
    .heading_words = 240,
    .closing = {letters, identical, notes},
    .to = to,
    .body = sentence,
    .goes_on = goes_on,
    .date = date,
    .mark = mark,
    .name_before = true,
    .office_words = 60,
    .annex = annex,
    .annex_after = annex_after,
    .annex_source = annex_source,
    .original = original,
    .languages = languages,
    .and = and,
    .connective = connective,
};
