#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Of so many flows one is copied: whole, in both directions, the same ones at both
# ends of them, and whatever the balance, which it does not disturb.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21

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
# flows NAME: 800, two packets there, three back. Of each whose copies have VNI 1 (or 2):
# how many there are, the client's port and the receiver, in NAME.here (NAME.there).
flows() {
	capture "$1" rcv
	captures_ready
	for port in {1001..1800}; do
		printf 'udp 10.0.0.14 %d 10.0.0.80 9\n' "$port" "$port"
	done | send src
	for port in {1001..1800}; do
		printf '17 10.0.0.80 9 10.0.0.14 %d\n' "$port" "$port" "$port"
	done | send web
	captures_stop
	on_host tshark -r "$1.pcap" -d udp.port==4789,vxlan -Y 'vxlan && !icmp' -T fields -e vxlan.vni -e ip.dst -e udp.srcport -e udp.dstport |
		awk -v 'OFS= ' '{ split($2, to, ","); split($3, s, ","); split($4, d, ","); print $1, to[1], s[2] == 9 ? d[2] : s[2] }' >"$WORK/copies"
	chosen 1 >"$WORK/$1.here"
	chosen 2 >"$WORK/$1.there"
	cmp -s "$WORK/$1.here" "$WORK/$1.there" || die "$1: the other end copies other flows, or to other receivers"
	equal "$1: flows that are not copied whole" "$(awk '$1 != 5' "$WORK/$1.here" | wc -l)" 0
	# 100 on average, the standard deviation is 9.4.
	between "$1: flows that are copied, of 800" "$(wc -l <"$WORK/$1.here")" 60 140
}
chosen() { awk -v vni="$1" '$1 == vni { print $3, $2 }' "$WORK/copies" | sort | uniq -c; }

flows anybody
n=$(wc -l <"$WORK/anybody.here")
between 'of these, to the first receiver' "$(grep -c '10\.0\.0\.20$' "$WORK/anybody.here")" $((n / 4)) $((n * 3 / 4))
# Those of other flows do not match.
equal 'counters' "$(counts here)" "$((5 * n)) $((5 * n)) 0"
equal 'counters of a session that takes all' "$(counts all)" '4000 4000 0'

ctl session set here sample 1
printf 'udp 10.0.0.14 %d 10.0.0.80 9\n' {1001..1100} | send src
equal 'without sampling' "$(counts here)" "$((5 * n + 100)) $((5 * n + 100)) 0"

# Which ones these are only those know who have the secret: of as many, others.
ctl session set here sample 8
for CTL_NS in src web; do ctl network set vpc seed 0123456789abcdef; done
flows secret
between 'flows that are copied with a secret and without' \
	"$(awk '{ print $2 }' "$WORK"/{anybody,secret}.here | sort | uniq -d | wc -l)" 0 40
