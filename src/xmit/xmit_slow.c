// SPDX-License-Identifier: GPL-2.0
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ip_tunnels.h>
#include <net/sock.h>

#include "compat/compiler.h"
#include "compat/netdev.h"
#include "compat/skb.h"
#include "lib/vxlan.h"
#include "xmit/feedback.h"
#include "xmit/frame.h"
#include "xmit/gso_size.h"
#include "xmit/ipfrag.h"
#include "xmit/output.h"
#include "xmit/resize.h"
#include "xmit/sender.h"
#include "xmit/xmit_slow.h"

/* Count a copy as dropped, and free what there is of it. */
static void nfm_drop_frame(const struct nfm_copy *copy, struct sk_buff *frame,
			   const struct nfm_pkt_count *count,
			   enum nfm_drop reason)
{
	nfm_drop(copy->compiled, copy->receiver, count, reason);
	kfree_skb(frame);
}

static unsigned int nfm_outer_len(const struct nfm_copy *copy)
{
	return copy->v4 ? sizeof(struct nfm_outer_v4) :
			  sizeof(struct nfm_outer_v6);
}

/* Identification in the frame's IPv4 header; 0 if it has none, or is truncated. */
static u16 nfm_inner_id(const struct nfm_copy *copy,
			const struct sk_buff *frame)
{
	unsigned int at = frame->mac_len + offsetof(struct iphdr, id);
	__be16 id;

	if (copy->packet->ethertype != htons(ETH_P_IP) ||
	    at + sizeof(id) > skb_headlen(frame))
		return 0;
	memcpy(&id, frame->data + at, sizeof(id));
	return be16_to_cpu(id);
}

/*
 * Push the outer headers. A GSO packet is segmented after that.
 *
 * Return: 0 or -ENOMEM.
 */
static int nfm_encapsulate(const struct nfm_copy *copy, struct sk_buff *frame,
			   bool fits)
{
	unsigned int len = frame->len;

	if (skb_is_gso(frame)) {
		if (iptunnel_handle_offloads(
			    frame, copy->v4 ? SKB_GSO_UDP_TUNNEL :
					      SKB_GSO_UDP_TUNNEL_CSUM))
			return -ENOMEM;
		skb_set_inner_protocol(frame, htons(ETH_P_TEB));
	}
	if (copy->v4) {
		u16 inner_id = nfm_inner_id(copy, frame);
		struct nfm_outer_v4 *outer = __skb_push(frame, sizeof(*outer));

		skb_reset_network_header(frame);
		skb_set_transport_header(frame, sizeof(outer->ip));
		nfm_outer_write_v4(outer, &copy->tunnel, len, inner_id, fits);
		if (!fits) {
			__ip_select_ident(copy->packet->sender->net, &outer->ip,
					  1);
			ip_send_check(&outer->ip);
		}
	} else {
		struct nfm_outer_v6 *outer = __skb_push(frame, sizeof(*outer));

		skb_reset_network_header(frame);
		skb_set_transport_header(frame, sizeof(outer->ip));
		nfm_outer_write_v6(outer, &copy->tunnel, len);
		udp6_set_csum(false, frame, &outer->ip.saddr, &outer->ip.daddr,
			      sizeof(outer->tail) + len);
	}
	return 0;
}

/*
 * Encapsulate, then send or hold a frame, which is consumed and counted. It is one
 * packet on the wire or is segmented after this. @modified: what was done to it, as
 * BIT(enum nfm_modified).
 */
static void nfm_send_frame(const struct nfm_copy *copy, struct sk_buff *frame,
			   const struct nfm_pkt_count *count,
			   unsigned long modified)
{
	const struct nfm_sender *sender = copy->packet->sender;
	bool fits = !(modified & BIT(NFM_MODIFIED_FRAGMENTED));
	unsigned int what;

	if (!skb_is_gso(frame) &&
	    frame->len + nfm_outer_len(copy) > IP_MAX_MTU) {
		nfm_drop_frame(copy, frame, count, NFM_DROP_TOO_BIG);
		return;
	}
	if (nfm_encapsulate(copy, frame, fits)) {
		nfm_drop_frame(copy, frame, count, NFM_DROP_NO_MEMORY);
		return;
	}
	nfm_output_own(frame, sender->sk);
	nfm_netdev_skip_egress(frame);
	frame->priority = NFM_PRIORITY;
	__skb_set_sw_hash(frame, copy->packet->hash, true);
	/* A held copy is counted once it leaves. */
	if (unlikely(copy->held) &&
	    nfm_feedback_hold(copy, frame, count, modified))
		return;
	if (nfm_output(sender->net, sender->sk, frame, copy->dst, copy->neigh,
		       fits)) {
		nfm_drop(copy->compiled, copy->receiver, count, NFM_DROP_QUEUE);
		return;
	}
	nfm_stats_sent(copy->compiled->stats, count);
	nfm_stats_sent(copy->receiver->stats, count);
	if (likely(!modified))
		return;
	for_each_set_bit(what, &modified, __NFM_MODIFIED_MAX)
		nfm_stats_modified(copy->compiled->stats, count, what);
}

