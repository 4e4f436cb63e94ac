#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Copies that leave by what nobody can look into, and come back as packets at the ENI:
# one packet makes a bounded number of packets, and it is told which flow it is.
# Nothing is lost of what does not loop. $NFM_WAYS names other ways than the usual.
. "$(dirname "$0")/../lib.sh"

modprobe -a tun sch_netem
mkdir -p /dev/net
[[ -e /dev/net/tun ]] || mknod /dev/net/tun c 10 200
program() { in_ns "$1" /usr/bin/python3 "$helpers/packets/vpn.py" "${@:2}" >"$WORK/up.$1.$3" & }
is_up() { [[ -s $WORK/up.$1 ]]; }

# stage NAME: the namespace NAME, whose eth0, 10.0.0.14, has a neighbour 10.0.0.80,
# which says nothing to what a VPN sends there.
stage() {
	namespace "$1"
	namespace "$1-web"
	ip link add eth0 netns "$1" type veth peer name eth0 netns "$1-web"
	ip -n "$1" -b - <<-END
		link set lo up
		link set eth0 up
		address add 10.0.0.14/24 dev eth0
	END
	ip -n "$1-web" -b - <<-END
		link set lo up
		link set eth0 up
		address add 10.0.0.80/24 dev eth0
	END
	in_ns "$1-web" nft add table ip quiet '{ chain c { type filter hook prerouting priority -300; udp dport 1194 drop; }; }'
}

# behind NAME KIND WAY: receivers in 10.8.0.0/24 are behind a VPN.
behind() {
	program "$1" "$2" vpn0 "$3" 10.0.0.80 1194
	wait_for 20 is_up "$1.vpn0"
	ip -n "$1" -b - <<-END
		address add 10.8.0.1/24 dev vpn0
		link set vpn0 up
	END
	[[ $2 == tun ]] || ip -n "$1" neigh add 10.8.0.20 lladdr 02:00:00:00:00:20 dev vpn0
}

# A gateway: it runs the VPN, whose packets are masqueraded.
by_gateway() {
	namespace "$1-gw"
	ip link add gw0 netns "$1" type veth peer name eth0 netns "$1-gw"
	ip -n "$1" -b - <<-END
		link set gw0 up
		address add 10.9.0.1/24 dev gw0
		route add 10.8.0.0/24 via 10.9.0.2
	END
	ip -n "$1-gw" -b - <<-END
		link set lo up
		link set eth0 up
		address add 10.9.0.2/24 dev eth0
		route add default via 10.9.0.1
	END
	tee "/proc/sys/net/ipv4/ip_forward" <<<1 >/dev/null
	in_ns "$1" tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
	in_ns "$1-gw" tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
	in_ns "$1" nft add table ip nat '{ chain c { type nat hook postrouting priority 100; oifname eth0 ip saddr 10.9.0.0/24 masquerade; }; }'
	behind "$1-gw" "${@:2}"
}

# loops NAME WORDS...: a session there.
loops() {
	CTL_NS=$1 ctl -b - <<-END 2>/dev/null
		network add vpc cidr 10.0.0.0/24
		session add vpn network vpc scope eni eth0 receiver 10.8.0.20 vni 1 allow-outside ${*:2}
	END
}

matched() { CTL_NS=$1 field "${2-vpn}" stats.matched_packets; }
# told NAME [SESSION]: the receiver has a flow of feedback, in either direction.
told() { [[ $(CTL_NS=$1 field "${2-vpn}" 'stats.receivers[0].feedback | "\(.src) \(.dst)"') == *10.0.0.80* ]]; }

# loop WAY
loop() {
	stage "$1"
	case $1 in
	tap) behind "$1" tap udp; loops "$1" ;;
	gateway) by_gateway "$1" tun udp; loops "$1" ;;
	far)
		behind "$1" tun udp
		in_ns "$1" tc qdisc add dev vpn0 root netem delay 80ms
		loops "$1" ;;
	tcp)
		in_ns tcp-web nc -kl -p 1194 >/dev/null &
		wait_for 10 port_open tcp-web 1194
		behind "$1" tun tcp; loops "$1" ;;
	snaplen) behind "$1" tun udp; loops "$1" snaplen 128 ;;
	large) behind "$1" tun udp; loops "$1" mtu fragment ;;
	two)
		behind "$1" tun udp; loops "$1"
		CTL_NS=$1 ctl session add vpn2 network vpc scope eni eth0 receiver 10.8.0.21 vni 2 allow-outside 2>/dev/null ;;
	*) behind "$1" tun "$1"; loops "$1" ;;
	esac
}
once() {
	in_ns "$1" ping -q -c 1 -W 5 ${2+-s "$2"} 10.0.0.80 >/dev/null || die "$1: no answer"
}

read -ra ways <<<"${NFM_WAYS-udp constant tap gateway far large two}"
for way in "${ways[@]}"; do loop "$way"; done
in_ns udp mirrorctl -j monitor >"$WORK/events" 2>/dev/null &
pause 0.2
for way in "${ways[@]}"; do
	if [[ $way == large ]]; then once large 1400; else once "$way"; fi
