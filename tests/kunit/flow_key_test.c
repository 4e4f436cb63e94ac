// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/skbuff.h>

#include "lib/flow_key.c"
#include "random.h"

#define SADDR htonl(0x0a00000e)
#define DADDR htonl(0xc0a80102)
#define SEED 0x0123456789abcdef

/* An IPv4 packet with @options words of options and @len bytes in all. */
static struct sk_buff *make_packet(struct kunit *test, u8 proto, int options,
				   int len)
{
	struct sk_buff *skb = alloc_skb(256, GFP_KERNEL);
	int header = 20 + 4 * options;
	u8 *data;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	data = skb_put_zero(skb, len);
	if (len >= 20) {
		struct iphdr *ip = (struct iphdr *)data;

		ip->version = 4;
		ip->ihl = 5 + options;
		ip->tot_len = htons(len);
		ip->protocol = proto;
		ip->saddr = SADDR;
		ip->daddr = DADDR;
	}
	if (len >= 20 + 4 * options)
		memset(data + 20, 0x01, 4 * options);
	if (len >= header + 4) {
		*(__be16 *)(data + header) = htons(1234);
		*(__be16 *)(data + header + 2) = htons(80);
	}
	skb_reset_network_header(skb);
	return skb;
}

/* All bytes after the first @linear in a page of their own. */
static void make_nonlinear(struct kunit *test, struct sk_buff *skb, int linear)
{
	int len = skb->len - linear;
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	memcpy(page_address(page), skb->data + linear, len);
	skb_trim(skb, linear);
	skb_add_rx_frag(skb, 0, page, 0, len, PAGE_SIZE);
}

static void expect_key(struct kunit *test, const struct sk_buff *skb, u8 proto,
		       enum nfm_key_ports ports)
{
	struct nfm_key key;

	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v4(skb, 0, &key));
	KUNIT_EXPECT_TRUE(test, nfm_addr_is_v4(&key.saddr));
	KUNIT_EXPECT_TRUE(test, nfm_addr_is_v4(&key.daddr));
	KUNIT_EXPECT_EQ(test, nfm_addr_v4(&key.saddr), SADDR);
	KUNIT_EXPECT_EQ(test, nfm_addr_v4(&key.daddr), DADDR);
	KUNIT_EXPECT_EQ(test, key.proto, proto);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)ports);
	KUNIT_EXPECT_EQ(test, key.sport, ports == NFM_PORTS_KNOWN ? 1234 : 0);
	KUNIT_EXPECT_EQ(test, key.dport, ports == NFM_PORTS_KNOWN ? 80 : 0);
}

static void test_protocols(struct kunit *test)
{
	static const u8 with_ports[] = { 6, 17, 33, 132, 136 };
	int proto, i;

	for (proto = 0; proto < 256; proto++) {
		struct sk_buff *skb = make_packet(test, proto, 0, 40);
		enum nfm_key_ports ports = NFM_PORTS_NONE;

		for (i = 0; i < ARRAY_SIZE(with_ports); i++)
			if (proto == with_ports[i])
				ports = NFM_PORTS_KNOWN;
		expect_key(test, skb, proto, ports);
		kfree_skb(skb);
	}
}

static void test_options(struct kunit *test)
{
	int options, linear;

	for (options = 0; options <= 10; options++) {
		for (linear = 20; linear <= 20 + 4 * options + 4; linear++) {
			struct sk_buff *skb =
				make_packet(test, 6, options, 100);

			make_nonlinear(test, skb, linear);
			expect_key(test, skb, 6, NFM_PORTS_KNOWN);
			kfree_skb(skb);
		}
	}
}

