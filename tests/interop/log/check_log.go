// check_log judges logs, and .tlog-proof files, with Go's own verifier of transparency logs:
// check_log VKEY[,WITNESS...] LOG|PROOF...
// The checkpoint must open, with the cosignature of every witness; every entry and every smaller tree of a log
// must be proven from the tiles, and the entry of a proof from its own hashes.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tiles string

func (log tiles) Height() int                                { return 8 }
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

func check(all []note.Verifier, log string) error {
	signed, err := os.ReadFile(filepath.Join(log, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := open(signed, all)
	if err != nil {
		return err
	}
	size, root := tree.N, tree.Hash
	reader := tlog.TileHashReader(tree, tiles(log))
	held, err := entries(log, size)
	if err != nil {
		return err
	}
	if int64(len(held)) != size {
		return fmt.Errorf("%d entries, not %d", len(held), size)
	}
	for i := int64(0); i < size; i++ {
		if !bytes.HasPrefix(held[i], []byte("chancery-entry/v1\n")) {
			return fmt.Errorf("entry %d is none", i)
		}
		proof, err := tlog.ProveRecord(size, i, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, size, root, i, tlog.RecordHash(held[i])); err != nil {
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
	all, err := verifiers(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, path := range os.Args[2:] {
		judge := check
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			judge = checkProof
		}
		if err := judge(all, path); err != nil {
			fmt.Println("refused", path)
			fmt.Fprintln(os.Stderr, path, err)
		} else {
			fmt.Println("accepted", path)
		}
	}
}
