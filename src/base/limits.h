/*
 * limits.h - every bound on bytes from outside, in one place.
 *
 * Each has its reason here, its line in spec/limits.md under the same name, and a
 * test at the limit and one past it.
 */
#ifndef CHY_LIMITS_H
#define CHY_LIMITS_H

/* A letter's file, bytes. The longest United Nations documents hold about 1 MB of
 * text; four times that keeps a hostile file's word table under 64 MiB. */
#define CHY_MAX_TEXT (4u << 20)

/* An annex that is not read as text (a map, a scan), bytes; it is hashed in pieces. */
#define CHY_MAX_ANNEX (1ull << 30)

/* A custody record, bytes: a thousand acts of the largest usual size. */
#define CHY_MAX_RECORD (16u << 20)

/* Lines in a custody record or a directory file. */
#define CHY_MAX_LINES 10000u

/* One line, and one payload before base64: a statement of a letter of ten thousand
 * paragraphs is about 750 KB. */
#define CHY_MAX_LINE (4u << 20)
#define CHY_MAX_PAYLOAD (3u << 20)

/* JSON nesting. The deepest format of ours has 7 levels. */
#define CHY_MAX_DEPTH 32u

/* Signatures in one envelope: DSSE allows several, ours are written with one. */
#define CHY_MAX_SIGNATURES 64u

/* Signatures without a useful keyid that are tried against every key of the directory, in
 * trials (one Ed25519 verification each; more for a payload above 32 KB): about two seconds'
 * work. */
#define CHY_MAX_TRIALS 20000u

/* Names, offices, titles and other strings in a statement or directory, bytes. */
#define CHY_MAX_STRING 4096u

/* Members of a statement's lists. */
#define CHY_MAX_SIGNATORIES 256u
#define CHY_MAX_ADDRESSEES 256u
#define CHY_MAX_CARRIES 1024u
#define CHY_MAX_RENDITIONS 64u
#define CHY_MAX_SYMBOLS 16u
#define CHY_MAX_SEEN 1024u /* signatures listed for one carried statement */
#define CHY_MAX_PARAGRAPHS 20000u

/* How deep acts may carry acts: an issue of a forward of a forward of a letter is 3. */
#define CHY_MAX_CHAIN 16u

/* Acts about one document, all authentic, of which what became of them is looked at: more than
 * a circular note has offices that sign it each for itself. The largest record that is made to
 * cost takes so a few seconds. */
#define CHY_MAX_RIVALS 32u

/* Records of one folder that are opened to find a document's, and their bytes together: about a
 * second's work. */
#define CHY_MAX_SEARCHED 1000u
#define CHY_MAX_SEARCHED_BYTES (64u << 20)

/* A directory file, bytes, its versions, and what one version may hold. Each version repeats
 * everything before it: a hundred versions of ten thousand holders each are 300 MB. They are
 * read one at a time, and never held together. */
#define CHY_MAX_DIRECTORY (512u << 20)
#define CHY_MAX_VERSIONS 1000u
#define CHY_MAX_HOLDERS 20000u
#define CHY_MAX_AUTHORIZATIONS 20000u
#define CHY_MAX_THRESHOLDS 1000u

/* How many persons a directory may ask for to sign for one office. */
#define CHY_MAX_QUORUM 16u

/* Root keys of a directory. */
#define CHY_MAX_ROOTS 64u

/* Names in one listing of a folder, and the bytes of one, as most systems have it. */
#define CHY_MAX_NAMES 10000u
#define CHY_MAX_NAME 255u

/* Folders that are looked through at once, and in one another: by year, month, letter and bag
 * a desk has 5. */
#define CHY_MAX_FOLDERS 10000u
#define CHY_MAX_FOLDER_DEPTH 16u

/* A key file, bytes: an encrypted Ed25519 PKCS#8 PEM is under 500. */
#define CHY_MAX_KEYFILE 16384u

/* A message to or from ssh-agent, bytes: OpenSSH's own bound. And how many seconds it is waited
 * for: to list its keys, and to sign, where a person may have to confirm. */
#define CHY_MAX_AGENT 262144u
#define CHY_MAX_AGENT_WAIT 20u
#define CHY_MAX_CONFIRM_WAIT 120u

/* The pkcs11: URI of a key, bytes, and the tokens of one module that are looked at. */
#define CHY_MAX_URI 4096u
#define CHY_MAX_SLOTS 256u

/* A timestamp token or an authority's answer, bytes: one with its chain has about 6,000. */
#define CHY_MAX_TOKEN 65536u

/* Timestamp authorities in one version of a directory, and the bytes of a certificate of one.
 */
#define CHY_MAX_AUTHORITIES 64u
#define CHY_MAX_CERTIFICATE 8192u

/* Seconds that an authority's clock may be ahead of the verifier's, and that it may say its
 * time is off. */
#define CHY_MAX_CLOCK_SKEW 300
#define CHY_MAX_ACCURACY 86400

/* How many times over a token may be renewed. */
#define CHY_MAX_RENEWALS 64u

