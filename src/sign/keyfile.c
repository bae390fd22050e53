/*
 * keyfile.c - reading and writing key files: spec/keys.md.
 */
#include "sign/keyfile.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/span.h"
#include "sign/keyder.h"
#include "sign/pbes2.h"
#include "sign/pem.h"
#include "sign/ssh.h"

static const char label_public[] = "PUBLIC KEY";
static const char label_secret[] = "PRIVATE KEY";
static const char label_encrypted[] = "ENCRYPTED PRIVATE KEY";
static const char label_openssh[] = "OPENSSH PRIVATE KEY";

/* Files that people mistake for keys of ours, by PEM label or by how they start. */
struct lookalike {
    const char *sign, *what;
};

static const struct lookalike by_label[] = {
    {"RSA PRIVATE KEY", "an RSA key"},
    {"RSA PUBLIC KEY", "an RSA key"},
    {"EC PRIVATE KEY", "an elliptic curve (ECDSA) key"},
    {"EC PARAMETERS", "an elliptic curve (ECDSA) key"},
    {"DSA PRIVATE KEY", "a DSA key"},
    {"SSH2 PUBLIC KEY", "an SSH public key"},
    {"CERTIFICATE", "a certificate"},
    {"CERTIFICATE REQUEST", "a request for a certificate"},
    {"PGP PUBLIC KEY BLOCK", "a PGP key"},
    {"PGP PRIVATE KEY BLOCK", "a PGP key"},
};

static const struct lookalike by_start[] = {
    {"ssh-ed25519-cert", "a certificate of OpenSSH"},
    {"ssh-rsa", "an RSA key of OpenSSH"},
    {"ssh-dss", "a DSA key of OpenSSH"},
    {"ssh-", "an OpenSSH public key of another kind than ssh-ed25519"},
    {"ecdsa-sha2-", "an elliptic curve (ECDSA) key of OpenSSH"},
    {"sk-ssh-", "a security key of OpenSSH, which signs other bytes than it is given"},
    {"sk-ecdsa-", "a security key of OpenSSH, which signs other bytes than it is given"},
    {"---- BEGIN SSH2", "an SSH public key"},
    {"untrusted comment:", "a minisign or signify key"},
    {"AGE-SECRET-KEY-", "an age key"},
    {"PuTTY-User-Key-File", "a PuTTY key"},
};

static bool is_lookalike(const char *what, chancery_error *error)
{
    chy_fail(error, CHANCERY_E_KEY, "this is %s, which cannot be used here", what);
    return chy_fail_next(error, "Make an Ed25519 key with: chancery keygen NAME");
}

static bool no_key(chancery_span file, chancery_error *error)
{
    for (size_t i = 0; i < sizeof by_start / sizeof *by_start; i++) {
        if (chy_span_starts(file, chy_span_str(by_start[i].sign)))
            return is_lookalike(by_start[i].what, error);
    }
    if (file.len > 1 && file.ptr[0] == 0x30 &&
        (file.ptr[1] & 0x80 || file.ptr[1] + 2u == file.len)) {
        chy_fail(error, CHANCERY_E_KEY, "this may be a key in DER; keys are read in PEM only");
        return chy_fail_next(error, "Convert it: openssl pkey -inform DER -in FILE -out NEW "
                                    "(a public key: add -pubin -pubout)");
    }
    chy_fail(error, CHANCERY_E_KEY, "this file holds no key: it has no BEGIN line");
    return chy_fail_next(error, "Name a file that chancery keygen wrote.");
}

static bool not_secret(chancery_error *error)
{
    chy_fail(error, CHANCERY_E_KEY, "this is a public key, and the secret key is needed here");
    return chy_fail_next(error, "Name the secret key file (NAME.key).");
}

/* Why a block with this label is not what was asked for. */
static bool wrong_label(chancery_span label, bool want_secret, chancery_error *error)
{
    for (size_t i = 0; i < sizeof by_label / sizeof *by_label; i++) {
        if (chy_span_is(label, by_label[i].sign))
            return is_lookalike(by_label[i].what, error);
    }
    if (want_secret && chy_span_is(label, label_public))
        return not_secret(error);
    if (!want_secret &&
        (chy_span_is(label, label_secret) || chy_span_is(label, label_encrypted) ||
         chy_span_is(label, label_openssh))) {
        chy_fail(error, CHANCERY_E_KEY,
                 "this is a secret key, and the public key is needed here");
        return chy_fail_next(
            error, "Name the public key file (NAME.pub); keep the secret one to yourself.");
    }
    chy_fail(error, CHANCERY_E_KEY, "this file's BEGIN line does not name a key");
    return chy_fail_next(error, "Name a file that chancery keygen wrote.");
}

bool chy_public_key_parse(chancery_public_key *out, chancery_span file, chancery_error *error)
{
    chancery_span label, rest;
    struct chy_buf der;

    if (!chy_pem_find(&label, &rest, file))
        return chy_ssh_is_line(file) ? chy_ssh_line_parse(out, file, error)
                                     : no_key(file, error);
    if (!chy_span_is(label, label_public))
        return wrong_label(label, false, error);
    chy_buf_init(&der, CHY_MAX_KEYFILE);
    bool ok = chy_pem_decode(&der, label, rest, error) &&
              chy_spki_parse(out, chy_buf_view(&der), error);
    chy_buf_done(&der);
    return ok;
}

void chy_public_key_format(struct chy_buf *out, const chancery_public_key *key)
{
    uint8_t der[44];
    chy_spki(der, key);
    chy_pem_write(out, label_public, chy_span(der, sizeof der));
}

