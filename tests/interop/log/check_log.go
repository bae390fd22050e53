// check_log judges logs with Go's own verifier of transparency logs: check_log VKEY LOG...
// The checkpoint must open, and every entry and every smaller tree must be proven from the tiles.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tiles string

func (log tiles) Height() int                               { return 8 }
func (log tiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// Go's own names have the height in them.
func (log tiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		name := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		data, err := os.ReadFile(filepath.Join(string(log), name))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func entries(log string, size int64) ([][]byte, error) {
	var all [][]byte
	for first := int64(0); first < size; first += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: first / 256, W: int(min(size-first, 256))}
		name := "tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/0/")
		data, err := os.ReadFile(filepath.Join(log, name))
		if err != nil {
			return nil, err
		}
		for len(data) >= 2 {
			n := 2 + int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:n])
			data = data[n:]
		}
	}
	return all, nil
}

func check(vkey, log string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	signed, err := os.ReadFile(filepath.Join(log, "checkpoint"))
	if err != nil {
		return err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		return err
	}
	var root tlog.Hash
	copy(root[:], raw)
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles(log))
	all, err := entries(log, size)
	if err != nil {
		return err
	}
	if int64(len(all)) != size {
		return fmt.Errorf("%d entries, not %d", len(all), size)
	}
	for i := int64(0); i < size; i++ {
		if !bytes.HasPrefix(all[i], []byte("chancery-entry/v1\n")) {
			return fmt.Errorf("entry %d is none", i)
		}
		proof, err := tlog.ProveRecord(size, i, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, size, root, i, tlog.RecordHash(all[i])); err != nil {
			return err
		}
		old, err := tlog.TreeHash(i+1, reader)
		if err != nil {
			return err
		}
		growth, err := tlog.ProveTree(size, i+1, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(growth, size, root, i+1, old); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	for _, log := range os.Args[2:] {
		if err := check(os.Args[1], log); err != nil {
			fmt.Println("refused", log)
			fmt.Fprintln(os.Stderr, log, err)
		} else {
			fmt.Println("accepted", log)
		}
	}
}
