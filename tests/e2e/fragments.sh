#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Fragments are copied as they come in, each for itself. Later ones carry no
# ports: where a filter names one, none that belongs to it is missing.
. "$(dirname "$0")/lib.sh"

host src 10.0.0.14
host web 10.0.0.80
host rcv 10.0.0.20
# Conntrack puts fragments together, after they were seen.
at src nft 'add table ip t; add chain ip t c { type filter hook prerouting priority 0; }; add rule ip t c ct state new counter'

ctl network add vpc1 cidr 10.0.0.0/16
ctl session add udp network vpc1 scope eni eth0 receiver 10.0.0.20 vni 1 direction in match proto udp
ctl session add port network vpc1 scope eni eth0 receiver 10.0.0.20 vni 2 direction in match dport 53
ctl session add not network vpc1 scope eni eth0 receiver 10.0.0.20 vni 3 direction in except match dport 53
capture eni src eth0 'ip and not host 10.0.0.20'
capture rcv rcv
captures_ready
printf '17 10.0.0.80 %d 10.0.0.14 %d 4000\n' 1000 53 1001 53 53 1000 5000 5000 5001 5001 | send web
captures_stop

equal 'fragments in' "$(copies rcv 1 eni "$(in_of 10.0.0.14) && ip.proto#1 == 17")" 15

# Numbers of the datagrams, and how many of their fragments came.
ids() {
	judge tshark -o ip.defragment:FALSE -r "$1.pcap" -Y "$2" -T fields -E 'separator=,' -E occurrence=l -e ip.id | sort | uniq -c
}
ids eni "$(in_of 10.0.0.14) && udp.dstport == 53" | awk '{print $2}' >"$WORK/port"
ids eni "$(in_of 10.0.0.14) && udp && udp.dstport != 53" | awk '{print $2}' >"$WORK/not"
for vni in 2 3; do
	ids rcv "vxlan.vni == $vni && ip.proto#1 == 17" >"$WORK/got.$vni"
done
equal 'whole datagrams to the port' "$(grep -wFf "$WORK/port" "$WORK/got.2" | awk '{print $1}' | paste -sd ' ')" '3 3'
equal 'whole datagrams elsewhere' "$(grep -wFf "$WORK/not" "$WORK/got.3" | awk '{print $1}' | paste -sd ' ')" '3 3 3'
equal 'first fragments to the port' "$(ids rcv 'vxlan.vni == 2 && udp.dstport#2 == 53' | wc -l)" 2
equal 'first fragments elsewhere, for the port' "$(packets rcv 'vxlan.vni == 2 && udp#2 && udp.dstport#2 != 53')" 0
equal 'first fragments to the port, excepted' "$(packets rcv 'vxlan.vni == 3 && udp.dstport#2 == 53')" 0
