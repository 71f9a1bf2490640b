# bench.mk - programs, peers and the run of "make bench" (tests/bench).

DEPS_BENCH += perl              # run.pl
DEPS_BENCH += libcmocka-dev     # the attack shares its messages with a test
DEPS_BENCH += sqlite3           # loads the same rows from a CSV
DEPS_BENCH += openssl           # a hash to measure verify against
DEPS_BENCH += g++ python3       # the peer's SQLite binding is built here

BENCH_SIMPLE := $(addprefix $(BUILD)/tests/bench/,idle probe spent)
BENCH_HTTP   := $(BUILD)/tests/bench/evhttp_server
BENCH_DATA   := $(addprefix $(BUILD)/tests/bench/,make_log themes \
	gauge gauge_train redact tables)
BENCH_ATTACK := $(BUILD)/tests/bench/protect
BENCH_PEER   := $(BUILD)/tests/bench/fastify
BENCH_DUCKDB := $(BUILD)/tests/bench/duckdb

$(BENCH_SIMPLE): %: %.o
	$(call say,LINK)$(LINK)
$(BENCH_HTTP): %: %.o
	$(call say,LINK)$(LINK) -levent
$(BENCH_DATA): %: %.o $(BUILD)/tests/bench/messages.o $(BUILD)/libtools.a \
    $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) $(TOOL_LIBS)

$(BUILD)/tests/bench/gauge_train: $(BUILD)/tests/bench/gauge_first.o \
    $(BUILD)/tests/bench/gauge_second.o

$(BENCH_ATTACK): %: %.o $(BUILD)/libtools.a $(BUILD)/libgehoor.a
	$(call say,LINK)$(LINK) -lcmocka $(TOOL_LIBS)

# Node as the machine has it, else Debian's.
BENCH_NODE = $(if $(shell command -v node),,nodejs) \
	$(if $(shell command -v npm),,npm) \
	$(if $(wildcard /usr/include/node/node.h),,libnode-dev)

# The peer is built from source, with the headers of the node that runs it.
$(BENCH_PEER)/built: tests/bench/fastify/package-lock.json \
    tests/bench/fastify/package.json tests/bench/fastify/server.js
	@mkdir -p $(BENCH_PEER) && cp $^ $(BENCH_PEER)
	@echo '  NPM   $(BENCH_PEER)'; cd $(BENCH_PEER) && { { \
	    npm ci --ignore-scripts --no-audit --no-fund && \
	    cd node_modules/better-sqlite3 && \
	    npm_config_nodedir=$${NODEDIR:-/usr} npm run build-release; \
	    } >npm.log 2>&1 || \
	    { cat $(abspath $(BENCH_PEER))/npm.log; exit 1; }; }
	@touch $@

# DuckDB comes built, as a module of node.
$(BENCH_DUCKDB)/built: tests/bench/duckdb/package-lock.json \
    tests/bench/duckdb/package.json tests/bench/duckdb/load.js \
    tests/bench/duckdb/copy.js
	@mkdir -p $(BENCH_DUCKDB) && cp $^ $(BENCH_DUCKDB)
	@echo '  NPM   $(BENCH_DUCKDB)'; cd $(BENCH_DUCKDB) && { \
	    npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || \
	    { cat $(abspath $(BENCH_DUCKDB))/npm.log; exit 1; }; }
	@touch $@

bench:
	$(call need,$(DEPS_BUILD) $(DEPS_BENCH) $(BENCH_NODE))
	$(Q)$(MAKE) bench-run

# The corpus, in the project or beside it.
GAUGE_CORPUS = $(sort $(firstword $(wildcard conf/themes/corpus) \
	$(wildcard ../shared/data/corpus)))
GAUGE_FILES = $(sort $(wildcard $(GAUGE_CORPUS)/*.jsonl))
.PHONY: gauge-model gauge-cv
gauge-model: $(BUILD)/tests/bench/gauge_train
	$(Q)$< $(GAUGE_FILES) \
	    >$(BUILD)/model.conf && mv $(BUILD)/model.conf conf/gauge/model.conf

# Every message gauged by a model that was made without it.
gauge-cv: $(BUILD)/tests/bench/gauge_train $(BUILD)/tests/bench/gauge
	$(Q)for k in 0 1 2 3 4; do \
	    $< -k $$k $(GAUGE_FILES) >$(BUILD)/model.$$k || exit 1; done
	$(Q)$(BUILD)/tests/bench/gauge -x $(BUILD)/model $(GAUGE_FILES)

# bench without looking for packages.
.PHONY: bench-run
bench-run: $(BUILD)/gehoord $(BUILD)/gehoor $(BUILD)/test/gehoor \
    $(BENCH_SIMPLE) $(BENCH_HTTP) $(BENCH_DATA) $(BENCH_ATTACK) \
    $(BENCH_PEER)/built $(BENCH_DUCKDB)/built
	$(Q)ulimit -n $$(ulimit -Hn); BUILD=$(BUILD) perl tests/bench/run.pl
