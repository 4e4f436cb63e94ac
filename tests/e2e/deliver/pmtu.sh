#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What routers say of copies that are too long for the path is used for later
# copies; no socket of the host hears of it, and no mirror sees it.
. "$(dirname "$0")/../lib.sh"

three_hosts six
namespace router
namespace rcv2
in_ns router bash -c 'echo 0 >/proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
in_ns rcv2 tee "$NO_IPV6" <<<0 >/dev/null
ip link add eth2 netns src mtu 1600 type veth peer name eth0 netns router mtu 1600
ip link add eth1 netns router mtu 1450 type veth peer name eth0 netns rcv2 mtu 1450
for end in 'src eth2' 'router eth0' 'router eth1' 'rcv2 eth0'; do
	# shellcheck disable=SC2086
	in_ns ${end% *} bash -c "echo 0 >/proc/sys/net/ipv6/conf/${end#* }/disable_ipv6; ethtool -K ${end#* } $NO_OFFLOADS" >/dev/null
done
ip -n src -b - <<-END
	link set eth2 up
	address add 10.4.0.1/24 dev eth2
	address add 2001:db8:4::1/64 dev eth2 nodad
	route add 10.5.0.0/24 via 10.4.0.254
	route add 2001:db8:5::/64 via 2001:db8:4::254
END
ip -n router -b - <<-END
	link set eth0 up
	link set eth1 up
	address add 10.4.0.254/24 dev eth0
	address add 10.5.0.254/24 dev eth1
	address add 2001:db8:4::254/64 dev eth0 nodad
	address add 2001:db8:5::254/64 dev eth1 nodad
END
ip -n rcv2 -b - <<-END
	link set eth0 up
	address add 10.5.0.20/24 dev eth0
	address add 2001:db8:5::20/64 dev eth0 nodad
	route add default via 10.5.0.254
	route add default via 2001:db8:5::254
END

# The way to the router is an ENI as well, whose packets another receiver gets.
ctl -b - <<-END 2>/dev/null
	network add near cidr 10.0.0.0/24,2001:db8::/64
	network add way cidr 10.4.0.0/24,2001:db8:4::/64 max-sessions 9
	session add four network near scope eni eth0 direction out receiver 10.5.0.20 vni 4 allow-outside match dst 10.0.0.80
	session add six network near scope eni eth0 direction out receiver 2001:db8:5::20 vni 6 allow-outside match dst 10.0.0.80
	session add errors network way scope eni eth2 direction in receiver 10.0.0.20 vni 9 allow-outside match proto icmp or match proto icmpv6 except match src 2001:db8:4::/64 dst 2001:db8:4::/64 except match src fe80::/10
END

settled() { ! { ip -n router -6 addr; ip -n rcv2 -6 addr; ip -n src -6 addr; } | grep tentative >/dev/null; }
wait_for 10 settled
# Link addresses are known from here on.
wait_for 10 in_ns src ping -q -c 1 -W 1 10.5.0.20 >/dev/null
wait_for 10 in_ns src ping -q -c 1 -W 1 2001:db8:5::20 >/dev/null
datagram() { send src <<<"udp 10.0.0.14 1000 10.0.0.80 9 $1"; }
capture rcv rcv2 eth0 'udp port 4789 or ip6 proto 17 or ip6 proto 44 or ip[6:2] & 0x1fff != 0'
capture way src eth2 'icmp or icmp6'
captures_ready
datagram 100
captures_stop
sport4=$(on_host tshark -r rcv.pcap -Y 'ip.dst == 10.5.0.20' -T fields -E occurrence=f -e udp.srcport)
sport6=$(on_host tshark -r rcv.pcap -Y 'ipv6.dst == 2001:db8:5::20' -T fields -E occurrence=f -e udp.srcport)

# Production sockets that have just these ports.
coproc sockets { in_ns src /usr/bin/python3 "$helpers/packets/pmtu.py" "10.4.0.1,$sport4,10.5.0.20,4789" "2001:db8:4::1,$sport6,2001:db8:5::20,4789"; }
heard=${sockets[0]} end=${sockets[1]}
read -ru "$heard" _

errors=$(field errors stats.sent_packets)
capture rcv rcv2 eth0 'udp port 4789 or ip6 proto 17 or ip6 proto 44 or ip[6:2] & 0x1fff != 0'
capture way src eth2 'icmp or icmp6'
captures_ready
datagram 1472
wait_for 5 eval "ip -n src route get 10.5.0.20 | grep -q 'mtu 1450'"
wait_for 5 eval "ip -n src route get 2001:db8:5::20 | grep -q 'mtu 1450'"
datagram 1472
captures_stop

(($(packets way 'icmp.type == 3 && icmp.code == 4') > 0)) || die 'no news over IPv4'
(($(packets way 'icmpv6.type == 2') > 0)) || die 'no news over IPv6'
eval "exec $end>&-"
equal 'what sockets heard' "$(paste -sd' ' <&"$heard")" 'nothing nothing'
equal 'errors copied' $(($(field errors stats.sent_packets) - errors)) 0
between 'errors left out' "$(field errors stats.drops.carried)" 2 20
equal 'later copies, put together' "$(on_host tshark -r rcv.pcap -Y 'vxlan && udp.length == 1480' -T fields -e vxlan.vni | sort | paste -sd' ')" '4 6'
for name in four six; do
	equal "counters of $name" "$(counts "$name") $(field "$name" 'stats.modified | tojson')" '3 3 0 {"fragmented":1}'
done
