# gehoor - one Makefile for everything.  "make run" and "make check" install
# what a bare Debian 12 lacks (see DEPENDENCIES below).  Objects go to $(BUILD).

BUILD      ?= build
CC         ?= cc
PREFIX     ?= /usr/local
SYSCONFDIR ?= /etc
DESTDIR    ?=
CFLAGS     ?= -O2 -g
Q           = @
MAKEFLAGS  += --no-builtin-rules --no-print-directory

.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all
.PHONY: all run check check-web lint asan fuzz bench install uninstall deps \
	clean FORCE

# ---- DEPENDENCIES (Debian packages, and why) -------------------------------
DEPS_BUILD := gcc make pkg-config libc6-dev
DEPS_BUILD += libevent-dev      # event loop and buffered sockets of the daemon
DEPS_BUILD += libssl-dev        # TLS, gateway signatures (HMAC)
DEPS_BUILD += libsodium-dev     # sealing, hashing, signing
DEPS_BUILD += nettle-dev        # SHA-256 of the leaves: six times libsodium's
DEPS_BUILD += zlib1g-dev        # deflate of long records, CRC-32
DEPS_BUILD += libjansson-dev    # JSON of gateways and posts; records in tools
DEPS_BUILD += libconfuse-dev    # syntax of gehoor.conf
DEPS_BUILD += libutf8proc-dev   # folding of letters for the theme matcher
DEPS_BUILD += libsqlite3-dev    # the cache the reports are made from
DEPS_BUILD += libcsv-dev        # quoting of CSV, and taking it apart
DEPS_BUILD += libxlsxwriter-dev # workbooks, in which a text is no formula
DEPS_BUILD += libqrencode-dev   # the QR code of a poster
DEPS_BUILD += libcurl4-openssl-dev # a witness fetches checkpoints and tiles
DEPS_BUILD += wdutch            # ordinary words: what they lack may be a name
DEPS_CHECK := libcmocka-dev     # unit tests
DEPS_CHECK += perl              # prove, and the end-to-end tests
DEPS_CHECK += git               # which files are ours
DEPS_CHECK += curl              # an HTTP client that is not ours
DEPS_CHECK += mandoc            # lint of the manual pages
DEPS_CHECK += procps            # kill, which the unit names
DEPS_CHECK += systemd           # systemd-analyze verify and security
DEPS_CHECK += gdb               # gcore for the privacy test
DEPS_CHECK += binutils          # nm for the layering test
DEPS_CHECK += sqlite3           # what is in the database after an expiry
DEPS_CHECK += libxml2-utils     # xmllint: is the SVG well-formed
DEPS_FUZZ  := clang             # libFuzzer
DEPS_FUZZ  += libclang-rt-14-dev # its run-time and the sanitizers'
DEPS_LINT  := cppcheck clang-tidy clang-format clang
DEPS_WEB   := chromium          # the browser that people see through
DEPS_WEB   += fonts-dejavu-core # Arabic and Cyrillic letters for its pictures
DEPS_WEB   += fonts-noto-color-emoji # the faces of a scale in them
DEPS_WEB   += w3m tmux          # a browser of letters, and somebody who types
DEPS_BENCH := wrk               # load from many connections

# As many jobs as there are processors, unless make was told otherwise.
JOBS_FLAG = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

# Installs what is missing of $(1); quiet when nothing is.
need = $(Q)sh tests/deps.sh $(1)

# ---- compiling ---------------------------------------------------------------
WARN := -Wall -Wextra -Wshadow -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wpointer-arith -Wformat=2 -Wvla
ifdef CI
WARN += -Werror
endif
HARD := -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
CPPFLAGS_OWN = -D_GNU_SOURCE -Iinclude -I.
COMPILE = $(CC) -std=c11 $(CPPFLAGS_OWN) $(CPPFLAGS) $(WARN) $(HARD) $(CFLAGS)

