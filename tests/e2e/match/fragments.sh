#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Fragments are copied as they come in, each for itself. Later ones carry no
# ports: they have those of the first one of their packet. Where that did not come
# before them, none that may belong is missing.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv1 10.0.0.20
add_host rcv2 10.0.0.21
add_ipv6 src 10.0.0.14
add_ipv6 web 10.0.0.80
ip -n web address add 2001:db8::81/64 dev eth0 nodad noprefixroute
# Conntrack puts fragments together, after they were seen.
in_ns src nft 'add table inet t; add chain inet t c { type filter hook prerouting priority 0; }; add rule inet t c ct state new counter'

session='network vpc1 scope eni eth0 direction in'
ctl -b - <<-END
	network add vpc1 cidr 10.0.0.0/16
	session add udp $session receiver 10.0.0.20 vni 1 match proto udp
	session add port $session receiver 10.0.0.20 vni 2 match dport 53
	session add not $session receiver 10.0.0.20 vni 3 match proto udp except match dport 53
	session add flow $session receiver 10.0.0.20,10.0.0.21 vni 4 balance flow match src 10.0.0.80 match dport 9000 or match src 2001:db8::81 match dport 9000
END
capture eni src eth0 '(ip or ip6) and not host 10.0.0.20 and not host 10.0.0.21'
capture rcv1 rcv1 eth0 'dst host 10.0.0.20'
capture rcv2 rcv2 eth0 'dst host 10.0.0.21'
captures_ready
# Ports, identification, fragments: in order, or not, or without the first, or of
# two datagrams in turn.
while read -r sport dport fragments; do
	echo "17 10.0.0.99 $sport 10.0.0.14 $dport 2500 $fragments"
	echo "17 2001:db8::80 $sport 2001:db8::14 $dport 2500 $fragments"
done >"$WORK/datagrams" <<-END
	1000 53 1 012
	53 1000 2 012
	5000 5000 3 012
	1001 53 4 210
	5001 5001 5 201
	1002 53 6 12
	1003 53 7 0
	5002 5002 8 0
	1003 53 7 12
	5002 5002 8 12
END
# That it is UDP only the first one tells.
cat >>"$WORK/datagrams" <<-END
	60 2001:db8::80 1004 2001:db8::14 53 2500 9 012
	60 2001:db8::80 1004 2001:db8::14 53 2500 10 12
END
# Flows with packets that are whole, and others that the kernel cuts.
for port in {2000..2011}; do
	for size in 100 4000; do
		echo "udp 10.0.0.80 $port 10.0.0.14 9000 $size"
		echo "udp 2001:db8::81 $port 2001:db8::14 9000 $size"
	done
done >>"$WORK/datagrams"
send web <"$WORK/datagrams"
captures_stop

in="eth.dst == $(mac_of 10.0.0.14) && (ip.proto == 17 || ipv6 && !icmpv6)"
# of IDS: fragments of these datagrams.
of() { echo "(ip.src == 10.0.0.99 && ip.id in {$1}) || (ipv6.src == 2001:db8::80 && ipv6.fraghdr.ident in {$1})"; }
first_of() { echo "(($(of "$1")) && (ip.frag_offset == 0 || ipv6.fraghdr.offset == 0))"; }
later_of() { echo "(($(of "$1")) && (ip.frag_offset > 0 || ipv6.fraghdr.offset > 0))"; }

all=$(copies rcv1 1 eni "$in")
equal 'copies' "$all" $((2 * (7 * 3 + 2 + 12 * 4) + 5))
port=$(copies rcv1 2 eni "$in && ($(of 1,4,6,7,9,10) || $(later_of 5))")
not=$(copies rcv1 3 eni "$in && !($(of 1,7,9) || $(first_of 4))")

# values CAPTURE FILTER FIELD: with commas, of the innermost header.
values() {
	local values
	mapfile -t values < <(on_host tshark -o ip.defragment:FALSE -o ipv6.defragment:FALSE -r "$1.pcap" -Y "$2" -T fields -E occurrence=l -e "$3")
	local IFS=,
	echo "${values[*]}"
}
# A flow's fragments go where its whole packets go.
flow=0
for rcv in rcv1 rcv2; do
	four=$(values $rcv 'vxlan.vni == 4 && udp.length#2 == 108 && ip.src#2 == 10.0.0.80' udp.srcport)
	six=$(values $rcv 'vxlan.vni == 4 && udp.length#2 == 108 && ipv6.src == 2001:db8::81' udp.srcport)
	[[ $four && $six ]] || die "no flow to $rcv"
	ids4=$(values eni "$in && ip.src == 10.0.0.80 && udp.srcport in {$four} && ip.flags.mf == 1" ip.id)
	ids6=$(values eni "$in && ipv6.src == 2001:db8::81 && udp.srcport in {$six} && ipv6.fraghdr.more == 1" ipv6.fraghdr.ident)
	n=$(copies $rcv 4 eni "$in && ((ip.src == 10.0.0.80 && (udp.srcport in {$four} || ip.id in {$ids4})) ||
		(ipv6.src == 2001:db8::81 && (udp.srcport in {$six} || ipv6.fraghdr.ident in {$ids6})))")
	((flow += n))
done

# Of 4, 5 and 6, two of either family; of 10, two.
ctl -j stats >"$WORK/stats.json"
equal 'counters' "$(on_host jq -c '[.sessions[] | [.name, .stats.sent_packets, .stats.modified]]' stats.json)" \
	"[[\"flow\",$((2 * 12 * 4)),{}],[\"not\",$not,{\"ports-unknown\":14}],[\"port\",$port,{\"ports-unknown\":14}],[\"udp\",$all,{}]]"
equal 'copies of flows' "$flow" $((2 * 12 * 4))

# Who tells the ports twice, or uses an identification again, hides nothing: a host may
# take the fragments for those of either. Identification, port, fragments, how many of
# these go to "port", how many to "not".
port_more=0 not_more=0
while read -r id dport fragments to_port to_not; do
	echo "17 10.0.0.99 1000 10.0.0.14 $dport 2500 $id $fragments"
	echo "17 2001:db8::80 1000 2001:db8::14 $dport 2500 $id $fragments"
	((port_more += 2 * to_port, not_more += 2 * to_not))
done >"$WORK/datagrams" <<-END
	101 5000 0 0 1
	101 53 0 1 0
	101 53 12 2 2
	102 53 0 1 0
	102 5000 0 0 1
	102 53 12 2 2
	103 5000 012 0 3
	103 53 012 3 0
	104 5000 012 0 3
	104 53 120 3 2
	105 53 01 2 0
	105 5000 01 1 2
	105 53 2 1 1
	106 53 011 3 1
	106 53 2 1 1
END
send web <"$WORK/datagrams"
pause 0.1
equal 'hidden from port' $((port + port_more - $(field port stats.sent_packets))) 0
equal 'hidden from not' $((not + not_more - $(field not stats.sent_packets))) 0
for session in port not udp; do all_counted "$session"; done
