# The words that stand in the texts of two messages or more, in small letters.
{
	sub(/^.*"text": *"/, "")
	sub(/", *"themes".*$/, "")
	gsub(/\\[nrt]/, " ")
	n = split(tolower($0), w, /[^a-z\200-\377]+/)
	split("", seen)
	for (i = 1; i <= n; i++)
		if (length(w[i]) > 1 && !(w[i] in seen)) {
			seen[w[i]] = 1
			count[w[i]]++
		}
}
END {
	for (x in count)
		if (count[x] > 1)
			print x | "sort"
}
