#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frames that are longer than they may be: for the path to the receiver, whatever
# mtu says becomes of them, or by snaplen; as they are on the wire, and in the
# super-packets that an ENI with offloads takes.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_ipv6 src 10.0.0.14
add_ipv6 web 10.0.0.80
# Copies leave by a link with room for 1450 bytes of an IP packet, 1430 over IPv6.
namespace rcv
ip link add eth2 netns src type veth peer name eth0 address 02:01:0a:04:00:14 netns rcv
narrow() {
	in_ns "$1" bash -c "cd /proc/sys/net/ipv6/conf/$2; echo 1 >addr_gen_mode; echo 0 >disable_ipv6; ethtool -K $2 $NO_OFFLOADS >/dev/null"
}
narrow src eth2
narrow rcv eth0
ip -n src -b - <<-END
	link set eth2 up
	address add 10.4.0.1/24 dev eth2
	address add 2001:db8:4::1/64 dev eth2 nodad
	neigh replace 10.4.0.20 lladdr 02:01:0a:04:00:14 dev eth2
	neigh replace 2001:db8:4::20 lladdr 02:01:0a:04:00:14 dev eth2
END
ip -n rcv -b - <<-END
	link set eth0 up
	address add 10.4.0.20/24 dev eth0
	address add 2001:db8:4::20/64 dev eth0 nodad
	link add vx12 type vxlan id 12 dstport 4789 local 2001:db8:4::20
	link add vx13 type vxlan id 13 dstport 4789 local 2001:db8:4::20
	link set vx12 mtu 1500 up
	link set vx13 mtu 1500 up
END
in_ns rcv bash -c 'for i in 12 13; do ethtool -K vx$i gro off; done' >/dev/null

ctl network add vpc cidr 10.0.0.0/8,2001:db8::/32 max-sessions 20
ctl session add short network vpc scope eni eth0 receiver 10.4.0.20 snaplen 64 snap-fix mtu drop stopped 2>/dev/null
ctl session set short snaplen 0 mtu fragment 2>/dev/null
equal 'what set changes' "$(ctl -j session show short | query_json -c '.sessions[0] | [.snaplen, .snap_fix, .mtu]')" '[0,true,"fragment"]'

# By VNI.
sessions=(
	[1]='resegment 10.4.0.20'
	[2]='fragment 10.4.0.20 mtu fragment'
	[3]='truncate 10.4.0.20 mtu truncate'
	[4]='drop 10.4.0.20 mtu drop'
	[5]='snap64 10.4.0.20 snaplen 64'
	[6]='snap128 10.4.0.20 snaplen 128'
	[7]='snap1000 10.4.0.20 snaplen 1000'
	[8]='fix64 10.4.0.20 snaplen 64 snap-fix'
	[9]='fix128 10.4.0.20 snaplen 128 snap-fix'
	[10]='fix1000 10.4.0.20 snaplen 1000 snap-fix'
	[11]='fix 10.4.0.20 mtu truncate snap-fix'
	[12]='six 2001:db8:4::20'
	[13]='sixcut 2001:db8:4::20 mtu truncate'
)
anew() {
	{
		echo flush
		echo 'network add vpc cidr 10.0.0.0/8,2001:db8::/32 max-sessions 20'
		for vni in "${!sessions[@]}"; do
			read -r name receiver options <<<"${sessions[vni]}"
			echo "session add $name network vpc scope eni eth0 receiver $receiver vni $vni $options match any except match dst ff00::/8"
		done
	} | ctl -b - 2>/dev/null
}

head -c 100000 /dev/urandom >"$WORK/file"
read -r sum _ < <(sha256sum "$WORK/file")
# Around what limits there are: 64, 128, 1000 bytes of frame, 1430, 1450 of packet.
datagrams() {
	local size
	for size in 22 23 85 86 87 957 958 959 1401 1402 1403 1421 1422 1423 1472; do
		echo "udp 10.0.0.14 1000 10.0.0.80 9 $size"
		echo "udp 2001:db8::14 1000 2001:db8::80 9 $((size - 20))"
	done | send src
	# These come in fragments.
	printf 'udp %s 9000 %s 9 3000\n' 10.0.0.80 10.0.0.14 2001:db8::80 2001:db8::14 | send web
	in_ns src ping -q -c 1 -s 1472 10.0.0.80 >/dev/null
	in_ns src ping -q -c 1 -s 1452 2001:db8::80 >/dev/null
}

# traffic NAME SERVER CLIENT ADDRESS: what the ENI is given, and what the wire sees of it.
traffic() {
	anew "$1"
	capture "$1-eni" src eth0 '(ip or ip6) and not dst net ff00::/8'
	capture "$1" web eth0 '(ip or ip6) and not dst net ff00::/8'
	capture "$1-rcv" rcv
	capture "$1-vx12" rcv vx12 '(ip or ip6) and not dst net ff00::/8'
	capture "$1-vx13" rcv vx13 '(ip or ip6) and not dst net ff00::/8'
	captures_ready
	[[ $1 == super ]] || datagrams
	serve "$2" 80 "$WORK/file"
	fetch "$3" "$4" 80 "$WORK/file"
	serve6 "$2" 81 "$WORK/file"
	fetch "$3" "$(ipv6_of "$4")" 81 "$WORK/file"
	captures_stop
}

