#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Whatever is sent to the family, by whom ever: it goes on to answer, what was
# configured can be saved and applied, and others are not concerned. A part of the
# messages is sent by the admin of a user namespace. See tests/fuzz/netlink.c;
# NFM_FUZZ_CASES and NFM_FUZZ_SEED are for 'make fuzz'.
. "$(dirname "$0")/../lib.sh"

cases=${NFM_FUZZ_CASES-3000} seed=${NFM_FUZZ_SEED-1}
part_size=$((cases > 20000 ? 10000 : (cases + 1) / 2))
on_host make --no-print-directory -s -C "$(realpath "$here/../fuzz")" "OUT=$WORK" netlink

# devices NAMESPACE-OPTIONS: two ENIs.
devices() {
	"$@" ip -b - <<-END
		link set lo up
		link add eth0 type dummy
		link add eth1 type dummy
		link set eth0 up
		link set eth1 up
		address add 10.0.0.14/24 dev eth0
		address add 10.0.3.7/24 dev eth1
	END
}

# Root's own, one of a user's, and one that nobody sends anything to.
namespace fuzz
namespace calm
unshare -Un sleep 100000 &
user=$!
user_ready() { [[ $(readlink "/proc/$user/ns/user") != "$(readlink /proc/self/ns/user)" ]]; }
wait_for 10 user_ready
echo '0 100000 65536' >"/proc/$user/uid_map"
echo '0 100000 65536' >"/proc/$user/gid_map"
for ns in fuzz calm; do devices in_ns "$ns"; done
devices nsenter -t "$user" -n

mirrorctl -n calm -b - <<-END
	network add vpc cidr 10.0.0.0/16
	eni attach eth1 network vpc address 10.0.3.8 facing guest
	session add web network vpc scope network receiver 10.0.0.20 match proto tcp dport 80 tag a=b
END
calm=$(mirrorctl -n calm -j show)

# check NAMESPACE: what is as it was, or is once it was saved.
check() {
	mirrorctl -n "$1" -j -s show >"$WORK/show"
	on_host jq -e . "$WORK/show" >/dev/null
	mirrorctl -n "$1" save "$WORK/one.yaml"
	mirrorctl -n "$1" flush
	mirrorctl -n "$1" apply "$WORK/one.yaml" 2>"$WORK/warnings"
	mirrorctl -n "$1" save "$WORK/two.yaml"
	cmp "$WORK/one.yaml" "$WORK/two.yaml"
	mirrorctl -n "$1" flush
	equal 'a configuration that nobody touched' "$(mirrorctl -n calm -j show)" "$calm"
}

: >"$WORK/counts"
for ((part = 0, sent = 0; sent < cases; part++, sent += n)); do
	n=$((cases - sent < part_size ? cases - sent : part_size))
	if ((part % 4 == 1)); then
		who="/proc/$user/ns/net"
		inside=(nsenter -t "$user" -U -n)
	else
		who=fuzz
		inside=(in_ns fuzz)
	fi
	"${inside[@]}" "$WORK/netlink" "$seed" "$part" "$n" >"$WORK/part" ||
		die "seed $seed, part $part of $n messages: $(tail -n 1 "$WORK/part")"
	grep '^accepted' "$WORK/part" >>"$WORK/counts"
	check "$who"
done
kill "$user"

# What is for sessions gets that far, and in the long run each command, and each
# attribute of each, was in a request that was obeyed.
accepted() { awk '{ n[$2] += $3 } END { for (name in n) print n[name], name }' "$WORK/counts"; }
for name in network-add network-set eni-attach session-add session-set; do
	n=$(accepted | sed -n "s/ $name$//p")
	((n >= 20 || cases < 3000)) || die "$name was accepted $n times"
done
if ((cases >= 100000)); then
	equal 'never accepted' "$(accepted | sed -n 's/^0 //p')" ''
fi
echo "cases $cases"
