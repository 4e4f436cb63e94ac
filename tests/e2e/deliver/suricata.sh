#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Suricata looks into copies: it alerts on what a rule says of a TCP stream, gets each
# byte of a transfer, and finds nothing wrong, whether the path has room for the
# copies or they are cut anew.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
# To the second address, the path has no room for a tunnel.
add_host rcv 10.0.0.20 10.0.0.40
# The ENI takes super-packets, which the other end of the lan cuts.
in_ns src ethtool -K eth0 tx on rx on tso on gso on gro on >/dev/null
# shellcheck disable=SC2086
in_ns lan bash -c "ethtool -K vsrc tx off rx on tso off; ethtool -K vweb $NO_OFFLOADS; ethtool -K vrcv $NO_OFFLOADS" >/dev/null
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add roomy network vpc scope eni eth0 receiver 10.0.0.20 vni 1
	session add narrow network vpc scope eni eth0 receiver 10.0.0.40 vni 2 mtu resegment
END

# Wherever the stream is cut, some needles are parted.
for ((i = 0; i < 300; i++)); do printf '%0*d needle-in-a-haystack' $((i % 50 + 450)) "$i"; done >"$WORK/haystack"
cat >"$WORK/rules" <<-'END'
	alert tcp any 80 -> any any (msg:"stream"; flow:established,to_client; content:"needle-in-a-haystack"; sid:1;)
	alert http any any -> any any (msg:"request"; flow:established,to_server; http.uri; content:"/haystack"; sid:2;)
	alert http any any -> any any (msg:"answer"; flow:established,to_client; file.data; content:"needle-in-a-haystack"; sid:3;)
	alert http any any -> any any (msg:"never"; flow:established,to_client; file.data; content:"needle-in-no-haystack"; sid:4;)
END

capture wide rcv eth0 'dst host 10.0.0.20'
capture small rcv eth0 'dst host 10.0.0.40'
captures_ready
nsenter --net=/run/netns/src /usr/bin/python3 -m http.server --directory "$WORK" 80 >/dev/null 2>&1 &
wait_for 30 port_open src 80
in_ns web curl -s -o "$WORK/got" http://10.0.0.14/haystack
kill $!
captures_stop
cmp "$WORK/haystack" "$WORK/got"
again=$(in_ns src awk '/^Tcp: [0-9]/ {print $13}' /proc/net/snmp)

# says CAPTURE: see suricata.jq.
says() {
	on_host bash -c "mkdir $1 && $here/../lab/suricata -c $helpers/packets/suricata.yaml -S rules -k all -r $1.pcap -l $1 >$1/log 2>&1" || die "$(<"$WORK/$1/log")"
	on_host jq -rsf "$helpers/packets/suricata.jq" "$1/eve.json"
}
for part in 'wide roomy' 'small narrow'; do
	read -r capture session <<<"$part"
	says "$capture" >"$WORK/$capture.says"
	printf '%s\n' 'answer request stream' "$(sha256sum <"$WORK/haystack" | cut -d' ' -f1) CLOSED" "$(packets "$capture")" >"$WORK/$capture.expected"
	if ((again)) && ! cmp -s "$WORK/$capture".{says,expected}; then
		lacks 'the speed at which TCP sends nothing twice'
		continue
	fi
	equal "what Suricata says of $capture" "$(<"$WORK/$capture.says")" "$(<"$WORK/$capture.expected")"
	equal "dropped of $session" "$(field "$session" stats.dropped_packets)" 0
done
(($(field narrow stats.modified.resegmented) > 50)) || die 'nothing was cut anew'
