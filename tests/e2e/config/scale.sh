#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# 4,096 sessions in 1,000 networks: one file, one transaction, within 15 seconds;
# what is in force then is what the file says, and the file says what it is. An
# address that changes has a new plan made within 100 ms, though there is an ENI
# in each network. As many sessions of one ENI are compiled within 100 ms, and take
# 2 MB at most.
. "$(dirname "$0")/../lib.sh"

most=15000 # ms
most_rebuild=100000 # µs
most_build=100000 # µs
most_bytes=2000000

# within UNIT TIME MOST
if sanitizers; then
	lacks 'times: a kernel with sanitizers is slow'
	within() { :; }
else
	within() { between "$1" "$2" 1 "$3"; }
fi

# Five-tuple filters, and each kind of scope.
awk 'BEGIN {
	print "networks:"
	for (n = 0; n < 1000; n++)
		printf "- {name: net%03d, cidrs: [10.%d.%d.0/24], max_sessions: 6}\n", n, n / 250, n % 250
	print "sessions:"
	for (s = 0; s < 4096; s++) {
		n = s % 1000
		net = "10." int(n / 250) "." n % 250
		printf "- name: s%04d\n  network: net%03d\n  receivers: [%s.20, %s.21]\n", s, n, net, net
		if (s % 3 == 0)
			print "  scope: {type: network}"
		else if (s % 3 == 1)
			printf "  scope: {type: subnet, cidrs: [%s.0/25]}\n", net
		else
			printf "  scope: {type: eni, enis: [eth0, eth%d]}\n", s % 7 + 1
		printf "  filter: {match: [[{proto: tcp, src: %s.%d, dst: 0.0.0.0/0, sport: \"1024-65535\", dport: \"%d\"}]]}\n", net, s % 250, s
		printf "  tags: {number: \"%d\"}\n", s
	}
}' >"$WORK/scale.yaml"

add_host src 10.0.0.14
for ((n = 0; n < 1000; n++)); do
	echo "link add d$n type dummy"
	echo "address add 10.$((n / 250)).$((n % 250)).5/24 dev d$n"
done | ip -n src -b -

start=${EPOCHREALTIME/./}
ctl apply "$WORK/scale.yaml" 2>"$WORK/warnings"
took=$(((${EPOCHREALTIME/./} - start) / 1000))
echo "4,096 sessions in 1,000 networks: $took ms"
within 'milliseconds' "$took" "$most"

# The kernel's own stopwatch; what something else interrupts counts for nothing, so
# the best one does.
trace=$CAPTURES/trace
mkdir "$trace"
mount -t tracefs trace "$trace"
watch() {
	[[ -e $trace/set_ftrace_filter ]] || return 0
	echo "$1" >"$trace/set_ftrace_filter"
	echo function_graph >"$trace/current_tracer"
}
watched() {
	[[ -e $trace/set_ftrace_filter ]] || return 0
	sed -En 's/.*[^0-9.]([0-9]+)\.[0-9]* us .*/\1/p' "$trace/trace" | sort -n | head -n 1
	echo nop >"$trace/current_tracer"
}
# (What only a workqueue calls is never inlined, as nfm_netns_commit() is for 5.10.)
watch nfm_netns_refresh_work
for ((i = 1; i <= 5; i++)); do
	ip -n src address add "10.1.1.$((100 + i))/24" dev d1
	pause 0.3
done
took=$(watched)
echo "a new plan: $took us"
within 'microseconds' "$took" "$most_rebuild"

ctl diff "$WORK/scale.yaml" || die 'diff finds a difference'
ctl -j show >"$WORK/shown.json"
on_host /usr/bin/python3 "$helpers/commands/scale.py" scale.yaml shown.json

# Each thing is said once, however many sessions it concerns.
equal 'warnings said twice' "$(sort "$WORK/warnings" | uniq -d)" ''

# In as many networks, each ENI has its few.
bytes=$(ctl -j -s show | query_json .classifier_bytes)
echo "$bytes bytes"
between 'bytes' "$bytes" 1 "$most_bytes"

# All of one ENI, three times.
awk 'BEGIN {
	srand(1)
	print "networks:\n- {name: one, cidrs: [10.0.0.0/16], max_sessions: 4096}\nsessions:"
	for (s = 0; s < 4096; s++) {
		printf "- {name: s%04d, network: one, receivers: [10.0.0.20], scope: {type: eni, enis: [eth0]}, direction: in, ", s
		printf "filter: {match: [[{proto: tcp, src: %d.%d.%d.%d, ", rand() * 224, rand() * 256, rand() * 256, rand() * 256
		printf "dst: %d.%d.%d.%d, ", rand() * 224, rand() * 256, rand() * 256, rand() * 256
		printf "sport: \"%d\", dport: \"%d\"}]]}}\n", rand() * 65536, rand() * 65536
	}
}' >"$WORK/one.yaml"
watch nfm_classifier_build
for ((i = 1; i <= 3; i++)); do
	ctl flush
	ctl apply "$WORK/one.yaml" 2>>"$WORK/warnings"
done
took=$(watched)
umount "$trace"
bytes=$(ctl -j -s show | query_json .classifier_bytes)
echo "4,096 sessions of an ENI: $took us, $bytes bytes"
within 'microseconds' "$took" "$most_build"
between 'bytes' "$bytes" 1 "$most_bytes"
ctl flush
equal 'after the flush' "$(ctl -j save)" '{"networks":[],"enis":[],"sessions":[]}'
