#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is refused is refused with one line that names the offending word, with
# the right exit status, and nothing changes.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host web 10.0.0.80
add_ipv6 src 10.0.0.14
ip -n src address add fd00:14::1/64 dev eth0 nodad
# Of these, both addresses are hosts'.
ip -n src link add p2p type dummy
ip -n src link set p2p up
ip -n src address add 10.0.31.0/31 dev p2p

# refuse STATUS PATTERN ARGUMENT...: PATTERN, a regular one, is for standard error.
refuse() {
	local expected=$1 pattern=$2 status=0 text
	shift 2
	ctl "$@" >"$WORK/stdout" 2>"$WORK/stderr" || status=$?
	text=$(<"$WORK/stderr")
	# shellcheck disable=SC2053
	[[ $status == $expected ]] || die "mirrorctl $*: exit status $status, expected $expected: $text"
	[[ $text && $text != *$'\n'* ]] || die "mirrorctl $* does not say one line: $text"
	[[ $text =~ $pattern ]] || die "mirrorctl $* says: $text, expected: $pattern"
	[[ ! -s $WORK/stdout ]] || die "mirrorctl $* wrote to standard output"
}
unchanged() { equal "after what was refused: $1" "$(ctl -j show)" "$before"; }
repeat() {
	local spaces
	printf -v spaces '%*s' "$2" ''
	echo "${spaces// /$1}"
}

ctl network add vpc1 cidr 10.0.0.0/16
ctl network add vpc2 cidr 10.2.0.0/16
ctl session add one network vpc1 scope eni eth0 receiver 10.0.0.80 vni 77 2>/dev/null
before=$(ctl -j show)
add=(session add two network vpc1 scope eni eth0 receiver 10.0.0.80)

# names
refuse 2 '60 characters' session add "$(repeat x 61)" network vpc1 scope network receiver 10.0.0.80
refuse 2 '60 characters' session add "$(repeat 镜 61)" network vpc1 scope network receiver 10.0.0.80
refuse 2 '60 characters' network add "$(repeat x 61)" cidr 10.9.0.0/16
refuse '[12]' 'name' session add '' network vpc1 scope network receiver 10.0.0.80
refuse 2 'one.*exists' session add one network vpc1 scope eni eth0 receiver 10.0.0.80
refuse 2 'vpc1.*exists' network add vpc1 cidr 10.9.0.0/16
refuse 1 'name is needed' session add
unchanged 'names'

# receivers
refuse 1 'receiver.*empty.*at least one' session add two network vpc1 scope eni eth0 receiver ''
refuse 1 'receiver.*empty.*at least one' session add two network vpc1 scope eni eth0 receiver ' , '
refuse 1 'at least one receiver' session add two network vpc1 scope eni eth0
refuse 1 'receiver.*empty' session set one receiver ''
refuse 2 '192\.0\.2\.1.*outside' session add two network vpc1 scope eni eth0 receiver 192.0.2.1
refuse 2 '192\.0\.2\.1.*outside' session set one receiver 10.0.0.80,192.0.2.1
refuse 2 '224\.0\.0\.1.*unicast' session add two network vpc1 scope eni eth0 receiver 224.0.0.1 allow-outside
refuse 2 '255\.255\.255\.255.*unicast' session add two network vpc1 scope eni eth0 receiver 255.255.255.255 allow-outside
refuse 2 '127\.0\.0\.1.*unicast' session add two network vpc1 scope eni eth0 receiver 127.0.0.1 allow-outside
for receiver in 224.0.0.1 255.255.255.255 127.0.0.1 127.9.9.9 0.0.0.0 0.1.2.3 240.0.0.1 255.1.2.3 ::1 :: ff02::1 ff0e::1 10.0.0.255 10.0.0.0 fd00:14::; do
	refuse 2 "${receiver//./\\.}.*unicast" session add two network vpc1 scope eni eth0 receiver "10.0.0.80,$receiver" allow-outside