static void test_truncated(struct kunit *test)
{
	int options, len;

	for (options = 0; options <= 10; options++) {
		for (len = 0; len <= 20 + 4 * options + 4; len++) {
			struct sk_buff *skb =
				make_packet(test, 17, options, len);
			struct nfm_key key;

			if (len < 20)
				KUNIT_EXPECT_FALSE(
					test, nfm_key_parse_v4(skb, 0, &key));
			else
				expect_key(test, skb, 17,
					   len < 20 + 4 * options + 4 ?
						   NFM_PORTS_NONE :
						   NFM_PORTS_KNOWN);
			kfree_skb(skb);
		}
	}
}

static void test_hostile_headers(struct kunit *test)
{
	int first;

	for (first = 0; first < 256; first++) {
		struct sk_buff *skb = make_packet(test, 6, 0, 24);
		struct nfm_key key;
		bool valid = first >> 4 == 4 && (first & 15) >= 5;

		skb->data[0] = first;
		KUNIT_EXPECT_EQ(test, nfm_key_parse_v4(skb, 0, &key), valid);
		/* Options are claimed that are not there. */
		if (valid && (first & 15) > 5)
			KUNIT_EXPECT_EQ(test, (int)key.ports,
					(int)NFM_PORTS_NONE);
		kfree_skb(skb);
	}
}

/* Whatever the bytes are: no crash, and the packet stays as it is. */
static void test_random_bytes(struct kunit *test)
{
	u8 bytes[64];
	int i, j;

	random_begin(3);
	for (i = 0; i < 100000; i++) {
		int len = random_below(sizeof(bytes) + 1);
		struct sk_buff *skb = alloc_skb(64, GFP_KERNEL);
		struct nfm_key key;

		KUNIT_ASSERT_NOT_NULL(test, skb);
		for (j = 0; j < len; j++)
			bytes[j] = random_u32();
		if (len && random_below(2))
			bytes[0] = 0x40 | random_below(16);
		skb_put_data(skb, bytes, len);
		if (nfm_key_parse_v4(skb, 0, &key)) {
			KUNIT_ASSERT_GE(test, len, 20);
			KUNIT_ASSERT_EQ(test, key.proto, bytes[9]);
		}
		KUNIT_ASSERT_EQ(test, memcmp(skb->data, bytes, len), 0);
		kfree_skb(skb);
	}
}

static void test_fragments(struct kunit *test)
{
	struct sk_buff *skb = make_packet(test, 17, 0, 60);
	struct iphdr *ip = ip_hdr(skb);

	ip->frag_off = htons(IP_DF);
	expect_key(test, skb, 17, NFM_PORTS_KNOWN);
	ip->frag_off = htons(IP_MF);
	expect_key(test, skb, 17, NFM_PORTS_KNOWN);
	ip->frag_off = htons(IP_MF | 1);
	expect_key(test, skb, 17, NFM_PORTS_UNKNOWN);
	ip->frag_off = htons(IP_OFFSET);
	expect_key(test, skb, 17, NFM_PORTS_UNKNOWN);
	ip->protocol = 1;
	expect_key(test, skb, 1, NFM_PORTS_NONE);
	kfree_skb(skb);
}

/* An IPv6 packet whose payload is @bytes; UDP ports are among them. */
static struct sk_buff *make_v6(struct kunit *test, u8 nexthdr, const u8 *bytes,
			       int len)
{
	struct sk_buff *skb = alloc_skb(max(256, 40 + len), GFP_KERNEL);
	struct ipv6hdr *ip;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	ip = skb_put_zero(skb, sizeof(*ip));
	ip->version = 6;
	ip->nexthdr = nexthdr;
	ip->payload_len = htons(len);
	ip->saddr.s6_addr[15] = 1;
	ip->daddr.s6_addr[15] = 2;
	skb_put_data(skb, bytes, len);
	skb_reset_network_header(skb);
	return skb;
}

/* Hop-by-hop options, routing, destination options, then UDP 1234 to 80. */
static const u8 chain[] = {
	43, 0, 1,  4, 0, 0, 0, 0, 60, 0, 0,    0,    0, 0,
	0,  0, 17, 0, 1, 4, 0, 0, 0,  0, 0x04, 0xd2, 0, 80,
};

