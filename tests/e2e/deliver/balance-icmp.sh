#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Balance flow: an ICMP error goes where the flow goes that it quotes; both
# directions of a ping stay together.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21 10.0.0.22 10.0.0.23
in_ns web tee /proc/sys/net/ipv4/icmp_ratelimit /proc/sys/net/ipv4/icmp_ratemask <<<0 >/dev/null

ctl network add vpc1 cidr 10.0.0.0/16
ctl session add s network vpc1 scope network vni 1 receiver 10.0.0.20,10.0.0.21,10.0.0.22,10.0.0.23
capture rcv rcv
captures_ready
for i in {1..20}; do echo "17 10.0.0.14 $((1000 + i)) 10.0.0.80 9"; done | send src
in_ns src ping -q -c 3 -i 0.02 10.0.0.80
captures_stop

# Of a datagram and of the error that quotes it, tshark gives the same last ports.
on_host tshark -r rcv.pcap -Y 'vxlan.vni == 1 && ip.proto#1 == 17 && udp.dstport == 9' -T fields -E 'separator=,' -e ip.dst -e udp.srcport |
	awk -F, '{print $NF, $1}' >"$WORK/raw"
equal 'copies' "$(wc -l <"$WORK/raw")" 40
equal 'flows' "$(awk '{print $1}' "$WORK/raw" | sort -u | wc -l)" 20
equal 'pairs of flow and receiver' "$(awk '{print $1, $2}' "$WORK/raw" | sort -u | wc -l)" 20
equal 'receivers of a ping' "$(on_host tshark -r rcv.pcap -Y 'ip.proto#1 == 17 && icmp.type in {0, 8}' -T fields -E occurrence=f -e ip.dst | sort -u | wc -l)" 1
