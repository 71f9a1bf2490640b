# embed.awk - makes build/embed.c: the files of conf/ as C strings (embed.h).
BEGIN {
	print "/* Made by embed.awk; do not edit. */"
	print "#include \"gehoor/embed.h\""
	print "const struct embed_file embed_files[] = {"
}
FNR == 1 {
	if (open)
		print "\t},"
	name = FILENAME
	sub(/^conf\//, "", name)
	printf "\t{ \"%s\", \"\"\n", name
	open = 1
}
{
	line = $0
	gsub(/\\/, "\\\\", line)
	gsub(/"/, "\\\"", line)
	gsub(/\?/, "\\?", line)
	gsub(/\t/, "\\t", line)
	printf "\t\"%s\\n\"\n", line
}
END {
	if (open)
		print "\t},"
	print "\t{ 0, 0 }\n};"
}
