/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_PACKET_H
#define _NFM_XMIT_PACKET_H

#include <linux/if_vlan.h>

#include "lib/flow_key.h"
#include "lib/vxlan.h"
#include "plan/plan.h"
#include "runtime/stats.h"

struct dst_entry;
struct neighbour;
struct nf_hook_state;
struct nfm_receiver;
struct nfm_sender;
struct sk_buff;

/* Ethernet header with two VLAN tags, of which one may come from metadata. */
#define NFM_L2_MAX (ETH_HLEN + 2 * VLAN_HLEN)
/* That in whole words, which are copied at once. */
#define NFM_L2_ROOM ALIGN(NFM_L2_MAX, sizeof(u64))

/**
 * struct nfm_l2 - the link-layer header of an inner frame
 * @bytes: the header, in the last @len of them; what is before is of no meaning
 * @len: its length, in bytes
 */
struct nfm_l2 {
	u8 bytes[NFM_L2_ROOM] __aligned(sizeof(u64));
	unsigned int len;
};

/* For ether_addr_copy(): with tags or without. */
static_assert(IS_ALIGNED(NFM_L2_ROOM - ETH_HLEN, 2) && !(VLAN_HLEN & 1));

static inline u8 *nfm_l2_start(struct nfm_l2 *l2, unsigned int len)
{
	l2->len = len;
	return l2->bytes + NFM_L2_ROOM - len;
}

/**
 * nfm_l2_put() - writes a link-layer header where it ends
 * @l2: the header
 * @end: the byte behind it; NFM_L2_ROOM bytes in front of it are written, of which
 *	 the first ones may be of no meaning
 */
static inline void nfm_l2_put(const struct nfm_l2 *l2, u8 *end)
{
	memcpy(end - NFM_L2_ROOM, l2->bytes, NFM_L2_ROOM);
}

/**
 * struct nfm_packet - a packet that at least one mirror wants
 * @skb: the original, data at its IP header; its bytes are never written
 * @sender: who sends its copies
 * @source: the ENI
 * @state: what the hook knows of it
 * @side: where it passes by
 * @ethertype: ETH_P_IP or ETH_P_IPV6, in network order
 * @plain: it leaves as it is, complete, and all its bytes may be copied as they
 *	   are here
 * @plaintext: what it carries is only encrypted where no hook sees it
 * @key: what it was classified by
 * @hash: of its flow
 * @limit: the longest IP packet that the stack is going to cut it into; 0: it
 *	   leaves as it is
 * @repeated: where there is a limit: bytes of headers that each fragment repeats
 * @nexthdr: where the last of these, of IPv6, says what comes after it
 * @count: its size
 * @segment: of a GSO packet without a limit: the IP length of each packet that it is cut
 *	     into, but the last
 * @l2: what its copies have in front of the IP header
 *
 * Lives on the stack of one run of the hook.
 */
struct nfm_packet {
	struct sk_buff *skb;
	struct nfm_sender *sender;
	const struct nfm_source *source;
	const struct nf_hook_state *state;
	enum nfm_side side;
	__be16 ethertype;
	bool plain;
	bool plaintext;
	const struct nfm_key *key;
	u32 hash;
	unsigned int limit;
	unsigned int repeated;
	unsigned int nexthdr;
	struct nfm_pkt_count count;
	unsigned int segment;
	struct nfm_l2 l2;
};

/**
 * struct nfm_copy - a copy under way
 * @packet: what it is a copy of
 * @compiled: who wants it
 * @receiver: who gets it
 * @dst: the route there; the CPU's own, which stays until the copy has gone
 * @neigh: who takes it next, see nfm_output_find_neigh()
 * @tunnel: its outer addresses and ports
 * @v4: these are of IPv4
 * @held: it is not sent, see nfm_feedback_hold()
 * @cases: what is to be said of it, by BIT(enum nfm_case)
 */
struct nfm_copy {
	const struct nfm_packet *packet;
	const struct nfm_compiled_session *compiled;
	struct nfm_receiver *receiver;
	struct dst_entry *dst;
	struct neighbour *neigh;
	struct nfm_tunnel tunnel;
	bool v4;
	bool held;
	u8 cases;
};

#endif /* _NFM_XMIT_PACKET_H */
