# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# nf_mirror.service, as it is installed, under a systemd of its own, which is
# process 1 of the namespace src: it loads the module, applies the file, applies
# it again, and mirrors nothing any more; it does nothing where there is no file.
. "$(dirname "$0")/../lib.sh"

make -s -C "$NF_MIRROR_ROOT/tools/mirrorctl" install
judged=$(systemd-analyze verify --man=no nf_mirror.service 2>&1) || die "$judged"
equal 'systemd-analyze' "$judged" ''

rmmod nf_mirror
echo "install nf_mirror insmod $NF_MIRROR_KO" >/etc/modprobe.d/nf_mirror.conf
mkdir -p /run/systemd/system
printf '[Unit]\nDefaultDependencies=no\n' >/run/systemd/system/idle.target
mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup

add_host src 10.0.0.14
nsenter --net=/run/netns/src unshare --pid --fork --mount --mount-proc --cgroup \
	env container=lab /lib/systemd/systemd --unit=idle.target --log-target=console \
	</dev/null >"$WORK/systemd" 2>&1 &
begun() { systemd=$(pgrep -P $!); }
wait_for 10 begun

in_unit() { nsenter -t "$systemd" -p -m systemctl "$@"; }
running() { [[ $(in_unit is-system-running 2>/dev/null) == running ]]; }
wait_for 60 running
active() { in_unit show -P ActiveState nf_mirror; }
sessions() { ctl -j show | query_json -c '[.sessions[] | [.name, .enabled]]'; }

in_unit start nf_mirror
equal 'without a file' "$(active)" inactive
[[ ! -e /sys/module/nf_mirror ]] || die 'the module is loaded without a file'

cat >/etc/nf_mirror.yaml <<-EOF
	networks:
	- {name: vpc, cidrs: 10.0.0.0/16}
	sessions:
	- {name: one, network: vpc, scope: network, receivers: 10.0.0.20}
EOF
in_unit start nf_mirror
equal 'after the start' "$(active) $(sessions)" 'active [["one",true]]'

echo '- {name: two, network: vpc, scope: network, receivers: 10.0.0.20, enabled: false}' >>/etc/nf_mirror.yaml
in_unit reload nf_mirror
equal 'after the reload' "$(active) $(sessions)" 'active [["one",true],["two",false]]'

echo '- {name: bad, network: none}' >>/etc/nf_mirror.yaml
in_unit reload nf_mirror && die 'a bad file was loaded'
equal 'after a bad reload' "$(active) $(sessions)" 'active [["one",true],["two",false]]'

in_unit stop nf_mirror
equal 'after the stop' "$(active) $(ctl -j show | query_json -c '[.networks, .sessions]')" 'inactive [[],[]]'

in_unit exit
wait $!
