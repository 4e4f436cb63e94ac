# SPDX-License-Identifier: GPL-2.0
#
# Prints a configuration of `number` sessions on one ENI, each with a five-tuple
# filter. Those of `matching` of them, spread evenly, are the tuple of all packets
# (proto, src, dst, sport, dport); the others are drawn at random, the same ones each
# time. Addresses are prefixes in one case of four. With `alike`, each of their
# fields is the packets' own in one case of eight, so that they have much in common.

# Lehmer's generator: awks differ in theirs.
function draw(n) {
	seed = seed * 48271 % 2147483647
	return seed % n
}

function address(own, net,    text) {
	if (alike && !draw(8))
		return own "/32"
	same = 0
	text = net "." (1 + draw(255)) "."
	return draw(4) ? text draw(256) "/32" : text "0/24"
}

function port(own,    other) {
	if (alike && !draw(8))
		return own
	same = 0
	other = 1 + draw(65535)
	return other == own ? own + 1 : other
}

function random_row(    other, from, to, sp, dp) {
	do {
		same = 1
		other = draw(2) ? "udp" : "tcp"
		if (other != proto)
			same = 0
		from = address(src, "10.1")
		to = address(dst, "10.0")
		sp = port(sport)
		dp = port(dport)
	} while (same)
	return row(other, from, to, sp, dp)
}

function row(protocol, from, to, sp, dp) {
	return sprintf("{proto: %s, src: %s, dst: %s, sport: \"%s\", dport: \"%s\"}", protocol, from, to, sp, dp)
}

BEGIN {
	seed = 2026
	print "networks:"
	print "- {name: vpc, cidrs: [10.0.0.0/16, 10.1.0.0/16, 10.3.0.0/16], max_sessions: 5000}"
	print "sessions:"
	every = matching ? number / matching : number + 1
	for (i = 0; i < number; i++) {
		filter = (i + 1) % every == 0 ? row(proto, src "/32", dst "/32", sport, dport) : random_row()
		printf "- {name: s%04d, network: vpc, scope: {type: eni, enis: [eth0]}, direction: out, ", i
		printf "receivers: [10.3.0.20], filter: {match: [[%s]]}}\n", filter
	}
}