done
refuse 2 '10\.0\.0\.255.*broadcast or network address of a subnet' session set one receiver 10.0.0.255
refuse 2 '10\.0\.0\.0.*broadcast or network address of a subnet' session set one receiver 10.0.0.0
refuse 2 'next-hop 10\.0\.0\.255.*broadcast or network address of a subnet' session set one next-hop 10.0.0.255
refuse 2 '10\.0\.0\.80.*twice' session add two network vpc1 scope eni eth0 receiver 10.0.0.80,10.0.0.80
refuse 1 '10\.0\.0\.300' session add two network vpc1 scope eni eth0 receiver 10.0.0.300
refuse 2 '64 receivers' session add two network vpc1 scope eni eth0 receiver "$(printf '10.0.0.%d,' {21..85})"
unchanged 'receivers'

# Whoever looks at a device's addresses has bottom halves off: it looks at 1,024.
ip -n src link add many up type dummy
in_ns src tee /proc/sys/net/ipv6/conf/many/disable_ipv6 <<<0 >/dev/null
ip -n src address add fd00:15::1/64 dev many nodad
refuse 2 'fd00:15::.*unicast' session add two network vpc1 scope eni eth0 receiver fd00:15:: allow-outside
printf 'address add fd00:16::%x/128 dev many nodad\n' {1..1024} | ip -n src -b -
ctl session add two network vpc1 scope eni eth0 receiver fd00:15:: allow-outside 2>/dev/null || die 'more than 1,024 addresses are looked at'
ip -n src link del many
ctl session del two
unchanged 'after many addresses'

# objects
refuse 2 'vpc9.*no network' session add two network vpc9 scope network receiver 10.0.0.80
refuse 2 'vpc1.*(session|use)' network del vpc1
refuse 2 'vpc9.*no network' network del vpc9
refuse 2 'nine.*no session' session del nine
refuse 2 'nine.*no session' session del one nine
refuse 2 'nine.*no session' session set nine direction in
refuse 2 'nine.*no session' session start nine
refuse 2 'vpc9.*no network' eni attach eth0 network vpc9
refuse 1 'only session add' session set one network vpc2
unchanged 'objects'

# values
refuse 1 '10\.9\.0\.0/33.*32' network add vpc9 cidr 10.9.0.0/33
refuse 1 '10\.9\.0/8' network add vpc9 cidr 10.9.0/8
refuse 1 '10\.9\.0\.1/16.*10\.9\.0\.0/16' network add vpc9 cidr 10.9.0.1/16
refuse 1 'cidr' network add vpc9
for cidr in 224.0.0.0/4 239.1.0.0/16 127.0.0.0/8 127.0.0.1 0.0.0.0/32 255.255.255.255 ff00::/8 ff02::1 fe80::/10 fe80::/64 ::/127 ::1; do
	refuse 2 "${cidr//./\\.}.*no device and no receiver" network add vpc9 cidr "10.9.0.0/16,$cidr"
	refuse 2 "${cidr//./\\.}.*no device and no receiver" session add two network vpc1 scope subnet "$cidr" receiver 10.0.0.80
done
for cidr in 0.0.0.0/0 0.0.0.0/1 128.0.0.0/1 224.0.0.0/3 240.0.0.0/4 0.0.0.0/8 ::/0 fe00::/7 fc00::/6; do
	ctl network add "any $cidr" cidr "$cidr"
	ctl network del "any $cidr"
