#include "text/deceptive.h"

#include "text/script.h"
#include "text/plain.h"
#include "text/unicode.h"

const char *chy_deceit_says(enum chy_deceit why)
{
    switch (why) {
    case CHY_DECEIT_SCRIPTS:
        return "mixes letters of several scripts";
    case CHY_DECEIT_LOOK_ALIKE:
        return "is made of Cyrillic or Greek letters that look like Latin ones";
    case CHY_DECEIT_DIGITS:
        return "mixes digits of several systems";
    case CHY_DECEIT_DIGIT_LETTER:
        return "has a letter among its digits that looks like a digit";
    case CHY_DECEIT_NONE:
        break;
    }
    return "is not deceptive";
}

static uint32_t take(chancery_span *rest)
{
    uint32_t cp = 0;
    unsigned len = chy_utf8_next(&cp, rest->ptr, rest->ptr + rest->len);
    rest->ptr += len;
    rest->len -= len;
    return cp;
}

static bool is_ascii(chancery_span word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] >= 0x80)
            return false;
    return true;
}

/* --- scripts and digits --- */

/* The scripts that all characters so far are written in. */
struct part {
    struct chy_script_set all, others; /* others: without the Latin ones */
    bool latin;
};

static struct part part_new(void)
{
    const struct chy_script_set every = {{UINT64_MAX, UINT64_MAX, UINT64_MAX}};
    return (struct part){.all = every, .others = every};
}

static void part_add(struct part *part, struct chy_script_set scripts)
{
    part->all = chy_scripts_common(part->all, scripts);
    if (chy_scripts_meet(scripts, chy_table_latin))
        part->latin |= !chy_scripts_every(scripts);
    else
        part->others = chy_scripts_common(part->others, scripts);
}

/* UTS 39: a body text is held to "moderately restrictive", a name to "highly restrictive". */
static bool part_is_mixed(const struct part *part, bool name)
{
    struct chy_script_set beside = name ? chy_table_east : chy_table_beside_latin;
    return chy_scripts_none(part->all) &&
           !(part->latin && chy_scripts_meet(part->others, beside));
}

/* Hyphens, slashes, apostrophes: a word of a text may join words of two languages by them. */
static bool parts(uint32_t cp, struct chy_script_set scripts)
{
    return chy_scripts_every(scripts) && !(chy_unicode(cp) & CHY_CP_MARK) &&
           chy_zero_of(cp) == UINT32_MAX;
}

/* The letters met last, of ASCII and above it. */
struct met {
    struct chy_alike alike[2];
};

/* What is known of a character; a letter is met. */
static struct chy_alike alike_at(struct met *met, uint32_t cp)
{
    struct chy_alike *known = &met->alike[cp >= 0x80];
    if (chy_is_alike(known, cp))
        return *known;
    const struct chy_alike found = chy_alike_of(cp);
    if (found.count > 0)
        *known = found;
    return found;
}

/* *digit: it has one. */
static enum chy_deceit mixture(struct met *met, bool *digit, chancery_span word, bool name)
{
    struct part part = part_new();
    const struct chy_alike *last = NULL; /* those that are like the letter before */
    uint32_t system = UINT32_MAX;
    bool digits = false;
    while (word.len > 0) {
        uint32_t cp = take(&word);
        if (last && chy_is_alike(last, cp))
            continue; /* it adds nothing to what the one before it did */
        last = NULL;
        const struct chy_alike alike = alike_at(met, cp);
        const struct chy_script_set scripts = alike.scripts;
        const uint32_t zero = alike.zero;
        if (alike.count > 0) {
            last = &met->alike[cp >= 0x80];
            part_add(&part, scripts);
            continue;
        }
        if (!name && parts(cp, scripts)) {
            if (part_is_mixed(&part, name))
                return CHY_DECEIT_SCRIPTS;
            part = part_new();
        }
        part_add(&part, scripts);
        if (zero != UINT32_MAX) {
            digits |= system != UINT32_MAX && system != zero;
            system = zero;
            *digit = true;
        }
    }
    if (part_is_mixed(&part, name))
        return CHY_DECEIT_SCRIPTS;
    return digits ? CHY_DECEIT_DIGITS : CHY_DECEIT_NONE;
}

