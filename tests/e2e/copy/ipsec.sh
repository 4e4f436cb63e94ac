#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# IPsec: of what an ENI encrypts there is only ESP on the wire, and only that is
# copied. Copies that are encrypted on their way arrive, and are not copied; their
# route is looked for once, and is none while there are no keys.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80 10.9.9.9/32
add_host rcv 10.0.0.20
add_host rcv2 10.0.0.21
modprobe -a esp4 xfrm_user
ip -n src route add 10.9.9.9 via 10.0.0.80 src 10.0.0.14
ip -n src route add 10.5.0.20 via 10.0.0.80 src 10.0.0.14
ip -n web address add 10.5.0.20/32 dev lo

KEYS="auth hmac(sha256) 0x$(printf '11%.0s' {1..32}) enc cbc(aes) 0x$(printf '22%.0s' {1..16})"
# secure SPI MODE HERE THERE LOCAL REMOTE: what goes from HERE to THERE, by name of
# the namespace, and back.
secure() {
	local spi=$1 mode=$2 here=$3 there=$4 from to of
	from=${HOST_IP[$here]} to=${HOST_IP[$there]}
	for of in "$here" "$there"; do
		echo "state add src $from dst $to proto esp spi $spi reqid $spi mode $mode $KEYS"
		echo "state add src $to dst $from proto esp spi $((spi + 1)) reqid $spi mode $mode $KEYS"
		echo "policy add src $5 dst $6 dir $([[ $of == "$here" ]] && echo out || echo in) tmpl src $from dst $to proto esp reqid $spi mode $mode"
		echo "policy add src $6 dst $5 dir $([[ $of == "$here" ]] && echo in || echo out) tmpl src $to dst $from proto esp reqid $spi mode $mode"
	done >"$WORK/xfrm"
	split -l 4 "$WORK/xfrm" "$WORK/xfrm."
	sed 's/^/xfrm /' "$WORK/xfrm.aa" | ip -n "$here" -b -
	sed 's/^/xfrm /' "$WORK/xfrm.ab" | ip -n "$there" -b -
}
declare -A HOST_IP=([src]=10.0.0.14 [web]=10.0.0.80 [rcv2]=10.0.0.21)

secure 16 transport src web 10.0.0.14/32 10.0.0.80/32
secure 32 tunnel src web 10.0.0.14/32 10.9.9.9/32
secure 48 transport src rcv2 10.0.0.14/32 10.0.0.21/32
secure 64 tunnel src web 10.0.0.14/32 10.5.0.20/32
for end in 'rcv2 2 10.0.0.21' 'web 3 10.5.0.20'; do
	read -r ns vni address <<<"$end"
	ip -n "$ns" -b - <<-END
		link add vx type vxlan id $vni dstport 4789 local $address
		link set vx up
	END
done

ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/16
	session add plain network vpc scope eni eth0 receiver 10.0.0.20 vni 1
	session add transport network vpc scope eni eth0 receiver 10.0.0.21 vni 2
	session add tunnel network vpc scope eni eth0 receiver 10.5.0.20 vni 3 allow-outside
END
capture wire web eth0 'not arp'
capture rcv rcv eth0 'udp port 4789'
capture rcv2 rcv2 vx
capture web web vx
captures_ready
in_ns src ping -q -c 3 -i 0.1 10.0.0.80 >/dev/null
in_ns src ping -q -c 3 -i 0.1 10.9.9.9 >/dev/null
send src <<-END
	udp 10.0.0.14 1000 10.0.0.80 9 1300
	udp 10.0.0.14 1000 10.9.9.9 9 1300
END
captures_stop

# By SPI: those of the production traffic.
production='ip.proto#1 == 50 && esp.spi in {0x10, 0x11, 0x20, 0x21}'
n=$(copies rcv 1 wire "$production")
equal 'copies' "$n" 16
for name in plain transport tunnel; do
	equal "counters of $name" "$(counts $name)" '16 16 0'
done
on_host tshark -r wire.pcap -Y "$production" -F pcap -w production.pcap
equal 'copies that came encrypted' "$(on_host /usr/bin/python3 "$helpers/packets/copies.py" rcv2.pcap 0 production.pcap --inner)" 16
equal 'copies that came through a tunnel' "$(on_host /usr/bin/python3 "$helpers/packets/copies.py" web.pcap 0 production.pcap --inner)" 16

# Look-ups of routes, of which the kernel counts who calls.
trace=/sys/kernel/tracing
[[ -e $trace/kprobe_events ]] || mount -t tracefs nodev $trace 2>/dev/null || true
if echo 'p:nfm_look nf_mirror:nfm_receiver_find_route' 2>/dev/null >$trace/kprobe_events; then
	echo 1 >$trace/events/kprobes/nfm_look/enable
	in_ns src ping -q -c 20 -i 0.02 10.0.0.80 >/dev/null
	echo 0 >$trace/events/kprobes/nfm_look/enable
	looked=$(awk '$1 == "nfm_look" { print $2 }' $trace/kprobe_profile)
	echo >$trace/kprobe_events
	between 'look-ups for 120 copies' "$looked" 0 20
	equal 'counters' "$(counts tunnel)" '56 56 0'
else
	lacks 'probes that count calls'
fi

# Somebody is asked for keys, and does not answer.
ip -n src xfrm monitor acquire >"$WORK/acquire" &
ip -n src -b - <<-END
	route add 10.5.0.21 via 10.0.0.80 src 10.0.0.14
	xfrm policy add src 10.0.0.14 dst 10.5.0.21 dir out tmpl src 10.0.0.14 dst 10.0.0.80 proto esp reqid 80 mode tunnel
END
asked() {
	in_ns src ping -q -c 1 -W 0.1 10.5.0.21 >/dev/null || true
	[[ -s $WORK/acquire ]]
}
wait_for 5 asked
kill $!
ctl session add waits network vpc scope eni eth0 receiver 10.5.0.21 vni 4 allow-outside 2>/dev/null
in_ns src ping -q -c 3 -i 0.1 10.0.0.80 >/dev/null
equal 'without keys' "$(counts waits) $(field waits 'stats.drops | tojson')" '6 0 6 {"no-route":6}'