done
refuse 2 '10\.9\.0\.0/16.*twice' network add vpc9 cidr 10.9.0.0/16,10.8.0.0/16,10.9.0.0/16
refuse 2 '10\.0\.1\.0/24.*twice' session set one scope subnet 10.0.1.0/24,10.0.1.0/24
refuse 2 'eth0.*twice' session set one scope eni eth0,eth9,eth0
refuse 2 '10\.0\.0\.14.*twice' eni attach eth0 network vpc1 address 10.0.0.14,10.0.0.14
refuse 1 '70000' "${add[@]}" match dport 70000
refuse 1 '90-80' "${add[@]}" match dport 90-80
refuse 1 'proto 256' "${add[@]}" match proto 256
refuse 1 'proto nonesuch' "${add[@]}" match proto nonesuch
refuse 1 '10\.0\.0\.1/24' "${add[@]}" match src 10.0.0.1/24
refuse 1 'vni 16777216' "${add[@]}" vni 16777216
refuse 1 'port 0' "${add[@]}" port 0
refuse 1 'port 65536' "${add[@]}" port 65536
refuse 1 'direction up' "${add[@]}" direction up
refuse 1 'balance fair' "${add[@]}" balance fair
refuse 1 'scope world' session add two network vpc1 scope world receiver 10.0.0.80
refuse 1 'tag nokey' "${add[@]}" tag nokey
refuse 2 'tag|bytes' "${add[@]}" tag "$(repeat k 64)=v"
refuse 2 'untag|no such tag' session set one untag none
unchanged 'values'

# rows that can never hold together, by name
refuse '[12]' 'dport 80 and match dport 90.*never' "${add[@]}" match dport 80 match dport 90
refuse '[12]' 'proto tcp.* and .*proto udp.*never' "${add[@]}" match proto tcp match dst 10.0.0.0/8 match proto udp
refuse '[12]' 'src 10\.0\.0\.0/24 and match src 10\.0\.1\.0/24.*never' session set one match src 10.0.0.0/24 match src 10.0.1.0/24
# and those that cannot, alone
refuse 2 'proto icmp dport 80 can never hold' "${add[@]}" match proto icmp dport 80
refuse 2 'sport 0-65535 can never hold' session set one match proto esp sport 0-65535
refuse 2 'src 10\.0\.0\.0/8 dst fd00::/8 can never hold' "${add[@]}" match src 10.0.0.0/8 dst fd00::/8
refuse 2 'proto 58 dport 80 can never hold' "${add[@]}" match any except match proto 58 dport 80
refuse 2 'proto gre and match dport 80.*never' "${add[@]}" match proto tcp or match proto gre match dport 80
refuse 2 'dport 80 and match proto 47.*never' "${add[@]}" except match dport 80 match proto 47
row() { echo "{networks: [{name: vpc1, cidrs: 10.0.0.0/16}], sessions: [{name: f, network: vpc1, scope: network, receivers: 10.0.0.80, filter: {match: [[$1]]}}]}"; }
row '{proto: vrrp, sport: 80}' >"$WORK/row.yaml"
refuse 2 'row\.yaml:1:[0-9]+: session f: match proto vrrp sport 80 can never hold' apply "$WORK/row.yaml"
row '{src: 10.0.0.1}, {dst: "fd00::1"}' >"$WORK/row.yaml"
refuse 2 'src 10\.0\.0\.1/32 and match dst fd00::1/128.*never' apply --check "$WORK/row.yaml"
unchanged 'rows'

# words
refuse 1 'sesion' sesion add two
refuse 1 'frobnicate' session frobnicate two
refuse 1 'colour' "${add[@]}" colour red
refuse 1 'direction.*twice' "${add[@]}" direction in direction out
refuse 1 'direction.*value' "${add[@]}" direction
refuse 1 'nothing' session set one
refuse 1 'command is needed' session
unchanged 'words'

# the 6th session, unless the network may have more; a batch stops there
printf 'session add %s network vpc1 scope eni eth0 receiver 10.0.0.80\n' s2 s3 s4 s5 |
	ctl -b - 2>/dev/null
before=$(ctl -j show)
refuse 2 'vpc1.*as many sessions as its max-sessions' "${add[@]}"
refuse 2 'max-sessions' network set vpc1 max-sessions 4
unchanged 'the 6th session'
ctl network set vpc1 max-sessions 6
ctl "${add[@]}" 2>/dev/null
before=$(ctl -j show)
refuse 2 'as many sessions' session add three network vpc1 scope eni eth0 receiver 10.0.0.80
unchanged 'the 7th session'
cat >"$WORK/batch" <<-EOF
	# a comment
	session add a network vpc2 scope network receiver 10.2.0.1

	session add b network vpc2 scope network receiver 10.3.0.1
	session add c network vpc2 scope network receiver 10.2.0.1