static void test_extension_headers(struct kunit *test)
{
	int len, linear;

	for (len = 0; len <= sizeof(chain); len++) {
		for (linear = 40; linear <= 40 + len; linear++) {
			struct sk_buff *skb = make_v6(test, 0, chain, len);
			struct nfm_key key;

			make_nonlinear(test, skb, linear);
			KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
			KUNIT_EXPECT_EQ(test, key.saddr.s6_addr[15], 1);
			KUNIT_EXPECT_EQ(test, key.daddr.s6_addr[15], 2);
			if (len == sizeof(chain)) {
				KUNIT_EXPECT_EQ(test, key.proto, 17);
				KUNIT_EXPECT_EQ(test, key.sport, 1234);
				KUNIT_EXPECT_EQ(test, key.dport, 80);
			} else {
				KUNIT_EXPECT_EQ(test, (int)key.ports,
						(int)NFM_PORTS_NONE);
			}
			kfree_skb(skb);
		}
	}
}

static void test_v6_fragments(struct kunit *test)
{
	u8 bytes[] = { 17, 0, 0, 0, 0x12, 0x34, 0x56, 0x78, 0x04, 0xd2, 0, 80 };
	struct nfm_key key;
	struct sk_buff *skb;

	bytes[3] = 1; /* the first: more follow */
	skb = make_v6(test, 44, bytes, sizeof(bytes));
	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
	KUNIT_EXPECT_EQ(test, key.proto, 17);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_KNOWN);
	KUNIT_EXPECT_EQ(test, key.dport, 80);
	KUNIT_EXPECT_EQ(test, (int)key.fragment, (int)NFM_FRAGMENT_FIRST);
	KUNIT_EXPECT_EQ(test, key.id, 0x12345678);
	kfree_skb(skb);

	bytes[2] = 1; /* a later one, 32 * 8 bytes on */
	skb = make_v6(test, 44, bytes, sizeof(bytes));
	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
	KUNIT_EXPECT_EQ(test, key.proto, 17);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_UNKNOWN);
	KUNIT_EXPECT_EQ(test, (int)key.fragment, (int)NFM_FRAGMENT_LATER);
	KUNIT_EXPECT_EQ(test, key.id, 0x12345678);
	/* The first one's counts. */
	KUNIT_EXPECT_TRUE(test, key.proto_unknown);
	kfree_skb(skb);

	bytes[0] = 60; /* the first had options in front of what it carried */
	skb = make_v6(test, 44, bytes, sizeof(bytes));
	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
	KUNIT_EXPECT_TRUE(test, key.proto_unknown);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_UNKNOWN);
	kfree_skb(skb);

	bytes[2] = 0; /* a first one with options that do not end in it */
	bytes[8] = 17;
	bytes[9] = 9;
	skb = make_v6(test, 44, bytes, sizeof(bytes));
	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
	KUNIT_EXPECT_FALSE(test, key.proto_unknown);
	KUNIT_EXPECT_EQ(test, key.proto, 17);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_UNKNOWN);
	kfree_skb(skb);

	skb = make_v6(test, 44, bytes, 9); /* or hardly begin */
	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
	KUNIT_EXPECT_TRUE(test, key.proto_unknown);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_UNKNOWN);
	KUNIT_EXPECT_EQ(test, (int)key.fragment, (int)NFM_FRAGMENT_FIRST);
	KUNIT_EXPECT_EQ(test, key.id, 0x12345678);
	kfree_skb(skb);
}

/* A chain of headers as long as a packet can be: no offset is cut off. */
static void test_long_chain(struct kunit *test)
{
	const unsigned int options = 32 * 2048 - 8;
	struct nfm_key key;
	struct sk_buff *skb;
	u8 *bytes = kvzalloc(options + 8, GFP_KERNEL);
	unsigned int at;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	for (at = 0; at < options; at += 2048) {
		bytes[at] = at + 2048 < options ? 60 : 17;
		bytes[at + 1] = 255 - (at + 2048 > options);
	}
	bytes[options + 1] = 7;
	bytes[options + 3] = 80;
	skb = make_v6(test, 60, bytes, options + 8);
	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
	KUNIT_EXPECT_EQ(test, key.offset, 40 + options);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_KNOWN);
	KUNIT_EXPECT_EQ(test, key.dport, 80);
	kfree_skb(skb);
	kvfree(bytes);
}

