#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A processor gets more packets than it can forward, and eight copies of each are
# wanted. (What it forwards ends in a device that costs nothing, so that nothing is
# lost behind it.) Copies are left out, whole flows of them, so that more originals are
# forwarded than otherwise; the processor may receive in ksoftirqd, or in a thread of
# the device's NAPI.
. "$(dirname "$0")/../lib.sh"

if (($(nproc) < 2)); then
	lacks 'a second processor'
	exit
fi
if [[ -e /sys/kernel/realtime ]]; then
	lacks 'threads that sleep only when there is nothing to receive'
	exit
fi

namespace src
ip -n src -b - <<-END
	link add eth0 address 02:01:0a:00:00:0e type dummy
	link set eth0 up
	address add 10.0.0.14/24 dev eth0
	neigh add 10.0.0.80 lladdr 02:01:0a:00:00:50 dev eth0
END
router 10.0.0.80
ip -n src link add sink address 02:01:0a:03:00:01 type dummy
ip -n src -b - <<-END
	link set sink mtu 9000 up
	address add 10.3.0.1/24 dev sink
	neigh add 10.3.0.20 lladdr 02:01:0a:03:00:20 dev sink
END
# What one processor sends the other handles.
eth1() { ip netns exec src bash -c "cd /sys/class/net/eth1; $1"; }
eth1 'echo 2 >queues/rx-0/rps_cpus'
echo 1000 >/proc/sys/net/core/netdev_max_backlog
ctl network add vpc cidr 10.0.0.0/16,10.3.0.0/16 max-sessions 8
for i in {1..8}; do
	echo "session add s$i network vpc scope eni eth0 direction out receiver 10.3.0.20 vni $i stopped"
done | ctl -b - 2>/dev/null

shed=/sys/module/nf_mirror/parameters/shed
forwarded() { ip -n src -j -s link show eth0 | query_json '.[0].stats64.tx.packets'; }
# in_a_while: how many are forwarded meanwhile.
in_a_while() {
	local before
	pause 1
	before=$(forwarded)
	pause 3
	echo $(($(forwarded) - before))
}

# ran TASK: for how many milliseconds, in all its life.
ran() { echo $(($(cut -d' ' -f1 "/proc/$1/schedstat") / 1000000)); }
# naps TASK: how often it found nothing left to do, in all its life.
naps() { awk '/^voluntary_ctxt_switches:/ { print $2 }' "/proc/$1/status"; }

# measure TASK: sets what it forwards without copies, with, and with all of them, and
# without once more; how often it slept with all; and of 100 copies how many were left
# out, where they might be.
measure() {
	local before matched sent
	before=$(ran "$1")
	flood_begin
	none=$(in_a_while)
	ctl session start s{1..8} 2>/dev/null
	echo Y >$shed
	read -r matched sent _ < <(counts s1)
	guarded=$(in_a_while)
	left_out=$(counts s1 | awk -v m="$matched" -v s="$sent" '{ print 100 - int(100 * ($2 - s) / ($1 - m)) }')
	echo N >$shed
	slept=$(naps "$1")
	unguarded=$(in_a_while)
	slept=$(($(naps "$1") - slept))
	ctl session stop s{1..8}
	again=$(in_a_while)
	flood_end
	between "ms that $1 was at work" $(($(ran "$1") - before)) 4000 1000000
}

# compare RECEIVER: whether it forwards more if copies may be left out. One that sleeps
# each 16 ms, or more often, is not overloaded: its sender had to wait for a processor
# of this machine. And where what it forwards without copies changed meanwhile, something
# else took the processor: once more, then, and if that goes on, nothing is decided.
compare() {
	local task none guarded unguarded again slept left_out quiet=1
	task=$(pgrep "$1")
	for _ in {1..3}; do
		measure "$task"
		echo "forwarded by $1: $none without copies, and $again at last; $guarded with copies that may be left out, $left_out % of which were, $unguarded if they may not; then it slept $slept times"
		((slept > 250 || again * 4 < none * 3 || none * 4 < again * 3)) && quiet='' && continue
		between "% of copies left out by $1" "$left_out" 20 100
		((guarded * 10 <= unguarded * 12)) || return 0
	done
	[[ ! $quiet ]] || die "leaving copies out does not help $1: $guarded, $unguarded without that"
	undecided "$1: something else took the processor"
}

pktgen gen kpktgend_1 rem_device_all
PROCESSORS=(0)
pktgen gen g0@0 'flag UDPSRC_RND' 'udp_src_min 1000' 'udp_src_max 1999'
compare ksoftirqd/1
if [[ -e /sys/class/net/lo/threaded ]]; then
	# A veth device has a NAPI with GRO, and uses it if the other end cuts nothing.
	in_ns gen ethtool -K g0 tso off >/dev/null
	in_ns src ethtool -K eth1 gro on
	eth1 'echo 0 >queues/rx-0/rps_cpus; echo 1 >threaded'
	taskset -p 2 "$(pgrep napi/eth1)" >/dev/null
	compare napi/eth1
else
	lacks 'threads of NAPI'
fi
all_counted s1
between 'copies left out' "$(field s1 'stats.drops.overload // 0')" 1000 100000000
