#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What guests and containers say of a packet's checksum, where there is none: the
# packets are forwarded, cut, and put together from fragments; their copies have what
# they have, and nothing else, and the kernel does not complain.
. "$(dirname "$0")/../lib.sh"

three_hosts six
modprobe -a tun nf_conntrack nf_defrag_ipv6
# A guest's device, and a container that may no more than open packet sockets.
namespace box
TAP_MAC=02:01:0a:07:00:01 BOX_MAC=02:01:0a:08:00:01
ip -n src -b - <<-END
	tuntap add dev tap0 mode tap vnet_hdr
	link set tap0 address $TAP_MAC mtu 9000
	link add box0 address $BOX_MAC mtu 9000 type veth peer name eth0 mtu 9000 netns box
END
in_ns src bash -c 'cd /proc/sys/net; for i in tap0 box0; do echo 0 >ipv6/conf/$i/disable_ipv6; echo 0 >ipv6/conf/$i/accept_dad; done
	echo 1 >ipv6/conf/all/forwarding; echo 1 >ipv4/ip_forward; for i in all tap0 box0; do echo 0 >ipv4/conf/$i/rp_filter; done'
ip -n src -b - <<-END
	link set tap0 up
	link set box0 up
	address add 10.7.0.1/24 dev tap0
	address add 10.8.0.1/24 dev box0
	address add 2001:db8:7::1/64 dev tap0 nodad
	address add 2001:db8:8::1/64 dev box0 nodad
END
ip -n box link set eth0 up
in_ns src nft -f - <<-END
	table inet t { chain c { type filter hook prerouting priority 0; ct state new counter; }; }
END

ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24,2001:db8::/64
	network add guests cidr 10.7.0.0/16,10.8.0.0/16
	session add out network vpc scope eni eth0 direction out receiver 10.0.0.20 vni 1 match proto udp
	session add in network guests scope eni tap0,box0 direction in receiver 10.0.0.20 vni 2 allow-outside mtu truncate match proto udp
END
capture out rcv eth0 'udp port 4789 and udp[12:4] = 0x00000100'
capture in rcv eth0 'udp port 4789 and udp[12:4] = 0x00000200'
captures_ready

in_ns src /usr/bin/python3 "$helpers/packets/vnet.py" tap tap0 $TAP_MAC 10.7.0.2 2001:db8:7::2 10.0.0.80 2001:db8::80
in_ns box setpriv --inh-caps=-all,+net_raw --bounding-set=-all,+net_raw \
	/usr/bin/python3 "$helpers/packets/vnet.py" packet eth0 $BOX_MAC 10.8.0.2 2001:db8:8::2 10.0.0.80 2001:db8::80
captures_stop

# Of each, six datagrams, two in fragments of IPv4 and two in those of IPv6; these and
# the others leave in three fragments.
for ends in '10.7.0.2 2001:db8:7::2' '10.8.0.2 2001:db8:8::2'; do
	# shellcheck disable=SC2086
	equal "copies out of $ends" "$(on_host /usr/bin/python3 "$helpers/packets/vnet.py" check out.pcap $ends)" 30
	# shellcheck disable=SC2086
	equal "copies in of $ends" "$(on_host /usr/bin/python3 "$helpers/packets/vnet.py" check in.pcap $ends)" 18
done
equal 'counters out' "$(counts out)" '60 60 0'
equal 'counters in' "$(counts in)" '36 36 0'