static void test_random_v6_bytes(struct kunit *test)
{
	static const u8 extensions[] = { 0, 43, 44, 51, 60, 17, 6, 59 };
	u8 bytes[96];
	int i, j;

	random_begin(8);
	for (i = 0; i < 100000; i++) {
		int len = random_below(sizeof(bytes) + 1);
		u8 first = extensions[random_below(ARRAY_SIZE(extensions))];
		struct nfm_key key;
		struct sk_buff *skb;

		for (j = 0; j < len; j++)
			bytes[j] = random_below(4) ?
					   extensions[random_below(8)] :
					   random_u32();
		skb = make_v6(test, first, bytes, len);
		KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
		KUNIT_ASSERT_EQ(test, memcmp(skb->data + 40, bytes, len), 0);
		kfree_skb(skb);
	}
}

static void random_key_addr(struct in6_addr *addr)
{
	if (random_below(2))
		nfm_addr_set_v4(addr, htonl(random_u32()));
	else
		ipv6_addr_set(addr, random_u32(), random_u32(), random_u32(),
			      random_u32());
}

static struct nfm_key random_key(void)
{
	struct nfm_key key = {
		.sport = random_u32(),
		.dport = random_u32(),
		.proto = random_u32(),
	};

	random_key_addr(&key.saddr);
	random_key_addr(&key.daddr);
	return key;
}

static void test_hash_is_symmetric(struct kunit *test)
{
	int i;

	random_begin(4);
	for (i = 0; i < 100000; i++) {
		struct nfm_key there = random_key();
		struct nfm_key back = there;

		/* Also where only ports or only addresses differ. */
		if (i % 3 == 1)
			there.saddr = there.daddr;
		if (i % 3 == 2)
			there.sport = there.dport;
		back.saddr = there.daddr;
		back.daddr = there.saddr;
		back.sport = there.dport;
		back.dport = there.sport;
		KUNIT_ASSERT_EQ(test, nfm_key_hash(&there, 0),
				nfm_key_hash(&back, 0));
		KUNIT_ASSERT_EQ(test, nfm_key_hash(&there, SEED),
				nfm_key_hash(&back, SEED));
		KUNIT_ASSERT_NE(test, nfm_key_hash(&there, SEED),
				nfm_key_hash(&there, SEED + 1));
	}
}

/* Puts an ICMP error in front of a packet, which it quotes. */
static struct sk_buff *make_error(struct kunit *test, struct sk_buff *quoted,
				  u8 type)
{
	struct sk_buff *skb = make_packet(test, 1, 0, 28);

	skb->data[20] = type;
	skb_put_data(skb, quoted->data, quoted->len);
	return skb;
}

static u32 hash_of(struct kunit *test, struct sk_buff *skb)
{
	struct nfm_key key;

	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v4(skb, 0, &key));
	return nfm_flow_hash(skb, &key, 0);
}

static void test_errors_hash_as_quoted(struct kunit *test)
{
	struct sk_buff *udp = make_packet(test, 17, 1, 40);
	int type;

	for (type = 0; type < 256; type++) {
		struct sk_buff *error = make_error(test, udp, type);
		bool quotes = type == 3 || type == 4 || type == 5 ||
			      type == 11 || type == 12;

		KUNIT_EXPECT_EQ_MSG(test,
				    hash_of(test, error) == hash_of(test, udp),
				    quotes, "type %d", type);
		kfree_skb(error);
	}
	kfree_skb(udp);
}

