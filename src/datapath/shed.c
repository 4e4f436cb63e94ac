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
	"Stop mirroring some flows while a CPU is overloaded (default Y)");

DEFINE_PER_CPU(struct nfm_shed, nfm_shed);

/*
 * Each sample that finds the CPU overloaded adds 1 to the pressure, any other
 * subtracts this. It therefore grows only if more than three of four samples do.
 */
#define NFM_SHED_FALL 3U
/* Age in jiffies after which a sample is obsolete. */
#define NFM_SHED_FORGET (HZ / 4)
#define NFM_SHED_PRESSURE_MAX 64U
/* Pressure up to this is a burst, not an overload. */
#define NFM_SHED_NONE 16U

/*
 * Packets that arrive faster than they are processed are left to ksoftirqd (see
 * __do_softirq() in kernel/softirq.c). Threaded NAPI and, with PREEMPT_RT, the
 * backlog have separate threads (see napi_kthread_create() and backlog_napi_setup()
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
 * These threads sleep when nothing is left to receive. The CPU is overloaded if one
 * runs and has not slept since it was last sampled, not merely if it runs.
 */
static bool nfm_shed_is_behind(struct nfm_shed *load)
{
	unsigned long nvcsw = current->nvcsw;
	bool awake = load->receiver == current && load->nvcsw == nvcsw;

	if (!nfm_shed_is_receiver(current))
		return false;
	load->receiver = current;
	load->nvcsw = nvcsw;
	return awake;
}

static void nfm_shed_sample(struct nfm_shed *load, unsigned long now)
{
	if (now - load->sampled > NFM_SHED_FORGET)
		load->pressure = 0;
	else if (nfm_shed_is_behind(load))
		load->pressure = min(load->pressure + 1, NFM_SHED_PRESSURE_MAX);
	else
		load->pressure -= min(load->pressure, NFM_SHED_FALL);
	load->sampled = now;
}

/**
 * nfm_shed_is_pressed() - sample the load, check whether to shed copies of a packet
 * @hash: hash of its flow
 *
 * Samples the load at most once per jiffy. Called for every packet while the CPU is
 * overloaded.
 *
 * Context: bottom halves off.
 * Return: true if no copies are to be made.
 */
bool nfm_shed_is_pressed(u32 hash)
{
	struct nfm_shed *load = this_cpu_ptr(&nfm_shed);
	unsigned long now = jiffies;

	if (time_before(load->sampled, now))
		nfm_shed_sample(load, now);
	if (load->pressure <= NFM_SHED_NONE || !READ_ONCE(nfm_shed_enabled)) {
		load->last_ok = now;
		return false;
	}
	return reciprocal_scale(jhash_1word(hash, 1),
				NFM_SHED_PRESSURE_MAX - NFM_SHED_NONE) <
	       load->pressure - NFM_SHED_NONE;
}
