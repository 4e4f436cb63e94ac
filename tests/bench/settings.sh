# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the benchmark's rows (rows.sh) measure: settings of the router of lib.sh,
# each a function that makes it and one, with _end, that unmakes it.

# What others offer, on the ENI's way out.

none() { :; }
none_end() { :; }

# tc clone|vxlan matchall|flower
tc_mirror() {
	local dev=sink protocol=all filter=$2
	if [[ $1 == vxlan ]]; then
		dev=vx0
		ip -n router -b - <<-END
			link add vx0 type vxlan id 100 local 10.3.0.1 remote 10.3.0.20 dstport 4789 dev sink nolearning
			link set vx0 up
		END
	fi
	if [[ $2 == flower ]]; then
		protocol=$FAMILY
		filter="flower ip_proto $PROTO src_ip $SRC dst_ip $DST src_port $SPORT dst_port $DPORT"
	fi
	tc -n router -b - <<-END
		qdisc add dev eth0 clsact
		filter add dev eth0 egress protocol $protocol $filter action mirred egress mirror dev $dev
	END
}
tc_mirror_end() {
	tc -n router qdisc del dev eth0 clsact
	[[ $1 != vxlan ]] || ip -n router link del vx0
}

nft_dup() {
	ip netns exec router nft -f - <<-END
		table ip bench {
			chain c {
				type filter hook postrouting priority 0
				oifname eth0 $PROTO dport $DPORT dup to 10.3.0.20 device sink
			}
		}
	END
}
nft_dup_end() { ip netns exec router nft delete table ip bench; }

tee_rule() {
	ip netns exec router iptables-legacy -t mangle "$1" POSTROUTING -o eth0 \
		-p "$PROTO" --dport "$DPORT" -j TEE --gateway 10.3.0.20
}
xt_tee() { tee_rule -A; }
xt_tee_end() {
	tee_rule -D
	modprobe -r iptable_mangle	# an empty table still costs 800 instructions
}

# nf_mirror. What ends a row is the next one's flush.

CIDRS=10.0.0.0/16,10.1.0.0/16,10.3.0.0/16,2001:db8::/32
# ctl ARGUMENT...: what it warns of does not matter here.
ctl() {
	mirrorctl -n router "$@" 2>/tmp/refusal || { cat /tmp/refusal >&2 && return 1; }
}

# mirror WORD...: one session, added with these words; "match packets" stands for
# a five-tuple filter that all packets pass.
mirror() {
	local words=$*
	words=${words/match packets/match $(tuple)}
	ctl -b - <<-END
		flush
		network add vpc cidr $CIDRS
		session add s network vpc $words
	END
}
mirror_end() { :; }

# loaded: the module is there, and nothing else.
loaded() { ctl flush; }
loaded_end() { :; }

# tuple: the row of a filter that all packets pass, by all five fields
tuple() { echo "proto $PROTO src $SRC dst $DST sport $SPORT dport $DPORT"; }

# sessions NUMBER MATCHING [alike]: sessions with five-tuple filters
sessions() {
	awk -v number="$1" -v matching="$2" -v alike="${3-}" -v proto="$PROTO" -v src="$SRC" -v dst="$DST" -v sport="$SPORT" -v dport="$DPORT" \
		-f "$here/sessions.awk" >/tmp/sessions.yaml
	ctl apply /tmp/sessions.yaml
}
sessions_end() { :; }
