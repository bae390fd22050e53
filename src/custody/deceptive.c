#include "custody/deceptive.h"

#include "text/deceptive.h"

enum { MOST_FINDINGS = 20 };

void chy_find_deceptive(struct chy_findings *findings, const chancery_digest *act,
                        const struct chancery_text *text)
{
    struct chy_deceptive found = {.text = text};
    for (int i = 0; i < MOST_FINDINGS && chy_deceptive_next(&found); i++) {
        char *word = chy_esc(chy_text_word(text, found.word));
        if (!word) {
            findings->failed = true;
            return;
        }
        chy_findings_add(findings, CHANCERY_F_MIXED_SCRIPT, act, word, 0,
                         "At line %u the word \"%s\" %s.", text->word[found.word].line, word,
                         chy_deceit_says(found.why));
        chancery_free(word);
    }
}
