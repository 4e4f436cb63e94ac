#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A guest's ENI: the device belongs to the host, the address to the guest behind
# it, so what the host receives is what the guest sends. Copies are the packets
# as a capture inside of the guest has them. A VLAN device is an ENI as well.
. "$(dirname "$0")/../lib.sh"

three_hosts

# The guest's address is in the network, that of the host's end is not.
namespace vm
ip link add tap0 netns src address 02:01:0a:00:01:fe type veth peer name eth0 netns vm address 02:01:0a:00:01:0e
ip -n src -b - <<-EOF
	link set tap0 up
	address add 192.0.2.1/32 dev tap0
	route add 10.0.1.14/32 dev tap0
	neigh replace 10.0.1.14 lladdr 02:01:0a:00:01:0e dev tap0
	link add link eth0 name eth0.7 type vlan id 7
	link set eth0.7 mtu 1500 up
	address add 10.0.7.14/24 dev eth0.7
	neigh replace 10.0.7.80 lladdr $(mac_of 10.0.0.80) dev eth0.7
EOF
ip -n vm -b - <<-EOF
	link set eth0 up
	address add 10.0.1.14/32 dev eth0
	route add 192.0.2.1/32 dev eth0
	route add default via 192.0.2.1
	neigh replace 192.0.2.1 lladdr 02:01:0a:00:01:fe dev eth0
EOF
ip -n web -b - <<-EOF
	route add 10.0.1.0/24 via 10.0.0.14
	link add link eth0 name eth0.7 type vlan id 7
	link set eth0.7 up
	address add 10.0.7.80/24 dev eth0.7
	neigh replace 10.0.7.14 lladdr $(mac_of 10.0.0.14) dev eth0.7
EOF
in_ns src tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
in_ns src ethtool -K tap0 tx off rx off tso off gso off gro off >/dev/null
wires vm

ctl -b - <<-EOF
	network add vpc1 cidr 10.0.0.0/16 max-sessions 9
	eni attach tap0 network vpc1 address 10.0.1.14 facing guest
	session add out network vpc1 scope eni tap0 direction out receiver 10.0.0.20 vni 1
	session add in network vpc1 scope subnet 10.0.1.0/24 direction in receiver 10.0.0.20 vni 2
	session add vlan network vpc1 scope eni eth0.7 receiver 10.0.0.20 vni 7
EOF
equal 'as shown' "$(ctl -j eni show tap0 | query_json -c '.enis[0] | [.network, .facing, .attached, .sessions]')" \
	'["vpc1","guest",true,["in","out"]]'

head -c 30000 /dev/urandom >"$WORK/file"
capture guest vm eth0 ip
capture vlan src eth0.7 ip
capture rcv rcv
captures_ready
in_ns vm ping -q -c 3 -i 0.02 -W 5 10.0.0.80
serve web 80 "$WORK/file"
fetch vm 10.0.0.80 80 "$WORK/file"
serve vm 80 "$WORK/file"
fetch web 10.0.1.14 80 "$WORK/file"
in_ns src ping -q -c 3 -i 0.02 -W 5 10.0.7.80
captures_stop

out=$(copies rcv 1 guest 'ip.src == 10.0.1.14')
in=$(copies rcv 2 guest 'ip.dst == 10.0.1.14')
((out >= 20 && in >= 20)) || die "only $out out and $in in"
equal 'counters of out' "$(counts out)" "$out $out 0"
equal 'counters of in' "$(counts in)" "$in $in 0"
equal 'copies of a VLAN device' "$(copies rcv 7 vlan ip)" 6

# The same device, as if it were the host's own: what it receives is in. Nobody
# answers for 10.0.0.81.
ip -n src neigh replace 10.0.0.81 lladdr "$(mac_of 10.0.0.80)" dev eth0
attach() {
	printf '%s\n' 'eni detach tap0' "eni attach tap0 network vpc1 address $*" | ctl -b -
	printf '17 10.0.1.14 %d 10.0.0.81 9\n' 1 2 3 | send vm
	pause 0.1
}
attach 10.0.1.14 facing wire
equal 'out, facing the wire' "$(counts out)" "$out $out 0"
equal 'in, facing the wire' "$(counts in)" "$((in + 3)) $((in + 3)) 0"
attach 10.0.1.14 facing guest
equal 'out, facing the guest again' "$(counts out)" "$((out + 3)) $((out + 3)) 0"

# A guest that holds a receiver's address.
attach 10.0.1.14,10.0.0.20 facing guest
equal 'owns_receiver' "$(ctl -j eni show tap0 | query_json '.enis[0].owns_receiver')" true
equal 'out, of a receiver' "$(counts out)" "$((out + 3)) $((out + 3)) 0"
