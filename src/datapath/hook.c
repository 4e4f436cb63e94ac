// SPDX-License-Identifier: GPL-2.0
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/dst.h>
#include <net/route.h>
#include <net/xfrm.h>

#include "compat/bridge.h"
#include "compat/compiler.h"
#include "datapath/copies.h"
#include "datapath/crypto.h"
#include "datapath/datapath.h"
#include "datapath/exclude.h"
#include "datapath/frag_cache.h"
#include "datapath/hook.h"
#include "xmit/ipfrag.h"
#include "xmit/l2.h"
#include "xmit/packet.h"
#include "xmit/recursion.h"

/* Linear area of the last packet that passed and may be the clone of the next. */
static DEFINE_PER_CPU(const void *, nfm_hook_ownerless);

/*
 * Packets of the kernel itself (IGMP reports) or forwarded multicast have no owner,
 * so nothing distinguishes them from their clones, which pass right before them on
 * the same CPU. One of the two is copied: the first.
 */
static noinline bool nfm_hook_is_second(const struct sk_buff *skb)
{
	const void *head = skb->head;

	if (this_cpu_read(nfm_hook_ownerless) == head) {
		this_cpu_write(nfm_hook_ownerless, NULL);
		return true;
	}
	this_cpu_write(nfm_hook_ownerless, head);
	return false;
}

/*
 * Multicast and broadcast packets are also looped back to sockets of this host. The
 * clone passes the hook as well, although it never reaches the wire. Over IPv4, the
 * clone has no owner but the packet has. Packets of tunnels are not looped back.
 */
static __always_inline bool
nfm_hook_is_looped(const struct nfm_packet *packet, const struct dst_entry *dst,
		   const struct nf_hook_state *state, u8 pf)
{
	const struct sk_buff *skb = packet->skb;
	unsigned int flags;

	if (packet->hook == NFM_HOOK_RX || !dst)
		return false;
	if (pf == NFPROTO_IPV6)
		return state->okfn == dev_loopback_xmit;
	flags = container_of(dst, struct rtable, dst)->rt_flags;
	if (likely(!(flags & (RTCF_BROADCAST | RTCF_MULTICAST))))
		return false;
	if (skb->sk || !(flags & RTCF_BROADCAST || sk_mc_loop(state->sk)))
		return false;
	if (state->sk)
		return true;
	return flags & RTCF_LOCAL && skb->cloned && nfm_hook_is_second(skb);
}

/* Bridge netfilter also passes packets that are only bridged. */
static __always_inline bool nfm_hook_is_bridged(const struct nfm_packet *packet,
						const struct dst_entry *dst)
{
	const struct sk_buff *skb = packet->skb;

	if (packet->hook == NFM_HOOK_TX)
		return dst && dst->flags & DST_FAKE_RTABLE;
	/* Unicast, neither to the bridge port nor to the ENI. */
	return nfm_bridge_otherhost(skb) &&
	       !ether_addr_equal(eth_hdr(skb)->h_dest, packet->source->mac);
}

/*
 * With IPsec, packets pass the hooks twice: as they are on the wire, and as
 * plaintext, before encryption or after decryption. On IPsec's own devices, which
 * have no Ethernet, they pass only as plaintext.
 */
static __always_inline bool
nfm_hook_is_plaintext(const struct nfm_packet *packet,
		      const struct dst_entry *dst)
{
	if (packet->hook == NFM_HOOK_TX)
		return dst && dst_xfrm(dst);
	return nfm_crypto_is_decrypted(packet);
}

/* Check whether a packet is on the wire as the hook sees it. */
static __always_inline bool nfm_hook_is_wire(const struct nfm_packet *packet,
					     const struct dst_entry *dst,
					     const struct nf_hook_state *state,
					     u8 pf)
{
	return !nfm_hook_is_looped(packet, dst, state, pf) &&
	       !nfm_hook_is_bridged(packet, dst) &&
	       !nfm_hook_is_plaintext(packet, dst);
}

/* Return false if the packet never reaches the wire. */
static __always_inline bool nfm_hook_measure(struct nfm_packet *packet,
					     struct sk_buff *skb,
					     const struct dst_entry *dst,
					     enum nfm_hook hook, u8 pf)
{
	packet->limit = 0;
	packet->plaintext = false;
	if (hook == NFM_HOOK_TX && unlikely(!nfm_ipfrag_is_none(skb, dst, pf)))
		packet->limit = nfm_ipfrag_limit(packet);
	if (unlikely(packet->limit == NFM_IPFRAG_REFUSED))
		return false;
	if (likely(!packet->limit)) {
		nfm_copies_measure(packet);
	} else {
		packet->count = nfm_ipfrag_size(packet);
		packet->plain = false;
		if (!packet->count.packets)
			return false;
	}
	nfm_crypto_check(packet);
	return true;
}

/* Count all copies of a packet whose link-layer header is not filled in as dropped. */
static noinline void
nfm_hook_leave_out(struct nfm_packet *packet,
		   const struct nfm_compiled_session *compiled,
		   struct nfm_lookup *lookup, enum nfm_drop reason)
{
	nfm_l2_find(packet);
	nfm_copies_drop(packet, compiled, lookup, reason);
}

