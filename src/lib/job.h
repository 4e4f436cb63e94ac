/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_JOB_H
#define _NFM_LIB_JOB_H

#include <linux/sched/signal.h>
#include <net/sock.h>

struct mem_cgroup;

/**
 * struct nfm_caller - who sent a command
 * @pid: the process, as those who listen are told of it: see nfm_caller_pid()
 * @comm: its name
 * @memcg: its memory cgroup, which pays; a reference, or NULL
 */
struct nfm_caller {
	u32 pid;
	char comm[TASK_COMM_LEN];
	struct mem_cgroup *memcg;
};

/**
 * struct nfm_job - work that takes as long as what somebody configured is large
 * @leaving: whether its namespace goes, so that nobody needs the result
 * @client: the socket that a command came from; NULL if it is none
 * @caller: who sent it; NULL if it is none
 */
struct nfm_job {
	const bool *leaving;
	const struct sock *client;
	const struct nfm_caller *caller;
};

/**
 * nfm_job_rest() - lets others have the processor, between two steps of a job
 * @job: the job; NULL for one that nothing ends
 *
 * Return: 0, or -EINTR if nobody needs its result any more.
 */
static inline int nfm_job_rest(const struct nfm_job *job)
{
	cond_resched();
	if (!job)
		return 0;
	if (READ_ONCE(*job->leaving) || fatal_signal_pending(current) ||
	    (job->client && sock_flag(job->client, SOCK_DEAD)))
		return -EINTR;
	return 0;
}

#endif /* _NFM_LIB_JOB_H */
