#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ENIs without Ethernet, tunnels and WireGuard: copies have an Ethernet header of
# their own, and in it the packets that the device has. VLAN devices: the copies
# are the frames that such a device has.
. "$(dirname "$0")/../lib.sh"

three_hosts
modprobe -a wireguard ipip ip_gre sit 8021q
key() { printf "$1%.0s" {1..32} | base64; }
# ends NAMESPACE OWN PEER KEY PEER'S-KEY: one end of each tunnel and VLAN.
ends() {
	local own=${2##*.}
	ip -n "$1" -b - <<-END
		link add wg0 type wireguard
		link add ipip9 type ipip local $2 remote $3
		link add gre9 type gre local $2 remote $3
		link add link eth0 name v5 type vlan id 5
		link add link v5 name v57 type vlan id 7
		link add link eth0 name vq type vlan proto 802.1ad id 6
		address add 10.7.1.$own/24 dev wg0
		address add 10.7.2.$own/24 dev ipip9
		address add 10.7.3.$own/24 dev gre9
		address add 10.7.4.$own/24 dev v5
		address add 10.7.5.$own/24 dev v57
		address add 10.7.6.$own/24 dev vq
		link set wg0 mtu 1400 up
		link set ipip9 mtu 1400 up
		link set gre9 mtu 1400 up
		link set v5 mtu 1400 up
		link set v57 mtu 1400 up
		link set vq mtu 1400 up
		neigh add 10.7.4.${3##*.} lladdr $(mac_of "$3") dev v5
		neigh add 10.7.5.${3##*.} lladdr $(mac_of "$3") dev v57
		neigh add 10.7.6.${3##*.} lladdr $(mac_of "$3") dev vq
	END
	in_ns "$1" wg set wg0 listen-port 51820 private-key <(key "$4") peer "$(key "$5" | wg pubkey)" \
		allowed-ips 10.7.1.0/24 endpoint "$3:51820"
}
ends src 10.0.0.14 10.0.0.80 a b
ends web 10.0.0.80 10.0.0.14 b a

devices=(wg0 ipip9 gre9 v5 v57 vq)
{
	echo network add vpc cidr 10.7.0.0/16 max-sessions 20
	for i in "${!devices[@]}"; do
		echo "session add in$i network vpc scope eni ${devices[i]} direction in receiver 10.0.0.20 vni 1$i allow-outside match proto udp"
		echo "session add out$i network vpc scope eni ${devices[i]} direction out receiver 10.0.0.20 vni 2$i allow-outside match proto udp"
	done
} | ctl -b - 2>/dev/null
capture rcv rcv eth0 'udp port 4789'
# What either end receives: what it sends, it shows without checksums.
for dev in "${devices[@]}"; do
	capture "$dev-in" src "$dev" udp
	capture "$dev-out" web "$dev" udp
done
captures_ready
for i in "${!devices[@]}"; do
	for size in 1 100 1300; do echo "udp 10.7.$((i + 1)).14 1000 10.7.$((i + 1)).80 9 $size"; done
done | send src
for i in "${!devices[@]}"; do
	for size in 1 100 1300; do echo "udp 10.7.$((i + 1)).80 1000 10.7.$((i + 1)).14 9 $size"; done
done | send web
captures_stop

# packet CAPTURE FILTER: the innermost IP packets, of UDP only, in order.
packets_of() {
	on_host tshark -r "$1.pcap" -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE -Y "!icmp && ($2)" -T fields -E occurrence=l \
		-e ip.src -e ip.dst -e ip.id -e ip.len -e ip.ttl -e ip.checksum -e ip.checksum.status -e udp.checksum -e udp.checksum.status -e udp.payload
}
for i in "${!devices[@]}"; do
	case ${devices[i]} in
	v*) here=$(mac_of 10.0.0.14) there=$(mac_of 10.0.0.80) ;;
	*) here=02:00:00:00:00:01 there=02:00:00:00:00:02 ;;
	esac
	for side in "in$i 1$i 80 $there $here" "out$i 2$i 14 $here $there"; do
		read -r name vni from src dst <<<"$side"
		equal "copies of ${devices[i]} $name" "$(packets_of rcv "vxlan.vni == $vni")" "$(packets_of "${devices[i]}-${name%$i}" "ip.src == 10.7.$((i + 1)).$from")"
		equal "copies of ${devices[i]} $name with right addresses, and no tag" \
			"$(packets rcv "vxlan.vni == $vni && !icmp && eth.src#2 == $src && eth.dst#2 == $dst && !vlan && !ieee8021ad")" 3
		equal "counters of $name" "$(counts "$name")" '3 3 0'
	done
done
