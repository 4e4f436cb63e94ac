# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The rows of the benchmark, in the order of the table:
#
#   row NAME COPIES OVERHEAD TRAFFIC[,TRAFFIC]... SETUP [ARGUMENT]...
#
# COPIES of each packet have to leave, OVERHEAD bytes longer than it. SETUP makes
# the row's setting, SETUP_end unmakes it (settings.sh).
. "$here/settings.sh"

VXLAN=50 VXLAN6=70
out='scope eni eth0 direction out receiver 10.3.0.20'

row forward 0 0 100,1400,v6-100,v6-1400,gso none

row tc-clone 1 0 100,1400,gso tc_mirror clone matchall
row tc-matchall-vxlan 1 $VXLAN 100,1400,gso tc_mirror vxlan matchall
row tc-flower-vxlan 1 $VXLAN 100,1400,v6-100,v6-1400,gso tc_mirror vxlan flower
row nft-dup 1 0 100,1400,gso nft_dup
row xt-tee 1 0 100,1400,gso xt_tee

module

row loaded 0 0 100,v6-100 loaded
row idle 0 0 100,v6-100 mirror $out stopped
row other-eni 0 0 100,v6-100 mirror scope eni eth1 direction out receiver 10.3.0.20
row no-match 0 0 100,1400,v6-100,gso mirror $out match proto udp dport 10
row match-random 1 $VXLAN 100,1400 mirror $out balance random match packets
row match-eni 1 $VXLAN 100,1400 mirror $out balance eni match packets
row match-flow 1 $VXLAN 100,1400,v6-100,v6-1400,gso mirror $out balance flow match packets
row match-any 1 $VXLAN 100 mirror $out
row receivers-2 1 $VXLAN 100 mirror $out,10.3.0.21 match packets
row receivers-8 1 $VXLAN 100 mirror $out,10.3.0.21,10.3.0.22,10.3.0.23,10.3.0.24,10.3.0.25,10.3.0.26,10.3.0.27 match packets
row receiver-v6 1 $VXLAN6 100,1400,v6-100 mirror scope eni eth0 direction out receiver 2001:db8:3::20 match packets
row in-no-match 0 0 100 mirror scope eni eth1 direction in receiver 10.3.0.20 match proto udp dport 10
row in-match 1 $VXLAN 100,1400,v6-100,gso mirror scope eni eth1 direction in receiver 10.3.0.20 match packets

row eight-of-8 8 $VXLAN 100 sessions 8 8
for n in 64 1024 4096; do
	row none-of-$n 0 0 100 sessions $n 0
	row one-of-$n 1 $VXLAN 100 sessions $n 1
	row eight-of-$n 8 $VXLAN 100 sessions $n 8
done
# With much in common.
row none-of-4096-alike 0 0 100 sessions 4096 0 alike
row one-of-4096-alike 1 $VXLAN 100 sessions 4096 1 alike
