#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Copies leave by a tunnel with a queue, out of which each gets other packets, too, that
# waited in it. These pass the ENI from within the transmission of a copy: they are
# counted like all others, though maybe as dropped.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host far 10.0.0.40
modprobe -a ip_gre sch_tbf
for end in src/10.0.0.14/10.0.0.40/1 far/10.0.0.40/10.0.0.14/2; do
	IFS=/ read -r ns local remote i <<<"$end"
	ip -n "$ns" -b - <<-END
		link add t1 type gre local $local remote $remote
		link set t1 mtu 1400 up
		address add 10.8.1.$i/24 dev t1
	END
done
in_ns src tc qdisc add dev t1 root tbf rate 1mbit burst 3000 limit 1000000
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/16
	session add all network vpc scope eni eth0 direction out receiver 10.8.1.2 vni 7 allow-outside match proto gre
	session add beside network vpc scope eni eth0 direction out receiver 10.8.1.2 vni 8 allow-outside match proto udp
END
capture wire far eth0 'src host 10.0.0.14 and ip proto 47 and ip[40:4] = 0x0a080103'
captures_ready
# What goes beside the tunnel has copies that go by it.
for i in {1..300}; do
	echo 'udp 10.8.1.1 1000 10.8.1.3 9 100'
	echo 'udp 10.0.0.14 1000 10.0.0.40 9 10'
done | send src
captures_stop
read -r matched sent dropped < <(counts all)
equal 'packets on the wire' "$(packets wire)" 300
equal 'those that were matched' "$matched" 300
equal 'those that were sent or dropped' $((sent + dropped)) 300
equal 'those that were dropped' "$(field all 'stats.drops | keys - ["nested"]')" '[]'
