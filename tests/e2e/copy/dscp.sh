#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Copies have the DSCP that their session wants, whatever way they take, and a
# priority that has qdiscs send them last; the originals keep theirs.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21
add_ipv6 src 10.0.0.14
add_ipv6 web 10.0.0.80
add_ipv6 rcv 10.0.0.20
# Receivers that a large copy does not fit.
ip -n src route add 10.0.0.21 dev eth0 mtu 1400

options='scope eni eth0 direction out match proto udp dport 9'
ctl -b - 2>/dev/null <<-END
	network add vpc cidr 10.0.0.0/24,2001:db8::/64
	session add plain network vpc $options receiver 10.0.0.20 vni 1 dscp cs1
	session add six network vpc $options receiver 2001:db8::20 vni 2 dscp le
	session add cut network vpc $options receiver 10.0.0.20 vni 3 dscp 46 snaplen 64
	session add fragmented network vpc $options receiver 10.0.0.21 vni 4 dscp 63
	session add none network vpc $options receiver 10.0.0.20 vni 5
END
in_ns src tc qdisc add dev eth0 root handle 1: prio
for band in 1 2 3; do in_ns src tc qdisc add dev eth0 parent "1:$band" handle "1$band:" pfifo limit 1000; done
band() { in_ns src tc -j -s qdisc show dev eth0 | query_json ".[] | select(.handle == \"1$1:\").packets"; }
capture rcv rcv eth0 'ip or ip6'
capture wire web eth0 'ip or ip6'
# What IPv6 says of its groups has a first band's priority.
capture groups src eth0 'ip6[6] == 0'
captures_ready
before=$(band 3) first=$(band 1)
in_ns src /usr/bin/python3 - <<-'END'
	import socket
	for family, to in ((socket.AF_INET, "10.0.0.80"), (socket.AF_INET6, "2001:db8::80")):
	    sock = socket.socket(family, socket.SOCK_DGRAM)
	    if family == socket.AF_INET:
	        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0x28)
	    else:
	        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, 0x28)
	    for size in (100, 1400):
	        for _ in range(10):
	            sock.sendto(bytes(size), (to, 9))
END
captures_stop

# dscp NAME VNI EXPECTED: of all its copies, in the outer header.
dscp() {
	equal "copies of session $1" "$(counts "$1")" '40 40 0'
	equal "DSCP of session $1" "$(awk -v vni="$2" '$1 == vni { print $2 }' "$WORK/outer" | sort | uniq -c | awk '{print $1, $2}')" "40 $3"
}
on_host tshark -r rcv.pcap -d udp.port==4789,vxlan -Y 'vxlan && !icmp && !icmpv6' -T fields -e vxlan.vni -e ip.dsfield.dscp -e ipv6.tclass.dscp |
	awk -F '\t' '{ split($2, four, ","); split($3, six, ","); print $1, $1 == 2 ? six[1] : four[1] }' >"$WORK/outer"
dscp plain 1 8
dscp six 2 1
dscp cut 3 46
dscp fragmented 4 63
dscp none 5 0
equal 'other DSCP in the outer headers of fragments' "$(packets rcv 'ip.dst == 10.0.0.21 && !icmp && ip.dsfield.dscp#1 != 63')" 0
between 'fragments' "$(packets rcv 'ip.dst == 10.0.0.21 && ip.frag_offset > 0')" 20 60
equal 'bad checksums of outer headers' "$(on_host tshark -o ip.check_checksum:TRUE -r rcv.pcap -Y 'ip.checksum.status == 0' | wc -l)" 0
equal 'originals that kept their DSCP' "$(packets wire 'udp.dstport == 9 && !vxlan && !icmp && !icmpv6 && (ip.dsfield.dscp == 10 || ipv6.tclass.dscp == 10)')" 40
# 5 sessions, 40 packets each, and the fragments. Originals over IPv4 are bulk by their
# TOS, so they go there as well.
copies=$(packets rcv "(ip.src == 10.0.0.14 || ipv6.src == 2001:db8::14) && eth.src == $(mac_of 10.0.0.14) && !icmp && !icmpv6")
between 'copies' "$copies" 220 260
equal 'what went through the last band' $(($(band 3) - before)) $((copies + 20))
equal 'what went through the first band' $(($(band 1) - first)) "$(packets groups "eth.src == $(mac_of 10.0.0.14)")"
