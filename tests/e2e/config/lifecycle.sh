#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Sessions run from the start, and are stopped, started, changed and deleted
# live; others do not notice. They follow devices and addresses.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21 10.0.0.22

ping_web() { in_ns src ping -q -c "${1-2}" -i 0.02 -W 5 10.0.0.80 >/dev/null; }
tap() { field "$1" 'enis | map("\(.name) \(.state)") | join(",")'; }
add() { ctl session add "$1" network vpc1 receiver 10.0.0.20 "${@:2}" 2>/dev/null; }

ctl network add vpc1 cidr 10.0.0.0/16 max-sessions 20
add bystander scope eni eth0 vni 9
add s scope eni eth0 vni 1 direction out
add halted scope eni eth0 vni 2 stopped
equal 'enabled' "$(ctl -j show | query_json -c '[.sessions[].enabled]')" '[true,false,true]'
capture rcv rcv eth0 'udp dst port 4789'
captures_ready

# start and stop
ping_web
equal 'running' "$(counts s)" '2 2 0'
equal 'stopped from the start' "$(counts halted)" '0 0 0'
ctl session start halted
ctl session stop s
ping_web
equal 'stopped' "$(counts s)" '2 2 0'
equal 'started' "$(counts halted)" '4 4 0'
ctl session start s
ctl session stop halted
ping_web
equal 'started again' "$(counts s)" '4 4 0'

# set: only what is named changes, counters go on
ctl session set s direction in
ping_web 3
equal 'direction in' "$(counts s)" '7 7 0'
ctl session set s direction all match proto udp
ping_web
equal 'match proto udp' "$(counts s)" '7 7 0'
ctl session set s match any tag team=net tag use=audit
ping_web
equal 'match any' "$(counts s)" '11 11 0'
ctl session set s untag team tag use=risk
equal 'tags' "$(field s 'tags | tojson')" '{"use":"risk"}'
ctl session set s balance random receiver 10.0.0.21,10.0.0.20 2>/dev/null
equal 'a receiver that stays' "$(field s 'stats.receivers | map("\(.ip) \(.sent_packets)") | join(",")')" '10.0.0.21 0,10.0.0.20 11'
ping_web 20
equal 'two receivers' "$(field s 'stats.receivers | map(.sent_packets) | add')" 51
(($(field s 'stats.receivers[0].sent_packets') > 0)) || die 'the new receiver got nothing'
ctl session set s vni 70 port 5789 receiver 10.0.0.22 2>/dev/null
equal 'all the rest is as it was' "$(ctl -j session show s | query_json -r '.sessions[0] | "\(.name) \(.network) \(.direction) \(.balance) \(.vni) \(.port) \(.enabled)"')" 's vpc1 all random 70 5789 true'
ctl session del halted
equal 'names' "$(ctl -j session show | query_json -c '[.sessions[].name]')" '["bystander","s"]'
ctl session del s
ping_web
captures_stop
n=$(packets rcv 'vxlan.vni == 9')
equal 'the bystander' "$(counts bystander)" "$n $n 0"
equal 'the bystander' "$n" $((2 * (2 + 2 + 2 + 3 + 2 + 2 + 20 + 2)))
equal 'VNI 1 of the first receiver and the second' "$(packets rcv 'vxlan.vni == 1')" 51
equal 'VNI 2' "$(packets rcv 'vxlan.vni == 2')" 4

# -f: what is so already is no error, what differs is
ctl session set bystander tag use=audit
before=$(ctl -j show)
ctl -f -b - <<-EOF
	network add vpc1 cidr 10.0.0.0/16 max-sessions 20
	session add bystander network vpc1 receiver 10.0.0.20 scope eni eth0 vni 9 tag use=audit
	session del s halted
	network del gone
	eni attach away network vpc1 facing guest
	eni attach away network vpc1 facing guest
	eni detach away
	eni detach away
EOF
equal 'after what was so already' "$(ctl -j show)" "$before"
refused() {
	local err
	! err=$(ctl "$@" 2>&1) || die "not refused: $*"
	[[ $err =~ exists|attached ]] || die "$* says: $err"
}
refused -f session add bystander network vpc1 receiver 10.0.0.20 scope eni eth0 vni 10 tag use=audit
refused -f network add vpc1 cidr 10.0.0.0/16 max-sessions 21
refused session add bystander network vpc1 receiver 10.0.0.20 scope eni eth0 vni 9 tag use=audit
equal 'after what was refused' "$(ctl -j show)" "$before"

# a device that comes, is renamed, goes and comes again
add e scope eni late direction out
send_late() { printf '17 10.0.5.1 %d 10.0.5.2 9\n' 1 2 3 | send src; }
late() {
	ip -n src -b - <<-EOF
		link add $1 type dummy
		link set $1 up
		address add 10.0.5.1/24 dev $1
		neigh replace 10.0.5.2 lladdr 02:02:02:02:02:02 dev $1
	EOF
}
is_tap() { [[ $(tap e) == "$1" ]]; }
equal 'no device yet' "$(tap e)" 'late absent'
late late
wait_for 5 is_tap 'late active'
send_late
equal 'a device that came' "$(counts e)" '3 3 0'
ip -n src -b - <<<$'link set late down\nlink set late name other up\nneigh replace 10.0.5.2 lladdr 02:02:02:02:02:02 dev other'
wait_for 5 is_tap 'late absent'
send_late
equal 'renamed away' "$(counts e)" '3 3 0'
ip -n src -b - <<<$'link set other down\nlink set other name late up\nneigh replace 10.0.5.2 lladdr 02:02:02:02:02:02 dev late'
wait_for 5 is_tap 'late active'
send_late
equal 'renamed back' "$(counts e)" '6 6 0'
ip -n src link del late
wait_for 5 is_tap 'late absent'
late late
pause 0.1
send_late
equal 'made anew' "$(counts e)" '9 9 0'

# scopes follow addresses
add net scope network direction out
add sub scope subnet 10.0.5.0/24,10.0.6.0/24 direction out
send_late
equal 'scope network' "$(counts net)" '3 3 0'
equal 'scope subnet' "$(counts sub)" '3 3 0'
ip -n src -b - <<<$'address flush dev late\naddress add 10.9.5.1/24 dev late\nneigh replace 10.9.5.2 lladdr 02:02:02:02:02:02 dev late'
pause 0.1
printf '17 10.9.5.1 %d 10.9.5.2 9\n' 1 2 3 | send src
equal 'scope network, address outside' "$(counts net)" '3 3 0'
equal 'scope eni, address outside' "$(tap e)" 'late outside'
ctl eni attach late network vpc1
printf '17 10.9.5.1 %d 10.9.5.2 9\n' 1 2 3 | send src
equal 'scope network, attached' "$(counts net)" '6 6 0'
equal 'scope subnet, attached' "$(counts sub)" '3 3 0'
ip -n src -b - <<<$'address add 10.0.6.1/24 dev late\nneigh replace 10.0.6.2 lladdr 02:02:02:02:02:02 dev late'
pause 0.1
printf '17 10.0.6.1 %d 10.0.6.2 9\n' 1 2 3 | send src
equal 'scope subnet, in the second subnet' "$(counts sub)" '6 6 0'
ctl eni detach late
ctl network set vpc1 cidr 10.0.0.0/23
printf '17 10.0.6.1 %d 10.0.6.2 9\n' 1 2 3 | send src
equal 'scope network, smaller network' "$(counts net)" '9 9 0'
