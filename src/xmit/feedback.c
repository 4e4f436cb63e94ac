// SPDX-License-Identifier: GPL-2.0
/*
 * Detect by experiment whether a flow carries copies, i.e. whether copies cause its
 * packets, each of which is copied again.
 *
 * All copies that may feed the flow are held, in order: those to its receiver,
 * those that leave by the same opaque device, and those of the flow itself to any
 * receiver. A carrier then falls quiet. The delay is unknown, but the number of
 * packets that still arrive is bounded by what was in flight. A flow that sends
 * more is innocent.
 *
 * Once the flow is quiet, copies are released one by one, at random times. A
 * carrier answers each of them soon and is quiet otherwise. An unrelated flow,
 * whatever its rhythm, has packets in the first eighth of the time between two
 * releases, and none in the rest, at most once in eight times. The score is that of
 * a sequential probability ratio test (Wald): at most one trial in 2^18 mistakes an
 * innocent flow for a carrier.
 *
 * A trial loses no copies except those of the carrier's own packets.
 */
#include <linux/ktime.h>
#include <linux/random.h>
#include <linux/rcupdate.h>

#include "xmit/feedback.h"
#include "xmit/output.h"
#include "xmit/packet.h"
#include "xmit/recursion.h"
#include "xmit/sender.h"

/* Initial answer window after the release of a copy, in ns. */
#define NFM_TRIAL_ZONE (4 * NSEC_PER_MSEC)
/* Maximum answer window, in ns; it doubles while answers are late, but few, */
#define NFM_TRIAL_ZONE_MOST (128 * NSEC_PER_MSEC)
/* and up to this while there are none. */
#define NFM_TRIAL_ZONE_SILENT (32 * NSEC_PER_MSEC)
/* The suspect must then be quiet for this many answer windows. */
#define NFM_TRIAL_REST 7
/* Score of an answer and nothing else, in bits of evidence: log2(8). */
#define NFM_TRIAL_ANSWER 3
/* Score of packets at other times, which something else may cause. */
#define NFM_TRIAL_NOISE (-2)
/* Score of no answer at all. */
#define NFM_TRIAL_SILENCE (-4)
#define NFM_TRIAL_GUILTY 18
#define NFM_TRIAL_INNOCENT (-12)
/*
 * A trial without evidence for a carrier is given up after this time, in ns, plus
 * this many answer windows.
 */
#define NFM_TRIAL_TIME (500 * NSEC_PER_MSEC)
#define NFM_TRIAL_ZONES 64
/* Any trial is given up after this time, plus this many answer windows. */
#define NFM_TRIAL_TIME_MOST (2000 * NSEC_PER_MSEC)
#define NFM_TRIAL_ZONES_MOST 128
/* After an acquittal, receivers have no trial for this many times as long. */
#define NFM_TRIAL_PAUSE 4
/* Packets that may be in flight for each copy so far (fragments, answers). */
#define NFM_TRIAL_FACTOR 4
/* Packets of the suspect before it is acquitted: at least this many, */
#define NFM_TRIAL_BOUND 32
/* and at most twice the device's queue length plus this. */
#define NFM_TRIAL_BOUND_MORE 256
/* Maximum number of copies held, and their maximum share of the budget (1/4). */
#define NFM_TRIAL_QUEUE 4096
#define NFM_TRIAL_BUDGET 4
/* Held copies sent in one go: from a hook, and from the work item. */
#define NFM_TRIAL_RELIEF 8
#define NFM_TRIAL_BATCH 64

static struct workqueue_struct *nfm_feedback_workqueue;

/**
 * struct nfm_held - a held copy; kept in the skb's control buffer
 * @receiver: receiver of the copy, reference held
 * @counters: counters of its session, reference held
 * @count: packets and bytes that it counts as
 * @port: destination UDP port
 * @modified: what was done to the copy, as BIT(enum nfm_modified)
 * @own: the copied packet is the suspect's
 */
struct nfm_held {
	struct nfm_receiver *receiver;
	struct nfm_counters *counters;
	struct nfm_pkt_count count;
	u16 port;
	u8 modified;
	bool own;
};

static struct nfm_held *nfm_held(struct sk_buff *frame)
{
	BUILD_BUG_ON(sizeof(struct nfm_held) > sizeof(frame->cb));
	return (struct nfm_held *)frame->cb;
}

