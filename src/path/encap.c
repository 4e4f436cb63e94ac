// SPDX-License-Identifier: GPL-2.0
#include <net/ip.h>
#include <net/ipv6.h>

#include "config/addr.h"
#include "path/encap.h"

#define NFM_TTL 64

/* Dynamic ports, as RFC 7348 (section 5) recommends: 49152 to 65535. */
#define NFM_SPORT_FIRST 49152
#define NFM_SPORT_BITS 14

/**
 * nfm_outer_sport() - chooses the UDP source port of a copy
 * @hash: of the flow; its upper bits, for balance tables use the lower ones
 */
u16 nfm_outer_sport(u32 hash)
{
	return NFM_SPORT_FIRST + (hash >> (32 - NFM_SPORT_BITS));
}

static void nfm_vxlan_write(struct nfm_vxlan *tail,
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
void nfm_outer_write_v4(struct nfm_outer_v4 *outer,
			const struct nfm_tunnel *tunnel, unsigned int frame_len,
			bool fits)
{
	outer->ip = (struct iphdr){
		.version = 4,
		.ihl = sizeof(outer->ip) / 4,
		.tot_len = htons(sizeof(*outer) + frame_len),
		.frag_off = fits ? htons(IP_DF) : 0,
		.ttl = NFM_TTL,
		.protocol = IPPROTO_UDP,
		.saddr = nfm_addr_v4(&tunnel->saddr),
		.daddr = nfm_addr_v4(&tunnel->daddr),
	};
	ip_send_check(&outer->ip);
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
void nfm_outer_write_v6(struct nfm_outer_v6 *outer,
			const struct nfm_tunnel *tunnel, unsigned int frame_len,
			u32 hash)
{
	outer->ip = (struct ipv6hdr){
		.payload_len = htons(sizeof(outer->tail) + frame_len),
		.nexthdr = IPPROTO_UDP,
		.hop_limit = NFM_TTL,
		.saddr = tunnel->saddr,
		.daddr = tunnel->daddr,
	};
	ip6_flow_hdr(&outer->ip, 0, htonl(hash) & IPV6_FLOWLABEL_MASK);
	nfm_vxlan_write(&outer->tail, tunnel, frame_len);
}
