#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The sessions of a network namespace take no more memory than they may, whoever made
# them. What would take more is refused, and changes nothing; what takes less is not.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
ctl network add vpc cidr 10.0.0.0/16 max-sessions 16384
memory=/sys/module/nf_mirror/parameters/memory
equal 'MiB that they may take' "$(<"$memory")" 1024
echo 1 >"$memory"

# Each takes some KB of it: of a list of addresses, and of labels.
session() {
	printf 'session add %s network vpc scope eni eth0 vni %d receiver 10.0.0.80' "$1" "$2"
	printf ' match src 10.%d.0.0/16 dport %d' $(($2 % 250)) $(($2 + 1000))
	printf ' tag k%d=v' {1..32}
	echo
}
status=0
for i in {1..400}; do session "s$i" "$i"; done | ctl -b - 2>"$WORK/stderr" || status=$?
equal 'the status of what is refused' "$status" 2
equal 'lines' "$(grep -vc warning "$WORK/stderr")" 1
refused=$(sed -n 's/^mirrorctl: -:\([0-9]*\): .*the network namespace would exceed its memory limit (module parameter memory).*/\1/p' "$WORK/stderr")
[[ $refused ]] || die "refused with: $(<"$WORK/stderr")"
# 6 KB of labels each, and what receivers have for each processor.
between 'sessions that have room in 1 MiB' $((refused - 1)) 60 165
equal 'sessions that are there' "$(ctl -j show | query_json '.sessions | length')" $((refused - 1))
grep -q "s$refused\b" "$WORK/stderr" || die "it does not say which: $(<"$WORK/stderr")"

before=$(ctl -j show)
many=$(printf '10.0.1.%d,' {1..64})
! ctl session set s1 receiver "$many" 2>"$WORK/stderr" || die 'a session grows beyond what there is'
grep -q 's1.*memory limit' "$WORK/stderr" || die "refused with: $(<"$WORK/stderr")"
equal 'after what was refused' "$(ctl -j show)" "$before"
# The same for all of it at once.
! { ctl save && for i in {401..410}; do session "s$i" "$i"; done >/dev/null && cat <<-END
	- {name: more, network: vpc, scope: network, receivers: [$many]}
END
} | ctl apply - 2>"$WORK/stderr" || die 'apply takes more than there is'
grep -q 'memory limit' "$WORK/stderr" || die "refused with: $(<"$WORK/stderr")"
equal 'after what apply refused' "$(ctl -j show)" "$before"

# What does not grow, and what shrinks, is in order, even over the limit.
echo 0 >"$memory"
session s4 4 | ctl -f -b - 2>/dev/null || die 'a session that is there already is refused with -f'
! session s4 4 | ctl -b - 2>"$WORK/stderr" || die 'a session is added twice'
grep -q 's4.*exists' "$WORK/stderr" || die "added twice, it says: $(<"$WORK/stderr")"
ctl session set s1 balance eni 2>/dev/null
ctl session set s2 untag k1
ctl session del s3
! session new 500 | ctl -b - 2>/dev/null || die 'a new session is accepted over the limit'
# Another namespace has its own.
echo 1 >"$memory"
namespace other
ip -n other link add eth0 type dummy
{ echo 'network add vpc cidr 10.0.0.0/16' && session one 1; } | CTL_NS=other ctl -b - 2>/dev/null

# And packet classifiers may take as much.
ctl flush
ctl network add vpc cidr 10.0.0.0/16 max-sessions 16384
for i in {1..200}; do
	printf 'session add w%d network vpc scope eni eth0 vni %d receiver 10.0.0.80 match src 10.0.0.0/%d' "$i" "$i" $((i % 16 + 16))
	for j in {1..15}; do
		printf ' or match src 10.%d.0.0/16 sport %d-%d dport %d-%d' "$j" $((i * 16 + j)) $((40000 + i * 16 + j)) $((i * 16 + j)) $((50000 + i * 16 + j))
	done
	echo
done >"$WORK/wide"
echo 2 >"$memory"
status=0
ctl -b "$WORK/wide" 2>"$WORK/stderr" || status=$?
equal 'the status of too many rules' "$status" 2
grep -q 'packet classifiers would exceed the memory limit' "$WORK/stderr" || die "refused with: $(grep -v warning "$WORK/stderr")"
between 'bytes that it takes' "$(ctl -j -s show | query_json .classifier_bytes)" 100000 2097152
