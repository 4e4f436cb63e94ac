#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a session may copy in a second: packets or bits, with a burst, to be seen in
# the times and lengths of what arrives. What is over it is counted, and other
# sessions, and the originals, have nothing to do with it.
. "$(dirname "$0")/../lib.sh"

three_hosts

# Where all takes longer, there is less to be had in a second.
pps=$((200 / NFM_SLOW)) bps=$((1000000 / NFM_SLOW))
ctl -b - <<-END
	network add vpc cidr 10.0.0.0/24
	session add packets network vpc scope eni eth0 direction out receiver 10.0.0.20 vni 1 match proto udp rate ${pps}pps burst 30
	session add bits network vpc scope eni eth0 direction out receiver 10.0.0.20 vni 2 match proto udp rate ${bps}bps burst 100k snaplen 400
	session add all network vpc scope eni eth0 direction out receiver 10.0.0.20 vni 3 match proto udp
END
capture wire web
capture rcv rcv
captures_ready

# Four at once every 10 ms, after 500 at once: 400 a second, of 500 bytes.
in_ns src /usr/bin/python3 - <<-'END'
	import socket, time
	sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
	sock.bind(("10.0.0.14", 1000))
	for _ in range(500):
	    sock.sendto(bytes(472), ("10.0.0.80", 9))
	for _ in range(200):
	    time.sleep(0.01)
	    for _ in range(4):
	        sock.sendto(bytes(472), ("10.0.0.80", 9))
END
captures_stop

equal 'originals' "$(packets wire 'udp && !icmp && !vxlan')" 1300
equal 'the session without a limit' "$(counts all)" '1300 1300 0'
# What arrived in any stretch of time is the burst, and what that time gives. The
# capture's clock is not that of the limiter: what is late makes room for 3 more.
on_host tshark -r rcv.pcap -d udp.port==4789,vxlan -Y 'vxlan && !icmp' -T fields -e frame.time_epoch -e vxlan.vni -e ip.len >"$WORK/arrived"
obeys() {
	awk -v vni="$1" -v rate="$2" -v burst="$3" -v bits="$4" '
		$2 == vni {
			split($3, len, ",")
			cost = bits ? len[1] * 8 : 1
			if (n++)
				credit += ($1 - last) * rate
			else
				credit = burst
			credit = (credit > burst ? burst : credit) - cost
			last = $1
			if (credit < least)
				least = credit
		}
		END { print n + 0, (least >= -3 * (bits ? 436 * 8 : 1)) ? "obeys" : "exceeds it by " -least }' "$WORK/arrived"
}
for limit in "packets 1 $pps 30 0" "bits 2 $bps 100000 1"; do
	read -r name vni rate burst bits <<<"$limit"
	read -r n verdict < <(obeys "$vni" "$rate" "$burst" "$bits")
	equal "the rate of session $name" "$verdict" obeys
	equal "counters of session $name" "$(counts "$name")" "1300 $n $((1300 - n))"
	equal "why session $name left them out" "$(field "$name" stats.drops.rate)" $((1300 - n))
	equal "what its receiver knows of that" "$(field "$name" 'stats.receivers[0] | "\(.sent_packets) \(.dropped_packets)"')" "$n 0"
	# Nor is it stingy: 2 seconds and more.
	least=$((bits ? (burst + 2 * rate) / (436 * 8) : burst + 2 * rate))
	between "copies of session $name" "$n" $((least * 95 / 100)) $((least * 3 * NFM_SLOW))
done

# Another limit is in force at once; counters go on. Of nothing, there is no burst.
ctl session set packets rate 0
equal 'without a limit' "$(field packets rate) $(field packets burst)" 'null 0'
printf 'udp 10.0.0.14 1000 10.0.0.80 9\n%.0s' {1..300} | send src
equal 'no longer left out' "$(field packets stats.matched_packets) $(field packets stats.drops.rate)" "1600 $((1300 - $(awk '$2 == 1' "$WORK/arrived" | wc -l)))"
all_counted packets
ctl session set packets rate 1 burst 3
before=$(field packets stats.sent_packets)
printf 'udp 10.0.0.14 1000 10.0.0.80 9\n%.0s' {1..300} | send src
between 'a burst of 3' $(($(field packets stats.sent_packets) - before)) 3 8
all_counted packets
# Another unit has another burst.
ctl session set packets rate 1Gbps
equal 'a burst of another unit' "$(field packets rate) $(field packets burst)" '1Gbps 0'
! ctl session set all burst 5 2>"$WORK/stderr" || die 'a burst without a rate is accepted'
grep -q '^mirrorctl: .*burst 5: burst needs a rate' "$WORK/stderr" || die "refused with: $(<"$WORK/stderr")"
