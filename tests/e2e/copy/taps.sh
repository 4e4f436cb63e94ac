#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Devices whose packets the IP stack does not get, or gets in another form: ports of a bond,
# parents of VLAN, macvlan and ipvlan devices, macvtaps; and ENIs tapped at their device
# because somebody said so. What passes the device is copied as it is on the wire.
. "$(dirname "$0")/../lib.sh"

modprobe -a bonding 8021q macvlan ipvlan macvtap
add_host src 10.0.0.14
separate_receiver rcv
namespace far
ip -n far link set lo up

# quiet_arp NAMESPACE: no ARP of its own accord, in the midst of a comparison.
quiet_arp() {
	in_ns "$1" bash -c 'for file in /proc/sys/net/ipv4/neigh/*/delay_first_probe_time; do echo 3600 >"$file"; done'
}

# link DEVICE: another device of src, whose other end is in far, with the same name.
link() {
	ip link add "$1" netns src type veth peer name "$1" netns far
	wires src "$1"
	wires far "$1"
	ip -n far link set "$1" up
}
# judged NAME DEVICE [FILTER]: what passed the device while NAME was captured, was copied.
number=0
begin() {
	local ns
	((++number))
	for ns in src far pod; do
		[[ ! -e /run/netns/$ns ]] || quiet_arp "$ns"
	done
	ctl session add "s$number" network vpc scope eni "$1" receiver 10.4.0.20 vni "$number" allow-outside frames all 2>/dev/null
	equal "$1: tap" "$(ctl -j eni show "$1" | query_json -r '.enis[0].tap')" "${2-device}"
	capture "wire$number" far "$1" ''
	capture "rcv$number" rcv eth0 'udp port 4789'
	captures_ready
}
judged() {
	captures_stop
	equal "$1" "$(copies "rcv$number" "$number" "wire$number" "${3-frame}")" "$(packets "wire$number" "${3-frame}")"
	(($(packets "wire$number" icmp) >= $2)) || die "$1: only $(packets "wire$number" icmp) pings"
	all_counted "s$number"
	equal "$1: dropped" "$(field "s$number" stats.dropped_packets)" 0
	ctl session del "s$number"
}
pings() { in_ns "$1" ping -q -c 3 -i 0.1 "${@:2}" >/dev/null; }
ctl network add vpc cidr 10.7.0.0/16 max-sessions 50

# A device that the IP stack gets all of, tapped at the device: GSO packets, too.
link eth7
ip -n src -b - <<-END
	link set eth7 up
	address add 10.7.0.1/24 dev eth7
END
ip -n far address add 10.7.0.2/24 dev eth7
# A VLAN device on top has a MAC address of its own.
ip -n src -b - <<-END
	link add link eth7 name eth7.3 address 02:00:0a:07:03:01 type vlan id 3
	link set eth7.3 up
	address add 10.7.93.1/24 dev eth7.3
END
ip -n far -b - <<-END
	link add link eth7 name eth7.3 type vlan id 3
	link set eth7.3 up
	address add 10.7.93.2/24 dev eth7.3
END
ctl eni attach eth7 network vpc tap device 2>/dev/null
begin eth7
pings src 10.7.0.2
pings far -s 3000 10.7.0.1
pings far 10.7.93.1
judged 'tap device' 12

# A port of a bond.
link eth8
ip -n src -b - <<-END
	link add bond0 type bond mode active-backup
	link set eth8 master bond0
	link set bond0 up
	address add 10.7.8.1/24 dev bond0
END
ip -n far address add 10.7.8.2/24 dev eth8
ctl eni attach eth8 network vpc 2>/dev/null
wait_for 10 in_ns src ping -q -c 1 -W 1 10.7.8.2 >/dev/null
begin eth8
pings src 10.7.8.2
judged 'bond' 6

# A parent: of a VLAN device, one of them with a tag in a tag; of a macvlan, an ipvlan.
link eth9
ip -n src -b - <<-END
	link set eth9 up
	link add link eth9 name eth9.5 type vlan id 5
	link add link eth9.5 name eth9.5.6 type vlan id 6
	link set eth9.5 up
	link set eth9.5.6 up
	address add 10.7.95.1/24 dev eth9.5
	address add 10.7.96.1/24 dev eth9.5.6
END
ip -n far -b - <<-END
	link add link eth9 name eth9.5 type vlan id 5
	link add link eth9.5 name eth9.5.6 type vlan id 6
	link set eth9.5 up
	link set eth9.5.6 up
	address add 10.7.95.2/24 dev eth9.5
	address add 10.7.96.2/24 dev eth9.5.6
END
ctl eni attach eth9 network vpc 2>/dev/null
begin eth9
pings src 10.7.95.2
pings far 10.7.96.1
judged 'VLAN' 12
ip -n src link del eth9.5

namespace pod
ip -n src link add link eth9 name mv0 type macvlan mode bridge
ip -n src link set mv0 netns pod
ip -n pod -b - <<-END
	link set mv0 up
	address add 10.7.9.1/24 dev mv0
END
ip -n far address add 10.7.9.2/24 dev eth9
modes() { [[ $(ctl -j eni show eth9 | query_json -r '.enis[0].tap') == "$1" ]]; }
wait_for 5 modes device
begin eth9
pings pod 10.7.9.2
judged 'macvlan' 6
ip -n pod link del mv0

ip -n src link add link eth9 name iv0 type ipvlan mode l2
ip -n src link set iv0 netns pod
ip -n pod -b - <<-END
	link set iv0 up
	address add 10.7.9.1/24 dev iv0
END
ip -n far neigh flush all
begin eth9
pings pod 10.7.9.2
judged 'ipvlan' 6
ip -n pod link del iv0
wait_for 5 modes ip

# A wire that somebody listens to, as at a SPAN port: frames for others.
link span0
ip -n src link set span0 promisc on up
ip -n far -b - <<-END
	address add 10.7.99.1/24 dev span0
	neigh add 10.7.99.2 lladdr 02:aa:00:00:00:02 dev span0
END
ctl eni attach span0 network vpc 2>/dev/null
begin span0
in_ns far ping -q -c 3 -i 0.1 -W 1 10.7.99.2 >/dev/null || true
judged 'SPAN' 3

# A device that moves to another namespace and back, and one that goes, take their taps.
ip -n src link set eth7 netns pod
ip -n pod link set eth7 netns src
ip -n src link set eth7 up
ip -n src address add 10.7.0.1/24 dev eth7
wait_for 5 in_ns src ping -q -c 1 -W 1 10.7.0.2
begin eth7
pings src 10.7.0.2
judged 'back again' 6
ip -n src link del eth7
ctl eni show eth7 | grep -q absent || die 'eth7 is there'
