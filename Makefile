# Chancery: signs official letters and verifies their chain of custody.
#
#   make              the program, left at build/chancery, and the library
#   make deps         installs with apt what `demo`, `check` and `bench` need and this machine lacks
#   make demo         a letter from key to verdict
#   make check        every test; check-long: those with a long form, in that form
#   make sanitize     the tests under AddressSanitizer and UndefinedBehaviorSanitizer, gcc and clang
#   make fuzz bench interop lint install uninstall clean
#   make unit T=test_json
#
# CC=gcc|clang  MODE=release|sanitize|fuzz  V=1  WERROR=1  FUZZ_SECONDS=60  BENCH=NAME  prefix=  DESTDIR=

ifeq ($(origin CC),default)
CC := gcc
endif
MODE ?= release
PKG_CONFIG ?= pkg-config
OBJCOPY ?= objcopy
CFLAGS ?= -O2 -g
FUZZ_SECONDS ?= 60
prefix ?= /usr/local
bindir ?= $(prefix)/bin
libdir ?= $(prefix)/lib
includedir ?= $(prefix)/include
mandir ?= $(prefix)/share/man

B := build/$(notdir $(firstword $(CC)))-$(MODE)
PACKAGES := libsodium jansson libcrypto
HEADERS_ONLY := p11-kit-1
SONAME := libchancery.so.0

