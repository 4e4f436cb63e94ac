#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each command of the family, with each of the allocations that the kernel makes for
# it failing once: it is done as without, or refused for want of memory, with the
# configuration as it was before. Needs a kernel of tests/debug.
. "$(dirname "$0")/../lib.sh"

on_host gcc -shared -fPIC -o nth.so "$helpers/commands/nth.c"
add_host src 10.0.0.14
ip -n src link add e1 type dummy
ip -n src address add 10.0.5.1/32 dev e1
faults 0

# Where writing costs nothing.
cd "$CAPTURES"
coproc CLIENT { LD_PRELOAD=$WORK/nth.so exec mirrorctl -n src; }
# faulty N ARGUMENT...: mirrorctl, whose Nth allocation fails (with 0, none); $LEFT is 0 if it
# had so many.
faulty() {
	local status
	echo "$*" >&"${CLIENT[1]}"
	read -r status LEFT <&"${CLIENT[0]}" || die "no answer to $*"
	return "$status"
}

# each_fault ARGUMENT...: of mirrorctl, from the configuration base.yaml.
each_fault() {
	local n said done_is refused=0 ignored=0
	faulty 0 "$@" || die "$* fails without faults: $(<err)"
	faulty 0 save after
	done_is=$(<after)
	faulty 0 apply base.yaml
	for ((n = 1; ; n++)); do
		if faulty $n "$@"; then
			((!LEFT)) || break
			((++ignored))
			faulty 0 save after
			equal "$*, without allocation $n, done" "$(<after)" "$done_is"
			faulty 0 apply base.yaml
		else
			((++refused))
			said=$(<err)
			# Netlink itself (sendmsg, netlink_ack()) has the last of these names for it.
			[[ $said =~ 'is out of memory'|'Cannot allocate memory'|'No buffer space available' ]] ||
				die "$*, without allocation $n: $said"
			faulty 0 save after
			# What is done, but has no memory to say so, ends like this, too.
			if [[ $said == *'No buffer space available'* && $(<after) == "$done_is" ]]; then
				faulty 0 apply base.yaml
				continue
			fi
			equal "$*, without allocation $n: $said" "$(<after)" "$(<before)"
		fi
	done
	echo "$*: $refused of $((n - 1)) faults refused, $ignored ignored"
	((refused)) || die "$*: no fault was refused"
	faulty 0 apply base.yaml
}

cat >base.yaml <<-EOF
	networks:
	- {name: vpc, cidrs: 10.0.0.0/16}
	- {name: spare, cidrs: 10.1.0.0/16}
	enis:
	- {name: eth9, network: vpc, guest_addresses: [10.0.9.2, 10.0.9.1], facing: guest}
	sessions:
	- {name: stays, network: vpc, scope: network, receivers: [10.0.0.20, 10.0.0.21], vni: 20, tags: {a: b}}
	- name: changes
	  network: vpc
	  scope: {type: eni, enis: [eth0]}
	  receivers: [10.0.0.21]
	  vni: 21
	  filter: {match: [[{proto: tcp, dport: 80}], [{proto: udp}]], except: [[{dst: 10.0.0.99}]]}
EOF
sed 's/vni: 20/vni: 23/; s/name: changes/name: other/; s/eth9/e1/' base.yaml >other.yaml
rows=$(printf ' or match proto tcp dport %s' {1000..1062})

faulty 0 apply base.yaml
faulty 0 save before
each_fault network add new cidr 10.2.0.0/16,2001:db8::/64
each_fault network set spare cidr 10.3.0.0/16 max-sessions 7
each_fault network del spare
each_fault eni attach eth0 network spare address 10.1.0.1,10.1.0.2 facing guest
each_fault eni detach eth9
each_fault session add new network vpc scope network receiver 10.0.0.20 match proto udp
# shellcheck disable=SC2086
each_fault session add new network vpc scope subnet 10.0.5.0/24 direction out balance random next-hop 10.0.0.1 \
	receiver 10.0.0.22,10.0.0.23,10.0.0.24 tag a=b tag c=d match proto tcp dport 1 $rows
each_fault session set changes match any receiver 10.0.0.20,10.0.0.21 tag x=y
each_fault session set stays scope subnet 10.0.5.0/24
each_fault session stop stays
each_fault session start stays
each_fault session del stays changes
each_fault apply other.yaml
each_fault flush
each_fault -s session show
each_fault network show
each_fault eni show
each_fault -j -s show
faults_end
