// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks of single devices. They see every frame that a device receives or sends,
 * whatever takes it from there: the IP stack, a bridge, a bond, a macvtap or a packet
 * socket. For what follows, a frame is made to look like a packet in the IP hooks: data
 * is moved to its network header, and back.
 */
#include <linux/if_vlan.h>
#include <linux/netfilter.h>
#include <linux/netfilter_bridge.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "compat/compiler.h"
#include "compat/netdev.h"
#include "datapath/copies.h"
#include "datapath/crypto.h"
#include "datapath/datapath.h"
#include "datapath/exclude.h"
#include "datapath/frag_cache.h"
#include "datapath/tap.h"
#include "lib/job.h"
#include "xmit/l2.h"
#include "xmit/recursion.h"

/**
 * struct nfm_tap - hooks of a device
 * @dp: datapath of its namespace, which outlives the tap
 * @source: the ENI in the active plan, which outlives the pointer by a grace period;
 *	    NULL if the plan does not tap the device here; written with the namespace
 *	    locked, read under RCU
 * @ops: operations of the hooks, by enum nfm_hook; protected by RTNL
 * @hooked: bit for each enum nfm_hook that is registered; protected by RTNL
 * @rcu: frees the tap once no frame is in its hooks
 *
 * Private data of the hooks. Unregistered at the latest with its device.
 */
struct nfm_tap {
	struct nfm_datapath *dp;
	const struct nfm_source __rcu *source;
	struct nf_hook_ops ops[NFM_HOOKS];
	u8 hooked;
	struct rcu_head rcu;
};

/*
 * Find the network header of a frame: behind the VLAN tags that its copy has room for.
 * @offset: output, offset of that header from skb->data; not negative. @type: output,
 * the EtherType in front of it, which may be any number. Returns false if the frame
 * has no Ethernet header.
 */
static bool nfm_frame_parse(const struct sk_buff *skb, int *offset,
			    __be16 *type)
{
	int room = NFM_L2_MAX - (skb_vlan_tag_present(skb) ? VLAN_HLEN : 0);
	int start = skb_mac_header(skb) - skb->data;
	int len = ETH_HLEN;
	const __be16 *at;
	__be16 buffer;

	do {
		at = skb_header_pointer(skb, start + len - sizeof(*at),
					sizeof(*at), &buffer);
		if (!at)
			return false;
		if (!eth_type_vlan(*at) || len + VLAN_HLEN > room)
			break;
		len += VLAN_HLEN;
	} while (true);
	*offset = start + len;
	*type = *at;
	return *offset >= 0;
}

/* The same for a device without Ethernet. */
static bool nfm_frame_parse_raw(const struct sk_buff *skb, enum nfm_hook hook,
				int *offset, __be16 *type)
{
	*offset = hook == NFM_HOOK_TX ? skb_network_offset(skb) : 0;
	*type = skb->protocol;
	return *offset >= 0 && *offset <= skb_headlen(skb);
}

/* Bytes of an IP header that have to be in the linear area. */
static unsigned int nfm_frame_needs(__be16 type)
{
	switch (type) {
	case htons(ETH_P_IP):
		return sizeof(struct iphdr);
	case htons(ETH_P_IPV6):
		return sizeof(struct ipv6hdr);
	}
	return 0;
}

/* Have the headers in the linear area. Returns false if memory is short. */
static bool nfm_frame_pull(struct sk_buff *skb, unsigned int len)
{
	if (likely(len <= skb_headlen(skb)))
		return true;
	/* Its bytes stay as they are, and nobody else looks at a packet here. */
	return !skb_shared(skb) && pskb_may_pull(skb, len);
}

/* Frames that are no IP packets belong to the flow between their MAC addresses. */
static void nfm_key_read_frame(const struct sk_buff *skb, bool ethernet,
			       struct nfm_key *key)
{
	memset(key, 0, sizeof(*key));
	key->family = NFM_FAMILY_NONE;
	key->saddr.s6_addr[0] = 0xff; /* unlike the address of any receiver */
	key->daddr.s6_addr[0] = 0xff;
	if (!ethernet)
		return;
	memcpy(&key->daddr.s6_addr[10], eth_hdr(skb)->h_dest, ETH_ALEN);
	memcpy(&key->saddr.s6_addr[10], eth_hdr(skb)->h_source, ETH_ALEN);
}