/* Maximum length of an IP packet that fits the route inside the tunnel. */
static inline unsigned int nfm_room(const struct nfm_copy *copy,
				    const struct sk_buff *frame)
{
	unsigned int overhead = nfm_outer_len(copy) + frame->mac_len;
	unsigned int mtu = copy->v4 ? nfm_output_mtu_v4(copy->dst) :
				      dst_mtu(copy->dst);

	return mtu > overhead ? mtu - overhead : 0;
}

/*
 * Send a frame that is one packet as it was on the wire, shortened to snaplen. If it
 * does not fit the route, the session's mtu policy decides. Consumes @frame.
 */
static void nfm_send_single(const struct nfm_copy *copy, struct sk_buff *frame,
			    const struct nfm_pkt_count *count)
{
	const struct nfm_compiled_session *compiled = copy->compiled;
	const struct nfm_key *key = copy->packet->key;
	unsigned int room = nfm_room(copy, frame);
	unsigned int snaplen = compiled->snaplen;
	u8 modified = copy->modified;

	if (unlikely(snaplen && frame->len > snaplen)) {
		if (nfm_resize_cut(frame, key, snaplen, compiled->snap_fix))
			goto no_memory;
		modified |= BIT(NFM_MODIFIED_SNAPLEN);
	}
	if (likely(frame->len <= frame->mac_len + room)) {
		nfm_send_frame(copy, frame, count, modified);
		return;
	}
	if (compiled->mtu == NFM_MTU_TRUNCATE && room) {
		if (nfm_resize_cut(frame, key, frame->mac_len + room,
				   compiled->snap_fix))
			goto no_memory;
		modified |= BIT(NFM_MODIFIED_TRUNCATED);
	} else if (compiled->mtu >= NFM_MTU_TRUNCATE) {
		nfm_drop_frame(copy, frame, count, NFM_DROP_MTU);
		return;
	} else if (compiled->mtu == NFM_MTU_RESEGMENT &&
		   nfm_resize_resegment(frame, key, room)) {
		modified |= BIT(NFM_MODIFIED_RESEGMENTED);
	} else {
		modified |= BIT(NFM_MODIFIED_FRAGMENTED);
	}
	nfm_send_frame(copy, frame, count, modified);
	return;

no_memory:
	nfm_drop_frame(copy, frame, count, NFM_DROP_NO_MEMORY);
}

static unsigned int nfm_headroom(const struct nfm_copy *copy)
{
	return nfm_outer_len(copy) + nfm_output_headroom(copy->dst);
}

/*
 * Send a frame that is one packet at the hook, as it is on the wire: whole, or in
 * the fragments that the stack will make. Consumes @frame.
 */
static void nfm_send_packet(const struct nfm_copy *copy, struct sk_buff *frame)
{
	struct nfm_pkt_count count = { 1, frame->len - frame->mac_len };
	struct sk_buff *fragments, *next;
	struct nfm_packet packet NFM_UNINITIALIZED;
	struct nfm_copy part NFM_UNINITIALIZED;
	struct nfm_key key NFM_UNINITIALIZED;

	if (!nfm_ipfrag_cuts(copy->packet, count.bytes)) {
		nfm_send_single(copy, frame, &count);
		return;
	}
	count = nfm_ipfrag_wire(copy->packet, count.bytes);
	fragments = nfm_ipfrag(copy->packet, frame, nfm_headroom(copy));
	if (!fragments) {
		nfm_drop_frame(copy, frame, &count, NFM_DROP_NO_MEMORY);
		return;
	}
	/* Describe the fragments: the packet's checksums are not theirs. */
	key = *copy->packet->key;
	key.fragment = NFM_FRAGMENT_FIRST;
	packet = *copy->packet;
	packet.key = &key;
	part = *copy;
	part.packet = &packet;
	skb_list_walk_safe(fragments, frame, next)
	{
		count = (struct nfm_pkt_count){ 1,
						frame->len - frame->mac_len };
		skb_mark_not_on_list(frame);
		nfm_send_single(&part, frame, &count);
	}
}

/*
 * Segment a GSO packet into frames as they are on the wire, because tunnel offloads
 * cannot add a second tunnel to it, or the frames must not leave unchanged. Consumes
 * @frame.
 */
static noinline void nfm_send_segments(const struct nfm_copy *copy,
				       struct sk_buff *frame)
{
	const struct nfm_packet *packet = copy->packet;
	struct sk_buff *segments, *next;

