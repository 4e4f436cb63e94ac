#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Devices come and go while what follows them has too little memory: as soon as
# there is memory, and without another event, what is tapped is what is there. Needs
# a kernel of tests/debug.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
ctl -b - <<-END
	network add vpc cidr 10.0.0.0/16
	session add a network vpc scope network receiver 10.0.0.20
END
ctl monitor >"$WORK/monitor" 2>&1 &

# workers 0|1: whether allocations of the kernel's workers fail.
workers() {
	local worker
	for worker in $(pgrep kworker/); do
		echo "$1" >"/proc/$worker/make-it-fail" 2>/dev/null || true
	done
}
devices() { ctl -j eni show | query_json -r '[.enis[].name | select(test("^(d[0-9]+|eth0)$"))] | sort | join(" ")'; }
in_order() { [[ $(devices) == "$1" ]]; }

faults 30
for round in 1 2 3; do
	workers 1
	for i in {1..20}; do
		ip -n src -b - <<-END
			link add d$i type dummy
			address add 10.0.$round.$i/32 dev d$i
		END
		pause 0.05
	done
	pause 1
	workers 0
	wait_for 10 in_order "$(printf '%s\n' d{1..20} eth0 | sort | xargs)"
	workers 1
	for i in {1..20}; do
		ip -n src link del "d$i"
		pause 0.05
	done
	pause 1
	workers 0
	wait_for 10 in_order eth0
done
faults_end
said=$(grep -c 'nf_mirror: no memory to follow a change of devices' "$WORK/said") || true
echo "$said rebuilds lacked memory"
((said)) || die 'no rebuild lacked memory'
