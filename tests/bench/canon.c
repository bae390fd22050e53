/*
 * canon.c - canon RUNS [TEXT]: both forms without digests against ICU's normalizeUTF8 alone,
 * with every digest against SHA-256 of the same bytes alone, and against a plain scalar loop
 * that validates UTF-8; for texts in several languages, in one process, taken in turn. canon 0
 * TEXT: writes the text instead.
 *
 * The texts are the repository's specimens, repeated to size. ICU is given memory that is there
 * already; the forms allocate theirs, from a heap that keeps what was freed, so that neither is
 * charged for the pages that the kernel clears.
 */
#include "bench.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "icu_utf8.h"
#include "text/canon.h"
#include "text/forms.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { MAX_RUNS = 100000, WARM_UP = 5, MEASURES = 5, SMALL = 3000, LARGE = 1 << 20 };
enum { KEPT = 1 << 28 }; /* bytes of the heap */

/* What is measured. */
enum { FORMS, ICU, DIGESTED, HASHED, VALIDATED };

struct sample {
    const char *name, *path;
    size_t size;
    double target; /* times ICU's throughput */
    bool nfd;
};

static const struct sample samples[] = {
    {"English, 3 KB", "keys/S-2012-727/S-2012-727.txt", SMALL, 2.0, false},
    {"English, 1 MB", "keys/S-2012-727/S-2012-727.txt", LARGE, 2.0, false},
    {"French", "tests/vectors/outline/fr-document.txt", LARGE, 1.2, false},
    {"Spanish", "tests/vectors/outline/es-document.txt", LARGE, 1.2, false},
    {"Russian", "tests/vectors/outline/ru-document.txt", LARGE, 1.2, false},
    {"Chinese", "tests/vectors/outline/zh-document.txt", LARGE, 1.2, false},
    {"Arabic", "tests/vectors/outline/ar-document.txt", LARGE, 1.2, false},
    {"French, NFD", "tests/vectors/outline/fr-document.txt", LARGE, 1.5, true},
    {"Vietnamese, NFD", "tests/bench/vi.txt", LARGE, 1.5, true},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static volatile uint32_t sink; /* so that no result is dropped before it is made */

/* --- the texts --- */

/* A vector's input, or the whole of another file. */
static chancery_span input_of(chancery_span file)
{
    const uint8_t *blank = chy_span_starts(file, CHY_LITERAL("expect: "))
                               ? memmem(file.ptr, file.len, "\n\n", 2)
                               : NULL;
    return blank ? chy_span_from(file, (size_t)(blank - file.ptr) + 2) : file;
}

static bool to_nfd(struct chy_buf *out, chancery_span text)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    int32_t room = 4 * (int32_t)text.len + 1, len = 0, bytes = 0;
    UChar *from = calloc((size_t)room, sizeof *from), *to = calloc((size_t)room, sizeof *to);
    char *utf8 = calloc(3 * (size_t)room, 1);
    if (from && to && utf8) {
        u_strFromUTF8(from, room, &len, (const char *)text.ptr, (int32_t)text.len, &status);
        len = unorm2_normalize(nfd, from, len, to, room, &status);
        u_strToUTF8(utf8, 3 * room, &bytes, to, len, &status);
        chy_buf_add(out, utf8, (size_t)bytes);
    }
    free(from);
    free(to);
    free(utf8);
    return U_SUCCESS(status) && out->len > 0;
}

/* As many whole copies as fit, parted by a blank line, so that no character is cut; at least
 * one. */
static bool make_text(struct chy_buf *out, const struct sample *sample, chancery_error *error)
{
    struct chy_buf file = {0}, nfd = {0};
    bool ok = chy_file_read(&file, sample->path, CHY_MAX_TEXT, error);
    chancery_span unit = input_of(chy_buf_view(&file));
    if (ok && sample->nfd) {
        ok = to_nfd(&nfd, unit) || chy_fail(error, CHANCERY_E_MEMORY, "no NFD");
        unit = chy_buf_view(&nfd);
    }
    while (ok && (out->len == 0 || out->len + unit.len + 1 <= sample->size)) {
        chy_buf_byte(out, '\n');
        chy_buf_span(out, unit);
        ok = chy_buf_finish(out, error);
    }
    chy_buf_done(&file);
    chy_buf_done(&nfd);
    return ok;
}

/* --- what is compared --- */

static bool make_forms(chancery_span file, chancery_error *error)
{
    struct chancery_text forms = {0};
    bool ok = chy_forms_read(&forms, file, error);
    sink += forms.words;
    chy_forms_done(&forms);
    return ok;
}

static bool make_digested(chancery_span file, chancery_error *error)
{
    chancery_text *text = NULL;
    bool ok = chancery_text_new(&text, file, error);
    sink += ok ? text->words_digest.b[0] : 0;
    chancery_text_free(text);
    return ok;
}

/* The digests of a text, each by itself. */
static void hash_alone(const chancery_text *text, chancery_span file)
{
    sink += chy_digest_of(file).b[0];
    sink += chy_digest_of(chancery_text_form(text)).b[0];
    sink += chy_digest_of(chancery_text_words(text)).b[0];
    for (uint32_t i = 0; i < text->paragraphs; i++)
        sink += chy_digest_of(chy_text_paragraph(text, i)).b[0];
}

