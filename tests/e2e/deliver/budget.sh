#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A device that does not send holds up as many copies as the budget has memory for.
# The others are counted, the originals go on, and so do copies once the device sends
# again. Other copies meanwhile take no more memory than they do else.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
separate_receiver rcv
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add out network vpc scope eni eth0 direction out receiver 10.4.0.20 vni 1 allow-outside match proto udp
END
budget=/sys/module/nf_mirror/parameters/budget
left=$((5 * NFM_SLOW))	# have left already, at most
burst() { printf 'udp 10.0.0.14 1000 10.0.0.80 9 1400\n%.0s' {1..600} | send src; }
waiting() { in_ns src tc -j -s qdisc show dev eth2 | query_json '.[0].qlen'; }
received() { ip -n rcv -j -s link show eth0 | query_json '.[0].stats64.rx.packets'; }
originals() { ip -n src -j -s link show eth0 | query_json '.[0].stats64.tx.packets'; }

equal 'the budget' "$(<"$budget")" 67108864
! { echo 1073741825 >"$budget"; } 2>/dev/null || die 'a budget of more than 2^30 is accepted'
! { echo much >"$budget"; } 2>/dev/null || die 'a budget of "much" is accepted'
equal 'the budget' "$(<"$budget")" 67108864

# (netem would not do: it takes over what waits in it.)
in_ns src tc qdisc add dev eth2 root tbf rate 8kbit burst 1600 limit 10000000
echo 100000 >"$budget"
before=$(originals)
burst
equal 'originals' $(($(originals) - before)) 600
# A copy takes some 2,300 bytes of memory.
read -r matched sent dropped < <(counts out)
between 'copies that may wait' "$sent" 42 $((50 + left))
between 'copies that wait' "$(waiting)" $((sent - left)) $sent
equal 'counters' "$matched $dropped" "600 $((600 - sent))"
equal 'why the others do not' "$(field out stats.drops.budget) $(field out 'stats.receivers[0].drops.budget')" "$dropped $dropped"
# With no budget at all, none.
echo 0 >"$budget"
burst
equal 'copies more' $(($(field out stats.sent_packets) - sent)) 0
all_counted out

# The device sends again.
in_ns src tc qdisc del dev eth2 root
echo 100000 >"$budget"
sent=$(field out stats.sent_packets) before=$(received)
burst
equal 'copies of what is sent then' "$(($(field out stats.sent_packets) - sent)) $(($(received) - before))" '600 600'
