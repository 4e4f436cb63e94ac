#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# With bridge netfilter, a bridge's hooks also see what is only bridged. That is
# not traffic of the ENI; what the host itself sends and receives is copied once.
. "$(dirname "$0")/../lib.sh"

three_hosts
namespace guest
modprobe br_netfilter
ip link add eth1 netns src mtu 1600 type veth peer name eth0 address 02:01:0a:00:00:63 netns guest
wires guest
in_ns src bash -c "ethtool -K eth1 $NO_OFFLOADS; cd /proc/sys/net/bridge; echo 1 >bridge-nf-call-iptables" >/dev/null
ip -n src -b - <<-END
	link add br0 address $(mac_of 10.0.0.14) mtu 1600 type bridge mcast_snooping 0
	address flush dev eth0
	link set eth0 address 02:01:0a:00:00:fe
	link set eth0 master br0
	link set eth1 master br0
	link set eth1 up
	link set br0 up
	address add 10.0.0.14/24 dev br0
	neigh add 10.0.0.80 lladdr $(mac_of 10.0.0.80) dev br0
END
ip -n guest -b - <<-END
	link set eth0 up
	address add 10.0.0.99/24 dev eth0
END
# Its port's own address is the host's as well.
ip -n web neigh replace 10.0.0.15 lladdr 02:01:0a:00:00:fe dev eth0
ip -n src address add 10.0.0.15/24 dev br0

ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add in network vpc scope eni br0 direction in receiver 10.0.0.20 vni 1
	session add out network vpc scope eni br0 direction out receiver 10.0.0.20 vni 2
END
in_ns src ping -q -c 1 10.0.0.20 >/dev/null
in_ns web ping -q -c 1 10.0.0.99 >/dev/null
bridged=$(field in stats.matched_packets)
capture wire web eth0 'ip and not host 10.0.0.20'
capture rcv rcv eth0 'udp port 4789'
captures_ready
in_ns web ping -q -c 3 -i 0.1 10.0.0.14 >/dev/null
in_ns web ping -q -c 3 -i 0.1 10.0.0.15 >/dev/null
in_ns web ping -q -c 3 -i 0.1 10.0.0.99 >/dev/null
in_ns guest ping -q -c 3 -i 0.1 10.0.0.80 >/dev/null
in_ns web ping -q -c 3 -i 0.1 -b 10.0.0.255 >/dev/null || true
captures_stop

equal 'packets of the guest that web saw' "$(packets wire 'ip.addr == 10.0.0.99')" 12
equal 'copies in' "$(copies rcv 1 wire 'ip.dst in {10.0.0.14, 10.0.0.15, 10.0.0.255}')" 9
equal 'copies out' "$(copies rcv 2 wire 'ip.src in {10.0.0.14, 10.0.0.15}')" 6
equal 'matched' "$(($(field in stats.matched_packets) - bridged)) $(field out stats.dropped_packets)" '9 0'
