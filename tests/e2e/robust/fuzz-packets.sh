#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Whatever comes in, goes by, or is sent: it comes out as it would without mirroring,
# and of the packets that a session matched each was sent, and has come to the
# receiver, or is counted as dropped for a reason. See tests/fuzz/packets.c;
# NFM_FUZZ_CASES and NFM_FUZZ_SEED are for 'make fuzz'.
. "$(dirname "$0")/../lib.sh"

cases=${NFM_FUZZ_CASES-480} seed=${NFM_FUZZ_SEED-1}
CTL_NS=router
fuzz=$(realpath "$here/../fuzz")
FAR_MAC=02:01:00:00:00:01 ROUTER_MAC=02:01:00:00:00:02
on_host make --no-print-directory -s -C "$fuzz" "OUT=$WORK" packets
hostile() {
	on_host /usr/bin/python3 "$helpers/packets/hostile.py" "$1.pcap" $FAR_MAC $ROUTER_MAC 10.50.0.9 "$2" fd00:50::9 "$3" >"$WORK/$1.count"
}
hostile to-router 10.50.0.1 fd00:50::1
hostile beyond 10.77.0.9 fd00:77::9
on_host /usr/bin/python3 "$fuzz/frames.py" "$seed" frames.pcap to-router.pcap beyond.pcap >"$WORK/frames.count"

# silent NAMESPACE: it sends nothing of its own accord, whatever it gets.
silent() {
	ip netns add "$1"
	in_ns "$1" bash -c 'cd /proc/sys/net/ipv6/conf; echo 0 >all/disable_ipv6; echo 0 >default/disable_ipv6
		for i in all default; do echo 0 >$i/accept_dad; echo 0 >$i/accept_ra; echo 0 >$i/accept_redirects; echo 1 >$i/addr_gen_mode; done' 2>/dev/null
	in_ns "$1" nft -f - <<-END
		table inet silence { chain c {
			type filter hook prerouting priority -500
			drop
		}; }
	END
}

