#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A session without a route to its receiver says so, counts what it drops, and
# delivers as soon as there is one; it follows the route to another device, and says
# so if that cannot send. A receiver that does not answer costs copies, each counted,
# and nothing else. To look at receivers makes no neighbours.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.5.0.20/24
ip -n src -b - <<-EOF
	link add d1 type dummy
	link set d1 up
EOF

ping_web() { in_ns src ping -q -c "${1-3}" -i 0.02 -W 5 10.0.0.80 | grep -q " ${1-3} received"; }
state() { field s 'stats.receivers[0].state'; }
drops() { field s 'stats.drops | tojson'; }
sent_by() { ip -n src -j -s link show "$1" | query_json '.[0].stats64.tx.packets'; }
is_state() { [[ $(state) == "$1" ]]; }

ctl network add vpc1 cidr 10.0.0.0/16,10.5.0.0/16
ctl session add s network vpc1 scope eni eth0 receiver 10.5.0.20 direction out vni 1 2>"$WORK/stderr"
grep -q 'warning: .*10\.5\.0\.20.*no route' "$WORK/stderr" || die "no warning: $(<"$WORK/stderr")"
equal 'state' "$(state)" no-route
ping_web || die 'production is harmed'
equal 'without a route' "$(counts s) $(drops)" '3 0 3 {"no-route":3}'

capture rcv rcv eth0 'udp port 4789'
captures_ready
ip -n src route add 10.5.0.0/24 dev eth0
ping_web
wait_for 5 is_state resolved
captures_stop
equal 'with a route' "$(counts s) $(drops)" '6 3 3 {"no-route":3}'
equal 'copies' "$(packets rcv 'vxlan.vni == 1')" 3

# another device
ip -n src neigh replace 10.5.0.20 lladdr 02:02:02:02:02:02 dev d1
before=$(sent_by d1)
ip -n src route replace 10.5.0.0/24 dev d1
ping_web
equal 'by the other device' $(($(sent_by d1) - before)) 3

# which loses its carrier
ip -n src link set d1 carrier off
wait_for 5 is_state no-carrier
ping_web
equal 'without a carrier' "$(counts s) $(drops)" '12 6 6 {"no-route":3,"queue":3}'
dmesg | grep -q 'session s: the device that leads to receiver 10\.5\.0\.20 is down or has no carrier' || die 'the log does not say so'
ctl session set s receiver 10.5.0.20 2>"$WORK/stderr"
grep -q 'warning: receiver 10\.5\.0\.20: d1, which leads to it, is down or has no carrier' "$WORK/stderr" || die "no warning: $(<"$WORK/stderr")"
ip -n src link set d1 carrier on
wait_for 5 is_state resolved
ping_web
equal 'with a carrier again' "$(counts s) $(drops)" '15 9 6 {"no-route":3,"queue":3}'
ip -n src link set d1 down
ping_web
equal 'after the device went down' "$(counts s) $(drops)" '18 9 9 {"no-route":6,"queue":3}'
ip -n src route add unreachable 10.5.0.0/24
ping_web
equal 'an unreachable route' "$(counts s) $(drops)" '21 9 12 {"no-route":9,"queue":3}'

# nobody answers for the receiver
in_ns src tee /proc/sys/net/ipv4/neigh/eth0/retrans_time_ms <<<200 >/dev/null
ctl session add dead network vpc1 scope eni eth0 receiver 10.0.0.29 direction out 2>/dev/null
dead_state() {
	ping_web 1
	[[ $(field dead 'stats.receivers[0].state') == failed ]]
}
wait_for 20 dead_state
before=$(field dead stats.drops.unresolved)
ping_web 10 || die 'production is harmed'
all_counted dead
(($(field dead stats.drops.unresolved) >= ${before/null/0} + 9)) || die "unresolved: $before, then $(field dead stats.drops.unresolved)"
add_host late 10.0.0.29
alive() {
	ping_web 1
	[[ $(field dead 'stats.receivers[0].state') == resolved ]]
}
wait_for 10 alive
before=$(field dead stats.sent_packets)
ping_web
equal 'sent once it answers' $(($(field dead stats.sent_packets) - before)) 3

# room for the tunnel
ctl session add mtu network vpc1 scope eni eth0 receiver 10.0.0.20 2>"$WORK/stderr"
grep -q 'warning: .*10\.0\.0\.20.*MTU 1600.*50 bytes short of what eth0' "$WORK/stderr" || die "no warning: $(<"$WORK/stderr")"
equal 'short' "$(field mtu 'stats.receivers[0].mtu_short')" 50
ctl session set mtu snaplen 1565 2>"$WORK/stderr"
grep -q 'MTU 1600.* 1 bytes short' "$WORK/stderr" || die "no warning: $(<"$WORK/stderr")"
equal 'short with snaplen' "$(field mtu 'stats.receivers[0].mtu_short')" 1
ctl session set mtu snaplen 1564 2>"$WORK/stderr"
equal 'warnings when snaplen leaves room' "$(<"$WORK/stderr")" ''
equal 'not short with snaplen' "$(field mtu 'stats.receivers[0].mtu_short')" 0
ctl session set mtu snaplen 0 2>/dev/null
ip -n src link set eth0 mtu 1550
ctl session set mtu receiver 10.0.0.20 2>"$WORK/stderr"
grep -q 'MTU 1550' "$WORK/stderr" || die "no warning: $(<"$WORK/stderr")"

# Who has a user namespace of his own makes sessions, but not the host's log.
unshare -rUn bash -c 'ip link add d0 type dummy && ip link set d0 up
	mirrorctl network add vpc cidr 10.0.0.0/16
	mirrorctl session add tenant network vpc scope eni none receiver 10.5.0.20 allow-outside
	sleep 0.5' 2>/dev/null
! dmesg | grep -q 'session tenant' || die "the log has a tenant's session"

# neighbours: the table is one for all namespaces
neighbours() {
	local line
	{ read -r line && read -r line _; } </proc/net/stat/arp_cache
	echo $((16#$line))
}
before=$(neighbours)
printf -v many ',10.0.1.%s' {1..60}
ctl session add many network vpc1 scope eni none receiver "${many:1}" stopped 2>/dev/null
equal 'what is not known yet' "$(ctl -j -s session show many | query_json -c '[.sessions[0].stats.receivers[].state] | unique')" '["unresolved"]'
between 'neighbours more' $(($(neighbours) - before)) -9999 20
ctl session del mtu

# a subnet comes of which the receiver is the broadcast address
ctl session add cast network vpc1 scope eni eth0 receiver 10.5.7.255 direction out vni 7 2>/dev/null
capture rcv rcv eth0 'udp port 4789 and ether broadcast'
captures_ready
ip -n src address add 10.5.7.1/24 dev eth0
cast_state() { [[ $(field cast 'stats.receivers[0].state') == no-route ]]; }
wait_for 5 cast_state
before=$(field cast stats.dropped_packets)
ping_web
captures_stop
equal 'copies to all hosts of a subnet' "$(packets rcv)" 0
equal 'and what became of them' $(($(field cast 'stats.drops["no-route"]') - before)) 3
ctl session set cast scope network 2>"$WORK/stderr"
grep -q 'receiver 10\.5\.7\.255: the broadcast address' "$WORK/stderr" || die "no warning: $(<"$WORK/stderr")"
ctl save "$WORK/saved.yaml"
ctl apply "$WORK/saved.yaml" 2>/dev/null || die "what is saved is refused"
