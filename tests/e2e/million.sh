#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A million packets pass a mirrored ENI, from two processors, while sessions are
# added, changed and deleted: none of them is lost, and of each session that was
# there throughout, each packet is counted as matched, and as sent or dropped.
. "$(dirname "$0")/lib.sh"

host src 10.0.0.14
host web 10.0.0.80
router 10.0.0.80
at web nft 'add table ip t; add chain ip t c { type filter hook prerouting priority -300; }; add rule ip t c udp dport 9000-9009 counter drop'

# Copies end at a device that takes all.
ip -n src -b - <<-EOF
	link add sink type dummy
	link set sink up
	address add 10.3.0.1/24 dev sink
	neigh replace 10.3.0.20 lladdr 02:02:02:02:02:02 dev sink
	neigh replace 10.3.0.21 lladdr 02:02:02:02:02:02 dev sink
EOF
ctl network add vpc1 cidr 10.0.0.0/16,10.3.0.0/16 max-sessions 50
add() { ctl session add "$@" 2>/dev/null; }
add all network vpc1 scope eni eth0 direction out receiver 10.3.0.20
add half network vpc1 scope eni eth0 direction out receiver 10.3.0.20,10.3.0.21 match proto udp dport 9000-9004

# In rounds, so that no queue on the way overflows: that would be no loss of ours.
rounds=20
round=50000
arrived() { at web awk '/eth0:/ {print $3}' /proc/net/dev; }
all_arrived() { (($(arrived) >= $1)); }
send_rounds() {
	local i
	for ((i = 1; i <= rounds; i++)); do
		flood $((round / 2))
		at gen awk '/pkts-sofar/ {print $2}' /proc/net/pktgen/g0@{0,1} >>"$WORK/sent"
		wait_for 20 all_arrived $((i * round))
	done
}
send_rounds &
running() { [[ -d /proc/$! ]]; }
turns=0
while running; do
	ctl -b - 2>/dev/null <<-EOF
		session add c1 network vpc1 scope network receiver 10.3.0.21 match dport 9001
		session add c2 network vpc1 scope eni eth1 receiver 10.3.0.20 stopped
		session set c1 direction in balance random
		session set half tag turn=$turns balance random
		session start c2
		session set c1 receiver 10.3.0.20 match any
		session set half receiver 10.3.0.21,10.3.0.20 balance flow
		session stop c1
		session del c1 c2
	EOF
	((++turns))
done
wait $!

sent=$((rounds * round))
equal 'sent' "$(paste -sd+ "$WORK/sent" | bc)" "$sent"
echo "$turns turns of changes"
between 'turns of changes' "$turns" 5 100000
equal 'arrived' "$(at web nft -j list table ip t | jq '[.. | .counter? | select(. != null) | .packets] | add')" "$sent"
equal 'matched by all' "$(field all stats.matched_packets)" "$sent"
equal 'matched by half' "$(field half stats.matched_packets)" $((sent / 2))
all_counted all
all_counted half
equal 'dropped' "$(field all stats.dropped_packets) $(field half stats.dropped_packets)" '0 0'
left=$(ip -n src -j -s link show sink | jq '.[0].stats64.tx.packets')
((left >= 3 * sent / 2)) || die "only $left copies left"
