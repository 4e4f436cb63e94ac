#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Copies fill the link that production traffic takes, too. With the prio qdisc that
# docs/reliability.md describes, production loses nothing, and of its round trips the
# 99th of a hundred takes less than 10 % longer than without copies. With a plain
# queue it suffers, so this shows something.
. "$(dirname "$0")/../lib.sh"

if user_mode_linux; then
	lacks 'a clock that counts instructions'
	exit
fi

three_hosts
modprobe pktgen
namespace gen
ip link add g0 netns gen address 02:01:00:00:00:01 type veth peer name eth1 netns src address 02:01:00:00:00:02
ip -n gen link set g0 up
ip -n src -b - <<-END
	link set eth1 up
	address add 10.1.0.14/24 dev eth1
END
# Twice what the link carries, from another device; what is not copied goes nowhere.
in_ns src nft -f - <<-END
	table ip t { chain c { type filter hook input priority 0; iifname eth1 drop; }; }
END
pktgen gen kpktgend_0 rem_device_all 'add_device g0'
pktgen gen g0 'pkt_size 1000' 'count 0' "delay $((500000 * NFM_SLOW))" 'dst_mac 02:01:00:00:00:02' 'src_min 10.1.0.1' 'src_max 10.1.0.1' 'dst 10.1.0.14'
pktgen gen pgctrl start &
# Far away is where the answers come from.
in_ns web tc qdisc add dev eth0 root netem delay $((50 * NFM_SLOW))ms limit 10000
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/16,10.1.0.0/16
	session add flood network vpc scope eni eth1 direction in receiver 10.0.0.20 vni 1 stopped
END

# queue QDISC...: of a link of 8 Mbit/s, or slower.
queue() {
	in_ns src tc qdisc replace dev eth0 root noqueue
	in_ns src tc qdisc replace dev eth0 root handle 1: tbf rate $((8000 / NFM_SLOW))kbit burst 3000 limit 1000000
	in_ns src tc qdisc replace dev eth0 parent 1:1 "$@"
}
# trips: of 400, how many were lost, and which time, in us, 99 of 100 did not exceed.
trips() {
	in_ns src ping -n -i "$(printf 0.%02d "$NFM_SLOW")" -c 400 -s 900 -W $((2 * NFM_SLOW)) 10.0.0.80 >"$CAPTURES/ping" || true
	sed -n 's/.*time=\([0-9.]*\) ms/\1/p' "$CAPTURES/ping" | sort -n |
		awk '{ t[NR] = $1 * 1000 } END { printf "%d %d\n", 400 - NR, t[int(NR * 0.99)] }'
}
sent() { field flood stats.sent_packets; }

queue prio
read -r lost quiet < <(trips)
equal 'lost without copies' "$lost" 0
ctl session start flood 2>/dev/null
full() { in_ns src tc -j -s qdisc show dev eth0 | query_json -e '[.[] | select(.kind == "prio")][0].qlen > 100' >/dev/null; }
wait_for 20 full
before=$(sent)
read -r lost busy < <(trips)
equal 'lost with copies' "$lost" 0
echo "99 % of round trips took up to $quiet us without copies, $busy us with them"
between 'copies meanwhile' $(($(sent) - before)) 1000 1000000
between 'us that 99 of 100 round trips took, with copies' "$busy" $((50000 * NFM_SLOW)) $((quiet * 110 / 100))

# The same in one queue.
queue pfifo limit 100
read -r lost plain < <(trips)
echo "in one queue $plain us, and $lost were lost"
((lost || plain > quiet * 150 / 100)) || die "one queue does no harm: $plain us"
