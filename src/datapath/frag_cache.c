// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <net/ipv6.h>

#include "datapath/frag_cache.h"

/*
 * Later fragments have no ports and, over IPv6, no reliable protocol; only the
 * first fragment of their datagram has. A sender can send several first fragments,
 * and leave it to chance which one a host uses: a host keeps the first that it
 * received, unless it gave up meanwhile (see ip_frag_queue() in
 * net/ipv4/ip_fragment.c). So a later fragment gets the ports of the first one only
 * if it directly continues the data received so far, of a datagram of which nothing
 * else was seen. All others have unknown ports and are copied wherever they may
 * match.
 *
 * A datagram completed in this way is forgotten, so that its identification can be
 * reused. If a datagram that hosts may still keep is evicted for lack of space, its
 * line is in doubt.
 */
#define NFM_FRAGMENT_LINES 512
#define NFM_FRAGMENT_WAYS 8

/* Maximum time for which hosts keep an incomplete datagram (RFC 8200, 4.5). */
#define NFM_FRAGMENT_KEPT (60 * HZ)
/* Maximum delay of the next fragment; no host gives up earlier. */
#define NFM_FRAGMENT_SOON (2 * HZ)
/* Linux gives up if more fragments than this come in between (ipfrag_max_dist). */
#define NFM_FRAGMENT_AMONG 64

/**
 * struct nfm_datagram - fields that all fragments share (RFC 791, RFC 8200)
 * @saddr: source address
 * @daddr: destination address
 * @id: identification
 * @proto: protocol; 0 over IPv6, whose later fragments need not have it
 * @where: network, hook and kind of hook; hosts reassemble fragments whichever ENI of
 *	   the network they pass
 */
struct nfm_datagram {
	struct in6_addr saddr;
	struct in6_addr daddr;
	u32 id;
	u32 proto;
	u64 where;
} __aligned(SIPHASH_ALIGNMENT);

/**
 * struct nfm_extent - part of a datagram that a fragment covers
 * @from: offset of its first byte
 * @to: offset after its last byte
 * @last: no fragment follows it
 * @droppable: a router drops it, rather than fragment it further, if it exceeds the
 *	       MTU of the next link
 */
struct nfm_extent {
	u32 from;
	u32 to;
	bool last;
	bool droppable;
};

/**
 * struct nfm_fragment - state of a datagram
 * @hash: hash of its struct nfm_datagram; 0 in an unused entry
 * @seen: jiffies of its latest fragment
 * @count: count of struct nfm_fragments at that fragment
 * @next: offset at which the next fragment has to start
 * @sport: source port in the key of the first fragment
 * @dport: destination port in the key of the first fragment
 * @proto: protocol in the key of the first fragment
 * @ports: enum nfm_key_ports in the key of the first fragment
 * @sure: the above apply to the next fragment, unless a router dropped the first
 * @droppable: a router may drop the first fragment, and forward another one
 * @carried: the datagram is a copy
 */
struct nfm_fragment {
	u64 hash;
	u32 seen;
	u32 count;
	u32 next;
	u16 sport;
	u16 dport;
	u8 proto;
	u8 ports;
	bool sure;
	bool droppable;
	bool carried;
};

/**
 * struct nfm_fragment_line - set of datagrams whose hashes share some bits
 * @lock: protects all members
 * @lost: jiffies of the last eviction of a datagram that hosts may still keep
 * @doubt: @lost is at most NFM_FRAGMENT_KEPT ago; new datagrams are not sure
 * @ways: the datagrams
 */
struct nfm_fragment_line {
	spinlock_t lock;
	u32 lost;
	bool doubt;
	struct nfm_fragment ways[NFM_FRAGMENT_WAYS];
};

/**
 * struct nfm_fragments - fragment cache of a namespace
 * @secret: hash key; keeps senders from choosing datagrams that share a line
 * @count: number of fragments seen so far, of any datagram
 * @lines: datagrams by hash
 */
struct nfm_fragments {
	siphash_key_t secret;
	atomic_t count;
	struct nfm_fragment_line lines[NFM_FRAGMENT_LINES];
};

/**
 * nfm_fragments_alloc() - allocate a fragment cache
 *
 * Return: the cache, to be freed with kvfree(), or NULL.
 */
