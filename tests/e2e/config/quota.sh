#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Who is nobody here, but the admin of a user namespace, mirrors in network namespaces
# of his own; what he configures there is charged to his cgroup, and cannot be more
# than that may have. Of other namespaces he sees nothing, and changes nothing.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
ctl -b - <<-END 2>/dev/null
	network add vpc cidr 10.0.0.0/16
	session add a network vpc scope network receiver 10.0.0.20
END
before=$(ctl -j show)

mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup
echo +memory >/sys/fs/cgroup/cgroup.subtree_control
cgroup=/sys/fs/cgroup/quota
mkdir -p $cgroup
quota=$((12 << 20))
echo $quota >$cgroup/memory.max
used() { cat $cgroup/memory.current; }

cp "$(type -P mirrorctl)" /tmp/mirrorctl.nobody
chmod 755 /tmp/mirrorctl.nobody
bash -c "echo \$\$ >$cgroup/cgroup.procs
	exec setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user --map-root-user --net sleep 100000" &
admin=$!
# as_admin COMMAND...: in his cgroup, too.
as_admin() { bash -c "echo \$\$ >$cgroup/cgroup.procs; exec \"\$@\"" - nsenter --user --net --target $admin "$@"; }
is_admin() { [[ $(readlink /proc/$admin/ns/net) != "$(readlink /proc/self/ns/net)" && $(</proc/$admin/comm) == sleep ]]; }
wait_for 20 is_admin

as_admin ip link add eth0 up type dummy
as_admin ip address add 10.0.0.14/24 dev eth0
as_admin /tmp/mirrorctl.nobody network add vpc cidr 10.0.0.0/16 max-sessions 16384
less=$(used)
session() {
	printf 'session add s%d network vpc scope eni none vni %d receiver 10.0.0.80 stopped' "$1" "$1"
	printf ' tag k%d=v' {1..32}
	echo
}
for i in {1..200}; do session "$i"; done >/tmp/some
as_admin /tmp/mirrorctl.nobody -b /tmp/some 2>/dev/null
between 'bytes that are charged for 200 sessions' $(($(used) - less)) 1000000 $quota
# On the host's account, not on his.
sessions() { nsenter --net --target $admin mirrorctl -j show | query_json -r '.sessions[].name'; }
equal 'sessions' "$(sessions | wc -l)" 200

# Others' are not his.
equal 'what he has of others' "$(sessions | grep -vc '^s[0-9]' || true)" 0
denied() { ! as_admin "$@" 2>"$WORK/stderr" && grep -qiE 'permi|denied' "$WORK/stderr"; }
denied /tmp/mirrorctl.nobody -n src show || die 'he sees another namespace'
denied nsenter --net=/run/netns/src /tmp/mirrorctl.nobody flush || die 'he is in another namespace'
equal 'what others have' "$(ctl -j show)" "$before"

# Dumps that nobody reads on keep what was in force when they began: there may be a few.
as_admin /usr/bin/python3 - >"$WORK/dumps" <<'END'
import errno, socket, struct
unread = []
def answer(s, flags, kind, body):
    s.send(struct.pack('IHHII', 16 + len(body), kind, 1 | flags, 1, 0) + body)
    return s.recv(1 << 17)
for n in range(100):
    s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
    s.bind((0, 0))
    family = struct.unpack_from('H', answer(s, 0, 16, struct.pack('BBHHH', 3, 1, 0, 14, 2) + b'nf_mirror\0\0\0'), 20 + 16 + 4)[0]
    got = answer(s, 0x300, family, struct.pack('BBH', 11, 1, 0))
    if struct.unpack_from('H', got, 4)[0] == 2:
        print(n, errno.errorcode[-struct.unpack_from('i', got, 16)[0]])
        break
    unread.append(s)
END
equal 'unread dumps, and what became of the next one' "$(<"$WORK/dumps")" '16 EBUSY'

# More than there may be: refused, or he who asks for it is killed (by cgroups, which
# the kernel says at length). What was there, stays.
hush
for i in {201..1600}; do session "$i"; done >/tmp/more
status=0
as_admin /tmp/mirrorctl.nobody -b /tmp/more >"$WORK/more" 2>&1 || status=$?
listen
((status)) || die 'he has more than his quota'
echo "beyond the quota: status $status, $(tail -n 1 "$WORK/more")"
between 'bytes, at most' "$(cat $cgroup/memory.peak 2>/dev/null || used)" 5000000 $((quota + (1 << 20)))
kill -0 $admin
between 'sessions that are there' "$(sessions | wc -l)" 200 1599

# Nor is what follows from an address that comes later on anybody else's account.
echo $((200 << 20)) >$cgroup/memory.max
on_host /usr/bin/python3 "$helpers/commands/tenant.py" nested 64 |
	sed 's/add s/add late/; s/network vpc/network late/; s/10.0.0.80/10.7.0.80/' >/tmp/late
{ echo 'network add late cidr 10.7.0.0/16 max-sessions 100' && cat /tmp/late; } >/tmp/later
as_admin /tmp/mirrorctl.nobody -b /tmp/later 2>/dev/null
classified() { nsenter --net --target $admin mirrorctl -j -s show | query_json .classifier_bytes; }
less_classified=$(classified)
less_used=$(used)
as_admin ip link add eth1 up type dummy
as_admin ip address add 10.7.0.1/16 dev eth1
grown() { (($(classified) > less_classified + 4000000)); }
wait_for 10 grown
between 'bytes that are charged for what an address brought' $(($(used) - less_used)) \
	$(($(classified) - less_classified)) $((200 << 20))
sed -n 's/session add \(late[0-9]*\) .*/session del \1/p' /tmp/late >/tmp/fewer
as_admin /tmp/mirrorctl.nobody -b /tmp/fewer

# And what he had is given back.
kill $admin
wait $admin || true
given_back() { (($(used) < less)); }
wait_for 30 given_back
