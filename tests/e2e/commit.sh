#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A device that comes while the first configuration is being put in force, after the
# devices were looked at, is not lost.
. "$(dirname "$0")/lib.sh"

host src 10.0.0.14
trace=/sys/kernel/tracing
mountpoint -q $trace || mount -t tracefs trace $trace
echo nfm_plan_build >$trace/set_ftrace_filter
echo function >$trace/current_tracer

judge /usr/bin/python3 "$here/tenant.py" wide 256 >"$WORK/wide.yaml"
echo >$trace/trace
ctl apply "$WORK/wide.yaml" 2>/dev/null &
apply=$!
until grep -q nfm_plan_build $trace/trace; do pause 0.01; done
ip -n src -b - <<<$'link add d1 type dummy\naddress add 10.77.0.1/16 dev d1'
kill -0 $apply 2>/dev/null || die 'the configuration was in force too soon'
wait $apply
echo nop >$trace/current_tracer
followed() { [[ $(ctl -j eni show | jq -r '.enis[] | select(.name == "d1") | .network') == vpc ]]; }
wait_for 5 followed