/* Process a frame that a session may want, data at its network header. */
static void nfm_tap_match(struct nfm_datapath *dp,
			  const struct nfm_source *source, struct sk_buff *skb,
			  const struct nf_hook_state *state,
			  struct nfm_lookup *lookup, __be16 type,
			  enum nfm_hook hook)
{
	const struct nfm_compiled_session *compiled = nfm_lookup_next(lookup);
	const struct nfm_key *key = lookup->key;
	/* Route caches, counters and the recursion guard are per CPU. */
	bool in_process = !in_softirq();
	struct nfm_packet packet NFM_UNINITIALIZED;
	enum nfm_verdict verdict;

	if (!compiled)
		return;
	verdict = key->family == NFM_FAMILY_NONE ?
			  nfm_exclude_frame(source, skb, type) :
			  nfm_exclude(source, skb, key);
	if (verdict == NFM_VERDICT_NEVER)
		return;
	packet.skb = skb;
	packet.sender = &dp->sender;
	packet.source = source;
	packet.hook = hook;
	packet.state = state;
	packet.ethertype = type;
	packet.key = key;
	packet.limit = 0;
	packet.plaintext = false;
	if (hook == NFM_HOOK_RX && nfm_crypto_is_decrypted(&packet))
		return;
	nfm_copies_measure(&packet);
	nfm_crypto_check(&packet);
	packet.hash = nfm_flow_hash(skb, key, source->seed);
	nfm_l2_read(&packet);
	if (unlikely(in_process))
		local_bh_disable();
	if (unlikely(!nfm_recursion_enter())) {
		nfm_copies_drop(&packet, compiled, lookup, NFM_DROP_NESTED);
	} else {
		if (unlikely(verdict == NFM_VERDICT_CARRIED))
			nfm_copies_drop(&packet, compiled, lookup,
					NFM_DROP_CARRIED);
		else if (unlikely(key->family == NFM_FAMILY_NONE &&
				  skb_is_gso(skb)))
			nfm_copies_drop(&packet, compiled, lookup,
					NFM_DROP_UNREADABLE);
		else
			nfm_copies_make(&packet, compiled, lookup);
		nfm_recursion_leave();
	}
	if (unlikely(in_process))
		local_bh_enable();
}

/* Find the sessions of a frame, data at its network header. */
static void nfm_tap_lookup(struct nfm_datapath *dp,
			   const struct nfm_source *source, struct sk_buff *skb,
			   const struct nf_hook_state *state, __be16 type,
			   enum nfm_hook hook)
{
	const struct nfm_classifier *classifier = source->frames[hook];
	struct nfm_lookup lookup NFM_UNINITIALIZED;
	struct nfm_key key NFM_UNINITIALIZED;
	bool found;

	if (!(type == htons(ETH_P_IP) &&
	      skb_headlen(skb) >= sizeof(struct iphdr) &&
	      nfm_key_read_v4(skb, ip_hdr(skb), 0, &key)) &&
	    !(type == htons(ETH_P_IPV6) &&
	      skb_headlen(skb) >= sizeof(struct ipv6hdr) &&
	      nfm_key_read_v6(skb, ipv6_hdr(skb), 0, &key)))
		nfm_key_read_frame(skb, source->ethernet, &key);
	if (unlikely(key.fragment))
		nfm_fragment_track(dp->fragments, source, skb, hook, &key);
	if (key.family == NFM_FAMILY_V4)
		found = nfm_lookup_begin(&lookup, classifier, &key, true);
	else if (key.family == NFM_FAMILY_V6)
		found = nfm_lookup_begin(&lookup, classifier, &key, false);
	else
		found = nfm_lookup_begin_frame(&lookup, classifier, &key);
	if (found)
		nfm_tap_match(dp, source, skb, state, &lookup, type, hook);
}

