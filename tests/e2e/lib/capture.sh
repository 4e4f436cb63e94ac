# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Captures, and the copies in them.

# capture NAME NAMESPACE [DEVICE [FILTER]]: into $WORK/NAME.pcap, from now on, with a
# buffer of $BUFFER KB.
declare -A CAPTURING=()
capture() {
	local name=$1 ns=$2 dev=${3-eth0} filter=${4-ip}
	: >"$CAPTURES/$name.log"	# not the messages of an earlier one of that name
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

# captures_stop: once no more packets come in.
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

# packets CAPTURE [FILTER]: the number of frames that match tshark's filter.
packets() {
	on_host tshark -o ip.defragment:FALSE -r "$1.pcap" ${2:+-Y "$2"} | wc -l
}

# copies CAPTURE VNI ORIGINALS FILTER [OPTION]...: the copies in a receiver's capture
# equal the packets in the ENI's capture that match FILTER, byte for byte. Prints their
# number. For options, see copies.py.
copies() {
	on_host tshark -o ip.defragment:FALSE -r "$3.pcap" -Y "$4" -F pcap -w "$3.$2.expected.pcap"
	on_host /usr/bin/python3 "$helpers/packets/copies.py" "$1.pcap" "$2" "$3.$2.expected.pcap" "${@:5}"
}

# out_of ADDRESS, in_of ADDRESS: filters for the packets that the host sends, receives.
out_of() { echo "ip && eth.src == $(mac_of "$1")"; }
in_of() { echo "ip && eth.dst == $(mac_of "$1")"; }
