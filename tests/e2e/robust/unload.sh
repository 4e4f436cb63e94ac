#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module unloads (NFM_UNLOADS times, 8 by default), devices and whole namespaces
# go, while packets pass a mirrored ENI at full speed from two processors.
. "$(dirname "$0")/../lib.sh"

start() {
	mirrorctl -n "$1" -b - 2>/dev/null <<-EOF
		network add vpc1 cidr 10.0.0.0/8
		session add a network vpc1 scope network receiver 10.0.0.20
		session add b network vpc1 scope eni eth0,eth1 balance random receiver 10.0.0.20,10.0.0.21 match proto udp
		session add c network vpc1 scope subnet 10.0.0.0/24 receiver 10.0.0.22 direction out
	EOF
}

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21
sink web 9000-9010
sink rcv 4789
router 10.0.0.80
ip -n src address add 10.1.255.1/16 dev eth1

# Emulated and with sanitizers, processors that have more than they can do have no time
# for anything else: no grace period of RCU ends.
if sanitizers && ! user_mode_linux; then
	for cpu in "${PROCESSORS[@]}"; do pktgen gen "g0@$cpu" 'delay 5000000'; done
fi
flood_begin
for ((i = 0; i < ${NFM_UNLOADS:-8}; i++)); do
	[[ -e /sys/module/nf_mirror ]] || insmod "$NF_MIRROR_KO"
	start src
	pause 0.1
	rmmod nf_mirror
	((i % 10)) || echo "$((i + 1)) unloads, at $SECONDS s"
done
before=$(sink_count web)
insmod "$NF_MIRROR_KO"
start src
more() { (($(sink_count web) > before + 1000 / NFM_SLOW)); }
wait_for 10 more

# A mirrored device goes, and with it what copies were to leave by.
ip -n lan link del vsrc
pause 0.2
equal 'a device that is gone' "$(ctl -j session show b | query_json -r '.sessions[0].enis[0].state')" absent
flood_end
unset 'HOSTS[10.0.0.14]' 'NAMES[10.0.0.14]'

# A namespace goes, sessions, packets and all.
for i in 1 2 3; do
	add_host "h$i" "10.0.0.$((40 + i))"
	start "h$i"
	mirrorctl -n "h$i" -j -s session show a | query_json -e '.sessions[0].enabled' >/dev/null
	in_ns web ping -q -f -w 2 "10.0.0.$((40 + i))" >/dev/null &
	pause 0.3
	ip netns del "h$i"
	gone() { ! ip -n lan link show "vh$i" >/dev/null 2>&1; }
	wait_for 20 gone
	wait $! || true
	unset "HOSTS[10.0.0.$((40 + i))]" "NAMES[10.0.0.$((40 + i))]"
done

# And the last ones together with the module.
add_host h4 10.0.0.44
start h4
ip netns del h4
rmmod nf_mirror
