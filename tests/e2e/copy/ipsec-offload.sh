#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Where IPsec encrypts only on the way into the device, as it does for those that can
# do that themselves, or takes ESP from GRO, no hook sees what is on the wire. That is
# not copied, and counted.
. "$(dirname "$0")/../lib.sh"

three_hosts
modprobe -a esp4 esp4_offload xfrm_user
KEYS="auth hmac(sha256) 0x$(printf '11%.0s' {1..32}) enc cbc(aes) 0x$(printf '22%.0s' {1..16})"
# secure NAMESPACE HERE THERE
secure() {
	ip -n "$1" -b - <<-END
		xfrm state add src 10.0.0.14 dst 10.0.0.80 proto esp spi 16 reqid 1 mode transport $KEYS
		xfrm state add src 10.0.0.80 dst 10.0.0.14 proto esp spi 17 reqid 1 mode transport $KEYS
		xfrm policy add src $2 dst $3 dir out tmpl src $2 dst $3 proto esp reqid 1 mode transport
		xfrm policy add src $3 dst $2 dir in tmpl src $3 dst $2 proto esp reqid 1 mode transport
	END
}
secure src 10.0.0.14 10.0.0.80
secure web 10.0.0.80 10.0.0.14

ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add in network vpc scope eni eth0 direction in receiver 10.0.0.20 vni 1 match proto icmp or match proto 50
	session add out network vpc scope eni eth0 direction out receiver 10.0.0.20 vni 2 match proto icmp or match proto 50
END
capture wire web eth0 'ip proto 50'
capture rcv rcv eth0 'udp port 4789'
captures_ready
in_ns src ping -q -c 3 -i 0.1 10.0.0.80 >/dev/null
equal 'ESP that came' "$(counts in)" '3 3 0'
equal 'ESP that is not encrypted yet' "$(counts out) $(field out 'stats.drops | tojson')" '3 0 3 {"plaintext":3}'
# To what can be cut, veth has no GRO.
in_ns lan ethtool -K vsrc tso off >/dev/null
in_ns src ethtool -K eth0 gro on >/dev/null
in_ns src ping -q -c 3 -i 0.1 10.0.0.80 >/dev/null
captures_stop
equal 'ESP' "$(packets wire)" 12
if linux_since 5.13; then
	equal 'ESP that GRO took' "$(counts in) $(field in 'stats.drops | tojson')" '6 3 3 {"plaintext":3}'
	equal 'copies' "$(packets rcv esp)" 3
else
	lacks 'GRO on veth devices without XDP'
fi
equal 'copies of anything else' "$(packets rcv '!esp')" 0

# What other tests encrypt would be encrypted behind the hooks, too.
for ns in src web; do
	ip -n $ns -b - <<<$'xfrm state flush\nxfrm policy flush'
done
wait_for 10 modprobe -r esp4_offload
