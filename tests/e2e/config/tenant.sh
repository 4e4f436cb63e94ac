#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Who is nobody here, but the admin of a user namespace, keeps nobody else waiting:
# with the configurations that take the module longest, no command or dump of others, no
# deletion of a namespace, nothing under RTNL and no refresh of another namespace takes
# noticeably longer than without him.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/8
	session add a network vpc scope network receiver 10.0.0.20
END
cp "$(type -P mirrorctl)" /tmp/mirrorctl.nobody
chmod 755 /tmp/mirrorctl.nobody

# tenant [UID]: a user namespace, 65534's; in $TENANT.
tenant() {
	setpriv --reuid="${1-65534}" --regid=65534 --clear-groups \
		unshare --user --map-root-user --net sleep 100000 &
	TENANT=$!
	wait_for 20 is_tenant $TENANT
}
is_tenant() { [[ $(readlink "/proc/$1/ns/net") != "$(readlink /proc/self/ns/net)" && $(<"/proc/$1/comm") == sleep ]]; }
as() { nsenter --user --net --target "$1" "${@:2}"; }

# others ROUNDS, or while PID: what others do in $OTHER, see there.
OTHER=src
others() { /usr/bin/python3 "$helpers/commands/others.py" "$OTHER" "$@"; }
declare -A USUAL LONGEST_USUAL
# Of the deletion of a namespace, which takes many grace periods, the module's part is
# what counts: the trace has what takes it more than 200 ms. An emulated processor may
# be gone for as long as 100.
trace=/sys/kernel/tracing
mountpoint -q $trace || mount -t tracefs trace $trace
if [[ -e $trace/set_ftrace_filter ]]; then
	echo nfm_netns_pre_exit nfm_netns_devices_exit nfm_netns_exit >$trace/set_ftrace_filter
	echo $((200000 * NFM_SLOW)) >$trace/tracing_thresh
	echo function_graph >$trace/current_tracer
else
	lacks 'a tracer of functions, that tells what deletions wait for'
fi
# meanwhile PID WHAT: as long as it works, others do not wait: nine times of ten not
# 50 ms longer than usual, and never longer than an emulated processor may be gone.
meanwhile() {
	local what most longest
	others while "$1" >"$WORK/meanwhile"
	wait "$1" || true
	[[ -s $WORK/meanwhile ]] || die "$2 was over before anybody could wait"
	! grep -s ' us ' $trace/trace || die "$2 keeps deletions waiting"
	while read -r what most longest; do
		echo "$2: $what: $most ms, $longest ms; usually ${USUAL[$what]} ms, ${LONGEST_USUAL[$what]} ms"
		[[ $what == deletion ]] || ((most <= USUAL[$what] + 50 * NFM_SLOW)) || die "$2 keeps $what waiting"
		((longest <= 3 * LONGEST_USUAL[$what] + ($([[ $what == deletion ]] && echo 3000 || echo 500)) * NFM_SLOW)) || die "$2 keeps $what waiting once"
	done <"$WORK/meanwhile"
}
# wanted: he asks for a family that a module has, which waits for all requests that
# are being carried out, and has all others wait.
wanted() {
	as "$1" /usr/bin/python3 -c '
import socket, struct
s = socket.socket(16, 3, 16)
s.bind((0, 0))
name = b"wireguard\0\0\0"
s.send(struct.pack("IHHIIBBHHH", 36, 16, 1, 1, 0, 3, 1, 0, 14, 2) + name)
s.recv(8192)' || true
}

usual() {
	local what most longest
	others 3 >"$WORK/usual"
	while read -r what most longest; do
		USUAL[$what]=$most LONGEST_USUAL[$what]=$longest
	done <"$WORK/usual"
}
usual

# A command with CIDRs that would all have the same hash, and a family that waits.
tenant
first=$TENANT
on_host /usr/bin/python3 "$helpers/commands/tenant.py" cidrs 65536 >/tmp/cidrs.yaml
as "$first" ip link add eth0 up type dummy
as "$first" /tmp/mirrorctl.nobody apply /tmp/cidrs.yaml &
slow=$!
wanted "$first" &
asked=$!
meanwhile $slow 'a command'
wait $asked

# Devices with many addresses of these CIDRs, followed again and again, and listened to.
on_host /usr/bin/python3 "$helpers/commands/tenant.py" addresses 2000 >/tmp/addresses
as "$first" ip -b /tmp/addresses
as "$first" /tmp/mirrorctl.nobody monitor >/dev/null &
monitor=$!
{
	for i in {1..6}; do
		as "$first" ip address add "10.0.0.$i/24" dev eth0
		pause 0.4
	done
} &
meanwhile $! 'a refresh'
kill $monitor
wait $monitor || true