static struct nfm_sender *nfm_feedback_sender(struct nfm_feedback *feedback)
{
	return container_of(feedback, struct nfm_sender, feedback);
}

static bool nfm_is_along(const struct nfm_key *key, const struct nfm_flow *flow)
{
	return key->sport == flow->sport && key->dport == flow->dport &&
	       ipv6_addr_equal(&key->saddr, &flow->saddr) &&
	       ipv6_addr_equal(&key->daddr, &flow->daddr);
}

static bool nfm_is_against(const struct nfm_key *key,
			   const struct nfm_flow *flow)
{
	return key->sport == flow->dport && key->dport == flow->sport &&
	       ipv6_addr_equal(&key->saddr, &flow->daddr) &&
	       ipv6_addr_equal(&key->daddr, &flow->saddr);
}

/* An ICMP error is hashed as the packet that it quotes. */
static bool nfm_is_error(const struct nfm_packet *packet)
{
	const struct nfm_key *key = packet->key;

	return (key->proto == IPPROTO_ICMP || key->proto == IPPROTO_ICMPV6) &&
	       packet->hash != nfm_key_hash(key, packet->source->seed);
}

/* @packet, with the hash of @flow, belongs to it or is an ICMP error about it. */
static bool nfm_is_of(const struct nfm_packet *packet,
		      const struct nfm_flow *flow)
{
	const struct nfm_key *key = packet->key;

	if (key->proto != flow->proto)
		return nfm_is_error(packet);
	return nfm_is_along(key, flow) || nfm_is_against(key, flow);
}

static bool nfm_is_suspect(const struct nfm_feedback *feedback,
			   const struct nfm_packet *packet)
{
	return packet->hash == feedback->hash &&
	       nfm_is_of(packet, &feedback->suspect);
}

static bool nfm_carries(const struct nfm_carriers *carriers,
			const struct nfm_packet *packet)
{
	const struct nfm_flow *flow = nfm_carriers_find(carriers, packet->hash);

	return flow && nfm_is_of(packet, flow);
}

static void nfm_trial_wake(struct nfm_feedback *feedback, u64 ns)
{
	if (!feedback->closed)
		mod_delayed_work(nfm_feedback_workqueue, &feedback->work,
				 ns ? nsecs_to_jiffies(ns) + 1 : 0);
}

static bool nfm_trial_has(const struct nfm_feedback *feedback,
			  const struct nfm_receiver *receiver)
{
	unsigned int i;

	for (i = 0; i < feedback->n_receivers; i++)
		if (feedback->receivers[i] == receiver)
			return true;
	return false;
}

/*
 * Note that @receiver gets copies of the suspect over the path on trial. Receivers
 * reached over another path, where copies do not loop, must keep getting them.
 */
static void nfm_trial_mark(struct nfm_feedback *feedback,
			   const struct nfm_receiver *receiver,
			   const struct nfm_route *route)
{
	bool same = route->dst->dev->ifindex == feedback->ifindex;
	unsigned int i;

	for (i = 0; i < feedback->n_receivers; i++)
		if (feedback->receivers[i] == receiver && (same || !i))
			feedback->fed |= BIT(i);
}

static bool nfm_trial_concerns(const struct nfm_feedback *feedback,
			       const struct nfm_held *held)
{
	unsigned int i;

	for (i = 0; held->own && i < feedback->n_receivers; i++)
		if (feedback->receivers[i] == held->receiver)
			return feedback->fed & BIT(i);
	return false;
}

static bool nfm_trial_join(struct nfm_feedback *feedback,
			   struct nfm_receiver *receiver)
{
	if (feedback->n_receivers == NFM_TRIAL_RECEIVERS)
		return false;
	feedback->receivers[feedback->n_receivers++] =
		nfm_receiver_get(receiver);
	return true;
}

/* Bound the packets caused by copies that left before others were held. */
static unsigned int nfm_trial_bound(const struct nfm_route *route)
{
	unsigned int copies =
		nfm_suspicion_weight(&route->suspicion) / NFM_SUSPICION_WEIGHT;
	unsigned int most = 2 * READ_ONCE(route->dst->dev->tx_queue_len) +
			    NFM_TRIAL_BOUND_MORE;

	return max_t(unsigned int, NFM_TRIAL_BOUND,
		     min(NFM_TRIAL_FACTOR * copies, most));
}