modprobe -a tun nf_conntrack nf_defrag_ipv6
# way FAR ROUTER NEAR RECEIVER: what comes in by FAR is forwarded to NEAR, and the
# router answers to FAR alone. Copies go to RECEIVER: to .20 to .22 there by a wide
# path, to .24 and .25 by a narrow one.
way() {
	silent "$1"
	silent "$3"
	silent "$4"
	ip netns add "$2"
	in_ns "$2" bash -c 'cd /proc/sys/net
		for i in all default; do
			echo 0 >ipv6/conf/$i/disable_ipv6; echo 0 >ipv6/conf/$i/accept_dad; echo 1 >ipv6/conf/$i/addr_gen_mode
			echo 0 >ipv6/conf/$i/accept_redirects; echo 0 >ipv4/conf/$i/rp_filter; echo 1 >ipv4/conf/$i/accept_source_route
		done
		echo 1 >ipv4/ip_forward; echo 1 >ipv6/conf/all/forwarding; echo 0 >ipv4/icmp_ratelimit'
	in_ns "$2" nft -f - <<-END
		table inet silence { chain c {
			type filter hook output priority -500
			oifname eth1 meta mark 0 drop
		}; }
		# Of what guests send, conntrack puts fragments together, and no more.
		table inet defrag {
			chain before { type filter hook prerouting priority -440
				ip saddr != 10.53.0.0/16 notrack
				ip6 saddr != fd00:53::/64 notrack
			}
			chain after { type filter hook prerouting priority -350
				notrack
			}
			chain use { type filter hook prerouting priority 0
				ct state new counter
			}
		}
	END
	ip -n "$2" -b - <<-END
		link set lo up
		link add eth0 address $ROUTER_MAC mtu 9000 type veth peer name eth0 netns $1 address $FAR_MAC mtu 9000
		link add eth1 address 02:01:00:00:00:03 mtu 9000 type veth peer name eth0 netns $3 address 02:01:00:00:00:04 mtu 9000
		link add eth2 mtu 9300 type veth peer name eth0 mtu 9300 netns $4 address 02:01:00:00:00:06
		link set eth0 up
		link set eth1 up
		link set eth2 up
		tuntap add dev tap0 mode tap vnet_hdr
		link set tap0 address $ROUTER_MAC mtu 9000 up
		link add link eth0 name eth0.5 type vlan id 5
		link add link eth0 name eth0.6 type vlan proto 802.1ad id 6
		link add link eth0.6 name eth0.6.7 type vlan id 7
		link set eth0.5 up
		link set eth0.6 up
		link set eth0.6.7 up
		address add 10.50.0.1/24 dev eth0
		address add 10.51.0.1/24 dev eth0.5
		address add 10.52.0.1/24 dev eth0.6.7
		address add 10.53.0.1/24 dev tap0
		address add 10.60.0.1/24 dev eth1
		address add 10.70.0.1/24 dev eth2
		address add fd00:50::1/64 dev eth0 nodad
		address add fd00:53::1/64 dev tap0 nodad
		address add fd00:60::1/64 dev eth1 nodad
		address add fd00:70::1/64 dev eth2 nodad
		neigh replace 10.50.0.9 lladdr $FAR_MAC dev eth0
		neigh replace fd00:50::9 lladdr $FAR_MAC dev eth0
		neigh replace 10.53.0.9 lladdr $FAR_MAC dev tap0
		neigh replace fd00:53::9 lladdr $FAR_MAC dev tap0
		neigh replace 10.60.0.9 lladdr 02:01:00:00:00:04 dev eth1
		neigh replace fd00:60::9 lladdr 02:01:00:00:00:04 dev eth1
		$(for i in 20 21 22 24 25; do
			echo "neigh replace 10.70.0.$i lladdr 02:01:00:00:00:06 dev eth2"
			echo "neigh replace fd00:70::$i lladdr 02:01:00:00:00:06 dev eth2"
		done)
		route add default via 10.60.0.9
		route add 10.78.0.0/16 via 10.60.0.9 mtu lock 1400
		route add 10.70.0.24/31 dev eth2 mtu lock 1400
		route add fd00:70::24/127 dev eth2 mtu 1400
	END
	ip -n "$2" route add default via fd00:60::9
	ip -n "$2" route add fd00:78::/64 via fd00:60::9 mtu lock 1400
	ip -n "$1" link set eth0 up
	ip -n "$3" link set eth0 up
	ip -n "$4" link set eth0 up
}
way far router near rcv
way far2 router2 near2 rcv2

# offloads on|off: whether copies may leave as super-packets.
offloads() {
	in_ns router ethtool -K eth2 tx "$1" tso "$1" gso "$1" >/dev/null
}

# Sessions, in sets that take turns.
WIDE=10.70.0.20,10.70.0.21,10.70.0.22 SIX=fd00:70::20,fd00:70::21
sets=(
	"flow scope network receiver $WIDE
	snapped scope network receiver $WIDE balance random direction in snaplen 64
	fragment scope network receiver 10.70.0.24 mtu fragment direction out
	truncate scope network receiver 10.70.0.24 mtu truncate
	except scope network receiver $WIDE match any except match proto tcp except match proto icmp"

	"eni scope network receiver $WIDE,$SIX balance eni
	drop scope network receiver 10.70.0.25 mtu drop
	resegment scope network receiver 10.70.0.24,10.70.0.25
	fixed scope eni eth0,eth1 receiver 10.70.0.20 snaplen 200 snap-fix
	ports scope network receiver $WIDE match proto tcp dport 1-1000 or match proto udp sport 5000 match dport 100-60000 or match proto icmp"

	"six scope network receiver $SIX direction in
	six-fragment scope network receiver fd00:70::24 mtu fragment
	six-cut scope network receiver fd00:70::25 mtu truncate snap-fix
	six-resegment scope network receiver fd00:70::24 direction out
	gateway scope network receiver $WIDE next-hop 10.60.0.9 match src 10.0.0.0/8"

	"vlan scope eni eth0.5,eth0.6.7 receiver $WIDE
	cut scope network receiver 10.70.0.24 snaplen 1000 mtu drop balance random
	guest scope eni eth1 receiver $WIDE,$SIX match proto 132 or match proto 50 or match src fd00::/16 except match proto 58"
)
# Of many, those of a packet are found in another way.
for i in {1..60}; do
	sets[3]+=$'\n'"many$i scope network receiver 10.70.0.20"
	sets[3]+=" match proto udp dport $((i * 1000))-$((i * 1000 + 1500)) or match dst 10.$((70 + i / 6)).0.0/16 sport $i-6000"
