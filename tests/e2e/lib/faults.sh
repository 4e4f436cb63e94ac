# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Failing allocations, and what the kernel logs about them.

# faults PERCENT: until faults_end, this share of the allocations of tasks that ask for it
# (/proc/PID/make-it-fail) fails, and those selected by /proc/PID/fail-nth. Needs a
# kernel of tests/debug.
faults() {
	local kind
	for kind in failslab fail_page_alloc; do
		echo N >$FAULTS/$kind/ignore-gfp-wait
		echo 0 >$FAULTS/$kind/verbose
		echo Y >$FAULTS/$kind/task-filter
		echo -1 >$FAULTS/$kind/times
		echo "$1" >$FAULTS/$kind/probability
	done
	echo 0 >$FAULTS/fail_page_alloc/min-order
	hush
}
FAULTS=/sys/kernel/debug

faults_end() {
	echo 0 | tee $FAULTS/{failslab,fail_page_alloc}/probability >/dev/null
	listen
}

# hush: the kernel's messages do not appear on the console until listen, which writes
# them to $WORK/said.
hush() { echo 1 >/proc/sys/kernel/printk; }

# listen: fails if the kernel complained. Messages about a lack of memory (warn_alloc(),
# dump_header(), kmemleak) are no complaints here.
listen() {
	dmesg -c | grep -v 'kmemleak: Cannot allocate' >"$WORK/said" || true
	! grep -Ef "$here/../lab/complaints" "$WORK/said" | grep -vE '(Call Trace|Out of memory):' ||
		die 'the kernel complained'
	echo 7 >/proc/sys/kernel/printk
}