static void nfm_trial_begin(struct nfm_feedback *feedback,
			    const struct nfm_packet *packet,
			    struct nfm_receiver *receiver,
			    struct nfm_route *route)
{
	const struct nfm_key *key = packet->key;

	feedback->suspect = (struct nfm_flow){
		.saddr = key->saddr,
		.daddr = key->daddr,
		.sport = key->sport,
		.dport = key->dport,
		.proto = key->proto,
	};
	feedback->hash = packet->hash;
	WRITE_ONCE(feedback->trial, NFM_TRIAL_HUSH);
	feedback->guilty = false;
	feedback->ifindex = route->suspicion.opaque ? route->dst->dev->ifindex :
						      0;
	feedback->seen = 0;
	feedback->bound = nfm_trial_bound(route);
	feedback->began = ktime_get_ns();
	feedback->last = feedback->began;
	feedback->zone = NFM_TRIAL_ZONE;
	memset(feedback->echoes, 0, sizeof(feedback->echoes));
	nfm_trial_join(feedback, receiver);
	nfm_suspicion_rest(&route->suspicion);
	nfm_trial_wake(feedback, 2 * NFM_TRIAL_ZONE);
}

/* Let held copies leave, except those of a convicted carrier, which are dropped. */
static void nfm_trial_end(struct nfm_feedback *feedback)
{
	WRITE_ONCE(feedback->trial, NFM_TRIAL_OVER);
	nfm_trial_wake(feedback, 0);
}

static void nfm_trial_acquit(struct nfm_feedback *feedback)
{
	u64 now = ktime_get_ns();
	unsigned int i;

	for (i = 0; i < feedback->n_receivers; i++)
		feedback->receivers[i]->rests =
			now + NFM_TRIAL_PAUSE * (now - feedback->began);
	nfm_trial_end(feedback);
}

/* Check whether held copies reach @times the limit of a trial. */
static bool nfm_trial_is_full(const struct nfm_feedback *feedback,
			      unsigned int times)
{
	size_t most = READ_ONCE(nfm_output_budget) / NFM_TRIAL_BUDGET;

	return feedback->queue.qlen >= times * NFM_TRIAL_QUEUE ||
	       feedback->bytes > times * most;
}

/* Account for a packet of the suspect. */
static void nfm_trial_see(struct nfm_feedback *feedback,
			  const struct nfm_packet *packet)
{
	bool against = !nfm_is_along(packet->key, &feedback->suspect);
	struct nfm_echo *echo = &feedback->echoes[against];

	feedback->last = ktime_get_ns();
	feedback->since++;
	/* Each packet is seen once for each receiver that gets it. */
	if (++feedback->seen > feedback->bound * feedback->n_receivers) {
		nfm_trial_acquit(feedback);
		return;
	}
	if (feedback->last - feedback->released <= feedback->zone)
		echo->early = true;
	else
		echo->late = true;
}

/* Check whether to hold a copy, and with it all later ones to its receiver. */
static bool nfm_trial_holds(struct nfm_feedback *feedback,
			    const struct nfm_packet *packet,
			    struct nfm_receiver *receiver,
			    const struct nfm_route *route)
{
	bool suspect = nfm_is_suspect(feedback, packet);
	bool held = nfm_trial_has(feedback, receiver);

	/* If more copies arrive than leave, give up order to keep the budget. */
	if (feedback->trial == NFM_TRIAL_OVER)
		return held && !nfm_trial_is_full(feedback, 2);
	/* Hold the copies of other suspects until they are tried. */
	if (!held &&
	    (suspect || route->dst->dev->ifindex == feedback->ifindex ||
	     nfm_suspicion_falls_on(&route->suspicion, packet->hash)))
		held = nfm_trial_join(feedback, receiver);
	if (held && suspect) {
		nfm_trial_mark(feedback, receiver, route);
		nfm_trial_see(feedback, packet);
	}
	return held;
}

/*
 * Forget the carriers of a receiver once all of them are due for another trial. Until
 * then, those that expired earlier are skipped where carriers are looked up.
 */
static void nfm_feedback_forget(struct nfm_feedback *feedback,
				struct nfm_receiver *receiver)
{
	struct nfm_carriers *carriers = rcu_dereference_protected(
		receiver->carriers, lockdep_is_held(&feedback->lock));

