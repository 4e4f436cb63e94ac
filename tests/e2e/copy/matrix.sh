#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The matrix: all kinds of traffic, in and out, by every balance, to receivers of
# either family, with each mtu policy, over paths with and without room. The copies
# are the frames on the wire, behind the point where they are cut.
. "$(dirname "$0")/../lib.sh"
BUFFER=131072
# The 144 copies of a packet wait for each other.
echo $((1 << 30)) >/sys/module/nf_mirror/parameters/budget

# Hostile frames come from web for src, and from far, by way of src, for web.
frames() { on_host /usr/bin/python3 "$helpers/packets/hostile.py" "$@" >/dev/null; }
making=()
frames in.pcap "$(mac_of 10.0.0.80)" "$(mac_of 10.0.0.14)" 10.0.0.80 10.0.0.14 2001:db8::80 2001:db8::14 &
making+=($!)
frames out.pcap "$(mac_of 10.9.0.9)" "$(mac_of 10.9.0.1)" 10.9.0.9 10.0.0.80 2001:db8:9::9 2001:db8::80 &
making+=($!)

add_host src 10.0.0.14
add_host web 10.0.0.80 10.0.0.99
add_ipv6 src 10.0.0.14
add_ipv6 web 10.0.0.80
modprobe -a sctp ip_gre esp4 xfrm_user 8021q
WIDE=9200 NARROW=1500
for end in vsrc vweb br0; do echo "link set $end mtu $WIDE"; done | ip -n lan -b -
# What src gives the device in one piece is cut where the lan begins.
# shellcheck disable=SC2086
in_ns lan bash -c "ethtool -K vsrc tx off rx on tso off; ethtool -K vweb $NO_OFFLOADS" >/dev/null

# side NAMESPACE DEVICE LINES: a device with IPv6, on a wire.
side() {
	in_ns "$1" bash -c "cd /proc/sys/net/ipv6/conf; echo 1 >$2/addr_gen_mode; echo 0 >lo/disable_ipv6; echo 0 >$2/disable_ipv6
		exec ethtool -K $2 $NO_OFFLOADS" >/dev/null
	{ echo "link set $2 up"; echo "${3-}"; } | ip -n "$1" -b -
}
# Receivers only listen. To some of them the path is narrow.
namespace rcv
ip link add eth2 mtu $WIDE netns src type veth peer name eth0 mtu $WIDE netns rcv address "$(mac_of 10.4.0.20)"
side rcv eth0
side src eth2 "address add 10.4.0.1/24 dev eth2
	address add 2001:db8:4::1/64 dev eth2 nodad
	route add 10.4.1.0/24 dev eth2 mtu $NARROW
	route add 2001:db8:4:1::/64 dev eth2 mtu $NARROW
	$(for receiver in {10.4.{0,1}.,2001:db8:4:{0,1}::}{20,21}; do
		echo "neigh add $receiver lladdr $(mac_of 10.4.0.20) dev eth2"
	done)"
# src forwards what comes from far.
namespace far
ip link add eth1 mtu $WIDE netns src address "$(mac_of 10.9.0.1)" type veth peer name eth0 mtu $WIDE netns far address "$(mac_of 10.9.0.9)"
side far eth0
side src eth1 'address add 10.9.0.1/24 dev eth1
	address add 2001:db8:9::1/64 dev eth1 nodad
	neigh add 10.9.0.9 lladdr 02:01:0a:09:00:09 dev eth1
	neigh add 2001:db8:9::9 lladdr 02:01:0a:09:00:09 dev eth1'
in_ns src bash -c 'cd /proc/sys/net; echo 1 >ipv4/ip_forward; echo 1 >ipv6/conf/all/forwarding'

