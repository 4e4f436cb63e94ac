#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A packet that passes several ENIs of a session's network is copied once, with once: by
# the ENI of its source or, if that is outside the network, of its destination; also where
# two hosts have the same file.
. "$(dirname "$0")/../lib.sh"

three_hosts
ip -n web route add 10.5.0.0/24 via 10.0.0.14
in_ns src tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
# Two pods behind the router src, and one behind the host web, which has the same file.
for pod in 11 12; do
	namespace "pod$pod"
	ip link add "cali$pod" netns src type veth peer name eth0 netns "pod$pod"
	ip -n src link set "cali$pod" up
	ip -n src route add "10.5.0.$pod/32" dev "cali$pod"
	in_ns src tee "/proc/sys/net/ipv4/conf/cali$pod/proxy_arp" <<<1 >/dev/null
	ip -n "pod$pod" -b - <<-END
		link set lo up
		link set eth0 up
		address add 10.5.0.$pod/32 dev eth0
		route add default dev eth0
	END
done
file() {
	cat <<-END
		network add vpc cidr 10.5.0.0/24 cidr 10.0.0.0/24
		eni attach cali11 network vpc address 10.5.0.11
		eni attach cali12 network vpc address 10.5.0.12
		session add every network vpc scope network receiver 10.0.0.20 vni 1
		session add once network vpc scope network receiver 10.0.0.20 vni 2 once
	END
}
file | sed 's/cidr 10.5.0.0\/24 cidr /cidr 10.5.0.0\/24,/' | ctl -b - 2>/dev/null
file | sed 's/cidr 10.5.0.0\/24 cidr /cidr 10.5.0.0\/24,/' | CTL_NS=web ctl -b - 2>/dev/null
equal 'shown' "$(ctl -j session show once | query_json '.sessions[0].once')" true

total() { echo $(($(CTL_NS=src field "$1" stats.sent_packets) + $(CTL_NS=web field "$1" stats.sent_packets))); }
# pinged WHERE TO PACKETS EVERY: so many packets, of which every session copies so many.
pinged() {
	local once every
	once=$(total once) every=$(total every)
	in_ns "$1" ping -q -c 3 -i 0.1 "$2" >/dev/null
	pause 0.3
	equal "$1 to $2: copies, once" "$(($(total once) - once))" 6
	equal "$1 to $2: copies" "$(($(total every) - every))" "$3"
}
in_ns pod11 ping -q -c 1 10.5.0.12 >/dev/null
in_ns pod11 ping -q -c 1 10.0.0.80 >/dev/null
pinged pod11 10.5.0.12 12
pinged pod11 10.0.0.80 18
pinged web 10.0.0.14 12
# A source outside the network: the ENI of the destination copies.
ip -n web address add 192.0.2.80/24 dev lo
ip -n src route add 192.0.2.0/24 via 10.0.0.80
pinged pod12 192.0.2.80 18

# What is accepted means something, and can be taken back only in the file's way.
ctl session set once frames all 2>/dev/null
! ctl session set once next-hop 10.0.0.80 2>"$WORK/refused" || die 'a next hop of all frames'
grep -q 'frames all and a next hop exclude each other' "$WORK/refused" || die "$(<"$WORK/refused")"