/*
 * Next hop, sample and rate of the sessions are not checked yet. @hook and @pf are
 * passed as constants, since the compiler could not derive them from a packet whose
 * address escapes.
 */
static __always_inline void
nfm_hook_copies(struct nfm_packet *packet,
		const struct nfm_compiled_session *compiled,
		struct nfm_lookup *lookup, const struct dst_entry *dst,
		enum nfm_hook hook, u8 pf)
{
	if (!nfm_l2_is_known(packet, dst, hook, pf))
		nfm_l2_find(packet);
	nfm_copies_make(packet, compiled, lookup);
}

/* Process a packet that a session may want. */
static __always_inline void
nfm_hook_match(struct nfm_datapath *dp, const struct nfm_source *source,
	       struct sk_buff *skb, const struct nf_hook_state *state,
	       struct nfm_lookup *lookup, enum nfm_hook hook, u8 pf)
{
	const struct nfm_compiled_session *compiled = nfm_lookup_next(lookup);
	const struct nfm_key *key = lookup->key;
	/* Route caches, counters and the recursion guard are per CPU. */
	bool in_process = !in_softirq();
	struct nfm_packet packet NFM_UNINITIALIZED;
	const struct dst_entry *dst;
	enum nfm_verdict verdict;

	if (!compiled)
		return;
	verdict = nfm_exclude(source, skb, key);
	if (verdict == NFM_VERDICT_NEVER)
		return;
	packet.skb = skb;
	packet.sender = &dp->sender;
	packet.source = source;
	packet.hook = hook;
	packet.state = state;
	packet.ethertype = htons(pf == NFPROTO_IPV4 ? ETH_P_IP : ETH_P_IPV6);
	packet.key = key;
	dst = skb_dst(skb);
	if (!nfm_hook_is_wire(&packet, dst, state, pf) ||
	    !nfm_hook_measure(&packet, skb, dst, hook, pf))
		return;
	packet.hash = nfm_flow_hash(skb, key, source->seed);
	if (unlikely(in_process))
		local_bh_disable();
	if (unlikely(!nfm_recursion_enter())) {
		nfm_hook_leave_out(&packet, compiled, lookup, NFM_DROP_NESTED);
	} else {
		if (unlikely(verdict == NFM_VERDICT_CARRIED))
			nfm_hook_leave_out(&packet, compiled, lookup,
					   NFM_DROP_CARRIED);
		else
			nfm_hook_copies(&packet, compiled, lookup, dst, hook,
					pf);
		nfm_recursion_leave();
	}
	if (unlikely(in_process))
		local_bh_enable();
}

/* @check, @rule: result of nfm_classifier_precheck(); used for IPv4 only */
static __always_inline unsigned int
nfm_hook_classify(struct nfm_datapath *dp, const struct nfm_source *source,
		  struct sk_buff *skb, const struct nf_hook_state *state,
		  enum nfm_precheck check, u32 rule, enum nfm_hook hook, u8 pf)
{
	const struct nfm_classifier *classifier = source->classifiers[hook];
	struct nfm_lookup lookup NFM_UNINITIALIZED;
	struct nfm_key key NFM_UNINITIALIZED;
	bool v4 = pf == NFPROTO_IPV4;

	/* In the hooks, only the IP header is sure to be in the linear area. */
	if (v4 ? !nfm_key_read_v4(skb, ip_hdr(skb), 0, &key) :
		 !nfm_key_read_v6(skb, ipv6_hdr(skb), 0, &key))
		return NF_ACCEPT;
	if (unlikely(key.fragment))
		nfm_fragment_track(dp->fragments, source, skb, hook, &key);
	if (v4 && check == NFM_PRECHECK_MATCH)
		nfm_lookup_begin_at(&lookup, classifier, &key, rule);
	else if (!nfm_lookup_begin(&lookup, classifier, &key, v4))
		return NF_ACCEPT;
	nfm_hook_match(dp, source, skb, state, &lookup, hook, pf);
	return NF_ACCEPT;
}

static __always_inline const struct nfm_source *
nfm_hook_find(struct nfm_datapath *dp, const struct net_device *dev,
	      enum nfm_hook hook)
{
	const struct nfm_plan *plan = rcu_dereference(dp->plan);
	const struct nfm_source *source = nfm_plan_find(plan, dev->ifindex);

	return source->classifiers[hook] ? source : NULL;
}

/*
 * Define nfm_hook_NAME(), a hook for one family. What most packets take is kept
 * small enough to need no stack frame; the rest, with hook and family constant, is a
 * separate function.
 */