# ends NAMESPACE OWN PEER SPI: a VLAN, tunnels, IPsec.
KEYS="auth hmac(sha256) 0x$(printf '11%.0s' {1..32}) enc cbc(aes) 0x$(printf '22%.0s' {1..16})"
ends() {
	ip -n "$1" -b - <<-END
		route replace 10.0.0.0/16 dev eth0
		route replace 2001:db8::/64 dev eth0
		link add link eth0 name v7 type vlan id 7
		link add vx9 type vxlan id 9 dstport 8472 local $2 remote $3
		link add gre9 type gre local $2 remote $3
		link set v7 mtu 1400 up
		link set vx9 mtu 1400 up
		link set gre9 mtu 1400 up
		address add 10.6.0.${2##*.}/24 dev v7
		address add 10.6.1.${2##*.}/24 dev vx9
		address add 10.6.2.${2##*.}/24 dev gre9
		neigh add 10.6.0.${3##*.} lladdr $(mac_of "$3") dev v7
		xfrm state add src 10.0.0.14 dst 10.0.0.99 proto esp spi 16 reqid 1 mode transport $KEYS
		xfrm state add src 10.0.0.99 dst 10.0.0.14 proto esp spi 17 reqid 1 mode transport $KEYS
		xfrm policy add src 10.0.0.14 dst 10.0.0.99 dir $4 tmpl proto esp reqid 1 mode transport
		xfrm policy add src 10.0.0.99 dst 10.0.0.14 dir $5 tmpl proto esp reqid 1 mode transport
	END
}
ends src 10.0.0.14 10.0.0.80 out in
ends web 10.0.0.80 10.0.0.14 in out
ip -n web -b - <<-END
	route add 10.9.0.0/24 via 10.0.0.14
	route add 2001:db8:9::/64 via 2001:db8::14
END

declare -A receivers=(
	[$WIDE.4]="10.4.0.20,10.4.0.21" [$WIDE.6]="2001:db8:4::20,2001:db8:4::21"
	[$NARROW.4]="10.4.1.20,10.4.1.21" [$NARROW.6]="2001:db8:4:1::20,2001:db8:4:1::21"
)
vni=100
for way in {in,out,all}.{random,eni,flow}.{4,6}.{resegment,fragment,truncate,drop}.{$WIDE,$NARROW}; do
	echo "$((++vni)) ${way//./ }"
done >"$WORK/sessions"
anew() {
	local vni direction balance family policy mtu
	{
		echo flush
		echo 'network add vpc cidr 10.0.0.0/8,2001:db8::/32 max-sessions 200'
		while read -r vni direction balance family policy mtu; do
			echo "session add $vni network vpc scope eni eth0,v7 direction $direction balance $balance" \
				"receiver ${receivers[$mtu.$family]} vni $vni mtu $policy" \
				'match any except match dst ff00::/8 except match dst 224.0.0.0/4'
		done <"$WORK/sessions"
	} | ctl -b - 2>/dev/null
}

# mute drop|accept: what hosts say of their own accord, such as SYN once more. It
# would be counted, but not captured, when only one of both has begun or ended.
mute() {
	local ns
	for ns in src web; do
		in_ns "$ns" nft "add table inet mute; add chain inet mute c { type filter hook output priority -500; policy $1; }"
	done
}
# begin PART: what the wire's far end sees, and the receivers.
begin() {
	mute drop
	anew
	capture "$1" web eth0 "ether host $(mac_of 10.0.0.14) and not arp and not ether multicast"
	# 144 times as much.
	BUFFER=262144 capture "$1-rcv" rcv eth0 'not ether multicast'
	captures_ready
	mute accept
}
# end PART [SEEN]: the checks (matrix.py) run while the next part goes on.
end() {
	# Copies in fragments over IPv6 are output of src, too.
	until quiet; do :; done
	mute drop
	captures_stop
	ctl -j stats >"$WORK/$1.json"
	of_all "$@" &
	checks+=($!)
}
checks=()
of_all() {
	local sessions wire copies recut
	read -r sessions wire copies recut < <(on_host /usr/bin/python3 "$helpers/packets/matrix.py" sessions "$1.json" \
		"$1-rcv.pcap" "$1.pcap" "$(mac_of 10.0.0.14)" "$1-recut.pcap" "${@:2}") || die "copies of part $1"
	echo "$1: $sessions sessions, $wire frames, $copies copies, $recut segments anew"
	((wire > 1000 && copies > 80000 && recut > 300)) || die "not enough of part $1"
	none "$1-recut" 'tcp.checksum.status != 1 || ip.checksum.status == 0'
	kinds "$1"
}
# none CAPTURE FILTER: tshark finds none like that.
none() {
	local found
	found=$(on_host tshark -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE -o tcp.check_checksum:TRUE -r "$1.pcap" -Y "$2" | wc -l)
	equal "in $1, $2" "$found" 0
}
# kinds PART: there were some of each.
kinds() {
	local found kind
	found=" $(on_host tshark -o ip.defragment:FALSE -d udp.port==8472,vxlan -r "$1.pcap" -T fields -e frame.protocols | tr ':\n' '  ') "
	for kind in ip ipv6 tcp udp icmp icmpv6 sctp esp gre vxlan ipv6.dstopts ipv6.fraghdr; do
		[[ $found == *" $kind "* ]] || die "no $kind in $1"
	done
}

# mtu BYTES OFFLOADS: of the ENI, and of the other end.
mtu() {
	ip -n src link set eth0 mtu "$1"
	ip -n web link set eth0 mtu "$1"
	# shellcheck disable=SC2086
	in_ns src ethtool -K eth0 $2 >/dev/null
}
OFFLOADS='tx on rx on tso on gso on gro on'

head -c 40000 /dev/urandom >"$WORK/file"
servers=()
for ns in src web; do
	nsenter --net=/run/netns/$ns /usr/bin/python3 "$helpers/packets/serve.py" "$WORK/file" 80 &
	servers+=($!)
done
for ns in src web; do wait_for 30 port_open $ns 80; done
# bulk ADDRESS-OF-SRC ADDRESS-OF-WEB: there and back.
bulk() {
	in_ns web timeout 20 nc -d "$1" 80 | cmp - "$WORK/file"
	in_ns src timeout 20 nc -d "$2" 80 | cmp - "$WORK/file"
}

# datagrams FROM TO BYTES: around what fits a packet, which leaves room for BYTES;
# some are fragmented. SCTP, ESP, GRE, VXLAN, destination options as well.
datagrams() {
	local size
	for size in 1 2 17 18 19 $(($3 - 9)) $(($3 - 8)) $(($3 - 7)) $(($3 * 2)); do
		echo "udp $1 1000 $2 9 $size"
	done
	for size in 8 $(($3 - 24)) $(($3 + 24)); do
		echo "udp $1 1001 $2 4789 $size"
		echo "132 $1 1002 $2 9 $size"
		echo "50 $1 1 $2 1 $size"
		echo "47 $1 0 $2 2048 $size"
		[[ $1 != *:* ]] || echo "60 $1 1003 $2 9 $size"
	done
}

# all_sizes MTU: both ways, over both families; below 1280 there is no IPv6.
all_sizes() {
	local ends ns from to size
	for ends in 'src 14 80' 'web 80 14'; do
		read -r ns from to <<<"$ends"
		{
			datagrams 10.0.0.$from 10.0.0.$to $(($1 - 20))
			(($1 < 1280)) || datagrams 2001:db8::$from 2001:db8::$to $(($1 - 40))
		} | send "$ns"
	done
	for size in 1 $(($1 - 28)) $(($1 + 100)); do
		in_ns src ping -q -c 1 -s "$size" 10.0.0.80
		(($1 < 1280)) || in_ns src ping -q -c 1 -s "$size" 2001:db8::80
	done >/dev/null
}

sctp() { in_ns "$1" /usr/bin/python3 "$helpers/packets/supers.py" sctp "${@:2}"; }
associate() {
	sctp web 10.0.0.80 99 >"$WORK/sctp" &
	wait_for 30 eval 'in_ns web ss -Hln --sctp | grep -q :99'
	sctp src 10.0.0.80 99 "$WORK/file"
	wait $!
	cmp "$WORK/file" "$WORK/sctp"
}

families() {
	bulk 10.0.0.14 10.0.0.80
	bulk 2001:db8::14 2001:db8::80
}
plain() {
	mtu 9000 "$OFFLOADS"
	families
	all_sizes 9000
	mtu 1500 "$OFFLOADS"
	families
	associate
	# Tunnels.
	bulk 10.6.1.14 10.6.1.80
	bulk 10.6.2.14 10.6.2.80
	all_sizes 1500
	mtu 1280 "$NO_OFFLOADS"
	families
	all_sizes 1280
	# The VLAN, IPsec.
	bulk 10.6.0.14 10.6.0.80
	in_ns src ping -q -c 2 -i 0.1 -s 1000 10.6.0.80 >/dev/null
	bulk 10.0.0.14 10.0.0.99
	in_ns src ping -q -c 2 -i 0.1 -s 2000 10.0.0.99 >/dev/null
	mtu 68 "$NO_OFFLOADS"
	all_sizes 68
}

wait_each() {
	local job
	for job; do wait "$job"; done
}

in_ns src nft -f - <<-END
	table inet t { chain c {
		type filter hook prerouting priority -449
		iif eth0 ether daddr $(mac_of 10.0.0.14) counter log group 5 queue-threshold 1
	}; }
END
wait_each "${making[@]}"
# Captures begin with the largest MTU, that of nflog with room for a burst.
mtu 9000 "$NO_OFFLOADS"
read -r room </proc/sys/net/core/rmem_default
echo 50000000 >/proc/sys/net/core/rmem_default
capture seen src nflog:5 ''
begin hostile
echo "$room" >/proc/sys/net/core/rmem_default
# News of narrow paths are in there: what the stack refuses for them is no copy.
in_ns web /usr/bin/python3 "$helpers/packets/inject.py" eth0 "$WORK/in.pcap"
in_ns far /usr/bin/python3 "$helpers/packets/inject.py" eth0 "$WORK/out.pcap"
end hostile seen.pcap
equal 'packets logged' "$(packets seen)" "$(in_ns src nft list ruleset | sed -En 's/.*counter packets ([0-9]+).*/\1/p')"
# The news are forgotten.
for end in {src,web}\ {-4,-6}; do ip -n "${end% *}" "${end#* }" route flush cache; done

capture super src eth0 'tcp and greater 9100'
begin plain
plain
kill "${servers[@]}"
end plain
for end in src dst; do
	(($(packets super "eth.$end == $(mac_of 10.0.0.14)") > 0)) || lacks "super-packets of TCP, eth.$end"
done
# All but copies that were truncated.
bad='ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0'
none plain-rcv "vxlan.vni#1 in {$(awk -v ORS=, '$5 != "truncate" { print $1 }' "$WORK/sessions")0} && ($bad)"
[[ " $(on_host tshark -r plain.pcap -Y vlan -T fields -e vlan.id | sort -u) " == ' 7 ' ]] || die 'no VLAN'
wait_each "${checks[@]}"
