/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_ENCAP_H
#define _NFM_PATH_ENCAP_H

#include <linux/ip.h>
#include <linux/udp.h>
#include <net/vxlan.h>

/**
 * struct nfm_outer - what stands in front of an inner frame
 * @ip: IPv4 header without options (RFC 791)
 * @udp: UDP header (RFC 768)
 * @vxlan: VXLAN header (RFC 7348)
 */
struct nfm_outer {
	struct iphdr ip;
	struct udphdr udp;
	struct vxlanhdr vxlan;
} __packed;

/**
 * struct nfm_tunnel - what its fields depend on
 * @saddr: this host
 * @daddr: the receiver
 * @vni: last word of the VXLAN header
 * @sport: UDP source port, in host order
 * @dport: UDP destination port, in host order
 */
struct nfm_tunnel {
	__be32 saddr;
	__be32 daddr;
	__be32 vni;
	u16 sport;
	u16 dport;
};

void nfm_outer_write(struct nfm_outer *outer, const struct nfm_tunnel *tunnel,
		     unsigned int frame_len, bool fits);
u16 nfm_outer_sport(u32 hash);

#endif /* _NFM_PATH_ENCAP_H */
