/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_PACKET_H
#define _NFM_XMIT_PACKET_H

#include <linux/if_vlan.h>

#include "lib/flow_key.h"
#include "lib/vxlan.h"
#include "plan/compiled.h"
#include "plan/plan.h"
#include "runtime/stats.h"

struct dst_entry;
struct neighbour;
struct nf_hook_state;
struct nfm_receiver;
struct nfm_sender;
struct sk_buff;

/* Ethernet header with two VLAN tags, one of which may come from skb metadata. */
#define NFM_L2_MAX (ETH_HLEN + 2 * VLAN_HLEN)
/* NFM_L2_MAX rounded up to whole words, which are copied at once. */
#define NFM_L2_ROOM ALIGN(NFM_L2_MAX, sizeof(u64))

/**
 * struct nfm_l2 - link-layer header of an inner frame
 * @bytes: the header, in the last @len bytes; those before are unused
 * @len: its length, in bytes
 */
struct nfm_l2 {
	u8 bytes[NFM_L2_ROOM] __aligned(sizeof(u64));
	unsigned int len;
};

/* Alignment for ether_addr_copy(), with or without VLAN tags. */
static_assert(IS_ALIGNED(NFM_L2_ROOM - ETH_HLEN, 2) && !(VLAN_HLEN & 1));

static inline u8 *nfm_l2_start(struct nfm_l2 *l2, unsigned int len)
{
	l2->len = len;
	return l2->bytes + NFM_L2_ROOM - len;
}

/**
 * nfm_l2_put() - write a link-layer header right in front of @end
 * @l2: the header
 * @end: first byte behind the header; the NFM_L2_ROOM bytes in front of it are
 *	 written, the first of which may be padding
 */
static inline void nfm_l2_put(const struct nfm_l2 *l2, u8 *end)
{
	memcpy(end - NFM_L2_ROOM, l2->bytes, NFM_L2_ROOM);
}

/**
 * struct nfm_packet - a packet that at least one session may want
 * @skb: the original, data at its IP header; its bytes are never written
 * @sender: sender of its copies
 * @source: the ENI
 * @state: netfilter hook state
 * @hook: hook that the packet passes
 * @ethertype: ETH_P_IP or ETH_P_IPV6, in network order
 * @plain: it leaves complete and unchanged, and all its bytes may be copied as they
 *	   are here
 * @plaintext: it is encrypted on the wire, but no hook sees the ciphertext
 * @key: flow key that it was classified by
 * @hash: hash of its flow
 * @limit: maximum IP length that the stack is going to fragment it to; 0 if it
 *	   leaves unfragmented
 * @repeated: if there is a limit, bytes of headers that each fragment repeats
 * @nexthdr: offset of the last next header field in the repeated IPv6 headers
 * @count: packets and bytes on the wire
 * @segment: for a GSO packet without a limit, IP length of all segments but the
 *	     last
 * @l2: link-layer header of its copies
 *
 * Lives on the stack of one run of the hook.
 */
struct nfm_packet {
	struct sk_buff *skb;
	struct nfm_sender *sender;
	const struct nfm_source *source;
	const struct nf_hook_state *state;
	enum nfm_hook hook;
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
 * struct nfm_copy - a copy on its way to a receiver
 * @packet: the original packet
 * @compiled: session that wants the copy
 * @receiver: receiver of the copy
 * @dst: this CPU's route to the receiver, valid until the copy has left
 * @neigh: neighbour to send it to, see nfm_output_find_neigh()
 * @tunnel: outer addresses and ports
 * @v4: the outer addresses are IPv4
 * @held: do not send the copy, see nfm_feedback_hold()
 * @modified: what to count for the copy, as BIT(enum nfm_modified)
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
	u8 modified;
};

#endif /* _NFM_XMIT_PACKET_H */
