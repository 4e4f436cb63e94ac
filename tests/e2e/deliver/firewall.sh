#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Copies leave past the host's own firewall, NAT and conntrack: over IPv4 and IPv6,
# whole and in fragments, straight by a device or by a route that the stack has to
# take (a light-weight tunnel, IPsec, this very host). And fragments of copies leave no
# reference to a route behind, by whatever device they leave.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
separate_receiver rcv
modprobe -a macvlan ipip ip_tunnel esp4 xfrm_user
for end in 'src eth2 1' 'rcv eth0 20'; do
	read -r ns dev last <<<"$end"
	in_ns "$ns" tee /proc/sys/net/ipv6/conf/{lo,"$dev"}/disable_ipv6 <<<0 >/dev/null
	ip -n "$ns" link set "$dev" mtu 1500
	ip -n "$ns" address add "2001:db8:4::$last/64" dev "$dev" nodad
done
mac=02:01:0a:04:00:14
# By an ipip device that takes where to from the route; by ESP; by macvlan; by another
# ipip device.
ip -n src -b - <<-END
	neigh replace 2001:db8:4::20 lladdr $mac dev eth2
	link add tun0 type ipip external
	link set tun0 up
	address add 10.8.0.1/32 dev tun0
	route add 10.8.0.20 encap ip id 7 src 10.4.0.1 dst 10.4.0.20 dev tun0
	route add 10.7.0.20 via 10.4.0.20
	link add v9 link eth2 type macvlan mode bridge
	link set v9 up
	address add 10.9.0.1/24 dev v9
	neigh add 10.9.0.20 lladdr $mac dev v9
	link add tun1 type ipip local 10.4.0.1 remote 10.4.0.20
	link set tun1 up
	address add 10.9.1.1/24 dev tun1
	xfrm state add src 10.4.0.1 dst 10.4.0.20 proto esp spi 1 reqid 1 mode transport auth hmac(sha256) 0x$(printf '11%.0s' {1..32}) enc cbc(aes) 0x$(printf '22%.0s' {1..16})
	xfrm policy add src 10.4.0.1/32 dst 10.7.0.20/32 dir out tmpl src 10.4.0.1 dst 10.4.0.20 proto esp reqid 1 mode tunnel
	xfrm state add src 10.4.0.1 dst 10.4.0.20 proto esp spi 2 reqid 1 mode tunnel auth hmac(sha256) 0x$(printf '11%.0s' {1..32}) enc cbc(aes) 0x$(printf '22%.0s' {1..16})
END

receivers=(10.4.0.20 2001:db8:4::20 10.8.0.20 10.7.0.20 10.4.0.1)
{
	echo 'network add vpc cidr 10.0.0.0/24'
	for i in "${!receivers[@]}"; do
		echo "session add s$i network vpc scope eni eth0 direction out receiver ${receivers[i]} vni $((i + 1)) allow-outside mtu fragment match proto udp"
	done
} | ctl -b - 2>/dev/null
both() { printf 'udp 10.0.0.14 1000 10.0.0.80 9 %s\n' 100 1450 | send src; }
both	# and neighbours are known

in_ns src nft -f - <<-END
	table inet fw {
		chain out {
			type filter hook output priority 0
			udp dport 4789 counter drop
		}
		chain post {
			type filter hook postrouting priority 0
			udp dport 4789 counter drop
		}
		chain new {
			type filter hook input priority 0
			udp dport 4789 ct state != untracked counter drop
		}
	}
END
capture rcv rcv eth0 'ip or ip6'
capture lo src lo 'udp port 4789'
captures_ready
both
captures_stop
for i in "${!receivers[@]}"; do
	equal "counters of $i, to ${receivers[i]}" "$(counts "s$i")" '4 4 0'
done
equal 'what the firewall saw' "$(in_ns src nft -j list table inet fw | query_json -c '[.. | .counter? | select(. != null) | .packets]')" '[0,0,0]'
# Each copy, the long one in two parts; what is in them is right.
fields() { on_host tshark -o ip.defragment:TRUE -o ipv6.defragment:TRUE -o udp.check_checksum:TRUE -r "$1.pcap" -Y "$2" | wc -l; }
whole='vxlan && udp.length#2 > 1 && !icmp && !icmpv6'
equal 'over IPv4' "$(packets rcv 'ip.dst#1 == 10.4.0.20 && ip.proto#1 == 17')" 3
equal 'over IPv6' "$(packets rcv 'ipv6.dst == 2001:db8:4::20 && !icmpv6') $(fields rcv "ipv6 && $whole && udp.checksum.status#1 == 1")" '3 2'
equal 'by a light-weight tunnel' "$(fields rcv "ip.dst#2 == 10.8.0.20 && $whole")" 2
between 'by IPsec' "$(packets rcv esp)" 2 3
equal 'to this host' "$(fields lo "$whole")" 2

# Routes that are not valid any more go when nobody holds them. (To replace a route
# that nobody uses makes none invalid.)
ctl -b - <<-END 2>/dev/null
	flush
	network add vpc cidr 10.0.0.0/24
	session add v9 network vpc scope eni eth0 direction out receiver 10.9.0.20 vni 1 allow-outside mtu fragment match proto udp
	session add tun1 network vpc scope eni eth0 direction out receiver 10.9.1.20 vni 2 allow-outside mtu fragment match proto udp
END
entries() {
	local line
	{ read -r line && read -r line _; } </proc/net/stat/rt_cache
	echo $((16#$line))
}
before=$(entries)
in_ns src /usr/bin/python3 - <<-END
	import socket, subprocess
	s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
	for i in range(10):
	    s.sendto(b'x' * 1450, ('10.0.0.80', 9))
	    subprocess.run(['ip', 'route', 'add', f'10.99.{i}.0/24', 'dev', 'eth0'], check=True)
END
equal 'counters' "$(counts v9) $(counts tun1) $(field v9 stats.modified.fragmented)" '10 10 0 10 10 0 10'
ctl flush
let_go() { (($(entries) <= before + 3 * $(nproc))); }	# each CPU keeps some
wait_for 20 let_go
