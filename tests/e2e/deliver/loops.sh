#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Copies on their way are not copied, whoever sent them; so that two hosts that
# mirror to each other do not send copies of copies for ever. But they are counted: who
# passes a packet off as a copy has it seen.
. "$(dirname "$0")/../lib.sh"

# In transit: web's VXLAN packets go through src to a receiver of another network.
three_hosts
modprobe dummy
ip -n src -b - <<-END
	link add eth1 type dummy
	link set eth1 up
	address add 10.4.0.1/24 dev eth1
	neigh add 10.4.0.20 lladdr 02:01:0a:04:00:14 dev eth1
END
in_ns src tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
ctl -b - <<-END 2>/dev/null
	network add near cidr 10.0.0.0/24
	network add far cidr 10.4.0.0/24
	session add seen network near scope eni eth0 receiver 10.0.0.20 direction in vni 1 match proto udp
	session add other network far scope network receiver 10.4.0.20 vni 8 stopped
END
ip -n web -b - <<-END
	route add 10.4.0.20 via 10.0.0.14
	link add vx8 type vxlan id 8 remote 10.4.0.20 dstport 4789
	link add vx9 type vxlan id 9 remote 10.4.0.20 dstport 4789
	link add vx10 type vxlan id 8 remote 10.4.0.20 dstport 4790
	link add vx77 type vxlan id 77 remote 10.0.0.14 dstport 4789
	link set vx8 up
	link set vx9 up
	link set vx10 up
	link set vx77 address 02:01:0a:07:00:01 up
	address add 10.7.8.1/24 dev vx8
	address add 10.7.9.1/24 dev vx9
	address add 10.7.10.1/24 dev vx10
	neigh add 10.7.8.2 lladdr 02:01:0a:07:08:02 dev vx8
	neigh add 10.7.9.2 lladdr 02:01:0a:07:09:02 dev vx9
	neigh add 10.7.10.2 lladdr 02:01:0a:07:0a:02 dev vx10
END
# through DEVICE WHAT COUNT: how many copies are made of two packets that it sends; the
# others are counted.
through() {
	local sent carried
	sent=$(field seen stats.sent_packets)
	carried=$(field seen 'stats.drops.carried // 0')
	send web <<-END
		udp 10.7.$1.1 1000 10.7.$1.2 9 100
		udp 10.7.$1.1 1000 10.7.$1.2 9 100
	END
	equal "copies through $1, $2" $(($(field seen stats.sent_packets) - sent)) "$3"
	equal "copies that came through $1, $2" $(($(field seen 'stats.drops.carried // 0') - carried)) $((2 - $3))
}
through 8 'the VNI of a session' 0
through 9 'another VNI' 2
through 10 'another port' 2
# What is VXLAN in VXLAN, with a tag in between, or without.
ip -n web route replace 10.4.0.20 dev vx77 src 10.0.0.80
ip -n web neigh add 10.4.0.20 lladdr 02:01:0a:07:00:02 dev vx77
through 8 'the VNI of a session, in VXLAN' 0
through 9 'another VNI, in VXLAN' 2
ip -n web -b - <<-END
	link add link vx77 name tagged type vlan id 5
	link set tagged up
	route replace 10.4.0.20 dev tagged src 10.0.0.80
	neigh add 10.4.0.20 lladdr 02:01:0a:07:00:02 dev tagged
END
through 8 'the VNI of a session, in tagged VXLAN' 0
through 9 'another VNI, in tagged VXLAN' 2

# A DNS query in whose name there is a copy, for port, VNI and receiver of a session;
# it seems to begin with a VXLAN header. Likewise where only the port is like 4789.
cat >"$CAPTURES/query.py" <<-'END'
	import socket, struct, sys
	ip = lambda proto, n: struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + n, 0, 0, 64, proto, 0, b"\x0a\x00\x00\x50", b"\x0a\x04\x00\x14")
	udp = struct.pack("!HHHH", 50000, 4789, 24, 0) + b"\x08\0\0\0\0\0\x08\0" + 8 * b"x"
	query = b"\x08\0\0\0\0\1\0\0\0\0\0\0" + b"\x3f" + 7 * b"x" + b"\x08\0" + ip(17, len(udp)) + udp + b"\0\0\1\0\1"
	s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
	for port in (53, 117, 181, 4789 + 64, 4790 + 64):
	    s.sendto(query, ("10.0.0.14", port))
END
before=$(counts seen)
in_ns web python3 "$CAPTURES/query.py"
pause 0.1
read -r matched sent _ <<<"$before"
equal 'copies of queries' "$(counts seen)" "$((matched + 5)) $((sent + 5)) $((matched - sent))"

# Each of a and b knows the other by an address that its copies do not come from.
add_host a 10.0.1.1 10.0.2.1
add_host b 10.0.1.2 10.0.2.2
add_host c 10.0.3.3
ip -n a route add 10.0.2.2 dev eth0 src 10.0.2.1
ip -n b route add 10.0.1.1 dev eth0 src 10.0.1.2
CTL_NS=a ctl -b - <<-END 2>/dev/null
	network add net cidr 10.0.1.0/24
	session add from-a network net scope eni eth0 receiver 10.0.2.2 vni 11 allow-outside match any
END
CTL_NS=b ctl -b - <<-END 2>/dev/null
	network add net cidr 10.0.2.0/24
	session add from-b network net scope eni eth0 receiver 10.0.1.1 vni 12 allow-outside match any
END
in_ns c ping -q -i 0.05 -c 5 10.0.1.1 >/dev/null
# Those of the packets, of their copies, and of what hosts say that take no copies.
sent() { echo "$(CTL_NS=a field from-a stats.sent_packets) $(CTL_NS=b field from-b stats.sent_packets)"; }
pause 0.5
read -r a b < <(sent)
between 'copies of 10 packets by a' "$a" 10 30
equal 'copies of these by b' "$b" 0
equal 'copies by and by' "$(sent)" "$a $b"
