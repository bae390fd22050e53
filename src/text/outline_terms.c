/*
 * outline_terms.c - phrases of the languages, met in a text: spec/outline.md, O3 and O20.
 */
#include "text/outline_terms.h"

/* How a phrase is met. */
enum mode {
    AS_WRITTEN,
    SMALL,   /* with a small first letter */
    CAPITALS /* all in capitals, which may lack their accents */
};

/* The length of the character of a phrase; the phrases are well-formed. */
static size_t char_length(const char *at)
{
    uint8_t lead = (uint8_t)*at;
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* A Latin or Cyrillic letter of one or two bytes into its capital, of as many; others stay. */
static void raise_letter(uint8_t out[4], const char *letter, size_t length)
{
    memcpy(out, letter, length);
    if (length == 1 && out[0] >= 'a' && out[0] <= 'z')
        out[0] = (uint8_t)(out[0] - 'a' + 'A');
    if (length != 2)
        return;
    uint8_t last = out[1];
    bool latin = out[0] == 0xC3 && last >= 0xA0 && last <= 0xBE && last != 0xB7; /* à to þ */
    if (latin || (out[0] == 0xD0 && last >= 0xB0))                               /* а to п */
        out[1] = (uint8_t)(last - 0x20);
    else if (out[0] == 0xD1 && last < 0x90) { /* р to я */
        out[0] = 0xD0;
        out[1] = (uint8_t)(last + 0x20);
    } else if (out[0] == 0xD1 && last == 0x91) { /* ё */
        out[0] = 0xD0;
        out[1] = 0x81;
    }
}

/* A capital of U+00C0 to U+00DE without its accent; 0: it has none. */
static uint8_t bare_capital(const uint8_t capital[4], size_t length)
{
    static const char bare[] = "AAAAAA\0CEEEEIIII\0NOOOOO\0OUUUUY\0";
    return length == 2 && capital[0] == 0xC3 && capital[1] >= 0x80 && capital[1] <= 0x9E
               ? (uint8_t)bare[capital[1] - 0x80]
               : 0;
}

/* Do these bytes stand at `at`? A character has up to four: a call of memcmp takes longer. */
static bool stands_at(chancery_span bytes, size_t at, const void *character, size_t length)
{
    const uint8_t *wanted = character;
    size_t same = 0;
    while (same < length && at + same < bytes.len && bytes.ptr[at + same] == wanted[same])
        same++;
    return same == length;
}

/* The length in the text of this character of a phrase; 0: another stands there. */
static size_t match_char(chancery_span bytes, size_t at, const char *phrase, size_t length,
                         enum mode mode, bool first)
{
    uint8_t raised[4];
    size_t left = bytes.len - at;
    if (mode == SMALL && first) {
        uint8_t found[4] = {0};
        if (left < length || stands_at(bytes, at, phrase, length))
            return 0;
        raise_letter(found, (const char *)bytes.ptr + at, length);
        return memcmp(found, phrase, length) == 0 ? length : 0;
    }
    if (mode == SMALL)
        return stands_at(bytes, at, phrase, length) ? length : 0;
    raise_letter(raised, phrase, length);
    if (stands_at(bytes, at, raised, length))
        return length;
    uint8_t bare = bare_capital(raised, length);
    return bare != 0 && left > 0 && bytes.ptr[at] == bare ? 1 : 0;
}

/* A slash of a phrase: spaces may stand around it. Its length, 0: it does not stand there. */
static size_t match_slash(chancery_span bytes, size_t at)
{
    size_t end = at + (at < bytes.len && bytes.ptr[at] == ' ');
    if (end >= bytes.len || bytes.ptr[end] != '/')
        return 0;
    end++;
    return end + (end < bytes.len && bytes.ptr[end] == ' ') - at;
}

/* The phrase as it is written: byte by byte, since its characters are whole. */
static size_t match_as_written(chancery_span bytes, const char *phrase)
{
    size_t at = 0;
    for (const char *p = phrase; *p; p++) {
        size_t found =
            *p == '/' ? match_slash(bytes, at) : at < bytes.len && bytes.ptr[at] == (uint8_t)*p;
        if (found == 0)
            return 0;
        at += found;
    }
    return at;
}

/* The bytes that begin with the phrase; 0 if they do not. */
static size_t match(chancery_span bytes, const char *phrase, enum mode mode)
{
    size_t at = 0;
    if (mode == AS_WRITTEN)
        return match_as_written(bytes, phrase);
    for (const char *p = phrase; *p;) {
        size_t length = char_length(p);
        size_t found = *p == '/' ? match_slash(bytes, at)
                                 : match_char(bytes, at, p, length, mode, p == phrase);
        if (found == 0)
            return 0;
        at += found;
        p += length;
    }
    return at;
}

/* Past characters of `tail`; its comma is an Arabic one too. */
static size_t skip_tail(chancery_span bytes, size_t at, const char *tail)
{
    while (at < bytes.len && bytes.ptr[at] != ' ')
        if (bytes.ptr[at] < 0x80 && strchr(tail, bytes.ptr[at]))
            at++;
        else if (strchr(tail, ',') &&
                 chy_span_starts(chy_span_from(bytes, at), CHY_LITERAL("،")))
            at += 2;
        else
            break;
    return at;
}

static uint32_t count_words(chancery_span bytes)
{
    uint32_t words = 1;
    for (size_t i = 0; i < bytes.len; i++)
        words += bytes.ptr[i] == ' ';
    return words;
}

static uint32_t phrase_words(const char *phrase, const char *tail, chancery_span bytes,
                             enum mode mode)
{
    size_t end = match(bytes, phrase, mode);
    if (end == 0)
        return 0;
    end = skip_tail(bytes, end, tail);
    if (end < bytes.len && bytes.ptr[end] != ' ')
        return 0;
    return count_words(chy_span_sub(bytes, 0, end));
}

/* Most words are no phrase: their first byte says so. It is the phrase's own, or that of its
 * first letter as raise_letter makes it a capital, or bare_capital after it. */
struct first {
    uint8_t own, small, other; /* with which a phrase begins that may stand there */
    uint8_t second;            /* 0: any */
};

static inline struct first first_of(chancery_span bytes)
{
    uint8_t found = bytes.len > 0 ? bytes.ptr[0] : 0;
    if (found >= 'A' && found <= 'Z') /* 0xC3: an accent that the capital lacks */
        return (struct first){found, (uint8_t)(found - 'A' + 'a'), 0xC3, 0};
    if (found == 0xD0) /* р to я, ё */
        return (struct first){found, found, 0xD1, 0};
    /* from U+0600 on there are no capitals: the whole character is the phrase's own */
    return (struct first){found, found, found,
                          found >= 0xD8 && bytes.len > 1 ? bytes.ptr[1] : 0};
}

static bool may_begin(struct first first, const char *phrase)
{
    uint8_t known = (uint8_t)*phrase;
    if (first.second != 0 && (uint8_t)phrase[1] != first.second)
        return false; /* a phrase has a second byte there, if it has the first */
    return (known == first.own) | (known == first.small) | (known == first.other);
}

static chancery_span words_from(const struct chancery_text *text, uint32_t at, uint32_t to)
{
    return at < to ? chy_text_words(text, at, to - at) : (chancery_span){0};
}

static uint32_t phrase_in_any_mode(const char *phrase, const char *tail, chancery_span bytes)
{
    uint32_t words = phrase_words(phrase, tail, bytes, AS_WRITTEN);
    return words > 0 ? words : phrase_words(phrase, tail, bytes, CAPITALS);
}

uint32_t chy_phrase_is_at(const char *phrase, const char *tail,
                          const struct chancery_text *text, uint32_t at, uint32_t to)
{
    chancery_span bytes = words_from(text, at, to);
    return may_begin(first_of(bytes), phrase) ? phrase_in_any_mode(phrase, tail, bytes) : 0;
}

uint32_t chy_phrase_with(chy_phrases list, const char *tail, const struct chancery_text *text,
                         uint32_t at, uint32_t to)
{
    if (!list)
        return 0;
    chancery_span bytes = words_from(text, at, to);
    const struct first first = first_of(bytes);
    uint32_t words = 0;
    for (; *list && words == 0; list++)
        if (may_begin(first, *list))
            words = phrase_in_any_mode(*list, tail, bytes);
    return words;
}

uint32_t chy_phrase_at(chy_phrases list, const struct chancery_text *text, uint32_t at,
                       uint32_t to)
{
    return chy_phrase_with(list, "", text, at, to);
}

uint32_t chy_phrase_as_written(chy_phrases list, const struct chancery_text *text, uint32_t at,
                               uint32_t to)
{
    chancery_span bytes = words_from(text, at, to);
    const uint8_t first = bytes.len > 0 ? bytes.ptr[0] : 0;
    uint32_t words = 0;
    for (; list && *list && words == 0; list++)
        if ((uint8_t) * *list == first)
            words = phrase_words(*list, "", bytes, AS_WRITTEN);
    return words;
}

bool chy_word_begins(chy_phrases list, chancery_span word)
{
    for (; list && *list; list++) {
        chancery_span known = chy_span_str(*list);
        if (chy_span_eq(word, known) ||
            (chy_span_ends(known, CHY_LITERAL("'")) && chy_span_starts(word, known)))
            return true;
    }
    return false;
}

uint32_t chy_language_name_at(const char **tag, const struct chancery_text *text, uint32_t at,
                              uint32_t to)
{
    for (const struct chy_language *const *language = chy_languages; *language; language++) {
        for (chy_phrases row = (*language)->languages; *row; row += 2) {
            uint32_t words = chy_phrase_is_at(row[0], ",]", text, at, to);
            if (words > 0) {
                *tag = row[1];
                return words;
            }
        }
    }
    return 0;
}

size_t chy_first_forms(uint8_t forms[CHY_FIRST_FORMS][4], const char *phrase)
{
    size_t length = char_length(phrase), count = 2;
    memcpy(forms[0], phrase, length);
    raise_letter(forms[1], phrase, length);
    uint8_t bare = bare_capital(forms[1], length);
    if (bare != 0)
        forms[count++][0] = bare;
    return count;
}

/* The first byte of a phrase, of its capitals, and of those without accents. */
static void add_first_bytes(bool bytes[256], chy_phrases list)
{
    uint8_t raised[4];
    for (; list && *list; list++) {
        size_t length = char_length(*list);
        raise_letter(raised, *list, length);
        bytes[(uint8_t) * *list] = bytes[raised[0]] = true;
        bytes[bare_capital(raised, length)] = true;
    }
}

void chy_first_bytes(bool bytes[256])
{
    memset(bytes, 0, 256);
    for (const struct chy_language *const *language = chy_languages; *language; language++) {
        add_first_bytes(bytes, (*language)->annex);
        for (unsigned i = 0; i < CHY_KINDS; i++)
            add_first_bytes(bytes, (*language)->opening[i]);
    }
    /* Dates, job numbers and page numbers; Chinese numerals. */
    for (const char *other = "0123456789*GV\xD9\xE3\xE4\xE5"; *other; other++)
        bytes[(uint8_t)*other] = true;
}

/* --- signature marks --------------------------------------------------------------- */

/* The bracket at `at`: its length, 0 if there is none. */
static size_t match_bracket(chancery_span bytes, size_t at, uint8_t round, const char *wide,
                            uint8_t square)
{
    if (at < bytes.len && (bytes.ptr[at] == round || bytes.ptr[at] == square))
        return 1;
    return stands_at(bytes, at, wide, 3) ? 3 : 0;
}

/* Emphasis marks inside the brackets, where they are inside a word and so are kept. */
static size_t skip_emphasis(chancery_span bytes, size_t at)
{
    while (at < bytes.len && (bytes.ptr[at] == '*' || bytes.ptr[at] == '_'))
        at++;
    return at;
}

static size_t skip_space(chancery_span bytes, size_t at)
{
    return at + (at < bytes.len && bytes.ptr[at] == ' ');
}

/* The end of the mark whose inner word is this phrase; 0: it is another, or none. */
static size_t mark_end(chancery_span bytes, size_t inner, const char *phrase)
{
    chancery_span rest = chy_span_from(bytes, inner);
    size_t length = 0;
    for (enum mode mode = AS_WRITTEN; mode <= CAPITALS && length == 0; mode++)
        length = match(rest, phrase, mode);
    if (length == 0)
        return 0;
    size_t at = skip_emphasis(bytes, skip_space(bytes, inner + length));
    at = skip_space(bytes, at);
    size_t bracket = match_bracket(bytes, at, ')', "）", ']');
    if (bracket == 0)
        return 0;
    at = skip_tail(bytes, at + bracket, ":*.,;");
    return at == bytes.len || bytes.ptr[at] == ' ' ? at : 0;
}

uint32_t chy_mark_at(const struct chancery_text *text, uint32_t at,
                     const struct chy_language **language)
{
    chancery_span bytes = words_from(text, at, text->words);
    size_t inner = match_bracket(bytes, 0, '(', "（", '[');
    if (inner == 0)
        return 0;
    inner = skip_space(bytes, skip_emphasis(bytes, skip_space(bytes, inner)));
    for (const struct chy_language *const *known = chy_languages; *known; known++) {
        for (chy_phrases phrase = (*known)->mark; *phrase; phrase++) {
            size_t end = mark_end(bytes, inner, *phrase);
            if (end > 0) {
                *language = *known;
                return count_words(chy_span_sub(bytes, 0, end));
            }
        }
    }
    return 0;
}
