// SPDX-License-Identifier: GPL-2.0
/* Names, sets of objects, and sets of addresses. */
#include <kunit/test.h>
#include <linux/inet.h>

#include "lib/addr.c"
#include "lib/addrset.c"
#include "lib/cidrmap.c"
#include "lib/utf8.c"
#include "config/object.c"
#include "lib/tunnelset.c"
#include "config/vnis.c"
#include "plan/plan.h"
#include "runtime/account.c"
#include "lib/hash.h"
#include "lib/sort.c"
#include "random.h"

static int length(const char *text)
{
	return nfm_text_length(text, strlen(text));
}

static void test_names(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, length(""), 0);
	KUNIT_EXPECT_EQ(test, length("web"), 3);
	KUNIT_EXPECT_EQ(test, length("with space"), 10);
	KUNIT_EXPECT_EQ(test, length("\xe9\x95\x9c\xe5\x83\x8f"), 2);
	KUNIT_EXPECT_EQ(test, length("\xf0\x9f\x98\x80!"), 2);
}

static void test_bad_names(struct kunit *test)
{
	static const char *const bad[] = {
		"new\nline",	    "tab\t",	    "\x1b[31m", "del\x7f",
		"\xc2\x85",	    "\xff",	    "\xc3",	"\xe9\x95",
		"\xc0\xaf",	    "\xed\xa0\x80", /* a surrogate */
		"\xf4\x90\x80\x80", "\x80",
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ_MSG(test, length(bad[i]), -EINVAL, "name %d",
				    i);
}

static void test_devices(struct kunit *test)
{
	static const char *const good[] = {
		"eth0", "br-lan.5", "...", "a+b", "\xc3\xa0", "eth0-3", "veth*",
	};
	static const char *const bad[] = {
		"", ".", "..", "a/b", "a:b", "a b", "a\tb", "\xff", "a\x7f",
	};
	static const char *const patterns[] = {
		"*",   "veth*", "eth?", "eth[01]", "eth{0,1}", "eth+",
		"+",   "eth%d", "!lo",	"^eth",	   "eth0$",    "a|b",
		"a&b", "a,b",	"a;b",	"a\\d",	   "(a)",      "eth0@if3",
	};
	char name[NFM_DEVICE_BYTES_MAX + 2] = {};
	int i;

	for (i = 0; i < ARRAY_SIZE(good); i++)
		KUNIT_EXPECT_TRUE_MSG(test, nfm_text_is_device(good[i]),
				      "name %d", i);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_FALSE_MSG(test, nfm_text_is_device(bad[i]),
				       "name %d", i);
	for (i = 0; i < ARRAY_SIZE(patterns); i++)
		KUNIT_EXPECT_TRUE_MSG(test, nfm_text_is_pattern(patterns[i]),
				      "pattern %d", i);
	for (i = 0; i < ARRAY_SIZE(good) - 1; i++)
		KUNIT_EXPECT_FALSE_MSG(test, nfm_text_is_pattern(good[i]),
				       "name %d", i);
	memset(name, 'n', NFM_DEVICE_BYTES_MAX);
	KUNIT_EXPECT_TRUE(test, nfm_text_is_device(name));
	name[NFM_DEVICE_BYTES_MAX] = 'n';
	KUNIT_EXPECT_FALSE(test, nfm_text_is_device(name));
}

static int released;

static void count_release(struct nfm_object *object)
{
	released++;
	kfree(object->name);
	kfree(object);
}

static struct nfm_object *make_object(struct kunit *test, int number)
{
	struct nfm_object *object = kzalloc(sizeof(*object), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, object);
	kref_init(&object->ref);
	object->release = count_release;
	object->name = kasprintf(GFP_KERNEL, "object %d", number);
	KUNIT_ASSERT_NOT_NULL(test, object->name);
	return object;
}

static void expect_sorted(struct kunit *test, const struct nfm_set *set)
{
	int i;

	for (i = 1; i < set->count; i++)
		KUNIT_EXPECT_LT(test,
				strcmp(set->objects[i - 1]->name,
				       set->objects[i]->name),
				0);
}

#define NUMBERS 64

/* Random inserts, replacements and removals, against an array of flags. */
static void test_sets(struct kunit *test)
{
	bool there[NUMBERS] = {};
	struct nfm_set set = {}, copy;
	int i, n, made = 0, present = 0;

	released = 0;
	random_begin(6);
	for (i = 0; i < 5000; i++) {
		struct nfm_object *object;
		char name[16];

		n = random_below(NUMBERS);
		snprintf(name, sizeof(name), "object %d", n);
		object = nfm_set_find(&set, name);
		KUNIT_ASSERT_EQ(test, !!object, there[n]);
		if (there[n] && random_below(2)) {
			nfm_set_remove(&set, object->name);
			there[n] = false;
			present--;
			continue;
		}
		object = make_object(test, n);
		made++;
		if (there[n]) {
			KUNIT_EXPECT_EQ(test, nfm_set_insert(&set, object),
					-EEXIST);
			nfm_set_replace(&set, object);
			continue;
		}
		KUNIT_ASSERT_EQ(test, nfm_set_insert(&set, object), 0);
		there[n] = true;
		present++;
		KUNIT_ASSERT_EQ(test, (int)set.count, present);
	}
	expect_sorted(test, &set);
	KUNIT_EXPECT_EQ(test, made - released, present);

	KUNIT_ASSERT_EQ(test, nfm_set_clone(&copy, &set), 0);
	nfm_set_free(&set);
	KUNIT_EXPECT_EQ(test, made - released, present);
	expect_sorted(test, &copy);
	nfm_set_free(&copy);
	KUNIT_EXPECT_EQ(test, released, made);
}

static bool same_parity(const struct nfm_object *a, const struct nfm_object *b)
{
	return kref_read(&a->ref) % 2 == kref_read(&b->ref) % 2;
}

/* What says the same stays; what does not takes its place. */
static void test_set_updates(struct kunit *test)
{
	struct nfm_object *object = make_object(test, 1);
	struct nfm_object *like = make_object(test, 1);
	struct nfm_object *other = make_object(test, 1);
	struct nfm_set set = {};

	released = 0;
	like->equal = same_parity;
	other->equal = same_parity;
	KUNIT_ASSERT_EQ(test, nfm_set_insert(&set, object), 0);
	nfm_set_update(&set, like);
	KUNIT_EXPECT_PTR_EQ(test, set.objects[0], object);
	KUNIT_EXPECT_EQ(test, released, 1);
	nfm_set_update(&set, nfm_object_get(other));
	KUNIT_EXPECT_PTR_EQ(test, set.objects[0], other);
	KUNIT_EXPECT_EQ(test, released, 2);
	nfm_set_free(&set);
	nfm_object_put(other);
	KUNIT_EXPECT_EQ(test, released, 3);
}

/* Neighbours of both families, by number from 0. */
static struct in6_addr numbered(int number)
{
	struct in6_addr addr;

	if (number % 2)
		nfm_addr_set_v4(&addr, htonl(0x0a000001 + number));
	else
		ipv6_addr_set(&addr, htonl(0x20010db8), 0, 0, htonl(number));
	return addr;
}

static void test_address_sets(struct kunit *test)
{
	static const struct in6_addr none;
	struct in6_addr addr;
	int max, i;

	for (max = 0; max <= 300; max++) {
		struct nfm_addrset *set = nfm_addrset_alloc(max);

		KUNIT_ASSERT_NOT_NULL(test, set);
		/* Each twice: there is room for them all. */
		for (i = 0; i < 2 * max; i++) {
			addr = numbered(i % max);
			nfm_addrset_add(set, &addr);
		}
		for (i = 0; i < 600; i++) {
			addr = numbered(i);
			KUNIT_ASSERT_EQ(test, nfm_addrset_has(set, &addr),
					i < max);
		}
		KUNIT_EXPECT_FALSE(test, nfm_addrset_has(set, &none));
		kvfree(set);
	}
}

/* Few bits, so that CIDRs often hold each other and addresses often miss. */
static struct in6_addr scarce_addr(void)
{
	struct in6_addr addr = {};

	if (random_below(2))
		nfm_addr_set_v4(&addr,
				htonl(random_below(4) << 30 | random_below(4)));
	else
		addr.s6_addr32[random_below(4)] = htonl(random_below(4) << 30);
	return addr;
}

static struct nfm_prefix scarce_prefix(void)
{
	struct in6_addr addr = scarce_addr();
	struct nfm_prefix prefix = { .len = random_below(129) };

	if (nfm_addr_is_v4(&addr))
		prefix.len = NFM_V4_BITS + prefix.len / 4;
	ipv6_addr_prefix(&prefix.addr, &addr, prefix.len);
	return prefix;
}

/* The first of the longest, found by looking at each. */
static int longest(const struct nfm_prefix *prefixes, int n,
		   const struct in6_addr *addr)
{
	int i, best = -1;

	for (i = 0; i < n; i++)
		if (nfm_prefix_contains(&prefixes[i], addr) &&
		    (best < 0 || prefixes[i].len > prefixes[best].len))
			best = i;
	return best;
}

static void test_cidr_maps(struct kunit *test)
{
	struct nfm_prefix prefixes[20];
	int round, i, n, found = 0;

	random_begin(8);
	for (round = 0; round < 500; round++) {
		struct nfm_cidrmap *map;

		n = random_below(ARRAY_SIZE(prefixes) + 1);
		map = nfm_cidrmap_alloc(n);
		KUNIT_ASSERT_NOT_NULL(test, map);
		for (i = 0; i < n; i++) {
			prefixes[i] = scarce_prefix();
			nfm_cidrmap_add(map, &prefixes[i], i);
		}
		for (i = 0; i < 100; i++) {
			struct in6_addr addr = scarce_addr();
			const struct nfm_cidr *cidr =
				nfm_cidrmap_find(map, &addr);

			KUNIT_EXPECT_EQ(test, cidr ? (int)cidr->network : -1,
					longest(prefixes, n, &addr));
			found += !!cidr;
		}
		kvfree(map);
	}
	KUNIT_EXPECT_GT(test, found, 1000);
	KUNIT_EXPECT_LT(test, found, 49000);
}

static bool address_used(const void *slot)
{
	return !ipv6_addr_any(slot);
}

static bool cidr_used(const void *slot)
{
	return ((const struct nfm_cidr *)slot)->prefix;
}

static bool tunnel_used(const void *slot)
{
	return !ipv6_addr_any(&((const struct nfm_tunnel_id *)slot)->receiver);
}

/* How far a look-up goes at most: the longest run of slots in use. */
static unsigned int longest_run(const void *slots, unsigned int n, size_t size,
				bool (*used)(const void *slot))
{
	unsigned int longest = 0, run = 0, i;

	for (i = 0; i < n; i++) {
		run = used(slots + i * size) ? run + 1 : 0;
		longest = max(longest, run);
	}
	return longest;
}

#define LONGEST_RUN(set, used) \
	longest_run((set)->slots, (set)->mask + 1, sizeof(*(set)->slots), used)

#define HOSTILE 20000

/*
 * An address whose jhash2() with a seed that is known is 0: its last mix, and
 * that before it, done backwards from a state that ends so.
 */
static struct in6_addr jhash_twin(u32 number, u32 seed)
{
	u32 a, b = number, c = 0, last = 0x01000000;
	u32 init = JHASH_INITVAL + (4 << 2) + seed;
	struct in6_addr addr;

	a = number * 2654435761U;
	/* __jhash_final(a, b, c) */
	c = (c + rol32(b, 24)) ^ b;
	b = (b + rol32(a, 14)) ^ a;
	a = (a + rol32(c, 4)) ^ c;
	c = (c + rol32(b, 16)) ^ b;
	b = (b + rol32(a, 25)) ^ a;
	a = (a + rol32(c, 11)) ^ c;
	c = (c + rol32(b, 14)) ^ b;
	a -= last;
	/* __jhash_mix(a, b, c) */
	b -= a;
	c ^= rol32(b, 4);
	c += b;
	a -= c;
	b ^= rol32(a, 19);
	b += a;
	c -= b;
	a ^= rol32(c, 16);
	a += c;
	b -= a;
	c ^= rol32(b, 8);
	c += b;
	a -= c;
	b ^= rol32(a, 6);
	b += a;
	c -= b;
	a ^= rol32(c, 4);
	a += c;
	addr.s6_addr32[0] = (__force __be32)(a - init);
	addr.s6_addr32[1] = (__force __be32)(b - init);
	addr.s6_addr32[2] = (__force __be32)(c - init);
	addr.s6_addr32[3] = (__force __be32)last;
	return addr;
}

/* What is made to share a slot of a hash without a secret shares none here. */
static void test_hostile_cidrs(struct kunit *test)
{
	struct nfm_cidrmap *map = nfm_cidrmap_alloc(HOSTILE);
	struct nfm_prefix *prefixes;
	unsigned int i;

	prefixes = kvmalloc_array(HOSTILE, sizeof(*prefixes), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, map);
	KUNIT_ASSERT_NOT_NULL(test, prefixes);
	for (i = 0; i < HOSTILE; i++) {
		prefixes[i].len = 128;
		prefixes[i].addr = jhash_twin(i + 1, 128);
		if (i < 10)
			KUNIT_EXPECT_EQ(
				test, jhash2((u32 *)&prefixes[i].addr, 4, 128),
				0);
		nfm_cidrmap_add(map, &prefixes[i], i);
	}
	KUNIT_EXPECT_LT(test, LONGEST_RUN(map, cidr_used), 200);
	kvfree(prefixes);
	kvfree(map);
}

static void test_hostile_addresses(struct kunit *test)
{
	struct nfm_addrset *set = nfm_addrset_alloc(2 * HOSTILE);
	struct in6_addr addr;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, set);
	for (i = 1; i <= HOSTILE; i++) {
		addr = jhash_twin(i, 0);
		nfm_addrset_add(set, &addr);
		/* The XOR of the last two words is 0. */
		ipv6_addr_set(&addr, htonl(0xfc000000), htonl(1), htonl(i),
			      htonl(i));
		nfm_addrset_add(set, &addr);
	}
	KUNIT_EXPECT_LT(test, LONGEST_RUN(set, address_used), 200);
	kvfree(set);
}

