#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Linux's own vxlan devices, one that learns and one that does not, take the
# copies apart: what comes out is what passed the ENI. VNI and port are what the
# session says; two sessions make two copies.
. "$(dirname "$0")/../lib.sh"

three_hosts
ip -n rcv -b - <<-EOF
	link add vx0 type vxlan id 100 dstport 4789 local 10.0.0.20
	link set vx0 mtu 1500 up
	link add vx1 type vxlan id 16777215 dstport 5000 local 10.0.0.20 nolearning
	link set vx1 mtu 1500 up
EOF
# So that frames come out as they went in.
in_ns rcv ethtool -K vx0 gro off >/dev/null
in_ns rcv ethtool -K vx1 gro off >/dev/null

ctl network add vpc1 cidr 10.0.0.0/16
ctl session add a network vpc1 scope eni eth0 receiver 10.0.0.20 vni 100
ctl session add b network vpc1 scope subnet 10.0.0.0/24 receiver 10.0.0.20 vni 16777215 port 5000 direction in
ctl session add c network vpc1 scope network receiver 10.0.0.20
vni=$(field c vni)
capture eni src eth0 'ip and not host 10.0.0.20'
capture vx0 rcv vx0 ip
capture vx1 rcv vx1 ip
capture rcv rcv
captures_ready
head -c 100000 /dev/urandom >"$WORK/file"
serve web 80 "$WORK/file"
fetch src 10.0.0.80 80 "$WORK/file"
in_ns src ping -q -c 3 -i 0.02 10.0.0.80
captures_stop

n=$(copies rcv 100 eni ip)
equal 'copies of c' "$(copies rcv "$vni" eni ip)" "$n"
copies rcv 16777215 eni "$(in_of 10.0.0.14)" --port 5000
same() { on_host /usr/bin/python3 "$helpers/packets/copies.py" --inner "$1.pcap" 0 "$2.pcap"; }
equal 'packets out of vx0' "$(same vx0 eni.100.expected)" "$n"
equal 'packets out of vx1' "$(same vx1 eni.16777215.expected)" "$(field b stats.sent_packets)"
