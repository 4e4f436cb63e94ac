#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# 4,096 sessions in 1,000 networks: one file, one transaction, within 15 seconds;
# what is in force then is what the file says, and the file says what it is.
. "$(dirname "$0")/lib.sh"

most=15000 # ms

# Five-tuple filters, and each kind of scope.
awk 'BEGIN {
	print "networks:"
	for (n = 0; n < 1000; n++)
		printf "- {name: net%03d, cidrs: [10.%d.%d.0/24], max_sessions: 6}\n", n, n / 250, n % 250
	print "sessions:"
	for (s = 0; s < 4096; s++) {
		n = s % 1000
		net = "10." int(n / 250) "." n % 250
		printf "- name: s%04d\n  network: net%03d\n  receivers: [%s.20, %s.21]\n", s, n, net, net
		if (s % 3 == 0)
			print "  scope: {type: network}"
		else if (s % 3 == 1)
			printf "  scope: {type: subnet, cidrs: [%s.0/25]}\n", net
		else
			printf "  scope: {type: eni, enis: [eth0, eth%d]}\n", s % 8
		printf "  filter: {match: [[{proto: tcp, src: %s.%d, dst: 0.0.0.0/0, sport: \"1024-65535\", dport: \"%d\"}]]}\n", net, s % 250, s
		printf "  tags: {number: \"%d\"}\n", s
	}
}' >"$WORK/scale.yaml"

host src 10.0.0.14

start=${EPOCHREALTIME/./}
ctl apply "$WORK/scale.yaml" 2>"$WORK/warnings"
took=$(((${EPOCHREALTIME/./} - start) / 1000))
echo "4,096 sessions in 1,000 networks: $took ms"
between 'milliseconds' "$took" 1 "$most"

ctl diff "$WORK/scale.yaml" || die 'diff finds a difference'
ctl -j show >"$WORK/shown.json"
judge /usr/bin/python3 "$here/scale.py" scale.yaml shown.json

# Each thing is said once, however many sessions it concerns.
equal 'warnings said twice' "$(sort "$WORK/warnings" | uniq -d)" ''
ctl flush
equal 'after the flush' "$(ctl -j save)" '{"networks":[],"enis":[],"sessions":[]}'
