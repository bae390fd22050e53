/*
 * test_spoken.c - S1 and S2: the list is BIP 39's, and a digest is written as its published
 * test vectors say (github.com/trezor/python-mnemonic, vectors.json, English, 256 bits).
 */
#include "base/buf.h"
#include "base/encode.h"
#include "base/sha256.h"
#include "base/spoken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void the_list(void **state)
{
    (void)state;
    struct chy_buf text = {0};
    char hex[65];
    for (size_t i = 0; i < CHY_SPOKEN_LIST; i++) {
        chy_buf_str(&text, chy_spoken_list[i]);
        chy_buf_byte(&text, '\n');
    }
    chancery_digest digest = chy_digest_of(chy_buf_view(&text));
    chy_hex(hex, digest.b, sizeof digest.b);
    assert_string_equal(hex,
                        "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
    chy_buf_done(&text);
}

static void published(void **state)
{
    (void)state;
    static const struct {
        const char *hex, *words;
    } vectors[] = {
        {"0000000000000000000000000000000000000000000000000000000000000000",
         "abandon abandon abandon abandon abandon abandon "
         "abandon abandon abandon abandon abandon abandon "
         "abandon abandon abandon abandon abandon abandon "
         "abandon abandon abandon abandon abandon art"},
        {"7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
         "legal winner thank year wave sausage "
         "worth useful legal winner thank year "
         "wave sausage worth useful legal winner "
         "thank year wave sausage worth title"},
        {"8080808080808080808080808080808080808080808080808080808080808080",
         "letter advice cage absurd amount doctor "
         "acoustic avoid letter advice cage absurd "
         "amount doctor acoustic avoid letter advice "
         "cage absurd amount doctor acoustic bless"},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
         "zoo zoo zoo zoo zoo zoo "
         "zoo zoo zoo zoo zoo zoo "
         "zoo zoo zoo zoo zoo zoo "
         "zoo zoo zoo zoo zoo vote"},
        {"68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c",
         "hamster diagram private dutch cause delay "
         "private meat slide toddler razor book "
         "happy fancy gospel tennis maple dilemma "
         "loan word shrug inflict delay length"},
        {"9f6a2878b2520799a44ef18bc7df394e7061a224d2c33cd015b157d746869863",
         "panda eyebrow bullet gorilla call smoke "
         "muffin taste mesh discover soft ostrich "
         "alcohol speed nation flash devote level "
         "hobby quick inner drive ghost inside"},
        {"066dca1a2bb7e8a1db2832148ce9933eea0f3ac9548d793112d9a95c9407efad",
         "all hour make first leader extend "
         "hole alien behind guard gospel lava "
         "path output census museum junior mass "
         "reopen famous sing advance salt reform"},
        {"f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f",
         "void come effort suffer camp survey "
         "warrior heavy shoot primary clutch crush "
         "open amazing screen patrol group space "
         "point ten exist slush involve unfold"},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const char *words[CHY_SPOKEN_WORDS];
        chancery_digest digest;
        struct chy_buf text = {0};
        assert_true(chy_unhex(digest.b, sizeof digest.b, chy_span_str(vectors[i].hex)));
        chy_spoken(words, &digest);
        for (size_t w = 0; w < CHY_SPOKEN_WORDS; w++)
            chy_buf_printf(&text, "%s%s", w > 0 ? " " : "", words[w]);
        char *spoken = chy_buf_take(&text, NULL, NULL);
        assert_string_equal(spoken, vectors[i].words);
        free(spoken);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_list), cmocka_unit_test(published)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