	/* Segmentation inside a tunnel consults the features of the device. */
	frame->dev = copy->dst->dev;
	nfm_frame_mend_tunnel(frame, packet->key);
	segments = skb_gso_segment(frame, 0);
	if (IS_ERR_OR_NULL(segments)) {
		/* A host that forwards it cannot segment it, either. */
		nfm_drop_frame(copy, frame, &packet->count,
			       segments == ERR_PTR(-ENOMEM) ?
				       NFM_DROP_NO_MEMORY :
				       NFM_DROP_UNREADABLE);
		return;
	}
	consume_skb(frame);
	skb_list_walk_safe(segments, frame, next)
	{
		struct nfm_pkt_count count = { 1, frame->len - frame->mac_len };

		skb_mark_not_on_list(frame);
		if (packet->limit)
			count = nfm_ipfrag_wire(packet, count.bytes);
		/* Not on the wire, so not matched. */
		if (!count.packets) {
			kfree_skb(frame);
			continue;
		}
		frame->encapsulation = 0;
		/* Those from a GRO frag_list have the headroom of their reception. */
		if (skb_cow_head(frame, nfm_headroom(copy)) ||
		    nfm_frame_checksum(frame, packet->key))
			nfm_drop_frame(copy, frame, &count, NFM_DROP_NO_MEMORY);
		else
			nfm_send_packet(copy, frame);
	}
}

/* GSO packets that only software segments correctly once they are encapsulated. */
static bool nfm_needs_software(const struct sk_buff *frame,
			       const struct nfm_key *key)
{
	unsigned int check = key->proto == IPPROTO_TCP ?
				     offsetof(struct tcphdr, check) :
				     offsetof(struct udphdr, check);

	if (frame->encapsulation ||
	    skb_shinfo(frame)->gso_type &
		    (SKB_GSO_FRAGLIST | SKB_GSO_SCTP | SKB_GSO_ESP))
		return true;
	/* A guest chooses checksum offsets, which need not agree with its headers. */
	if (frame->ip_summed != CHECKSUM_PARTIAL ||
	    frame->csum_offset != check ||
	    skb_checksum_start_offset(frame) != frame->mac_len + key->offset)
		return true;
	return !nfm_resize_can_segment(frame, key);
}

/* Memory for each packet on the wire during segmentation, besides its payload. */
#define NFM_SEND_OVERHEAD SKB_TRUESIZE(512)

/* A guest may cause thousands of segments per packet. */
static bool nfm_send_has_budget(const struct nfm_packet *packet)
{
	u64 more = (u64)(packet->count.packets - 1) * NFM_SEND_OVERHEAD;

	return refcount_read(&packet->sender->sk->sk_wmem_alloc) + more <
	       READ_ONCE(nfm_output_budget);
}

/* Return: the reason not to copy, an enum nfm_drop; negative if there is none. */
static int nfm_send_obstacle(const struct nfm_packet *packet)
{
	if (packet->plaintext)
		return NFM_DROP_PLAINTEXT;
	/* Only guests can build headers this long: offsets in an skb have 16 bits. */
	if (!nfm_skb_is_readable(packet->skb) ||
	    packet->key->offset > S16_MAX ||
	    (packet->limit && packet->repeated > S16_MAX))
		return NFM_DROP_UNREADABLE;
	return nfm_send_has_budget(packet) ? -1 : NFM_DROP_BUDGET;
}

/**
 * nfm_xmit_slow() - send a copy that may need any kind of processing
 * @copy: the copy
 *
 * A GSO packet is sent unsegmented if its segments fit.
 *
 * Context: bottom halves off, RCU read side.
 */
void nfm_xmit_slow(const struct nfm_copy *copy)
{
	const struct nfm_packet *packet = copy->packet;
	int obstacle = nfm_send_obstacle(packet);
	struct sk_buff *frame;
	unsigned int room;

	if (obstacle >= 0) {
		nfm_drop_frame(copy, NULL, &packet->count, obstacle);
		return;
	}
	frame = nfm_frame_copy(packet, nfm_headroom(copy));
	if (!frame) {
		nfm_drop_frame(copy, NULL, &packet->count, NFM_DROP_NO_MEMORY);
		return;
	}
	if (!skb_is_gso(frame)) {
		nfm_send_packet(copy, frame);
		return;
	}
	room = nfm_room(copy, frame);
	if (nfm_needs_software(frame, packet->key) || copy->compiled->snaplen ||
	    packet->limit)
		nfm_send_segments(copy, frame);
	else if (packet->segment <= room)
		nfm_send_frame(copy, frame, &packet->count, copy->modified);
	else if (copy->compiled->mtu == NFM_MTU_RESEGMENT &&
		 nfm_resize_shrink(
			 frame, packet->segment - skb_shinfo(frame)->gso_size,
			 room))
		nfm_send_frame(copy, frame, &packet->count,
			       copy->modified | BIT(NFM_MODIFIED_RESEGMENTED));
	else
		nfm_send_segments(copy, frame);
}
