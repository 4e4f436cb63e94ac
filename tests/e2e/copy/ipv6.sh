#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# IPv6 inside and outside: its packets go to receivers of either family, as do
# those of IPv4. Copies over IPv6 have a checksum: without, Linux's vxlan device
# would not take them. Filters by CIDR of IPv6.
. "$(dirname "$0")/../lib.sh"

three_hosts
for address in "${!HOSTS[@]}"; do add_ipv6 "${NAMES[$address]}" "$address"; done

ip -n rcv -b - <<-END
	link add vx6 type vxlan id 6 dstport 4789 local 2001:db8::20
	link set vx6 mtu 1500 up
END
in_ns rcv ethtool -K vx6 gro off >/dev/null

unicast='not dst net ff00::/8'
ctl network add vpc1 cidr 2001:db8::/32,10.0.0.0/16
ctl session add four network vpc1 scope eni eth0 receiver 10.0.0.20 vni 4 \
	match any except match dst ff00::/8
ctl session add six network vpc1 scope subnet 2001:db8::/64 receiver 2001:db8::20 vni 6 \
	match any except match dst ff00::/8
ctl session add cidr network vpc1 scope network receiver 10.0.0.20 vni 7 \
	match src 2001:db8::80/121 dst 2001:db8::14
ctl session add icmp network vpc1 scope network receiver 10.0.0.20 vni 8 direction out \
	match src ::/0 match proto icmpv6 except match dst ff00::/8

# Nobody listens there: it is answered with an ICMP error.
datagrams() {
	local i
	# shellcheck disable=SC2016
	for i in 1 2 3; do
		in_ns "$1" bash -c 'echo "$3" >"/dev/udp/$1/$2"' - "$2" "$((9000 + i))" "$i"
	done
}
head -c 100000 /dev/urandom >"$WORK/file"

# talk NAMESPACE ADDRESS SERVER ADDRESS
talk() {
	in_ns "$1" ping -q -c 3 -i 0.02 -W 5 "$2" >/dev/null
	in_ns "$1" ping -q -c 1 -s 1400 -W 5 "$2" >/dev/null
	datagrams "$1" "$2"
	if [[ $2 == *:* ]]; then serve6 "$3" 80 "$WORK/file"; else serve "$3" 80 "$WORK/file"; fi
	fetch "$1" "$2" 80 "$WORK/file"
}

# What goes to and comes from receivers is never copied.
talk src 2001:db8::20 rcv
talk src 10.0.0.20 rcv
talk rcv 2001:db8::14 src
for session in four six cidr icmp; do
	equal "traffic of receivers: $session" "$(field $session stats.matched_packets)" 0
done

capture eni src eth0 "(ip or ip6) and not host 10.0.0.20 and not host 2001:db8::20 and $unicast"
capture rcv rcv eth0 'ip or ip6'
capture vx6 rcv vx6 "(ip or ip6) and $unicast"
captures_ready
talk src 2001:db8::80 web
talk src 10.0.0.80 web
talk web 2001:db8::14 src
captures_stop

for session in four six cidr icmp; do all_counted $session; done
n=$(copies rcv 4 eni 'ip or ipv6')
for what in ip ipv6 icmpv6.type==128 icmpv6.type==1 'ipv6 && udp' 'ipv6 && tcp'; do
	((n >= 30 && $(packets eni "$what") > 0)) || die "no $what"
done
equal 'packets out of vx6' \
	"$(on_host /usr/bin/python3 "$helpers/packets/copies.py" --inner vx6.pcap 0 eni.4.expected.pcap)" "$n"
equal 'sent over IPv6' "$(field six stats.sent_packets)" "$n"
copies rcv 7 eni 'ipv6.src#1 == 2001:db8::80 && ipv6.dst#1 == 2001:db8::14'
copies rcv 8 eni 'ipv6.src#1 == 2001:db8::14 && icmpv6'

over_six='eth.type#1 == 0x86dd && udp.dstport#1 == 4789'
book='udp.checksum.status#1 == 1 && ipv6.hlim#1 == 64 && ipv6.flow#1 != 0 && udp.srcport#1 >= 49152 &&
	udp.payload[0:8] == 08:00:00:00:00:00:06:00 &&
	ipv6.src#1 == 2001:db8::14 && ipv6.dst#1 == 2001:db8::20'
by_the_book() { on_host tshark -o udp.check_checksum:TRUE -r rcv.pcap -Y "$1" | wc -l; }
equal 'copies over IPv6' "$(by_the_book "$over_six")" "$n"
equal 'copies over IPv6 by the book' "$(by_the_book "$over_six && $book")" "$n"

# Neighbour discovery of the receiver is the receiver's traffic. What no neighbour takes
# for that, though it has the receiver's address as a target, is an ordinary packet.
ctl session del icmp
ctl session add about network vpc1 scope eni eth0 direction in receiver 10.0.0.20 vni 9 match proto 58
# asks TYPE CODE HOPS BYTES FAMILY: a message like that comes from web.
asks() {
	in_ns web /usr/bin/python3 - "$@" <<-'END'
		import socket, struct, sys
		kind, code, hops, more, family = map(int, sys.argv[1:])
		data = struct.pack("!BBHI", kind, code, 0, 0) + socket.inet_pton(socket.AF_INET6, "2001:db8::20") + bytes(more)
		six = family == 6
		s = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_RAW, 58)
		s.setsockopt(*((socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS) if six else (socket.IPPROTO_IP, socket.IP_TTL)), hops)
		s.sendto(data, ("2001:db8::14" if six else "10.0.0.14", 0))
	END
}
about=0
while read -r what message copied; do
	# shellcheck disable=SC2086
	asks ${message//,/ }
	pause 0.05
	((about += copied)) || true
	equal "copies of a message about the receiver: $what" "$(field about stats.sent_packets)" "$about"
done <<-END
	solicitation 135,0,255,8,6 0
	advertisement 136,0,255,16,6 0
	of-another-type 137,0,255,8,6 1
	with-a-code 135,1,255,8,6 1
	from-off-link 135,0,64,8,6 1
	that-is-long 135,0,255,17,6 1
	over-IPv4 136,0,255,8,4 1
END
all_counted about

# This host becomes a router of the subnet whose first address the receiver has, which is
# that of all its routers.
in_ns src tee /proc/sys/net/ipv6/conf/all/forwarding <<<1 >/dev/null
ctl session add anycast network vpc1 scope eni eth0 receiver 2001:db8:57:: allow-outside vni 57 2>/dev/null
ip -n src address add 2001:db8:57::1/64 dev eth0 nodad
anycast_state() { [[ $(field anycast 'stats.receivers[0].state') == no-route ]]; }
wait_for 5 anycast_state
