// SPDX-License-Identifier: GPL-2.0
#include <net/ip.h>

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

/**
 * nfm_outer_write() - writes the headers in front of a frame
 * @outer: where to
 * @tunnel: what goes into them
 * @frame_len: length of the frame; of a super-packet it may be too much for
 *	       the length fields, which are then set when it is cut
 * @fits: it need not be fragmented on its way
 *
 * Without DF, the caller sets the identification.
 */
void nfm_outer_write(struct nfm_outer *outer, const struct nfm_tunnel *tunnel,
		     unsigned int frame_len, bool fits)
{
	unsigned int len = sizeof(*outer) + frame_len;

	outer->ip = (struct iphdr){
		.version = 4,
		.ihl = sizeof(outer->ip) / 4,
		.tot_len = htons(len),
		.frag_off = fits ? htons(IP_DF) : 0,
		.ttl = NFM_TTL,
		.protocol = IPPROTO_UDP,
		.saddr = tunnel->saddr,
		.daddr = tunnel->daddr,
	};
	outer->udp = (struct udphdr){
		.source = htons(tunnel->sport),
		.dest = htons(tunnel->dport),
		.len = htons(len - sizeof(outer->ip)),
	};
	outer->vxlan = (struct vxlanhdr){
		.vx_flags = VXLAN_HF_VNI,
		.vx_vni = tunnel->vni,
	};
	ip_send_check(&outer->ip);
}
