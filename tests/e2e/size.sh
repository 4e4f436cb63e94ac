#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Nothing is cut off. Copies that are too long for the way go out in fragments,
# from which the frame can be put together again; with more room there are none.
. "$(dirname "$0")/lib.sh"

host src 10.0.0.14
host web 10.0.0.80
host rcv 10.0.0.20

ctl network add vpc1 cidr 10.0.0.0/16
ctl session add s network vpc1 scope eni eth0 receiver 10.0.0.20 vni 1 2>/dev/null
for size in 1399 1400 1421 1422 1423 1471 1472; do echo "17 10.0.0.14 1000 10.0.0.80 9 $size"; done >"$WORK/mix"

observe() {
	capture "$1-eni" src eth0 'ip and not host 10.0.0.20'
	capture "$1-rcv" rcv
	captures_ready
	send src <"$WORK/mix"
	head -c 200000 /dev/urandom >"$WORK/file"
	serve web 80 "$WORK/file"
	fetch src 10.0.0.80 80 "$WORK/file"
	captures_stop
	all_counted s
}

observe room
n=$(copies room-rcv 1 room-eni ip)
equal 'counters' "$(counts s)" "$n $n 0"
equal 'fragments' "$(packets room-rcv 'ip.flags.mf == 1 || ip.frag_offset > 0')" 0

ip -n src route change 10.0.0.16/28 dev eth0 mtu 1500
observe tight
# Datagrams of 1422 and more: 28 bytes of headers, and 50 of the tunnel.
((before = n))
whole() { judge /usr/bin/python3 "$here/copies.py" "$@"; }
judge tshark -r tight-eni.pcap -Y ip -F pcap -w tight.expected.pcap
n=$(whole tight-rcv.pcap 1 tight.expected.pcap --reassemble)
equal 'counters' "$(counts s)" "$((before + n)) $((before + n)) 0"
equal 'packets of more than 1500 bytes' "$(packets tight-rcv 'ip.len#1 > 1500')" 0
fragments=$(packets tight-rcv 'ip.flags.mf#1 == 1')
long=$(packets tight.expected 'ip.len#1 > 1450')
equal 'copies in fragments' "$fragments" "$long"
((long > 100)) || die "only $long long packets"
# tshark puts as many together.
equal 'copies that tshark reads' "$(judge tshark -o ip.defragment:TRUE -r tight-rcv.pcap -Y 'vxlan.vni == 1 && ip.proto#1 == 17' | wc -l)" "$n"