# Nested rules, up to the memory that they may take, in a command that is given up.
tenant
second=$TENANT
as "$second" ip link add eth0 up type dummy
as "$second" ip address add 10.0.0.14/24 dev eth0
as "$second" /tmp/mirrorctl.nobody network add vpc cidr 10.0.0.0/8 max-sessions 16384
on_host /usr/bin/python3 "$helpers/commands/tenant.py" nested 256 >/tmp/nested
as "$second" timeout -s KILL 4 /tmp/mirrorctl.nobody -b /tmp/nested >/dev/null 2>&1 || true &
meanwhile $! 'a command that is given up'
command_over() { as "$second" timeout 5 /tmp/mirrorctl.nobody network add "n$RANDOM" cidr 10.9.0.0/16; }
wait_for 5 command_over

# Receivers whose routes are behind so many rules that each look-up takes long, which
# are shown all the time, and looked at with each route that comes.
/usr/bin/python3 -c 'for i in range(30000): print("rule add from 192.0.2.1 lookup 7 pref %d" % (30000 - i))' >/tmp/rules
tenant
third=$TENANT
as "$third" ip -b /tmp/rules
as "$third" ip link add eth0 up type dummy
as "$third" ip address add 10.0.0.14/24 dev eth0
{
	echo 'network add vpc cidr 10.0.0.0/8 max-sessions 100'
	for i in {1..8}; do
		echo "session add s$i network vpc vni $i scope network receiver $(printf "10.0.$i.%d," {1..63})10.0.$i.64"
	done
} | as "$third" /tmp/mirrorctl.nobody -b - 2>/dev/null
as "$third" timeout -s KILL 8 bash -c 'while :; do
	ip route replace 10.99.0.0/16 dev eth0; /tmp/mirrorctl.nobody session show >/dev/null; done' 2>/dev/null || true &
slow=$!
wanted "$third" &
asked=$!
meanwhile $slow 'a dump'
wait $asked

# Another user, while this one has many namespaces at work.
tenant 65533
ip netns attach other "$TENANT"
other=$TENANT OTHER=other
as "$other" ip link add eth0 up type dummy
as "$other" ip address add 10.0.0.14/24 dev eth0
as "$other" /tmp/mirrorctl.nobody -b - 2>/dev/null <<-END
	network add vpc cidr 10.0.0.0/8
	session add a network vpc scope network receiver 10.0.0.20
END
usual
on_host /usr/bin/python3 "$helpers/commands/tenant.py" wide 256 >/tmp/wide.yaml
for i in {1..16}; do
	as "$second" timeout -s KILL 20 nice -n 19 unshare --net bash -c 'ip link add eth0 up type dummy
		ip address add 10.0.0.14/24 dev eth0
		/tmp/mirrorctl.nobody apply /tmp/wide.yaml' >/dev/null 2>&1 || true &
done
meanwhile $! 'the many namespaces of another user'
OTHER=src
usual

# Somebody whose cgroup has what follows from his address sleep for its memory.
mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup
echo +memory >/sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/high
tenant
fourth=$TENANT
as "$fourth" ip link add eth0 up type dummy
bash -c "echo \$\$ >/sys/fs/cgroup/high/cgroup.procs; exec \"\$@\"" - \
	nsenter --user --net --target "$fourth" /tmp/mirrorctl.nobody apply /tmp/wide.yaml 2>/dev/null
echo 1M >/sys/fs/cgroup/high/memory.high
as "$fourth" ip address add 10.0.0.14/24 dev eth0
pause 0.5
kill "$fourth"
pause $((4 * NFM_SLOW)) &
meanwhile $! 'a namespace whose memory is short'

# The namespaces go, with all that is in them, and many that had a session.
cp "$helpers/commands/tenant.py" /tmp
: >/tmp/spaces
as "$second" /usr/bin/python3 /tmp/tenant.py spaces 20 >/tmp/spaces &
spaces=$!
made() { [[ $(</tmp/spaces) == made ]]; }
wait_for 60 made
kill "$first" "$second" "$third" "$other" $spaces
ip netns delete other
pause $((4 * NFM_SLOW)) &
meanwhile $! 'the end of his namespaces'
if [[ -e $trace/set_ftrace_filter ]]; then
	echo nop >$trace/current_tracer
	echo 0 >$trace/tracing_thresh
	echo >$trace/set_ftrace_filter
fi
! dmesg | grep -iE 'soft lockup|stall|hung task' || die 'a processor was held'
