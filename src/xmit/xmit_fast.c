// SPDX-License-Identifier: GPL-2.0
#include <linux/random.h>

#include "compat/compiler.h"
#include "lib/vxlan.h"
#include "plan/balance.h"
#include "xmit/feedback.h"
#include "xmit/output.h"
#include "xmit/sender.h"
#include "xmit/skb_pool.h"
#include "xmit/xmit_fast.h"
#include "xmit/xmit_slow.h"

/**
 * struct nfm_xmit_ctx - context of one copy, from packet to receiver
 * @packet: the original packet
 * @compiled: session that wants the copy
 * @receiver: receiver of the copy
 * @route: this CPU's route to the receiver
 * @frame_len: length of the inner frame, in bytes
 * @neigh: neighbour to send the copy to; NULL if not known yet
 *
 * Passed by value, so that inlined code keeps it in registers.
 */
struct nfm_xmit_ctx {
	const struct nfm_packet *packet;
	const struct nfm_compiled_session *compiled;
	struct nfm_receiver *receiver;
	struct nfm_route *route;
	unsigned int frame_len;
	struct neighbour *neigh;
};

static struct nfm_receiver *
nfm_pick_receiver(const struct nfm_compiled_session *compiled,
		  const struct nfm_packet *packet)
{
	unsigned int n = compiled->n_receivers;
	u32 hash = packet->hash;

	if (likely(n == 1))
		return compiled->receivers[0];
	if (compiled->balance == NFM_BALANCE_RANDOM)
		return compiled
			->receivers[reciprocal_scale(get_random_u32(), n)];
	if (compiled->balance == NFM_BALANCE_ENI)
		hash = packet->source->hash;
	return compiled->receivers[compiled->slots[nfm_balance_slot(hash)]];
}

static __always_inline struct nfm_tunnel
nfm_xmit_tunnel(struct nfm_xmit_ctx ctx)
{
	return (struct nfm_tunnel){
		.saddr = &ctx.route->saddr,
		.daddr = &ctx.receiver->addr,
		.vni = ctx.compiled->vni,
		.mark = nfm_mark(ctx.compiled->mark, ctx.packet->source->mark),
		.tos = ctx.compiled->tos,
		.sport = nfm_outer_sport(ctx.packet->hash),
		.dport = ctx.compiled->port,
	};
}

/* Cases that apply before anything was done to the copy. */
static u8 nfm_xmit_modified(struct nfm_xmit_ctx ctx)
{
	if (ctx.packet->key->ports == NFM_PORTS_UNKNOWN &&
	    ctx.compiled->by_ports)
		return BIT(NFM_MODIFIED_PORTS_UNKNOWN);
	return 0;
}

/*
 * Nearly all copies: the packet leaves unchanged, its receiver is reached over IPv4
 * and has a known link-layer address (so there is @neigh), and the copy fits into a
 * pool buffer, the path MTU, snaplen and the budget.
 */
static __always_inline bool nfm_xmit_is_plain(struct nfm_xmit_ctx ctx)
{
	unsigned int len = sizeof(struct nfm_outer_v4) + ctx.frame_len;

	return ctx.neigh && ctx.packet->plain && len <= NFM_SKB_POOL_ROOM &&
	       len <= nfm_output_mtu_direct_v4(ctx.route->dst) &&
	       (!ctx.compiled->snaplen ||
		ctx.frame_len <= ctx.compiled->snaplen) &&
	       nfm_output_has_budget(ctx.packet->sender->sk);
}

/* Write the outer headers and the link-layer header in front of a copied packet. */
static __always_inline void nfm_xmit_write(struct nfm_xmit_ctx ctx,
					   struct nfm_outer_v4 *outer)
{
	const struct nfm_tunnel tunnel = nfm_xmit_tunnel(ctx);
	const struct nfm_packet *packet = ctx.packet;

	/* First, because it also writes in front of the link-layer header. */
	nfm_l2_put(&packet->l2, (u8 *)(outer + 1) + packet->l2.len);
	nfm_outer_write_v4(outer, &tunnel, ctx.frame_len, packet->key->id,
			   true);
}

