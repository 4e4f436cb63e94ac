# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The kernel's own netlink client can do with docs/netlink.yaml alone what mirrorctl does.
. "$(dirname "$0")/../lib.sh"

if user_mode_linux; then
	lacks 'numbers of 64 bits that need no padding, which ynl does not know'
	exit
fi

root=$(realpath "$here/../..")
spec=$root/docs/netlink.yaml
kernel=$(on_host "$root/tests/lab/ynl")

add_host src 10.0.0.14
mkfifo "$CAPTURES/words" "$CAPTURES/answers"
in_ns src /usr/bin/python3 "$helpers/commands/ynl.py" "$kernel/tools/net/ynl" "$spec" <"$CAPTURES/words" >"$CAPTURES/answers" &
exec 8>"$CAPTURES/words" 9<"$CAPTURES/answers"

# ynl WORD...: the answer (see ynl.py).
ynl() {
	local answer
	echo "$@" >&8
	read -rt 30 answer <&9 || die "no answer: $*"
	echo "$answer"
}

{
	ynl ask network-add '{"network": {"name": "vpc", "cidr": [{"addr": "0a000000", "len": 16}]}}'
	ynl ask eni-attach '{"eni": {"name": "tap1", "network": "vpc", "address": ["0a000307"], "facing": "guest"}}'
	ynl ask session-add '{"session": {"name": "one", "network": "vpc", "scope": "eni", "scope-eni": ["eth0", "tap1"],' \
		'"direction": "in", "balance": "random", "receiver": ["0a000014", "fd000010000000000000000000000020"],' \
		'"allow-outside": 1, "vni": 77, "port": 4790, "snaplen": 128, "snap-fix": 1, "mtu": "truncate", "enabled": 1, "next-hop": "0a000001",' \
		'"tag": [{"key": "team", "value": "netops"}],' \
		'"filter": {"match": [{"row": [{"proto": 6, "dport": 5242960, "src": {"addr": "0a000000", "len": 8}}]}],' \
		'"except": [{"row": [{"sport": 53}]}]}}}'
} >"$WORK/added"
seen=$(ctl -j show | query_json -c '.sessions[0] | [.scope.enis, .direction, .balance, .receivers, .vni, .port, .snaplen, .snap_fix, .mtu, .tags, .filter]')
equal 'what mirrorctl shows' "$seen" '[["eth0","tap1"],"in","random",["10.0.0.20","fd00:10::20"],77,4790,128,true,"truncate",{"team":"netops"},{"match":[[{"proto":"tcp","src":"10.0.0.0/8","dport":"80"}]],"except":[[{"sport":"0-53"}]],"next_hop":"10.0.0.1"}]'

ynl events >"$WORK/events"
events=$(query_json -c '[.[] | [.name, .msg.change, .msg.cause.kind, (.msg.network // .msg.session // .msg.eni)[0].name]
	| select(.[2] == "command" and .[3] != "eth0")]' "$WORK/events")
equal 'events' "$events" '[["network-ntf","added","command","vpc"],["eni-ntf","added","command","tap1"],["session-ntf","added","command","one"]]'

ynl dump session-get '{}' >"$WORK/dump"
dumped=$(query_json -c '.[0].session[0] | [.name, .scope, .direction, .balance, .receiver, ."next-hop", .vni, .snaplen, ."snap-fix", .mtu, .tap, .filter.match[0].row[0].src, .stats."sent-packets"]' "$WORK/dump")
equal 'what is read back' "$dumped" '["one","eni","in","random",["10.0.0.20","fd00:10::20"],"10.0.0.1",77,128,1,"truncate",[{"eni":"eth0","state":"active"},{"eni":"tap1","state":"absent"}],{"addr":"10.0.0.0","len":8},0]'

{
	ynl ask session-del '{"session": {"name": "one"}}'
	ynl ask eni-detach '{"eni": {"name": "tap1"}}'
	ynl ask network-del '{"network": {"name": "vpc"}}'
} >"$WORK/deleted"
equal 'at last' "$(ctl -j show | query_json -c '[.networks, .sessions]')" '[[],[]]'
exec 8>&-
wait
