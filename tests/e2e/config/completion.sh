# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What bash offers after the words of a line, and how it quotes it: a bash with a
# terminal and bash-completion, to which lines are typed.
. "$(dirname "$0")/../lib.sh"

typed=$CAPTURES/typed shown=$CAPTURES/shown
mkdir -p "$CAPTURES/share/bash-completion/completions"
ln -s "$here/../../tools/mirrorctl/share/mirrorctl.bash" "$CAPTURES/share/bash-completion/completions/mirrorctl"

cat >"$CAPTURES/rc" <<-EOF
	. /usr/share/bash-completion/bash_completion
	bind 'set completion-query-items 0' 'set bell-style none'
	args() { printf '<%s>' "\${@:2}"; echo; } >>$typed
	cd $CAPTURES/files && args typed ready
EOF
mkdir "$CAPTURES/files"
touch "$CAPTURES/files/fleet.yaml"
: >"$typed"
mkfifo "$CAPTURES/keys"
XDG_DATA_DIRS=$CAPTURES/share LANG=C.UTF-8 TERM=dumb \
	script -qec "bash --rcfile $CAPTURES/rc -i" /dev/null <"$CAPTURES/keys" >"$shown" 2>&1 &
exec 8>"$CAPTURES/keys"

lines=0
answered() { (($(wc -l <"$typed") > lines)); }

# try KEYS LINE WORDS: after it and the keys, bash has WORDS after "mirrorctl".
try() {
	printf 'mirrorctl %s%b\x01args \r' "$2" "$1" >&8
	wait_for 30 answered
	equal "mirrorctl $2" "$(tail -n 1 "$typed")" "$3"
	((++lines))
}
offers() { try '\e*' "$@"; }	# inserts all that is offered
completes() { try '\t' "$@"; }

add_host src 10.0.0.14
ip -n src link add tap0 type dummy
ip -n src link add tap9 type dummy
ctl -b - 2>/dev/null <<-EOF
	network add vpc cidr 10.0.0.0/16 max-sessions 9
	network add "big net" cidr 10.9.0.0/16
	eni attach tap0 network "big net"
	eni attach tap1 network vpc
	session add "web tier" network vpc scope eni eth0 receiver 10.0.0.20
	session add grüße network vpc scope eni eth0 receiver 10.0.0.20
	session add "it's a \$(reboot)" network vpc scope eni eth0 receiver 10.0.0.20
	session add prod:web network vpc scope eni eth0 receiver 10.0.0.20
EOF
mirrorctl network add here cidr 10.0.0.0/16
wait_for 30 answered
((++lines))

offers '-' '<--help><--version><-b><-f><-j><-n><-p><-s>'
offers '' '<apply><diff><eni><flush><monitor><network><save><session><show><stats>'
completes '-n s' '<-n><src>'
completes '-j eni a' '<-j><eni><attach>'
offers 'session s' '<session><set><show><start><stop>'
completes 'apply f' '<apply><fleet.yaml>'
completes 'apply -' '<apply><--check>'

# Names, of the namespace that is named.
offers 'network show ' '<network><show><here>'
offers '-n src network show ' '<-n><src><network><show><big net><vpc>'
offers '-n src session stop ' "<-n><src><session><stop><grüße><it's a \$(reboot)><prod:web><web tier>"
completes '-n src session del gr' '<-n><src><session><del><grüße>'
completes '-sn src session show web\ ' '<-sn><src><session><show><web tier>'
completes "-n src session show 'web t" '<-n><src><session><show><web tier>'
completes '-n src session show "it' "<-n><src><session><show><it's a \$(reboot)>"
completes '-n src session show prod:w' '<-n><src><session><show><prod:web>'
completes '-n src stats pr' '<-n><src><stats><prod:web>'

# Devices, where each makes sense.
completes '-n src eni attach tap' '<-n><src><eni><attach><tap9>'
offers '-n src eni detach ' '<-n><src><eni><detach><tap0><tap1>'
offers '-n src session set x scope eni eth0,tap' '<-n><src><session><set><x><scope><eni><eth0,tap0><eth0,tap1><eth0,tap9>'

# Options, their values, and no option twice.
completes '-n src eni attach eth0 network b' '<-n><src><eni><attach><eth0><network><big net>'
offers 'eni attach eth0 facing guest ' '<eni><attach><eth0><facing><guest><address><network><tap>'
offers 'eni attach eth0 tap ' '<eni><attach><eth0><tap><auto><device><ip>'
offers 'session add network n' '<session><add><network><network><next-hop>'
completes 'session add a scope subnet 10.0.0.0/24 re' '<session><add><a><scope><subnet><10.0.0.0/24><receiver>'
offers 'session set a scope ' '<session><set><a><scope><eni><network><subnet>'
offers 'session set a direction ' '<session><set><a><direction><all><in><out>'
offers 'session set a frames ' '<session><set><a><frames><all><ip>'
offers 'session set a mtu ' '<session><set><a><mtu><drop><fragment><resegment><truncate>'
offers 'session set a snap-fix s' '<session><set><a><snap-fix><sample><scope><snaplen><stopped>'
offers 'session set a match ' '<session><set><a><match><any><dport><dst><proto><sport><src>'
offers 'session set a match proto tcp d' '<session><set><a><match><proto><tcp><direction><dport><dscp><dst>'
offers 'session set a match proto tcp or ' '<session><set><a><match><proto><tcp><or><match>'
exec 8>&-
wait
