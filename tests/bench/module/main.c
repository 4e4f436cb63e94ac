// SPDX-License-Identifier: GPL-2.0
/*
 * What the benchmark needs in the kernel, in /sys/module/nfm_bench/parameters:
 *
 *   dev     a device of the namespace that the module is loaded in
 *   send    written N: N super-packets come in at it; read: the ns that it took
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
	return nfm_burst_send(nfm_bench_dev, packets, &nfm_bench_took);
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
	int err;

	if (!nfm_bench_name)
		return -EINVAL;
	err = nfm_burst_init();
	if (err)
		return err;
	nfm_bench_dev =
		dev_get_by_name(current->nsproxy->net_ns, nfm_bench_name);
	if (nfm_bench_dev)
		return 0;
	nfm_burst_exit();
	return -ENODEV;
}

static void __exit nfm_bench_exit(void)
{
	dev_put(nfm_bench_dev);
	nfm_burst_exit();
	nfm_settle_exit();
}

module_init(nfm_bench_init);
module_exit(nfm_bench_exit);

MODULE_DESCRIPTION("Benchmark of nf_mirror: super-packets, a settled allocator");
MODULE_LICENSE("GPL");