/* Count a frame that could not be read for all sessions of the hook. */
static noinline void nfm_tap_lose(const struct nfm_classifier *classifier,
				  const struct sk_buff *skb)
{
	const struct nfm_pkt_count count = { 1, skb->len };
	unsigned int i;

	local_bh_disable();
	for (i = 0; i < classifier->n_sessions; i++) {
		nfm_stats_matched(classifier->sessions[i]->stats, &count);
		nfm_stats_dropped(classifier->sessions[i]->stats, &count,
				  NFM_DROP_NO_MEMORY);
	}
	local_bh_enable();
}

/* All frames but IPv4 packets that no session wants. */
static noinline unsigned int nfm_tap_classify(struct nfm_datapath *dp,
					      const struct nfm_source *source,
					      struct sk_buff *skb,
					      const struct nf_hook_state *state,
					      enum nfm_hook hook)
{
	__u16 network_header = skb->network_header;
	unsigned int needs;
	__be16 type;
	int offset;

	if (source->ethernet ? !nfm_frame_parse(skb, &offset, &type) :
			       !nfm_frame_parse_raw(skb, hook, &offset, &type))
		return NF_ACCEPT;
	needs = min(skb->len, offset + nfm_frame_needs(type));
	if (unlikely(!nfm_frame_pull(skb, needs))) {
		nfm_tap_lose(source->frames[hook], skb);
		return NF_ACCEPT;
	}
	__skb_pull(skb, offset);
	skb_reset_network_header(skb);
	nfm_tap_lookup(dp, source, skb, state, type, hook);
	__skb_push(skb, offset);
	skb->network_header = network_header;
	return NF_ACCEPT;
}

/* Check whether no session wants the IPv4 packet without options that @ip begins. */
static __always_inline bool
nfm_tap_rules_out(const struct nfm_classifier *classifier,
		  const struct sk_buff *skb, const void *ip)
{
	u32 rule;

	return *(const u8 *)ip == 0x45 &&
	       nfm_classifier_precheck(classifier, skb, ip, &rule) ==
		       NFM_PRECHECK_NONE;
}

static unsigned int nfm_tap_rx(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	const struct nfm_tap *tap = priv;
	const struct nfm_source *source = rcu_dereference(tap->source);

	if (!source || !source->frames[NFM_HOOK_RX] ||
	    (skb->pkt_type == PACKET_OTHERHOST && !source->others))
		return NF_ACCEPT;
	if (skb->protocol == htons(ETH_P_IP) &&
	    skb_headlen(skb) >= sizeof(struct iphdr) &&
	    nfm_tap_rules_out(source->frames[NFM_HOOK_RX], skb, skb->data))
		return NF_ACCEPT;
	return nfm_tap_classify(tap->dp, source, skb, state, NFM_HOOK_RX);
}

static unsigned int nfm_tap_tx(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	const struct nfm_tap *tap = priv;
	const struct nfm_source *source = rcu_dereference(tap->source);
	const struct ethhdr *eth = (const struct ethhdr *)skb->data;

	if (!source || !source->frames[NFM_HOOK_TX])
		return NF_ACCEPT;
	if (skb_headlen(skb) >= sizeof(*eth) + sizeof(struct iphdr) &&
	    eth->h_proto == htons(ETH_P_IP) && source->ethernet &&
	    nfm_tap_rules_out(source->frames[NFM_HOOK_TX], skb, eth + 1))
		return NF_ACCEPT;
	return nfm_tap_classify(tap->dp, source, skb, state, NFM_HOOK_TX);
}

/* For kernels without a hook at the device: frames that a bridge sends to a port. */
static unsigned int nfm_tap_bridge(void *dp, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	const struct nfm_plan *plan =
		rcu_dereference(((struct nfm_datapath *)dp)->plan);
	const struct nfm_source *source =
		nfm_plan_find(plan, state->out->ifindex);

	if (!source->frames[NFM_HOOK_TX])
		return NF_ACCEPT;
	return nfm_tap_classify(dp, source, skb, state, NFM_HOOK_TX);
}

/*
 * Received frames are seen first of all, as on the wire; sent ones last, after all
 * changes.
 */
