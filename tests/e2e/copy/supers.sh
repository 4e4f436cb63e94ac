#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Super-packets of all kinds that the ENI's device is given, or that come together
# on their way in: the copies are the frames that the wire has, behind the point
# where they are cut.
. "$(dirname "$0")/../lib.sh"

three_hosts six
modprobe -a sctp ip_gre
# src forwards what comes from far, where small datagrams come together.
router_behind far
in_ns src bash -c "ethtool -K eth0 tx on rx on tso on gso on gro on rx-gro-list on
	ethtool -K eth1 gro on rx-gro-list on" >/dev/null
# What comes in waits a little for more of its kind.
ip netns exec src bash -c 'echo 20000000 >/sys/class/net/eth0/gro_flush_timeout; echo 2 >/sys/class/net/eth0/napi_defer_hard_irqs'
# The other end of the lan cuts.
# shellcheck disable=SC2086
in_ns lan bash -c "ethtool -K vsrc tx off rx on tso off; ethtool -K vweb $NO_OFFLOADS; ethtool -K vrcv $NO_OFFLOADS" >/dev/null
# Tunnels over the ENI.
ends() {
	ip -n "$1" -b - <<-END
		link add vx9 type vxlan id 9 dstport 8472 local $2 remote $3 noudpcsum
		link add gre9 type gre local $2 remote $3
		link add six9 type vxlan id 10 dstport 8472 local $(ipv6_of "$2") remote $(ipv6_of "$3") udp6zerocsumrx
		link set vx9 mtu 1400 up
		link set gre9 mtu 1400 up
		link set six9 mtu 1400 up
		address add 10.6.1.${2##*.}/24 dev vx9
		address add 10.6.2.${2##*.}/24 dev gre9
		address add 10.6.3.${2##*.}/24 dev six9
	END
}
ends src 10.0.0.14 10.0.0.80
ends web 10.0.0.80 10.0.0.14

ctl -b - <<-END
	network add vpc cidr 10.0.0.0/24,2001:db8::/64
	session add out network vpc scope eni eth0 direction out receiver 10.0.0.20 vni 1 match any except match dst ff00::/8 except match dst 224.0.0.0/4
	session add in network vpc scope eni eth0 direction in receiver 10.0.0.20 vni 2 match any except match dst ff00::/8 except match dst 224.0.0.0/4
END
groups='not arp and not ip6 multicast and not ip multicast'
capture given src eth0 'not host 10.0.0.20'
capture wire web eth0 "not host 10.0.0.20 and $groups"
capture rcv rcv eth0 'dst host 10.0.0.20'
captures_ready

super() { in_ns "$1" /usr/bin/python3 "$helpers/packets/supers.py" "${@:2}"; }
head -c 200000 /dev/urandom >"$WORK/file"
super src udp 10.0.0.14 10.0.0.80 9 1000 40
super src udp 2001:db8::14 2001:db8::80 9 1200 30
super far udp 10.9.0.9 10.0.0.80 9 100 20
printf 'udp 10.0.0.80 1000 10.0.0.14 9 100\n%.0s' {1..100} | send web
super web sctp 10.0.0.80 99 >"$WORK/sctp" &
wait_for 10 eval 'in_ns web ss -Hln --sctp | grep -q :99'
super src sctp 10.0.0.80 99 "$WORK/file"
wait $!
cmp "$WORK/file" "$WORK/sctp"
for tunnel in 1 2 3; do
	serve src 80 "$WORK/file"
	fetch web "10.6.$tunnel.14" 80 "$WORK/file"
	serve web 81 "$WORK/file"
	fetch src "10.6.$tunnel.80" 81 "$WORK/file"
done
captures_stop

# given FILTER: there were super-packets of that kind; on 5.10, a veth device has
# none of UDP, and none that come in.
given() { (($(packets given "frame.len > 1600 && $1") > 0)) || lacks "super-packets: $1"; }
out="eth.src == $(mac_of 10.0.0.14)"
in="eth.dst == $(mac_of 10.0.0.14)"
given "$out && udp.dstport == 9 && ip"
given "$out && udp.dstport == 9 && ipv6"
given "$out && ip.src == 10.9.0.9"
given "$out && sctp"
given "$out && gre && tcp"
given "$out && udp.dstport == 8472 && ipv6"
given "$out && udp.dstport == 8472 && !ipv6"
given "$in && udp.dstport == 8472 && !ipv6"
given "$in && udp.dstport == 9"

for side in 'out 1' 'in 2'; do
	read -r name vni <<<"$side"
	n=$(copies rcv "$vni" wire "${!name}")
	equal "counters $name" "$(counts "$name")" "$n $n 0"
	all_counted "$name"
done

# Two whose headers are wrong, so that nobody can cut them: neither we, for the copies
# that are cut off and for one that is not what it says, nor the device that takes the
# other as it is.
modprobe tun
ip -n src tuntap add tap0 mode tap vnet_hdr
ip -n src -b - <<-END
	link set tap0 address 02:01:0a:07:00:01 up
	address add 10.7.0.1/24 dev tap0
END
ctl -b - <<-END
	network add other cidr 10.7.0.0/24
	session add cut network other scope eni tap0 direction in receiver 10.0.0.20 allow-outside snaplen 100 match proto udp
	session add whole network other scope eni tap0 direction in receiver 10.0.0.20 allow-outside match proto udp
	session add cut-short network other scope eni tap0 direction in receiver 10.0.0.20 allow-outside snaplen 100 match proto tcp
	session add whole-short network other scope eni tap0 direction in receiver 10.0.0.20 allow-outside match proto tcp
END
super src wrong tap0 02:01:0a:07:00:01 10.7.0.9 10.7.0.1
super src short tap0 02:01:0a:07:00:01 10.7.0.9 10.7.0.1
for drop in {cut,whole,cut-short}:unreadable whole-short:queue; do
	wait_for 10 eval '[[ $(counts "${drop%:*}") == "3 0 3" ]]'
	equal "why not ${drop%:*}" "$(field "${drop%:*}" 'stats.drops | tojson')" "{\"${drop#*:}\":3}"
done

# One that becomes so many packets that the copies have no memory, whether they are cut
# here or by the device.
echo 4000000 >/sys/module/nf_mirror/parameters/budget
ctl -b - <<-END
	session del cut-short
	session del whole-short
	session add cut-many network other scope eni tap0 direction in receiver 10.0.0.20 allow-outside snaplen 100 match proto tcp
	session add many network other scope eni tap0 direction in receiver 10.0.0.20 allow-outside match proto tcp
END
super src tiny tap0 02:01:0a:07:00:01 10.7.0.9 10.7.0.1
for name in cut-many many; do
	equal "$name" "$(counts "$name") $(field "$name" 'stats.drops | tojson')" '5000 0 5000 {"budget":5000}'
done

# Nobody makes so many segments that many sessions take much longer than few.
echo $((64 << 20)) >/sys/module/nf_mirror/parameters/budget
{
	printf 'session del %s\n' cut-many many
	echo 'network set other max-sessions 100'
	printf 'session add s%d network other scope eni tap0 direction in receiver 10.0.0.20 allow-outside snaplen 100 match proto tcp\n' {1..40}
} | ctl -b -
super src tiny tap0 02:01:0a:07:00:01 10.7.0.9 10.7.0.1
# shellcheck disable=SC2016
sessions() { ctl -j -s session show | query_json -c '[.sessions[] | select(.name | test("^s[0-9]")).stats] | map(.matched_packets / 5000, (.drops.overload // 0) / 5000) | [_nwise(2)] | transpose | map(add)'; }
equal 'sessions that wanted it, and those that it was too many for' "$(sessions)" '[40,14]'
for i in {1..40}; do echo "session del s$i"; done | ctl -b -

# Of segments that are too long for the route, the last one fits.
in_ns src bash -c 'echo 1 >/proc/sys/net/ipv6/conf/all/forwarding; echo 0 >/proc/sys/net/ipv6/conf/tap0/disable_ipv6'
ip -n src address add 2001:db8:7::1/64 dev tap0 nodad
ip -n src route replace 2001:db8::80/128 dev eth0 mtu 1400
capture far-end web eth0 "src host 2001:db8:7::9"
capture last rcv eth0 'dst host 10.0.0.20'
captures_ready
super src last tap0 02:01:0a:07:00:01 2001:db8:7::9 2001:db8::80
captures_stop
equal 'segments on the wire' "$(copies last 1 far-end tcp)" 1
all_counted out
