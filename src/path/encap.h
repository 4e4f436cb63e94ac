/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_ENCAP_H
#define _NFM_PATH_ENCAP_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ipv6.h>
#include <net/vxlan.h>

#include "config/addr.h"

/**
 * struct nfm_tunnel - what the headers in front of a frame depend on
 * @saddr: this host
 * @daddr: the receiver, of the same family
 * @vni: last word of the VXLAN header
 * @tos: type of service, or traffic class
 * @sport: UDP source port, in host order
 * @dport: UDP destination port, in host order
 */
struct nfm_tunnel {
	const struct in6_addr *saddr;
	const struct in6_addr *daddr;
	__be32 vni;
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
		  (__force u16)htons(0x4500 | outer->ip.tos) +
		  (__force u16)outer->ip.tot_len +
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
 * @fits: it need not be fragmented on its way
 *
 * The UDP checksum is 0: none (RFC 7348, section 5). Without DF, the caller
 * sets the identification.
 */
static inline void nfm_outer_write_v4(struct nfm_outer_v4 *outer,
				      const struct nfm_tunnel *tunnel,
				      unsigned int frame_len, bool fits)
{
	outer->ip = (struct iphdr){
		.version = 4,
		.ihl = sizeof(outer->ip) / 4,
		.tos = tunnel->tos,
		.tot_len = htons(sizeof(*outer) + frame_len),
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
 * @hash: of the flow, which the flow label is made from (RFC 6438)
 *
 * The UDP checksum, which IPv6 asks for, is left to the caller.
 */
static inline void nfm_outer_write_v6(struct nfm_outer_v6 *outer,
				      const struct nfm_tunnel *tunnel,
				      unsigned int frame_len, u32 hash)
{
	outer->ip = (struct ipv6hdr){
		.payload_len = htons(sizeof(outer->tail) + frame_len),
		.nexthdr = IPPROTO_UDP,
		.hop_limit = NFM_TTL,
		.saddr = *tunnel->saddr,
		.daddr = *tunnel->daddr,
	};
	ip6_flow_hdr(&outer->ip, tunnel->tos,
		     htonl(hash) & IPV6_FLOWLABEL_MASK);
	nfm_vxlan_write(&outer->tail, tunnel, frame_len);
}

#endif /* _NFM_PATH_ENCAP_H */