static const struct nf_hook_ops nfm_tap_ops[NFM_HOOKS] = {
	[NFM_HOOK_RX] = {
		.hook = nfm_tap_rx,
		.pf = NFPROTO_NETDEV,
		.hooknum = NF_NETDEV_INGRESS,
		.priority = INT_MIN,
	},
	[NFM_HOOK_TX] = {
		.hook = nfm_tap_tx,
		.pf = NFPROTO_NETDEV,
		.hooknum = NFM_NETDEV_EGRESS,
		.priority = INT_MAX,
	},
};

/*
 * After all that filters or changes the frame, but before bridge netfilter, which may
 * have come later and then is the first of those at INT_MAX, and keeps the frame.
 */
static const struct nf_hook_ops nfm_tap_bridge_ops = {
	.hook = nfm_tap_bridge,
	.pf = NFPROTO_BRIDGE,
	.hooknum = NF_BR_POST_ROUTING,
	.priority = INT_MAX - 1,
};

/* Return a bit for each enum nfm_hook that a source, if any, needs. */
static u8 nfm_source_hooks(const struct nfm_source *source)
{
	enum nfm_hook hook;
	u8 hooks = 0;

	for (hook = 0; hook < NFM_HOOKS; hook++)
		if (source->frames[hook])
			hooks |= BIT(hook);
	return nfm_netdev_has_egress() ? hooks : hooks & ~BIT(NFM_HOOK_TX);
}

static int nfm_tap_hook(struct nfm_tap *tap, struct net_device *dev,
			enum nfm_hook hook)
{
	struct nf_hook_ops *ops = &tap->ops[hook];
	int err;

	*ops = nfm_tap_ops[hook];
	ops->dev = dev;
	ops->priv = tap;
	err = nf_register_net_hook(dev_net(dev), ops);
	if (!err)
		tap->hooked |= BIT(hook);
	return err;
}

static void nfm_tap_unhook(struct nfm_tap *tap, u8 hooks)
{
	enum nfm_hook hook;

	for (hook = 0; hook < NFM_HOOKS; hook++)
		if (tap->hooked & hooks & BIT(hook))
			nf_unregister_net_hook(tap->dp->sender.net,
					       &tap->ops[hook]);
	tap->hooked &= ~hooks;
}

static struct nfm_tap *nfm_tap_get(struct nfm_datapath *dp, int ifindex)
{
	struct nfm_tap *tap = xa_load(&dp->taps, ifindex);
	int err;

	if (tap)
		return tap;
	tap = kzalloc(sizeof(*tap), GFP_KERNEL_ACCOUNT);
	if (!tap)
		return ERR_PTR(-ENOMEM);
	tap->dp = dp;
	err = xa_err(xa_store(&dp->taps, ifindex, tap, GFP_KERNEL_ACCOUNT));
	if (!err)
		return tap;
	kfree(tap);
	return ERR_PTR(err);
}

static void nfm_tap_put(struct nfm_tap *tap, int ifindex)
{
	if (tap->hooked)
		return;
	xa_erase(&tap->dp->taps, ifindex);
	kfree_rcu(tap, rcu);
}

/* The device may be gone by now; the plan then forgets it. */
static int nfm_tap_register(struct nfm_datapath *dp,
			    const struct nfm_source *source)
{
	struct net_device *dev =
		__dev_get_by_index(dp->sender.net, source->ifindex);
	u8 hooks = nfm_source_hooks(source);
	struct nfm_tap *tap;
	enum nfm_hook hook;
	int err = 0;

	if (!dev || !hooks)
		return 0;
	tap = nfm_tap_get(dp, source->ifindex);
	if (IS_ERR(tap))
		return PTR_ERR(tap);
	for (hook = 0; hook < NFM_HOOKS && !err; hook++)
		if (hooks & ~tap->hooked & BIT(hook))
			err = nfm_tap_hook(tap, dev, hook);
	nfm_tap_put(tap, source->ifindex);
	return err;
}

static int nfm_tap_register_bridge(struct nfm_datapath *dp)
{
	int err;

	if (nfm_netdev_has_egress() || dp->bridge_hooked)
		return 0;
	dp->bridge_ops = nfm_tap_bridge_ops;
	dp->bridge_ops.priv = dp;
	err = nf_register_net_hook(dp->sender.net, &dp->bridge_ops);
	/* Without bridges in the kernel, there are no ports. */
	if (err == -EOPNOTSUPP)
		return 0;
	dp->bridge_hooked = !err;
	return err;
}

