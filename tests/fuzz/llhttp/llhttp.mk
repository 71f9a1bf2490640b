# llhttp.mk - the differential fuzz target.  The sources of llhttp come from
# Debian's node-llhttp, unpacked beside our objects; installing the package
# would clash with other packages of Node.

LLHTTP := $(BUILD)/llhttp
LLHTTP_C := $(addprefix $(LLHTTP)/,api.c http.c llhttp.c)
LLHTTP_SAN := -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=undefined

$(LLHTTP)/llhttp.h:
	@mkdir -p $(LLHTTP)/package
	$(call say,GET)cd $(LLHTTP)/package && \
	    { apt-get -qq download node-llhttp || { apt-get -qq update && \
	    apt-get -qq download node-llhttp; }; } 2>/dev/null && \
	    dpkg -x node-llhttp_*.deb .
	$(Q)cp $(LLHTTP)/package/usr/share/llhttp/*.c $(LLHTTP)
	$(Q)cp $(LLHTTP)/package/usr/share/include/llhttp/llhttp.h $@

# Only what our side needs, all of it instrumented; llhttp is not ours to warn
# about.
$(BUILD)/tests/fuzz/llhttp-diff: tests/fuzz/llhttp/llhttp.c \
    $(wildcard daemon/shared/http_*.[ch]) include/gehoor/http_request.h \
    $(LLHTTP)/llhttp.h
	@mkdir -p $(@D)
	$(call say,FUZZ)clang -std=c11 $(CPPFLAGS_OWN) -isystem $(LLHTTP) \
	    -DLLHTTP_STRICT_MODE=1 -O1 -g $(LLHTTP_SAN) -Wno-everything -o $@ \
	    $(filter %.c,$^) $(LLHTTP_C)

# Runs it for FUZZ_SECONDS from its corpus.
.PHONY: fuzz-llhttp
fuzz-llhttp: $(BUILD)/tests/fuzz/llhttp-diff
	$(Q)mkdir -p $(BUILD)/fuzz-findings $(BUILD)/llhttp/corpus
	$(Q)$< -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -verbosity=0 \
	    -artifact_prefix=$(BUILD)/fuzz-findings/llhttp- \
	    $(BUILD)/llhttp/corpus tests/corpus/llhttp-diff \
	    >$(BUILD)/llhttp/log 2>&1 || \
	    { tail -n 40 $(BUILD)/llhttp/log; exit 1; }
	@echo "ok - fuzz llhttp-diff, $(FUZZ_SECONDS) s"
