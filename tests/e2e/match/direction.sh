#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Out, in and all: the copies are the packets of that direction at the ENI, byte
# for byte and in order, and the counters say how many. What is copied arrives
# as if it were not.
. "$(dirname "$0")/../lib.sh"

three_hosts
taskset -cp 0 $$ >/dev/null	# so that the order is one and the same

ctl network add vpc1 cidr 10.0.0.0/16
ctl session add out network vpc1 scope eni eth0 receiver 10.0.0.20 direction out vni 1
ctl session add in network vpc1 scope eni eth0 receiver 10.0.0.20 direction in vni 2
ctl session add all network vpc1 scope eni eth0 receiver 10.0.0.20 vni 3
equal 'balance by default' "$(field out balance)" flow

head -c 300000 /dev/urandom >"$WORK/file"
capture eni src eth0 'ip and not host 10.0.0.20'
capture rcv rcv
captures_ready

in_ns src ping -q -c 5 -i 0.02 -W 5 10.0.0.80
serve web 80 "$WORK/file"
fetch src 10.0.0.80 80 "$WORK/file"
for i in 1 2 3; do echo "datagram $i" | in_ns src nc -u -w 1 -q 0 10.0.0.80 9; done
captures_stop

out=$(copies rcv 1 eni "$(out_of 10.0.0.14)" --ordered)
in=$(copies rcv 2 eni "$(in_of 10.0.0.14)" --ordered)
all=$(copies rcv 3 eni ip --ordered)
((out >= 20 && in >= 200)) || die "only $out out and $in in"
equal all "$all" $((out + in))
equal 'ICMP out' "$(packets eni.1.expected icmp.type==8)" 5
equal 'UDP out' "$(packets eni.1.expected 'udp.dstport==9')" 3
equal 'ICMP errors in' "$(packets eni.2.expected 'icmp.type==3')" 3

equal 'counters of out' "$(counts out)" "$out $out 0"
equal 'counters of in' "$(counts in)" "$in $in 0"
equal 'counters of all' "$(counts all)" "$all $all 0"
equal 'counter of the receiver' "$(field in 'stats.receivers[0] | "\(.ip) \(.sent_packets)"')" "10.0.0.20 $in"
bytes=$(on_host tshark -r eni.2.expected.pcap -T fields -E occurrence=f -e ip.len | paste -sd+ | bc)
equal 'bytes of in' "$(field in stats.sent_bytes)" "$bytes"
