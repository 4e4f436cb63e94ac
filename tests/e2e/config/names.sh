#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A device is known by any of its names, the primary one and altnames, whenever it
# gets or loses them. What can be no device's name is refused, as are patterns,
# lists and the loopback device. Whatever was accepted is shown, saved and deleted.
. "$(dirname "$0")/../lib.sh"

three_hosts
LONG=$(printf 'n%.0s' {1..127})

altname() { ip -n src link property "$1" dev "$2" altname "$3"; }
ping_web() { in_ns src ping -q -c 2 -i 0.02 -W 5 10.0.0.80 | grep -q " 2 received"; }
# refuse PATTERN ARGUMENT...: with one line that PATTERN, a regular one, is found in.
refuse() {
	local pattern=$1 status=0 text
	shift
	text=$(ctl "$@" 2>&1) || status=$?
	((status == 1 || status == 2)) || die "mirrorctl $*: exit status $status: $text"
	[[ $text && $text != *$'\n'* && $text =~ $pattern ]] || die "mirrorctl $* says: $text, expected: $pattern"
}
# copied SESSION PACKETS: of two pings, once
copied() {
	local matched
	matched=$(field "$1" stats.matched_packets)
	ping_web
	equal "matched by $1" $(($(field "$1" stats.matched_packets) - matched)) "$2"
}
tap() { field "$1" 'enis[0] | "\(.name) \(.state) \(.device)"'; }
is_tap() { [[ $(tap "$1") == "$2" ]]; }

ctl network add vpc cidr 10.0.0.0/16 max-sessions 50
altname add eth0 enp0s3
altname add eth0 "$LONG"

# the scope of a session
ctl session add s network vpc scope eni enp0s3 receiver 10.0.0.20 vni 1 2>/dev/null
equal 'by altname' "$(tap s)" 'enp0s3 active eth0'
copied s 4
ctl session set s scope eni "$LONG,eth0" 2>/dev/null
equal 'by an altname of 127 bytes' "$(tap s)" "$LONG active eth0"
copied s 4
ctl session show s | grep -q "scope eni $LONG (eth0),eth0\$" || die "as text: $(ctl session show s)"
ctl session set s scope eni later 2>"$WORK/stderr"
grep -q 'warning: later: device does not exist yet' "$WORK/stderr"
equal 'before it is one' "$(tap s)" 'later absent null'
copied s 0
ctl -j monitor >"$WORK/events" &
MONITOR=$!
altname add eth0 later
wait_for 5 is_tap s 'later active eth0'
copied s 4
altname del eth0 later
wait_for 5 is_tap s 'later absent null'
copied s 0
# of a device that is down, when it is up
ip -n src link add d0 type dummy
altname add d0 later
ip -n src link set d0 up
wait_for 5 is_tap s 'later outside d0'

# attached by one name, known by all
ctl session set s scope network 2>/dev/null
refuse 'enp0s3.*attached' eni detach enp0s3
ctl eni attach enp0s3 network vpc facing guest
entry() { query_json -c '.enis[0] | [.name, .ifindex != null, .attached, .attached_as, .facing]'; }
for name in eth0 enp0s3 "$LONG"; do
	equal "show $name" "$(ctl -j eni show "$name" | entry)" '["eth0",true,true,"enp0s3","guest"]'
done
refuse "eth0: the ENI is attached already, by another" eni attach eth0 network vpc
refuse "$LONG: the ENI is attached already, by another" eni attach "$LONG" network vpc
refuse 'by another' -f eni attach eth0 network vpc facing guest
refuse 'not attached' eni detach enp0s3 eth0
refuse 'not attached' eni detach eth0 enp0s3
equal 'attached' "$(ctl -j eni show | query_json '[.enis[] | select(.attached)] | length')" 1
copied s 4
ctl save "$WORK/saved.yaml"
grep -q 'name: enp0s3' "$WORK/saved.yaml" || die "saved: $(<"$WORK/saved.yaml")"
ctl diff "$WORK/saved.yaml" || die 'what is saved differs'
ctl -j show >"$WORK/shown.json"
ctl diff "$WORK/shown.json" || die 'what is shown differs'
ctl flush
ctl apply "$WORK/shown.json" 2>/dev/null
equal 'applied' "$(ctl -j eni show eth0 | entry)" '["eth0",true,true,"enp0s3","guest"]'
sed 's/name: enp0s3/name: eth0/' "$WORK/saved.yaml" >"$WORK/twice.yaml"
sed -i "s/^enis:/enis:\n- {name: $LONG, network: vpc}/" "$WORK/twice.yaml"
refuse 'twice.yaml:[0-9]+:[0-9]+: eni eth0: .*by another' apply "$WORK/twice.yaml"

