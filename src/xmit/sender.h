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
	NFM_TRIAL_HUSH, /* hold copies until the suspect falls quiet */
	NFM_TRIAL_ECHO, /* one copy was released: does the suspect answer? */
	NFM_TRIAL_OVER, /* held copies leave */
};

/* Maximum number of receivers whose copies are held at a time. */
#define NFM_TRIAL_RECEIVERS 16

/**
 * struct nfm_echo - how one direction of the suspect answers released copies
 * @early: packets were seen right after the last release
 * @late: packets were seen later than that
 * @score: evidence that the suspect is a carrier, less the evidence against it
 */
struct nfm_echo {
	bool early;
	bool late;
	int score;
};

/**
 * struct nfm_feedback - trial of a flow that may carry copies, one at a time per
 *			 namespace
 * @lock: protects all other members; taken with bottom halves off; nothing is sent
 *	  under it
 * @trial: enum nfm_trial; written under @lock, read without
 * @closed: the namespace is going away: no more trials
 * @draining: held copies are being sent, in order
 * @guilty: drop the held copies of the suspect's own packets
 * @suspect: the flow on trial
 * @hash: hash of the flow
 * @receivers: receivers whose copies are held, the one that raised the suspicion
 *	       first; references held
 * @n_receivers: number of @receivers
 * @fed: bit for each receiver that gets copies of the suspect over the path on
 *	 trial
 * @ifindex: opaque device whose copies are held as well; 0 if none
 * @seen: packets of the suspect since copies are held, once for each receiver
 * @since: the same, since the last release of a copy
 * @bound: maximum of @seen per receiver that copies already in flight can cause
 * @began: start of the trial, from ktime_get_ns()
 * @last: time of the suspect's last packet
 * @released: time of the last release of a copy
 * @zone: answer window: a packet of the suspect this soon after a release is an
 *	  answer, in ns
 * @echoes: answers by direction; the first one is the direction of @suspect
 * @queue: held copies, each with a struct nfm_held
 * @bytes: memory used by @queue
 * @work: drives the trial
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
	unsigned int since;
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
 * struct nfm_sender - sender of the copies of a network namespace
 * @net: the namespace
 * @sk: owner of all copies, by which they are recognised; constant
 * @feedback: trials of flows that may carry copies
 * @convicted: called when a carrier was found, under @feedback's lock; must not
 *	       sleep
 */
struct nfm_sender {
	struct net *net;
	struct sock *sk;
	struct nfm_feedback feedback;
	void (*convicted)(struct nfm_sender *sender);
};

/* sk_user_data of the sockets that own copies, in all namespaces, points here. */
extern const u64 nfm_sender_id;

/**
 * nfm_sender_owns() - check whether a socket owns copies
 * @sk: owner of a packet
 *
 * Return: true if the packet is a copy.
 */
static __always_inline bool nfm_sender_owns(struct sock *sk)
{
	/* Request and TIME_WAIT sockets are too small to have sk_user_data. */
	return sk_fullsock(sk) &&
	       READ_ONCE(sk->sk_user_data) == (void *)&nfm_sender_id;
}

/**
 * nfm_feedback_tries() - check whether a trial is running in a namespace
 * @feedback: trials of the namespace
 *
 * Return: true if there is one.
 */
static inline bool nfm_feedback_tries(const struct nfm_feedback *feedback)
{
	return READ_ONCE(feedback->trial) != NFM_TRIAL_NONE;
}

int nfm_sender_init(struct nfm_sender *sender, struct net *net,
		    void (*convicted)(struct nfm_sender *sender));
void nfm_sender_exit(struct nfm_sender *sender);

#endif /* _NFM_XMIT_SENDER_H */