static bool parse_encrypted(struct chancery_key **out, chancery_span der,
                            chancery_passphrase_fn *ask, void *context, const char *prompt,
                            chancery_error *error)
{
    struct chy_buf plain;
    bool ok = false;

    chy_buf_init(&plain, CHY_MAX_KEYFILE);
    plain.secret = true;
    if (!chy_pbes2_decrypt(&plain, der, ask, context, prompt, error))
        goto out;
    if (!chy_pkcs8_is_plausible(chy_buf_view(&plain))) {
        chy_pbes2_wrong(error);
        goto out;
    }
    ok = chy_pkcs8_parse(out, chy_buf_view(&plain), error);
out:
    chy_buf_done(&plain);
    return ok;
}

bool chy_key_parse(struct chancery_key **out, chancery_span file, chancery_passphrase_fn *ask,
                   void *context, const char *prompt, chancery_error *error)
{
    chancery_span label, rest;
    struct chy_buf der;
    bool ok = false;

    if (!chy_pem_find(&label, &rest, file))
        return chy_ssh_is_line(file) ? not_secret(error) : no_key(file, error);
    bool encrypted = chy_span_is(label, label_encrypted);
    bool openssh = chy_span_is(label, label_openssh);
    if (!encrypted && !openssh && !chy_span_is(label, label_secret))
        return wrong_label(label, true, error);
    chy_buf_init(&der, CHY_MAX_KEYFILE);
    der.secret = true;
    if (!chy_pem_decode(&der, label, rest, error))
        goto out;
    if (encrypted)
        ok = parse_encrypted(out, chy_buf_view(&der), ask, context, prompt, error);
    else
        ok = openssh ? chy_ssh_key_parse(out, chy_buf_view(&der), error)
                     : chy_pkcs8_parse(out, chy_buf_view(&der), error);
out:
    chy_buf_done(&der);
    return ok;
}

bool chy_key_format(struct chy_buf *out, const struct chancery_key *key,
                    chancery_span passphrase, chancery_error *error)
{
    struct chy_buf der;
    bool ok = false;
    if (!key->secret)
        return chy_fail(error, CHANCERY_E_KEY, "this key's secret is kept elsewhere");
    uint8_t *plain = chy_secret_new(CHY_PKCS8_LEN, error);
    if (!plain)
        return false;
    chy_buf_init(&der, CHY_MAX_KEYFILE);
    chy_pkcs8(plain, key);
    chancery_span bytes = chy_span(plain, CHY_PKCS8_LEN);
    if (passphrase.len == 0) {
        chy_pem_write(out, label_secret, bytes);
    } else {
        if (!chy_pbes2_encrypt(&der, bytes, passphrase, error))
            goto out;
        chy_pem_write(out, label_encrypted, chy_buf_view(&der));
    }
    ok = chy_buf_finish(out, error);
out:
    chy_buf_done(&der);
    chy_secret_free(plain);
    return ok;
}

bool chancery_public_key_read(chancery_public_key *out, const char *path, chancery_error *error)
{
    struct chy_buf file;
    chy_buf_init(&file, CHY_MAX_KEYFILE);
    file.secret = true; /* someone may name a secret key by mistake */
    bool ok = chy_file_read(&file, path, CHY_MAX_KEYFILE, error) &&
              chy_public_key_parse(out, chy_buf_view(&file), error);
    chy_buf_done(&file);
    return ok || chy_fail_where(error, path);
}

bool chancery_public_key_write(const chancery_public_key *key, const char *path,
                               chancery_error *error)
{
    struct chy_buf file;
    chy_buf_init(&file, CHY_MAX_KEYFILE);
    chy_public_key_format(&file, key);
    bool ok = chy_buf_finish(&file, error) && chy_file_outside_archives(path, error) &&
              chy_file_write(path, chy_buf_view(&file), 0644, false, error);
    chy_buf_done(&file);
    return ok || chy_fail_where(error, path);
}

bool chancery_key_read(chancery_key **out, const char *path, chancery_passphrase_fn *ask,
                       void *context, bool *exposed, chancery_error *error)
{
    struct chy_buf file;
    char *name = chy_esc(chy_span_str(chy_path_name(path)));
    char *prompt = chy_dupf(error, "Passphrase of %s: ", name ? name : "the key");
    bool ok = false;

    chy_buf_init(&file, CHY_MAX_KEYFILE);
    file.secret = true;
    if (!prompt || !chy_file_read(&file, path, CHY_MAX_KEYFILE, error))
        goto out;
    if (exposed)
        *exposed = chy_file_is_exposed(path);
    ok = chy_key_parse(out, chy_buf_view(&file), ask, context, prompt, error);
out:
    chy_buf_done(&file);
    chancery_free(prompt);
    chancery_free(name);
    return ok || chy_fail_where(error, path);
}

bool chancery_key_write(const chancery_key *key, const char *path, const uint8_t *passphrase,
                        size_t passphrase_len, chancery_error *error)
{
    struct chy_buf file;
    chy_buf_init(&file, CHY_MAX_KEYFILE);
    file.secret = true;
    bool ok = chy_key_format(&file, key, chy_span(passphrase, passphrase_len), error) &&
              chy_file_outside_archives(path, error) &&
              chy_file_write(path, chy_buf_view(&file), 0600, false, error);
    chy_buf_done(&file);
    return ok || chy_fail_where(error, path);
}