static void test_hostile_tunnels(struct kunit *test)
{
	struct nfm_tunnelset *set = nfm_tunnelset_alloc(2 * HOSTILE, 0);
	struct in6_addr addr;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, set);
	for (i = 1; i <= HOSTILE; i++) {
		addr = jhash_twin(i, 7);
		nfm_tunnelset_add_receiver(set, &addr, 7, 4789);
		/* Only the port is another. */
		addr = jhash_twin(1, 7);
		nfm_tunnelset_add_receiver(set, &addr, 7, i);
	}
	KUNIT_EXPECT_LT(test, LONGEST_RUN(set, tunnel_used), 200);
	kvfree(set);
}

/* Nor do devices whose indices were chosen for that. */
static void test_hostile_taps(struct kunit *test)
{
	unsigned int shift, i, n = 2000, slots = 8192;
	struct nfm_plan *plan;
	struct nfm_source *source;

	plan = kvzalloc(struct_size(plan, sources, slots), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, plan);
	plan->mask = slots - 1;
	for (shift = 0; shift <= 20; shift++) {
		unsigned int longest = 0, run = 0;

		memset(plan->sources, 0, slots * sizeof(*plan->sources));
		plan->seed = get_random_u64() | 1;
		for (i = 1; i <= n; i++) {
			source = (struct nfm_source *)nfm_plan_find(plan,
								    i << shift);
			source->ifindex = i << shift;
		}
		for (i = 0; i < slots; i++) {
			run = plan->sources[i].ifindex ? run + 1 : 0;
			longest = max(longest, run);
		}
		KUNIT_EXPECT_LT(test, longest, n / 4);
		for (i = 1; i <= n; i++)
			KUNIT_ASSERT_EQ(
				test, i << shift,
				nfm_plan_find(plan, i << shift)->ifindex);
		KUNIT_ASSERT_EQ(test, 0,
				nfm_plan_find(plan, (n + 1) << shift)->ifindex);
	}
	kvfree(plan);
}