#define NFM_DEFINE_HOOK(name, dev, hook, pf)                                   \
	static noinline unsigned int nfm_hook_classify_##name(                 \
		struct nfm_datapath *dp, const struct nfm_source *source,      \
		struct sk_buff *skb, const struct nf_hook_state *state,        \
		enum nfm_precheck check, u32 rule)                             \
	{                                                                      \
		return nfm_hook_classify(dp, source, skb, state, check, rule,  \
					 hook, pf);                            \
	}                                                                      \
	static unsigned int nfm_hook_##name(void *dp, struct sk_buff *skb,     \
					    const struct nf_hook_state *state) \
	{                                                                      \
		const struct nfm_source *source =                              \
			nfm_hook_find(dp, state->dev, hook);                   \
		enum nfm_precheck check = NFM_PRECHECK_UNKNOWN;                \
		u32 rule = 0;                                                  \
		if (!source)                                                   \
			return NF_ACCEPT;                                      \
		if ((pf) == NFPROTO_IPV4)                                      \
			check = nfm_classifier_precheck(                       \
				source->classifiers[hook], skb, ip_hdr(skb),   \
				&rule);                                        \
		if (check == NFM_PRECHECK_NONE)                                \
			return NF_ACCEPT;                                      \
		return nfm_hook_classify_##name(dp, source, skb, state, check, \
						rule);                         \
	}

NFM_DEFINE_HOOK(rx_v4, in, NFM_HOOK_RX, NFPROTO_IPV4)
NFM_DEFINE_HOOK(rx_v6, in, NFM_HOOK_RX, NFPROTO_IPV6)
NFM_DEFINE_HOOK(tx_v4, out, NFM_HOOK_TX, NFPROTO_IPV4)
NFM_DEFINE_HOOK(tx_v6, out, NFM_HOOK_TX, NFPROTO_IPV6)

#define NFM_HOOK_OPS(function, family, number, prio)                     \
	{                                                                \
		.hook = (function), .pf = (family), .hooknum = (number), \
		.priority = (prio),                                      \
	}

/*
 * Received packets are seen as they were on the wire: before defragmentation
 * (-400), conntrack and NAT, but after bridge netfilter at INT_MIN. Sent packets
 * are seen after source NAT (100) and conntrack helpers (300); only conntrack
 * confirmation runs later. IPv6 uses the same priorities.
 */
#define NFM_PRI_RX (NF_IP_PRI_CONNTRACK_DEFRAG - 50)
#define NFM_PRI_TX (NF_IP_PRI_CONNTRACK_CONFIRM - 1)

static const struct nf_hook_ops nfm_hook_ops[NFM_HOOKS][NFM_HOOK_FAMILIES] = {
	[NFM_HOOK_RX] = {
		NFM_HOOK_OPS(nfm_hook_rx_v4, NFPROTO_IPV4, NF_INET_PRE_ROUTING,
			 NFM_PRI_RX),
		NFM_HOOK_OPS(nfm_hook_rx_v6, NFPROTO_IPV6, NF_INET_PRE_ROUTING,
			 NFM_PRI_RX),
	},
	[NFM_HOOK_TX] = {
		NFM_HOOK_OPS(nfm_hook_tx_v4, NFPROTO_IPV4, NF_INET_POST_ROUTING,
			 NFM_PRI_TX),
		NFM_HOOK_OPS(nfm_hook_tx_v6, NFPROTO_IPV6, NF_INET_POST_ROUTING,
			 NFM_PRI_TX),
	},
};

static int nfm_hook_register(struct nfm_datapath *dp, enum nfm_hook hook)
{
	struct nf_hook_ops *ops = dp->hooks[hook];
	int i;

	memcpy(ops, nfm_hook_ops[hook], sizeof(nfm_hook_ops[hook]));
	for (i = 0; i < NFM_HOOK_FAMILIES; i++)
		ops[i].priv = dp;
	return nf_register_net_hooks(dp->sender.net, ops, NFM_HOOK_FAMILIES);
}

/**
 * nfm_hooks_register() - register the packet hooks of a namespace
 * @dp: datapath of the namespace, which is locked; its plan may be read from now on
 * @hooks: bit for each enum nfm_hook that is needed
 *
 * Return: 0, or a negative errno with some of the hooks registered.
 */
int nfm_hooks_register(struct nfm_datapath *dp, u8 hooks)
{
	enum nfm_hook hook;
	int err;

	if (hooks && !dp->fragments)
		dp->fragments = nfm_fragments_alloc();
	if (hooks && !dp->fragments)
		return -ENOMEM;
	for (hook = 0; hook < NFM_HOOKS; hook++) {
		if (!(hooks & ~dp->hooked & BIT(hook)))
			continue;
		err = nfm_hook_register(dp, hook);
		if (err)
			return err;
		dp->hooked |= BIT(hook);
	}
	return 0;
}

/**
 * nfm_hooks_unregister() - unregister packet hooks of a namespace
 * @dp: datapath of the namespace, which is locked
 * @hooks: bit for each enum nfm_hook that is not needed
 *
 * Does not wait for packets that are in a hook.
 */
void nfm_hooks_unregister(struct nfm_datapath *dp, u8 hooks)
{
	enum nfm_hook hook;

	for (hook = 0; hook < NFM_HOOKS; hook++) {
		if (!(hooks & dp->hooked & BIT(hook)))
			continue;
		nf_unregister_net_hooks(dp->sender.net, dp->hooks[hook],
					NFM_HOOK_FAMILIES);
		dp->hooked &= ~BIT(hook);
	}
}
