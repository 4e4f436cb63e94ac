# SPDX-License-Identifier: GPL-2.0
#
# Reads a console log with KUnit's results (KTAP), module by module: prints a line
# for each case that failed, and a summary.  `modules` names those to be heard of.

function bad(what) {
	print "not ok " what
	failed++
}

# A module is done: as many results as its suites announced?
function done() {
	if (module && !announced)
		bad(module ": no result")
	else if (results < announced)
		bad(module ": " announced - results " of " announced " results are missing")
	announced = results = complaints = 0
	said = ""
}

{ sub(/[ \r]+$/, "") }

/^module / {
	done()
	module = $2
	heard[module]
	next
}

# One bug is seldom one line: the first will do.
/BUG:|WARNING:|Oops|KASAN|UBSAN|Call Trace:|Kernel panic|segfault|(insmod|rmmod): ERROR/ {
	if (!complaints++)
		bad((module ? module : "the kernel") ": " $0)
}

/^    # Subtest: / { suite = $3 }

/^    1\.\.[0-9]+$/ {
	announced += substr($1, 4)
	said = ""
}

/^    (not )?ok [0-9]+ / {
	results++
	name = $0
	sub(/^ *(not )?ok [0-9]+ (- )?/, "", name)
	if (name ~ /# SKIP/)
		skipped++
	else if ($1 == "ok")
		passed++
	else
		bad(suite "." name ":" said)
	complaints = 0
	said = ""
	next
}

# What expectations that failed say.
/FAILED at/ || said && !/ # .*pass:/ {
	gsub(/^ *(# [^ ]*: )?|[^ ]*\/tests\/kunit\/(\.\.\/\.\.\/)?/, "")
	said = said " " $0
}

END {
	done()
	for (n = split(modules, wanted, " "); n; n--)
		if (!(wanted[n] in heard))
			bad(wanted[n] ": not run")
	result = passed + 0 " passed, " failed + 0 " failed"
	print "KUnit: " result (skipped ? ", " skipped " skipped" : "")
	print result
	exit failed || !passed
}
