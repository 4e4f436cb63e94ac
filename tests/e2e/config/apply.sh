#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A configuration file: all of it is in force, or nothing; what did not change
# goes on; what is saved is what was applied.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv1 10.0.0.20
add_host rcv2 10.0.0.21
cd "$WORK"

ping_web() { in_ns src ping -q -c 3 -i 0.02 10.0.0.80 >/dev/null; }

# refused STATUS ERROR COMMAND...: and nothing has changed.
refused() {
	local status=0
	"${@:3}" >refused.out 2>refused.err || status=$?
	equal "${*:3}: status" "$status" "$1"
	equal "${*:3}: error" "$(<refused.err)" "mirrorctl: $2"
	equal "${*:3}: output" "$(<refused.out)" ''
	ctl save saved.now
	equal "after ${*:3}" "$(cmp saved.yaml saved.now 2>&1 && echo same)" same
}

cat >one.yaml <<-EOF
	networks:
	- {name: vpc, cidrs: 10.0.0.0/16}
	enis:
	- name: eth9
	  network: vpc
	  guest_addresses: [10.0.9.2, 10.0.9.1]
	  facing: guest
	sessions:
	- name: stays
	  network: vpc
	  scope: network
	  receivers: 10.0.0.20
	  vni: 20
	  tags: {"null": "true", count: "010"}
	- name: changes
	  network: vpc
	  scope: {type: eni, enis: [eth0]}
	  receivers: [10.0.0.21]
	  direction: out
	  vni: 21
	  filter: {match: [[{proto: icmp}]], except: [[{dst: 10.0.0.99}]]}
EOF
cp one.yaml two.yaml
ctl apply --check one.yaml
equal 'after --check' "$(ctl -j save)" '{"networks":[],"enis":[],"sessions":[]}'
status=0
ctl diff one.yaml >difference || status=$?
equal 'diff' "$status $(paste -sd' ' difference)" '3 + network vpc + eni eth9 + session changes + session stays'
ctl apply one.yaml
ctl diff one.yaml
ctl save saved.yaml

capture src src eth0 'icmp and host 10.0.0.80'
capture rcv1 rcv1 eth0 'udp port 4789'
capture rcv2 rcv2 eth0 'udp port 4789'
captures_ready
ping_web
captures_stop
equal 'copies at the first receiver' "$(copies rcv1 20 src ip)" 6
equal 'copies at the second' "$(copies rcv2 21 src "$(out_of 10.0.0.14)")" 3
equal 'counters' "$(counts stays), $(counts changes)" '6 6 0, 3 3 0'

# What is shown says the same, so nothing changes.
ctl -j show >shown.json
ctl apply - <shown.json
ctl diff shown.json
ctl save saved.now
equal 'what was shown' "$(cmp saved.yaml saved.now 2>&1 && echo same)" same
equal 'counters go on' "$(counts stays), $(counts changes)" '6 6 0, 3 3 0'

# Bad entries, by line and column.
sed 's/direction: out/direction: [out/' one.yaml >bad.yaml
refused 1 "bad.yaml:20:6: while parsing a flow sequence: did not find expected ',' or ']'" ctl apply bad.yaml
sed 's/receivers: \[10.0.0.21\]/receivers: [10.0.0.21, 192.0.2.1]/' one.yaml >bad.yaml
refused 2 'bad.yaml:18:26: session changes: receiver 192.0.2.1: the receiver is outside the network (allow-outside permits it)' ctl apply bad.yaml
refused 2 'bad.yaml:18:26: session changes: receiver 192.0.2.1: the receiver is outside the network (allow-outside permits it)' ctl apply --check bad.yaml
for i in 3 4 5 6; do
	echo "- {name: s$i, network: vpc, scope: network, receivers: 10.0.0.20}"
done | cat one.yaml - >bad.yaml
refused 2 'bad.yaml:25:23: session s6: network vpc: the network has as many sessions as its max-sessions permits' ctl apply bad.yaml
ctl apply --check one.yaml

# A change: only what changed begins anew.
sed -i 's/receivers: \[10.0.0.21\]/receivers: "10.0.0.21,10.0.0.20"/; s/vni: 21/balance: eni\n  snaplen: 64\n  mtu: drop/; s/tags: .*/tags: {}/' two.yaml
status=0
ctl diff two.yaml >difference || status=$?
equal 'status of diff' "$status" 3
cat >expected <<-'EOF'
	~ session changes: receivers 10.0.0.21 -> 10.0.0.20,10.0.0.21
	~ session changes: balance flow -> eni
	~ session changes: snaplen 0 -> 64
	~ session changes: mtu resegment -> drop
	~ session stays: tags {"count":"010","null":"true"} -> {}
EOF
cmp difference expected || die "$(<difference)"
ctl apply two.yaml
ctl diff two.yaml
ping_web
equal 'counters after the change' "$(counts stays), $(counts changes)" '12 12 0, 6 6 0'
equal 'the VNI that the file does not give' "$(field changes vni)" 21

# Saved, flushed, applied.
ctl save saved.yaml
ctl flush
equal 'after the flush' "$(ctl -j save)" '{"networks":[],"enis":[],"sessions":[]}'
ctl apply saved.yaml
ctl save saved.now
equal 'saved again' "$(cmp saved.yaml saved.now 2>&1 && echo same)" same
ctl -j save >saved.json
ctl flush
ctl apply saved.json
ctl diff saved.yaml
