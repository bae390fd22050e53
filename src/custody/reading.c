#include "custody/reading.h"

#include "base/limits.h"
#include "base/sha256.h"
#include "custody/masthead.h"
#include "text/typeset.h"

#include <stdlib.h>

#define NO_WORD UINT32_MAX

/* Doubts within one paragraph that are decided together; a further one stays as it is. */
#define POINTS 62u

/* Lines of pages that a sentence lists. */
#define SHOWN_LINES 6u

/* A document in which every doubtful hyphen and page line is dropped, and what stands where
 * they were. */
struct resolver {
    struct chy_typeset typeset;
    chancery_text *plain;    /* all dropped */
    chancery_text *hyphened; /* the hyphens kept: the same words but for them; NULL: none */
    uint32_t *word; /* of each doubt: the word that the hyphen is in, or before which the line
                       stands; NO_WORD: it cannot be kept */
    struct chy_reading_work *work;
    bool stopped;
};

/* Does the work, or says that there is too much. */
static bool afford(struct resolver *r, uint64_t cost)
{
    if (r->stopped || cost > r->work->left) {
        r->stopped = true;
        return false;
    }
    r->work->left -= cost;
    return true;
}

static bool make_text(chancery_text **out, struct chy_typeset *typeset, chancery_error *error)
{
    struct chy_buf joined = {0};
    chy_typeset_join(&joined, typeset);
    bool ok = chy_buf_finish(&joined, error) && chy_text_new(out, chy_buf_view(&joined), error);
    chy_buf_done(&joined);
    return ok;
}

