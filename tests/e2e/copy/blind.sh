#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Packets that a flowtable forwards past the IP stack, or that tc redirects past all
# hooks, are not copied, and the ENI says so. Where the tap at the device sees them, it
# says nothing, and all are copied.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
separate_receiver rcv
router_behind far
wires far
wires src eth1
ip -n web route add 10.9.0.0/24 via 10.0.0.14
modprobe -a nft_flow_offload nf_flow_table_inet cls_matchall act_pedit act_mirred sch_ingress
in_ns src nft -f - <<-END
	table inet f {
		flowtable ft {
			hook ingress priority 0
			devices = { eth0, eth1 }
		}
		chain c {
			type filter hook forward priority 0
			meta l4proto tcp flow add @ft
		}
	}
END
head -c 50000 /dev/urandom >"$WORK/file"
blind() { ctl -j eni show "$1" | query_json -c '.enis[0] | [.tap, .blind]'; }
# What is said of ENIs, besides what other tests are about.
warnings() { grep -v 'path MTU' "$WORK/said" || true; }
session() { ctl session add "$@" receiver 10.4.0.20 allow-outside 2>"$WORK/said"; }
traffic() {
	capture wire web eth0 "$1"
	capture rcv rcv eth0 'udp port 4789'
	captures_ready
	"${@:2}"
	captures_stop
}
download() {
	serve web 8000 "$WORK/file"
	fetch far 10.0.0.80 8000 "$WORK/file"
}
pings() { in_ns far ping -q -c 3 -i 0.1 10.0.0.80 >/dev/null; }

ctl network add vpc cidr 10.0.0.0/24
ctl eni attach eth0 network vpc tap ip
equal 'in a flowtable' "$(blind eth0)" '["ip",["flowtable"]]'
session all network vpc scope eni eth0 vni 1
equal 'warning' "$(warnings)" \
	'mirrorctl: warning: eth0: packets that the flowtable ft of table inet f forwards are not seen; attach it with tap device'
equal 'in metrics' "$(ctl stats --prometheus | grep '^nf_mirror_eni_blind{')" \
	'nf_mirror_eni_blind{eni="eth0",network="vpc",reason="flowtable"} 1'
traffic tcp download
(($(field all stats.matched_packets) < $(packets wire))) || die 'the flowtable forwards nothing'

# At the device, all of them are seen, in the order of the wire.
ctl eni detach eth0
ctl eni attach eth0 network vpc tap device
if linux_since 5.16; then
	equal 'at the device' "$(blind eth0)" '["device",[]]'
	ctl session start all 2>"$WORK/said"
	equal 'no warning' "$(<"$WORK/said")" ''
	before=$(field all stats.matched_packets)
	traffic tcp download
	count=$(packets wire)
	equal 'matched' $(($(field all stats.matched_packets) - before)) "$count"
	equal 'copies' "$(copies rcv 1 wire tcp)" "$count"
	all_counted all
else
	equal 'at the device' "$(blind eth0)" '["device",["no-egress"]]'
	lacks 'a hook for frames that a device sends'
fi

# Requests of the host behind go from eth1 to eth0 by tc, answers by the IP stack.
in_ns src nft delete table inet f
ctl eni attach eth1 network vpc tap ip
equal 'no flowtable' "$(blind eth1)" '["ip",[]]'
in_ns src tc qdisc add dev eth1 ingress
in_ns src tc filter add dev eth1 ingress protocol ip matchall \
	action pedit ex munge eth dst set "$(mac_of 10.0.0.80)" munge eth src set "$(mac_of 10.0.0.14)" pipe \
	action mirred egress redirect dev eth0
equal 'redirected from' "$(blind eth1)" '["ip",["redirect"]]'
blind eth0 | grep -q '"redirect"' || die "redirected to: $(blind eth0)"
session pings network vpc scope eni eth1,eth0 direction out match proto icmp src 10.9.0.9 vni 2
grep -q '^mirrorctl: warning: eth1: tc redirects its packets past all hooks; see' "$WORK/said" || die "$(warnings)"
grep -q '^mirrorctl: warning: eth0: tc redirects its packets at eth1 past all hooks; see' "$WORK/said" || die "$(warnings)"
traffic icmp pings
equal 'requests' "$(packets wire 'icmp.type == 8')" 3
equal 'requests that were redirected' "$(counts pings)" '0 0 0'
in_ns src tc qdisc del dev eth1 ingress
equal 'no filter' "$(blind eth1)" '["ip",[]]'
