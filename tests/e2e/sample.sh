#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Of so many flows one is copied: whole, in both directions, the same ones at both
# ends of them, and whatever the balance, which it does not disturb.
. "$(dirname "$0")/lib.sh"

host src 10.0.0.14
host web 10.0.0.80
host rcv 10.0.0.20 10.0.0.21

options='scope eni eth0 receiver 10.0.0.20,10.0.0.21 match proto udp sample 8'
ctl -b - <<-END
	network add vpc cidr 10.0.0.0/24
	session add here network vpc $options vni 1
	session add all network vpc scope eni eth0 receiver 10.0.0.20 match proto udp vni 3
END
CTL_NS=web ctl -b - <<-END
	network add vpc cidr 10.0.0.0/24
	session add there network vpc $options vni 2
END
capture rcv rcv
captures_ready

# 800 flows: two packets there, three back.
for port in {1001..1800}; do
	printf 'udp 10.0.0.14 %d 10.0.0.80 9\n' "$port" "$port"
done | send src
for port in {1001..1800}; do
	printf '17 10.0.0.80 9 10.0.0.14 %d\n' "$port" "$port" "$port"
done | send web
captures_stop

# VNI, receiver, and the client's port of each copy.
judge tshark -r rcv.pcap -d udp.port==4789,vxlan -Y 'vxlan && !icmp' -T fields -e vxlan.vni -e ip.dst -e udp.srcport -e udp.dstport |
	awk -v 'OFS= ' '{ split($2, to, ","); split($3, s, ","); split($4, d, ","); print $1, to[1], s[2] == 9 ? d[2] : s[2] }' >"$WORK/copies"
chosen() { awk -v vni="$1" '$1 == vni { print $3, $2 }' "$WORK/copies" | sort | uniq -c; }
chosen 1 >"$WORK/here"
chosen 2 >"$WORK/there"
n=$(wc -l <"$WORK/here")
# 100 on average, the standard deviation is 9.4.
between 'flows that are copied, of 800' "$n" 60 140
equal 'flows that are not copied whole' "$(awk '$1 != 5' "$WORK/here" | wc -l)" 0
cmp -s "$WORK/here" "$WORK/there" || die 'the other end copies other flows, or to other receivers'
between 'of these, to the first receiver' "$(grep -c '10\.0\.0\.20$' "$WORK/here")" $((n / 4)) $((n * 3 / 4))
# Those of other flows do not match.
equal 'counters' "$(counts here)" "$((5 * n)) $((5 * n)) 0"
equal 'counters of a session that takes all' "$(counts all)" '4000 4000 0'

ctl session set here sample 1
printf 'udp 10.0.0.14 %d 10.0.0.80 9\n' {1001..1100} | send src
equal 'without sampling' "$(counts here)" "$((5 * n + 100)) $((5 * n + 100)) 0"