struct nfm_fragments *nfm_fragments_alloc(void)
{
	struct nfm_fragments *fragments =
		kvzalloc(sizeof(*fragments), GFP_KERNEL_ACCOUNT);
	int i;

	if (!fragments)
		return NULL;
	get_random_bytes(&fragments->secret, sizeof(fragments->secret));
	for (i = 0; i < NFM_FRAGMENT_LINES; i++)
		spin_lock_init(&fragments->lines[i].lock);
	return fragments;
}

static u64 nfm_fragment_hash(const struct nfm_fragments *fragments, u32 where,
			     const struct nfm_key *key)
{
	const struct nfm_datagram datagram = {
		.saddr = key->saddr,
		.daddr = key->daddr,
		.id = key->id,
		.proto = key->family == NFM_FAMILY_V4 ? key->proto : 0,
		.where = where,
	};

	return siphash(&datagram, sizeof(datagram), &fragments->secret) ?: 1;
}

static struct nfm_fragment_line *
nfm_fragment_line(struct nfm_fragments *fragments, u64 hash)
{
	return &fragments->lines[hash % NFM_FRAGMENT_LINES];
}

/*
 * Get the extent of a fragment. Return false if hosts may drop it but accept others
 * of its datagram, so that it cannot be relied on: it has options, a hop limit
 * about to expire, or an invalid length.
 */
static bool nfm_fragment_extent_v4(const struct sk_buff *skb,
				   struct nfm_extent *extent)
{
	const struct iphdr *ip = ip_hdr(skb);

	extent->from = (ntohs(ip->frag_off) & IP_OFFSET) * 8;
	extent->to = extent->from + ntohs(ip->tot_len) - sizeof(*ip);
	extent->last = !(ip->frag_off & htons(IP_MF));
	extent->droppable = ip->frag_off & htons(IP_DF);
	return ip->ihl == 5 && ip->ttl > 1 && ntohs(ip->tot_len) > sizeof(*ip);
}

static bool nfm_fragment_extent_v6(const struct sk_buff *skb, bool routed,
				   struct nfm_extent *extent)
{
	const struct ipv6hdr *ip = ipv6_hdr(skb);
	const struct frag_hdr *fh;
	struct frag_hdr buffer;

	fh = skb_header_pointer(skb, sizeof(*ip), sizeof(buffer), &buffer);
	if (!fh)
		return false;
	extent->from = ntohs(fh->frag_off) & IP6_OFFSET;
	extent->to = extent->from + ntohs(ip->payload_len) - sizeof(*fh);
	extent->last = !(fh->frag_off & htons(IP6_MF));
	extent->droppable = routed &&
			    ntohs(ip->payload_len) > IPV6_MIN_MTU - sizeof(*ip);
	return ip->nexthdr == NEXTHDR_FRAGMENT && ip->hop_limit > 1 &&
	       ntohs(ip->payload_len) > sizeof(*fh);
}

static bool nfm_fragment_extent(const struct sk_buff *skb,
				const struct nfm_key *key, bool routed,
				struct nfm_extent *extent)
{
	bool regular = key->family == NFM_FAMILY_V4 ?
			       nfm_fragment_extent_v4(skb, extent) :
			       nfm_fragment_extent_v6(skb, routed, extent);

	return regular && extent->to <= U16_MAX - sizeof(struct iphdr) &&
	       (extent->last || !(extent->to & 7));
}

static bool nfm_fragment_is_kept(const struct nfm_fragment *fragment, u32 now)
{
	return fragment->hash && now - fragment->seen <= NFM_FRAGMENT_KEPT;
}

/* Return NULL if the datagram is unknown. */
static struct nfm_fragment *nfm_fragment_find(struct nfm_fragment_line *line,
					      u64 hash, u32 now)
{
	int i;

	for (i = 0; i < NFM_FRAGMENT_WAYS; i++)
		if (line->ways[i].hash == hash &&
		    nfm_fragment_is_kept(&line->ways[i], now))
			return &line->ways[i];
	return NULL;
}

/*
 * Get an entry for a new datagram. If none is free, the oldest is evicted: no host
 * keeps an evicted datagram once the line is no longer in doubt.
 */
