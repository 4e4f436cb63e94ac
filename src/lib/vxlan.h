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
 * struct nfm_tunnel - what the headers in front of a frame depend on
 * @saddr: this host
 * @daddr: the receiver, of the same family
 * @vni: last word of the VXLAN header
 * @mark: what marks copies as such, see nfm_mark()
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
 * struct nfm_vxlan - what stands in front of a frame, after the IP header
 * @udp: UDP header (RFC 768)
 * @vxlan: VXLAN header (RFC 7348)
 */
struct nfm_vxlan {
	struct udphdr udp;
	struct vxlanhdr vxlan;
} __packed;

/**
 * struct nfm_outer_v4 - what stands in front of a frame over IPv4
 * @ip: IPv4 header without options (RFC 791)
 * @tail: the rest
 */
struct nfm_outer_v4 {
	struct iphdr ip;
	struct nfm_vxlan tail;
} __packed;

/**
 * struct nfm_outer_v6 - what stands in front of a frame over IPv6
 * @ip: IPv6 header (RFC 8200)
 * @tail: the rest
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
 * nfm_outer_sport() - chooses the UDP source port of a copy
 * @hash: of the flow; its upper bits, for balance tables use the lower ones
 */
static inline u16 nfm_outer_sport(u32 hash)
{
	return NFM_SPORT_FIRST + (hash >> (32 - NFM_SPORT_BITS));
}

/*
 * Copies are marked where it costs whoever reads them nothing, so that any host
 * tells them from other packets, whatever became of their addresses: with DF, the
 * identification of an outer IPv4 header is free (RFC 6864). There it is that of
 * the inner header and the mark (that alone, if the frame is not of IPv4), so that
 * it stays right when a GSO packet is cut, which counts up both. Over IPv6, the flow
 * label is made of the mark and the source port.
 */

static inline u16 nfm_mark_hash(u64 of)
{
	/* Any constants do, but they are for ever: hosts must agree. */
	static const siphash_key_t key = { { 0x6e665f6d6972726f,
					     0x636f706965730000 } };

	return siphash_1u64(of, &key);
}

/**
 * nfm_mark_of_vni() - tells what a VNI contributes to marks
 * @vni: the VNI
 *
 * Return: an odd number.
 */
static inline u16 nfm_mark_of_vni(u32 vni)
{
	return nfm_mark_hash(vni) | 1;
}

/**
 * nfm_mark_of_seed() - tells what a network's secret contributes to marks
 * @seed: the secret; 0: none
 *
 * Return: an even number.
 */
static inline u16 nfm_mark_of_seed(u64 seed)
{
	return seed ? nfm_mark_hash(seed) & ~1 : 0;
}

/**
 * nfm_mark() - makes a mark
 * @vni: nfm_mark_of_vni()
 * @seed: nfm_mark_of_seed()
 *
 * Return: an odd number, so never 0: many copy the inner identification into the
 * outer header.
 */
static inline u16 nfm_mark(u16 vni, u16 seed)
{
	return vni + seed;
}

/**
 * nfm_mark_label() - makes the flow label of a marked copy
 * @mark: the mark
 * @sport: UDP source port, in host order
 *
 * Return: 20 bits, never 0, which is no label; the same for all of a flow.
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
 * As ip_fast_csum() for a header as it is written here: what it is summed up of
 * need not be read again. RFC 1071: words may be summed up in any byte order. They
 * need not be aligned.
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

	return csum_fold((__force __wsum)(u32)((sum & U32_MAX) + (sum >> 32)));
}

/**
 * nfm_outer_write_v4() - writes the headers in front of a frame, over IPv4
 * @outer: where to
 * @tunnel: what goes into them
 * @frame_len: length of the frame; of a super-packet it may be too much for
 *	       the length fields, which are then set when it is cut
 * @inner_id: identification of the frame's IPv4 header; 0 if it has none
 * @fits: it need not be fragmented on its way
 *
 * The UDP checksum is 0: none (RFC 7348, section 5). Without DF, the caller
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
 * nfm_outer_write_v6() - writes the headers in front of a frame, over IPv6
 * @outer: where to
 * @tunnel: what goes into them
 * @frame_len: as for nfm_outer_write_v4()
 *
 * The UDP checksum, which IPv6 asks for, is left to the caller.
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