# The device is renamed; the name that it was attached by goes; another gets it.
# rename OLD NEW: an older kernel does so while the device is down.
rename() {
	ip -n src -b - <<-END
		link set $1 down
		link set $1 name $2
		link set $2 up
	END
}
rename eth0 lan0
shown_as() { [[ $(ctl -j eni show "$1" | entry) == "$2" ]]; }
wait_for 5 shown_as enp0s3 '["lan0",true,true,"enp0s3","guest"]'
ctl eni detach "$LONG"
wait_for 5 shown_as lan0 '["lan0",true,false,null,"wire"]'
ctl eni attach enp0s3 network vpc facing guest
rename lan0 eth0
altname del eth0 enp0s3
wait_for 5 shown_as enp0s3 '["enp0s3",false,true,"enp0s3","guest"]'
ctl eni attach eth0 network vpc
altname add eth0 enp0s3
attached() { ctl -j eni show | query_json -c '[.enis[] | select(.attached) | [.name, .ifindex != null, .attached_as]]'; }
pause 0.3
equal 'two names of one device' "$(attached)" '[["enp0s3",false,"enp0s3"],["eth0",true,"eth0"]]'
ctl save | grep -q 'name: enp0s3' || die 'the other one is not saved'
refuse 'still has' network del vpc
ctl save "$WORK/two.yaml"
ctl apply "$WORK/two.yaml" 2>/dev/null || die 'what is saved is refused'
equal 'two names of one device, applied' "$(attached)" '[["enp0s3",false,"enp0s3"],["eth0",true,"eth0"]]'
ctl eni detach eth0
equal 'one of them' "$(attached)" '[["eth0",true,"enp0s3"]]'
ctl eni detach eth0
equal 'none' "$(attached)" '[]'

# Its primary name becomes another one.
ctl eni attach eth0 network vpc
rename eth0 lan0
altname add lan0 eth0
wait_for 5 shown_as lan0 '["lan0",true,true,"eth0","wire"]'
refuse 'lan0: the ENI is attached already, by another' eni attach lan0 network vpc
ctl eni detach lan0
equal 'by its later name' "$(attached)" '[]'
altname del lan0 eth0
rename lan0 eth0

kill "$MONITOR"
wait "$MONITOR" || true
query_json -c 'select(.event == "eni" and .cause.kind == "command") | .cause.comm' <"$WORK/events" | sort -u >"$WORK/comms"
equal 'who commanded' "$(<"$WORK/comms")" '"mirrorctl"'

# no names
before=$(ctl -j show)
for name in 'veth*' 'cali+' 'eth?' 'eth[0-9]' 'eth{0,1}' 'eth%d' '!lo' '^eth' 'eth0|eth1' 'eth0,eth1' 'eth0;eth1' 'eth0@if3'; do
	refuse 'no device has this name, and patterns' eni attach "$name" network vpc
done
for name in 'veth*' 'cali+' 'eth[0-9]'; do
	refuse "scope eni .*no device has this name, and patterns" session set s scope eni "eth0,$name"
	refuse 'patterns' session add t network vpc scope eni "$name" receiver 10.0.0.20
done
for name in '' . .. a/b a:b 'a b' $'a\tb' $'a\x80b' $'a\x1b[31m' "n$LONG"; do
	refuse 'name must have 1 to 127 bytes' eni attach "$name" network vpc
done
refuse 'loopback' eni attach lo network vpc
refuse 'scope eni lo: .*loopback' session set s scope eni eth0,lo
altname add lo loop
refuse 'loopback' eni attach loop network vpc
printf '{networks: [{name: vpc, cidrs: 10.0.0.0/16}], enis: [{name: "eth0, eth1", network: vpc}]}' >"$WORK/list.yaml"
refuse 'list.yaml:1:[0-9]+: eni eth0, eth1: ' apply "$WORK/list.yaml"
printf '{networks: [{name: vpc, cidrs: 10.0.0.0/16}], enis: [{name: "veth*", network: vpc}]}' >"$WORK/pattern.yaml"
refuse 'pattern.yaml:1:[0-9]+: eni veth\*: .*patterns' apply --check "$WORK/pattern.yaml"
refuse '8192 bytes' session set s scope eni "$(printf "%s${LONG:2}," {10..75})"
equal 'after what was refused' "$(ctl -j show)" "$before"

# A device may really be called so.
ip -n src link add 'odd*' type dummy
ctl eni attach 'odd*' network vpc
equal 'an odd name' "$(attached)" '[["odd*",true,"odd*"]]'
ctl save "$WORK/odd.yaml"
ctl apply "$WORK/odd.yaml" 2>/dev/null
# What there is not is told of, and stays in sight.
ctl eni attach eth0-3 network vpc 2>"$WORK/stderr"
grep -q 'warning: eni eth0-3: device does not exist yet' "$WORK/stderr"
ip -n src link del 'odd*'
wait_for 5 shown_as 'odd*' '["odd*",false,true,"odd*","wire"]'
ctl apply "$WORK/odd.yaml" 2>/dev/null || die 'what is saved is refused, now that its device is gone'
ctl eni attach eth0-3 network vpc 2>/dev/null
ctl eni show | grep -q '^eni eth0-3  absent'
ctl eni detach 'odd*' eth0-3
ctl session del s
ctl network del vpc
