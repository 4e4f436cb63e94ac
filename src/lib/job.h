/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_JOB_H
#define _NFM_LIB_JOB_H

#include <linux/sched/signal.h>
#include <net/sock.h>

struct mem_cgroup;

/**
 * struct nfm_caller - the sender of a command
 * @pid: process ID as notified to listeners, see nfm_caller_pid()
 * @comm: name of the process
 * @memcg: memory cgroup that is charged, a reference; or NULL
 */
struct nfm_caller {
	u32 pid;
	char comm[TASK_COMM_LEN];
	struct mem_cgroup *memcg;
};

/**
 * struct nfm_job - work that takes longer the larger the configuration is
 * @leaving: set when the namespace goes away and the result is no longer needed
 * @client: the socket that the command came from; NULL if there is no command
 * @caller: the sender of the command; NULL if there is no command
 */
struct nfm_job {
	const bool *leaving;
	const struct sock *client;
	const struct nfm_caller *caller;
};

/**
 * nfm_job_rest() - yield the CPU between two steps of a job
 * @job: the job; NULL if it cannot be interrupted
 *
 * Return: 0, or -EINTR if the result is no longer needed.
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