static struct nfm_fragment *nfm_fragment_begin(struct nfm_fragment_line *line,
					       u64 hash, u32 now)
{
	struct nfm_fragment *oldest = line->ways;
	int i;

	for (i = 0; i < NFM_FRAGMENT_WAYS; i++) {
		struct nfm_fragment *way = &line->ways[i];

		if (!nfm_fragment_is_kept(way, now)) {
			oldest = way;
			break;
		}
		if (now - way->seen > now - oldest->seen)
			oldest = way;
	}
	if (line->doubt && now - line->lost > NFM_FRAGMENT_KEPT)
		line->doubt = false;
	if (nfm_fragment_is_kept(oldest, now)) {
		line->lost = now;
		line->doubt = true;
	}
	*oldest = (struct nfm_fragment){ .hash = hash, .sure = !line->doubt };
	return oldest;
}

/* Start a datagram, or start it again, from a first fragment. */
static void nfm_fragment_learn(struct nfm_fragment *fragment, bool again,
			       const struct nfm_extent *extent,
			       const struct nfm_key *key)
{
	bool carried = key->fragment == NFM_FRAGMENT_CARRIED;

	if (again)
		fragment->sure = fragment->sure &&
				 fragment->next == extent->to &&
				 fragment->proto == key->proto &&
				 fragment->ports == key->ports &&
				 fragment->sport == key->sport &&
				 fragment->dport == key->dport &&
				 fragment->carried == carried;
	fragment->sure = fragment->sure && key->ports != NFM_PORTS_UNKNOWN;
	fragment->droppable = fragment->droppable || extent->droppable;
	fragment->next = extent->to;
	fragment->proto = key->proto;
	fragment->ports = key->ports;
	fragment->sport = key->sport;
	fragment->dport = key->dport;
	fragment->carried = carried;
}

static void nfm_fragment_apply(const struct nfm_fragment *fragment,
			       struct nfm_key *key)
{
	/* The flow selects the receiver, but does not affect filters. */
	key->proto = fragment->proto;
	key->sport = fragment->sport;
	key->dport = fragment->dport;
	if (!fragment->droppable) {
		key->proto_unknown = false;
		key->ports = fragment->ports;
	}
	if (fragment->carried)
		key->fragment = NFM_FRAGMENT_CARRIED;
}

/* Process a later fragment. */
static void nfm_fragment_continue(struct nfm_fragment *fragment,
				  const struct nfm_extent *extent, u32 now,
				  u32 count, struct nfm_key *key)
{
	fragment->sure = fragment->sure && extent->from == fragment->next &&
			 now - fragment->seen <= NFM_FRAGMENT_SOON &&
			 count - fragment->count <= NFM_FRAGMENT_AMONG;
	if (!fragment->sure)
		return;
	nfm_fragment_apply(fragment, key);
	fragment->next = extent->to;
	if (extent->last)
		fragment->hash = 0;
}

/**
 * nfm_fragment_follow() - give later fragments the ports and protocol of the first
 * @fragments: fragment cache of the namespace
 * @skb: a fragment, data at its IP header
 * @where: number that identifies its network and the hook
 * @routed: it may be forwarded to a link with another MTU
 * @key: its key; the flow of a later fragment that continues its datagram is set to
 *	 that of the first one. The ports stay unknown if a router may have dropped
 *	 the first one
 */
void nfm_fragment_follow(struct nfm_fragments *fragments,
			 const struct sk_buff *skb, u32 where, bool routed,
			 struct nfm_key *key)
{
	u64 hash = nfm_fragment_hash(fragments, where, key);
	struct nfm_fragment_line *line = nfm_fragment_line(fragments, hash);
	u32 count = atomic_inc_return(&fragments->count);
	bool later = key->fragment == NFM_FRAGMENT_LATER;
	struct nfm_fragment *fragment;
	struct nfm_extent extent = {};
	bool regular, again;
	u32 now = jiffies;

	regular = nfm_fragment_extent(skb, key, routed, &extent);
	spin_lock_bh(&line->lock);
	fragment = nfm_fragment_find(line, hash, now);
	again = fragment;
	if (!again)
		fragment = nfm_fragment_begin(line, hash, now);
	fragment->sure = fragment->sure && regular && (again || !later);
	if (!later)
		nfm_fragment_learn(fragment, again, &extent, key);
	else
		nfm_fragment_continue(fragment, &extent, now, count, key);
	fragment->seen = now;
	fragment->count = count;
	spin_unlock_bh(&line->lock);
}
