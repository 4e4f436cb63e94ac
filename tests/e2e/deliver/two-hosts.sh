#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two hosts with the same sessions send the copies of a conversation to the same
# receiver, of both directions, and of the ICMP errors that it causes.
. "$(dirname "$0")/../lib.sh"

add_host one 10.0.0.14
add_host two 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21 10.0.0.22
add_ipv6 one 10.0.0.14
add_ipv6 two 10.0.0.80
for CTL_NS in one two; do
	ctl -b - <<-END 2>/dev/null
		network add vpc cidr 10.0.0.0/24,2001:db8::/64
		session add conversations network vpc scope network receiver 10.0.0.20,10.0.0.21,10.0.0.22 balance flow match proto udp or match proto tcp or match proto sctp or match proto icmp or match dst 2001:db8::14 proto icmpv6 or match dst 2001:db8::80 proto icmpv6
	END
done
equal 'VNIs' "$(CTL_NS=one field conversations vni)" "$(CTL_NS=two field conversations vni)"

capture rcv rcv eth0 'udp port 4789'
captures_ready
# conversation HERE THERE: 20 of each protocol, from there.
conversations() {
	local port proto
	for port in {2001..2020}; do
		for proto in udp 6 132; do
			echo "$proto $1 $((port * $3)) $2 $((port * $4)) 100"
		done
	done
}
{
	conversations 10.0.0.14 10.0.0.80 1 2
	conversations 2001:db8::14 2001:db8::80 1 2
} | send one
{
	conversations 10.0.0.80 10.0.0.14 2 1
	conversations 2001:db8::80 2001:db8::14 2 1
} | send two
captures_stop

# Of each copy: from which host, to which receiver, and the flow, with ends sorted;
# of an error, the flow that it quotes.
on_host tshark -r rcv.pcap -Y '!icmpv6 || icmpv6.type == 1' -T fields -e ip.src -e ip.dst -e ipv6.src -e ipv6.dst -e udp.srcport -e udp.dstport -e tcp.srcport -e tcp.dstport -e sctp.srcport -e sctp.dstport |
	awk -F '\t' '
		function first(list, a) { split(list, a, ","); return a[1] }
		function last(list, a) { return a[split(list, a, ",")] }
		{
			proto = $7 ? "tcp" : $9 ? "sctp" : "udp"
			i = $7 ? 7 : $9 ? 9 : 5
			from = ($3 ? last($3) : last($1)) " " last($i)
			to = ($4 ? last($4) : last($2)) " " last($(i + 1))
			print first($1), first($2), proto, from < to ? from " " to : to " " from
		}' | sort -u >"$WORK/flows"
cut -d' ' -f3- "$WORK/flows" | sort -u >"$WORK/conversations"
equal 'conversations' "$(wc -l <"$WORK/conversations")" 120
equal 'conversations seen by two hosts at one receiver' "$(cut -d' ' -f2- "$WORK/flows" | sort | uniq -c | awk '$1 == 2' | wc -l)" 120
equal 'receivers' "$(cut -d' ' -f2 "$WORK/flows" | sort -u | paste -sd' ')" '10.0.0.20 10.0.0.21 10.0.0.22'
(($(packets rcv 'icmp') > 0 && $(packets rcv 'icmpv6.type == 1') > 0)) || die 'no errors'
