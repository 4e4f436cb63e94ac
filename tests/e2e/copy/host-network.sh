#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In the initial network namespace, with NAT: copies show what is on the wire,
# so addresses after source NAT on the way out, before destination NAT on the
# way in.
. "$(dirname "$0")/../lib.sh"

add_host web 10.0.0.80
add_host rcv 10.0.0.20
CTL_NS=''
ip -b - <<-EOF
	link add eth0 address $(mac_of 10.0.0.14) mtu 1600 type veth peer name vroot netns lan mtu 1600
	link set eth0 up
	address add 10.0.0.14/24 dev eth0 noprefixroute
	address add 10.0.0.99/24 dev eth0 noprefixroute
	route add 10.0.0.0/16 dev eth0 mtu 1500 src 10.0.0.14
	route add 10.0.0.16/28 dev eth0 src 10.0.0.14
	neigh replace 10.0.0.80 lladdr $(mac_of 10.0.0.80) dev eth0
	neigh replace 10.0.0.20 lladdr $(mac_of 10.0.0.20) dev eth0
EOF
ip -n lan link set vroot master br0 up
ethtool -K eth0 tx off rx off tso off gso off gro off >/dev/null
ip -n web -b - <<-EOF
	neigh replace 10.0.0.14 lladdr $(mac_of 10.0.0.14) dev eth0
	neigh replace 10.0.0.99 lladdr $(mac_of 10.0.0.14) dev eth0
EOF
nft -f - <<-EOF
	table ip e2e {
		chain out { type nat hook postrouting priority 100; oifname eth0 snat to 10.0.0.99; }
		chain in { type nat hook prerouting priority -100; tcp dport 8080 dnat to 10.0.0.14:80; }
		chain late { type filter hook input priority 0; udp dport 7 drop; }
	}
EOF
ctl network add vpc1 cidr 10.0.0.0/16
ctl session add out network vpc1 scope eni eth0 receiver 10.0.0.20 vni 1 direction out 2>/dev/null
ctl session add in network vpc1 scope network receiver 10.0.0.20 vni 2 direction in 2>/dev/null

# A name for the namespace.
touch /run/netns/root
mount --bind /proc/$$/ns/net /run/netns/root
trap 'umount /run/netns/root; rm /run/netns/root; nft delete table ip e2e; ip link del eth0' EXIT
capture eni root eth0 'ip and not host 10.0.0.20'
capture rcv rcv
captures_ready

head -c 100000 /dev/urandom >"$WORK/file"
ping -q -c 3 -i 0.02 10.0.0.80
serve web 80 "$WORK/file"
fetch root 10.0.0.80 80 "$WORK/file"
serve root 80 "$WORK/file"
fetch web 10.0.0.14 8080 "$WORK/file"
echo '17 10.0.0.80 7 10.0.0.14 7' | send web
captures_stop

out=$(copies rcv 1 eni "$(out_of 10.0.0.14)")
in=$(copies rcv 2 eni "$(in_of 10.0.0.14)")
equal 'counters of out' "$(counts out)" "$out $out 0"
equal 'counters of in' "$(counts in)" "$in $in 0"
equal 'pings from before source NAT' "$(packets eni.1.expected 'icmp && ip.src == 10.0.0.14')" 0
equal 'pings from after source NAT' "$(packets eni.1.expected 'icmp && ip.src == 10.0.0.99')" 3
(($(packets eni.2.expected 'tcp.dstport == 8080 && ip.dst == 10.0.0.14') > 3)) || die 'nothing before destination NAT'
equal 'after destination NAT' "$(packets eni.2.expected 'tcp.dstport == 80')" 0
equal 'dropped later on' "$(packets eni.2.expected 'udp.dstport == 7')" 1