	if (!carriers || nfm_carriers_are_known(carriers))
		return;
	WRITE_ONCE(receiver->fed_back, false);
	RCU_INIT_POINTER(receiver->carriers, NULL);
	kfree_rcu(carriers, rcu);
}

/**
 * nfm_feedback_judge() - decide whether to send, hold or drop a copy
 * @packet: the packet
 * @receiver: receiver of the copy
 * @route: valid route to the receiver
 *
 * Puts a suspect flow on trial. The call may be skipped if nfm_suspicion_rises()
 * does not suspect the packet, no trial is running and the receiver is not
 * @fed_back.
 *
 * Context: bottom halves off, RCU read side.
 * Return: enum nfm_feedback_verdict.
 */
enum nfm_feedback_verdict nfm_feedback_judge(const struct nfm_packet *packet,
					     struct nfm_receiver *receiver,
					     struct nfm_route *route)
{
	struct nfm_feedback *feedback = &packet->sender->feedback;
	const struct nfm_carriers *carriers =
		rcu_dereference(receiver->carriers);
	bool suspect = nfm_suspicion_falls_on(&route->suspicion, packet->hash);
	bool held;

	if (carriers && nfm_carries(carriers, packet))
		return NFM_FEEDBACK_DROP;
	if (!suspect && READ_ONCE(feedback->trial) == NFM_TRIAL_NONE &&
	    (!carriers || nfm_carriers_are_known(carriers)))
		return NFM_FEEDBACK_SEND;
	spin_lock(&feedback->lock);
	nfm_feedback_forget(feedback, receiver);
	if (suspect && feedback->trial == NFM_TRIAL_NONE && !feedback->closed &&
	    !nfm_is_error(packet) && receiver->rests <= ktime_get_ns())
		nfm_trial_begin(feedback, packet, receiver, route);
	held = feedback->trial != NFM_TRIAL_NONE &&
	       nfm_trial_holds(feedback, packet, receiver, route);
	spin_unlock(&feedback->lock);
	return held ? NFM_FEEDBACK_HOLD : NFM_FEEDBACK_SEND;
}

/**
 * nfm_feedback_hold() - hold a finished copy, as nfm_feedback_judge() decided
 * @copy: description of the copy
 * @frame: the copy, with its outer headers; consumed if it is held
 * @count: packets and bytes that it counts as
 * @modified: what was done to it, as BIT(enum nfm_modified)
 *
 * Context: bottom halves off, RCU read side.
 * Return: false if the trial has ended meanwhile and copies are no longer held.
 */
bool nfm_feedback_hold(const struct nfm_copy *copy, struct sk_buff *frame,
		       const struct nfm_pkt_count *count, u8 modified)
{
	struct nfm_feedback *feedback = &copy->packet->sender->feedback;
	bool held;

	spin_lock(&feedback->lock);
	held = feedback->trial != NFM_TRIAL_NONE;
	if (held) {
		*nfm_held(frame) = (struct nfm_held){
			.receiver = nfm_receiver_get(copy->receiver),
			.counters = nfm_counters_get(copy->compiled->counters),
			.count = *count,
			.port = copy->compiled->port,
			.modified = modified,
			.own = nfm_is_suspect(feedback, copy->packet),
		};
		__skb_queue_tail(&feedback->queue, frame);
		feedback->bytes += frame->truesize;
		if (feedback->trial != NFM_TRIAL_OVER &&
		    nfm_trial_is_full(feedback, 1))
			nfm_trial_acquit(feedback);
	}
	spin_unlock(&feedback->lock);
	return held;
}

/* Return: why the copy was lost, an enum nfm_drop; negative if it was sent. */
static int nfm_held_send(const struct nfm_sender *sender, struct sk_buff *frame,
			 const struct nfm_held *held)
{
	bool fits = !(held->modified & BIT(NFM_MODIFIED_FRAGMENTED));
	struct nfm_route *route = this_cpu_ptr(held->receiver->routes);
	struct neighbour *neigh = NULL;
	int drop = -1;

	if (!nfm_receiver_has_route(held->receiver, route, sender->net,
				    held->port))
		drop = NFM_DROP_NO_ROUTE;
	else if (fits && !skb_is_gso(frame) && frame->len > dst_mtu(route->dst))
		drop = NFM_DROP_MTU;
	else if (skb_cow_head(frame, nfm_output_headroom(route->dst)))
		drop = NFM_DROP_NO_MEMORY;
	else
		neigh = nfm_output_find_neigh(route->dst, held->receiver);
	if (IS_ERR(neigh))
		drop = nfm_output_drop(neigh);
	if (drop >= 0)
		kfree_skb(frame);
	else if (nfm_output(sender->net, sender->sk, frame, route->dst, neigh,
			    fits))
		drop = NFM_DROP_QUEUE;
	return drop;
}

