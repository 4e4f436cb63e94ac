// SPDX-License-Identifier: GPL-2.0
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ip_tunnels.h>
#include <net/sock.h>

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

/* @modified: what was done to the copy, as BIT(enum nfm_modified) */
static void nfm_count_sent(const struct nfm_copy *copy,
			   const struct nfm_pkt_count *count,
			   unsigned long modified)
{
	unsigned int what;

	nfm_stats_sent(copy->compiled->stats, count);
	nfm_stats_sent(copy->receiver->stats, count);
	if (likely(!modified))
		return;
	for_each_set_bit(what, &modified, __NFM_MODIFIED_MAX)
		nfm_stats_modified(copy->compiled->stats, count, what);
}

static void nfm_count_drop(const struct nfm_copy *copy,
			   const struct nfm_pkt_count *count,
			   enum nfm_drop reason)
{
	nfm_drop(copy->compiled, copy->receiver, count, reason);
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

static void nfm_push_v4(const struct nfm_copy *copy, struct sk_buff *frame,
			bool fits)
{
	u16 inner_id = nfm_inner_id(copy, frame);
	unsigned int len = frame->len;
	struct nfm_outer_v4 *outer = __skb_push(frame, sizeof(*outer));

	skb_reset_network_header(frame);
	skb_set_transport_header(frame, sizeof(outer->ip));
	nfm_outer_write_v4(outer, &copy->tunnel, len, inner_id, fits);
	if (!fits) {
		__ip_select_ident(copy->packet->sender->net, &outer->ip, 1);
		ip_send_check(&outer->ip);
	}
}

static void nfm_push_v6(const struct nfm_copy *copy, struct sk_buff *frame)
{
	unsigned int len = frame->len;
	struct nfm_outer_v6 *outer = __skb_push(frame, sizeof(*outer));

	skb_reset_network_header(frame);
	skb_set_transport_header(frame, sizeof(outer->ip));
	nfm_outer_write_v6(outer, &copy->tunnel, len);
	udp6_set_csum(false, frame, &outer->ip.saddr, &outer->ip.daddr,
		      sizeof(outer->tail) + len);
}

/* Push the outer headers. A GSO packet is segmented after that. */
static int nfm_encapsulate(const struct nfm_copy *copy, struct sk_buff *frame,
			   bool fits)
{
	if (skb_is_gso(frame)) {
		if (iptunnel_handle_offloads(
			    frame, copy->v4 ? SKB_GSO_UDP_TUNNEL :
					      SKB_GSO_UDP_TUNNEL_CSUM))
			return -ENOMEM;
		skb_set_inner_protocol(frame, htons(ETH_P_TEB));
	}
	if (copy->v4)
		nfm_push_v4(copy, frame, fits);
	else
		nfm_push_v6(copy, frame);
	return 0;
}

/*
 * Consumes @frame, which is one packet on the wire or is segmented after this.
 * @modified: what was done to it, as BIT(enum nfm_modified).
 */
static void nfm_send_frame(const struct nfm_copy *copy, struct sk_buff *frame,
			   const struct nfm_pkt_count *count, u8 modified)
{
	const struct nfm_packet *packet = copy->packet;
	bool fits = !(modified & BIT(NFM_MODIFIED_FRAGMENTED));

	if (!skb_is_gso(frame) &&
	    frame->len + nfm_outer_len(copy) > IP_MAX_MTU) {
		nfm_count_drop(copy, count, NFM_DROP_TOO_BIG);
		kfree_skb(frame);
		return;
	}
	if (nfm_encapsulate(copy, frame, fits)) {
		nfm_count_drop(copy, count, NFM_DROP_NO_MEMORY);
		kfree_skb(frame);
		return;
	}
	nfm_output_own(frame, packet->sender->sk);
	frame->priority = NFM_PRIORITY;
	__skb_set_sw_hash(frame, packet->hash, true);
	if (unlikely(copy->held) &&
	    nfm_feedback_hold(copy, frame, count, modified))
		return;
	if (nfm_output(packet->sender->net, packet->sender->sk, frame,
		       copy->dst, copy->neigh, fits))
		nfm_count_drop(copy, count, NFM_DROP_QUEUE);
	else
		nfm_count_sent(copy, count, modified);
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

/* Return: false if truncation failed and the frame is freed. */
static bool nfm_cut(const struct nfm_copy *copy, struct sk_buff *frame,
		    const struct nfm_pkt_count *count, unsigned int len)
{
	if (!nfm_resize_cut(frame, copy->packet->key, len,
			    copy->compiled->snap_fix))
		return true;
	nfm_count_drop(copy, count, NFM_DROP_NO_MEMORY);
	kfree_skb(frame);
	return false;
}

/* @room: maximum IP length, which the frame's packet exceeds */
static noinline void nfm_send_oversize(const struct nfm_copy *copy,
				       struct sk_buff *frame,
				       const struct nfm_pkt_count *count,
				       u8 modified, unsigned int room)
{
	const struct nfm_compiled_session *compiled = copy->compiled;

	if (compiled->mtu == NFM_MTU_TRUNCATE && room) {
		if (nfm_cut(copy, frame, count, frame->mac_len + room))
			nfm_send_frame(copy, frame, count,
				       modified | BIT(NFM_MODIFIED_TRUNCATED));
	} else if (compiled->mtu >= NFM_MTU_TRUNCATE) {
		nfm_count_drop(copy, count, NFM_DROP_MTU);
		kfree_skb(frame);
	} else if (compiled->mtu == NFM_MTU_RESEGMENT &&
		   nfm_resize_resegment(frame, copy->packet->key, room)) {
		nfm_send_frame(copy, frame, count,
			       modified | BIT(NFM_MODIFIED_RESEGMENTED));
	} else {
		nfm_send_frame(copy, frame, count,
			       modified | BIT(NFM_MODIFIED_FRAGMENTED));
	}
}

/* Consumes @frame, which is one packet as it was on the wire. */
static void nfm_send_single(const struct nfm_copy *copy, struct sk_buff *frame,
			    const struct nfm_pkt_count *count)
{
	unsigned int room = nfm_room(copy, frame);
	unsigned int snaplen = copy->compiled->snaplen;
	u8 modified = copy->modified;

	if (unlikely(snaplen && frame->len > snaplen)) {
		if (!nfm_cut(copy, frame, count, snaplen))
			return;
		modified |= BIT(NFM_MODIFIED_SNAPLEN);
	}
	if (likely(frame->len <= frame->mac_len + room))
		nfm_send_frame(copy, frame, count, modified);
	else
		nfm_send_oversize(copy, frame, count, modified, room);
}

static unsigned int nfm_headroom(const struct nfm_copy *copy)
{
	return nfm_outer_len(copy) + nfm_output_headroom(copy->dst);
}

/* Consumes @frame, of which only fragments are on the wire. */
static noinline void nfm_send_fragments(const struct nfm_copy *copy,
					struct sk_buff *frame)
{
	struct nfm_pkt_count count =
		nfm_ipfrag_wire(copy->packet, frame->len - frame->mac_len);
	struct nfm_packet packet = *copy->packet;
	struct nfm_key key = *packet.key;
	struct nfm_copy part = *copy;
	struct sk_buff *fragments, *next;

	fragments = nfm_ipfrag(copy->packet, frame, nfm_headroom(copy));
	if (!fragments) {
		nfm_count_drop(copy, &count, NFM_DROP_NO_MEMORY);
		kfree_skb(frame);
		return;
	}
	key.fragment = NFM_FRAGMENT_FIRST;
	packet.key = &key;
	part.packet = &packet;
	skb_list_walk_safe(fragments, frame, next)
	{
		count = (struct nfm_pkt_count){ 1,
						frame->len - frame->mac_len };
		skb_mark_not_on_list(frame);
		nfm_send_single(&part, frame, &count);
	}
}

/* Consumes @frame, which is one packet at the hook. */
static void nfm_send_packet(const struct nfm_copy *copy, struct sk_buff *frame)
{
	struct nfm_pkt_count count = { 1, frame->len - frame->mac_len };

	if (nfm_ipfrag_cuts(copy->packet, count.bytes))
		nfm_send_fragments(copy, frame);
	else
		nfm_send_single(copy, frame, &count);
}

/* Consumes @frame, as returned by segmentation. */
static void nfm_send_segment(const struct nfm_copy *copy, struct sk_buff *frame)
{
	struct nfm_pkt_count count = { 1, frame->len - frame->mac_len };

	if (copy->packet->limit)
		count = nfm_ipfrag_wire(copy->packet, count.bytes);
	/* Not on the wire, so not matched. */
	if (!count.packets) {
		kfree_skb(frame);
		return;
	}
	frame->encapsulation = 0;
	/* Segments from a GRO frag_list have the headroom of their reception. */
	if (skb_cow_head(frame, nfm_headroom(copy)) ||
	    nfm_frame_checksum(frame, copy->packet->key)) {
		nfm_count_drop(copy, &count, NFM_DROP_NO_MEMORY);
		kfree_skb(frame);
		return;
	}
	nfm_send_packet(copy, frame);
}

/*
 * Segment a GSO packet into frames as they are on the wire, because tunnel offloads
 * cannot add a second tunnel to it, or the frames must not leave unchanged.
 */
static noinline void nfm_send_segments(const struct nfm_copy *copy,
				       struct sk_buff *frame)
{
	struct sk_buff *segments, *next;

	/* Segmentation inside a tunnel consults the features of the device. */
	frame->dev = copy->dst->dev;
	nfm_frame_mend_tunnel(frame, copy->packet->key);
	segments = skb_gso_segment(frame, 0);
	if (IS_ERR_OR_NULL(segments)) {
		/* A host that forwards it cannot segment it, either. */
		nfm_count_drop(copy, &copy->packet->count,
			       segments == ERR_PTR(-ENOMEM) ?
				       NFM_DROP_NO_MEMORY :
				       NFM_DROP_UNREADABLE);
		kfree_skb(frame);
		return;
	}
	consume_skb(frame);
	skb_list_walk_safe(segments, frame, next)
	{
		skb_mark_not_on_list(frame);
		nfm_send_segment(copy, frame);
	}
}

/* Check whether a GSO packet's checksum offsets agree with its headers. */
static bool nfm_has_own_checksum(const struct sk_buff *frame,
				 const struct nfm_key *key)
{
	unsigned int offset = key->proto == IPPROTO_TCP ?
				      offsetof(struct tcphdr, check) :
				      offsetof(struct udphdr, check);

	return frame->ip_summed == CHECKSUM_PARTIAL &&
	       frame->csum_offset == offset &&
	       skb_checksum_start_offset(frame) == frame->mac_len + key->offset;
}

/* GSO packets that only software segments correctly once they are encapsulated. */
static bool nfm_needs_software(const struct sk_buff *frame,
			       const struct nfm_key *key)
{
	return frame->encapsulation || !nfm_has_own_checksum(frame, key) ||
	       skb_shinfo(frame)->gso_type &
		       (SKB_GSO_FRAGLIST | SKB_GSO_SCTP | SKB_GSO_ESP) ||
	       !nfm_resize_can_segment(frame, key);
}

/* Send a GSO packet unsegmented if its segments fit. */
static void nfm_send_super(const struct nfm_copy *copy, struct sk_buff *frame)
{
	const struct nfm_packet *packet = copy->packet;
	unsigned int room = nfm_room(copy, frame);

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

/* Only guests can build headers this long: offsets in an skb have 16 bits. */
static bool nfm_send_is_readable(const struct nfm_packet *packet)
{
	return nfm_skb_is_readable(packet->skb) &&
	       packet->key->offset <= S16_MAX &&
	       (!packet->limit || packet->repeated <= S16_MAX);
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
	if (!nfm_send_is_readable(packet))
		return NFM_DROP_UNREADABLE;
	return nfm_send_has_budget(packet) ? -1 : NFM_DROP_BUDGET;
}

/**
 * nfm_xmit_slow() - send a copy that may need any kind of processing
 * @copy: the copy
 *
 * Context: bottom halves off, RCU read side.
 */
void nfm_xmit_slow(const struct nfm_copy *copy)
{
	const struct nfm_packet *packet = copy->packet;
	int obstacle = nfm_send_obstacle(packet);
	struct sk_buff *frame;

	if (obstacle >= 0) {
		nfm_count_drop(copy, &packet->count, obstacle);
		return;
	}
	frame = nfm_frame_copy(packet, nfm_headroom(copy));
	if (!frame)
		nfm_count_drop(copy, &packet->count, NFM_DROP_NO_MEMORY);
	else if (skb_is_gso(frame))
		nfm_send_super(copy, frame);
	else
		nfm_send_packet(copy, frame);
}