/* Are all of its letters like those met last? Nothing is mixed then: beside Latin letters those
 * of ASCII too, beside others its signs and digits. In a text no digit may stand in it, which a
 * letter could look like; and it looks Latin if each of its letters does, which are Cyrillic or
 * Greek. */
static bool is_of_one_script(const struct met *met, chancery_span word, bool name)
{
    const struct chy_alike *known = &met->alike[1];
    const bool latin = chy_scripts_meet(known->scripts, chy_table_latin);
    bool looks = chy_scripts_meet(known->scripts, chy_table_cyrillic) ||
                 chy_scripts_meet(known->scripts, chy_table_greek);
    if (known->count == 0)
        return false;
    while (word.len > 0) {
        uint32_t cp = take(&word), small = cp | 0x20;
        if (cp < 0x80) {
            if ((!name && cp >= '0' && cp <= '9') || (!latin && small >= 'a' && small <= 'z'))
                return false;
        } else if (!chy_is_alike(known, cp)) {
            return false;
        } else if (looks) {
            looks = chy_looks_latin(cp) != 0;
        }
    }
    return name || !looks;
}

enum chy_deceit chy_deceit_of_name(chancery_span *word, chancery_span words)
{
    struct met met = {0};
    enum chy_deceit why = CHY_DECEIT_NONE;
    while (words.len > 0 && why == CHY_DECEIT_NONE) {
        const uint8_t *space = memchr(words.ptr, ' ', words.len);
        bool digit = false;
        *word = chy_span_sub(words, 0, space ? (size_t)(space - words.ptr) : words.len);
        if (!is_ascii(*word) && !is_of_one_script(&met, *word, true))
            why = mixture(&met, &digit, *word, true);
        words = chy_span_from(words, word->len + 1);
    }
    return why;
}

/* --- letters that look like digits --- */

static bool looks_like_digit(uint32_t cp)
{
    uint32_t latin = cp < 0x80 ? cp : chy_looks_latin(cp);
    return latin == 'O' || latin == 'o' || latin == 'I' || latin == 'l';
}

/* What stands in a part of a word, which ends at the first character that is neither letter nor
 * digit. */
struct number {
    bool digit, letter, other; /* letter: one that looks like a digit */
    bool inside;               /* a digit follows such a letter */
};

static void number_add(struct number *number, uint32_t cp)
{
    if (looks_like_digit(cp)) {
        number->letter = true;
    } else if (cp < 0x80 ? cp >= '0' && cp <= '9' : chy_zero_of(cp) != UINT32_MAX) {
        number->digit = true;
        number->inside |= number->letter;
    } else {
        number->other = true;
    }
}

/* "2O12", and in a symbol "72O" too; elsewhere that is "5 l", or a Spanish ordinal. */
static bool number_deceives(const struct number *number, bool symbol)
{
    return number->digit && number->letter && !number->other && (number->inside || symbol);
}

/* Where a word has no letter but of ASCII, what is neither letter nor digit parts it. */
static bool parts_number(uint32_t cp)
{
    uint32_t small = cp | 0x20;
    if (cp >= 0x80)
        return parts(cp, chy_scripts_of(cp));
    return !(cp >= '0' && cp <= '9') && !(small >= 'a' && small <= 'z');
}

static bool has_digit_letter(chancery_span word)
{
    const bool symbol = memchr(word.ptr, '/', word.len) != NULL;
    struct number number = {0};
    while (word.len > 0) {
        uint32_t cp = take(&word);
        if (!parts_number(cp))
            number_add(&number, cp);
        else if (number_deceives(&number, symbol))
            return true;
        else
            number = (struct number){0};
    }
    return number_deceives(&number, symbol);
}