/* The next free VNI, found by asking for each. */
static u32 next_free(const u32 *vnis, unsigned int n, u32 vni)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (vnis[i] == vni)
			return next_free(vnis, n, vni % NFM_VNI_MAX + 1);
	return vni;
}

static void test_vnis(struct kunit *test)
{
	struct nfm_vnis *vnis = nfm_vnis_alloc(80);
	int round, i;
	u32 vni;

	KUNIT_ASSERT_NOT_NULL(test, vnis);
	random_begin(9);
	for (round = 0; round < 500; round++) {
		/* Around the end, where 1 is next, and some of them twice. */
		vnis->n = random_below(40);
		for (i = 0; i < vnis->n; i++)
			vnis->sorted[i] =
				(NFM_VNI_MAX - 30 + random_below(60)) %
					NFM_VNI_MAX +
				1;
		KUNIT_ASSERT_EQ(test, nfm_vnis_sort(vnis, NULL), 0);
		for (i = 0; i < 40; i++) {
			vni = (NFM_VNI_MAX - 30 + random_below(60)) %
				      NFM_VNI_MAX +
			      1;
			KUNIT_ASSERT_EQ(test, nfm_vnis_free_from(vnis, vni),
					next_free(vnis->sorted, vnis->n, vni));
			if (i % 2)
				nfm_vnis_add(vnis, vni);
			KUNIT_ASSERT_LE(test, vnis->n, 61);
		}
		for (i = 1; i < vnis->n; i++)
			KUNIT_ASSERT_LT(test, vnis->sorted[i - 1],
					vnis->sorted[i]);
	}
	kvfree(vnis);
}