WHOLE='-o ip.defragment:FALSE -o ipv6.defragment:FALSE'

# part NAME PART FILTER: that part of what the wire saw.
part() {
	# shellcheck disable=SC2086
	on_host tshark $WHOLE -r "$1.pcap" -Y "$3" -F pcap -w "$1-$2.pcap"
}
# same CAPTURE VNI EXPECTED OPTION...: see copies.py.
same() { on_host /usr/bin/python3 "$helpers/packets/copies.py" "$1.pcap" "$2" "$3.pcap" "${@:4}" >/dev/null; }

# streams CAPTURE: see streams.py.
streams() {
	on_host bash -c "tshark -r $1.pcap -o tcp.desegment_tcp_streams:FALSE -Y 'tcp.len > 0 && tcp.srcport < 1024' \
		-T fields -e tcp.srcport -e tcp.seq_raw -e tcp.payload | python3 $helpers/packets/streams.py"
}

# counted NAME: as many as the captures have, see sizes.awk.
counted() {
	on_host bash -c "for of in $1 $1-eni; do
		tshark $WHOLE -r \$of.pcap -T fields -E occurrence=f -e frame.len -e tcp.len -e ipv6.plen >\$of.lengths
	done; awk -v names=' ${sessions[*]} ' -f $helpers/packets/sizes.awk $1.lengths $1-eni.lengths >$1.expected"
	ctl -j stats >"$WORK/stats.json"
	on_host jq -r '.sessions[] | [.name, (.stats | .matched_packets, .sent_packets, .dropped_packets, (.drops, .modified | tojson))] | join("\t")' \
		stats.json >"$WORK/$1.counted"
	cmp "$WORK/$1.expected" "$WORK/$1.counted" || die "counted: $(diff "$WORK/$1.expected" "$WORK/$1.counted")"
}

# check NAME: the copies.
check() {
	local vni sent
	part "$1" short 'frame.len <= 1464'
	counted "$1"

	same "$1-rcv" 2 "$1" --reassemble
	same "$1-rcv" 3 "$1" --cut 1464
	same "$1-rcv" 4 "$1-short"
	for vni in 5 6 7 8 9 10; do
		[[ ${sessions[vni]-} =~ snaplen\ ([0-9]+)(.*fix)? ]] || continue
		same "$1-rcv" "$vni" "$1" --cut "${BASH_REMATCH[1]}" ${BASH_REMATCH[2]:+--fixed}
	done

	# TCP is not fragmented.
	on_host tshark -r "$1-rcv.pcap" -Y 'vxlan.vni == 1 && tcp && ip.flags.df#1 == 1' -F pcap -w "$1-tcp.pcap"
	sent=$(streams "$1")
	equal 'content sent' "$(awk '{ print $1, $2 }' <<<"$sent")" "80 $sum"$'\n'"81 $sum"
	equal 'streams in smaller segments' "$(streams "$1-tcp")" "$sent"
	equal 'streams in smaller segments, over IPv6' "$(streams "$1-vx12")" "$sent"

	# tshark finds nothing wrong. 64 bytes have not all of what TCP's
	# header is, or ICMP quotes.
	local bad='ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0
		|| ip.bogus_ip_length || _ws.malformed || _ws.short'
	local checked='-o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE -o tcp.desegment_tcp_streams:FALSE'
	# Several sessions have fragments of the same packet, each cut in its own way.
	local apart='ip.flags.mf == 1 || ip.frag_offset > 0 || ipv6.fraghdr'
	# shellcheck disable=SC2086
	equal 'copies with something wrong' "$(on_host tshark $checked -o ip.defragment:FALSE -o ipv6.defragment:FALSE -r "$1-rcv.pcap" \
		-Y "((vxlan.vni == 1 || vxlan.vni >= 9) || (vxlan.vni == 8 && !tcp)) && !($apart || icmp.type == 3 || icmpv6.type == 1) && ($bad)" | wc -l)" 0
	# shellcheck disable=SC2086
	equal 'copies over IPv6 with something wrong' "$(on_host tshark $checked -r "$1-vx12.pcap" -Y "$bad" | wc -l)" 0
}

traffic wire web src 10.0.0.80
check wire
same wire-rcv 11 wire --cut 1464 --fixed
same wire-vx13 0 wire --inner --cut 1444
# What is not TCP is not resegmented.
part wire other '!tcp'
on_host tshark -r wire-rcv.pcap -Y 'ip.flags.mf#1 == 1 || ip.frag_offset#1 > 0 || (vxlan.vni == 1 && !tcp)' -F pcap -w wire-rcv-other.pcap
same wire-rcv-other 1 wire-other --reassemble
part wire-vx12 other '!tcp'
same wire-vx12-other 0 wire-other --inner

# Super-packets from the ENI, which the other end of the lan cuts.
in_ns src ethtool -K eth0 tx on rx on tso on gso on >/dev/null
# shellcheck disable=SC2086
in_ns lan bash -c "ethtool -K vsrc tx on rx on; ethtool -K vweb $NO_OFFLOADS" >/dev/null
unset 'sessions[5]' 'sessions[7]' 'sessions[8]' 'sessions[10]' 'sessions[11]' 'sessions[13]'
traffic super src web 10.0.0.14
(($(packets super-eni 'tcp.len > 1448') > 10)) || die 'no super-packets'
check super
