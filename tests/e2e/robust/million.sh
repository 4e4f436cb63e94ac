#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A million packets pass a mirrored ENI, from two processors, while sessions are
# added, changed and deleted: none of them is lost, and of each session that was
# there throughout, each packet is counted as matched, and as sent or dropped. There
# are fewer where it is slow.
. "$(dirname "$0")/../lib.sh"

# As short a way as can be: what it costs is multiplied by a million.
namespace src
namespace web
ip link add eth0 netns src address 02:01:0a:00:00:0e type veth peer name eth0 netns web address 02:01:0a:00:00:50
ip -n web link set eth0 up
sink web 9000-9009
router 10.0.0.80

# Copies end at a device that takes all.
ip -n src -b - <<-EOF
	link set eth0 up
	address add 10.0.0.14/24 dev eth0
	neigh replace 10.0.0.80 lladdr 02:01:0a:00:00:50 dev eth0
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
rounds=10
round=$((100000 / NFM_SLOW / 20 * 20))	# of each processor and port as many
arrived() { in_ns web awk '/eth0:/ {print $3}' /proc/net/dev; }
all_arrived() { (($(arrived) >= $1)); }
send_rounds() {
	local i
	for ((i = 1; i <= rounds; i++)); do
		flood $round
		in_ns gen awk '/pkts-sofar/ {print $2}' "${PROCESSORS[@]/#//proc/net/pktgen/g0@}" >>"$WORK/sent"
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
		session set all tag turn=$turns
		session stop c2
		session set c1 receiver 10.3.0.20 match any
		session set half receiver 10.3.0.21,10.3.0.20 balance flow
		session stop c1
		session del c1 c2
	EOF
	((++turns))
	pause 0.05
done
wait $!

sent=$((rounds * round))
equal 'sent' "$(paste -sd+ "$WORK/sent" | bc)" "$sent"
echo "$((turns * 11)) changes"
between 'changes' $((turns * 11)) 100 1000000
equal 'arrived' "$(sink_count web)" "$sent"
equal 'matched by all' "$(field all stats.matched_packets)" "$sent"
equal 'matched by half' "$(field half stats.matched_packets)" $((sent / 2))
all_counted all
all_counted half
equal 'dropped' "$(field all stats.dropped_packets) $(field half stats.dropped_packets)" '0 0'
left=$(ip -n src -j -s link show sink | query_json '.[0].stats64.tx.packets')
((left >= 3 * sent / 2)) || die "only $left copies left"
