#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A transaction is in force whole after its commit, and not at all before, nor
# if something in it is refused, the client goes, or others were faster. What
# was there before and after it goes on counting.
. "$(dirname "$0")/../lib.sh"

three_hosts

# client: the protocol's words, from a file that stays open (see transaction.py).
mkfifo "$CAPTURES/words" "$CAPTURES/answers"
nsenter --net=/run/netns/src /usr/bin/python3 "$helpers/commands/transaction.py" <"$CAPTURES/words" >"$CAPTURES/answers" &
client=$!
exec 8>"$CAPTURES/words" 9<"$CAPTURES/answers"

# does ANSWER WORD...
does() {
	local answer
	echo "${*:2}" >&8
	read -rt 20 answer <&9 || die "no answer: ${*:2}"
	equal "${*:2}" "$answer" "$1"
}
sessions() { ctl -j show | query_json -r '[.sessions[].name] | join(" ")'; }
ping_web() { in_ns src ping -q -c 3 -i 0.02 10.0.0.80 >/dev/null; }

printf 'open a\nopen b\n' >&8
does OK begin a
does 'EBUSY the socket has a transaction already' begin a
does OK network a vpc 10.0.0.0/16
does OK session a one vpc 10.0.0.20
equal 'before the commit' "$(sessions)" ''
does OK commit a
equal 'after the commit' "$(sessions)" one
does 'ENOENT the socket has no transaction' commit a

ping_web
equal 'counters' "$(counts one)" '6 6 0'
vni=$(field one vni)

# Counters, and the VNI, outlive a replacement of everything, and a deletion.
does OK replace a
does OK network a vpc 10.0.0.0/16
does OK session a one vpc 10.0.0.20
does OK session a two vpc 10.0.0.20
does OK delete a one
does OK session a one vpc 10.0.0.20
does OK commit a
equal 'after the replacement' "$(sessions)" 'one two'
equal 'counters go on' "$(counts one) $(counts two) $(field one vni)" "6 6 0 0 0 0 $vni"
equal 'of the receiver, too' "$(field one stats.receivers[0].sent_packets)" 6

# What is not named in a replacement is gone.
does OK replace a
does OK network a vpc 10.0.0.0/16
does OK session a two vpc 10.0.0.20
does OK commit a
equal 'after less was named' "$(sessions)" two

# One wins, the other is told.
does OK begin a
does OK begin b
does OK session b fast vpc 10.0.0.20
does OK session a slow vpc 10.0.0.20
does OK commit b
does 'ESTALE another client changed the configuration during the transaction' commit a
equal 'after two commits' "$(sessions)" 'fast two'
does OK begin a
ctl session stop fast
does 'ESTALE another client changed the configuration during the transaction' commit a

# A refusal ends it; so does the client's end.
does OK begin a
does OK session a three vpc 10.0.0.20
does 'EEXIST a session of this name exists' session a two vpc 10.0.0.20
does 'ENOENT the socket has no transaction' commit a
does OK begin a
does OK session a three vpc 10.0.0.20
does OK abort a
does OK begin b
does OK session b four vpc 10.0.0.20
echo 'close b' >&8
does 'ENOENT the socket has no transaction' abort a
equal 'after all that' "$(sessions)" 'fast two'

# Who closes a socket waits for no commit of others, even of what takes long.
ctl save >"$CAPTURES/before.yaml"
on_host /usr/bin/python3 "$helpers/commands/tenant.py" wide 32 >"$CAPTURES/wide.yaml"
echo "closing $CAPTURES/over" >&8
start=${EPOCHREALTIME/./}
ctl apply "$CAPTURES/wide.yaml" 2>/dev/null
took=$(((${EPOCHREALTIME/./} - start) / 1000))
touch "$CAPTURES/over"
read -rt 20 closing <&9
echo "closing a socket: $closing ms, while $took ms of configuration were applied"
((closing * 4 <= took)) || die 'who closes a socket waits for a commit'
ctl apply "$CAPTURES/before.yaml" 2>/dev/null

# Not more than 16 at a time, which end with their clients.
for i in {1..17}; do echo "open c$i" >&8; done
for i in {1..16}; do does OK begin "c$i"; done
does 'EBUSY the network namespace has 16 transactions already' begin c17

# A thousand addresses in a burst are no thousand configurations: there is at
# most one each 20 ms.
generation() {
	printf 'open %s\ngeneration %s\n' "$1" "$1" >&8
	read -rt 20 generation <&9
}
for i in {1..250}; do printf "address add 10.9.%d.$i/32 dev eth0\n" 1 2 3 4; done >"$CAPTURES/burst"
generation first
before=$generation start=${EPOCHREALTIME/./}
ip -n src -b "$CAPTURES/burst"
took=$(((${EPOCHREALTIME/./} - start) / 1000))
generation second
echo "1,000 addresses in $took ms: $((generation - before)) rebuilds"
between 'rebuilds' $((generation - before)) 1 $((took / 20 + 3))
exec 8>&-
wait "$client"
equal 'at last' "$(sessions)" 'fast two'
