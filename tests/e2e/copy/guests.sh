#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Guests on a Linux bridge: what passes a guest's device is copied as it is there, whatever
# the bridge does with it, and so is what is no IP packet, if asked for.
. "$(dirname "$0")/../lib.sh"

modprobe 8021q
add_host src 10.0.0.14
add_host web 10.0.0.80
separate_receiver rcv
ip -n web route add 10.5.0.0/24 via 10.0.0.14
in_ns src tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
ip -n src -b - <<-END
	link add br0 type bridge mcast_snooping 0
	link set br0 up
	address add 10.5.0.1/24 dev br0
END
for guest in 11 12; do
	namespace "vm$guest"
	ip link add "tap$guest" netns src type veth peer name eth0 netns "vm$guest" address "$(mac_of "10.5.0.$guest")"
	wires "vm$guest"
	wires src "tap$guest"
	ip -n src link set "tap$guest" master br0 up
	ip -n "vm$guest" -b - <<-END
		link set lo up
		link set eth0 up
		address add 10.5.0.$guest/24 dev eth0
		route add default via 10.5.0.1
	END
done
# No ARP of its own accord, in the midst of a capture's start.
for at in vm11/eth0 vm12/eth0 src/br0; do
	in_ns "${at%/*}" tee "/proc/sys/net/ipv4/neigh/${at#*/}/delay_first_probe_time" <<<3600 >/dev/null
done
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.5.0.0/24 max-sessions 20
	eni attach tap11 network vpc address 10.5.0.11
	session add guest network vpc scope eni tap11 receiver 10.4.0.20 vni 1 allow-outside
	session add in network vpc scope eni tap11 direction in receiver 10.4.0.20 vni 2 allow-outside
	session add out network vpc scope eni tap11 direction out receiver 10.4.0.20 vni 3 allow-outside
	session add dns network vpc scope eni tap11 match proto udp dport 53 receiver 10.4.0.20 vni 4 allow-outside
	session add frames network vpc scope eni tap11 frames all receiver 10.4.0.20 vni 5 allow-outside
END
tapped() { ctl -j eni show tap11 | query_json -c '.enis[0] | [.tap, .facing, .attached_tap, .attached_facing, .blind]'; }
equal 'the ENI' "$(tapped)" '["device","guest","auto","auto",[]]'

# traffic: with the other guest, the host, and the world; by a VLAN's tag, too.
traffic() {
	in_ns vm11 ping -q -c 3 -i 0.1 10.5.0.12 >/dev/null
	in_ns vm11 ping -q -c 3 -i 0.1 10.5.0.1 >/dev/null
	in_ns vm11 ping -q -c 3 -i 0.1 10.0.0.80 >/dev/null
	in_ns vm12 ping -q -c 3 -i 0.1 -s 4000 10.5.0.11 >/dev/null
	in_ns web ping -q -c 2 -i 0.1 10.5.0.11 >/dev/null
	# Any number is an EtherType, or a length.
	for type in 0000 0003 88b5; do
		in_ns vm11 /usr/bin/python3 -c 'import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("eth0", 0))
s.send(bytes.fromhex("02010a05000c02010a05000b" + sys.argv[1]) + bytes(46))' "$type"
	done
	for to in 10.5.0.12 10.0.0.80; do echo "udp 10.5.0.11 5000 $to 53 100"; done | send vm11
}
judge_copies() {
	local mac
	mac=$(mac_of 10.5.0.11)
	equal "$1: all" "$(copies rcv 1 guest ip)" "$(packets guest ip)"
	equal "$1: in" "$(copies rcv 2 guest "ip && eth.dst == $mac")" "$(packets guest "ip && eth.dst == $mac")"
	equal "$1: out" "$(copies rcv 3 guest "ip && eth.src == $mac")" "$(packets guest "ip && eth.src == $mac")"
	equal "$1: dns" "$(copies rcv 4 guest 'udp.dstport == 53 && !icmp')" 2
	equal "$1: frames" "$(copies rcv 5 guest frame)" "$(packets guest frame)"
	(($(packets guest arp) >= 2)) || die "$1: no ARP"
	for session in guest in out dns frames; do
		all_counted "$session"
		equal "$1: $session: dropped" "$(field "$session" stats.dropped_packets)" 0
	done
	rm -f "$WORK"/*.outer
}
capture guest vm11 eth0 ''
capture rcv rcv eth0 'udp port 4789'
captures_ready
traffic
captures_stop
judge_copies bridge

# With bridge netfilter, which passes bridged packets by the IP hooks, too.
modprobe br_netfilter
in_ns src tee /proc/sys/net/bridge/bridge-nf-call-iptables <<<1 >/dev/null
ip -n vm11 neigh flush all
capture guest vm11 eth0 ''
capture rcv rcv eth0 'udp port 4789'
captures_ready
traffic
captures_stop
judge_copies 'bridge netfilter'

# Tags: the guest sends with one, the other port takes it off.
in_ns src tee /proc/sys/net/bridge/bridge-nf-call-iptables <<<0 >/dev/null
ip -n src link set br0 type bridge vlan_filtering 1
in_ns src bash -c 'bridge vlan add dev tap11 vid 5; bridge vlan add dev tap12 vid 5 pvid untagged'
ip -n vm11 -b - <<-END
	link add link eth0 name eth0.5 type vlan id 5
	link set eth0.5 up
	address add 10.5.5.11/24 dev eth0.5
END
ip -n vm12 address add 10.5.5.12/24 dev eth0
capture guest vm11 eth0 ''
capture rcv rcv eth0 'udp port 4789'
captures_ready
in_ns vm11 ping -q -c 3 -i 0.1 10.5.5.12 >/dev/null
captures_stop
equal 'tagged' "$(packets guest 'vlan.id == 5 && ip')" 6
equal 'VLAN: all' "$(copies rcv 1 guest 'vlan && ip')" 6
equal 'VLAN: frames' "$(copies rcv 5 guest frame)" "$(packets guest frame)"

# It leaves the bridge, and is tapped in the IP stack; it comes back.
ctl -j monitor >"$WORK/events" 2>/dev/null &
monitor=$!
pause 0.5
ip -n src link set tap11 nomaster
modes() { [[ $(tapped) == "[\"$1\","* ]]; }
wait_for 5 modes ip
ip -n src link set tap11 master br0
wait_for 5 modes device
taps() { [[ $(on_host jq -c 'select(.event == "eni" and .eni.name == "tap11") | [.cause.kind, .eni.tap]' "$WORK/events") == $'["device","ip"]\n["device","device"]' ]]; }
wait_for 5 taps
kill "$monitor"
ctl eni detach tap11
ctl eni attach tap11 network vpc address 10.5.0.11 tap ip facing wire 2>/dev/null
equal 'as told' "$(tapped)" '["ip","wire","ip","wire",[]]'
