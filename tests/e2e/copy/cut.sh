#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the stack cuts once it has passed the hook, or sends to itself as well, is
# copied as it is on the wire: in the same fragments, once.
. "$(dirname "$0")/../lib.sh"

three_hosts six
# src forwards what comes from far, over a link with more room, with conntrack,
# which puts fragments together.
router_behind far 9000
wires far
wires src eth1
in_ns far bash -c 'echo 0 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6; echo 0 >/proc/sys/net/ipv6/conf/lo/disable_ipv6'
in_ns src bash -c 'cd /proc/sys/net; echo 0 >ipv6/conf/eth1/disable_ipv6
	echo 1 >ipv6/conf/all/forwarding; echo 0 >ipv6/conf/eth0/accept_dad
	echo 2 >ipv4/conf/eth0/force_igmp_version'
ip -n src address add 2001:db8:9::1/64 dev eth1 nodad
ip -n far -b - <<-END
	link set lo up
	address add 2001:db8:9::9/64 dev eth0 nodad
	route add default via 2001:db8:9::1
END
ip -n web -b - <<-END
	route add 10.9.0.0/24 via 10.0.0.14
	route add 2001:db8:9::/64 via 2001:db8::14
END
in_ns src nft 'add table inet t; add chain inet t c { type filter hook prerouting priority 0; }; add rule inet t c ct state new counter'

session='network vpc1 scope eni eth0 direction out receiver 10.0.0.20'
ctl -b - <<-END
	network add vpc1 cidr 10.0.0.0/16
	session add all $session vni 1 match any except match dst ff02::/16 except match dst 224.0.0.0/24
	session add snap $session vni 2 snaplen 300 match proto udp
	session add port $session vni 3 match dport 53
END
capture wire web eth0 '(ip or ip6) and ether src 02:01:0a:00:00:0e and not net ff02::/16 and not host 10.0.0.20'
capture rcv rcv eth0 'dst host 10.0.0.20'
captures_ready

# Of the host's own: around what fits, and far from it.
for size in 1452 1453 1472 1473 2952 2953 4000 60000; do
	echo "udp 10.0.0.14 1000 10.0.0.80 9 $size"
	echo "udp 2001:db8::14 1000 2001:db8::80 9 $size"
	echo "17 10.0.0.14 1001 10.0.0.80 53 $size"
	echo "17 2001:db8::14 1001 2001:db8::80 53 $size"
done | send src
in_ns src ping -q -c 1 -s 3000 10.0.0.80 >/dev/null
in_ns src ping -q -c 1 -s 3000 -T tsonly 10.0.0.80 >/dev/null
in_ns src ping -q -c 1 -s 3000 2001:db8::80 >/dev/null
# Of others: too long for the ENI, in even and in uneven fragments.
{
	echo 'udp 10.9.0.9 1002 10.0.0.80 53 5000'
	for ends in '10.9.0.9 1003 10.0.0.80' '2001:db8:9::9 1003 2001:db8::80'; do
		echo "17 $ends 53 2500 1 012"
		echo "17 $ends 53 2500 2 400,1000,0"
		echo "17 $ends 53 2500 3 400,1008,8,1000,0"
		echo "17 $ends 53 2500 4 2000,0"
		echo "17 $ends 54 2500 5 1448,8,0"
		# Together they would fit where no packet of IPv6 is fragmented.
		echo "17 $ends 54 1000 6 600,0"
	done
} | send far
# Of groups that somebody listens to here, too.
in_ns src /usr/bin/python3 "$helpers/packets/groups.py" 10.0.0.14 eth0
captures_stop

every='(!icmpv6 || icmpv6.type == 128) && !(ip.dst == 224.0.0.0/24)'
n=$(copies rcv 1 wire "$every" --idents)
# The kernel's own reports about a group have no socket.
reports=$(packets wire 'igmp && ip.dst == 239.1.2.3')
((reports)) || die 'no IGMP report'
equal 'copies' "$n" $((277 + reports))
# Uneven fragments stay what they are, though a copy was made while they were one.
equal 'uneven fragments forwarded' "$(packets wire 'ip.id == 3 && ip.len in {420, 1028, 28, 1020, 112}')" 5
equal 'uneven fragments forwarded over IPv6' "$(packets wire 'ipv6.fraghdr && frame.len in {1070, 154} && ipv6.src == 2001:db8:9::9')" 2
equal "datagrams to groups" "$(packets wire "udp.dstport == 7000")" 4
snapped=$(copies rcv 2 wire 'ip.proto == 17 || (ipv6 && (udp || ipv6.fraghdr.nxt == 17))' --idents --cut 300)
port=$(copies rcv 3 wire "udp.dstport == 53 || ip.id in {$(on_host tshark -o ip.defragment:FALSE -r wire.pcap -Y 'udp.dstport == 53 && ip.flags.mf == 1' -T fields -e ip.id | paste -sd,)}
	|| ipv6.fraghdr.ident in {$(on_host tshark -o ipv6.defragment:FALSE -r wire.pcap -Y 'udp.dstport == 53 && ipv6.fraghdr.more == 1' -T fields -e ipv6.fraghdr.ident | paste -sd,)}" --idents)
for name in all snap port; do all_counted $name; done
equal 'counters' "$(field all stats.sent_packets) $(field snap stats.sent_packets) $(field port stats.sent_packets)" "$n $snapped $port"
equal 'counted bytes' "$(field all stats.sent_bytes)" \
	"$(on_host tshark -o ip.defragment:FALSE -r wire.pcap -Y "$every" -T fields -e frame.len | awk '{ n += $1 - 14 } END { print n }')"
