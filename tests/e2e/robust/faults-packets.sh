#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Packets and their copies, with each of the allocations on the way failing once, and
# then any of them at random: what could be sent, arrives; what is matched counts as
# sent or dropped, and the copies that count as sent arrive. Needs a kernel of
# tests/debug.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.40	# the way to 10.0.0.40 is narrow
add_ipv6 src 10.0.0.14
add_ipv6 web 10.0.0.80
add_ipv6 rcv 10.0.0.20
# Super-packets are cut at the other end of the wire.
in_ns src ethtool -K eth0 tx on sg on tso on gso on >/dev/null
wires lan vweb
wires lan vrcv

# counters RULE: one for each session, instead of N, with what arrives; nobody answers.
counters() {
	local i
	echo 'table inet t {'
	echo 'chain c { type filter hook input priority 0;'
	for i in {1..9}; do echo "${1//N/$i} counter drop comment \"c$i\""; done
	echo '}'
	echo '}'
}
counters 'udp dport 900N' | in_ns web nft -f -
counters 'udp dport 4789 @th,96,24 N' | in_ns rcv nft -f -
counted() {
	in_ns "$1" nft -j list chain inet t c |
		query_json ".nftables[].rule? | select(.comment == \"c$2\").expr[].counter?.packets // empty"
}

# DESTINATION SIZE SEGMENT DATAGRAMS, and what the session says.
declare -A kinds=(
	[1]='10.0.0.80 100 0 1 receiver 10.0.0.20'
	[2]='10.0.0.80 100 0 1 receiver 2001:db8::20'
	[3]='10.0.0.80 100 0 1 receiver 10.0.0.20 snaplen 64 snap-fix'
	[4]='10.0.0.80 1472 0 1 receiver 10.0.0.40 mtu fragment'
	[5]='10.0.0.80 1472 0 1 receiver 10.0.0.40 mtu truncate'
	[6]='10.0.0.80 5600 1400 4 receiver 10.0.0.20'
	[7]='10.0.0.80 5888 1472 4 receiver 10.0.0.40'
	[8]='2001:db8::80 100 0 1 receiver 10.0.0.20'
	[9]='10.0.0.80 100 0 1 receiver 10.0.0.30'	# who is not there
)
ctl network add vpc cidr 10.0.0.0/16,2001:db8::/64 max-sessions 9
for i in "${!kinds[@]}"; do
	read -r _ _ _ _ options <<<"${kinds[$i]}"
	echo "session add s$i network vpc scope eni eth0 direction out vni $i $options match proto udp dport 900$i"
done | ctl -b - 2>/dev/null

faults 20
lost=0
for i in "${!kinds[@]}"; do
	read -r to size segment datagrams _ <<<"${kinds[$i]}"
	read -r sent refused allocations < <(in_ns src /usr/bin/python3 "$helpers/commands/faults.py" send "$to" "900$i" "$size" "$segment")
	pause 0.5
	read -r matched copied dropped < <(counts "s$i")
	echo "$to, $size bytes: $allocations allocations; $sent sent, $refused refused; matched $matched, copied $copied, dropped $dropped"
	between 'allocations' "$allocations" 2 100
	between 'refused' "$refused" 1 500
	equal 'arrived' "$(counted web "$i")" $((sent * datagrams))
	between 'matched' "$matched" $((sent * datagrams)) $(((sent + refused) * datagrams))
	equal 'sent and dropped' $((copied + dropped)) "$matched"
	((i == 9)) || equal 'copies that arrived' "$(counted rcv "$i")" "$copied"
	lost=$((lost + $(field "s$i" 'stats.drops["no-memory"] // 0')))
done
faults_end
((lost)) || die 'no copy was lost'
