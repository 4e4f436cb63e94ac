# SPDX-License-Identifier: GPL-2.0
#
# What sessions have to count: name, matched, sent, dropped, drops, modified; for the
# sessions in names. The first file has the frames on the wire, the second those
# that the ENI was given, of which super-packets are many: frame.len, tcp.len,
# ipv6.plen. 1464 bytes of a frame fit the path, 1444 the one over IPv6.

function line(name, drops, modified_)
{
	if (names ~ " " name " ")
		print name, n, n - drops, drops, drops ? "{\"mtu\":" drops "}" : "{}", "{" modified_ "}"
}

function modified(what, count)
{
	return count ? "\"" what "\":" count : ""
}

function resegmented(tcp, other)
{
	return modified("resegmented", tcp) (tcp && other ? "," : "") modified("fragmented", other)
}

BEGIN { FS = OFS = "\t" }

NR == FNR {
	n++
	s64 += $1 > 64
	s128 += $1 > 128
	s1000 += $1 > 1000
	long += $1 > 1464
	long6 += $1 > 1444
	other += $1 > 1464 && $2 == ""
	other6 += $1 > 1444 && $2 == ""
	next
}

# Of super-packets, all segments are other ones than on the wire.
$2 {
	full = $3 ? 1428 : 1448
	segments = int(($2 + full - 1) / full)
	tcp += $1 > 1464 ? segments : 0
	tcp6 += $1 > 1444 ? segments : 0
}

END {
	line("drop", long, "")
	line("fix", 0, modified("truncated", long))
	line("fix1000", 0, modified("snaplen", s1000))
	line("fix128", 0, modified("snaplen", s128))
	line("fix64", 0, modified("snaplen", s64))
	line("fragment", 0, modified("fragmented", long))
	line("resegment", 0, resegmented(tcp, other))
	line("six", 0, resegmented(tcp6, other6))
	line("sixcut", 0, modified("truncated", long6))
	line("snap1000", 0, modified("snaplen", s1000))
	line("snap128", 0, modified("snaplen", s128))
	line("snap64", 0, modified("snaplen", s64))
	line("truncate", 0, modified("truncated", long))
}
