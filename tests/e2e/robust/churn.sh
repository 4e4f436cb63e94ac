#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Devices are made, renamed, given other addresses, moved to another namespace and
# back, and deleted, by the thousand: at the end exactly those are tapped that
# should be, as shown, and as told by the packets that are copied. On a quiet
# system, a change is followed at once.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host rcv 10.0.0.20
namespace away

ctl -b - 2>/dev/null <<-EOF
	network add vpc cidr 10.0.0.0/16
	session add net network vpc scope network direction out receiver 10.0.0.20 vni 1 match proto udp
	session add sub network vpc scope subnet 10.0.64.0/18,10.0.200.0/24 direction out receiver 10.0.0.20 vni 2 match proto udp
	session add other network vpc scope eni none receiver 10.0.0.21 stopped
EOF
churn() { on_host /usr/bin/python3 "$helpers/commands/churn.py" "$@"; }
generation() {
	nsenter --net=/run/netns/src /usr/bin/python3 "$helpers/commands/transaction.py" <<<$'open a\ngeneration a'
}
now=${EPOCHREALTIME/./}
lap() {
	local before=$now
	now=${EPOCHREALTIME/./}
	took=$(((now - before) / 1000))
	echo "$1: $took ms"
}

churn script 1000 >"$CAPTURES/batch"
before=$(generation)
lap 'making ready'
ip -n src -b "$CAPTURES/batch"
ip -n away -j link show group 7 >"$WORK/moved"
mapfile -t back < <(on_host jq -r '.[].ifname | select(tostring | test("[02468]$"))' "$WORK/moved")
((${#back[@]})) || die 'nothing comes back'
printf 'link set %s netns src\n' "${back[@]}" | ip -n away -b -
# After this burst, all is quiet: what it leaves must not wait for another event.
for i in "${!back[@]}"; do
	echo "address add 10.0.100.$i/32 dev ${back[i]}"
done | ip -n src -b -
lap "$(wc -l <"$CAPTURES/batch") changes of devices and addresses"
after=$(generation)
echo "$((after - before)) rebuilds"

ip -n src -j address >"$WORK/addresses"
churn probes "$WORK/addresses" >"$WORK/probes"
(($(wc -l <"$WORK/probes") > 60)) || die 'too few probes'
ip -n src -b "$WORK/probes.ip"
capture rcv rcv eth0 'udp dst port 4789'
captures_ready
send src <"$WORK/probes.mix"
captures_stop
on_host tshark -r rcv.pcap -T fields -E 'separator= ' -E occurrence=l -e vxlan.vni -e ip.dst |
	sed 's/^1 /net /; s/^2 /sub /' | LC_ALL=C sort >"$WORK/copied"
equal 'packets copied' "$(diff "$WORK/probes" "$WORK/copied" || true)" ''
lap 'probes'

ctl -j eni show >"$WORK/enis"
churn tapped "$WORK/addresses" >"$WORK/tapped"
churn shown "$WORK/enis" >"$WORK/shown"
echo "tapped: $(wc -l <"$WORK/tapped")"
equal 'shown' "$(diff "$WORK/tapped" "$WORK/shown" || true)" ''
lap 'show'

# A burst, under one lock: all at once.
before=$(generation)
ip -n src link del group 7
lap 'deletion'
pause 0.1
rebuilds=$(($(generation) - before))
echo "$rebuilds rebuilds for the deletion of all"
between 'rebuilds' "$rebuilds" 1 20

# One change, while all is quiet: an ENI comes into the network.
ip -n src -b - <<-EOF
	link add quiet up type dummy
	address add 10.9.0.1/32 dev quiet
	route add 10.77.0.1/32 dev quiet
EOF
pause 0.2
capture rcv rcv eth0 'udp dst port 4789 and udp[46:4] = 0x0a4d0001'
captures_ready
# shellcheck disable=SC2016
in_ns src /usr/bin/python3 -c '
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(300):
    s.sendto(b"x", ("10.77.0.1", 9))
    print(i, flush=True)
    time.sleep(0.01)' >"$CAPTURES/sending" &
wait_for 20 test -s "$CAPTURES/sending"
between 'bytes captured before' "$(stat -c %s "$CAPTURES/rcv.pcap")" 0 24
changed=$EPOCHREALTIME
ip -n src address add 10.0.9.1/32 dev quiet
wait $!
captures_stop
first=$(on_host tshark -r rcv.pcap -c 1 -T fields -e frame.time_epoch)
took=$(((10#${first:0:10}${first:11:3}) - 10#${changed:0:10}${changed:11:3}))
echo "from the address's change to the first copy, with what ip takes: $took ms"
between 'milliseconds from change to copy' "$took" 0 1000
