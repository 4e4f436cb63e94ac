# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What hosts send and receive.

# serve NAMESPACE PORT FILE: sends the file to the next TCP client.
serve() {
	in_ns "$1" nc -l -N -p "$2" <"$3" >/dev/null &
	wait_for 10 port_open "$1" "$2"
}
serve6() {
	in_ns "$1" nc -6 -l -N -p "$2" <"$3" >/dev/null &
	wait_for 10 port_open "$1" "$2"
}
port_open() { in_ns "$1" ss -Hltn "sport = :$2" | grep -q .; }

# fetch NAMESPACE ADDRESS PORT FILE: receives what equals the file.
fetch() {
	local sum
	sum=$(in_ns "$1" timeout $((20 * NFM_SLOW)) nc -d "$2" "$3" | sha256sum)
	equal "content fetched from $2" "$sum" "$(sha256sum <"$4")"
}

# send NAMESPACE: the packets that lines on standard input describe (see send.py).
send() {
	in_ns "$1" /usr/bin/python3 "$helpers/packets/send.py"
}

# pktgen NAMESPACE FILE COMMAND...
pktgen() {
	# shellcheck disable=SC2016
	in_ns "$1" bash -c 'for line in "${@:2}"; do echo "$line"; done >"/proc/net/pktgen/$1"' - "${@:2}"
}

# router ADDRESS: src forwards packets from gen, where pktgen sends them to ADDRESS on
# all CPUs. See flood.
router() {
	modprobe pktgen
	mapfile -t PROCESSORS < <(seq 0 $(($(nproc) - 1)))
	namespace gen
	ip link add g0 netns gen address 02:01:00:00:00:01 type veth peer name eth1 netns src address 02:01:00:00:00:02
	ip -n gen link set g0 up
	ip -n src link set eth1 up
	in_ns src tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
	for cpu in "${PROCESSORS[@]}"; do
		pktgen gen "kpktgend_$cpu" rem_device_all "add_device g0@$cpu"
		pktgen gen "g0@$cpu" 'pkt_size 100' 'dst_mac 02:01:00:00:00:02' \
			"src_min 10.1.$cpu.1" "src_max 10.1.$cpu.1" "dst $1" \
			'udp_src_min 1000' 'udp_src_max 1000' 'udp_dst_min 9000' 'udp_dst_max 9010'
	done
}

# flood PACKETS: the number in all. Returns when they are sent.
flood() {
	local cpu
	for cpu in "${PROCESSORS[@]}"; do
		pktgen gen "g0@$cpu" "count $(($1 / ${#PROCESSORS[@]}))"
	done
	pktgen gen pgctrl start
}

# flood_begin, flood_end: a flood in the background.
flood_begin() {
	flood 0 &
	FLOOD=$!
}
flood_end() {
	pktgen gen pgctrl stop
	wait "$FLOOD"
}

# sink NAMESPACE PORTS: UDP packets to these ports are counted, and go no further.
sink() {
	in_ns "$1" nft -f - <<-END
		table netdev sink { chain c {
			type filter hook ingress device eth0 priority 0
			udp dport $2 counter drop
		}; }
	END
}
# sink_count NAMESPACE: their number.
sink_count() {
	in_ns "$1" nft -j list table netdev sink | query_json '[.. | .counter? | select(. != null) | .packets] | add'
}