/* --- words that look Latin --- */

/* Of which scripts a word has letters; Greek and Cyrillic ones that look Latin count apart. */
struct letters {
    bool latin, greek, cyrillic, other;
    bool look_greek, look_cyrillic;
};

static void letters_add(struct letters *found, uint32_t cp)
{
    struct chy_script_set scripts = chy_scripts_of(cp);
    if (chy_scripts_every(scripts))
        return;
    if (chy_scripts_meet(scripts, chy_table_latin))
        found->latin = true;
    else if (chy_scripts_meet(scripts, chy_table_cyrillic))
        *(chy_looks_latin(cp) ? &found->look_cyrillic : &found->cyrillic) = true;
    else if (chy_scripts_meet(scripts, chy_table_greek))
        *(chy_looks_latin(cp) ? &found->look_greek : &found->greek) = true;
    else
        found->other = true;
}

static struct letters letters_of(chancery_span word)
{
    struct letters found = {0};
    while (word.len > 0)
        letters_add(&found, take(&word));
    return found;
}

/* Of which scripts the paragraph of the word has letters for sure. */
static void survey_paragraph(struct chy_deceptive *search)
{
    const struct chancery_text *text = search->text;
    const struct chy_paragraph *paragraph =
        &text->paragraph[text->word[search->word].paragraph];
    search->latin = search->greek = search->cyrillic = false;
    for (uint32_t i = paragraph->first; i < paragraph->first + paragraph->count; i++) {
        struct letters letters = letters_of(chy_text_word(text, i));
        search->latin |= letters.latin;
        search->greek |= letters.greek;
        search->cyrillic |= letters.cyrillic;
    }
    search->surveyed = true;
}

/* The paragraph is looked at where it decides: most have no word that is all look-alikes. */
static bool looks_latin(struct chy_deceptive *search, chancery_span word)
{
    struct letters letters = {0};
    while (word.len > 0) {
        letters_add(&letters, take(&word));
        if (letters.latin || letters.greek || letters.cyrillic || letters.other)
            return false;
    }
    if (!letters.look_greek && !letters.look_cyrillic)
        return false;
    if (!search->surveyed)
        survey_paragraph(search);
    return search->latin && ((letters.look_cyrillic && !search->cyrillic) ||
                             (letters.look_greek && !search->greek));
}

/* --- all of a text --- */

/* Most words are ASCII without a digit: there is nothing in them to look for. */
static bool is_plain(chancery_span word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] >= 0x80 || (word.ptr[i] >= '0' && word.ptr[i] <= '9'))
            return false;
    return true;
}

static enum chy_deceit deceit_of(struct chy_deceptive *search, struct met *met,
                                 chancery_span word)
{
    if (is_plain(word) || is_of_one_script(met, word, false))
        return CHY_DECEIT_NONE;
    bool ascii = is_ascii(word), digit = ascii;
    enum chy_deceit why = ascii ? CHY_DECEIT_NONE : mixture(met, &digit, word, false);
    if (why == CHY_DECEIT_NONE && digit && has_digit_letter(word))
        why = CHY_DECEIT_DIGIT_LETTER;
    if (why == CHY_DECEIT_NONE && !ascii && looks_latin(search, word))
        why = CHY_DECEIT_LOOK_ALIKE;
    return why;
}

bool chy_deceptive_next(struct chy_deceptive *search)
{
    const struct chancery_text *text = search->text;
    struct met met = {0};
    while (search->next < text->words) {
        if (text->word[search->next].flags & CHY_WORD_PARAGRAPH)
            search->surveyed = false;
        search->word = search->next++;
        search->why = deceit_of(search, &met, chy_text_word(text, search->word));
        if (search->why != CHY_DECEIT_NONE)
            return true;
    }
    return false;
}
