// SPDX-License-Identifier: GPL-2.0
/*
 * Other work of the host, and a processor that is now faster, now slower, fall into
 * whatever is measured for long. So all that are compared take turns, in chunks that
 * are short; of each one's chunks, those that nothing fell into count.
 */
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/sort.h>
#include <linux/sysfs.h>

#include "bench.h"

#define NFM_ROTATE_DEVS 16
#define NFM_ROTATE_CHUNK 256

static struct net_device *nfm_rotate_devs[NFM_ROTATE_DEVS];
static u64 nfm_rotate_tenth[NFM_ROTATE_DEVS];
static unsigned int nfm_rotate_count;

/**
 * nfm_rotate_add() - has a device take part
 * @dev: that device, which is held
 *
 * Return: 0 or a negative errno.
 */
int nfm_rotate_add(struct net_device *dev)
{
	if (nfm_rotate_count == NFM_ROTATE_DEVS)
		return -ENOSPC;
	dev_hold(dev);
	nfm_rotate_devs[nfm_rotate_count++] = dev;
	return 0;
}

static int nfm_rotate_compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

/**
 * nfm_rotate_run() - has packets come in at all devices in turns
 * @size: of their frames, as for nfm_burst_send()
 * @rounds: how many chunks for each device
 *
 * Return: 0 or a negative errno.
 */
int nfm_rotate_run(unsigned int size, unsigned int rounds)
{
	u64 *took = kvmalloc_array(array_size(NFM_ROTATE_DEVS, rounds),
				   sizeof(*took), GFP_KERNEL);
	unsigned int i, round;
	int err = 0;

	if (!took)
		return -ENOMEM;
	for (round = 0; round < rounds; round++)
		for (i = 0; i < nfm_rotate_count && !err; i++)
			err = nfm_burst_send(nfm_rotate_devs[i], size,
					     NFM_ROTATE_CHUNK,
					     &took[i * rounds + round]);
	for (i = 0; i < nfm_rotate_count && !err; i++) {
		sort(&took[i * rounds], rounds, sizeof(*took),
		     nfm_rotate_compare, NULL);
		nfm_rotate_tenth[i] = took[i * rounds + rounds / 10];
	}
	kvfree(took);
	return err;
}

/**
 * nfm_rotate_show() - what the last run took
 * @text: a page: for each device, a line with the 10th percentile of its chunks, in ns
 *
 * Return: the length of the text.
 */
int nfm_rotate_show(char *text)
{
	unsigned int i;
	int len = 0;

	for (i = 0; i < nfm_rotate_count; i++)
		len += sysfs_emit_at(text, len, "%llu\n", nfm_rotate_tenth[i]);
	return len;
}

/**
 * nfm_rotate_exit() - lets go of all devices
 */
void nfm_rotate_exit(void)
{
	while (nfm_rotate_count)
		dev_put(nfm_rotate_devs[--nfm_rotate_count]);
}
