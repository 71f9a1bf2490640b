# fill.awk - makes a unit from its template: @BINDIR@, @SYSCONFDIR@ and, as
# whole lines, @HARDENING@ from hardening.inc.  -v bindir= -v sysconfdir=
# -v hardening=FILE
/^@HARDENING@$/ {
	while ((getline line < hardening) > 0)
		print line
	close(hardening)
	next
}
{
	gsub(/@BINDIR@/, bindir)
	gsub(/@SYSCONFDIR@/, sysconfdir)
	print
}