static void nfm_held_put(const struct nfm_held *held)
{
	nfm_counters_put(held->counters);
	nfm_receiver_put(held->receiver);
}

/*
 * Send a held copy, or drop it, and count it. Called between nfm_recursion_enter()
 * and nfm_recursion_leave(). @convicted: the copied packet is a convicted carrier's.
 */
static void nfm_held_leave(const struct nfm_sender *sender,
			   struct sk_buff *frame, bool convicted)
{
	struct nfm_held held = *nfm_held(frame);
	struct nfm_stats __percpu *stats = held.counters->stats;
	unsigned long modified = held.modified;
	int drop = NFM_DROP_FEEDBACK;
	unsigned int what;

	memset(frame->cb, 0, sizeof(frame->cb));
	if (convicted)
		kfree_skb(frame);
	else
		drop = nfm_held_send(sender, frame, &held);
	if (drop >= 0) {
		nfm_stats_dropped(stats, &held.count, drop);
		nfm_stats_dropped(held.receiver->stats, &held.count, drop);
	} else {
		nfm_stats_sent(stats, &held.count);
		nfm_stats_sent(held.receiver->stats, &held.count);
		for_each_set_bit(what, &modified, __NFM_MODIFIED_MAX)
			nfm_stats_modified(stats, &held.count, what);
	}
	nfm_held_put(&held);
}

/*
 * Prefer copies to the receiver that raised the suspicion, since these may be
 * answered. The copies to each receiver keep their order.
 */
static struct sk_buff *nfm_trial_pick(struct nfm_feedback *feedback)
{
	struct sk_buff *frame;

	if (feedback->trial != NFM_TRIAL_ECHO)
		return skb_peek(&feedback->queue);
	skb_queue_walk(&feedback->queue, frame)
	{
		if (nfm_held(frame)->receiver == feedback->receivers[0])
			return frame;
	}
	return skb_peek(&feedback->queue);
}

/* All held copies have left. */
static void nfm_trial_close(struct nfm_feedback *feedback)
{
	unsigned int i;

	for (i = 0; i < feedback->n_receivers; i++)
		nfm_receiver_put(feedback->receivers[i]);
	feedback->n_receivers = 0;
	feedback->fed = 0;
	feedback->bytes = 0;
	WRITE_ONCE(feedback->trial, NFM_TRIAL_NONE);
}

/*
 * Send up to @n held copies, unless another CPU is doing so. Called between
 * nfm_recursion_enter() and nfm_recursion_leave().
 */
static void nfm_trial_release(struct nfm_feedback *feedback, unsigned int n)
{
	struct nfm_sender *sender = nfm_feedback_sender(feedback);
	struct sk_buff *frame;
	bool convicted;

	spin_lock(&feedback->lock);
	if (feedback->draining)
		goto unlock;
	feedback->draining = true;
	while (n-- && (frame = nfm_trial_pick(feedback))) {
		__skb_unlink(frame, &feedback->queue);
		feedback->bytes -=
			min_t(size_t, feedback->bytes, frame->truesize);
		convicted = feedback->guilty &&
			    nfm_trial_concerns(feedback, nfm_held(frame));
		spin_unlock(&feedback->lock);
		nfm_held_leave(sender, frame, convicted);
		spin_lock(&feedback->lock);
	}
	feedback->draining = false;
	if (feedback->trial == NFM_TRIAL_OVER &&
	    skb_queue_empty(&feedback->queue))
		nfm_trial_close(feedback);
unlock:
	spin_unlock(&feedback->lock);
}

/**
 * nfm_feedback_relieve() - send some held copies after a trial
 * @packet: the packet whose copy was held last
 *
 * Sends more copies than are held meanwhile, so that the queue drains. May replace
 * cached routes to receivers.
 *
 * Context: bottom halves off, RCU read side, between nfm_recursion_enter() and
 * nfm_recursion_leave().
 */
