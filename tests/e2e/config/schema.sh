# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What mirrorctl -j prints is as docs/schema.json says, and is a configuration as
# docs/config.schema.json says.
. "$(dirname "$0")/../lib.sh"

docs=$(realpath "$here/../../docs")
valid() { on_host /usr/bin/python3 "$helpers/commands/validate.py" "$docs/$1" "${@:2}"; }

add_host src 10.0.0.14
add_host rcv 10.0.0.20
ip -n src -b - <<-EOF
	link add bare type ipip local 10.0.0.14 remote 10.0.0.80
	link set bare up
	link add tap0 type dummy
	link add own type dummy
	address add 10.0.0.23/32 dev own
	link set own up
EOF
ctl -j show >"$WORK/none.json"
ctl -b - 2>/dev/null <<-EOF
	network add vpc cidr 10.0.0.0/16,fd00:10::/32 max-sessions 9
	network add "grüß dich" cidr 10.9.0.0/16
	eni attach tap0 network vpc address 10.0.3.7,fd00:10::7 facing guest
	eni attach tap1 network "grüß dich"
	session add all network vpc scope network receiver 10.0.0.20,10.0.0.22,10.0.0.23,fd00:10::20,192.0.2.1 allow-outside balance random tag team=netops tag empty=
	session add subnet network vpc scope subnet 10.0.0.0/24,fd00:10::7 receiver 10.0.0.20 direction in balance eni match proto tcp dport 80 match src 10.0.0.0/8 or match proto 99 or match proto udp sport 0-65535 except match dst fd00::/8 next-hop 10.0.0.1 vni 0 port 1
	session add enis network vpc scope eni eth0,bare,own,gone receiver 10.0.0.20 direction out snaplen 64 snap-fix mtu drop
	session add lost network vpc scope network receiver 10.0.0.22
	session add stopped network "grüß dich" scope network receiver 10.9.0.20 stopped
EOF
# So long that nobody has answered for some receivers.
in_ns src ping -q -c 40 -i 0.12 10.0.0.80 >/dev/null 2>&1 || true
ctl -j -s show >"$WORK/all.json"
for what in network eni session; do ctl -j "$what" show >"$WORK/$what.json"; done

valid schema.json none.json all.json network.json eni.json session.json
valid config.schema.json none.json all.json network.json eni.json session.json

# A secret is in what is saved, and only there.
ctl network set vpc seed 0123456789abcdef
ctl -j network show >"$WORK/secret.json"
ctl -j save >"$WORK/saved.json"
valid schema.json secret.json '! saved.json'
valid config.schema.json saved.json '! secret.json'
equal 'the secret' "$(grep -c 0123456789abcdef "$WORK/secret.json" "$WORK/saved.json" | tr '\n' ' ')" \
	"$WORK/secret.json:0 $WORK/saved.json:1 "

# It is as rich as it is meant to be.
there=$(query_json -c '[([.sessions[].enis | select(.)[].state] | unique),
	([.sessions[].stats.receivers[].state] | unique),
	([.sessions[].stats.receivers[].drops | keys[]] | unique), ([.sessions[].stats.modified | keys[]] | unique),
	any(.enis[]; .mac == null and .ifindex), any(.enis[]; .owns_receiver)]' "$WORK/all.json")
equal 'what is there' "$there" '[["absent","active","outside","receiver"],["failed","no-route","resolved"],["no-route","unresolved"],["snaplen"],true,true]'

# It finds faults: a key too many, one too few, a word and a number amiss.
on_host jq '.sessions[0].colour = "red"' all.json >"$WORK/many.json"
on_host jq 'del(.enis[0].mac)' all.json >"$WORK/few.json"
on_host jq '.sessions[0].direction = "up"' all.json >"$WORK/word.json"
on_host jq '.sessions[0].vni = 16777216' all.json >"$WORK/number.json"
on_host jq '.sessions[0].snaplen = 63' all.json >"$WORK/short.json"
valid schema.json '! many.json' '! few.json' '! word.json' '! number.json' '! short.json'
valid config.schema.json '! many.json' '! word.json' '! number.json' '! short.json'
