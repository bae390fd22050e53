package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// witness verifies cosignature/v1 (C2SP tlog-cosignature), which Go's note leaves to others.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(head), msg...), sig[8:])
}

func newWitness(vkey string) (note.Verifier, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	hash, encoded, ok := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("no verifier key of a witness")
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	if fmt.Sprintf("%x", sum[:4]) != hash {
		return nil, errors.New("the id is not the key's")
	}
	return witness{name, binary.BigEndian.Uint32(sum[:4]), ed25519.PublicKey(key[1:])}, nil
}

// verifiers are the log's, then those of its witnesses: VKEY[,WITNESS...].
func verifiers(vkeys string) ([]note.Verifier, error) {
	log, rest, more := strings.Cut(vkeys, ",")
	first, err := note.NewVerifier(log)
	if err != nil {
		return nil, err
	}
	all := []note.Verifier{first}
	for more {
		log, rest, more = strings.Cut(rest, ",")
		next, err := newWitness(log)
		if err != nil {
			return nil, err
		}
		all = append(all, next)
	}
	return all, nil
}

// open opens a checkpoint that every one of the verifiers must have signed.
func open(signed []byte, all []note.Verifier) (tlog.Tree, error) {
	var tree tlog.Tree
	opened, err := note.Open(signed, note.VerifierList(all...))
	if err != nil {
		return tree, err
	}
	if len(opened.Sigs) != len(all) {
		return tree, fmt.Errorf("%d of %d have signed", len(opened.Sigs), len(all))
	}
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != all[0].Name() {
		return tree, errors.New("another origin")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	raw, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(raw) != tlog.HashSize {
		return tree, errors.New("no root")
	}
	copy(tree.Hash[:], raw)
	return tree, nil
}

// checkProof judges a tlog-proof@v1 file by itself.
func checkProof(all []note.Verifier, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, signed, ok := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("no proof")
	}
	extra, ok := strings.CutPrefix(lines[1], "extra ")
	entry, err := base64.StdEncoding.DecodeString(extra)
	if !ok || err != nil || !strings.HasPrefix(string(entry), "chancery-entry/v1\n") {
		return errors.New("no entry")
	}
	number, ok := strings.CutPrefix(lines[2], "index ")
	index, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil {
		return errors.New("no index")
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		var hash tlog.Hash
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return errors.New("no hash")
		}
		copy(hash[:], raw)
		proof = append(proof, hash)
	}
	tree, err := open([]byte(signed), all)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}
