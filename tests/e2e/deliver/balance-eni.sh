#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Balance eni: all traffic of an ENI goes to one receiver, the same whatever the
# ENI is called and after the module was loaded anew; ENIs spread.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host rcv 10.0.0.20 10.0.0.21 10.0.0.22

for i in {1..24}; do
	cat <<-EOF
		link add d$i address 02:00:00:00:01:$(printf %02x "$i") type dummy
		link set d$i up
		address add 10.0.$((100 + i)).1/24 dev d$i
		neigh replace 10.0.$((100 + i)).2 lladdr 02:02:02:02:02:02 dev d$i
	EOF
done | ip -n src -b -
for i in {1..24}; do
	for port in 1 2 3 4 5 6; do echo "17 10.0.$((100 + i)).1 $port 10.0.$((100 + i)).2 $((port * 77))"; done
done >"$WORK/mix"

configure() {
	ctl network add vpc1 cidr 10.0.0.0/16
	ctl session add s network vpc1 scope network balance eni direction out vni 1 \
		receiver 10.0.0.20,10.0.0.21,10.0.0.22 match proto udp
}

# Which ENI's packets go where: "count outer-destination inner-source-MAC".
observe() {
	capture "$1" rcv
	captures_ready
	send src <"$WORK/mix"
	captures_stop
	on_host tshark -r "$1.pcap" -Y 'vxlan.vni == 1 && ip.proto#1 == 17' -T fields -E 'separator=,' -e ip.dst -e eth.src |
		awk -F, '{print $1, $4}' | sort | uniq -c | sed 's/^ *//' >"$WORK/$1"
	equal "copies of $1" "$(awk '{n += $1} END {print n}' "$WORK/$1")" 144
}

configure
observe first
equal 'pairs of ENI and receiver' "$(wc -l <"$WORK/first")" 24
equal 'ENIs' "$(awk '{print $3}' "$WORK/first" | sort -u | wc -l)" 24
equal 'receivers' "$(awk '{print $2}' "$WORK/first" | sort -u | wc -l)" 3

ctl session del s
ctl network del vpc1
rmmod nf_mirror
for i in {1..24}; do printf 'link set d%d down\nlink set d%d name n%d up\n' "$i" "$i" "$i"; done | ip -n src -b -
for i in {1..24}; do
	echo "neigh replace 10.0.$((100 + i)).2 lladdr 02:02:02:02:02:02 dev n$i"
done | ip -n src -b -
insmod "$NF_MIRROR_KO"
configure
observe again
equal 'difference after a rename and a new start' "$(diff "$WORK/first" "$WORK/again" || true)" ''