/* Rewrite a pool buffer and clone it; NULL if memory is short. */
static __always_inline struct sk_buff *nfm_xmit_clone(struct nfm_xmit_ctx ctx)
{
	unsigned int len = sizeof(struct nfm_outer_v4) + ctx.frame_len;
	const struct sk_buff *skb = ctx.packet->skb;
	struct sk_buff *buffer, *clone;
	u8 *inner;

	buffer = nfm_skb_pool_take();
	if (unlikely(!buffer))
		return NULL;
	inner = buffer->data + len - skb->len;
	if (likely(!skb_is_nonlinear(skb)))
		memcpy(inner, skb->data, skb->len);
	else if (skb_copy_bits(skb, 0, inner, skb->len))
		return NULL;
	buffer->len = len;
	buffer->hash = ctx.packet->hash;
	skb_set_tail_pointer(buffer, len);
	nfm_xmit_write(ctx, (struct nfm_outer_v4 *)buffer->data);
	clone = skb_clone(buffer, NFM_GFP);
	if (likely(clone))
		nfm_output_own(clone, ctx.packet->sender->sk);
	return clone;
}

static noinline void nfm_xmit_drop(struct nfm_xmit_ctx ctx,
				   enum nfm_drop reason)
{
	nfm_stats_matched(ctx.compiled->stats, &ctx.packet->count);
	nfm_drop(ctx.compiled, ctx.receiver, &ctx.packet->count, reason);
}

/* All other copies. @stirs: the packet may carry copies, or a trial is running. */
static noinline void nfm_xmit_other(struct nfm_xmit_ctx ctx, bool stirs)
{
	enum nfm_feedback_verdict verdict =
		stirs || READ_ONCE(ctx.receiver->fed_back) ?
			nfm_feedback_judge(ctx.packet, ctx.receiver,
					   ctx.route) :
			NFM_FEEDBACK_SEND;
	const struct nfm_copy copy NFM_UNINITIALIZED = {
		.packet = ctx.packet,
		.compiled = ctx.compiled,
		.receiver = ctx.receiver,
		.dst = ctx.route->dst,
		.neigh = ctx.neigh ?:
				     nfm_output_find_neigh(ctx.route->dst,
							   ctx.receiver),
		.tunnel = nfm_xmit_tunnel(ctx),
		.v4 = ctx.route->dst->ops->family == AF_INET,
		.held = verdict == NFM_FEEDBACK_HOLD,
		.modified = nfm_xmit_modified(ctx),
	};

	if (unlikely(verdict == NFM_FEEDBACK_DROP))
		return nfm_xmit_drop(ctx, NFM_DROP_FEEDBACK);
	if (IS_ERR(copy.neigh)) {
		nfm_xmit_drop(ctx, nfm_output_drop(copy.neigh));
	} else {
		nfm_stats_matched(ctx.compiled->stats, &ctx.packet->count);
		nfm_xmit_slow(&copy);
	}
	if (unlikely(verdict == NFM_FEEDBACK_HOLD))
		nfm_feedback_relieve(ctx.packet);
}

/**
 * nfm_xmit_copy() - send and count a session's copy of a packet
 * @packet: the packet
 * @compiled: the session
 *
 * Context: bottom halves off, RCU read side.
 */
void nfm_xmit_copy(const struct nfm_packet *packet,
		   const struct nfm_compiled_session *compiled)
{
	struct nfm_xmit_ctx ctx = { .packet = packet, .compiled = compiled };
	struct sk_buff *frame;
	struct nfm_pkt_count count;

	ctx.receiver = nfm_pick_receiver(compiled, packet);
	ctx.route = this_cpu_ptr(ctx.receiver->routes);
	if (likely(nfm_route_is_straight(ctx.route, packet->sender->net)))
		ctx.neigh = nfm_output_known_neigh(ctx.route, ctx.receiver);
	else if (!nfm_receiver_has_route(ctx.receiver, ctx.route,
					 packet->sender->net, compiled->port))
		return nfm_xmit_drop(ctx, NFM_DROP_NO_ROUTE);
	ctx.frame_len = packet->l2.len + packet->skb->len;
	if (nfm_suspicion_rises(&ctx.route->suspicion, packet->skb,
				packet->hash) ||
	    unlikely(nfm_feedback_tries(&packet->sender->feedback)))
		return nfm_xmit_other(ctx, true);
	if (unlikely(!nfm_xmit_is_plain(ctx)))
		return nfm_xmit_other(ctx, false);
	frame = nfm_xmit_clone(ctx);
	if (unlikely(!frame))
		return nfm_xmit_other(ctx, false);
	if (unlikely(
		    nfm_output_direct(frame, ctx.route->dst, ctx.neigh, false)))
		return nfm_xmit_drop(ctx, NFM_DROP_QUEUE);
	count = packet->count;
	nfm_stats_copied(compiled->stats, &count);
	nfm_stats_sent(ctx.receiver->stats, &count);
}
