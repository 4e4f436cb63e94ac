#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# While a configuration is being put in force, devices come and go: those that come
# are not lost, and what has the index of one that went is not taken for it.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
trace=/sys/kernel/tracing
mountpoint -q $trace || mount -t tracefs trace $trace
echo nfm_plan_build >$trace/set_ftrace_filter
echo function >$trace/current_tracer

# commit FILE COMMAND...: applies it, and has the command done when the devices were
# looked at, and before that is in force.
commit() {
	local apply
	echo >$trace/trace
	ctl apply "$1" 2>/dev/null &
	apply=$!
	until grep -q nfm_plan_build $trace/trace; do pause 0.01; done
	"${@:2}"
	kill -0 $apply 2>/dev/null || die 'the configuration was in force too soon'
	wait $apply
}
on_host /usr/bin/python3 "$helpers/commands/tenant.py" wide 600 >"$WORK/wide.yaml"

comes() { ip -n src -b - <<<$'link add d1 index 77 up type dummy\naddress add 10.77.0.1/16 dev d1'; }
commit "$WORK/wide.yaml" comes
followed() { [[ $(ctl -j eni show | query_json -r '.enis[] | select(.name == "d1") | .network') == vpc ]]; }
wait_for 5 followed

# The next device with that index is in no network, and what it sends is of nobody's
# interest: neither before nor after the configuration is in force.
sed -i 's/vni: 1,/vni: 100001,/; s/vni: 2,/vni: 100002,/' "$WORK/wide.yaml"
matched=$(field all stats.matched_packets)
goes() {
	ip -n src -b - <<-END
		link delete d1
		link add d2 index 77 up type dummy
		address add 192.168.5.1/24 dev d2
	END
	in_ns src ping -qc 3 -i 0.01 -W 0.01 192.168.5.2 >/dev/null || true
}
commit "$WORK/wide.yaml" goes
in_ns src ping -qc 3 -i 0.01 -W 0.01 192.168.5.2 >/dev/null || true
equal 'packets of the next device' "$(field all stats.matched_packets)" "$matched"
echo nop >$trace/current_tracer