/* Number of devices between two pauses in which RTNL is free. */
#define NFM_TAPS_REST 32

/**
 * nfm_taps_register() - register the hooks of the devices that a plan taps
 * @dp: datapath of the namespace, which is locked
 * @plan: a plan that is not active yet
 * @job: the job that this is part of
 *
 * Until nfm_taps_publish(), new hooks do nothing.
 *
 * Context: process; takes RTNL.
 * Return: 0, or a negative errno with some of the hooks registered.
 */
int nfm_taps_register(struct nfm_datapath *dp, const struct nfm_plan *plan,
		      const struct nfm_job *job)
{
	unsigned int i, n = 0;
	int err = 0;

	if (!plan->has_frames)
		return 0;
	if (!dp->fragments)
		dp->fragments = nfm_fragments_alloc();
	if (!dp->fragments)
		return -ENOMEM;
	err = nfm_tap_register_bridge(dp);
	if (err)
		return err;
	rtnl_lock();
	for (i = 0; i <= plan->mask && !err; i++) {
		const struct nfm_source *source = &plan->sources[i];

		if (source->ifindex <= 0 || !nfm_source_hooks(source))
			continue;
		err = nfm_tap_register(dp, source);
		if (err || ++n % NFM_TAPS_REST)
			continue;
		rtnl_unlock();
		err = nfm_job_rest(job);
		rtnl_lock();
	}
	rtnl_unlock();
	return err;
}

/**
 * nfm_taps_publish() - have the hooks of devices follow a plan
 * @dp: datapath of the namespace, which is locked
 * @plan: the plan, which is active from now on
 *
 * The plan before may be freed a grace period after this.
 */
void nfm_taps_publish(struct nfm_datapath *dp, const struct nfm_plan *plan)
{
	const struct nfm_source *source;
	struct nfm_tap *tap;
	unsigned long ifindex;

	/* A device that is unregistered meanwhile takes its tap along. */
	rcu_read_lock();
	xa_for_each(&dp->taps, ifindex, tap) {
		source = nfm_plan_find(plan, ifindex);
		rcu_assign_pointer(tap->source,
				   nfm_source_hooks(source) ? source : NULL);
	}
	rcu_read_unlock();
}

/**
 * nfm_taps_trim() - unregister the hooks of devices that a plan does not need
 * @dp: datapath of the namespace, which is locked
 * @plan: the active plan; NULL for none
 *
 * Does not wait for frames that are in a hook.
 *
 * Context: process; takes RTNL.
 */
void nfm_taps_trim(struct nfm_datapath *dp, const struct nfm_plan *plan)
{
	struct nfm_tap *tap;
	unsigned long ifindex;
	unsigned int n = 0;

	if (dp->bridge_hooked && (!plan || !plan->has_frames)) {
		nf_unregister_net_hook(dp->sender.net, &dp->bridge_ops);
		dp->bridge_hooked = false;
	}
	if (xa_empty(&dp->taps))
		return;
	rtnl_lock();
	xa_for_each(&dp->taps, ifindex, tap) {
		u8 hooks =
			plan ? nfm_source_hooks(nfm_plan_find(plan, ifindex)) :
			       0;

		if (!(tap->hooked & ~hooks))
			continue;
		nfm_tap_unhook(tap, ~hooks);
		nfm_tap_put(tap, ifindex);
		if (++n % NFM_TAPS_REST)
			continue;
		rtnl_unlock();
		cond_resched();
		rtnl_lock();
	}
	rtnl_unlock();
}

/**
 * nfm_taps_forget() - unregister the hooks of a device that goes away
 * @dp: datapath of the namespace
 * @ifindex: index of the device
 *
 * Context: RTNL.
 */
void nfm_taps_forget(struct nfm_datapath *dp, int ifindex)
{
	struct nfm_tap *tap = xa_load(&dp->taps, ifindex);

	if (!tap)
		return;
	nfm_tap_unhook(tap, ~0);
	nfm_tap_put(tap, ifindex);
}
