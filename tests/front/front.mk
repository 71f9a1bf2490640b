# front.mk - "make check-front": gehoord as the internet meets it: behind the
# proxies of Debian, inside its unit, under slow clients and floods.
#
# FRONT_PART=proxy runs one part.

DEPS_FRONT :=

FRONT := $(sort $(wildcard tests/front/*$(FRONT_PART)*.t))

.PHONY: check-front check-front-run
check-front:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_FRONT))
	$(Q)$(MAKE) $(JOBS_FLAG) check-front-run

# check-front without looking for packages.
check-front-run: $(PROGRAMS)
	$(Q)BUILD=$(BUILD) prove --timer --exec '' -I tests/end-to-end $(FRONT)