objects = $(patsubst %.c,$(B)/%.o,$(wildcard $1))
programs = $(patsubst %.c,$(B)/%,$(wildcard $1))
CLI := $(call objects,src/cli/*.c)
LIB := $(filter-out $(CLI),$(call objects,src/*/*.c))
TESTS := $(call programs,tests/unit/test_*.c tests/conformance/test_*.c)
FUZZERS := $(call programs,tests/fuzz/fuzz_*.c)
REPLAYS := $(FUZZERS:$(B)/tests/fuzz/fuzz_%=$(B)/tests/fuzz/replay_%)
BENCHES := $(call programs,tests/bench/*.c)
MAKERS := $(B)/seedkey $(B)/tests/bench/archive $(B)/tests/bench/faults # of what the tests of the program look at
SUITE := $(TESTS) $(REPLAYS) $(wildcard tests/cli/*.bats tests/golden.sh tests/readme.sh)
# The tests that do more when CHANCERY_LONG is set.
LONG = $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(sort $(shell grep -l 'CHANCERY_LONG' tests/unit/*.c tests/cli/*.bats)))
MAN := $(wildcard man/*.[1-8])

# A tool is asked when its answer is first used, and once: `make deps check` may just have installed it.
once = $(eval $1 := $(shell $2))$(if $(filter-out 0,$(.SHELLSTATUS)),$(error \
	"$2" failed: `make deps` installs what is missing))$($1)
accepted = for f in -fstack-clash-protection -fcf-protection=full; do \
	$(CC) -Werror $$f -xc -c /dev/null -o /dev/null 2>/dev/null && echo $$f; done; true
ACCEPTED = $(call once,ACCEPTED,$(accepted))
HEADERS = $(call once,HEADERS,$(PKG_CONFIG) --cflags $(PACKAGES) $(HEADERS_ONLY))
SHARED = $(call once,SHARED,$(PKG_CONFIG) --libs $(PACKAGES))
ARCHIVES = $(call once,ARCHIVES,CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' tools/archives.sh $(PACKAGES))
CMOCKA = $(call once,CMOCKA,$(PKG_CONFIG) --cflags --libs cmocka)
ORACLES = $(call once,ORACLES,$(PKG_CONFIG) --cflags --libs icu-i18n icu-uc libutf8proc)

warn := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wvla -Wcast-qual -Wundef \
	-Wwrite-strings -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wimplicit-fallthrough \
	-Wnull-dereference $(if $(WERROR),-Werror)
harden = -fstack-protector-strong -fno-strict-overflow -fno-delete-null-pointer-checks $(ACCEPTED) \
	-fvisibility=hidden -ffunction-sections -fdata-sections -fPIC
sanitizers := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
mode.release := -D_FORTIFY_SOURCE=3
mode.sanitize := $(sanitizers)
mode.fuzz := $(sanitizers) -fsanitize=fuzzer-no-link
compile = $(CC) -std=c17 -D_GNU_SOURCE -Isrc -Itests $(HEADERS) $(warn) $(harden) $(CPPFLAGS) $(CFLAGS) \
	-U_FORTIFY_SOURCE $(mode.$(MODE))
link = $(CC) $(CFLAGS) $(filter -f%,$(mode.$(MODE))) $(LDFLAGS) \
	-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--gc-sections -Wl,--as-needed

say = $(if $(V)$(findstring s,$(filter-out -%,$(firstword $(MAKEFLAGS)))),,@printf '  %-5s %s\n' $1 $@;)

export CHANCERY := $(abspath $(B)/chancery)
export CHANCERY_LIBRARY := $(B)
export CHANCERY_CONFORMANCE ?= $(abspath ../shared/conformance)

.PHONY: all deps demo check check-unit check-long unit test sanitize fuzz fuzzers bench interop lint \
	install uninstall clean
.DELETE_ON_ERROR:

ifeq ($(MODE),release)
all: $(B)/libchancery.a $(B)/$(SONAME)
	@ln -f $(B)/chancery build/chancery
endif
all: $(B)/chancery

# Where `deps` is a goal, nothing starts before it is done, whatever -j says.
sanitize fuzz lint: | $(filter deps,$(MAKECMDGOALS))
$(B)/%.o: %.c Makefile | $(filter deps,$(MAKECMDGOALS))
	@mkdir -p $(@D)
	$(call say,CC) $(compile) -MMD -MP -c -o $@ $<
-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d)

$(B)/chancery: $(CLI) $(B)/libchancery.a
	$(call say,LD) $(link) -pie -o $@ $^ $(ARCHIVES)

# One object in which only what chancery.h exports is still visible: the archive offers no chy_ name.
$(B)/libchancery.a: $(LIB)
	$(call say,AR) $(CC) -r -nostdlib -o $(@:.a=.o) $^ && \
		$(OBJCOPY) --localize-hidden $(@:.a=.o) && rm -f $@ && $(AR) rcs $@ $(@:.a=.o)

$(B)/$(SONAME): $(LIB)
	$(call say,LD) $(link) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs -o $@ $^ $(SHARED)

# What the tests link: the same objects with their internal names.
$(B)/objects.a: $(LIB)
	$(call say,AR) rm -f $@ && $(AR) rcs $@ $^

$(TESTS): $(B)/%: $(B)/%.o $(B)/objects.a
	$(call say,LD) $(link) -pie -o $@ $^ $(ARCHIVES) $(CMOCKA) $(ORACLES)
$(BENCHES): $(B)/%: $(B)/%.o $(B)/objects.a
	$(call say,LD) $(link) -pie -o $@ $^ $(ARCHIVES) $(ORACLES) $(CXXLIBS)
# ICU takes UTF-8 from C++ only.
$(B)/tests/bench/canon: $(B)/tests/bench/icu_utf8.o
$(B)/tests/bench/canon: CXXLIBS := -lstdc++
$(B)/%.o: %.cpp Makefile
	@mkdir -p $(@D)
	$(call say,CXX) $(CXX) -std=c++17 $(CFLAGS) -fPIC -MMD -MP -c -o $@ $<
$(REPLAYS): $(B)/tests/fuzz/replay_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(B)/objects.a
	$(call say,LD) $(link) -pie -o $@ $^ $(ARCHIVES) $(ORACLES)
$(FUZZERS): %: %.o $(B)/objects.a
	$(call say,LD) $(link) -pie -fsanitize=fuzzer -o $@ $^ $(ARCHIVES) $(ORACLES)

# A PKCS#11 module that misbehaves, which its test loads.
$(B)/tests/pkcs11/module.so: $(B)/tests/pkcs11/module.o
	$(call say,LD) $(link) -shared -o $@ $^ $(SHARED)
$(B)/tests/unit/test_pkcs11: | $(B)/tests/pkcs11/module.so

# Unicode's own test of NFC; empty where this machine lacks it, and the test is skipped.
build/NormalizationTest.txt: $(wildcard /usr/share/unicode/NormalizationTest.txt.bz2)
	@mkdir -p $(@D)
	@cat $^ </dev/null | bzip2 -dc >$@ 2>/dev/null || : >$@

# Writes the secret keys of published seeds for tests, so that none is kept.
$(B)/seedkey: $(B)/tests/seedkey.o $(B)/objects.a
	$(call say,LD) $(link) -pie -o $@ $^ $(ARCHIVES)

deps:
	tools/deps.sh build check bench
demo: all
	tools/demo.sh build/chancery
check-long: export CHANCERY_LONG := 1
check check-long check-unit test: build/NormalizationTest.txt
check: all $(TESTS) $(REPLAYS) $(MAKERS)
	tests/run.sh $(SUITE) tests/install.sh $(wildcard tests/lint/*.sh)
check-long: all $(TESTS) $(MAKERS)
	tests/run.sh $(LONG)
check-unit: $(TESTS)
	tests/run.sh $(TESTS)
unit: $(B)/tests/unit/$(T)
	$<
test: $(B)/chancery $(TESTS) $(REPLAYS) $(MAKERS)
	tests/run.sh $(SUITE)
sanitize:
	$(MAKE) CC=gcc MODE=sanitize test
	$(MAKE) CC=clang MODE=sanitize test
fuzzers: $(FUZZERS)
fuzz:
	$(MAKE) CC=clang MODE=fuzz fuzzers
	tests/fuzz/run.sh build/clang-fuzz/tests/fuzz $(FUZZ_SECONDS)
bench: all $(BENCHES) $(B)/seedkey
	BENCH='$(BENCH)' tests/bench/run.sh
interop: all
	tests/interop/run.sh
lint:
	tests/run.sh $(wildcard tests/lint/tools/*.sh)

install: all
	install -D -m 755 $(B)/chancery $(DESTDIR)$(bindir)/chancery
	install -D -m 644 src/chancery.h $(DESTDIR)$(includedir)/chancery.h
	install -D -m 644 $(B)/libchancery.a $(DESTDIR)$(libdir)/libchancery.a
	install -D -m 755 $(B)/$(SONAME) $(DESTDIR)$(libdir)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(libdir)/libchancery.so
	install -d $(DESTDIR)$(libdir)/pkgconfig
	sed -e 's|@prefix@|$(prefix)|' -e 's|@libdir@|$(libdir)|' -e 's|@includedir@|$(includedir)|' \
		-e "s|@version@|$$(sed -n 's/^#define CHANCERY_VERSION "\(.*\)"/\1/p' src/chancery.h)|" \
		src/libchancery.pc.in > $(DESTDIR)$(libdir)/pkgconfig/libchancery.pc
	$(foreach m,$(MAN),install -D -m 644 $m $(DESTDIR)$(mandir)/man$(subst .,,$(suffix $m))/$(notdir $m);)
uninstall:
	rm -f $(DESTDIR)$(bindir)/chancery $(DESTDIR)$(includedir)/chancery.h \
		$(addprefix $(DESTDIR)$(libdir)/,libchancery.a $(SONAME) libchancery.so pkgconfig/libchancery.pc) \
		$(foreach m,$(MAN),$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $m))/$(notdir $m))
clean:
	rm -rf build
