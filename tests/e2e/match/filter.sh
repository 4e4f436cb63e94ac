#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Five-tuple filters: of one mix of packets, each session gets just those that
# its filter lets through, as told by the equal filter of tshark. Sessions do not
# disturb each other.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14 10.0.0.15 10.0.1.14
add_host web 10.0.0.80 10.0.0.81 10.0.1.80
add_host rcv 10.0.0.20

dport() { echo "(udp.dstport $1 || tcp.dstport $1 || sctp.dstport $1)"; }
sport() { echo "(udp.srcport $1 || tcp.srcport $1 || sctp.srcport $1)"; }
ports='ip.proto#1 in {6, 17, 132}'

# What mirrorctl is told, and what tshark is.
filters=(
	'match proto udp'			'ip.proto#1 == 17'
	'match proto icmp'			'ip.proto#1 == 1'
	'match proto 253'			'ip.proto#1 == 253'
	'match src 10.0.1.0/24'			'ip.src#1 == 10.0.1.0/24'
	'match dst 10.0.0.80'			'ip.dst#1 == 10.0.0.80'
	'match src 0.0.0.0/0'			'ip'
	'match dport 53'			"$ports && $(dport '== 53')"
	'match sport 1000-1999'			"$ports && $(sport 'in {1000..1999}')"
	'match dport 0-65535'			"$ports"
	'match dport 65535 match proto 132'	"ip.proto#1 == 132 && $(dport '== 65535')"
	'match proto tcp dst 10.0.0.0/24 match dport 80-90 match dport 85-100'
	"ip.proto#1 == 6 && ip.dst#1 == 10.0.0.0/24 && tcp.dstport in {85..90}"
	'match proto udp src 10.0.0.15 dst 10.0.1.80 sport 1999 dport 80'
	'ip.proto#1 == 17 && ip.src#1 == 10.0.0.15 && ip.dst#1 == 10.0.1.80 && udp.srcport == 1999 && udp.dstport == 80'
	'match proto tcp dport 80 or match proto udp match dst 10.0.0.81'
	'(ip.proto#1 == 6 && tcp.dstport == 80) || (ip.proto#1 == 17 && ip.dst#1 == 10.0.0.81)'
	'match src 10.0.0.0/24 except match proto icmp except match dport 53'
	"ip.src#1 == 10.0.0.0/24 && !(ip.proto#1 == 1) && !($ports && $(dport '== 53'))"
	'match any except match proto tcp'	'!(ip.proto#1 == 6)'
	'except match proto tcp'		'!(ip.proto#1 == 6)'
)

ctl network add vpc1 cidr 10.0.0.0/16 max-sessions 50
for ((i = 0; i < ${#filters[@]}; i += 2)); do
	echo "session add f$i network vpc1 scope eni eth0 receiver 10.0.0.20 vni $((100 + i)) ${filters[i]}"
done >"$WORK/batch"
# One that had a filter, one with a direction, and one that nothing satisfies.
cat >>"$WORK/batch" <<-EOF
	session add was network vpc1 scope eni eth0 receiver 10.0.0.20 vni 50 match proto 250
	session set was match any
	session add in network vpc1 scope eni eth0 receiver 10.0.0.20 vni 51 direction in match proto tcp sport 80
	session add none network vpc1 scope eni eth0 receiver 10.0.0.20 vni 52 match src 10.0.9.0/24
EOF
ctl -b "$WORK/batch" 2>/dev/null

capture eni src eth0 'ip and not host 10.0.0.20'
capture rcv rcv
captures_ready
for src in 10.0.0.14 10.0.0.15 10.0.1.14; do
	for dst in 10.0.0.80 10.0.0.81 10.0.1.80; do
		for ports_of in {6,17,132}' '{1000,1999,2000}' '{53,80,85,90,91,65535}; do
			read -r proto s d <<<"$ports_of"
			echo "$proto $src $s $dst $d"
		done
		printf "%s $src 8 $dst 0\n" 1 47 253
	done
done >"$WORK/mix"
send src <"$WORK/mix"
captures_stop

total=0
for ((i = 0; i < ${#filters[@]}; i += 2)); do
	n=$(copies rcv $((100 + i)) eni "${filters[i + 1]}") || die "${filters[i]}"
	echo "${filters[i]}: $n"
	((n > 0)) || die "no packet for ${filters[i]}"
	((total += n))
done
((total += $(copies rcv 50 eni ip)))
((total += $(copies rcv 51 eni "$(in_of 10.0.0.14) && ip.proto#1 == 6 && tcp.srcport == 80")))
equal 'copies for a filter that nothing satisfies' "$(copies rcv 52 eni 'ip.src == 10.0.9.0/24')" 0
equal 'counters' "$(ctl -j -s session show | query_json '[.sessions[].stats | .matched_packets, .sent_packets] | "\(add)"' -r)" $((2 * total))