EOF
status=0
ctl -b "$WORK/batch" 2>"$WORK/stderr" || status=$?
equal 'status of a batch' "$status" 2
grep -q 'batch:4:.*10\.3\.0\.1' "$WORK/stderr" || die "a batch says: $(<"$WORK/stderr")"
ctl session show a >/dev/null || die 'what a batch did before it failed is undone'
! ctl session show c 2>/dev/null || die 'a batch went on'

# what is not refused
ctl session del one s2 s3 s4 s5
ctl session add "$(repeat 镜 60)" network vpc1 scope network receiver 10.0.0.80 2>/dev/null
equal 'a name of 60 characters' "$(ctl -j session show "$(repeat 镜 60)" | query_json -r '.sessions[0].name')" "$(repeat 镜 60)"
ctl session add lists network vpc1 scope eni eth0 receiver $'10.0.0.80\n10.0.0.81\n,10.0.0.82,\n' 2>/dev/null
equal 'a list with newlines and commas' "$(field lists 'receivers | join(" ")')" '10.0.0.80 10.0.0.81 10.0.0.82'
ctl session add two-hosts network vpc1 scope eni eth0 receiver 10.0.31.1 2>/dev/null
ctl session del two-hosts
ctl session add outside network vpc1 scope eni eth0 receiver 192.0.2.1 allow-outside 2>/dev/null
ctl session add later network vpc1 scope eni eth9 receiver 10.0.0.80 2>"$WORK/stderr"
grep -q 'warning: eth9: device does not exist yet' "$WORK/stderr" || die 'no warning of an unknown device'
equal 'an unknown device' "$(field later 'enis[0] | "\(.name) \(.state)"')" 'eth9 absent'

# a network keeps its sessions' receivers, reserved ones even with allow-outside
ctl network add vpc3 cidr 240.0.0.0/4,10.3.0.0/16
ctl session add reserved network vpc3 scope network receiver 240.0.0.5,192.0.2.1 allow-outside 2>/dev/null
before=$(ctl -j show)
refuse 2 'receiver.*outside' network set vpc3 cidr 10.3.0.0/16
unchanged 'networks of reserved receivers'
ctl session stop reserved
ctl session del reserved
ctl network del vpc3

# elsewhere
equal 'another namespace' "$(mirrorctl -n web -j show | query_json -c '[.networks, .sessions]')" '[[],[]]'
before=$(ctl -j show)
for command in 'network add vpc9 cidr 10.9.0.0/16' show; do
	status=0
	# shellcheck disable=SC2086
	in_ns src setpriv --bounding-set -net_admin --inh-caps -net_admin mirrorctl $command >"$WORK/stdout" 2>"$WORK/stderr" || status=$?
	equal "$command without CAP_NET_ADMIN" "$status" 2
	grep -qiE 'permi|CAP_NET_ADMIN|root' "$WORK/stderr" || die "without CAP_NET_ADMIN: $(<"$WORK/stderr")"
	[[ ! -s $WORK/stdout ]] || die 'something is shown without CAP_NET_ADMIN'
done
equal 'after commands without CAP_NET_ADMIN' "$(ctl -j show)" "$before"
status=0
mirrorctl -n nowhere show 2>"$WORK/stderr" || status=$?
equal 'status in no namespace' "$status" 2
grep -q nowhere "$WORK/stderr"

# Whoever asks what the family takes is told, and the kernel has no complaint.
policy=$(setpriv --reuid 65534 --clear-groups genl ctrl policy name nf_mirror)
[[ $policy == *'attr[19]'* ]] || die "the policy: $policy"

rmmod nf_mirror
status=0
ctl show 2>"$WORK/stderr" || status=$?
equal 'status without the module' "$status" 2
grep -q 'module is not loaded' "$WORK/stderr" || die "without the module: $(<"$WORK/stderr")"
