#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Of a receiver that is on-link in a VRF, while copies leave by another device, mirrorctl
# tells; what the manual says makes it right, each way.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
modprobe vrf
namespace mg
ip link add eth2 netns src mtu 1600 type veth peer name eth0 netns mg mtu 1600
ip -n src -b - <<-END
	link add mgmt type vrf table 1001
	link set mgmt mtu 1600 up
	link set eth2 master mgmt
	link set eth2 up
	address add 172.16.0.14/24 dev eth2
	route add default via 10.0.0.80
END
ip -n mg -b - <<-END
	link set eth0 up
	address add 172.16.0.20/24 dev eth0
END
ping_web() { in_ns src ping -q -c 3 -i 0.02 -W 5 10.0.0.80 | grep -q ' 3 received'; }
TOLD='warning: receiver 172\.16\.0\.20: it is on-link in VRF mgmt, and copies leave by eth0; see VRF'

ctl network add vpc cidr 10.0.0.0/16
ctl session add s network vpc scope eni eth0 direction out receiver 172.16.0.20 allow-outside vni 1 2>"$WORK/stderr"
grep -q "$TOLD" "$WORK/stderr" || die "nothing is said of the VRF: $(<"$WORK/stderr")"
ctl session show s 2>"$WORK/stderr" >/dev/null
grep -q "$TOLD" "$WORK/stderr" || die "show says nothing of the VRF: $(<"$WORK/stderr")"
ctl save "$WORK/saved.yaml"
ctl apply "$WORK/saved.yaml" 2>"$WORK/stderr"
grep -q "$TOLD" "$WORK/stderr" || die "apply says nothing of the VRF: $(<"$WORK/stderr")"

# arrive VNI: three copies do, and nothing is said any more
arrive() {
	capture "mg$1" mg eth0 'udp port 4789'
	captures_ready
	ctl session set s vni "$1"
	ctl session set s receiver 172.16.0.20 2>"$WORK/stderr"
	! grep VRF "$WORK/stderr" || die 'still warned'
	in_ns mg ping -q -c 1 -W 5 172.16.0.14 >/dev/null
	ping_web
	captures_stop
	equal "copies in the VRF" "$(packets "mg$1" "vxlan.vni == $1")" 3
}
ip -n src rule add to 172.16.0.20 lookup 1001
arrive 2
ip -n src rule del to 172.16.0.20 lookup 1001
ip -n src route add 172.16.0.20/32 dev mgmt
arrive 3
