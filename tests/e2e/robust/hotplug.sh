#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ENIs come and go, a hundred of them in a second on an idle host, while two processors
# send packets by another one: none of these is lost or counted wrong, and at the end
# what is tapped is what is there.
. "$(dirname "$0")/../lib.sh"

three_hosts
sink web 9000-9010
sink rcv 4789
router 10.0.0.80
for cpu in "${PROCESSORS[@]}"; do pktgen gen "g0@$cpu" "delay $((1000000 * NFM_SLOW))"; done
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/16
	session add a network vpc scope network direction out receiver 10.0.0.20
END

# plug ENIS: lines for ip(8); they go fifty at a time.
plug() {
	local i
	for ((i = 0; i < $1; i++)); do
		((i % 50 || i < 100)) || echo "link del group $((i / 50 - 1))"
		echo "link add h$i group $((i / 50 + 1)) up type dummy"
		echo "address add 10.0.$((i / 250 + 1)).$((i % 250 + 1))/32 dev h$i"
	done
}
enis=$((1000 / NFM_SLOW))
flood_begin
pause 0.5
start=${EPOCHREALTIME/./}
plug $enis | ip -n src -b -
took=$(((${EPOCHREALTIME/./} - start) / 1000))
flood_end
echo "$enis ENIs in $took ms"
between 'milliseconds for so many ENIs' "$took" 0 $((enis * 100 * NFM_SLOW))

pause 1
sent=$(in_ns gen awk '/pkts-sofar/ {n += $2} END {print n}' "${PROCESSORS[@]/#//proc/net/pktgen/g0@}")
between 'packets meanwhile' "$sent" $((500 / NFM_SLOW)) 100000000
equal 'arrived' "$(sink_count web)" "$sent"
equal 'matched, sent, dropped' "$(counts a)" "$sent $sent 0"
equal 'copies that arrived' "$(sink_count rcv)" "$sent"
equal 'ENIs that are tapped' \
	"$(ctl -j eni show | query_json -r '.enis[] | select(.sessions == ["a"]).name' | grep ^h | sort | xargs)" \
	"$(ip -n src -br link show type dummy | awk '/^h/ {print $1}' | sort | xargs)"
