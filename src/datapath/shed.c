// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "datapath/shed.h"

static bool nfm_shed_enabled = true;
module_param_named(shed, nfm_shed_enabled, bool, 0644);
MODULE_PARM_DESC(
	shed,
	"leave copies out while a processor cannot keep up with what it receives (default Y)");

DEFINE_PER_CPU(struct nfm_shed, nfm_shed);

/*
 * Pressure rises with each look that finds the CPU behind, and falls with each
 * other one by so much: it lasts where more than three of four find it so.
 */
#define NFM_SHED_FALL 3U
/* What was seen that long ago, in jiffies, says nothing any more. */
#define NFM_SHED_FORGET (HZ / 4)
#define NFM_SHED_MOST 64U
/* A burst is no overload: that much pressure matters to nobody. */
#define NFM_SHED_NONE 16U

/*
 * Packets that come faster than they are handled are left to ksoftirqd (see
 * __do_softirq() in kernel/softirq.c); those of some devices, and with PREEMPT_RT
 * all, have threads of their own (see napi_kthread_create() and backlog_napi_setup()
 * in net/core/dev.c).
 */
static bool nfm_shed_is_receiver(const struct task_struct *task)
{
	return task->flags & PF_KTHREAD &&
	       (strstarts(task->comm, "ksoftirqd/") ||
		strstarts(task->comm, "napi/") ||
		strstarts(task->comm, "backlog_napi/"));
}

/*
 * These sleep when there is nothing left to receive: that one is at work says little;
 * that it did not sleep since it was last seen at work does.
 */
static bool nfm_shed_is_behind(struct nfm_shed *load)
{
	unsigned long naps = current->nvcsw;
	bool awake = load->receiver == current && load->naps == naps;

	if (!nfm_shed_is_receiver(current))
		return false;
	load->receiver = current;
	load->naps = naps;
	return awake;
}

static void nfm_shed_sample(struct nfm_shed *load, unsigned long now)
{
	if (now - load->looked > NFM_SHED_FORGET)
		load->pressure = 0;
	else if (nfm_shed_is_behind(load))
		load->pressure = min(load->pressure + 1, NFM_SHED_MOST);
	else
		load->pressure -= min(load->pressure, NFM_SHED_FALL);
	load->looked = now;
}

/**
 * nfm_shed_is_pressed() - tells whether a packet's copies are to be left out
 * @hash: of its flow
 *
 * Looks at the load at most once in a jiffy. As long as there is too much of it, it is
 * asked for each packet.
 *
 * Context: bottom halves off.
 */
bool nfm_shed_is_pressed(u32 hash)
{
	struct nfm_shed *load = this_cpu_ptr(&nfm_shed);
	unsigned long now = jiffies;

	if (time_before(load->looked, now))
		nfm_shed_sample(load, now);
	if (load->pressure <= NFM_SHED_NONE || !READ_ONCE(nfm_shed_enabled)) {
		load->calm = now;
		return false;
	}
	return reciprocal_scale(jhash_1word(hash, 1),
				NFM_SHED_MOST - NFM_SHED_NONE) <
	       load->pressure - NFM_SHED_NONE;
}
