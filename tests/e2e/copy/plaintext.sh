#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ESP that ends on this host, by itself, in UDP, or in a tunnel, is decrypted in the
# pages that it came in. Copies of it that are still on their way then have what was
# on the wire, and nothing of what it says.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
separate_receiver rcv
# Copies of what is as long as the devices allow fit.
ip -n src link set eth2 mtu 1700
ip -n rcv link set eth0 mtu 1700
modprobe -a esp4 xfrm_user ip_gre ipip vxlan sch_netem
# Packets come as they were sent, in pages.
for end in 'src eth0' 'lan vsrc' 'web eth0' 'lan vweb'; do
	in_ns ${end% *} ethtool -K ${end#* } tx on sg on >/dev/null
done
# Copies wait until all is decrypted.
in_ns src tc qdisc add dev eth2 root netem delay 700ms limit 100000

# ends NAMESPACE HERE THERE: of what ESP is in.
ends() {
	ip -n "$1" -b - <<-END
		link add in2 type gre local $2 remote $3
		link add in3 type ipip local $2 remote $3
		link add in4 type vxlan id 9 dstport 8472 local $2 remote $3 noudpcsum
		link set in2 mtu 1400 up
		link set in3 mtu 1400 up
		link set in4 mtu 1400 up
		$(for i in 0 1; do echo "address add 10.6.$i.${2##*.}/32 dev lo" && echo "route add 10.6.$i.${3##*.} via $3 src 10.6.$i.${2##*.}"; done)
		$(for i in 2 3 4; do echo "address add 10.6.$i.${2##*.}/24 dev in$i"; done)
	END
}
ends src 10.0.0.14 10.0.0.80
ends web 10.0.0.80 10.0.0.14

KEYS="auth hmac(sha256) 0x$(printf '11%.0s' {1..32}) enc cbc(aes) 0x$(printf '22%.0s' {1..16})"
# secure NAMESPACE HERE THERE
secure() {
	local i encap
	for i in 0 1 2 3 4; do
		encap=''
		((i != 1)) || encap='encap espinudp 4500 4500 0.0.0.0'
		echo "xfrm state add src 10.6.$i.14 dst 10.6.$i.80 proto esp spi $((i + 16)) reqid 1 mode transport $KEYS $encap"
		echo "xfrm state add src 10.6.$i.80 dst 10.6.$i.14 proto esp spi $((i + 32)) reqid 1 mode transport $KEYS $encap"
		echo "xfrm policy add src 10.6.$i.$2 dst 10.6.$i.$3 dir out tmpl src 10.6.$i.$2 dst 10.6.$i.$3 proto esp reqid 1 mode transport"
	done | ip -n "$1" -b -
}
secure src 14 80
secure web 80 14
# Who takes ESP in UDP needs a socket that says so.
for ns in src web; do
	in_ns "$ns" /usr/bin/python3 -c 'import signal, socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_UDP, 100, 2)
s.bind(("", 4500))
signal.pause()' &
done
wait_for 30 eval 'in_ns src ss -Hlnu | grep -q :4500 && in_ns web ss -Hlnu | grep -q :4500'

capture wire web eth0 ip
capture rcv rcv eth0 'udp port 4789'
captures_ready
session='network vpc scope eni eth0 receiver 10.4.0.20 allow-outside'
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add in $session direction in vni 1
	session add out $session direction out vni 2
END
printf 'this is plaintext\n%.0s' {1..1100} >"$WORK/file"
for i in 0 1 2 3 4; do
	serve web 80 "$WORK/file"
	fetch src "10.6.$i.80" 80 "$WORK/file"
done
# TCP's ESP is not in pages, but that of these datagrams, of which all but the beginning
# is added.
for end in 'web 14' 'src 80'; do
	in_ns "${end% *}" /usr/bin/python3 - "${end#* }" <<-'END'
		import socket, sys
		s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		for to in [f"10.6.{i}.{sys.argv[1]}" for i in range(5)] * 4:
		    s.sendto(b"this", socket.MSG_MORE, (to, 9))
		    s.sendto(b" is plaintext" * 80, (to, 9))
	END
done
pause 1
# What comes after that is not looked at.
for name in in out; do ctl session stop "$name"; done
captures_stop

# ESP of each kind came, and its copies are what was on the wire.
for esp in 'esp.spi == 0x20 && !gre' 'udp.port == 4500' gre 'ip.proto#1 == 4' 'udp.port == 8472'; do
	(($(packets wire "$esp && eth.src == $(mac_of 10.0.0.80) && frame.len > 1000") > 10)) || die "there was no $esp"
done
for side in 'in 1' 'out 2'; do
	read -r name vni <<<"$side"
	filter="${name}_of"
	n=$(copies rcv "$vni" wire "$("$filter" 10.0.0.14)")
	equal "counters of $name" "$(counts "$name")" "$n $n 0"
done
! grep -qa 'is plaintext' "$WORK/rcv.pcap" || die 'copies have plaintext'
