# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Network namespaces, and the links and addresses of hosts in them.

# in_ns NAMESPACE COMMAND...
in_ns() {
	local ns=$1
	shift
	nsenter --net="/run/netns/$ns" "$@"
}

# namespace NAME: one that sends nothing of its own accord.
namespace() {
	ip netns add "$1"
	in_ns "$1" tee "$NO_IPV6" <<<1 >/dev/null
}
NO_IPV6=/proc/sys/net/ipv6/conf/all/disable_ipv6

mac_of() {
	local octets
	IFS=. read -ra octets <<<"$1"
	printf '02:01:%02x:%02x:%02x:%02x' "${octets[@]}"
}

# wires NAMESPACE [DEVICE]: it sends and receives packets as they are on a wire.
wires() {
	# shellcheck disable=SC2086
	in_ns "$1" ethtool -K "${2-eth0}" $NO_OFFLOADS >/dev/null
}
NO_OFFLOADS='tx off rx off tso off gso off gro off'

lan() {
	namespace lan
	ip -n lan -b - <<-EOF
		link add br0 type bridge mcast_snooping 0
		link set br0 up
	EOF
}

# add_host NAME ADDRESS[/LENGTH]...: a namespace whose eth0 is on the lan. The MAC
# address is made of the first address. On paths to receivers, 10.0.0.16 to 10.0.0.31,
# the MTU has room for a tunnel.
declare -A HOSTS=() NAMES=()
add_host() {
	local name=$1 mac other
	shift
	[[ -e /run/netns/lan ]] || lan
	mac=$(mac_of "${1%/*}")
	ip netns add "$name"
	ip -n lan -b - <<-EOF
		link add v$name mtu 1600 type veth peer name eth0 netns $name mtu 1600 address $mac
		link set v$name master br0 up
	EOF
	# As namespace and wires do, in one process.
	in_ns "$name" bash -c "echo 1 >$NO_IPV6; exec ethtool -K eth0 $NO_OFFLOADS >/dev/null"
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

ipv6_of() { echo "2001:db8::${1##*.}"; }

# add_ipv6 NAMESPACE ADDRESS: the host gets the IPv6 address that goes with its IPv4
# address. On the path to the receiver, 2001:db8::20, the MTU has room for a tunnel.
add_ipv6() {
	local name=$1 other
	in_ns "$name" tee /proc/sys/net/ipv6/conf/eth0/addr_gen_mode <<<1 >/dev/null
	in_ns "$name" tee /proc/sys/net/ipv6/conf/{lo,eth0}/disable_ipv6 <<<0 >/dev/null
	{
		echo "address add $(ipv6_of "$2")/64 dev eth0 nodad noprefixroute"
		echo 'route add 2001:db8::/64 dev eth0 mtu 1500'
		echo 'route add 2001:db8::20 dev eth0'
		for other in "${!HOSTS[@]}"; do
			[[ $other == "$2" ]] ||
				echo "neigh replace $(ipv6_of "$other") lladdr $(mac_of "$other") dev eth0"
		done
	} | ip -n "$name" -6 -b -
}

# three_hosts [six]: src, whose traffic with web is copied to rcv; with six, src and web
# have IPv6, too.
three_hosts() {
	add_host src 10.0.0.14
	add_host web 10.0.0.80
	add_host rcv 10.0.0.20
	[[ ${1-} ]] || return 0
	add_ipv6 src 10.0.0.14
	add_ipv6 web 10.0.0.80
}

# separate_receiver NAMESPACE: a receiver, 10.4.0.20, on a link of its own to eth2 of src.
separate_receiver() {
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

# router_behind NAMESPACE [MTU]: src becomes the router of it, 10.9.0.9, on a link of its
# own to eth1 of src.
router_behind() {
	namespace "$1"
	ip link add eth1 netns src mtu "${2-1500}" type veth peer name eth0 mtu "${2-1500}" netns "$1"
	in_ns src tee /proc/sys/net/ipv4/ip_forward <<<1 >/dev/null
	ip -n src -b - <<-END
		link set eth1 up
		address add 10.9.0.1/24 dev eth1
	END
	ip -n "$1" -b - <<-END
		link set eth0 up
		address add 10.9.0.9/24 dev eth0
		route add default via 10.9.0.1
	END
}
