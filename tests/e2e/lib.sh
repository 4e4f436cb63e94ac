# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The vocabulary of the end-to-end tests. A test is run by tests/e2e/guest with
# the module just loaded, no other namespace there, and $WORK, a folder of its
# own that the host sees too.
set -Eeuo pipefail
# How many times longer than usual all takes (docs/testing.md).
export NFM_SLOW=${NFM_SLOW:-1}
PS4='+ $EPOCHREALTIME ${BASH_SOURCE##*/}:$LINENO: '	# for NFM_TRACE
# What failed may have its standard error elsewhere.
exec {LOG}>&2
# failed COMMAND: says in which line of the test.
failed() {
	local line=${BASH_LINENO[-2]}
	echo "${0##*/}:$line: failed: $1, in: $(sed -n "${line}s/^\s*//p" "$0")" >&"$LOG"
}
trap 'failed "$BASH_COMMAND"' ERR

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
CAPTURES=$(mktemp -d /tmp/captures.XXXXXX)
helpers=$here/helpers
export here helpers WORK
# What was captured, and, of what failed, what became of the packets.
ended() {
	local code=$?
	mv "$CAPTURES"/*.pcap "$WORK/" 2>/dev/null || true
	# Not so much that it hides why (tests/e2e/guest).
	((!code)) || timeout 10 mirrorctl -n "${CTL_NS-src}" -s session show 2>&1 | head -n 40 >&"$LOG" || true
}
trap ended EXIT

die() {
	echo "${0##*/}:${BASH_LINENO[-2]}: $*" >&"$LOG"
	exit 1
}

# lacks WHAT: the kernel lacks what a part of the test is about, which is left out:
# a failure, unless the kernel is another than what all tests are for.
lacks() {
	echo "skip: $*" >&"$LOG"
}

# user_mode_linux: whether this is one.
user_mode_linux() { grep -q 'User Mode Linux' /proc/cpuinfo; }

# linux_since VERSION: whether the kernel is that or a newer one.
linux_since() { printf '%s\n' "$1" "$(uname -r)" | sort -CV; }

# sanitizers: whether the kernel is one of tests/debug.
sanitizers() { [[ -e /sys/kernel/debug/kmemleak ]]; }

# equal WHAT ACTUAL EXPECTED
equal() {
	[[ $2 == "$3" ]] || die "$1: $2, expected $3"
}

# between WHAT ACTUAL LEAST MOST
between() {
	(($2 >= $3 && $2 <= $4)) || die "$1: $2, expected $3 to $4"
}

# pause SECONDS: without a process, which costs much in an emulated machine.
pause() {
	read -rt "$1" <>"$CAPTURES/never" || true
}
mkfifo "$CAPTURES/never"

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for() {
	local end=$((SECONDS + $1 * NFM_SLOW + 1)) last=''
	shift
	until "$@"; do
		[[ ! $last ]] || die "did not come true: $*"
		# A check may take longer than all of that: it is not the last that began in time.
		((SECONDS < end)) || last=1
		pause 0.05
	done
}

