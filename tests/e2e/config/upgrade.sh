# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# An upgrade as mirrorctl(8) has it: what is configured is saved, the module is
# replaced by the next one, and the file applied. Nothing is lost but counters, and
# packets are copied again.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host peer 10.0.0.15
add_host rcv 10.0.0.20
ip link add v1 netns src type veth peer name v2 netns src

ctl -b - <<-END
	network add vpc cidr 10.0.0.0/16,2001:db8::/64 max-sessions 9
	network add spare cidr 10.7.0.0/24
	eni attach v1 network vpc address 10.0.3.7 facing guest
	session add all network vpc scope eni eth0 receiver 10.0.0.20
	session add "web tier" network vpc scope subnet 10.0.0.0/24 receiver 10.0.0.20,10.0.0.21 \
		direction out balance eni match proto tcp dport 80 or match proto udp except match src 10.0.0.99 \
		tag team=netops vni 77 port 4790 snaplen 200
	session add later network vpc scope network receiver 192.0.2.1 allow-outside stopped mtu truncate
END
state() { ctl -j show | query_json -S .; }
mirrored() {
	in_ns src ping -q -c 2 10.0.0.15 >/dev/null
	equal 'copies of two pings' "$(counts all)" '4 4 0'
}

mirrored
before=$(state)
ctl save "$WORK/saved.yaml"
rmmod nf_mirror
insmod "${NFM_NEXT_KO:-$NF_MIRROR_KO}"
equal 'a new module' "$(ctl -j show | query_json -c .sessions)" '[]'
ctl apply "$WORK/saved.yaml"
equal 'after the upgrade' "$(state)" "$before"
mirrored
equal 'the version' "$(mirrorctl --version 2>/dev/null | sed -n 2p)" "nf_mirror $(</sys/module/nf_mirror/version)"
