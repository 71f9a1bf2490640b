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
.DEFAULT_GOAL := all
.PHONY: all run check check-web lint asan fuzz bench install uninstall deps \
	clean FORCE

# ---- DEPENDENCIES (Debian packages, and why) -------------------------------
DEPS_BUILD := gcc make pkg-config libc6-dev
DEPS_BUILD += libevent-dev      # event loop and buffered sockets of the daemon
DEPS_BUILD += libssl-dev        # gateway signatures (HMAC)
DEPS_BUILD += libsodium-dev     # sealing, hashing, signing
DEPS_BUILD += zlib1g-dev        # deflate of long records, CRC-32
DEPS_BUILD += libjansson-dev    # JSON of gateways and posts; records in tools
DEPS_BUILD += libconfuse-dev    # syntax of gehoor.conf
DEPS_BUILD += libutf8proc-dev   # folding of letters for the theme matcher
DEPS_BUILD += libsqlite3-dev    # the cache the reports are made from
DEPS_BUILD += libcsv-dev        # quoting of CSV
DEPS_CHECK := libcmocka-dev     # unit tests
DEPS_CHECK += perl              # prove, and the end-to-end tests
DEPS_CHECK += curl              # an HTTP client that is not ours
DEPS_CHECK += mandoc            # lint of the manual pages
DEPS_CHECK += systemd           # systemd-analyze verify and security
DEPS_CHECK += gdb               # gcore for the privacy test
DEPS_CHECK += binutils          # nm for the layering test
DEPS_CHECK += libxml2-utils     # xmllint: is the SVG well-formed
DEPS_FUZZ  := clang             # libFuzzer
DEPS_FUZZ  += libclang-rt-14-dev # its run-time and the sanitizers'
DEPS_LINT  := cppcheck clang-tidy clang-format clang
DEPS_WEB   := chromium          # the browser that people see through
DEPS_BENCH := wrk               # load from many connections

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

SHARED_LIBS  := -lconfuse -lsodium -lutf8proc -lz
DAEMON_LIBS  := -levent -levent_pthreads -ljansson -lcrypto -pthread $(SHARED_LIBS)
TOOL_LIBS    := -lsqlite3 -lcsv -ljansson $(SHARED_LIBS)

objs   = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)/*.c))
progs  = $(patsubst %.c,$(BUILD)/%,$(wildcard $(1)/*.c))
SHARED := $(call objs,daemon/shared) $(BUILD)/embed.o
DAEMON := $(call objs,daemon)
TOOLS  := $(call objs,tools)
UNIT   := $(call progs,tests/unit)
DTEST  := $(call progs,tests/daemon)
FUZZ   := $(filter-out %/replay,$(call progs,tests/fuzz))
EMBED  := $(sort $(wildcard conf/boxes/*.conf conf/lang/*.conf \
	conf/themes/*.conf))
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
# The same programs with a clock that tests can set; never installed.
$(BUILD)/test/gehoord: $(filter-out %/clock.o,$(DAEMON)) \
    $(BUILD)/tests/clock.o $(BUILD)/libgehoor.a $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,LINK)$(LINK) $(DAEMON_LIBS)
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

# ---- tests -------------------------------------------------------------------
$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libtools.a \
    $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) -lcmocka $(TOOL_LIBS)
$(BUILD)/tests/daemon/%: $(BUILD)/tests/daemon/%.o $(BUILD)/libdaemon.a \
    $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) -lcmocka $(DAEMON_LIBS)
$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o \
    $(BUILD)/libdaemon.a $(BUILD)/libtools.a $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) $(DAEMON_LIBS) $(TOOL_LIBS)

PROGRAMS := $(BUILD)/gehoord $(BUILD)/gehoor $(BUILD)/test/gehoord \
	$(BUILD)/test/gehoor
TEST_PROGRAMS := $(UNIT) $(DTEST) $(FUZZ)
E2E := $(sort $(wildcard tests/end-to-end/*.t))

check:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK))
	$(Q)$(MAKE) check-all

# check without looking for packages; also used with sanitizers.
.PHONY: check-all
check-all: $(PROGRAMS) $(TEST_PROGRAMS)
	$(Q)BUILD=$(BUILD) sh tests/check.sh $(sort $(UNIT)) $(sort $(DTEST)) \
	    -- $(sort $(FUZZ)) -- $(E2E)

clean:
	rm -rf $(BUILD)

deps:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_FUZZ) $(DEPS_LINT) $(DEPS_WEB) $(DEPS_BENCH))

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d $(BUILD)/*/*/*.d)
