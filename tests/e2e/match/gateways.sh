#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# next-hop with gateways of IPv6, and in a VRF, whose routes are others than those
# of the main table. The very next packet goes by a changed route, in either
# direction, also the first one of a peer that nothing was ever sent to.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host nat 10.0.0.1
add_host gw 10.0.0.2
add_host rcv 10.0.0.20
for address in 10.0.0.14 10.0.0.1 10.0.0.2; do add_ipv6 "${NAMES[$address]}" "$address"; done
for ns in nat gw; do ip -n $ns address add 2001:db8:f::1/128 dev eth0 nodad; done
namespace vnat
ip link add eth1 netns src address 02:01:0a:00:02:0e type veth peer name eth0 netns vnat address 02:01:0a:00:02:01
ip -n src -b - <<-EOF
	route add 2001:db8:f::/64 via 2001:db8::1 dev eth0
	route add 2001:db8:f::/64 via 2001:db8::2 dev eth0 table 7
	link add red type vrf table 100
	link set red up
	link set eth1 master red
	link set eth1 up
	address add 10.0.2.14/24 dev eth1
	route add 198.51.100.0/24 via 10.0.2.1 table 100
	route add 198.51.100.0/24 via 10.0.0.1
EOF
ip -n vnat -b - <<-EOF
	link set eth0 up
	address add 10.0.2.1/24 dev eth0
	address add 198.51.100.1/32 dev eth0
EOF

ctl -b - 2>/dev/null <<-EOF
	network add vpc cidr 10.0.0.0/16,2001:db8::/32
	session add out network vpc scope eni eth0 next-hop 2001:db8::1 direction out receiver 10.0.0.20 vni 1
	session add in network vpc scope eni eth0 next-hop 2001:db8::1 direction in receiver 10.0.0.20 vni 2
	session add red network vpc scope eni eth1 next-hop 10.0.2.1 receiver 10.0.0.20 vni 3
	session add main network vpc scope eni eth1 next-hop 10.0.0.1 receiver 10.0.0.20 vni 4
EOF
# A packet goes out, and its answer comes in.
once() { in_ns src ping -q -c 1 -W 5 "$1" >/dev/null; }
# expect WHAT OUT IN
expect() {
	equal "$1" "$(ctl -j -s session show | query_json -r '.sessions | map({(.name): .stats.matched_packets}) | add | "\(.out) \(.in)"')" "$2 $3"
}

capture rcv rcv
captures_ready
once 2001:db8:f::1
expect 'by the gateway' 1 1
ip -n src -6 route replace 2001:db8:f::/64 via 2001:db8::2 dev eth0
once 2001:db8:f::1
expect 'after the route changed' 1 1
ip -n src -6 route replace 2001:db8:f::/64 via 2001:db8::1 dev eth0
once 2001:db8:f::1
expect 'after it changed back' 2 2
ip -n src -6 rule add to 2001:db8:f::/64 lookup 7
once 2001:db8:f::1
expect 'by a policy rule' 2 2
ip -n src -6 rule del to 2001:db8:f::/64 lookup 7
in_ns gw ping -q -c 1 -W 5 -I 2001:db8:f::1 2001:db8::14 >/dev/null || true
expect 'of a peer whose answers go by the gateway' 3 3
once 2001:db8::2
expect 'on the link' 3 3
captures_stop
equal 'copies of what went out' "$(packets rcv 'ip.proto#1 == 17 && vxlan.vni == 1 && icmpv6')" 3
equal 'copies of what came in' "$(packets rcv 'ip.proto#1 == 17 && vxlan.vni == 2 && icmpv6')" 3

in_ns src ping -q -c 3 -i 0.02 -W 5 -I red 198.51.100.1 >/dev/null
equal 'in a VRF' "$(counts red)" '6 6 0'
equal "by the main table's gateway" "$(counts main)" '0 0 0'
