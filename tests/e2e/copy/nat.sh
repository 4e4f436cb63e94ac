#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A host that translates addresses: copies have those of the wire, in both
# directions. Production traffic is what it is without copies: its connections in
# conntrack, its bytes, the counters of the ENI's device.
. "$(dirname "$0")/../lib.sh"

taskset -cp 0 $$ >/dev/null	# so that the order is one and the same
add_host src 10.0.0.14
add_host web 10.0.0.80
# Copies leave by a device of their own.
separate_receiver rcv
router_behind far
wires far
wires src eth1
in_ns src nft -f - <<-END
	table ip t {
		chain in {
			type nat hook prerouting priority -100
			iif eth0 tcp dport 8080 dnat to 10.9.0.9:80
		}
		chain out {
			type nat hook postrouting priority 100
			oif eth0 ip saddr 10.9.0.0/24 masquerade
		}
	}
END

head -c 50000 /dev/urandom >"$WORK/file"
# What the ENI's device counted since, and which connections there are.
statistics() { ip -n src -j -s link show eth0 | query_json -c '.[0].stats64 | [.tx.packets, .tx.bytes, .rx.packets, .rx.bytes]'; }
connections() { in_ns src sed -E 's/^(\S+ +[0-9]+ \S+ +[0-9]+) [0-9]+ /\1 /; s/ (use|mark|zone)=\S+//g' /proc/net/nf_conntrack | sort >"$WORK/$1.connections"; }
traffic() {
	send far <<-END
		udp 10.9.0.9 1000 10.0.0.80 9 100
		udp 10.9.0.9 1001 10.0.0.80 9 1400
	END
	send web <<<'udp 10.0.0.80 1002 10.0.0.14 9 100'
	in_ns far ping -q -c 3 -i 0.1 10.0.0.80 >/dev/null
}
capture alone web eth0 'ip and udp'
captures_ready
before=$(statistics)
traffic
captures_stop
alone=$(on_host jq -nc "[[$(statistics), $before] | transpose[] | .[0] - .[1]]")
connections alone

ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add in network vpc scope eni eth0 direction in receiver 10.4.0.20 vni 1 allow-outside
	session add out network vpc scope eni eth0 direction out receiver 10.4.0.20 vni 2 allow-outside
END
capture mirrored web eth0 'ip and udp'
capture wire web eth0 ip
capture rcv rcv eth0 'udp port 4789'
captures_ready
before=$(statistics)
traffic
equal 'what the device counted' "$(on_host jq -nc "[[$(statistics), $before] | transpose[] | .[0] - .[1]]")" "$alone"
serve far 80 "$WORK/file"
fetch web 10.0.0.14 8080 "$WORK/file"
serve web 81 "$WORK/file"
fetch far 10.0.0.80 81 "$WORK/file"
captures_stop
connections mirrored

equal 'masqueraded' "$(packets wire 'udp && !icmp && ip.src == 10.0.0.14')" 2
for side in "in 1 $(in_of 10.0.0.14)" "out 2 $(out_of 10.0.0.14)"; do
	read -r name vni filter <<<"$side"
	n=$(copies rcv "$vni" wire "$filter" --ordered)
	between "copies $name" "$n" 40 400
	equal "counters of $name" "$(counts "$name")" "$n $n 0"
done
# Only TCP's and ping's connections came in addition, and none of copies.
equal 'connections lost' "$(comm -23 <(grep udp "$WORK/alone.connections") <(grep udp "$WORK/mirrored.connections"))" ''
equal 'connections of copies' "$(grep -c 'dport=4789' "$WORK/mirrored.connections" || true)" 0
# Identifications are drawn by the kernel; the rest is as without copies.
frames() {
	on_host tshark -r "$1.pcap" -T fields -e eth.src -e eth.dst -e ip.src -e ip.dst -e ip.ttl -e ip.flags -e ip.dsfield -e ip.len -e udp.srcport -e udp.dstport -e udp.payload
}
equal 'frames on the wire' "$(frames mirrored)" "$(frames alone)"