done
pause $((1 * NFM_SLOW))
declare -A first
for way in "${ways[@]}"; do
	[[ $way != far ]] || wait_for 60 told "$way"	# it answers late
	first[$way]=$(matched "$way")
done
for way in "${ways[@]}"; do
	between "$way: packets after one" "${first[$way]}" 2 50
done
pause $((2 * NFM_SLOW))
for way in "${ways[@]}"; do
	equal "$way: packets later" "$(matched "$way")" "${first[$way]}"
	wait_for 5 told "$way"
	CTL_NS=$way all_counted vpn
done

# What is told: the flow, once for each receiver.
CTL_NS=udp ctl session show vpn >"$WORK/shown"
grep -qE 'receivers 10\.8\.0\.20 \(.*feedback proto udp src 10\.0\.0\.14 sport [0-9]+ dst 10\.0\.0\.80 dport 1194\)' "$WORK/shown" ||
	die "shown: $(<"$WORK/shown")"
events() { [[ $(on_host jq -c 'select(.event == "receiver" and .receiver.feedback) | [.session, .cause.kind, .receiver.feedback.dport]' "$WORK/events") == '["vpn","feedback",1194]' ]]; }
wait_for 5 events
equal 'drops' "$(CTL_NS=udp field vpn 'stats.drops | keys | join(",")')" feedback
dmesg | grep -q 'session vpn: copies to receiver 10.8.0.20 are carried by .* protocol 17 .* to 10.0.0.80 port 1194' || die 'no warning'
ip netns pids udp | xargs kill

# Sessions that do not loop lose nothing, in the same order, while one loops beside.
add_host src 10.0.0.14
add_host web 10.0.0.80
separate_receiver rcv
program src tap tap0 discard
program src tun vpn0 udp 10.0.0.80 1194
wait_for 20 is_up src.tap0
wait_for 20 is_up src.vpn0
ip -n src -b - <<-END
	link set tap0 mtu 1600 txqueuelen 10000 address 02:01:0a:05:00:01 up
	address add 10.5.0.1/24 dev tap0
	neigh add 10.5.0.20 lladdr 02:01:0a:05:00:14 dev tap0
	link set vpn0 mtu 1600 up
	address add 10.8.0.1/24 dev vpn0
END
in_ns web nft add table ip quiet '{ chain c { type filter hook prerouting priority -300; udp dport { 9, 1194 } drop; }; }'
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add opaque network vpc scope eni eth0 receiver 10.5.0.20 vni 1 allow-outside
	session add wire network vpc scope eni eth0 receiver 10.4.0.20 vni 2 allow-outside
END
head -c $((500000 / NFM_SLOW)) /dev/urandom >"$CAPTURES/file"
stream() {
	local i
	for ((i = 0; i < $1; i++)); do echo "udp 10.0.0.14 7000 10.0.0.80 9 $2"; done | send src
}
traffic() {
	stream 600 200 &
	local streamed=$!
	in_ns src ping -q -f -c 100 10.0.0.80 >/dev/null &
	local pinged=$!
	serve web 80 "$CAPTURES/file"
	fetch src 10.0.0.80 80 "$CAPTURES/file"
	wait "$streamed" "$pinged"
	for ((burst = 0; burst < 5; burst++)); do
		in_ns src ping -q -l 40 -c 40 -i 0 10.0.0.80 >/dev/null
		pause 0.05
	done
	in_ns src ping -q -c 30 -i 0.02 10.0.0.80 >/dev/null
}
honest() {
	local session
	local BUFFER=262144	# copies that were held come at once
	capture eni src eth0
	capture opaque src tap0 'udp port 4789'
	capture wire rcv eth0 'udp port 4789'
	captures_ready
	traffic
	captures_stop
	for session in opaque wire; do
		all_counted $session
		equal "$session: dropped" "$(field $session stats.dropped_packets)" 0
	done
	equal 'copies by tap' "$(copies opaque 1 eni ip --ordered)" "$(packets eni ip)"
	equal 'copies by a wire' "$(copies wire 2 eni ip --ordered)" "$(packets eni ip)"
}
honest
rm -f "$WORK"/*.outer
ctl session add loop network vpc scope eni eth0 receiver 10.8.0.20 vni 3 allow-outside 2>/dev/null
honest
looped() { [[ $(field loop 'stats.receivers[0].feedback.dport') == 1194 ]]; }
wait_for 5 looped
all_counted loop
equal 'drops of the session that loops' "$(field loop 'stats.drops | keys - ["queue"] | join(",")')" feedback

# Sessions, namespaces and the module go in the midst of a trial.
ctl session del loop
ctl session add loop network vpc scope eni eth0 receiver 10.8.0.20 vni 3 allow-outside 2>/dev/null
in_ns src ping -q -c 1 10.0.0.80 >/dev/null
ctl session del loop
ctl session add loop network vpc scope eni eth0 receiver 10.8.0.20 vni 3 allow-outside 2>/dev/null
stage gone
behind gone tun udp
loops gone
in_ns gone ping -q -c 1 10.0.0.80 >/dev/null
ip netns pids gone | xargs kill
ip netns del gone
in_ns src ping -q -c 1 10.0.0.80 >/dev/null
