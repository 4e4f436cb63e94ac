/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_EXCLUDE_H
#define _NFM_DATAPATH_EXCLUDE_H

#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/skbuff.h>
#include <net/sock.h>
#include <net/vxlan.h>

#include "compat/local_lock.h"
#include "lib/addrset.h"
#include "lib/flow_key.h"
#include "lib/tunnelset.h"
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

/* What becomes of a packet that somebody wants. */
enum nfm_verdict {
	NFM_VERDICT_COPY,
	NFM_VERDICT_NEVER, /* it is receivers' traffic, or a copy of ours */
	NFM_VERDICT_CARRIED, /* it is, or looks like, a copy of whomever */
};

/* What the sockets that own copies have, in every namespace, and nobody else. */
extern const u64 nfm_gate_owner;

/**
 * nfm_gate_owns() - tells whether a socket owns copies
 * @sk: what owns a packet
 */
static __always_inline bool nfm_gate_owns(struct sock *sk)
{
	/* Requests and sockets in TIME_WAIT have less than that. */
	return sk_fullsock(sk) &&
	       READ_ONCE(sk->sk_user_data) == (void *)&nfm_gate_owner;
}

enum nfm_verdict nfm_gate_judge_other(const struct nfm_tap *tap,
				      const struct sk_buff *skb,
				      const struct nfm_key *key);

/*
 * Of most UDP packets one word tells that they carry no copy. A later fragment has
 * no header, but 0 for its place, which is none here.
 */
static __always_inline bool nfm_gate_is_tunnel(const struct nfm_tap *tap,
					       const struct sk_buff *skb,
					       const struct nfm_key *key)
{
	const unsigned int end =
		sizeof(struct udphdr) + sizeof(struct vxlanhdr);
	const u8 *udp = skb->data + key->offset;
	__be32 flags;

	if (unlikely(key->offset - 1 >= skb_headlen(skb) - end))
		return true;
	memcpy(&flags, udp + sizeof(struct udphdr), sizeof(flags));
	return flags == VXLAN_HF_VNI ||
	       nfm_tunnelset_may_be(tap->tunnels, key->dport);
}

/**
 * nfm_gate_judge() - tells what is never copied
 * @tap: the ENI
 * @skb: the packet
 * @key: its key
 *
 * Never are our own copies, also those of other namespaces and when a tunnel
 * carries them; packets to or from a receiver of the ENI's network, or about its
 * neighbours' finding it; what nfm_carries_copy() knows.
 */
static __always_inline enum nfm_verdict
nfm_gate_judge(const struct nfm_tap *tap, const struct sk_buff *skb,
	       const struct nfm_key *key)
{
	if ((skb->sk && nfm_gate_owns(skb->sk)) ||
	    nfm_addrset_has(tap->receivers, &key->saddr) ||
	    nfm_addrset_has(tap->receivers, &key->daddr))
		return NFM_VERDICT_NEVER;
	if (key->proto == IPPROTO_TCP ||
	    (key->proto == IPPROTO_UDP &&
	     likely(!nfm_gate_is_tunnel(tap, skb, key))))
		return NFM_VERDICT_COPY;
	return nfm_gate_judge_other(tap, skb, key);
}

/**
 * nfm_gate_enter() - shuts the gate of this CPU
 *
 * Context: bottom halves off.
 * Return: false if it was shut by oneself: the packet is one that carries a copy,
 * or that the transmission of a copy got out of some queue.
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

#endif /* _NFM_DATAPATH_EXCLUDE_H */
