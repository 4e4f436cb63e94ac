/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_VXLAN_H
#define _NFM_LIB_VXLAN_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/siphash.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ipv6.h>
#include <net/vxlan.h>

#include "lib/addr.h"

/**
 * struct nfm_tunnel - variable fields of the headers in front of a frame
 * @saddr: address of this host
 * @daddr: address of the receiver, of the same family
 * @vni: last word of the VXLAN header
 * @mark: mark that identifies copies, see nfm_mark()
 * @tos: type of service, or traffic class
 * @sport: UDP source port, in host order
 * @dport: UDP destination port, in host order
 */
struct nfm_tunnel {
	const struct in6_addr *saddr;
	const struct in6_addr *daddr;
	__be32 vni;
	u16 mark;
	u8 tos;
	u16 sport;
	u16 dport;
};

/**
 * struct nfm_vxlan - headers between the outer IP header and the frame
 * @udp: UDP header (RFC 768)
 * @vxlan: VXLAN header (RFC 7348)
 */
struct nfm_vxlan {
	struct udphdr udp;
	struct vxlanhdr vxlan;
} __packed;

/**
 * struct nfm_outer_v4 - headers in front of a frame over IPv4
 * @ip: IPv4 header without options (RFC 791)
 * @tail: UDP and VXLAN headers
 */
struct nfm_outer_v4 {
	struct iphdr ip;
	struct nfm_vxlan tail;
} __packed;

/**
 * struct nfm_outer_v6 - headers in front of a frame over IPv6
 * @ip: IPv6 header (RFC 8200)
 * @tail: UDP and VXLAN headers
 */
struct nfm_outer_v6 {
	struct ipv6hdr ip;
	struct nfm_vxlan tail;
} __packed;

#define NFM_TTL 64

/* Dynamic ports, as RFC 7348 (section 5) recommends: 49152 to 65535. */
#define NFM_SPORT_FIRST 49152
#define NFM_SPORT_BITS 14

/**
 * nfm_outer_sport() - choose the UDP source port of a copy
 * @hash: flow hash; its upper bits are used, as balance tables use the lower ones
 *
 * Return: the port, in host order.
 */
static inline u16 nfm_outer_sport(u32 hash)
{
	return NFM_SPORT_FIRST + (hash >> (32 - NFM_SPORT_BITS));
}

/*
 * Copies carry a mark where it does not disturb receivers, so that any host can
 * recognise them, even if their addresses were translated. In an outer IPv4 header
 * with DF set, the identification is free for any use (RFC 6864). It is the sum of
 * the inner identification and the mark, or the mark alone if the frame is not
 * IPv4. The sum stays correct when a GSO packet is segmented, which increments both
 * identifications. Over IPv6, the flow label is derived from the mark and the
 * source port.
 */

static inline u16 nfm_mark_hash(u64 of)
{
	/* Arbitrary constants, but permanent: hosts must agree. */
	static const siphash_key_t key = { { 0x6e665f6d6972726f,
					     0x636f706965730000 } };

	return siphash_1u64(of, &key);
}

/**
 * nfm_mark_of_vni() - compute the part of a mark that depends on the VNI
 * @vni: the VNI
 *
 * Return: an odd number.
 */
static inline u16 nfm_mark_of_vni(u32 vni)
{
	return nfm_mark_hash(vni) | 1;
}

/**
 * nfm_mark_of_seed() - compute the part of a mark that depends on a secret
 * @seed: the secret of a network; 0 for none
 *
 * Return: an even number.
 */
static inline u16 nfm_mark_of_seed(u64 seed)
{
	return seed ? nfm_mark_hash(seed) & ~1 : 0;
}

/**
 * nfm_mark() - compute a mark
 * @vni: result of nfm_mark_of_vni()
 * @seed: result of nfm_mark_of_seed()
 *
 * Return: an odd number. A mark of 0 would match other tunnels, many of which copy
 * the inner identification to the outer header.
 */
static inline u16 nfm_mark(u16 vni, u16 seed)
{
	return vni + seed;
}

/**
 * nfm_mark_label() - compute the flow label of a marked copy
 * @mark: the mark
 * @sport: UDP source port, in host order
 *
 * Return: 20 bits, the same for all copies of a flow; never 0, which means no
 * label.
 */
