# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The path of the benchmark's packets, what generates them, and how they are counted.
# Sourced by guest.
set -Eeuo pipefail

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
PACKETS=2000
WARM_UP=500
SUSPECT=4200
RUNS=3
BENCH=/sys/module/nfm_bench/parameters

#   g0 ──veth── eth1 │ router │ eth0 (dummy): the ENI
#   pktgen           │        │ sink (dummy): copies
#
# Neither dummy costs anything worth a word, so that no receiver's work is counted.
path() {
	modprobe -a veth dummy vxlan pktgen
	echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
	ip netns add router
	ip link add g0 address 02:01:00:00:00:01 type veth peer name eth1 netns router address 02:01:00:00:00:02
	ip link set g0 up
	router
	nsenter --net=/run/netns/router insmod "$NFM_BENCH_KO" dev=eth1
	pktgen kpktgend_0 rem_device_all 'add_device g0'
}

# router: all of it but eth1, which is there.  Sets `inside` to a process in it.
router() {
	nsenter --net=/run/netns/router sleep infinity &
	inside=/proc/$!
	nsenter --net=/run/netns/router bash -c 'cd /proc/sys/net
		echo 1 >ipv4/ip_forward
		echo 1 >ipv6/conf/all/forwarding
		echo 1 >ipv6/conf/default/addr_gen_mode
		# What it says of groups, it says now.
		echo 1 >ipv6/conf/default/mldv2_unsolicited_report_interval'
	ip -n router -b - <<-END
		link add eth0 type dummy
		link set eth0 address 02:01:0a:00:00:0e up
		link add sink type dummy
		link set sink address 02:01:0a:03:00:01 mtu 9000 up
		link set eth1 up
		address add 10.0.0.14/24 dev eth0
		address add 10.1.0.254/24 dev eth1
		address add 10.3.0.1/24 dev sink
		address add 2001:db8:0::14/64 dev eth0 nodad
		address add 2001:db8:1::254/64 dev eth1 nodad
		address add 2001:db8:3::1/64 dev sink nodad
		neigh replace 10.0.0.80 lladdr 02:01:0a:00:00:50 dev eth0
		neigh replace 2001:db8:0::80 lladdr 02:01:0a:00:00:50 dev eth0
	END
	for i in {20..27}; do
		echo "neigh replace 10.3.0.$i lladdr 02:01:0a:03:00:$i dev sink"
		echo "neigh replace 2001:db8:3::$i lladdr 02:01:0a:03:00:$i dev sink"
	done | ip -n router -b -
	nsenter --net=/run/netns/router tee /proc/sys/net/ipv6/conf/default/disable_ipv6 <<<1 >/dev/null
}

# traffic KIND: what the following rows are measured with. The frames' SIZE, and
# the five-tuple of all packets.
traffic() {
	PROTO=udp SPORT=1000 DPORT=9 FAMILY=ip
	case $1 in
	v6-*) SRC=2001:db8:1::1 DST=2001:db8:0::80 FAMILY=ipv6 ;;
	*) SRC=10.1.0.1 DST=10.0.0.80 ;;
	esac
	# The module's packets are always the same.
	if [[ $1 == gso ]]; then
		PROTO=tcp SIZE=$((54 + 44 * 1460)) GENERATE=generate_gso
		return
	fi
	SIZE=${1#v6-} GENERATE=generate_udp
	pktgen g0 "pkt_size $SIZE" 'dst_mac 02:01:00:00:00:02' \
		"udp_src_min $SPORT" "udp_src_max $SPORT" "udp_dst_min $DPORT" "udp_dst_max $DPORT"
	case $FAMILY in
	ip) pktgen g0 'flag !IPV6' "src_min $SRC" "src_max $SRC" "dst $DST" ;;
	ipv6) pktgen g0 'flag IPV6' "src6 $SRC" "dst6 $DST" ;;
	esac
}

# pktgen FILE COMMAND...
pktgen() {
	local command
	for command in "${@:2}"; do echo "$command" >"/proc/net/pktgen/$1"; done
}

# generate_udp PACKETS: has pktgen send them. Sets TOOK, in ns, which is instructions
# here.
generate_udp() {
	local line
	pktgen g0 "count $1"
	pktgen pgctrl start
	line=$(</proc/net/pktgen/g0)
	line=${line##*'Result: OK: '}
	TOOK=$((1000 * ${line%%'('*}))
}

# generate_gso PACKETS: the same with TCP super-packets.
generate_gso() {
	echo "$1" >"$BENCH/send"
	TOOK=$(<"$BENCH/send")
}

# sent DEVICE: sets BYTES and COUNT to what a device of the router sent so far.
sent() {
	local name fields
	while read -r name fields; do
		[[ $name == "$1:" ]] || continue
		read -ra fields <<<"$fields"
		BYTES=${fields[8]} COUNT=${fields[9]}
		return
	done <"$inside/net/dev"
}

# warm_up COPIES: until all goes its usual way. A flow with many copies is looked at
# closely, for each receiver once, before it goes on undisturbed (docs/design.md).
warm_up() {
	local i
	"$GENERATE" "$WARM_UP"
	(($1)) || return 0
	"$GENERATE" "$SUSPECT"
	for ((i = 0; i < $1; i++)); do
		read -rt 3 <>"$BENCH_NEVER" || true
		"$GENERATE" "$WARM_UP"
	done
	read -rt 3 <>"$BENCH_NEVER" || true
}
BENCH_NEVER=$(mktemp -u)
mkfifo "$BENCH_NEVER"

# measure COPIES OVERHEAD: sets RESULT to instructions for one packet, copies, and
# bytes of a copy, or to what is wrong. Each packet has to be forwarded, and each
# copy to be there and to be OVERHEAD bytes longer than its packet. Of several runs,
# that counts which the least of the kernel's other work fell into.
measure() {
	local packets=$((PACKETS * RUNS)) least=0 eni copies bytes i
	warm_up "$1"
	sent eth0 && eni=$COUNT
	sent sink && copies=$COUNT bytes=$BYTES
	for ((i = 0; i < RUNS; i++)); do
		echo 1 >"$BENCH/settle"
		"$GENERATE" "$PACKETS"
		((least && least < TOOK)) || least=$TOOK
	done
	sent eth0 && eni=$((COUNT - eni))
	sent sink && copies=$((COUNT - copies)) bytes=$((BYTES - bytes))
	if ((eni != packets)); then
		RESULT="error $eni of $packets packets were forwarded"
	elif ((copies != packets * $1)); then
		RESULT="error $copies copies, not $((packets * $1))"
	elif ((bytes != copies * (SIZE + $2))); then
		RESULT="error $bytes bytes of copies, not $((copies * (SIZE + $2)))"
	else
		RESULT="$(((least + PACKETS / 2) / PACKETS)) $1 $((copies ? bytes / copies : 0))"
	fi
}
