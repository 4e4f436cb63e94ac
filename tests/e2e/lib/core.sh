# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# How a test fails, waits, uses the host, and asks mirrorctl.

# The factor by which everything takes longer than usual (docs/testing.md).
export NFM_SLOW=${NFM_SLOW:-1}
PS4='+ $EPOCHREALTIME ${BASH_SOURCE##*/}:$LINENO: '	# for NFM_TRACE
# A command that fails may have its standard error redirected.
exec {LOG}>&2

# failed COMMAND: prints the line of the test that failed.
failed() {
	local line=${BASH_LINENO[-2]}
	echo "${0##*/}:$line: failed: $1, in: $(sed -n "${line}s/^\s*//p" "$0")" >&"$LOG"
}
trap 'failed "$BASH_COMMAND"' ERR

# Keeps the captures and, if the test failed, prints the counters of the sessions.
ended() {
	local code=$?
	mv "$CAPTURES"/*.pcap "$WORK/" 2>/dev/null || true
	# Not so much that it hides the reason (tests/e2e/guest).
	((!code)) || timeout 10 mirrorctl ${CTL_NS:+-n "$CTL_NS"} -s session show 2>&1 | head -n 40 >&"$LOG" || true
}
trap ended EXIT

die() {
	echo "${0##*/}:${BASH_LINENO[-2]}: $*" >&"$LOG"
	exit 1
}

# lacks WHAT: the kernel lacks what a part of the test needs, so the part is skipped.
# This counts as a failure on the kernel of 'make check-e2e'.
lacks() {
	echo "skip: $*" >&"$LOG"
}

# undecided WHAT: a part of the test has no result, because something outside of it
# interfered. This is reported, but does not count as a failure.
undecided() {
	echo "undecided: $*" >&"$LOG"
}

# user_mode_linux: whether this kernel is User-Mode Linux.
user_mode_linux() { grep -q 'User Mode Linux' /proc/cpuinfo; }

# linux_since VERSION: whether the kernel is that version or a newer one.
linux_since() { printf '%s\n' "$1" "$(uname -r)" | sort -CV; }

# sanitizers: whether the kernel is one of tests/debug.
sanitizers() { [[ -e /sys/kernel/debug/kmemleak ]]; }

# equal WHAT ACTUAL EXPECTED
equal() {
	[[ $2 == "$3" ]] || die "$1: $2, expected $3"
}

# between WHAT ACTUAL LEAST MOST
between() {
	(($2 >= $3 && $2 <= $4)) || die "$1: $2, expected $3 to $4"
}

# pause SECONDS: without a process, which is expensive in an emulated machine.
pause() {
	read -rt "$1" <>"$CAPTURES/never" || true
}
mkfifo "$CAPTURES/never"

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for() {
	local end=$((SECONDS + $1 * NFM_SLOW + 1)) last=''
	shift
	until "$@"; do
		[[ ! $last ]] || die "did not come true: $*"
		# A check may take longer than that: do not end with one that began in time.
		((SECONDS < end)) || last=1
		pause 0.05
	done
}

# on_host COMMAND...: in $WORK, on the host, where it is fast. Here, if no host offers
# to run commands (tests/e2e/run).
on_host() {
	local job=${NFM_JOBS-}.$BASHPID.$EPOCHREALTIME
	local err words
	[[ ${NFM_JOBS-} ]] || { (cd "$WORK" && "$@") && return 0 || return $?; }
	printf -v words '%q ' "$@"
	# The last line tells the host that the file is complete.
	printf 'cd %q && %s\n#\n' "$WORK" "$words" >"$job.ask"
	until [[ -e $job.status ]]; do pause 0.02; done
	err=$(<"$job.err")
	err=${err/#Running as user*could be dangerous.}
	[[ -z $err ]] || echo "$err" >&2
	[[ ! -s $job.out ]] || echo "$(<"$job.out")"
	return "$(<"$job.status")"
}

# query_json ARGUMENT...: jq on standard input. It takes 0.2 s to start when emulated.
query_json() {
	local text=$WORK/json.$BASHPID
	cat >"$text"
	on_host jq "$@" "$text"
}

# ctl ARGUMENT...: mirrorctl, in the namespace of the sources, $CTL_NS, or this one.
CTL_NS=${CTL_NS-src}
ctl() {
	mirrorctl ${CTL_NS:+-n "$CTL_NS"} "$@"
}

# field SESSION PATH: a value that mirrorctl -s shows of a session.
field() {
	local text=$WORK/field.$BASHPID
	ctl -j -s session show "$1" >"$text"
	on_host jq -r ".sessions[0].$2" "$text"
}

# counts SESSION: "matched sent dropped"
counts() {
	field "$1" 'stats | "\(.matched_packets) \(.sent_packets) \(.dropped_packets)"'
}

# all_counted SESSION: once no packet is in flight, each was sent or dropped.
all_counted() {
	local matched sent dropped
	read -r matched sent dropped < <(counts "$1")
	((matched == sent + dropped)) || die "$1: matched $matched, sent $sent, dropped $dropped"
	((dropped)) || equal "$1: matched bytes" "$(field "$1" stats.matched_bytes)" "$(field "$1" stats.sent_bytes)"
}