static inline u32 nfm_mark_label(u16 mark, u16 sport)
{
	u32 hash = ((u32)mark << 16 | sport) * 0x9e3779b1;

	return hash >> 12 ?: 1;
}

static inline void nfm_vxlan_write(struct nfm_vxlan *tail,
				   const struct nfm_tunnel *tunnel,
				   unsigned int frame_len)
{
	tail->udp = (struct udphdr){
		.source = htons(tunnel->sport),
		.dest = htons(tunnel->dport),
		.len = htons(sizeof(*tail) + frame_len),
	};
	tail->vxlan = (struct vxlanhdr){
		.vx_flags = VXLAN_HF_VNI,
		.vx_vni = tunnel->vni,
	};
}

/*
 * Like ip_fast_csum(), but for a header built here: constant fields are not read
 * back. Words may be summed in either byte order (RFC 1071) and need not be
 * aligned.
 */
static inline __sum16 nfm_outer_sum(const struct nfm_outer_v4 *outer)
{
	u64 sum = (__force u32)outer->ip.saddr +
		  (u64)(__force u32)outer->ip.daddr +
		  (__force u16)htons(0x4500) +
		  (__force u16)htons(outer->ip.tos) +
		  (__force u16)outer->ip.tot_len + (__force u16)outer->ip.id +
		  (__force u16)outer->ip.frag_off +
		  (__force u16)htons(NFM_TTL << 8 | IPPROTO_UDP);

	return csum_fold(csum_add((__force __wsum)(u32)sum,
				  (__force __wsum)(u32)(sum >> 32)));
}

/**
 * nfm_outer_write_v4() - write the headers in front of a frame, over IPv4
 * @outer: output, the headers
 * @tunnel: field values
 * @frame_len: length of the frame; that of a GSO packet may overflow the length
 *	       fields, which are then set by segmentation
 * @inner_id: identification of the frame's IPv4 header; 0 if it has none
 * @fits: the copy does not need to be fragmented; sets DF
 *
 * The UDP checksum is 0, i.e. unused (RFC 7348, section 5). Without DF, the caller
 * sets the identification.
 */
static inline void nfm_outer_write_v4(struct nfm_outer_v4 *outer,
				      const struct nfm_tunnel *tunnel,
				      unsigned int frame_len, u16 inner_id,
				      bool fits)
{
	outer->ip = (struct iphdr){
		.version = 4,
		.ihl = sizeof(outer->ip) / 4,
		.tos = tunnel->tos,
		.tot_len = htons(sizeof(*outer) + frame_len),
		.id = fits ? htons(tunnel->mark + inner_id) : 0,
		.frag_off = fits ? htons(IP_DF) : 0,
		.ttl = NFM_TTL,
		.protocol = IPPROTO_UDP,
		.saddr = nfm_addr_v4(tunnel->saddr),
		.daddr = nfm_addr_v4(tunnel->daddr),
	};
	outer->ip.check = nfm_outer_sum(outer);
	nfm_vxlan_write(&outer->tail, tunnel, frame_len);
}

/**
 * nfm_outer_write_v6() - write the headers in front of a frame, over IPv6
 * @outer: output, the headers
 * @tunnel: field values
 * @frame_len: as for nfm_outer_write_v4()
 *
 * The caller sets the UDP checksum, which IPv6 requires.
 */
static inline void nfm_outer_write_v6(struct nfm_outer_v6 *outer,
				      const struct nfm_tunnel *tunnel,
				      unsigned int frame_len)
{
	outer->ip = (struct ipv6hdr){
		.payload_len = htons(sizeof(outer->tail) + frame_len),
		.nexthdr = IPPROTO_UDP,
		.hop_limit = NFM_TTL,
		.saddr = *tunnel->saddr,
		.daddr = *tunnel->daddr,
	};
	ip6_flow_hdr(&outer->ip, tunnel->tos,
		     htonl(nfm_mark_label(tunnel->mark, tunnel->sport)));
	nfm_vxlan_write(&outer->tail, tunnel, frame_len);
}

#endif /* _NFM_LIB_VXLAN_H */