/* Seconds that an authority is waited for, and the address space of the program that asks it.
 */
#define CHY_MAX_TSA_SECONDS 30u
#define CHY_MAX_TSA_MEMORY (1ull << 30)

/* A passphrase or PIN, bytes. */
#define CHY_MAX_PASSPHRASE 1024u

/* What opening an encrypted key may cost, so that a hostile file cannot ask for more: scrypt's
 * memory 128*r*(N+p+2) in bytes (OpenSSL's own bound) and its work N*r*p, PBKDF2's iterations.
 * Each is about three seconds' work. */
#define CHY_MAX_SCRYPT_MEMORY (32u << 20)
#define CHY_MAX_SCRYPT_WORK (1u << 23)
#define CHY_MAX_PBKDF2 10000000u

/* Bytes that one search for signed paragraphs in a document may hash before it stops
 * and says so: about one second's work. */
#define CHY_MAX_MATCH_BYTES (512ull << 20)

/* A PDF or a document of a word processor whose text another program reads, bytes: it is held
 * in memory, so that what is hashed is what is read. */
#define CHY_MAX_TYPESET (64u << 20)

/* Such a program's time in seconds, and its address space in bytes (pandoc asks for 1 GiB
 * before it reads anything). */
#define CHY_MAX_READER_SECONDS 30u
#define CHY_MAX_READER_MEMORY (2ull << 30)

/* Readings of one paragraph that are tried where lines of a PDF end in a hyphen, or stand
 * between pages: with 12 such lines all, with 30 those that keep at most two. And the bytes
 * that are read and hashed for one PDF: about half a second's work. */
#define CHY_MAX_READINGS 4096u
#define CHY_MAX_READING_BYTES (256u << 20)

/* Steps of comparing altered paragraphs with the original, word by word: about half a second's
 * work. */
#define CHY_MAX_DIFF_STEPS (32u << 20)

/* UAX 15, stream-safe text: combining marks in a row. */
#define CHY_MAX_COMBINING 30u

/* Words between an opening and a closing emphasis mark, spec/canonical-text.md. */
#define CHY_MAX_EMPHASIS 32u

/* A signed note, bytes, and its signatures: what the Go checksum database takes, and room for
 * sixteen post-quantum signatures, as C2SP asks. */
#define CHY_MAX_NOTE (1u << 20)
#define CHY_MAX_NOTE_SIGNATURES 100u

/* Logs, and witnesses of logs, that one directory lists. */
#define CHY_MAX_WITNESSES 64u

/* The origin of a log and the name of a witness, bytes. */
#define CHY_MAX_ORIGIN 255u

/* Entries in a log: five levels of full tiles. */
#define CHY_MAX_LOG (1ull << 40)

/* An entry of a log, bytes: its length is written in two. About 870 signatures. */
#define CHY_MAX_ENTRY 65535u

/* Hashes in one proof: a log of 2^40 entries needs 41. */
#define CHY_MAX_PROOF 64u

/* A file with a proof, bytes: its checkpoint, and the entry in base64. */
#define CHY_MAX_PROOF_FILE (2u << 20)

/* Files in one bag, how deep its folders may lie, and the bytes of a path in it. An archive's
 * own bags hold about ten. */
#define CHY_MAX_BAG_FILES 100000u
#define CHY_MAX_BAG_DEPTH 32u
#define CHY_MAX_BAG_PATH 4096u

/* A manifest, bytes: one of 100,000 files with paths of 250 bytes. And bagit.txt and
 * bag-info.txt. */
#define CHY_MAX_MANIFEST (32u << 20)
#define CHY_MAX_TAG_FILE (1u << 20)

/* Documents that one add takes into an archive, and the bytes of their lines of the index. */
#define CHY_MAX_ADDED 10000u
#define CHY_MAX_PLAN (32u << 20)

/* Defects of one bag that are listed; more are counted. */
#define CHY_MAX_DEFECTS 1000u

/* Findings in one item of an audit's report, and the bytes of a text in it. A line is one of
 * CHY_MAX_LINE. */
#define CHY_MAX_AUDIT_FINDINGS 1000u
#define CHY_MAX_AUDIT_TEXT 65536u

/* A report of an audit, bytes: a hundred million items of the usual size. It is read a line at
 * a time. */
#define CHY_MAX_REPORT (1ull << 36)

/* Kinds of findings that a summary counts. */
#define CHY_MAX_AUDIT_CODES 1000u

/* Parts of one audit, and worker processes of one. */
#define CHY_MAX_SHARDS 1000
#define CHY_MAX_JOBS 256

/* An archive's index, bytes, and a line of it. */
#define CHY_MAX_INDEX (1ull << 36)
#define CHY_MAX_INDEX_LINE 65536u

/* Names in an archive's folder that its index does not know: they are held in memory. */
#define CHY_MAX_UNKNOWN 10000u

/* Bytes of one table of records that are held; the rest is in a temporary file. An audit has
 * some of them, and is to stay below 64 MiB however large the archive is. */
#define CHY_MAX_HELD 131072u

#endif
