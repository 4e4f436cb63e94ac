#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# next-hop copies just the packets that go by a gateway, and those whose answers
# would; policy rules count, and a changed route counts at once. With rows, both
# must hold. Judged by which of two gateways a packet is seen to pass.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host nat 10.0.0.1
add_host gw 10.0.0.2
add_host rcv 10.0.0.20
for ns in nat gw; do
	in_ns $ns tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
	ip -n $ns link add far type dummy
	ip -n $ns address add 198.51.100.1/24 dev far
	ip -n $ns address add 203.0.113.1/24 dev far
	ip -n $ns link set far up
done
ip -n src route add 198.51.100.0/24 via 10.0.0.1
ip -n src route add 203.0.113.0/24 via 10.0.0.2

ctl network add vpc cidr 10.0.0.0/16
ctl session add s network vpc scope eni eth0 next-hop 10.0.0.1 receiver 10.0.0.20
ping_at() { in_ns src ping -q -c 3 -i 0.02 "$@" >/dev/null; }
matched() { field s stats.matched_packets; }

equal 'as shown' "$(ctl -j session show s | query_json -r '.sessions[0].filter.next_hop')" 10.0.0.1
ping_at 203.0.113.1
ping_at 10.0.0.2
equal 'by the other gateway, and on the link' "$(matched)" 0

capture eni src eth0 'icmp and host 198.51.100.1'
capture rcv rcv
captures_ready
ping_at 198.51.100.1
captures_stop
equal 'by the gateway, both ways' "$(counts s)" '6 6 0'
vni=$(field s vni)
equal 'copies' "$(copies rcv "$vni" eni ip)" 6

# A changed route counts at once; a policy rule does as well.
ip -n src route replace 203.0.113.0/24 via 10.0.0.1
ping_at 203.0.113.1
equal 'after the route changed' "$(matched)" 12
ip -n src route replace 203.0.113.0/24 via 10.0.0.2
ip -n src route add 203.0.113.0/24 via 10.0.0.1 table 7
ip -n src rule add from 10.0.0.14 to 203.0.113.0/24 lookup 7
ping_at -I 10.0.0.14 203.0.113.1
equal 'by a policy rule' "$(matched)" 18
ip -n src rule del from 10.0.0.14 to 203.0.113.0/24 lookup 7
ping_at 203.0.113.1
equal 'without the rule' "$(matched)" 18

# One direction; rows and next hop together; neither.
ctl session set s direction out
ping_at 198.51.100.1
equal 'out' "$(matched)" 21
ctl session set s direction in
ping_at 198.51.100.1
equal 'in' "$(matched)" 24
ctl session set s direction all match dst 198.51.100.7
ping_at 198.51.100.1
equal 'with a row that does not hold' "$(matched)" 24
ctl session set s match any
ping_at 203.0.113.1
equal 'match any' "$(matched)" 30
equal 'shown then' "$(ctl -j session show s | query_json -r '.sessions[0].filter.next_hop')" null
