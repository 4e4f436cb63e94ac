#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What comes in is copied, byte for byte, however hostile it is: all that the stack
# lets come as far as the hooks, which a rule of nftables just behind ours logs.
. "$(dirname "$0")/../lib.sh"

three_hosts six
for end in 'src eth0' 'web eth0' 'rcv eth0' 'lan vsrc' 'lan vweb' 'lan vrcv' 'lan br0'; do
	ip -n "${end% *}" link set "${end#* }" mtu 9100
done
in_ns src nft -f - <<-END
	table inet t { chain c {
		type filter hook prerouting priority -449
		iif eth0 ether daddr $(mac_of 10.0.0.14) log group 5 queue-threshold 1
	}; }
END
on_host /usr/bin/python3 "$helpers/packets/hostile.py" hostile.pcap "$(mac_of 10.0.0.80)" "$(mac_of 10.0.0.14)" \
	10.0.0.80 10.0.0.14 2001:db8::80 2001:db8::14

ctl network add vpc cidr 10.0.0.0/16
ctl session add in network vpc scope eni eth0 direction in receiver 10.0.0.20 vni 4242
capture seen src nflog:5 ''
capture rcv rcv eth0 'udp port 4789 and dst host 10.0.0.20'
captures_ready
in_ns web /usr/bin/python3 "$helpers/packets/inject.py" eth0 "$WORK/hostile.pcap"
captures_stop

n=$(on_host /usr/bin/python3 "$helpers/packets/seen.py" seen.pcap rcv.pcap 10.0.0.20)
between 'copies' "$n" 500 584
equal 'counters' "$(counts in)" "$n $n 0"
