#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Hosts that mirror to each other, each by a file of its own that says nothing of the
# others': networks, VNIs, ports, maybe secrets. However many there are, a packet makes
# a few copies, and then no more.
. "$(dirname "$0")/../lib.sh"

for i in {1..5}; do
	add_host "r$i" "10.0.$i.1" "10.0.$i.2"
done
add_host c 10.0.9.9
# Each knows the next one by an address that is in no network of its own.
for i in {1..5}; do
	for j in {1..5}; do
		((i == j)) || echo "route add 10.0.$j.2 dev eth0 src 10.0.$i.1 mtu 1500"
	done | ip -n "r$i" -b -
done

# sent HOST...: how many copies they sent in all.
sent() {
	local total=0 n host
	for host; do
		n=$(CTL_NS=$host field all stats.sent_packets)
		((total += n))
	done
	echo "$total"
}

# ring SIZE [OPTION [BYTES]]: all packets of all of SIZE hosts are copied to the next
# one: with secrets; of pings with so many bytes.
ring() {
	local n=$1 i to hosts=() a b
	for ((i = 1; i <= n; i++)); do
		hosts+=("r$i")
		to=10.0.$((i % n + 1)).2
		CTL_NS=r$i ctl -b - <<-END 2>/dev/null
			flush
			network add net$i cidr 10.0.$i.0/24 ${2:+seed 00000000000000$i$n}
			session add all network net$i scope eni eth0 receiver $to vni $((100 * n + i)) port $((4789 + 7 * i)) allow-outside match any
		END
	done
	in_ns c ping -q -c 1 -W 2 ${3:+-s "$3"} 10.0.1.1 >"$WORK/ping" || die "ring of $n: the ping was lost"
	pause 1
	a=$(sent "${hosts[@]}")
	between "ring of $n ${*:2}: copies of a ping" "$a" 2 50
	# Nobody's are copied where a mark tells them.
	[[ ${2-} ]] || equal "ring of $n: copies of copies" "$(sent "${hosts[@]:1}")" 0
	pause 0.5
	b=$(sent "${hosts[@]}")
	equal "ring of $n ${*:2}: copies after that" "$b" "$a"
	for i in "${hosts[@]}"; do CTL_NS=$i all_counted all; done
}
for n in 2 3 5; do
	ring "$n"
	ring "$n" secrets
done
# Copies that have to be fragmented have no mark: only how deep they are tells.
ring 2 secrets 1450