/* With what a big endian host would read. */
static void test_hash_bytes(struct kunit *test)
{
	char text[40];
	unsigned int i, n;

	random_begin(10);
	for (n = 0; n < sizeof(text); n++) {
		for (i = 0; i < n; i++)
			text[i] = random_below(256);
		if (IS_ENABLED(CONFIG_CPU_LITTLE_ENDIAN) || n <= 12)
			KUNIT_EXPECT_EQ(test, nfm_hash_bytes(text, n, 7),
					jhash(text, n, 7));
	}
	KUNIT_EXPECT_EQ(test, nfm_hash_bytes("a name of 24 characters.", 24, 0),
			jhash("a name of 24 characters.", 24, 0));
}

static u32 hash_name(const char *name, u32 seed)
{
	return nfm_hash_bytes(name, strlen(name), seed);
}

/*
 * For ever: VNIs are chosen, and ENIs balanced, by names. Told by Bob Jenkins'
 * hashlittle(), written down in Python: lookup3.c's "Four score and seven years ago",
 * with 0 and with 1, is 0x17770551 and 0xcd628161 there, as he says.
 */
static void test_hashes_of_names(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, hash_name("Four score and seven years ago", 0),
			0x17770551);
	KUNIT_EXPECT_EQ(test, hash_name("Four score and seven years ago", 1),
			0xcd628161);
	KUNIT_EXPECT_EQ(test, hash_name("", 0), 0xdeadbeef);
	KUNIT_EXPECT_EQ(test, hash_name("web", 0), 0x00d48559);
	KUNIT_EXPECT_EQ(test, hash_name("twelve-bytes", 0), 0x0ff83297);
	KUNIT_EXPECT_EQ(test, hash_name("thirteen-byte", 0), 0x8120014b);
	KUNIT_EXPECT_EQ(test, hash_name("a name of 24 characters.", 0),
			0xa6bfb764);
	KUNIT_EXPECT_EQ(test,
			hash_name("a name that takes more than two blocks", 0),
			0xc2953ed5);
}

