#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# mirrorctl apply, killed at any time, leaves the old configuration in force or
# the new one, never a mixture: as saved, and as packets are copied.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_host rcv 10.0.0.20 10.0.0.21
in_ns web nft 'add table ip t; add chain ip t c { type filter hook prerouting priority -300; }; add rule ip t c udp dport 10000-60000 drop'

capture rcv rcv eth0 'udp dst port 4789'
captures_ready
cd "$WORK"
in_ns src /usr/bin/python3 "$helpers/commands/kill.py" 200 >expected
captures_stop
on_host tshark -r rcv.pcap -T fields -E 'separator=,' -e udp.dstport -e vxlan.vni -e ip.dst |
	awk -F, '{print $2, $3, $4}' | sort >copied
equal 'copies' "$(sort expected | diff - copied)" ''
(($(wc -l <copied) > 20 * 20)) || die 'too few copies'