/* The first word that ends after this byte of the file. */
static uint32_t word_at(const struct chancery_text *text, size_t at)
{
    uint32_t low = 0, high = text->words;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text->word[middle].source_end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void place_doubts(struct resolver *r)
{
    const struct chancery_text *plain = r->plain;
    for (size_t i = 0; i < r->typeset.doubts; i++) {
        const struct chy_doubt *doubt = &r->typeset.doubt[i];
        uint32_t word = word_at(plain, doubt->page_line ? doubt->at : doubt->at - 1);
        bool within = word < plain->words && plain->word[word].source < doubt->at;
        r->word[i] = within != doubt->page_line ? word : NO_WORD;
    }
}

/* The same with the hyphens kept. Where that is no text, or has other words, they are no
 * doubts.
 */
static void keep_hyphens(struct resolver *r)
{
    bool any = false;
    for (size_t i = 0; i < r->typeset.doubts; i++) {
        struct chy_doubt *doubt = &r->typeset.doubt[i];
        doubt->kept = !doubt->page_line && r->word[i] != NO_WORD;
        any = any || doubt->kept;
    }
    if (any && make_text(&r->hyphened, &r->typeset, NULL) &&
        r->hyphened->words != r->plain->words) {
        chancery_text_free(r->hyphened);
        r->hyphened = NULL;
    }
    for (size_t i = 0; i < r->typeset.doubts; i++) {
        r->typeset.doubt[i].kept = false;
        if (!r->typeset.doubt[i].page_line && !r->hyphened)
            r->word[i] = NO_WORD;
    }
}

static bool begin(struct resolver *r, chancery_span extracted, const struct chy_own *own,
                  chancery_error *error)
{
    if (!chy_typeset_read(&r->typeset, extracted, own, error) ||
        !make_text(&r->plain, &r->typeset, error))
        return false;
    r->word = calloc(r->typeset.doubts + 1, sizeof *r->word);
    if (!r->word)
        return chy_fail_memory(error);
    place_doubts(r);
    keep_hyphens(r);
    return true;
}

static void end(struct resolver *r)
{
    chy_typeset_done(&r->typeset);
    chancery_text_free(r->plain);
    chancery_text_free(r->hyphened);
    free(r->word);
}

/* --- one signed paragraph --- */

/* A place in the document: a word, and the first doubt that is not before it. */
struct place {
    uint32_t word;
    size_t doubt;
};

/* The doubts within what may be the paragraph. */
struct points {
    size_t doubt[POINTS];
    unsigned count;
};

/* Each doubt that is looked at is read, those that are none of its too. */
static void gather(struct points *out, struct resolver *r, struct place from, uint32_t words)
{
    out->count = 0;
    for (size_t i = from.doubt;
         i < r->typeset.doubts && out->count < POINTS && afford(r, sizeof r->word[i]); i++) {
        if (r->word[i] == NO_WORD || r->word[i] < from.word)
            continue;
        if (r->word[i] - from.word >= words)
            break;
        out->doubt[out->count++] = i;
    }
}

/* The words of a paragraph as they are put together. */
struct row {
    struct chy_sha256 sha;
    uint32_t words, most;
    uint64_t bytes;
};

static bool add(struct row *row, chancery_span words, uint32_t count)
{
    if (count > row->most - row->words)
        return false;
    if (row->words > 0)
        chy_sha256_update(&row->sha, CHY_LITERAL(" "));
    chy_sha256_update(&row->sha, words);
    row->bytes += words.len + 1;
    row->words += count;
    return true;
}

/* The words up to `until`, as far as the row takes them. */
static void add_plain(struct row *row, struct place *at, const struct resolver *r,
                      uint32_t until)
{
    uint32_t count = until < r->plain->words ? until : r->plain->words;
    count = count > at->word ? count - at->word : 0;
    count = count < row->most - row->words ? count : row->most - row->words;
    if (count > 0 && add(row, chy_text_words(r->plain, at->word, count), count))
        at->word += count;
}

/* The paragraph with each doubt kept whose bit is set; *at is moved past it. False: such a
 * reading is none, or has too few words. */
static bool compose(struct row *row, struct place *at, const struct resolver *r,
                    const struct points *points, uint64_t kept)
{
    for (unsigned i = 0; i < points->count && row->words < row->most; i++) {
        const struct chy_doubt *doubt = &r->typeset.doubt[points->doubt[i]];
        bool keep = kept >> i & 1;
        uint32_t word = r->word[points->doubt[i]];
        add_plain(row, at, r, word);
        if (row->words == row->most)
            break;
        if (keep && doubt->page_line && !add(row, chy_span_str(doubt->word), 1))
            return false;
        if (keep && !doubt->page_line) {
            if (at->word != word || !add(row, chy_text_word(r->hyphened, word), 1))
                return false;
            at->word++;
        }
        kept &= ~((uint64_t)1 << i);
        at->doubt = points->doubt[i] + 1;
    }
    if (kept != 0)
        return false; /* its place was not reached */
    add_plain(row, at, r, UINT32_MAX);
    return row->words == row->most;
}

static bool try_one(struct resolver *r, struct place *from, const struct points *points,
                    uint64_t kept, const struct chy_digested *paragraph)
{
    struct place at = *from;
    struct row row = {.most = paragraph->words};
    chancery_digest digest;
    chy_sha256_init(&row.sha);
    bool is_row = compose(&row, &at, r, points, kept);
    chy_sha256_final(&digest, &row.sha);
    if (!afford(r, row.bytes + 64) || !is_row || !chy_digest_eq(&digest, &paragraph->digest))
        return false;
    for (unsigned i = 0; i < points->count; i++)
        if (kept >> i & 1)
            r->typeset.doubt[points->doubt[i]].kept = true;
    *from = at;
    return true;
}

/* The next number with as many bits set; 0: there is none below `end`. */
static uint64_t next_choice(uint64_t bits, uint64_t end)
{
    if (bits == 0)
        return 0;
    uint64_t low = bits & (~bits + 1), high = bits + low;
    uint64_t next = high | (((high ^ bits) >> 2) / low);
    return next < end ? next : 0;
}

/* Does the paragraph stand at *from, in some reading? Those that keep fewest come first. *from
 * is then moved past it. */
static bool stands(struct resolver *r, struct place *from, const struct chy_digested *paragraph)
{
    struct points points;
    uint32_t tried = 0;
    if (paragraph->words == 0)
        return false;
    gather(&points, r, *from, paragraph->words);
    if (r->stopped)
        return false;
    uint64_t limit = (uint64_t)1 << points.count;
    for (unsigned number = 0; number <= points.count; number++) {
        uint64_t kept = ((uint64_t)1 << number) - 1;
        do {
            if (try_one(r, from, &points, kept, paragraph))
                return true;
            if (r->stopped || ++tried == CHY_MAX_READINGS) {
                r->stopped = r->stopped || tried < limit;
                return false;
            }
            kept = next_choice(kept, limit);
        } while (kept != 0);
    }
    return false;
}

/* --- all of them --- */

/* At the beginning of any line further on, or of a page line behind the last. */
static bool stands_later(struct resolver *r, struct place *from,
                         const struct chy_digested *paragraph)
{
    struct place at = *from;
    uint32_t words = r->plain->words;
    for (at.word++; at.word <= words && afford(r, 1); at.word++) {
        while (at.doubt < r->typeset.doubts &&
               (r->word[at.doubt] == NO_WORD || r->word[at.doubt] < at.word) &&
               afford(r, sizeof r->word[at.doubt]))
            at.doubt++;
        struct place there = at;
        bool begins = at.word == words || (r->plain->word[at.word].flags & CHY_WORD_LINE);
        if (begins && stands(r, &there, paragraph)) {
            *from = there;
            return true;
        }
    }
    return false;
}

static uint32_t resolve(struct resolver *r, const struct chy_statement *statement,
                        bool in_order)
{
    struct place at = {0};
    uint32_t found = 0;
    for (size_t i = 0; i < statement->paragraphs; i++) {
        const struct chy_digested *paragraph = &statement->paragraph[i];
        if (stands(r, &at, paragraph) || (!in_order && stands_later(r, &at, paragraph)))
            found += paragraph->words;
        else if (in_order)
            break;
    }
    return found;
}

/* What the pages bear and the text does not hold, line by line: "2/3", "3/3". */
static bool say_left_out(char **out, const struct chy_typeset *typeset, chancery_error *error)
{
    struct chy_buf said = {0};
    unsigned lines = 0;
    for (size_t i = 0; i < typeset->lines; i++) {
        const struct chy_typeset_line *line = &typeset->line[i];
        bool begun = false;
        for (size_t k = 0; line->page_line && k < line->doubts; k++) {
            const struct chy_doubt *doubt = &typeset->doubt[line->doubt + k];
            if (doubt->kept || (!begun && lines++ >= SHOWN_LINES))
                continue;
            chy_buf_str(&said, begun ? " " : lines > 1 ? ", \"" : "\"");
            chy_buf_escaped(&said, chy_span_str(doubt->word));
            begun = true;
        }
        chy_buf_str(&said, begun ? "\"" : "");
    }
    if (lines > SHOWN_LINES)
        chy_buf_str(&said, ", ...");
    bool ok = lines == 0 || (*out = chy_buf_take(&said, NULL, error)) != NULL;
    chy_buf_done(&said);
    return ok;
}

static struct chy_own own_of(const struct chy_statement *statement)
{
    return (struct chy_own){statement->symbol, statement->symbols, statement->job_number};
}

bool chy_reading_of(struct chy_reading *out, chancery_span extracted,
                    const struct chy_statement *statement, bool in_order,
                    struct chy_reading_work *work, chancery_error *error)
{
    bool ok = false;
    struct resolver r = {.work = work};
    struct chy_own own = own_of(statement);
    *out = (struct chy_reading){0};
    afford(&r, 3 * (uint64_t)extracted.len); /* three texts are made */
    if (!begin(&r, extracted, &own, error))
        goto out;
    out->found = r.stopped ? 0 : resolve(&r, statement, in_order);
    out->stopped = r.stopped;
    if (!make_text(&out->text, &r.typeset, error) ||
        !say_left_out(&out->left_out, &r.typeset, error))
        goto out;
    out->whole = chy_digest_eq(&statement->words, &out->text->words_digest);
    ok = true;
out:
    end(&r);
    if (!ok)
        chy_reading_done(out);
    return ok;
}

/* What the document says of itself, where no statement does. */
static bool read_own(struct chy_statement *own, const struct chancery_text *text,
                     chancery_error *error)
{
    struct chy_outline outline = {0};
    bool ok = chy_outline_read(&outline, text, error) &&
              chy_masthead_fill(own, text, &outline, error);
    chy_outline_done(&outline);
    return ok;
}

bool chy_reading_first(struct chy_reading *out, chancery_span extracted, enum chy_medium medium,
                       chancery_error *error)
{
    struct chy_statement own = {0};
    chancery_text *read = NULL;
    *out = (struct chy_reading){0};
    bool ok = chy_text_new(&read, extracted, error);
    if (ok && medium != CHY_MEDIUM_PDF) {
        out->text = read;
        return true;
    }
    struct chy_reading_work none = {0};
    ok = ok && read_own(&own, read, error) &&
         chy_reading_of(out, extracted, &own, true, &none, error);
    out->stopped = false; /* nothing was asked for */
    chancery_text_free(read);
    chy_statement_done(&own);
    return ok;
}

void chy_reading_done(struct chy_reading *reading)
{
    chancery_text_free(reading->text);
    free(reading->left_out);
    *reading = (struct chy_reading){0};
}
