// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP errors that routers and receivers send about copies. No socket is notified,
 * as no application sent the copies, but later copies use the path MTU.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ip6_route.h>
#include <net/route.h>

#include "datapath/carried.h"
#include "datapath/datapath.h"
#include "datapath/icmp_error.h"

/* Check for an intact ICMP error about a copy that this host sent. */
static bool nfm_icmp_error_concern(const struct nfm_datapath *dp,
				   struct sk_buff *skb,
				   const struct nfm_key *key,
				   struct nfm_key *quoted, u8 pf)
{
	const struct nfm_plan *plan = rcu_dereference(dp->plan);

	return nfm_quotes_own_copy(plan->tunnels, skb, key, quoted) &&
	       !nf_checksum(skb, NF_INET_LOCAL_IN, key->offset, key->proto, pf);
}

/* Pull up to the quoted packet, where the path MTU functions expect skb->data. */
static bool nfm_icmp_error_pull(struct sk_buff *skb, const struct nfm_key *key,
				unsigned int ip_len)
{
	unsigned int at = key->offset + sizeof(struct icmphdr);

	return pskb_may_pull(skb, at + ip_len) && skb_pull(skb, at);
}

static unsigned int nfm_icmp_error_v4(void *dp, struct sk_buff *skb,
				      const struct nf_hook_state *state)
{
	struct nfm_key key, quoted;
	const struct icmphdr *icmp;
	struct icmphdr buffer;

	if (ip_hdr(skb)->protocol != IPPROTO_ICMP ||
	    !nfm_key_parse_v4(skb, 0, &key) ||
	    !nfm_icmp_error_concern(dp, skb, &key, &quoted, NFPROTO_IPV4))
		return NF_ACCEPT;
	icmp = skb_header_pointer(skb, key.offset, sizeof(buffer), &buffer);
	if (icmp->type == ICMP_DEST_UNREACH && icmp->code == ICMP_FRAG_NEEDED &&
	    !READ_ONCE(state->net->ipv4.sysctl_ip_no_pmtu_disc)) {
		u32 mtu = ntohs(icmp->un.frag.mtu);

		if (nfm_icmp_error_pull(skb, &key, sizeof(struct iphdr)))
			ipv4_update_pmtu(skb, state->net, mtu, 0, IPPROTO_UDP);
	}
	return NF_DROP;
}

static unsigned int nfm_icmp_error_v6(void *dp, struct sk_buff *skb,
				      const struct nf_hook_state *state)
{
	struct nfm_key key, quoted;
	const struct icmp6hdr *icmp;
	struct icmp6hdr buffer;

	if (!nfm_key_parse_v6(skb, 0, &key) || key.proto != IPPROTO_ICMPV6 ||
	    !nfm_icmp_error_concern(dp, skb, &key, &quoted, NFPROTO_IPV6))
		return NF_ACCEPT;
	icmp = skb_header_pointer(skb, key.offset, sizeof(buffer), &buffer);
	if (icmp->icmp6_type == ICMPV6_PKT_TOOBIG) {
		__be32 mtu = icmp->icmp6_dataun.un_data32[0];

		if (nfm_icmp_error_pull(skb, &key, sizeof(struct ipv6hdr)))
			ip6_update_pmtu(skb, state->net, mtu, 0, 0,
					sock_net_uid(state->net, NULL));
	}
	return NF_DROP;
}

/* Run before all other hooks, on IPv4 packets that are already reassembled. */
static const struct nf_hook_ops nfm_icmp_error_hooks[NFM_HOOK_FAMILIES] = {
	{
		.hook = nfm_icmp_error_v4,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP_PRI_FIRST,
	},
	{
		.hook = nfm_icmp_error_v6,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP6_PRI_FIRST,
	},
};

/**
 * nfm_icmp_error_register() - register the hooks for ICMP errors about copies
 * @dp: datapath of the namespace, which is locked
 *
 * Return: 0, or a negative errno with nothing changed.
 */
int nfm_icmp_error_register(struct nfm_datapath *dp)
{
	int i, err;

	if (dp->icmp_error_hooked)
		return 0;
	memcpy(dp->icmp_error_hooks, nfm_icmp_error_hooks,
	       sizeof(nfm_icmp_error_hooks));
	for (i = 0; i < NFM_HOOK_FAMILIES; i++)
		dp->icmp_error_hooks[i].priv = dp;
	err = nf_register_net_hooks(dp->sender.net, dp->icmp_error_hooks,
				    NFM_HOOK_FAMILIES);
	dp->icmp_error_hooked = !err;
	return err;
}

/**
 * nfm_icmp_error_unregister() - unregister the hooks for ICMP errors about copies
 * @dp: datapath of the namespace, which is locked
 */
void nfm_icmp_error_unregister(struct nfm_datapath *dp)
{
	if (!dp->icmp_error_hooked)
		return;
	nf_unregister_net_hooks(dp->sender.net, dp->icmp_error_hooks,
				NFM_HOOK_FAMILIES);
	dp->icmp_error_hooked = false;
}
