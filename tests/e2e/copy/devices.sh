#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ENIs that are a bond, a macvlan device or in a VRF: each frame is copied once. So
# is what a sender hands over without a copy, which the kernel need not copy for us.
. "$(dirname "$0")/../lib.sh"

three_hosts
modprobe -a bonding macvlan vrf dummy
ip -n web address add 10.1.0.80/16 dev eth0
ip -n src -b - <<-END
	link add mac0 link eth0 address 02:01:0a:01:00:0e type macvlan mode bridge
	link set mac0 mtu 1500 up
	address add 10.1.0.14/16 dev mac0
	neigh add 10.1.0.80 lladdr $(mac_of 10.0.0.80) dev mac0
	link add red type vrf table 100
	link set red up
	link add bond0 type bond mode active-backup
	link add name v0 type veth peer name v1 netns web
	link add name w0 type veth peer name w1 netns web
	link set v0 master bond0
	link set w0 master bond0
	link set bond0 address 02:01:0a:02:00:0e mtu 1500 up
	address add 10.2.0.14/16 dev bond0
	neigh add 10.2.0.80 lladdr 02:01:0a:02:00:50 dev bond0
	link add name r0 address 02:01:0a:03:00:0e type veth peer name r1 address 02:01:0a:03:00:50 netns web
	link set r0 master red
	link set r0 up
	address add 10.3.0.14/16 dev r0
	neigh add 10.3.0.80 lladdr 02:01:0a:03:00:50 dev r0
	link add d0 type dummy
	link set d0 up
	address add 10.6.0.14/16 dev d0
	neigh add 10.6.0.80 lladdr 02:01:0a:06:00:50 dev d0
END
ip -n web -b - <<-END
	neigh replace 10.1.0.14 lladdr 02:01:0a:01:00:0e dev eth0
	link add bond1 type bond mode active-backup
	link set v1 master bond1
	link set w1 master bond1
	link set bond1 address 02:01:0a:02:00:50 up
	address add 10.2.0.80/16 dev bond1
	link set r1 up
	address add 10.3.0.80/16 dev r1
END
for dev in v0 w0 r0; do in_ns src ethtool -K $dev tx off rx off; done >/dev/null
for dev in v1 w1 r1; do in_ns web ethtool -K $dev tx off rx off; done >/dev/null

ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/8 max-sessions 20
	session add macvlan network vpc scope eni mac0 receiver 10.0.0.20 vni 1
	session add bond network vpc scope eni bond0 receiver 10.0.0.20 vni 2
	session add vrf network vpc scope eni r0 receiver 10.0.0.20 vni 3
	session add zerocopy network vpc scope eni d0 receiver 10.0.0.20 vni 4
END
capture eth0 web eth0 'ip and net 10.1.0.0/16'
capture bond1 web bond1 ip
capture r1 web r1 ip
capture rcv rcv eth0 'udp port 4789'
captures_ready
in_ns src ping -q -c 3 -i 0.1 10.1.0.80 >/dev/null
in_ns src ping -q -c 3 -i 0.1 10.2.0.80 >/dev/null
in_ns src ping -q -c 3 -i 0.1 -I red 10.3.0.80 >/dev/null
equal 'zero-copy datagrams that the kernel copied' "$(in_ns src /usr/bin/python3 "$helpers/packets/zerocopy.py" 10.6.0.14 10.6.0.80 9 20)" 0
captures_stop

for end in 'macvlan 1 eth0' 'bond 2 bond1' 'vrf 3 r1'; do
	read -r name vni wire <<<"$end"
	equal "copies of $name" "$(copies rcv "$vni" "$wire" icmp)" 6
	equal "counters of $name" "$(counts "$name")" '6 6 0'
done
# Of each datagram, what it was when it was sent.
printf "%02x\n" {0..19} >"$WORK/sent"
on_host tshark -r rcv.pcap -Y 'vxlan.vni == 4' -T fields -E occurrence=l -e udp.payload | sed -E 's/^(..)\1{1199}$/\1/' >"$WORK/copied"
cmp "$WORK/sent" "$WORK/copied"