SHARED_LIBS  := -lconfuse -lnettle -lsodium -lutf8proc -lz -lm
DAEMON_LIBS  := -levent -levent_openssl -levent_pthreads -ljansson -lssl -lcrypto -pthread $(SHARED_LIBS)
TOOL_LIBS    := -lsqlite3 -lcsv -lxlsxwriter -ljansson -lqrencode -lcurl $(SHARED_LIBS)

objs   = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)/*.c))
progs  = $(patsubst %.c,$(BUILD)/%,$(wildcard $(1)/*.c))
SHARED := $(call objs,daemon/shared) $(BUILD)/embed.o
DAEMON := $(call objs,daemon) $(call objs,daemon/gateway)
TOOLS  := $(call objs,tools) $(BUILD)/gauge_files.o
UNIT   := $(call progs,tests/unit)
DTEST  := $(call progs,tests/daemon)
FUZZ   := $(filter-out %/replay,$(call progs,tests/fuzz))
EMBED  := $(sort $(wildcard conf/boxes/*.conf conf/lang/*.conf \
	conf/themes/*.conf))
GAUGE  := $(sort $(wildcard conf/gauge/*.conf))
LINK    = $(CC) $(CFLAGS) -pie -Wl,-z,relro,-z,now,--as-needed $(LDFLAGS) -o $@ $(filter %.o %.a,$^)

ifeq ($(V),)
say = @printf '  %-5s %s\n' $(1) $@;
else
say =
endif

all: $(BUILD)/gehoord $(BUILD)/gehoor

$(BUILD)/gehoord: $(DAEMON) $(BUILD)/libgehoor.a $(BUILD)/sources
	$(call say,LINK)$(LINK) $(DAEMON_LIBS)
$(BUILD)/gehoor: $(TOOLS) $(BUILD)/libgehoor.a $(BUILD)/sources
	$(call say,LINK)$(LINK) $(TOOL_LIBS)

# The model of themes is learnt from the corpus by the tool itself, which has
# none in it yet; then it is compiled in.  The same corpus and lexicon give
# the same model; it is learnt again when they or what reads them changed, not
# whenever the tool did.
CORPUS := $(sort $(wildcard conf/themes/corpus/*.jsonl))
# Messages that were written about two themes are no fair sample of all.
DEPTH  := $(wildcard conf/themes/corpus/depth-*.jsonl)
UNTRAINED := $(patsubst %/model_data.o,%/model_none.o,$(TOOLS))
$(BUILD)/train/gehoor: $(UNTRAINED) $(BUILD)/libgehoor.a $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,LINK)$(LINK) $(TOOL_LIBS)
LEARNS := analysis automaton chat features finder labelled lexicon logistic \
	model model_file normalise second squeeze swear term train \
	train_files train_fit
# A build that is slower than this one may take its model.
ifndef THEMES_MODEL
THEMES_MODEL := $(BUILD)/themes.model
$(THEMES_MODEL): $(LEARNS:%=$(BUILD)/tools/%.o) $(CORPUS) \
    $(wildcard conf/themes/*.conf) | $(BUILD)/train/gehoor
	$(call say,TRAIN)$(BUILD)/train/gehoor -q -c /dev/null train -o $@ \
	    $(filter-out $(DEPTH),$(CORPUS)) $(addprefix +,$(filter $(DEPTH),$(CORPUS)))
endif
$(BUILD)/tools/model_none.o: tools/model_data.c
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -c -o $@ $<
$(BUILD)/tools/model_data.o: tools/model_data.c $(THEMES_MODEL)
	$(call say,CC)$(COMPILE) -DMODEL='"$(THEMES_MODEL)"' -c -o $@ $<
# The same programs with a clock that tests can set; never installed.
$(BUILD)/test/gehoord: $(filter-out %/clock.o,$(DAEMON)) \
    $(BUILD)/tests/clock.o $(BUILD)/libgehoor.a $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,LINK)$(LINK) $(DAEMON_LIBS)
# Also with segments of kilobytes where others have megabytes.
$(BUILD)/test/gehoord-tiny: $(filter-out %/clock.o %/journal_box.o,$(DAEMON)) \
    $(BUILD)/tests/clock.o $(BUILD)/test/journal_box.o $(BUILD)/libgehoor.a \
    $(BUILD)/sources
	$(call say,LINK)$(LINK) $(DAEMON_LIBS)
$(BUILD)/test/journal_box.o: daemon/journal_box.c
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -DSEGMENT_UNIT=2048 -MMD -MP -c -o $@ $<
$(BUILD)/test/gehoor: $(filter-out %/clock.o,$(TOOLS)) \
    $(BUILD)/tests/clock.o $(BUILD)/libgehoor.a $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,LINK)$(LINK) $(TOOL_LIBS)

$(BUILD)/libgehoor.a: $(SHARED) $(BUILD)/sources
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)
$(BUILD)/libdaemon.a: $(filter-out %/main.o,$(DAEMON)) $(BUILD)/sources
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)
$(BUILD)/libtools.a: $(filter-out %/main.o,$(TOOLS)) $(BUILD)/sources
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

# Relinks when a source file came or went.
$(BUILD)/sources: FORCE
	@mkdir -p $(BUILD); echo $(SHARED) $(DAEMON) $(TOOLS) $(EMBED) | \
	    cmp -s - $@ || echo $(SHARED) $(DAEMON) $(TOOLS) $(EMBED) >$@

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -MMD -MP -c -o $@ $<
$(BUILD)/embed.o: $(BUILD)/embed.c
	$(call say,CC)$(COMPILE) -c -o $@ $<
$(BUILD)/embed.c: $(EMBED) $(BUILD)/sources daemon/shared/embed.awk
	$(call say,GEN)awk -f daemon/shared/embed.awk $(EMBED) >$@
# What messages are gauged by is large, and of no use to the daemon.
$(BUILD)/gauge_files.o: $(BUILD)/gauge_files.c
	$(call say,CC)$(COMPILE) -Wno-overlength-strings -c -o $@ $<
$(BUILD)/gauge_files.c: $(GAUGE) daemon/shared/embed.awk
	@mkdir -p $(@D)
	$(call say,GEN)awk -f daemon/shared/embed.awk $(GAUGE) | \
	    sed 's/embed_files/gauge_files/; 2a extern const struct embed_file gauge_files[];' >$@

# Words in small letters only; they are built in (tools/dictionary.h).
WORDS := /usr/share/dict/dutch
$(BUILD)/dutch.words: $(WORDS)
	@mkdir -p $(@D)
	$(call say,GEN)LC_ALL=C grep -v '[A-Z]' $(WORDS) >$@
# And in small letters what has a capital there.
$(BUILD)/proper.words: $(WORDS)
	@mkdir -p $(@D)
	$(call say,GEN)LC_ALL=C grep '^[A-Z][a-z]*$$' $(WORDS) | \
	    LC_ALL=C tr A-Z a-z >$@
# And the words of two messages or more of the corpus: what is not rare.
$(BUILD)/common.words: $(CORPUS) tools/common.awk
	@mkdir -p $(@D)
	$(call say,GEN)LC_ALL=C awk -f tools/common.awk $(CORPUS) >$@
$(WORDS):
	@echo '$(WORDS) is missing: install wdutch (make deps)' >&2; exit 1
$(BUILD)/tools/dictionary.o: $(BUILD)/dutch.words $(BUILD)/proper.words \
    $(BUILD)/common.words \
    $(wildcard conf/names/*.txt)
$(BUILD)/tools/dictionary.o: \
    CPPFLAGS_OWN += -DDICTIONARY_FILE='"$(BUILD)/dutch.words"' \
	-DDICTIONARY_PROPER_FILE='"$(BUILD)/proper.words"' \
	-DDICTIONARY_COMMON_FILE='"$(BUILD)/common.words"'

# ---- tests -------------------------------------------------------------------
$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libtools.a \
    $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) -lcmocka $(TOOL_LIBS)
$(BUILD)/tests/daemon/%: $(BUILD)/tests/daemon/%.o $(BUILD)/libdaemon.a \
    $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) -lcmocka $(DAEMON_LIBS)
# Writes the logs that no visitor can make gehoord write.
$(BUILD)/tests/end-to-end/%: $(BUILD)/tests/end-to-end/%.o \
    $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) $(SHARED_LIBS)
# The corpus is replayed; where libFuzzer brings main, it goes on from there.
$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o \
    $(BUILD)/libdaemon.a $(BUILD)/libtools.a $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) $(DAEMON_LIBS) $(TOOL_LIBS)
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libdaemon.a \
    $(BUILD)/libtools.a $(BUILD)/libgehoor.a
	@mkdir -p $(@D)
	$(call say,LINK)$(LINK) -fsanitize=fuzzer $(DAEMON_LIBS) $(TOOL_LIBS)

PROGRAMS := $(BUILD)/gehoord $(BUILD)/gehoor $(BUILD)/test/gehoord \
	$(BUILD)/test/gehoor $(BUILD)/test/gehoord-tiny
WRITE_LOG := $(BUILD)/tests/end-to-end/write_log
TEST_PROGRAMS := $(UNIT) $(DTEST) $(FUZZ) $(WRITE_LOG)
E2E := $(sort $(wildcard tests/end-to-end/*.t))

check:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK))
	$(Q)$(MAKE) $(JOBS_FLAG) check-all

# check without looking for packages; also used with sanitizers.
.PHONY: check-all
check-all: $(PROGRAMS) $(TEST_PROGRAMS) $(BUILD)/tests/bench/spent
	$(Q)BUILD=$(BUILD) THEMES_MODEL=$(THEMES_MODEL) sh tests/check.sh $(sort $(UNIT)) $(sort $(DTEST)) \
	    -- $(sort $(FUZZ)) -- $(E2E)

# ---- run: a first look -----------------------------------------------------
run:
	$(call need,$(DEPS_BUILD) curl perl)
	$(Q)$(MAKE) $(JOBS_FLAG) $(PROGRAMS)
	$(Q)BUILD=$(BUILD) perl tests/run/run.pl

# ---- slower checks -----------------------------------------------------------
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer -U_FORTIFY_SOURCE
# One build for the sanitizers and the fuzzers, by the other compiler, whose
# warnings are errors too.
SAN_BUILD = $(Q)$(MAKE) $(JOBS_FLAG) $(BUILD)/themes.model && \
	$(MAKE) $(JOBS_FLAG) BUILD=$(BUILD)/asan THEMES_MODEL=$(BUILD)/themes.model \
	CC=clang CI=1 CFLAGS="-O1 -g $(SAN) -fsanitize=fuzzer-no-link" SANITIZED=1
asan:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_FUZZ))
	$(SAN_BUILD) check-all

# Every fuzz target for FUZZ_SECONDS, starting from the corpus; findings stay
# in $(BUILD)/asan/fuzz-findings.
FUZZ_SECONDS ?= 60
fuzz:
	$(call need,$(DEPS_BUILD) $(DEPS_FUZZ))
	$(SAN_BUILD) fuzz-programs
	$(Q)BUILD=$(BUILD)/asan SECONDS_EACH=$(FUZZ_SECONDS) sh tests/fuzz.sh
	$(Q)$(MAKE) fuzz-llhttp
.PHONY: fuzz-programs
fuzz-programs: $(patsubst $(BUILD)/tests/fuzz/%,$(BUILD)/fuzz/%,$(FUZZ))

lint:
	$(call need,$(DEPS_BUILD) $(DEPS_LINT) libcmocka-dev)
	$(Q)$(MAKE) $(BUILD)/embed.c
	$(Q)BUILD=$(BUILD) sh tests/lint.sh

# Both compilers, warnings are errors.
.PHONY: check-clang
check-clang:
	$(call need,$(DEPS_BUILD) libcmocka-dev clang)
	$(Q)$(MAKE) $(JOBS_FLAG) BUILD=$(BUILD)/clang CC=clang CI=1 $(subst $(BUILD)/,$(BUILD)/clang/,$(PROGRAMS) $(UNIT) $(DTEST))

-include tests/bench/bench.mk tests/web/web.mk tests/fuzz/llhttp/llhttp.mk \
	tests/faults/faults.mk tests/front/front.mk tests/office/office.mk

# ---- installing ----------------------------------------------------------------
BINDIR   := $(PREFIX)/bin
MANDIR   := $(PREFIX)/share/man
UNITDIR  := $(PREFIX)/lib/systemd/system
SYSUSERS := $(PREFIX)/lib/sysusers.d
TMPFILES := $(PREFIX)/lib/tmpfiles.d
COMPLETE := $(PREFIX)/share/bash-completion/completions
ETC      := $(SYSCONFDIR)/gehoor
LEARN    := $(PREFIX)/share/gehoor/corpus
MAN      := daemon/gehoord.8 tools/gehoor.1 conf/gehoor.conf.5 \
	include/gehoor/gehoor-log.5
UNITS    := $(patsubst systemd/%.in,%,$(wildcard systemd/*.service.in)) \
	$(notdir $(wildcard systemd/*.socket systemd/*.timer))
CONF     := gehoor.conf $(patsubst conf/%,%,$(EMBED) \
	$(sort $(wildcard conf/proxy/* conf/sms/*)))

# An edited configuration is never overwritten: the new one stands beside it.
install: all
	install -d $(addprefix $(DESTDIR),$(BINDIR) $(UNITDIR) $(SYSUSERS) \
	    $(TMPFILES) $(COMPLETE) $(LEARN) $(MANDIR)/man1 $(MANDIR)/man5 $(MANDIR)/man8)
	install -m 755 $(BUILD)/gehoord $(BUILD)/gehoor $(DESTDIR)$(BINDIR)/
	for m in $(MAN); do install -m 644 $$m \
	    $(DESTDIR)$(MANDIR)/man$${m##*.}/; done
	for u in $(UNITS); do \
	    if [ -f systemd/$$u.in ]; then awk -v bindir=$(BINDIR) \
	        -v sysconfdir=$(SYSCONFDIR) -v hardening=systemd/hardening.inc \
	        -f systemd/fill.awk systemd/$$u.in >$(DESTDIR)$(UNITDIR)/$$u; \
	    else cat systemd/$$u >$(DESTDIR)$(UNITDIR)/$$u; fi; \
	    chmod 644 $(DESTDIR)$(UNITDIR)/$$u || exit 1; done
	install -m 644 systemd/sysusers.conf $(DESTDIR)$(SYSUSERS)/gehoor.conf
	install -m 644 systemd/tmpfiles.conf $(DESTDIR)$(TMPFILES)/gehoor.conf
	install -m 644 $(CORPUS) $(DESTDIR)$(LEARN)/
	$(BUILD)/gehoor help --completion bash >$(DESTDIR)$(COMPLETE)/gehoor
	for f in $(CONF); do to=$(DESTDIR)$(ETC)/$$f; install -d $${to%/*}; \
	    if [ -f $$to ] && ! cmp -s conf/$$f $$to; then to=$$to.new; fi; \
	    install -m 644 conf/$$f $$to || exit 1; done

# Leaves the configuration, the keys and the logs where they are.
uninstall:
	rm -f $(addprefix $(DESTDIR)$(BINDIR)/,gehoord gehoor)
	for m in $(MAN); do rm -f \
	    $(DESTDIR)$(MANDIR)/man$${m##*.}/$${m##*/}; done
	rm -f $(addprefix $(DESTDIR)$(UNITDIR)/,$(UNITS)) \
	    $(DESTDIR)$(SYSUSERS)/gehoor.conf \
	    $(DESTDIR)$(TMPFILES)/gehoor.conf $(DESTDIR)$(COMPLETE)/gehoor
	rm -rf $(DESTDIR)$(LEARN)

clean:
	rm -rf $(BUILD)

deps:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_FUZZ) $(DEPS_LINT) $(DEPS_WEB) $(DEPS_BENCH) \
	    $(DEPS_FAULTS) $(DEPS_FRONT))

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d $(BUILD)/*/*/*.d)