void nfm_feedback_relieve(const struct nfm_packet *packet)
{
	struct nfm_feedback *feedback = &packet->sender->feedback;

	if (READ_ONCE(feedback->trial) == NFM_TRIAL_OVER)
		nfm_trial_release(feedback, NFM_TRIAL_RELIEF);
}

static void nfm_trial_convict(struct nfm_feedback *feedback, bool against)
{
	struct nfm_flow flow = feedback->suspect;
	unsigned int i;

	if (against) {
		swap(flow.saddr, flow.daddr);
		swap(flow.sport, flow.dport);
	}
	for (i = 0; i < feedback->n_receivers; i++) {
		struct nfm_receiver *receiver = feedback->receivers[i];
		struct nfm_carriers *old = rcu_dereference_protected(
			receiver->carriers, lockdep_is_held(&feedback->lock));
		struct nfm_carriers *new =
			nfm_carriers_with(old, &flow, feedback->hash);

		/* A carrier that cannot be remembered is tried again. */
		if (!new)
			feedback->fed &= ~BIT(i);
		if (!(feedback->fed & BIT(i))) {
			kfree(new);
			continue;
		}
		rcu_assign_pointer(receiver->carriers, new);
		WRITE_ONCE(receiver->fed_back, true);
		if (old)
			kfree_rcu(old, rcu);
	}
	feedback->guilty = feedback->fed;
	nfm_trial_end(feedback);
	if (feedback->guilty)
		nfm_feedback_sender(feedback)->convicted(
			nfm_feedback_sender(feedback));
}

/* Release a copy; the next one follows after a random time that no rhythm meets. */
static void nfm_trial_step(struct nfm_feedback *feedback)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(feedback->echoes); i++)
		feedback->echoes[i].early = feedback->echoes[i].late = false;
	WRITE_ONCE(feedback->trial, NFM_TRIAL_ECHO);
	feedback->released = ktime_get_ns();
	feedback->since = 0;
	nfm_trial_wake(feedback,
		       (NFM_TRIAL_REST + 1) * feedback->zone +
			       get_random_u32() % (u32)(8 * feedback->zone));
}

/* Return: false if the suspect is not quiet yet; the check is then rescheduled. */
static bool nfm_trial_is_quiet(struct nfm_feedback *feedback, u64 now)
{
	u64 quiet = 2 * feedback->zone;

	if (now - feedback->last >= quiet)
		return true;
	nfm_trial_wake(feedback,
		       quiet + get_random_u32() % (u32)(2 * feedback->zone));
	return false;
}

/* Return: the score of one direction for the last release. */
static int nfm_echo_weigh(const struct nfm_echo *echo)
{
	if (echo->late)
		return NFM_TRIAL_NOISE;
	return echo->early ? NFM_TRIAL_ANSWER : NFM_TRIAL_SILENCE;
}

/*
 * Check whether the suspect may be a carrier that answers later than expected: it
 * sent no more than one copy can cause. Then a longer answer window tells more.
 */
static bool nfm_trial_may_be_slow(const struct nfm_feedback *feedback)
{
	if (!feedback->since)
		return feedback->zone < NFM_TRIAL_ZONE_SILENT;
	return feedback->zone < NFM_TRIAL_ZONE_MOST &&
	       feedback->since <= NFM_TRIAL_FACTOR * feedback->n_receivers;
}

/* The interval since the last release is over: update the score. */
static void nfm_trial_weigh(struct nfm_feedback *feedback)
{
	struct nfm_echo *echoes = feedback->echoes;
	bool answered = false;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(feedback->echoes); i++)
		answered |= nfm_echo_weigh(&echoes[i]) == NFM_TRIAL_ANSWER;
	if (!answered && feedback->since)
		WRITE_ONCE(feedback->trial, NFM_TRIAL_HUSH);
	if (!answered && nfm_trial_may_be_slow(feedback)) {
		feedback->zone *= 2;
		return;
	}
	for (i = 0; i < ARRAY_SIZE(feedback->echoes); i++)
		echoes[i].score += nfm_echo_weigh(&echoes[i]);
}

