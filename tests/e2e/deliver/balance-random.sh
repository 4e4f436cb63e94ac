#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Balance random: even one flow is spread evenly over the receivers.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21 10.0.0.22

ctl network add vpc1 cidr 10.0.0.0/16
ctl session add s network vpc1 scope eni eth0 balance random direction out vni 1 \
	receiver 10.0.0.20,10.0.0.21,10.0.0.22
capture rcv rcv
captures_ready
for ((i = 0; i < 3000; i++)); do echo 17 10.0.0.14 5000 10.0.0.80 9; done | send src
captures_stop

total=0
for ip in 10.0.0.20 10.0.0.21 10.0.0.22; do
	n=$(packets rcv "ip.dst#1 == $ip && udp.dstport == 4789 && ip.proto#1 == 17")
	# Five standard deviations.
	between "copies for $ip" "$n" 871 1129
	equal "counter of $ip" "$(field s "stats.receivers[] | select(.ip == \"$ip\").sent_packets")" "$n"
	((total += n))
done
equal 'copies' "$total" 3000
equal 'counters' "$(counts s)" '3000 3000 0'
