// SPDX-License-Identifier: GPL-2.0
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>

#include "net.h"
#include "path/gate.h"
#include "path/packet.h"
#include "path/tap.h"
#include "path/wire.h"
#include "path/xmit.h"

static void nfm_tap_copies(struct nfm_packet *packet,
			   const struct nfm_mirror *mirror,
			   const struct nfm_classifier *classifier,
			   unsigned int next)
{
	/* Route caches, counters and the guard are per CPU. */
	local_bh_disable();
	if (nfm_gate_enter()) {
		packet->hash = nfm_key_hash(&packet->key);
		packet->wire = nfm_wire_size(packet->skb);
		do {
			nfm_xmit_copy(packet, mirror);
			mirror = nfm_classify(classifier, &packet->key, &next);
		} while (mirror);
		nfm_gate_leave();
	}
	local_bh_enable();
}

static __always_inline unsigned int nfm_tap(const struct nfm_net *nn,
					    struct sk_buff *skb,
					    const struct net_device *dev,
					    enum nfm_side side)
{
	const struct nfm_plan *plan = rcu_dereference(nn->plan);
	const struct nfm_tap *tap = nfm_plan_find(plan, dev->ifindex);
	const struct nfm_classifier *classifier;
	const struct nfm_mirror *mirror;
	struct nfm_packet packet;
	unsigned int next = 0;

	if (!tap || !tap->sides[side])
		return NF_ACCEPT;
	if (!nfm_key_parse(skb, &packet.key))
		return NF_ACCEPT;
	if (!nfm_gate_admits(nn->sk, tap, skb, &packet.key))
		return NF_ACCEPT;
	classifier = tap->sides[side];
	mirror = nfm_classify(classifier, &packet.key, &next);
	if (!mirror)
		return NF_ACCEPT;

	packet.skb = skb;
	packet.net = nn->net;
	packet.sk = nn->sk;
	packet.tap = tap;
	packet.side = side;
	nfm_tap_copies(&packet, mirror, classifier, next);
	return NF_ACCEPT;
}

static unsigned int nfm_tap_rx(void *nn, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	return nfm_tap(nn, skb, state->in, NFM_SIDE_RX);
}

static unsigned int nfm_tap_tx(void *nn, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	return nfm_tap(nn, skb, state->out, NFM_SIDE_TX);
}

/*
 * Received packets are seen as they were on the wire, so before they are
 * defragmented (-400), tracked and translated, but not at INT_MIN, where
 * bridge netfilter sits. Sent ones are seen after source NAT (100) and
 * conntrack's helpers (300); only its confirmation comes later.
 */
static const struct nf_hook_ops nfm_hooks[NFM_SIDES] = {
	[NFM_SIDE_RX] = {
		.hook = nfm_tap_rx,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = NF_IP_PRI_CONNTRACK_DEFRAG - 50,
	},
	[NFM_SIDE_TX] = {
		.hook = nfm_tap_tx,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_POST_ROUTING,
		.priority = NF_IP_PRI_CONNTRACK_CONFIRM - 1,
	},
};

/**
 * nfm_tap_open() - has packets of a namespace seen
 * @nn: the namespace, locked; its plan may be read from now on
 * @sides: bit for each enum nfm_side that is needed
 *
 * Return: 0, or a negative errno with some of the sides open.
 */
int nfm_tap_open(struct nfm_net *nn, u8 sides)
{
	enum nfm_side side;
	int err;

	for (side = 0; side < NFM_SIDES; side++) {
		if (!(sides & ~nn->hooked & BIT(side)))
			continue;
		nn->hooks[side] = nfm_hooks[side];
		nn->hooks[side].priv = nn;
		err = nf_register_net_hook(nn->net, &nn->hooks[side]);
		if (err)
			return err;
		nn->hooked |= BIT(side);
	}
	return 0;
}

/**
 * nfm_tap_close() - has packets of a namespace seen no longer
 * @nn: the namespace, locked
 * @sides: bit for each enum nfm_side that is not needed
 *
 * Packets that are on their way through the hook go on.
 */
void nfm_tap_close(struct nfm_net *nn, u8 sides)
{
	enum nfm_side side;

	for (side = 0; side < NFM_SIDES; side++) {
		if (!(sides & nn->hooked & BIT(side)))
			continue;
		nf_unregister_net_hook(nn->net, &nn->hooks[side]);
		nn->hooked &= ~BIT(side);
	}
}