static bool validate(chancery_span file, chancery_error *error)
{
    const uint8_t *ptr = file.ptr, *end = file.ptr + file.len;
    while (ptr < end) {
        uint32_t cp;
        unsigned len = *ptr < 0x80 ? 1 : chy_utf8_decode(&cp, ptr, end);
        if (len == 0)
            return chy_fail(error, CHANCERY_E_ENCODING, "a specimen is ill-formed");
        ptr += len;
    }
    sink += (uint32_t)(ptr - file.ptr);
    return true;
}

static bool do_one(int what, chancery_span file, const chancery_text *text,
                   struct chy_buf *room, chancery_error *error)
{
    switch (what) {
    case FORMS:
        return make_forms(file, error);
    case ICU:
        return icu_normalize_utf8((char *)room->ptr, room->len, (const char *)file.ptr,
                                  file.len) > 0 ||
               chy_fail(error, CHANCERY_E_MEMORY, "ICU failed");
    case DIGESTED:
        return make_digested(file, error);
    case HASHED:
        hash_alone(text, file);
        return true;
    default:
        return validate(file, error);
    }
}

static bool run_all(double *micros[MEASURES], size_t runs, chancery_span file,
                    const chancery_text *text, struct chy_buf *room, chancery_error *error)
{
    for (size_t i = 0; i < runs + WARM_UP; i++) {
        for (int what = 0; what < MEASURES; what++) {
            double began = now_micros(CLOCK_PROCESS_CPUTIME_ID);
            if (!do_one(what, file, text, room, error))
                return false;
            if (i >= WARM_UP)
                micros[what][i - WARM_UP] = now_micros(CLOCK_PROCESS_CPUTIME_ID) - began;
        }
    }
    return true;
}

static void print_row(const struct sample *sample, size_t bytes, const double m[MEASURES])
{
    printf("%-16s %7zu %6.0f %6.0f %6.2f (%.1f) %7.2f %s %8.1f\n", sample->name, bytes,
           (double)bytes / m[FORMS], (double)bytes / m[ICU], m[ICU] / m[FORMS], sample->target,
           m[DIGESTED] / m[HASHED], sample->nfd ? "     " : "(1.5)", m[FORMS] / m[VALIDATED]);
}

static bool measure(const struct sample *sample, size_t runs, chancery_error *error)
{
    struct chy_buf file = {0}, room = {0};
    chancery_text *text = NULL;
    double *micros[MEASURES] = {0}, medians[MEASURES];
    bool ok = make_text(&file, sample, error) &&
              chancery_text_new(&text, chy_buf_view(&file), error) &&
              chy_buf_reserve(&room, 2 * file.len) != NULL;
    for (int what = 0; what < MEASURES; what++)
        ok = (micros[what] = calloc(runs, sizeof **micros)) != NULL && ok;
    ok = ok && run_all(micros, runs, chy_buf_view(&file), text, &room, error);
    for (int what = 0; ok && what < MEASURES; what++)
        medians[what] = median(micros[what], runs);
    if (ok)
        print_row(sample, file.len, medians);
    for (int what = 0; what < MEASURES; what++)
        free(micros[what]);
    chancery_text_free(text);
    chy_buf_done(&file);
    chy_buf_done(&room);
    return ok;
}

/* All, or the one of that name. */
static bool measure_all(size_t runs, const char *name, chancery_error *error)
{
    puts("text               bytes   MB/s ICU's  times (at least)  digests (at most)  floor");
    for (size_t i = 0; i < SAMPLES; i++)
        if ((!name || strcmp(name, samples[i].name) == 0) &&
            !measure(&samples[i], samples[i].size == SMALL ? 20 * runs : runs, error))
            return false;
    puts("MB/s: both forms, digests apart. times: against the throughput of ICU's "
         "normalizeUTF8.\n"
         "digests: the time of forms and digests / of SHA-256 of the same bytes alone. (No "
         "target "
         "for NFD: to normalise it takes longer than the SHA-256 of it, also for ICU.)\n"
         "floor: the time of both forms / of a scalar loop that only validates UTF-8.");
    return true;
}

static bool write_text(const char *name, chancery_error *error)
{
    for (size_t i = 0; i < SAMPLES; i++) {
        struct chy_buf file = {0};
        if (strcmp(samples[i].name, name) != 0)
            continue;
        bool ok = make_text(&file, &samples[i], error);
        if (ok)
            fwrite(file.ptr, 1, file.len, stdout);
        chy_buf_done(&file);
        return ok;
    }
    return chy_fail(error, CHANCERY_E_USAGE, "there is no such text");
}

int main(int argc, char **argv)
{
    chancery_error error = CHANCERY_ERROR_INIT;
    char *end = NULL;
    const char *name = argc == 3 ? argv[2] : NULL;
    long runs = argc == 2 || argc == 3 ? strtol(argv[1], &end, 10) : 0;
    if (!end || *end || runs < (name ? 0 : 1) || runs > MAX_RUNS) {
        fputs("usage: canon RUNS [TEXT]\n", stderr);
        return CHANCERY_EXIT_USAGE;
    }
    mallopt(M_MMAP_THRESHOLD, KEPT);
    mallopt(M_TRIM_THRESHOLD, KEPT);
    bool ok = chancery_init(&error) &&
              (runs == 0 ? write_text(name, &error) : measure_all((size_t)runs, name, &error));
    if (!ok)
        fprintf(stderr, "canon: %s: %s\n", error.where, error.text);
    return ok ? CHANCERY_EXIT_OK : CHANCERY_EXIT_UNDECIDED;
}
