/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_GATE_H
#define _NFM_PATH_GATE_H

#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/skbuff.h>

#include "compat/local_lock.h"
#include "config/addrset.h"
#include "path/carried.h"
#include "path/key.h"
#include "plan/plan.h"

/**
 * struct nfm_gate - what keeps a CPU from copying copies
 * @lock: guards what sending copies has for each CPU. With PREEMPT_RT, a task may
 *	  be preempted by others that send some; elsewhere, bottom halves are off,
 *	  and it costs nothing
 * @holder: who is sending copies here: what it sends on their behalf is not
 *	    copied. Written with @lock; that it is oneself, one sees without
 */
struct nfm_gate {
	local_lock_t lock;
	const struct task_struct *holder;
};

DECLARE_PER_CPU(struct nfm_gate, nfm_gate);

bool nfm_gate_admits_icmp(const struct nfm_tap *tap, const struct sk_buff *skb,
			  const struct nfm_key *key);

/**
 * nfm_gate_admits() - tells what is never copied
 * @sk: owner of the namespace's copies
 * @tap: the ENI
 * @skb: the packet
 * @key: its key
 *
 * Return: false for our own copies, also when a tunnel carries them, for
 * packets to or from a receiver of the ENI's network, or about its neighbours'
 * finding it, for copies that others sent to a receiver of any session, and for
 * errors that copies caused.
 */
static inline bool nfm_gate_admits(const struct sock *sk,
				   const struct nfm_tap *tap,
				   const struct sk_buff *skb,
				   const struct nfm_key *key)
{
	if (skb->sk == sk || nfm_addrset_has(tap->receivers, &key->saddr) ||
	    nfm_addrset_has(tap->receivers, &key->daddr))
		return false;
	if (key->proto == IPPROTO_UDP &&
	    unlikely(nfm_tunnelset_may_be(tap->tunnels, key->dport)))
		return !nfm_carries_copy(tap->tunnels, skb, key);
	if (key->proto == IPPROTO_ICMP || key->proto == IPPROTO_ICMPV6)
		return nfm_gate_admits_icmp(tap, skb, key);
	return true;
}

/**
 * nfm_gate_enter() - shuts the gate of this CPU
 *
 * Context: bottom halves off.
 * Return: false if it was shut by oneself: the packet is one that carries a copy.
 */
static inline bool nfm_gate_enter(void)
{
	if (__this_cpu_read(nfm_gate.holder) == current)
		return false;
	local_lock_nested_bh(&nfm_gate.lock);
	__this_cpu_write(nfm_gate.holder, current);
	return true;
}

/**
 * nfm_gate_leave() - opens the gate that nfm_gate_enter() shut
 */
static inline void nfm_gate_leave(void)
{
	__this_cpu_write(nfm_gate.holder, NULL);
	local_unlock_nested_bh(&nfm_gate.lock);
}

#endif /* _NFM_PATH_GATE_H */
