#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Linux's own vxlan devices take the copies, one that learns, over IPv4 and IPv6,
# and one that takes every VNI, and hand what is in them to sockets.
. "$(dirname "$0")/../lib.sh"

three_hosts
add_host every 10.0.0.21
add_ipv6 src 10.0.0.14
add_ipv6 web 10.0.0.80
add_ipv6 rcv 10.0.0.20
# consume RECEIVER DEVICE OPTION...: a device there, in a namespace of its own, that
# stands for web. (With one namespace for several, fragments that are copied several
# times would be put together across them.)
consume() {
	namespace "$2"
	ip -n "$1" link add "$2" netns "$2" address "$(mac_of 10.0.0.80)" type vxlan dstport 4789 "${@:3}"
	in_ns "$2" bash -c "cd /proc/sys/net/ipv6/conf; echo 0 >$2/accept_dad; echo 0 >$2/disable_ipv6"
	ip -n "$2" -b - <<-END
		link set $2 mtu 1500 up
		address add 10.0.0.80/32 dev $2
		address add 2001:db8::80/128 dev $2 nodad
	END
}
consume rcv learn4 id 1 local 10.0.0.20 learning
consume rcv learn6 id 6 local 2001:db8::20 learning
consume every any external
in_ns every bash -c 'echo 0 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6; echo 0 >/proc/sys/net/ipv6/conf/lo/disable_ipv6'
ip -n every route add 2001:db8::/64 dev eth0

ctl -b - <<-END
	network add vpc cidr 10.0.0.0/24,2001:db8::/64
	session add four network vpc scope eni eth0 direction out receiver 10.0.0.20 vni 1 match proto udp
	session add six network vpc scope eni eth0 direction out receiver 2001:db8::20 vni 6 match proto udp
	session add every network vpc scope eni eth0 direction out receiver 10.0.0.21 vni 77 match proto udp
END

# receive NAMESPACE ADDRESS: what a socket there receives goes into a file.
receive() {
	in_ns "$1" /usr/bin/python3 "$helpers/packets/sink.py" "$2" 9 5 >"$WORK/$1-$2" &
	wait_for 10 test -s "$WORK/$1-$2"
}
for namespace in learn4 learn6 any; do
	for address in 10.0.0.80 2001:db8::80; do receive "$namespace" "$address"; done
done
for size in 1 100 1400 4000 9000; do
	echo "udp 10.0.0.14 1000 10.0.0.80 9 $size"
	echo "udp 2001:db8::14 1000 2001:db8::80 9 $size"
done | send src
wait
for namespace in learn4 learn6 any; do
	for address in 10.0.0.80 2001:db8::80; do
		equal "what a socket got by $namespace, $address" \
			"$(tail -n 1 "$WORK/$namespace-$address")" '1 100 1400 4000 9000 right: 5'
	done
done
