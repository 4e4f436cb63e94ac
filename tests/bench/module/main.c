// SPDX-License-Identifier: GPL-2.0
/*
 * What the benchmark needs in the kernel, in /sys/module/nfm_bench/parameters:
 *
 *   dev     a device of the namespace that the module is loaded in, if wanted
 *   send    written N: N super-packets come in at it; read: the ns that it took
 *   add     written: a device of the writer's namespace takes part in:
 *   rotate  written "SIZE ROUNDS": in each round, a chunk of packets comes in at each
 *           device; read: for each, in the order of add, the 10th percentile of the
 *           chunks' ns
 *   settle  written: the allocator is as it is on a host that has just one job
 */
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>

#include "bench.h"

static char *nfm_bench_name;
static struct net_device *nfm_bench_dev;
static u64 nfm_bench_took;

module_param_named(dev, nfm_bench_name, charp, 0444);

static int nfm_bench_send(const char *text, const struct kernel_param *param)
{
	unsigned int packets;
	int err = kstrtouint(text, 0, &packets);

	if (err)
		return err;
	if (!nfm_bench_dev)
		return -ENODEV;
	return nfm_burst_send(nfm_bench_dev, NFM_BURST_SUPER, packets,
			      &nfm_bench_took);
}

static int nfm_bench_show_took(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%llu\n", nfm_bench_took);
}

static const struct kernel_param_ops nfm_bench_send_ops = {
	.set = nfm_bench_send,
	.get = nfm_bench_show_took,
};
module_param_cb(send, &nfm_bench_send_ops, NULL, 0600);

static struct net_device *nfm_bench_device(const char *name)
{
	return dev_get_by_name(current->nsproxy->net_ns, name);
}

static int nfm_bench_add(const char *text, const struct kernel_param *param)
{
	struct net_device *dev;
	char name[IFNAMSIZ];
	int err;

	strscpy(name, text, sizeof(name));
	dev = nfm_bench_device(strim(name));
	if (!dev)
		return -ENODEV;
	err = nfm_rotate_add(dev);
	dev_put(dev);
	return err;
}

static const struct kernel_param_ops nfm_bench_add_ops = {
	.set = nfm_bench_add,
};
module_param_cb(add, &nfm_bench_add_ops, NULL, 0200);

static int nfm_bench_rotate(const char *text, const struct kernel_param *param)
{
	unsigned int size, rounds;

	if (sscanf(text, "%u %u", &size, &rounds) != 2 || !rounds)
		return -EINVAL;
	return nfm_rotate_run(size, rounds);
}

static int nfm_bench_show_rotate(char *text, const struct kernel_param *param)
{
	return nfm_rotate_show(text);
}

static const struct kernel_param_ops nfm_bench_rotate_ops = {
	.set = nfm_bench_rotate,
	.get = nfm_bench_show_rotate,
};
module_param_cb(rotate, &nfm_bench_rotate_ops, NULL, 0600);

static int nfm_bench_settle(const char *text, const struct kernel_param *param)
{
	return nfm_settle();
}

static const struct kernel_param_ops nfm_bench_settle_ops = {
	.set = nfm_bench_settle,
};
module_param_cb(settle, &nfm_bench_settle_ops, NULL, 0200);

static int __init nfm_bench_init(void)
{
	int err = nfm_burst_init();

	if (err || !nfm_bench_name)
		return err;
	nfm_bench_dev = nfm_bench_device(nfm_bench_name);
	if (nfm_bench_dev)
		return 0;
	nfm_burst_exit();
	return -ENODEV;
}

static void __exit nfm_bench_exit(void)
{
	dev_put(nfm_bench_dev);
	nfm_rotate_exit();
	nfm_burst_exit();
	nfm_settle_exit();
}

module_init(nfm_bench_init);
module_exit(nfm_bench_exit);

MODULE_DESCRIPTION("Benchmark of nf_mirror: packets, a settled allocator");
MODULE_LICENSE("GPL");