/* Time after which a trial is given up, in ns. */
static u64 nfm_trial_time(const struct nfm_feedback *feedback, int best)
{
	if (best > 0)
		return NFM_TRIAL_TIME_MOST +
		       NFM_TRIAL_ZONES_MOST * feedback->zone;
	return NFM_TRIAL_TIME + NFM_TRIAL_ZONES * feedback->zone;
}

/* Return: true if a copy is to be released. */
static bool nfm_trial_go_on(struct nfm_feedback *feedback)
{
	const struct nfm_echo *echoes = feedback->echoes;
	u64 now = ktime_get_ns();
	int best;

	if (feedback->trial == NFM_TRIAL_ECHO)
		nfm_trial_weigh(feedback);
	best = max(echoes[0].score, echoes[1].score);
	if (best >= NFM_TRIAL_GUILTY) {
		nfm_trial_convict(feedback, echoes[0].score < best);
		return false;
	}
	if (best <= NFM_TRIAL_INNOCENT ||
	    now - feedback->began > nfm_trial_time(feedback, best)) {
		nfm_trial_acquit(feedback);
		return false;
	}
	if (feedback->trial == NFM_TRIAL_HUSH &&
	    !nfm_trial_is_quiet(feedback, now))
		return false;
	if (skb_queue_empty(&feedback->queue)) {
		nfm_trial_acquit(feedback);
		return false;
	}
	nfm_trial_step(feedback);
	return true;
}

static void nfm_feedback_work(struct work_struct *work)
{
	struct nfm_feedback *feedback =
		container_of(to_delayed_work(work), struct nfm_feedback, work);
	unsigned int n = 0;

	local_bh_disable();
	rcu_read_lock();
	spin_lock(&feedback->lock);
	if (feedback->trial == NFM_TRIAL_HUSH ||
	    feedback->trial == NFM_TRIAL_ECHO)
		n = nfm_trial_go_on(feedback);
	if (feedback->trial == NFM_TRIAL_OVER) {
		n = NFM_TRIAL_BATCH;
		nfm_trial_wake(feedback, 0);
	}
	spin_unlock(&feedback->lock);
	if (n && nfm_recursion_enter()) {
		nfm_trial_release(feedback, n);
		nfm_recursion_leave();
	}
	rcu_read_unlock();
	local_bh_enable();
}

/**
 * nfm_feedback_init() - initialise the trials of a namespace
 * @feedback: trials of the namespace
 */
void nfm_feedback_init(struct nfm_feedback *feedback)
{
	spin_lock_init(&feedback->lock);
	__skb_queue_head_init(&feedback->queue);
	INIT_DELAYED_WORK(&feedback->work, nfm_feedback_work);
}

/**
 * nfm_feedback_exit() - end the trials of a namespace
 * @feedback: trials of the namespace
 *
 * Frees the held copies.
 *
 * Context: process.
 */
void nfm_feedback_exit(struct nfm_feedback *feedback)
{
	struct sk_buff_head queue;
	struct sk_buff *frame;

	spin_lock_bh(&feedback->lock);
	feedback->closed = true;
	spin_unlock_bh(&feedback->lock);
	cancel_delayed_work_sync(&feedback->work);
	__skb_queue_head_init(&queue);
	spin_lock_bh(&feedback->lock);
	skb_queue_splice_init(&feedback->queue, &queue);
	if (feedback->trial != NFM_TRIAL_NONE)
		nfm_trial_close(feedback);
	spin_unlock_bh(&feedback->lock);
	while ((frame = __skb_dequeue(&queue))) {
		nfm_held_put(nfm_held(frame));
		kfree_skb(frame);
	}
}

/**
 * nfm_feedback_alloc_workqueue() - allocate the workqueue for all trials
 *
 * Return: 0 or a negative errno.
 */
int nfm_feedback_alloc_workqueue(void)
{
	/* High priority: run ahead of the work that a packet storm causes. */
	nfm_feedback_workqueue = alloc_workqueue("nf_mirror_feedback",
						 WQ_UNBOUND | WQ_HIGHPRI, 0);
	return nfm_feedback_workqueue ? 0 : -ENOMEM;
}

/**
 * nfm_feedback_free_workqueue() - undo nfm_feedback_alloc_workqueue()
 */
void nfm_feedback_free_workqueue(void)
{
	destroy_workqueue(nfm_feedback_workqueue);
}
