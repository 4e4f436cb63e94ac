/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_ENCAP_H
#define _NFM_PATH_ENCAP_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <net/vxlan.h>

/**
 * struct nfm_tunnel - what the headers in front of a frame depend on
 * @saddr: this host
 * @daddr: the receiver, of the same family
 * @vni: last word of the VXLAN header
 * @sport: UDP source port, in host order
 * @dport: UDP destination port, in host order
 */
struct nfm_tunnel {
	struct in6_addr saddr;
	struct in6_addr daddr;
	__be32 vni;
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

void nfm_outer_write_v4(struct nfm_outer_v4 *outer,
			const struct nfm_tunnel *tunnel, unsigned int frame_len,
			bool fits);
void nfm_outer_write_v6(struct nfm_outer_v6 *outer,
			const struct nfm_tunnel *tunnel, unsigned int frame_len,
			u32 hash);
u16 nfm_outer_sport(u32 hash);

#endif /* _NFM_PATH_ENCAP_H */
