#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Super-packets: copies are frames as they are on the wire, with right checksums,
# whether the host makes the super-packets itself (TSO) or puts them together on
# the way in (GRO), and whether the device takes them or not.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
# Copies leave by a link that takes no super-packets and computes no checksums.
separate_receiver rcv
for end in 'src eth0' 'lan vsrc' 'web eth0' 'lan vweb'; do
	# shellcheck disable=SC2086
	in_ns ${end% *} ethtool -K ${end#* } tx on rx on tso on gso on gro on >/dev/null
done

ctl network add vpc1 cidr 10.0.0.0/8
ctl session add out network vpc1 scope eni eth0 receiver 10.4.0.20 direction out vni 1 2>/dev/null
ctl session add in network vpc1 scope eni eth0 receiver 10.4.0.20 direction in vni 2 2>/dev/null

head -c 2000000 /dev/urandom >"$WORK/file"
sum=$(sha256sum <"$WORK/file")

# The bytes of the one TCP stream to PORT in copies with VNI.
stream() {
	on_host tshark -r "$1.pcap" -d udp.port==4789,vxlan -Y "vxlan.vni == $2 && ip.proto#1 == 17 && tcp.srcport == 80 && tcp.len > 0" \
		-o ip.defragment:TRUE -o tcp.desegment_tcp_streams:FALSE -T fields -e tcp.seq_raw -e tcp.payload |
		sort -n -u -k1,1 | cut -f2 | tr -d '\n:' | xxd -r -p | sha256sum
}

# SENDER CLIENT ADDRESS VNI NAME
observe() {
	local before
	before=$(field "$5" stats.sent_packets)
	capture "$5" rcv
	captures_ready
	serve "$1" 80 "$WORK/file"
	fetch "$2" "$3" 80 "$WORK/file"
	captures_stop
	all_counted "$5"
	equal "content in copies $5" "$(stream "$5" "$4")" "$sum"
	equal "wrong checksums in copies $5" "$(on_host tshark -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -r "$5.pcap" \
		-Y "vxlan.vni == $4 && ip.proto#1 == 17 && (tcp.checksum.status == 0 || ip.checksum.status == 0 || ip.checksum.status == 2)" | wc -l)" 0
	equal "packets longer than the wire's in copies $5" "$(packets "$5" "vxlan.vni == $4 && ip.proto#1 == 17 && ip.len#2 > 1500")" 0
	equal "counter of $5" $(($(field "$5" stats.sent_packets) - before)) "$(packets "$5" "ip.proto#1 == 17 && vxlan.vni == $4 && !icmp")"
}

observe src web 10.0.0.14 1 out
observe web src 10.0.0.80 2 in
