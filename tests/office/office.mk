# office.mk - "make check-office": what LibreOffice with Dutch settings makes of
# our workbook and our CSV for a Dutch Excel.

DEPS_OFFICE := libreoffice-calc # opens both as somebody in an office would
DEPS_OFFICE += libxml2-utils    # what it made of them

OFFICE := $(sort $(wildcard tests/office/*.t))

.PHONY: check-office check-office-run
check-office:
	$(call need,$(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_OFFICE))
	$(Q)$(MAKE) $(JOBS_FLAG) check-office-run

# check-office without looking for packages.
check-office-run: $(PROGRAMS)
	$(Q)BUILD=$(BUILD) prove --timer --exec '' $(OFFICE)
