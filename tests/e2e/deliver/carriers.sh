#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Whatever carries copies, a packet makes a few of them: load balancers and NAT that
# change their addresses, routers that put them into tunnels, tunnels of this host.
. "$(dirname "$0")/../lib.sh"

# rest HOST SESSION MOST: copies of a ping, which are no more a moment later.
rest() {
	local n
	pause 0.6
	n=$(CTL_NS=$1 field "$2" stats.sent_packets)
	between "$3: copies of $1" "$n" "$4" "$5"
	pause 0.4
	equal "$3: copies of $1 after that" "$(CTL_NS=$1 field "$2" stats.sent_packets)" "$n"
	CTL_NS=$1 all_counted "$2"
}
carried() { CTL_NS=$1 field "$2" 'stats.drops.carried // 0'; }

add_host src 10.0.0.14
add_host mid 10.0.0.30
add_host gw 10.0.9.100
add_host far 10.0.0.40
add_host web 10.0.0.80
in_ns src ip route add 10.9.0.20 via 10.0.9.100
in_ns mid ip route add 10.9.0.20 via 10.0.9.100
in_ns gw bash -c 'sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0'
in_ns mid bash -c 'sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0 net.ipv4.conf.all.rp_filter=0'

# mirror HOST VNI [OPTION]...: all of its packets, to what gw takes.
mirror() {
	CTL_NS=$1 ctl -b - <<-END 2>/dev/null
		flush
		network add vpc cidr 10.0.0.0/16 ${3-}
		session add all network vpc scope eni eth0 receiver ${TO-10.9.0.20} vni $2 allow-outside match any
	END
}

# A load balancer, whose sensor is mirrored, too: by the same file, by one of its own,
# and where it has other source addresses and ports.
in_ns gw nft -f - <<-END
	table ip lb { chain c {
		type nat hook prerouting priority -100;
		ip daddr 10.9.0.20 udp dport 4789 dnat to 10.0.0.30
	}; }
END
for vni in 7 8; do
	mirror src 7
	mirror mid $vni
	in_ns web ping -q -c 1 -W 2 10.0.0.14 >"$WORK/ping"
	rest mid all "load balancer, VNI $vni" 0 6
	between 'its copies that came' "$(carried mid all)" 2 50
	rest src all 'load balancer' 2 10
done
in_ns gw nft -f - <<-END
	table ip lb { chain s {
		type nat hook postrouting priority 100;
		ip daddr 10.0.0.30 masquerade random
	}; }
END
mirror src 7
mirror mid 8
in_ns web ping -q -c 1 -W 2 10.0.0.14 >"$WORK/ping"
rest mid all 'load balancer that masquerades' 0 6
between 'its copies that came' "$(carried mid all)" 2 50
in_ns gw nft delete table ip lb

# A router that puts them into tunnels, which pass by a mirrored host again.
ip -n gw route add 10.0.0.40 via 10.0.0.30
ip -n far link add sink type dummy
ip -n far -b - <<-END
	link set sink up
	address add 10.9.0.20/32 dev sink
END
while read -r name tunnel; do
	CTL_NS=src ctl flush
	mirror mid 8
	ip -n gw -b - <<-END
		link add $name type $tunnel
		link set $name up
		route replace 10.9.0.20 dev $name src 10.0.9.100
	END
	case $tunnel in
	gretap* | vxlan* | geneve*) ip -n gw neigh replace 10.9.0.20 lladdr 02:01:0a:09:00:14 dev "$name" ;;
	esac
	in_ns web ping -q -c 1 -W 2 10.0.0.30 >"$WORK/ping" || die "$tunnel: the ping was lost"
	rest mid all "$tunnel" 2 20
	between "$tunnel: copies that came" "$(carried mid all)" 2 60
	ip -n gw link del "$name"
done <<-END
	t1 gre remote 10.0.0.40 local 10.0.9.100
	t2 gre remote 10.0.0.40 local 10.0.9.100 key 9 csum seq
	t3 ipip remote 10.0.0.40 local 10.0.9.100
	t4 gretap remote 10.0.0.40 local 10.0.9.100
	t5 vxlan id 99 remote 10.0.0.40 dstport 8472
	t6 vxlan id 99 remote 10.0.0.40 dstport 4789 gbp
	t7 geneve id 99 remote 10.0.0.40
END
CTL_NS=mid ctl flush

# Tunnels of the host's own: the receiver is behind one, whose packets leave by the
# mirrored ENI. What it says to nobody there goes unheard.
in_ns far nft 'add table inet t; add chain inet t c { type filter hook input priority 0; }; add rule inet t c udp dport 4789 drop'
# wire NAMESPACE DEVICE ADDRESS PEER ENDPOINT: the near end of a WireGuard tunnel.
wire() {
	in_ns "$1" wg set "$2" listen-port 51820 private-key "$WORK/$2.key" peer "$4" endpoint "$5:51820" allowed-ips 0.0.0.0/0
	ip -n "$1" -b - <<-END
		link set $2 up
		address add $3 dev $2
	END
}
modprobe wireguard
for dev in wg0 wg1; do
	wg genkey >"$WORK/$dev.key"
	declare "$dev=$(wg pubkey <"$WORK/$dev.key")"
done
ip -n src link add wg0 type wireguard
ip -n far link add wg1 type wireguard
# shellcheck disable=SC2154
wire src wg0 10.8.0.1/24 "$wg1" 10.0.0.40
# shellcheck disable=SC2154
wire far wg1 10.8.0.2/24 "$wg0" 10.0.0.14
# Two that wait for the keys are not known to be copies.
TO=10.8.0.2 mirror src 7
in_ns web ping -q -c 3 -i 0.2 -W 2 10.0.0.14 >"$WORK/ping"
rest src all 'WireGuard' 6 16
while read -r name tunnel; do
	for end in src/10.0.0.14/1 far/10.0.0.40/2; do
		IFS=/ read -r ns address i <<<"$end"
		ip -n "$ns" -b - <<-END
			link add $name type $tunnel local $address remote 10.0.0.$((i == 1 ? 40 : 14))
			link set $name up
			address add 10.8.1.$i/24 dev $name
		END
	done
	TO=10.8.1.2 mirror src 7
	in_ns web ping -q -c 3 -i 0.2 -W 2 10.0.0.14 >"$WORK/ping"
	rest src all "$tunnel of this host" 6 8
	for ns in src far; do ip -n "$ns" link del "$name"; done
done <<-END
	t1 gre
	t2 vxlan id 99 dstport 8472
END

# And of a tunnel that another namespace of this host has, with its ENI and session.
CTL_NS=src ctl flush
ip -n src link add wg2 type wireguard
ip -n src link del wg0
namespace inner
ip -n src link set wg2 netns inner
cp "$WORK/wg0.key" "$WORK/wg2.key"
wire inner wg2 10.8.0.1/24 "$wg1" 10.0.0.40
in_ns inner ping -q -c 1 -W 5 10.8.0.2 >"$WORK/ping" || die 'no tunnel from another namespace'
ip link add eth0 netns inner type veth peer name eth1 netns web
ip -n inner -b - <<-END
	link set eth0 up
	address add 10.0.7.1/24 dev eth0
END
ip -n web -b - <<-END
	link set eth1 up
	address add 10.0.7.2/24 dev eth1
END
TO=10.8.0.2 mirror inner 7
TO=10.9.0.20 mirror src 8
in_ns web ping -q -c 3 -i 0.2 -W 2 10.0.7.1 >"$WORK/ping"
rest inner all 'WireGuard of another namespace' 6 8
equal 'copies of what carries these' "$(CTL_NS=src field all stats.matched_packets)" 0
