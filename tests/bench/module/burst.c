// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/tcp.h>

#include "bench.h"

/* The five-tuple and the size of packets: lib.sh has them, too. */
#define NFM_BURST_SADDR htonl(0x0a010001) /* 10.1.0.1 */
#define NFM_BURST_DADDR htonl(0x0a000050) /* 10.0.0.80 */
#define NFM_BURST_SPORT htons(1000)
#define NFM_BURST_DPORT htons(9)
#define NFM_BURST_MSS 1460
#define NFM_BURST_SEGMENTS 44

#define NFM_BURST_PAYLOAD (NFM_BURST_SEGMENTS * NFM_BURST_MSS)
#define NFM_BURST_HEADERS (sizeof(struct iphdr) + sizeof(struct tcphdr))
#define NFM_BURST_UDP_MIN \
	(ETH_HLEN + sizeof(struct iphdr) + sizeof(struct udphdr))

/* TCP has its payload in pieces of 32 KB. */
#define NFM_BURST_ORDER 3
#define NFM_BURST_PIECE (PAGE_SIZE << NFM_BURST_ORDER)

static struct page
	*nfm_burst_pages[DIV_ROUND_UP(NFM_BURST_PAYLOAD, NFM_BURST_PIECE)];

/* @len: of all behind the Ethernet header */
static void nfm_burst_put_headers(struct sk_buff *skb,
				  const struct net_device *dev, u8 protocol,
				  unsigned int len)
{
	struct ethhdr *eth = skb_put(skb, ETH_HLEN);
	struct iphdr *iph = skb_put_zero(skb, sizeof(*iph));

	ether_addr_copy(eth->h_dest, dev->dev_addr);
	eth_zero_addr(eth->h_source);
	eth->h_source[0] = 2;
	eth->h_proto = htons(ETH_P_IP);

	iph->version = 4;
	iph->ihl = sizeof(*iph) / 4;
	iph->ttl = 64;
	iph->protocol = protocol;
	iph->tot_len = htons(len);
	iph->frag_off = htons(IP_DF);
	iph->saddr = NFM_BURST_SADDR;
	iph->daddr = NFM_BURST_DADDR;
	ip_send_check(iph);
}

static void nfm_burst_put_tcp(struct sk_buff *skb)
{
	struct tcphdr *th = skb_put_zero(skb, sizeof(*th));

	th->source = NFM_BURST_SPORT;
	th->dest = NFM_BURST_DPORT;
	th->doff = sizeof(*th) / 4;
	th->ack = 1;
	th->check = ~tcp_v4_check(sizeof(*th) + NFM_BURST_PAYLOAD,
				  NFM_BURST_SADDR, NFM_BURST_DADDR, 0);
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = (unsigned char *)th - skb->head;
	skb->csum_offset = offsetof(struct tcphdr, check);
}

static void nfm_burst_put_payload(struct sk_buff *skb)
{
	unsigned int left = NFM_BURST_PAYLOAD;
	int i;

	for (i = 0; i < ARRAY_SIZE(nfm_burst_pages); i++) {
		unsigned int piece = min_t(unsigned int, left, NFM_BURST_PIECE);

		get_page(nfm_burst_pages[i]);
		skb_add_rx_frag(skb, i, nfm_burst_pages[i], 0, piece, piece);
		left -= piece;
	}
	skb_shinfo(skb)->gso_size = NFM_BURST_MSS;
	skb_shinfo(skb)->gso_segs = NFM_BURST_SEGMENTS;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4;
}

/* Made anew each time, as by a sender: that is part of what forwarding costs. */
static struct sk_buff *nfm_burst_super_packet(struct net_device *dev)
{
	struct sk_buff *skb = alloc_skb(MAX_TCP_HEADER, GFP_ATOMIC);

	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_TCP_HEADER - ETH_HLEN - NFM_BURST_HEADERS);
	nfm_burst_put_headers(skb, dev, IPPROTO_TCP,
			      NFM_BURST_HEADERS + NFM_BURST_PAYLOAD);
	nfm_burst_put_tcp(skb);
	nfm_burst_put_payload(skb);
	return skb;
}

/* As drivers have them: without a checksum, as pktgen's. */
static struct sk_buff *nfm_burst_udp_packet(struct net_device *dev,
					    unsigned int size)
{
	struct sk_buff *skb = netdev_alloc_skb_ip_align(dev, size);
	unsigned int len = size - ETH_HLEN;
	struct udphdr *uh;

	if (!skb)
		return NULL;
	nfm_burst_put_headers(skb, dev, IPPROTO_UDP, len);
	len -= sizeof(struct iphdr);
	uh = skb_put_zero(skb, len);
	uh->source = NFM_BURST_SPORT;
	uh->dest = NFM_BURST_DPORT;
	uh->len = htons(len);
	return skb;
}

static struct sk_buff *nfm_burst_packet(struct net_device *dev,
					unsigned int size)
{
	struct sk_buff *skb = size == NFM_BURST_SUPER ?
				      nfm_burst_super_packet(dev) :
				      nfm_burst_udp_packet(dev, size);

	if (skb)
		skb->protocol = eth_type_trans(skb, dev);
	return skb;
}

/**
 * nfm_burst_send() - has packets come in at a device
 * @dev: that device
 * @size: of their frames: NFM_BURST_SUPER, or that of UDP
 * @packets: how many
 * @took: set to the ns until all of them were dealt with
 *
 * Return: 0 or a negative errno.
 */
int nfm_burst_send(struct net_device *dev, unsigned int size,
		   unsigned int packets, u64 *took)
{
	u64 start = ktime_get_ns();
	struct sk_buff *skb;

	BUILD_BUG_ON(ETH_HLEN + NFM_BURST_HEADERS + NFM_BURST_PAYLOAD !=
		     NFM_BURST_SUPER);
	if (size != NFM_BURST_SUPER &&
	    (size < NFM_BURST_UDP_MIN || size > ETH_FRAME_LEN))
		return -EINVAL;
	while (packets--) {
		skb = nfm_burst_packet(dev, size);
		if (!skb)
			return -ENOMEM;
		local_bh_disable();
		netif_receive_skb(skb);
		local_bh_enable();
		cond_resched();
	}
	*took = ktime_get_ns() - start;
	return 0;
}

/**
 * nfm_burst_init() - gets what the packets carry
 *
 * Return: 0 or a negative errno.
 */
int nfm_burst_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(nfm_burst_pages); i++) {
		nfm_burst_pages[i] = alloc_pages(
			GFP_KERNEL | __GFP_COMP | __GFP_ZERO, NFM_BURST_ORDER);
		if (!nfm_burst_pages[i]) {
			nfm_burst_exit();
			return -ENOMEM;
		}
	}
	return 0;
}

/**
 * nfm_burst_exit() - lets go of what the packets carry
 */
void nfm_burst_exit(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(nfm_burst_pages); i++)
		if (nfm_burst_pages[i])
			put_page(nfm_burst_pages[i]);
}