static int compare_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a >> 8, y = *(const u32 *)b >> 8;

	return x < y ? -1 : x > y;
}

static void test_sort(struct kunit *test)
{
	unsigned int n, i;
	u32 *values = kvmalloc_array(5000, sizeof(*values), GFP_KERNEL);
	u32 sum;

	KUNIT_ASSERT_NOT_NULL(test, values);
	random_begin(11);
	for (n = 0; n < 5000; n = n * 5 / 4 + 1) {
		sum = 0;
		for (i = 0; i < n; i++) {
			values[i] = random_below(1 << 20);
			sum += values[i];
		}
		KUNIT_ASSERT_EQ(test,
				nfm_sort(values, n, sizeof(*values),
					 compare_u32, NULL),
				0);
		for (i = 0; i < n; i++) {
			sum -= values[i];
			if (i)
				KUNIT_ASSERT_LE(test, values[i - 1] >> 8,
						values[i] >> 8);
		}
		KUNIT_EXPECT_EQ(test, sum, 0);
	}
	kvfree(values);
}

static bool unicast(const char *text)
{
	struct in6_addr addr;
	__be32 v4;

	if (in4_pton(text, -1, (u8 *)&v4, -1, NULL))
		nfm_addr_set_v4(&addr, v4);
	else
		in6_pton(text, -1, addr.s6_addr, -1, NULL);
	return nfm_addr_is_unicast(&addr);
}

