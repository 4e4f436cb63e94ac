#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Copies wait in the queue of their device, which policy routing has chosen, beside
# a VXLAN device of the host's own on the same port. The originals do not wait, keep
# their marks, and no socket is charged for copies; which are right, though more of
# them wait than there are buffers kept for copies.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
separate_receiver rcv
# The main table would send copies to web.
ip -n src -b - <<-END
	route add 10.4.0.20 via 10.0.0.80
	route add 10.4.0.20 dev eth2 table 7
	rule add ipproto udp dport 4789 to 10.4.0.20 lookup 7
	link add vx500 address 02:01:0a:07:00:01 type vxlan id 500 remote 10.0.0.80 dstport 4789
	link set vx500 mtu 1400 up
	address add 10.7.0.1/24 dev vx500
END
ip -n web -b - <<-END
	link add vx500 address 02:01:0a:07:00:02 type vxlan id 500 remote 10.0.0.14 dstport 4789
	link set vx500 mtu 1400 up
	address add 10.7.0.2/24 dev vx500
END
in_ns src tc qdisc add dev eth2 root netem delay 3s limit 2000
in_ns src nft -f - <<-END
	table ip t {
		chain marks {
			type route hook output priority 0
			udp dport 9 meta mark set 7
		}
		chain originals {
			type filter hook postrouting priority 400
			oifname eth0 udp dport 9 meta mark 7 counter
		}
	}
END
# Copies are seen by nothing of nftables' but this, which came with 5.16.
egress=yes
in_ns src nft -f - 2>/dev/null <<-END || egress=''
	table netdev t { chain copies {
		type filter hook egress device eth2 priority 0
		meta mark != 0 counter
	}; }
END
counted() { in_ns src nft -j list chain "$@" | query_json '[.nftables[].rule.expr[]?.counter.packets // empty] | add'; }

ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/24
	session add out network vpc scope eni eth0 direction out receiver 10.4.0.20 vni 1 allow-outside
END
capture wire web eth0 ip
capture rcv rcv eth0 'udp port 4789'
captures_ready
equal 'bytes that the socket is charged for' "$(in_ns src /usr/bin/python3 "$helpers/packets/outqueue.py" 10.0.0.80 9 500)" 0
arrived() { (($(ip -n web -j -s link show eth0 | query_json '.[0].stats64.rx.packets') >= 500)); }
wait_for 2 arrived
in_ns src ping -q -c 3 -i 0.1 10.7.0.2 >/dev/null
head -c 20000 /dev/urandom >"$WORK/file"
serve src 80 "$WORK/file"
fetch web 10.0.0.14 80 "$WORK/file"
all_sent() { [[ $(in_ns src tc -j -s qdisc show dev eth2 | query_json '.[0].qlen') == 0 ]]; }
wait_for 20 all_sent
captures_stop

n=$(copies rcv 1 wire "$(out_of 10.0.0.14)")
between 'copies' "$n" 510 800
equal 'counters' "$(counts out)" "$n $n 0"
equal 'originals with their mark' "$(counted ip t originals)" 500
if [[ $egress ]]; then
	equal 'copies with a mark' "$(counted netdev t copies)" 0
else
	lacks "nftables' egress hook, which sees marks of copies"
fi
equal 'VXLAN of its own, copied' "$(packets rcv 'vxlan.vni#1 == 1 && vxlan.vni#2 == 500 && icmp')" 3

# Copies that wait outlive the module.
capture late rcv eth0 'udp port 4789'
captures_ready
in_ns src /usr/bin/python3 "$helpers/packets/outqueue.py" 10.0.0.80 9 300 >/dev/null
rmmod nf_mirror
wait_for 20 all_sent
captures_stop
equal 'copies that outlived the module' "$(packets late 'vxlan.vni == 1 && udp.dstport#2 == 9 && !icmp')" 300
