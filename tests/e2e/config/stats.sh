#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# mirrorctl stats says what the captures say: as a table, as JSON, and in what
# Prometheus' own judge accepts. With -w it tells how fast it goes.
. "$(dirname "$0")/../lib.sh"

three_hosts
odd='a "b" \c'

ctl network add vpc cidr 10.0.0.0/16,10.5.0.0/16
ctl session add out network vpc scope eni eth0 direction out vni 1 receiver 10.0.0.20 2>/dev/null
ctl session add "$odd" network vpc scope eni eth0 direction in vni 2 receiver 10.5.0.20 2>/dev/null
ctl session add halted network vpc scope eni eth0 receiver 10.0.0.20 stopped 2>/dev/null
capture src src
capture rcv rcv eth0 'udp dst port 4789'
captures_ready
in_ns src ping -q -c 7 -s 100 -i 0.02 10.0.0.80 >/dev/null
captures_stop

# sum CAPTURE FILTER: "packets bytes" of IP, by the wire
sum() {
	local n=0 bytes=0 length
	while read -r length; do
		((++n, bytes += length))
	done < <(on_host tshark -r "$1.pcap" -Y "$2" -T fields -e ip.len)
	echo "$n $bytes"
}
read -r n bytes < <(sum src "$(out_of 10.0.0.14) && !vxlan")
read -r m lost < <(sum src "$(in_of 10.0.0.14) && ip.src != 10.0.0.20")
equal 'copies' "$(packets rcv 'vxlan.vni == 1')" "$n"
equal 'packets of either direction' "$n $m" '7 7'

ctl -j stats >"$WORK/stats.json"
ctl stats --prometheus >"$WORK/metrics"
ctl stats out >"$WORK/table"

# a table: its words, whatever the blanks
table() {
	while read -ra words; do echo "${words[*]}"; done <"$WORK/table"
}
equal 'the table' "$(table)" "session state matched packets matched bytes sent packets sent bytes dropped packets
out running $n $bytes $n $bytes 0
10.0.0.20 resolved $n $bytes 0"

# JSON
equal 'JSON' "$(on_host jq -r '.sessions[] | .name as $name | .stats | "\($name): \(.matched_packets) \(.matched_bytes) \(.sent_packets) \(.sent_bytes) \(.dropped_packets) \(.drops | tojson) \(.receivers[] | "\(.ip) \(.state) \(.mtu_short) \(.sent_packets) \(.sent_bytes) \(.dropped_packets)")"' stats.json)" \
	"$odd: $m $lost 0 0 $m {\"no-route\":$m} 10.5.0.20 no-route 0 0 0 $m
halted: 0 0 0 0 0 {} 10.0.0.20 resolved 50 0 0 0
out: $n $bytes $n $bytes 0 {} 10.0.0.20 resolved 50 $n $bytes 0"

# Prometheus
on_host bash -c "$(printf '%q check metrics <metrics' "$here/../lab/promtool")" ||
	die 'promtool refuses the metrics'
metric() {
	grep -Fxq "nf_mirror_$1" "$WORK/metrics" || die "no metric $1: $(grep "^nf_mirror_${1%%\{*}" "$WORK/metrics")"
}
out='session="out",network="vpc"'
quoted='session="a \"b\" \\c",network="vpc"'
metric "network_sessions{network=\"vpc\"} 3"
metric "session_enabled{$out} 1"
metric 'session_enabled{session="halted",network="vpc"} 0'
metric "session_matched_packets_total{$out} $n"
metric "session_matched_bytes_total{$out} $bytes"
metric "session_sent_bytes_total{$out} $bytes"
metric "session_dropped_packets_total{$out,reason=\"no-route\"} 0"
metric "session_dropped_packets_total{$quoted,reason=\"no-route\"} $m"
metric "receiver_sent_packets_total{$out,receiver=\"10.0.0.20\"} $n"
metric "receiver_sent_bytes_total{$out,receiver=\"10.0.0.20\"} $bytes"
metric "receiver_mtu_short_bytes{$out,receiver=\"10.0.0.20\"} 50"
metric "receiver_dropped_packets_total{$quoted,receiver=\"10.5.0.20\",reason=\"no-route\"} $m"
metric "receiver_state{$quoted,receiver=\"10.5.0.20\",state=\"no-route\"} 1"
metric "receiver_state{$quoted,receiver=\"10.5.0.20\",state=\"resolved\"} 0"

# -w: the rates of all refreshes, a second each, make up what was sent
mirrorctl -n src stats out -w >"$CAPTURES/watch" &
watcher=$!
refreshes() { [[ $(grep -c $'^\e\[H\e\[Jsession' "$CAPTURES/watch") -ge $1 ]]; }
wait_for 10 refreshes 1
in_ns src ping -q -c 50 -s 100 -i 0.01 10.0.0.80 >/dev/null
wait_for 10 refreshes 3
kill -INT "$watcher"
wait "$watcher" || die 'stats -w did not end well'
read -r sum bits < <(awk '$1 == "out" && NF == 9 { n += $8; bits += $9 } END { print n, bits }' "$CAPTURES/watch")
between 'packets per second' "$sum" 35 51
between 'bits per second' "$bits" $((sum * 128 * 8)) $(((sum + 3) * 128 * 8))