static void test_unicast(struct kunit *test)
{
	static const char *const bad[] = {
		"0.0.0.0",	   "127.0.0.1", "224.0.0.1", "239.255.255.255",
		"255.255.255.255", "::",	"::1",	     "ff02::1",
		"fe80::1",
	};
	static const char *const good[] = {
		"10.0.0.1",
		"192.0.2.255",
		"2001:db8::1",
		"fd00::1",
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_FALSE_MSG(test, unicast(bad[i]), "%s", bad[i]);
	for (i = 0; i < ARRAY_SIZE(good); i++)
		KUNIT_EXPECT_TRUE_MSG(test, unicast(good[i]), "%s", good[i]);
}

static struct kunit_case config_cases[] = {
	KUNIT_CASE(test_names),
	KUNIT_CASE(test_bad_names),
	KUNIT_CASE(test_devices),
	KUNIT_CASE(test_sets),
	KUNIT_CASE(test_set_updates),
	KUNIT_CASE(test_address_sets),
	KUNIT_CASE(test_cidr_maps),
	KUNIT_CASE(test_hostile_cidrs),
	KUNIT_CASE(test_hostile_addresses),
	KUNIT_CASE(test_hostile_tunnels),
	KUNIT_CASE(test_hostile_taps),
	KUNIT_CASE(test_vnis),
	KUNIT_CASE(test_hash_bytes),
	KUNIT_CASE(test_hashes_of_names),
	KUNIT_CASE(test_sort),
	KUNIT_CASE(test_unicast),
	{},
};

static struct kunit_suite config_suite = {
	.name = "nfm_config",
	.test_cases = config_cases,
};
kunit_test_suite(config_suite);

MODULE_LICENSE("GPL");
