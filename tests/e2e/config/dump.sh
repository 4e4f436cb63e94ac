#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is shown is whole and in order, however many sessions there are and
# whatever changes meanwhile.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
ctl network add vpc1 cidr 10.0.0.0/16 max-sessions 1000
for i in {1..250}; do
	echo "session add s$((i * 7919 % 1000)) network vpc1 scope eni eth0 receiver 10.0.0.20,10.0.0.21 tag number=$i match proto udp dport $i stopped"
done | ctl -b - 2>/dev/null

ctl -j session show | query_json -r '.sessions[].name' >"$WORK/stay"
equal 'sessions' "$(wc -l <"$WORK/stay")" 250
equal 'order' "$(LC_ALL=C sort "$WORK/stay" | cmp "$WORK/stay" - && echo sorted)" sorted

read -r first <"$WORK/stay"
(
	while [[ ! -e $WORK/enough ]]; do
		for i in {1..20}; do
			echo "session add z$i network vpc1 scope eni eth0 receiver 10.0.0.20 stopped"
			echo "session add a$i network vpc1 scope eni eth0 receiver 10.0.0.20 stopped"
			echo "session set $first tag turn=$i"
			echo "session del z$i a$i"
		done | ctl -b - 2>/dev/null
		echo x >>"$WORK/turns"
	done
) &
for i in {1..10}; do
	ctl -j -s show >"$WORK/shown" || die 'show failed'
	# Whole: each that stayed is there once; at most one of a pair is on its way.
	query_json -r '.sessions[] | select(.stats.matched_packets == 0 and .tags != null) | .name' <"$WORK/shown" >"$WORK/names"
	equal "order of dump $i" "$(LC_ALL=C sort -u "$WORK/names" | cmp "$WORK/names" - && echo sorted)" sorted
	equal "dump $i" "$(grep '^s' "$WORK/names" | cmp - "$WORK/stay" && echo whole)" whole
	between "others in dump $i" "$(grep -c '^[az]' "$WORK/names" || true)" 0 2
done
touch "$WORK/enough"
wait
(($(wc -l <"$WORK/turns") >= 2)) || die 'nothing changed meanwhile'
ctl session show nine 2>/dev/null && die 'a session that is not there is shown'
equal 'one session' "$(ctl -j session show "$first" | query_json -r ".sessions[].name")" "$first"