/* Quoted are eight bytes after the header, or fewer, or no header at all. */
static void test_truncated_errors(struct kunit *test)
{
	struct sk_buff *udp = make_packet(test, 17, 0, 28);
	int len;

	for (len = 0; len <= 28; len++) {
		struct sk_buff *error = make_error(test, udp, 3);

		skb_trim(error, 28 + len);
		KUNIT_EXPECT_EQ_MSG(test,
				    hash_of(test, error) == hash_of(test, udp),
				    len >= 24, "%d bytes", len);
		kfree_skb(error);
	}
	kfree_skb(udp);
}

/* Flows that differ in one port only, as those of a client and a server do. */
static void expect_uniform(struct kunit *test, u64 seed)
{
	struct nfm_key key = {
		.dport = 443,
		.proto = 6,
	};
	int low[16] = {}, high[16] = {};
	int i;

	nfm_addr_set_v4(&key.saddr, SADDR);
	nfm_addr_set_v4(&key.daddr, DADDR);
	for (i = 0; i < 16384; i++) {
		u32 hash;

		key.sport = 32768 + i;
		hash = nfm_key_hash(&key, seed);
		low[hash % 16]++;
		high[hash >> 28]++;
	}
	for (i = 0; i < 16; i++) {
		/* 1024 each, give or take six standard deviations. */
		KUNIT_EXPECT_LE(test, abs(low[i] - 1024), 192);
		KUNIT_EXPECT_LE(test, abs(high[i] - 1024), 192);
	}
}

static void test_hash_is_uniform(struct kunit *test)
{
	expect_uniform(test, 0);
	expect_uniform(test, SEED);
}

/*
 * For ever: hosts of a fleet run different versions, and must agree. Computed in Python
 * by Bob Jenkins' hashlittle(), and with a seed by SipHash-2-4, of addresses as numbers.
 */
static void test_hash_is_constant(struct kunit *test)
{
	struct nfm_key key = {
		.sport = 1234,
		.dport = 80,
		.proto = 6,
		.family = NFM_FAMILY_V4,
	};

	nfm_addr_set_v4(&key.saddr, SADDR);
	nfm_addr_set_v4(&key.daddr, DADDR);
	KUNIT_EXPECT_EQ(test, nfm_key_hash(&key, 0), 0x570124ec);
	KUNIT_EXPECT_EQ(test, nfm_key_hash(&key, SEED), 0xd29bd15a);
	key.family = NFM_FAMILY_V6;
	ipv6_addr_set(&key.saddr, htonl(0x20010db8), 0, 0, htonl(0x14));
	ipv6_addr_set(&key.daddr, htonl(0x20010db8), htonl(1), 0, htonl(2));
	KUNIT_EXPECT_EQ(test, nfm_key_hash(&key, 0), 0xa5a67127);
	KUNIT_EXPECT_EQ(test, nfm_key_hash(&key, SEED), 0x3d1bb014);
}

static struct kunit_case flow_key_cases[] = {
	KUNIT_CASE(test_protocols),
	KUNIT_CASE(test_options),
	KUNIT_CASE(test_truncated),
	KUNIT_CASE(test_hostile_headers),
	KUNIT_CASE(test_random_bytes),
	KUNIT_CASE(test_fragments),
	KUNIT_CASE(test_extension_headers),
	KUNIT_CASE(test_v6_fragments),
	KUNIT_CASE(test_long_chain),
	KUNIT_CASE(test_random_v6_bytes),
	KUNIT_CASE(test_hash_is_symmetric),
	KUNIT_CASE(test_errors_hash_as_quoted),
	KUNIT_CASE(test_truncated_errors),
	KUNIT_CASE(test_hash_is_uniform),
	KUNIT_CASE(test_hash_is_constant),
	{},
};

static struct kunit_suite flow_key_suite = {
	.name = "nfm_flow_key",
	.test_cases = flow_key_cases,
};
kunit_test_suite(flow_key_suite);

MODULE_LICENSE("GPL");
