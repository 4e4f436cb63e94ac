// SPDX-License-Identifier: GPL-2.0
/*
 * Bugs of each kind that the kernels with checks have to find; the parameter says
 * which one is made when the module is loaded.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

/* Whatever is read ends here, so that nothing is optimized away. */
static unsigned char sink;

static void use_after_free(void)
{
	unsigned char *bytes = kzalloc(64, GFP_KERNEL);

	kfree(bytes);
	OPTIMIZER_HIDE_VAR(bytes);
	WRITE_ONCE(sink, bytes[8]);
}

static void out_of_bounds(void)
{
	unsigned char *bytes = kzalloc(60, GFP_KERNEL);
	int at = 60;

	OPTIMIZER_HIDE_VAR(at);
	WRITE_ONCE(sink, bytes[at]);
	kfree(bytes);
}

static void shift(void)
{
	int bits = 40;

	OPTIMIZER_HIDE_VAR(bits);
	WRITE_ONCE(sink, 1 << bits);
}

static DEFINE_SPINLOCK(lock_a);
static DEFINE_SPINLOCK(lock_b);

static void lock_inversion(void)
{
	spin_lock(&lock_a);
	spin_lock(&lock_b);
	spin_unlock(&lock_b);
	spin_unlock(&lock_a);
	spin_lock(&lock_b);
	spin_lock(&lock_a);
	spin_unlock(&lock_a);
	spin_unlock(&lock_b);
}

static void sleep_in_atomic(void)
{
	spin_lock(&lock_a);
	msleep(20);
	spin_unlock(&lock_a);
}

static unsigned char __rcu *protected;

static void rcu(void)
{
	WRITE_ONCE(sink, !rcu_dereference(protected));
}

static void leak(void)
{
	void *bytes = kmalloc(200, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(bytes);
}

/* The device stays referenced when it is deleted. */
static void reference(void)
{
	dev_get_by_name(&init_net, "planted");
}

static void expired(struct timer_list *timer)
{
}

static void timer(void)
{
	struct timer_list *timer = kmalloc(sizeof(*timer), GFP_KERNEL);

	timer_setup(timer, expired, 0);
	mod_timer(timer, jiffies + 60 * HZ);
	kfree(timer);
}

static void refcount(void)
{
	refcount_t count = REFCOUNT_INIT(1);

	WRITE_ONCE(sink, refcount_dec_and_test(&count));
	WRITE_ONCE(sink, refcount_dec_and_test(&count));
}

static void transport_header(void)
{
	struct sk_buff *skb = alloc_skb(64, GFP_KERNEL);

	WRITE_ONCE(sink, !skb_transport_header(skb));
	kfree_skb(skb);
}

static void halt(void)
{
	panic("planted");
}

static void none(void)
{
}

static const struct {
	const char *name;
	void (*make)(void);
} bugs[] = {
	{ "use-after-free", use_after_free },
	{ "out-of-bounds", out_of_bounds },
	{ "shift", shift },
	{ "lock-inversion", lock_inversion },
	{ "sleep-in-atomic", sleep_in_atomic },
	{ "rcu", rcu },
	{ "leak", leak },
	{ "reference", reference },
	{ "timer", timer },
	{ "refcount", refcount },
	{ "transport-header", transport_header },
	{ "panic", halt },
	{ "none", none },
};

static char *bug;
module_param(bug, charp, 0);

static int __init planted_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(bugs); i++) {
		if (!strcmp(bugs[i].name, bug)) {
			bugs[i].make();
			return 0;
		}
	}
	return -EINVAL;
}

static void __exit planted_exit(void)
{
}

module_init(planted_init);
module_exit(planted_exit);
MODULE_DESCRIPTION("Bugs that kernels with checks have to find");
MODULE_LICENSE("GPL");