done

printf -v PORTS '%d,' {5001..5100}
# sessions SET: makes those, each with a port of its own, where the receiver counts.
sessions() {
	local port=5000 name options
	ctl flush	# before the receiver counts anew
	in_ns rcv nft -f - <<-END
		table inet count
		delete table inet count
		table inet count {
			set ports { type inet_service; counter; elements = { $PORTS }; }
			chain c {
				type filter hook prerouting priority -510
				# Of a later fragment, Linux 6.1 takes the flow label for ports.
				ip frag-off & 0x1fff != 0 return
				frag frag-off != 0 return
				udp dport @ports
			}
		}
	END
	{
		echo 'network add vpc cidr 10.0.0.0/8,fd00::/16 max-sessions 100'
		while read -r name options; do
			echo "session add $name network vpc port $((++port)) $options"
		done <<<"${sets[$1]}"
	} | ctl -b - 2>"$WORK/warnings"
}

settled() {
	ctl -j -s session show >"$WORK/show"
	on_host jq -e 'all(.sessions[].stats; .matched_packets == .sent_packets + .dropped_packets)' "$WORK/show" >/dev/null
}

# counted WHOLE: each session's packets add up, and have come to the receiver, by
# one, or as super-packets, which are whole there.
counted() {
	# Copies of a suspect flow may still be held.
	wait_for 5 settled
	in_ns rcv nft -j list set inet count ports >"$WORK/came"
	ctl -j -s session show >"$WORK/then"
	on_host jq -rs --argjson whole "$1" -f "$fuzz/packets.jq" "$WORK/show" "$WORK/came" "$WORK/then" >"$WORK/sums"
	grep '^+' "$WORK/sums" >>"$WORK/totals"
	! wrong=$(grep -v '^+' "$WORK/sums") || die "seed $seed, part $part: $wrong"
}

: >"$WORK/totals"
part_size=$((cases > 20000 ? 10000 : (cases + 3) / 4))
for ((part = 0, sent = 0; sent < cases; part++, sent += n)); do
	n=$((cases - sent < part_size ? cases - sent : part_size))
	# Of super-packets that lie nobody knows what they are, before the device cuts
	# them; and those that may leave as they are the receiver counts as one.
	whole=false lies=0
	((part / 4 % 2 == 0)) || whole=true lies=60
	offloads "$([[ $whole == true ]] && echo on || echo off)"
	sessions $((part % 4))
	taskset 1 "$WORK/packets" "$seed" "$part" "$n" "$lies" "$WORK/frames.pcap" rcv far router near far2 router2 near2 >"$WORK/part" ||
		die "seed $seed, part $part of $n frames: $(<"$WORK/part")"
	awk '{ print "+", $1, $2 }' "$WORK/part" >>"$WORK/totals"
	counted "$whole"
done
awk '{ n[$2] += $3 } END { for (name in n) print name, n[name] }' "$WORK/totals" | sort >"$WORK/summary"
equal 'frames' "$(sed -n 's/^cases //p' "$WORK/summary")" "$cases"

# There was everything that there can be.
if ((cases >= 100000)); then
	for what in wire super guest raw4 raw6 forwarded resegmented fragmented truncated snaplen ports-unknown mtu many60 \
		$(printf '%s\n' "${sets[@]}" | awk '/scope/ { print $1 }'); do
		(($(sed -n "s/^$what //p" "$WORK/summary") > 0)) || die "there was no $what"
	done
fi
echo "cases $cases"
