// SPDX-License-Identifier: GPL-2.0
#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/siphash.h>
#include <net/net_namespace.h>
#include <net/netns/hash.h>

#include "path/fragment.h"

/*
 * Later fragments have no ports, and over IPv6 not always a protocol; the first
 * one of their packet told them. What it told is kept in one word, so that any
 * CPU may read and write it without a lock, and neither sees half of it:
 *
 *	bits 0 to 31	the ports
 *	bits 32 to 35	the protocol, as its place in nfm_fragment_protos
 *	bits 36 to 43	when, in seconds
 *	bits 44 to 63	which packet: a part of its hash
 *
 * The rest of the hash chooses the line of words where it is looked for.
 */
#define NFM_FRAGMENT_LINES 1024
#define NFM_FRAGMENT_WAYS 8
#define NFM_FRAGMENT_TAG GENMASK_ULL(63, 44)
#define NFM_FRAGMENT_WHEN 36
#define NFM_FRAGMENT_PROTO 32

/* So long a packet waits for its fragments: RFC 8200, 4.5; less in practice. */
#define NFM_FRAGMENT_SECONDS 60

/* Of others it is enough to know what later fragments tell. */
static const u8 nfm_fragment_protos[] = {
	IPPROTO_TCP,  IPPROTO_UDP,  IPPROTO_UDPLITE,
	IPPROTO_SCTP, IPPROTO_DCCP, IPPROTO_ICMPV6,
};

static atomic64_t nfm_fragments[NFM_FRAGMENT_LINES]
			       [NFM_FRAGMENT_WAYS] __cacheline_aligned;

/**
 * struct nfm_datagram - what all fragments of a packet share (RFC 791, RFC 8200)
 * @saddr: source address
 * @daddr: destination address
 * @id: identification
 * @proto: protocol; 0 over IPv6, whose later fragments need not tell
 * @net: the namespace, as a number
 */
struct nfm_datagram {
	struct in6_addr saddr;
	struct in6_addr daddr;
	u32 id;
	u32 proto;
	u64 net;
} __aligned(SIPHASH_ALIGNMENT);

static siphash_key_t nfm_fragment_secret __aligned(SIPHASH_ALIGNMENT);

/**
 * nfm_fragment_start() - draws the secret that keeps others from finding two
 *			  packets that share a word
 */
void nfm_fragment_start(void)
{
	get_random_bytes(&nfm_fragment_secret, sizeof(nfm_fragment_secret));
}

static u64 nfm_fragment_hash(const struct net *net, const struct nfm_key *key)
{
	const struct nfm_datagram datagram = {
		.saddr = key->saddr,
		.daddr = key->daddr,
		.id = key->id,
		.proto = key->family == NFM_FAMILY_V4 ? key->proto : 0,
		.net = net_hash_mix(net),
	};

	return siphash(&datagram, sizeof(datagram), &nfm_fragment_secret);
}

static atomic64_t *nfm_fragment_line(u64 hash)
{
	return nfm_fragments[hash % NFM_FRAGMENT_LINES];
}

static u8 nfm_fragment_now(void)
{
	return jiffies_to_msecs(jiffies) / MSEC_PER_SEC;
}

static u8 nfm_fragment_age(u64 word)
{
	return nfm_fragment_now() - (u8)(word >> NFM_FRAGMENT_WHEN);
}

/* The packet's own word, else an empty one, else the oldest. */
static atomic64_t *nfm_fragment_place(atomic64_t *line, u64 hash)
{
	atomic64_t *oldest = line;
	int i;

	for (i = 0; i < NFM_FRAGMENT_WAYS; i++) {
		u64 word = atomic64_read(&line[i]);

		if (!word || !((word ^ hash) & NFM_FRAGMENT_TAG))
			return &line[i];
		if (nfm_fragment_age(word) >
		    nfm_fragment_age(atomic64_read(oldest)))
			oldest = &line[i];
	}
	return oldest;
}

static void nfm_fragment_learn(const struct net *net, const struct nfm_key *key)
{
	u64 hash = nfm_fragment_hash(net, key);
	u64 word = (hash & NFM_FRAGMENT_TAG) |
		   (u64)nfm_fragment_now() << NFM_FRAGMENT_WHEN |
		   (u32)key->sport << 16 | key->dport;
	unsigned int proto = 0;

	while (nfm_fragment_protos[proto] != key->proto)
		if (++proto == ARRAY_SIZE(nfm_fragment_protos))
			return;
	word |= (u64)proto << NFM_FRAGMENT_PROTO;
	atomic64_set(nfm_fragment_place(nfm_fragment_line(hash), hash), word);
}

static void nfm_fragment_apply(u64 word, struct nfm_key *key)
{
	key->proto = nfm_fragment_protos[word >> NFM_FRAGMENT_PROTO & 0xf];
	key->proto_elsewhere = false;
	key->ports = NFM_PORTS_NONE;
	if (!nfm_proto_has_ports(key->proto))
		return;
	key->sport = word >> 16;
	key->dport = word;
	key->ports = NFM_PORTS_KNOWN;
}

static void nfm_fragment_recall(const struct net *net, struct nfm_key *key)
{
	u64 hash = nfm_fragment_hash(net, key);
	atomic64_t *line = nfm_fragment_line(hash);
	int i;

	for (i = 0; i < NFM_FRAGMENT_WAYS; i++) {
		u64 word = atomic64_read(&line[i]);

		if (!word || (word ^ hash) & NFM_FRAGMENT_TAG ||
		    nfm_fragment_age(word) > NFM_FRAGMENT_SECONDS)
			continue;
		nfm_fragment_apply(word, key);
		return;
	}
}

/**
 * nfm_fragment_follow() - gives later fragments the ports of the first one, and
 *			   the protocol, where they lack it
 * @net: the namespace
 * @key: a fragment's key; of a later one whose first one was seen, becomes
 *	 what that one's is
 */
void nfm_fragment_follow(const struct net *net, struct nfm_key *key)
{
	if (key->ports == NFM_PORTS_ELSEWHERE)
		nfm_fragment_recall(net, key);
	else if (key->fragment == NFM_FRAGMENT_FIRST)
		nfm_fragment_learn(net, key);
}
