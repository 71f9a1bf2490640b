# front.mk - "make check-front": gehoord as the internet meets it: behind the
# proxies of Debian, inside its unit, under slow clients and floods.
#
# FRONT_PART=proxy runs one part.

DEPS_FRONT := slowhttptest      # a thousand slow clients
DEPS_FRONT += nginx-light caddy haproxy tor # the proxies of conf/proxy
DEPS_FRONT += kannel kannel-extras # conf/sms/kannel.conf; fakesmsc
DEPS_FRONT += smstools          # conf/sms/smsd.conf
DEPS_FRONT += gammu-smsd        # conf/sms/gammu-smsdrc
DEPS_FRONT += strace            # which system calls there are
DEPS_FRONT += bubblewrap libseccomp-dev # the settings of the unit without systemd
DEPS_FRONT += testssl.sh        # what TLS experts look for
DEPS_FRONT += util-linux       # prlimit; unshare, nsenter and setpriv: a machine with systemd
DEPS_FRONT += openssl          # certificates

FRONT := $(sort $(wildcard tests/front/*$(FRONT_PART)*.t))

.PHONY: check-front check-front-run
check-front:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_FRONT))
	$(Q)$(MAKE) $(JOBS_FLAG) check-front-run

# check-front without looking for packages.
check-front-run: $(PROGRAMS) $(BUILD)/tests/front/confine \
    $(BUILD)/tests/front/probe
	$(Q)BUILD=$(BUILD) prove --timer --exec '' -I tests/end-to-end $(FRONT)

$(BUILD)/tests/front/probe: tests/front/probe.c
	@mkdir -p $(@D)
	$(call say,LINK)$(COMPILE) -o $@ $<

$(BUILD)/tests/front/confine: tests/front/confine.c
	@mkdir -p $(@D)
	$(call say,LINK)$(COMPILE) -o $@ $< -lseccomp
