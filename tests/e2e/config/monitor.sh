#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Whoever watches is told what changed and why: once for each object that a
# command, a device, an address or a route changed; and who did it, by the number that
# the process has here. Who reads too slowly is told that, and harms nobody.
. "$(dirname "$0")/../lib.sh"

add_host src 10.0.0.14
add_host rcv 10.0.0.20
in_ns src tee /proc/sys/net/ipv4/neigh/eth0/retrans_time_ms <<<50 >/dev/null

events=$CAPTURES/events
mirrorctl -n src -j monitor -t >"$events" 2>"$CAPTURES/errors" &
json=$!
mirrorctl -n src monitor >"$CAPTURES/text" &
text=$!

# Nobody says when they listen: so a change is made until they tell it.
tries=5
heard() {
	ctl network set probe max-sessions $((++tries))
	[[ -s $events && -s $CAPTURES/text ]]
}
ctl network add probe cidr 203.0.113.0/24
wait_for 20 heard

# lines COUNT: so many more lines have come.
told=0
lines() {
	local n
	n=$(grep -c . "$events") || true
	if (($# == 2)); then ((n >= $1 + $2)); else told=$n; fi
}
lines now
# step COUNT COMMAND...: which makes so many events.
step() {
	local before=$told count=$1
	"${@:2}"
	wait_for 10 lines "$before" "$count"
	lines now
}
link() { ip -n src -b -; }

began=$(date -u +%FT%T)
step 2 ctl network add vpc cidr 10.0.0.0/16
add_web() {
	mirrorctl -n src session add web network vpc scope network receiver 10.0.0.20 2>/dev/null &
	pid=$!
	wait "$pid"
}
step 3 add_web
equal 'in session show' "$(ctl session show web | sed -n 's/^  receivers //p') $(field web 'stats.receivers[0].mtu_short')" \
	'10.0.0.20 (mtu short by 50) 50'
step 1 ctl session set web direction in tag a=b
step 2 ctl session stop web
step 2 ctl session start web
step 1 ctl session set web direction all untag a
step 1 ctl network set vpc max-sessions 9
step 1 ctl network set vpc max-sessions 5

# What a replacement leaves as it was is not told.
replace() {
	in_ns src /usr/bin/python3 "$helpers/commands/transaction.py" <<-EOF | grep -vx OK || true
		open a
		replace a
		network a vpc 10.0.0.0/16
		session a web vpc 10.0.0.20
		session a db vpc 10.0.0.29
		commit a
	EOF
}
step 4 replace
step 2 ctl session del db

# devices
link <<<'link add e1 type dummy'
pause 0.2
step 1 link <<<'address add 10.0.5.1/24 dev e1'
step 1 link <<<'link set e1 name e9'
in_ns src tee /proc/sys/net/ipv6/conf/e9/disable_ipv6 <<<0 >/dev/null
step 1 link <<<'address add 2001:db8::5/64 dev e9 nodad'
step 1 link <<<'address del 2001:db8::5/64 dev e9'
step 1 link <<<'address del 10.0.5.1/24 dev e9'
step 1 link <<<'address add 10.0.5.1/24 dev e9'
step 1 link <<<'link set e9 netns rcv'
step 1 ctl eni attach late network vpc
step 1 link <<<'link add late type dummy'
step 1 link <<<'link del late'
step 1 ctl eni detach late

# the way to the receiver: first it lacks 1600 + 50 - 1480 bytes
step 1 link <<<'route change 10.0.0.16/28 dev eth0 mtu 1480'
step 1 link <<<$'route del 10.0.0.0/16\nroute del 10.0.0.16/28'
step 1 link <<<$'route add 10.0.0.16/28 dev eth0 mtu 1650\nroute add 10.0.0.0/16 dev eth0'
step 1 ctl session set web receiver 10.0.0.29
nobody() {
	printf '17 10.0.0.14 %d 10.0.0.99 9\n' 1 2 | send src
}
step 1 nobody
step 2 link <<<'link set eth0 mtu 1700'
ended=$(date -u +%FT%T.999999Z)

kill -INT "$json"
kill -TERM "$text"
wait "$json" "$text" || die 'a monitor did not end well'
equal 'standard error' "$(<"$CAPTURES/errors")" ''
cp "$events" "$WORK/events"
cat >"$WORK/words.jq" <<'EOF'
def why: .kind + (if .comm then " " + .comm elif .address then " " + .address elif .old_name then " " + .old_name else "" end);
def what: if .event == "receiver" then "\(.receiver.ip) of \(.session) \(.receiver.state) \(.receiver.mtu_short)"
	else .event as $kind | .[$kind] | .name + if has("sessions") and $kind == "eni"
		then " \(.network) \(.sessions | join(","))" + if .ifindex then "" else " absent" end
		elif has("direction") then " \(.direction) \(.enabled) \(.tags | tojson)" else "" end end;
map(select(.network.name != "probe")) |
	(.[] | "\(.event) \(.change) \(what): \(.cause | why)"),
	"in time: \(map(.time >= $began and .time <= $ended and (.time | test("^[-0-9]{10}T[:0-9]{8}[.][0-9]{6}Z$"))) | all)",
	"in order: \(map(.time) == (map(.time) | sort) and map(.generation) == (map(.generation) | sort))",
	"pid: \(map(select(.session.name? == "web").cause.pid)[0])"
EOF
on_host jq -rs --arg began "$began" --arg ended "$ended" -f words.jq events >"$CAPTURES/transcript"
diff - "$CAPTURES/transcript" <<EOF || die 'other events than expected'
network added vpc: command mirrorctl
eni changed eth0 vpc : command mirrorctl
session added web all true {}: command mirrorctl
eni changed eth0 vpc web: command mirrorctl
receiver changed 10.0.0.20 of web resolved 50: route
session changed web in true {"a":"b"}: command mirrorctl
session changed web in false {"a":"b"}: command mirrorctl
eni changed eth0 vpc : command mirrorctl
session changed web in true {"a":"b"}: command mirrorctl
eni changed eth0 vpc web: command mirrorctl
session changed web all true {}: command mirrorctl
network changed vpc: command mirrorctl
network changed vpc: command mirrorctl
session added db all true {}: command python3
eni changed eth0 vpc db,web: command python3
receiver changed 10.0.0.29 of db unresolved 50: route
session removed db: command mirrorctl
eni changed eth0 vpc web: command mirrorctl
eni changed e1 vpc web: address 10.0.5.1
eni changed e9 vpc web: rename e1
eni changed e9 vpc web: address 2001:db8::5
eni changed e9 vpc web: address 2001:db8::5
eni changed e9 null : address 10.0.5.1
eni changed e9 vpc web: address 10.0.5.1
eni removed e9: device
eni added late vpc  absent: command mirrorctl
eni changed late vpc web: device
eni changed late vpc  absent: device
eni removed late: command mirrorctl
receiver changed 10.0.0.20 of web resolved 170: route
receiver changed 10.0.0.20 of web no-route 0: route
receiver changed 10.0.0.20 of web resolved 0: route
session changed web all true {}: command mirrorctl
receiver changed 10.0.0.29 of web failed 0: route
eni changed eth0 vpc web: device
receiver changed 10.0.0.29 of web failed 100: route
in time: true
in order: true
pid: $pid
EOF
while read -r line; do
	grep -Fxq "$line" "$CAPTURES/text" || die "no line of text: $line"
done <<EOF
session web added  network vpc  running  by mirrorctl (pid $pid)
eni e9 changed  network vpc  sessions web  because it was renamed from e1
eni e9 changed  network vpc  sessions web  because address 2001:db8::5 came
eni e9 changed  network vpc  sessions web  because address 2001:db8::5 went
eni late changed  absent  network vpc  because the device vanished
receiver 10.0.0.20 of session web: resolved, mtu short by 170  because of a route or link-layer address
EOF

# The kernel's log warns of the same.
dmesg >"$CAPTURES/dmesg"
while read -r line; do
	grep -Fq "nf_mirror: session web: $line" "$CAPTURES/dmesg" || die "the kernel does not warn: $line"
done <<-EOF
	the path to receiver 10.0.0.20 is 50 bytes short
	the path to receiver 10.0.0.20 is 170 bytes short
	no route to receiver 10.0.0.20
	nobody answers for receiver 10.0.0.29
EOF

# By which process it was done. In the first namespace, that is the number which the
# host has for it; in that of others theirs, and none that is not theirs.
# hear FILE COMMAND...: what is told where the command leads comes into the file.
MONITORS=()
hear() {
	local tries=0
	"${@:2}" mirrorctl network add probe cidr 203.0.113.0/24
	"${@:2}" mirrorctl monitor >"$1" &
	MONITORS+=($!)
	wait_for 20 hears "$@"
}
hears() {
	"${@:2}" mirrorctl network set probe max-sessions $((++tries))
	[[ -s $1 ]]
}
# by FILE NETWORK: how the line that tells of it ends.
by() { sed -n "s/^network $2 added .* by //p" "$1"; }
told() { [[ $(by "$@") ]]; }
unshare -rn --fork --pid sleep 100000 &
outer=$!
is_asleep() {
	tenant=$(pgrep -P "$outer")
	[[ $tenant && $(<"/proc/$tenant/comm") == sleep ]]
}
wait_for 10 is_asleep
there=(nsenter --user --net --target "$tenant")
hear "$CAPTURES/first" env
hear "$CAPTURES/tenant" "${there[@]}"
# shellcheck disable=SC2016
pid=$("${there[@]}" --pid bash -c 'mirrorctl network add inside cidr 10.0.0.0/16 & echo $! && wait')
nsenter --net --target "$tenant" mirrorctl network add outside cidr 10.1.0.0/16
wait_for 10 told "$CAPTURES/tenant" outside
equal 'a process of a tenant' "$(by "$CAPTURES/tenant" inside)" "mirrorctl (pid $pid)"
equal 'a process of the host, in his namespace' "$(by "$CAPTURES/tenant" outside)" mirrorctl
# shellcheck disable=SC2016
pid=$(unshare --fork --pid bash -c 'read -r pid _ </proc/self/stat && echo "$pid" && exec mirrorctl network add contained cidr 10.0.0.0/16')
wait_for 10 told "$CAPTURES/first" contained
equal 'a process in a PID namespace' "$(by "$CAPTURES/first" contained)" "mirrorctl (pid $pid)"
kill "${MONITORS[@]}"
wait "${MONITORS[@]}" || die 'a monitor did not end well'
kill -KILL "$tenant"	# as init of its namespace, it takes no other signal
wait "$outer" || true
mirrorctl network del contained probe

# Not for everybody.
install -m 755 "$(type -P mirrorctl)" /tmp/mirrorctl.nobody
status=0
in_ns src setpriv --reuid=65534 --clear-groups timeout 5 /tmp/mirrorctl.nobody monitor 2>"$CAPTURES/errors" || status=$?
equal 'status without CAP_NET_ADMIN' "$status $(<"$CAPTURES/errors")" \
	'2 mirrorctl: monitor: CAP_NET_ADMIN is needed in this network namespace (run it as root)'

# One that does not read while more comes than 16 MB hold, harms nobody.
ctl -b - <<<$'network add probe cidr 203.0.113.0/24\nnetwork set vpc max-sessions 500'
events=$CAPTURES/flood
mirrorctl -n src monitor >"$events" 2>"$CAPTURES/errors" &
text=$!
wait_for 20 heard
tags=$(printf " tag %s=$(printf '%0110d' 0)" {1..32})
for i in {1..200}; do
	echo "session add many$i network vpc scope eni gone receiver 10.0.0.20 stopped$tags"
done | ctl -b - 2>/dev/null
many=$(printf ' many%s' {1..200})
kill -STOP "$text"
for i in {1..14}; do
	printf "session %s$many\n" start stop
done | ctl -b -
kill -CONT "$text"
lost() { grep -q 'events were lost' "$CAPTURES/errors"; }
wait_for 20 lost
# What it had not lost comes first.
tries=0
goes_on() {
	ctl network set probe max-sessions $((++tries))
	grep -q "^network probe changed .* max-sessions $tries " "$events"
}
wait_for 20 goes_on
equal 'standard error' "$(sort -u "$CAPTURES/errors")" "mirrorctl: warning: events were lost; ask for 'mirrorctl show'"

# Nor does it keep the module; and it ends, for nothing more will come.
rmmod nf_mirror
status=0
wait "$text" || status=$?
equal 'status without the module' "$status" 2
grep -q 'module is not loaded' "$CAPTURES/errors"
