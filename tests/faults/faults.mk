# faults.mk - "make check-faults": every fault we can inject, and no
# acknowledged message lost (tests/faults).
#
# FAULTS_PART=30-shim runs one part, FAULTS_SCALE=10 about a tenth of each.

DEPS_FAULTS := strace           # fails system calls where libc cannot hide it
DEPS_FAULTS += util-linux       # unshare: a small disk of the test's own

SHIMS  := $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/faults/*.c))
FAULTS := $(sort $(wildcard tests/faults/*$(FAULTS_PART)*.t))

$(BUILD)/tests/faults/%.so: tests/faults/%.c
	@mkdir -p $(@D)
	$(call say,LINK)$(COMPILE) -U_FORTIFY_SOURCE -fPIC -shared -MMD -MP \
	    -MF $(@:.so=.d) -o $@ $< -pthread

.PHONY: check-faults check-faults-run
check-faults:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_FAULTS))
	$(Q)$(MAKE) $(JOBS_FLAG) check-faults-run

# check-faults without looking for packages.
check-faults-run: $(PROGRAMS) $(SHIMS)
	$(Q)BUILD=$(BUILD) sh tests/faults/run.sh $(FAULTS)
