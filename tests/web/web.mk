# web.mk - the browser tests of "make check-web" (tests/web).

WEB_TOOLS := $(BUILD)/tests/web

# Node as the machine has it, else Debian's.
WEB_NODE = $(if $(shell command -v node),,nodejs) \
	$(if $(shell command -v npm),,npm)

$(WEB_TOOLS)/installed: tests/web/package-lock.json tests/web/package.json
	@mkdir -p $(WEB_TOOLS) && cp $^ $(WEB_TOOLS)
	@echo '  NPM   $(WEB_TOOLS)'; cd $(WEB_TOOLS) && { \
	    npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || \
	    { cat npm.log; exit 1; }; }
	@touch $@

check-web:
	$(call need,$(DEPS_BUILD) $(DEPS_WEB) perl $(WEB_NODE))
	$(Q)$(MAKE) check-web-run

# check-web without looking for packages.
.PHONY: check-web-run
check-web-run: $(BUILD)/test/gehoord $(BUILD)/test/gehoor \
    $(WEB_TOOLS)/installed
	$(Q)BUILD=$(abspath $(BUILD)) prove --timer --exec '' \
	    tests/web/web.t tests/web/w3m.t
