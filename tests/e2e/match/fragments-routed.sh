#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A router drops a first fragment that is too long for the next link, and forwards
# later ones; the host behind it may have another first one for these, or one that
# came by another ENI. None of what that host reassembles so is missing.
. "$(dirname "$0")/../lib.sh"

three_hosts six
ip netns add guest
ip -n src -b - <<-END
	link add eth1 mtu 1400 type veth peer name eth0 mtu 1400 netns guest
	link add eth2 type veth peer name eth2 netns web
END
in_ns src sysctl -q net.ipv4.ip_forward=1 net.ipv4.conf.{all,eth0,eth2}.rp_filter=0 \
	net.ipv6.conf.{eth1,eth2}.disable_ipv6=0 net.ipv6.conf.all.forwarding=1
in_ns web sysctl -q net.ipv6.conf.eth2.disable_ipv6=0
in_ns guest sysctl -q net.ipv6.conf.{lo,eth0}.disable_ipv6=0
# joins NAMESPACE DEVICE NETWORK NUMBER
joins() {
	ip -n "$1" link set "$2" up
	ip -n "$1" address add "10.0.$3.$4/24" dev "$2"
	ip -n "$1" address add "2001:db8:$3::$4/64" dev "$2" nodad
}
joins src eth1 1 1
joins guest eth0 1 2
joins src eth2 3 1
joins web eth2 3 2
ip -n guest route add default via 10.0.1.1
ip -n guest route add ::/0 via 2001:db8:1::1
in_ns web ping -q -c 1 -W 5 10.0.3.1 >/dev/null
in_ns web ping -q -c 1 -W 5 2001:db8:3::1 >/dev/null

ctl -b - <<-END
	network add vpc1 cidr 10.0.0.0/16,2001:db8::/32
	session add port network vpc1 scope eni eth0,eth2 direction in receiver 10.0.0.20 vni 1 match dport 53
	session add not network vpc1 scope eni eth0,eth2 direction in receiver 10.0.0.20 vni 2 match proto udp except match dport 53
END

# whole FAMILY: so many datagrams the guest has put together.
whole() {
	in_ns guest nstat -asz | awk -v name="Ip${1/4/}ReasmOKs" '$1 == name { print $2 }'
}

# copied WHAT FAMILY SESSION COPIES: the fragments of standard input, by the first ENI
# or the second, become one datagram at the guest; so many of them are copied.
copied() {
	local before whole eni datagram
	ip -n web -6 route flush cache
	before=$(field "$3" stats.sent_packets) whole=$(whole "$2")
	while read -r eni datagram; do
		ip -n web route replace 10.0.1.0/24 via "10.0.$((eni == 1 ? 0 : 3)).$((eni == 1 ? 14 : 1))"
		ip -n web route replace 2001:db8:1::/64 via "2001:db8:$( ((eni == 1)) && echo :14 || echo 3::1)"
		send web <<<"$datagram"
	done
	pause 0.1
	equal "$1, IPv$2, at the guest" $(($(whole "$2") - whole)) 1
	equal "$1, IPv$2, copies" $(($(field "$3" stats.sent_packets) - before)) "$4"
}

# What follows the first one that gets to the guest begins at 1480, or 1400.
copied 'too long for the link' 4 port 2 <<-END
	1 17 10.0.0.99 1000 10.0.1.2 5000 1512 1df 1480,0
	1 17 10.0.0.99 1000 10.0.1.2 53 1512 1 1480,-0
END
copied 'too long for the link' 6 port 3 <<-END
	1 17 2001:db8::80 1000 2001:db8:1::2 5000 1432 1 1400,0
	1 17 2001:db8::80 1000 2001:db8:1::2 53 1432 1 1200,200,-0
END
copied 'too long for the link' 4 not 2 <<-END
	1 17 10.0.0.99 1000 10.0.1.2 53 1512 2df 1480,0
	1 17 10.0.0.99 1000 10.0.1.2 5000 1512 2 1480,-0
END
copied 'by two ENIs' 4 port 2 <<-END
	1 17 10.0.0.99 1000 10.0.1.2 53 1512 3 800,-0
	2 17 10.0.0.99 1000 10.0.1.2 5000 1512 3 800,0
END
copied 'by two ENIs' 6 port 2 <<-END
	1 17 2001:db8::80 1000 2001:db8:1::2 53 1432 3 800,-0
	2 17 2001:db8::80 1000 2001:db8:1::2 5000 1432 3 800,0
END
for session in port not; do all_counted "$session"; done
