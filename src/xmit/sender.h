/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_SENDER_H
#define _NFM_XMIT_SENDER_H

#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/sock.h>

#include "runtime/receiver.h"

enum nfm_trial {
	NFM_TRIAL_NONE,
	NFM_TRIAL_HUSH, /* copies are held until the suspect falls quiet */
	NFM_TRIAL_ECHO, /* one was released: does the suspect answer? */
	NFM_TRIAL_OVER, /* those that were held leave */
};

/* So many receivers have their copies held at a time. */
#define NFM_TRIAL_RECEIVERS 16

/**
 * struct nfm_echo - how one direction of the suspect's answers to released copies
 * @early: there were packets right after the last one was released
 * @late: there were others
 * @score: evidence: what speaks for it less what speaks against
 */
struct nfm_echo {
	bool early;
	bool late;
	int score;
};

/**
 * struct nfm_feedback - the trial of a flow that may carry copies, one at a time in a
 *			 namespace
 * @lock: protects the rest; taken with bottom halves off; nothing is sent under it
 * @trial: enum nfm_trial; written under @lock, read without
 * @closed: the namespace goes: no more trials
 * @draining: somebody sends copies that were held, in their order
 * @guilty: the suspect's own copies are dropped
 * @suspect: the flow
 * @hash: of the flow
 * @receivers: whose copies are held, the one that raised the suspicion first;
 *	       references
 * @n_receivers: number of them
 * @fed: bit for each that gets copies of the suspect by the way that is tried
 * @ifindex: an opaque device: what leaves by it is held, too; 0: none
 * @seen: packets of the suspect since copies are held
 * @bound: more than that cannot come from copies that were under way before
 * @began: when they began to be held, see ktime_get_ns()
 * @last: when the suspect was last seen
 * @released: when a copy was last released
 * @zone: a packet of the suspect within that time of it, in ns, is an answer
 * @echoes: by direction; the suspect's as @suspect has it is the first
 * @queue: copies that are held, each with a struct nfm_held
 * @bytes: memory that these take
 * @work: goes on with the trial
 */
struct nfm_feedback {
	spinlock_t lock;
	u8 trial;
	bool closed;
	bool draining;
	bool guilty;
	struct nfm_flow suspect;
	u32 hash;
	struct nfm_receiver *receivers[NFM_TRIAL_RECEIVERS];
	unsigned int n_receivers;
	u32 fed;
	int ifindex;
	unsigned int seen;
	unsigned int bound;
	u64 began;
	u64 last;
	u64 released;
	u64 zone;
	struct nfm_echo echoes[2];
	struct sk_buff_head queue;
	size_t bytes;
	struct delayed_work work;
};

/**
 * struct nfm_sender - who sends the copies of a network namespace
 * @net: the namespace
 * @sk: owner of all copies, which tells them from other packets; constant
 * @feedback: what finds out which flows carry copies
 * @convicted: called when it has found one; any context
 */
struct nfm_sender {
	struct net *net;
	struct sock *sk;
	struct nfm_feedback feedback;
	void (*convicted)(struct nfm_sender *sender);
};

/* What the sockets that own copies have, in every namespace, and nobody else. */
extern const u64 nfm_sender_id;

/**
 * nfm_sender_owns() - tells whether a socket owns copies
 * @sk: what owns a packet
 */
static __always_inline bool nfm_sender_owns(struct sock *sk)
{
	/* Requests and sockets in TIME_WAIT have less than that. */
	return sk_fullsock(sk) &&
	       READ_ONCE(sk->sk_user_data) == (void *)&nfm_sender_id;
}

/**
 * nfm_feedback_tries() - tells whether there is a trial in a namespace
 * @feedback: its trials
 */
static inline bool nfm_feedback_tries(const struct nfm_feedback *feedback)
{
	return READ_ONCE(feedback->trial) != NFM_TRIAL_NONE;
}

int nfm_sender_init(struct nfm_sender *sender, struct net *net,
		    void (*convicted)(struct nfm_sender *sender));
void nfm_sender_exit(struct nfm_sender *sender);

#endif /* _NFM_XMIT_SENDER_H */
