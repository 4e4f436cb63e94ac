#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is never copied: traffic of receivers, anything at an ENI that owns a
# receiver's address (also if it gets it later), and copies themselves.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 192.0.2.20/24
ip -n src -b - <<-EOF
	link add d1 type dummy
	link set d1 up
	address add 10.0.1.1/24 dev d1
	neigh replace 10.0.1.2 lladdr 02:02:02:02:02:02 dev d1
	route add 192.0.2.0/24 dev eth0
EOF
ip -n rcv route add 10.0.0.14 dev eth0 src 10.0.0.20 2>/dev/null || true

matched() { field s stats.matched_packets; }
ping_web() { in_ns src ping -q -c 3 -i 0.02 -W 5 10.0.0.80 >/dev/null; }
ping_d1() { printf '17 10.0.1.1 %d 10.0.1.2 9\n' 1 2 3 | send src; }

# grows WHAT BY COMMAND...: so much more is matched once the command has run.
grows() {
	local before
	before=$(matched)
	"${@:3}"
	equal "$1" $(($(matched) - before)) "$2"
}

ctl network add vpc1 cidr 10.0.0.0/16
ctl session add s network vpc1 scope network receiver 10.0.0.20 vni 1

in_ns src ping -q -c 3 -i 0.02 -W 5 10.0.0.20 >/dev/null
in_ns rcv ping -q -c 3 -i 0.02 -W 5 10.0.0.14 >/dev/null
head -c 100000 /dev/urandom >"$WORK/file"
serve rcv 80 "$WORK/file"
fetch src 10.0.0.20 80 "$WORK/file"
equal 'traffic of the receiver' "$(matched)" 0
grows 'other traffic' 6 ping_web
grows 'traffic at another ENI' 3 ping_d1

# A receiver of another session of the network is one, too.
ctl session add t network vpc1 scope eni none receiver 10.0.0.80 2>/dev/null
grows "traffic of another session's receiver" 0 ping_web
ctl session del t
grows 'traffic of one that is not a receiver any more' 6 ping_web
ctl network add vpc2 cidr 10.2.0.0/16
ctl session add t network vpc2 scope network receiver 10.0.0.80 allow-outside
grows "traffic of another network's receiver" 6 ping_web
ctl session del t

# An ENI gets a receiver's address, and loses it. The senders need longer to
# start than the module may take to notice.
ctl session add t network vpc1 scope eni none receiver 10.0.0.77 2>/dev/null
grows 'traffic of an ENI' 3 ping_d1
ip -n src address add 10.0.0.77/32 dev d1
pause 0.1
grows 'traffic of an ENI that owns a receiver' 0 ping_d1
equal 'owns_receiver' "$(ctl -j eni show d1 | query_json '.enis[0].owns_receiver')" true
ctl session set t scope eni d1,eth0 match dst 10.0.1.2 2>/dev/null
equal 'states' "$(field t 'enis | map("\(.name) \(.state)") | join(",")')" 'd1 receiver,eth0 active'
ping_d1
equal 'scope eni' "$(counts t)" '0 0 0'
ctl session set t scope subnet 10.0.1.0/24 2>/dev/null
ping_d1
equal 'scope subnet' "$(counts t)" '0 0 0'
ip -n src address del 10.0.0.77/32 dev d1
pause 0.1
grows 'traffic of an ENI that owned a receiver' 3 ping_d1
ctl session del t

# Copies leave by an ENI that is copied itself, to addresses of every kind.
arrives() {
	capture rcv rcv "$1" "$2"
	captures_ready
	grows "with receiver $3" 6 ping_web
	captures_stop
	equal "copies for $3" "$(packets rcv "ip.proto#1 == 17 && vxlan.vni == 1 && ip.dst#1 == $3")" 6
}
arrives eth0 'udp port 4789' 10.0.0.20
ctl session set s receiver 192.0.2.20 allow-outside
arrives eth0 'udp port 4789' 192.0.2.20

# Also when tunnels carry them, over that ENI.
add_host gw 10.0.0.99
ip -n src -b - <<-EOF
	link add t0 type ipip local 10.0.0.14 remote 10.0.0.99
	link set t0 up
	address add 10.0.7.1/24 dev t0
	link add x0 type vxlan id 42 local 10.0.0.14 remote 10.0.0.99 dstport 8472
	link set x0 up
	address add 10.0.8.1/24 dev x0
EOF
ip -n gw -b - <<-EOF
	link add t0 type ipip local 10.0.0.99 remote 10.0.0.14
	link set t0 up
	address add 10.0.7.20/24 dev t0
	link add x0 type vxlan id 42 local 10.0.0.99 remote 10.0.0.14 dstport 8472
	link set x0 up
	address add 10.0.8.20/24 dev x0
EOF
# Who does not listen answers with errors, which are traffic at the ENI.
in_ns gw nc -klu 4789 >/dev/null &
resolved() { [[ $(field s 'stats.receivers[0].state') == resolved ]]; }
arrives_by() {
	ctl session set s receiver "$2"
	capture gw gw "$1" 'udp port 4789'
	captures_ready
	ping_web
	wait_for 10 resolved
	captures_stop
	equal "copies through $1" "$(packets gw "vxlan.vni == 1 && ip.dst#1 == $2 && icmp")" 6
	equal "copies of copies through $1" "$(packets gw "vxlan.vni == 1 && ip.dst#1 == $2 && (udp.dstport#2 == 4789 || udp.dstport#3 == 4789)")" 0
}
ctl session set s match proto icmp or match proto ipip or match proto udp dport 8472
arrives_by t0 10.0.7.20
# The link address of that end is not known: the first copies have to wait.
arrives_by x0 10.0.8.20
all_counted s
