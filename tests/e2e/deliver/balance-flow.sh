#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Balance flow: both directions of a conversation, seen by either host, go to one
# receiver with one source port; flows spread; one receiver more takes its share,
# and only that; losing it gives it back.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21 10.0.0.22 10.0.0.23

for ns in src web; do
	mirrorctl -n $ns network add vpc1 cidr 10.0.0.0/16
	mirrorctl -n $ns session add s network vpc1 scope network vni 1 \
		receiver 10.0.0.22,10.0.0.20,10.0.0.21 except match proto icmp
done
for ((i = 0; i < 400; i++)); do
	echo "17 10.0.0.14 $((1000 + i)) 10.0.0.80 $((7000 + i % 7))"
done >"$WORK/there"
awk '{print $1, $4, $5, $2, $3}' "$WORK/there" >"$WORK/back"

# "flow receiver outer-source-port", of which there must be one per flow
observe() {
	capture "$1" rcv
	captures_ready
	send src <"$WORK/there"
	send web <"$WORK/back"
	captures_stop
	on_host tshark -r "$1.pcap" -Y 'vxlan.vni == 1 && ip.proto#1 == 17' -T fields -E 'separator=,' -e ip.dst -e udp.srcport -e udp.dstport |
		awk -F, '{print ($4 < $6 ? $4 "-" $6 : $6 "-" $4), $1, $3}' | sort | uniq -c >"$WORK/$1.counted"
	awk '$1 != 4' "$WORK/$1.counted" >"$WORK/$1.odd"
	equal 'flows whose packets parted' "$(head -n 3 "$WORK/$1.odd")" ''
	equal 'flows' "$(wc -l <"$WORK/$1.counted")" 400
	awk '{print $2, $3, $4}' "$WORK/$1.counted" >"$WORK/$1"
}

observe three
equal 'receivers in use' "$(awk '{print $2}' "$WORK/three" | sort -u | wc -l)" 3
for n in $(awk '{n[$2]++} END {for (i in n) print n[i]}' "$WORK/three"); do
	between 'flows of a receiver' "$n" 90 177
done
between 'source ports' "$(awk '{print $3}' "$WORK/three" | sort -u | wc -l)" 350 400

for ns in src web; do mirrorctl -n $ns session set s receiver 10.0.0.20,10.0.0.21,10.0.0.22,10.0.0.23; done
observe four
comm -13 "$WORK/three" "$WORK/four" >"$WORK/moved"
between 'flows that moved' "$(wc -l <"$WORK/moved")" 60 140
equal 'where they moved' "$(awk '{print $2}' "$WORK/moved" | sort -u)" 10.0.0.23

for ns in src web; do mirrorctl -n $ns session set s receiver 10.0.0.22,10.0.0.21,10.0.0.20; done
observe back-to-three
equal 'difference once it is gone' "$(diff "$WORK/three" "$WORK/back-to-three" || true)" ''
