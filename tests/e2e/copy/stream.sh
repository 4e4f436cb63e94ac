#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A stream of 50 MB, in super-packets, is put together again from its copies. It is
# shorter where it is slow.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
# Copies leave by a link of their own.
separate_receiver rcv
for end in 'src eth0' 'lan vsrc' 'lan vweb' 'web eth0'; do
	in_ns "${end% *}" ethtool -K "${end#* }" tx on rx on tso on gso on gro on >/dev/null
done
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add stream network vpc scope eni eth0 direction out receiver 10.4.0.20 vni 1 allow-outside match proto tcp sport 80
END
head -c $((50000000 / NFM_SLOW)) /dev/urandom >"$CAPTURES/file"
capture rcv rcv eth0 'udp port 4789'
captures_ready
serve src 80 "$CAPTURES/file"
fetch web 10.0.0.14 80 "$CAPTURES/file"
captures_stop
all_counted stream
equal 'dropped' "$(field stream stats.dropped_packets)" 0
equal 'copies that came' "$(on_host capinfos -Tcr rcv.pcap | awk '{ print $2 }')" "$(field stream stats.sent_packets)"
sum=$(on_host bash -c "tshark -r rcv.pcap -q -z follow,tcp,raw,0 | grep -E '^\s*([0-9a-f]{2})+$' | xxd -r -p | sha256sum")
equal 'the stream' "$sum" "$(sha256sum <"$CAPTURES/file")"