# judge COMMAND...: runs it where it is fast: on the host, if there is one that
# offers (tests/e2e/run); it sees what is in $WORK.
judge() {
	local ask=${NFM_JUDGE-}.$BASHPID.$EPOCHREALTIME
	local err words
	[[ ${NFM_JUDGE-} ]] || { "$@" && return 0 || return $?; }
	printf -v words '%q ' "$@"
	# The last line tells the host that it has all.
	printf 'cd %q && %s\n#\n' "$WORK" "$words" >"$ask.ask"
	until [[ -e $ask.status ]]; do pause 0.02; done
	err=$(<"$ask.err")
	err=${err/#Running as user*could be dangerous.}
	[[ -z $err ]] || echo "$err" >&2
	[[ ! -s $ask.out ]] || echo "$(<"$ask.out")"
	return "$(<"$ask.status")"
}

# jq ARGUMENT...: of standard input. jq needs 0.2 s to start when emulated.
jq() {
	local text=$WORK/jq.$BASHPID
	cat >"$text"
	judge command jq "$@" "$text"
}

# at NAMESPACE COMMAND...
at() {
	local ns=$1
	shift
	nsenter --net="/run/netns/$ns" "$@"
}

# ctl ARGUMENT...: mirrorctl, in the namespace of the sources.
ctl() {
	mirrorctl -n "${CTL_NS-src}" "$@"
}

# field SESSION PATH: a value that mirrorctl -s shows of a session.
field() {
	local text=$WORK/field.$BASHPID
	ctl -j -s session show "$1" >"$text"
	judge command jq -r ".sessions[0].$2" "$text"
}

# counts SESSION: "matched sent dropped"
counts() {
	field "$1" 'stats | "\(.matched_packets) \(.sent_packets) \(.dropped_packets)"'
}

# all_counted SESSION: once no packet is under way, each was sent or dropped.
all_counted() {
	local matched sent dropped
	read -r matched sent dropped < <(counts "$1")
	((matched == sent + dropped)) || die "$1: matched $matched, sent $sent, dropped $dropped"
	((dropped)) || equal "$1: matched bytes" "$(field "$1" stats.matched_bytes)" "$(field "$1" stats.sent_bytes)"
}

# namespace NAME: where nothing is to be heard but what the tests say.
namespace() {
	ip netns add "$1"
	at "$1" tee "$NO_IPV6" <<<1 >/dev/null
}
NO_IPV6=/proc/sys/net/ipv6/conf/all/disable_ipv6

mac_of() {
	local octets
	IFS=. read -ra octets <<<"$1"
	printf '02:01:%02x:%02x:%02x:%02x' "${octets[@]}"
}

# host NAME ADDRESS[/LENGTH]...: a namespace whose eth0 is on the lan. The MAC
# address is made of the first address. To receivers, 10.0.0.16 to 10.0.0.31,
# the MTU has room for a tunnel.
declare -A HOSTS=()
host() {
	local name=$1 mac other
	shift
	[[ -e /run/netns/lan ]] || lan
	mac=$(mac_of "${1%/*}")
	ip netns add "$name"
	ip -n lan -b - <<-EOF
		link add v$name mtu 1600 type veth peer name eth0 netns $name mtu 1600 address $mac
		link set v$name master br0 up
	EOF
	# What namespace and wires do, in one process.
	at "$name" bash -c "echo 1 >$NO_IPV6; exec ethtool -K eth0 $NO_OFFLOADS >/dev/null"
	{
		echo 'link set lo up'
		echo 'link set eth0 up'
		for other; do
			[[ $other == */* ]] || other+=/24
			echo "address add $other dev eth0 noprefixroute"
		done
		echo 'route add 10.0.0.0/16 dev eth0 mtu 1500'
		echo 'route add 10.0.0.16/28 dev eth0'
		for other in "${!HOSTS[@]}"; do
			echo "neigh replace $other lladdr $(mac_of "${HOSTS[$other]}") dev eth0"
		done
	} | ip -n "$name" -b -
	local -A others=()
	for other in "${NAMES[@]}"; do others[$other]=1; done
	for other in "${!others[@]}"; do
		for address; do
			echo "neigh replace ${address%/*} lladdr $mac dev eth0"
		done | ip -n "$other" -b -
	done
	for other; do
		HOSTS[${other%/*}]=${1%/*}
		NAMES[${other%/*}]=$name
	done
}
declare -A NAMES=()

# wires NAMESPACE [DEVICE]: what it sends and receives is as it would be on a wire.
wires() {
	# shellcheck disable=SC2086
	at "$1" ethtool -K "${2-eth0}" $NO_OFFLOADS >/dev/null
}
NO_OFFLOADS='tx off rx off tso off gso off gro off'

# aside NAMESPACE: a receiver, 10.4.0.20, on a wire of its own to eth2 of src.
aside() {
	local mac=02:01:0a:04:00:14
	namespace "$1"
	ip link add eth2 netns src mtu 1600 type veth peer name eth0 netns "$1" mtu 1600 address "$mac"
	wires "$1"
	wires src eth2
	ip -n src -b - <<-END
		link set eth2 up
		address add 10.4.0.1/24 dev eth2
		neigh add 10.4.0.20 lladdr $mac dev eth2
	END
	ip -n "$1" -b - <<-END
		link set eth0 up
		address add 10.4.0.20/24 dev eth0
	END
}

lan() {
	namespace lan
	ip -n lan -b - <<-EOF
		link add br0 type bridge mcast_snooping 0
		link set br0 up
	EOF
}

six_of() { echo "2001:db8::${1##*.}"; }

# six NAMESPACE ADDRESS: it gets the IPv6 address that goes with that of IPv4. To
# the receiver, 2001:db8::20, the MTU has room for a tunnel.
six() {
	local name=$1 other
	at "$name" tee /proc/sys/net/ipv6/conf/eth0/addr_gen_mode <<<1 >/dev/null
	at "$name" tee /proc/sys/net/ipv6/conf/{lo,eth0}/disable_ipv6 <<<0 >/dev/null
	{
		echo "address add $(six_of "$2")/64 dev eth0 nodad noprefixroute"
		echo 'route add 2001:db8::/64 dev eth0 mtu 1500'
		echo 'route add 2001:db8::20 dev eth0'
		for other in "${!HOSTS[@]}"; do
			[[ $other == "$2" ]] ||
				echo "neigh replace $(six_of "$other") lladdr $(mac_of "$other") dev eth0"
		done
	} | ip -n "$name" -6 -b -
}

# capture NAME NAMESPACE [DEVICE [FILTER]]: into $WORK/NAME.pcap, from now on, through
# a buffer of $BUFFER KB.
declare -A CAPTURING=()
capture() {
	local name=$1 ns=$2 dev=${3-eth0} filter=${4-ip}
	: >"$CAPTURES/$name.log"	# not what an earlier one of that name said
	nsenter --net="/run/netns/$ns" tcpdump -Z root -n -U --immediate-mode -B "${BUFFER-32768}" -s 0 -i "$dev" \
		-w "$CAPTURES/$name.pcap" "$filter" 2>"$CAPTURES/$name.log" &
	CAPTURING[$name]=$!
}

listening() {
	local name
	for name in "${!CAPTURING[@]}"; do
		[[ -e $CAPTURES/$name.log && $(<"$CAPTURES/$name.log") == *'listening on '* ]] || return 1
	done
}

captures_ready() {
	wait_for 20 listening
}

# quiet: nothing was captured for a while.
quiet() {
	local name
	: >"$CAPTURES/now"
	pause 0.4
	for name in "${!CAPTURING[@]}"; do
		[[ ! $CAPTURES/$name.pcap -nt $CAPTURES/now ]] || return 1
	done
}

# captures_stop: once nothing more comes in.
captures_stop() {
	local name
	until quiet; do :; done
	kill "${CAPTURING[@]}"
	wait "${CAPTURING[@]}" || true
	for name in "${!CAPTURING[@]}"; do
		[[ $(<"$CAPTURES/$name.log") == *$'\n0 packets dropped by kernel'* ]] ||
			die "tcpdump lost packets: $(<"$CAPTURES/$name.log")"
	done
	mv "$CAPTURES"/*.pcap "$WORK/"
	CAPTURING=()
}

# packets CAPTURE [FILTER]: how many frames of it tshark's filter lets through.
packets() {
	judge tshark -o ip.defragment:FALSE -r "$1.pcap" ${2:+-Y "$2"} | wc -l
}

# copies CAPTURE VNI ORIGINALS FILTER [OPTION]...: the copies in a receiver's
# capture are those packets of the ENI's capture, byte for byte. Prints how many.
copies() {
	judge tshark -o ip.defragment:FALSE -r "$3.pcap" -Y "$4" -F pcap -w "$3.$2.expected.pcap"
	judge /usr/bin/python3 "$helpers/packets/copies.py" "$1.pcap" "$2" "$3.$2.expected.pcap" "${@:5}"
}

out_of() { echo "ip && eth.src == $(mac_of "$1")"; }
in_of() { echo "ip && eth.dst == $(mac_of "$1")"; }

# serve NAMESPACE PORT FILE: to the next TCP client.
serve() {
	at "$1" nc -l -N -p "$2" <"$3" >/dev/null &
	wait_for 10 port_open "$1" "$2"
}
serve6() {
	at "$1" nc -6 -l -N -p "$2" <"$3" >/dev/null &
	wait_for 10 port_open "$1" "$2"
}
port_open() { at "$1" ss -Hltn "sport = :$2" | grep -q .; }

# fetch NAMESPACE ADDRESS PORT FILE: and it is the same.
fetch() {
	local sum
	sum=$(at "$1" timeout $((20 * NFM_SLOW)) nc -d "$2" "$3" | sha256sum)
	equal "content fetched from $2" "$sum" "$(sha256sum <"$4")"
}

# send NAMESPACE: the packets that lines on standard input name (see send.py).
send() {
	at "$1" /usr/bin/python3 "$helpers/packets/send.py"
}

# pktgen NAMESPACE FILE COMMAND...
pktgen() {
	# shellcheck disable=SC2016
	at "$1" bash -c 'for line in "${@:2}"; do echo "$line"; done >"/proc/net/pktgen/$1"' - "${@:2}"
}

# router ADDRESS: src forwards what comes from gen, whose packets go to ADDRESS
# in great numbers, from all processors. See flood.
router() {
	modprobe pktgen
	mapfile -t PROCESSORS < <(seq 0 $(($(nproc) - 1)))
	namespace gen
	ip link add g0 netns gen address 02:01:00:00:00:01 type veth peer name eth1 netns src address 02:01:00:00:00:02
	ip -n gen link set g0 up
	ip -n src link set eth1 up
	at src tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
	for cpu in "${PROCESSORS[@]}"; do
		pktgen gen "kpktgend_$cpu" rem_device_all "add_device g0@$cpu"
		pktgen gen "g0@$cpu" 'pkt_size 100' 'dst_mac 02:01:00:00:00:02' \
			"src_min 10.1.$cpu.1" "src_max 10.1.$cpu.1" "dst $1" \
			'udp_src_min 1000' 'udp_src_max 1000' 'udp_dst_min 9000' 'udp_dst_max 9010'
	done
}

# flood PACKETS: in all. Returns when they are sent.
flood() {
	local cpu
	for cpu in "${PROCESSORS[@]}"; do
		pktgen gen "g0@$cpu" "count $(($1 / ${#PROCESSORS[@]}))"
	done
	pktgen gen pgctrl start
}

# flood_begin, flood_end: without end, meanwhile.
flood_begin() {
	flood 0 &
	FLOOD=$!
}
flood_end() {
	pktgen gen pgctrl stop
	wait "$FLOOD"
}

# sink NAMESPACE PORTS: what UDP comes in to these is counted, and goes no further.
sink() {
	at "$1" nft -f - <<-END
		table netdev sink { chain c {
			type filter hook ingress device eth0 priority 0
			udp dport $2 counter drop
		}; }
	END
}
# sunk NAMESPACE: how much that is.
sunk() {
	at "$1" nft -j list table netdev sink | jq '[.. | .counter? | select(. != null) | .packets] | add'
}

# faults PERCENT: of the allocations of tasks that ask for it (/proc/PID/make-it-fail)
# fail, and all that /proc/PID/fail-nth says, until faults_end. Needs a kernel of
# tests/debug.
faults() {
	local kind
	for kind in failslab fail_page_alloc; do
		echo N >$FAULTS/$kind/ignore-gfp-wait
		echo 0 >$FAULTS/$kind/verbose
		echo Y >$FAULTS/$kind/task-filter
		echo -1 >$FAULTS/$kind/times
		echo "$1" >$FAULTS/$kind/probability
	done
	echo 0 >$FAULTS/fail_page_alloc/min-order
	hush
}
FAULTS=/sys/kernel/debug

faults_end() {
	echo 0 | tee $FAULTS/{failslab,fail_page_alloc}/probability >/dev/null
	listen
}

# hush: what the kernel says from now on is for listen, which has it in $WORK/said.
hush() { echo 1 >/proc/sys/kernel/printk; }

# listen: where memory is short, the kernel shows who lacks it (warn_alloc(),
# dump_header()), and does without (kmemleak), which is no complaint.
listen() {
	dmesg -c | grep -v 'kmemleak: Cannot allocate' >"$WORK/said" || true
	! grep -vE '^(Call Trace|Out of memory):' "$here/../lab/complaints" | grep -Ef - "$WORK/said" ||
		die 'the kernel complained'
	echo 7 >/proc/sys/kernel/printk
}
