// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <uapi/linux/nf_mirror.h>

#include "config/vnis.h"
#include "lib/sort.h"

/**
 * nfm_vnis_alloc() - allocate an empty set
 * @room: capacity
 *
 * Return: the set, to be freed with kvfree(), or NULL.
 */
struct nfm_vnis *nfm_vnis_alloc(unsigned int room)
{
	struct nfm_vnis *vnis;

	vnis = kvmalloc(struct_size(vnis, sorted, room), GFP_KERNEL_ACCOUNT);
	if (!vnis)
		return NULL;
	vnis->n = 0;
	vnis->room = room;
	return vnis;
}

static int nfm_vni_cmp(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

/**
 * nfm_vnis_sort() - turn a list into a set
 * @vnis: VNIs in any order, possibly with duplicates
 * @job: the job, for cancellation
 *
 * Return: 0, -ENOMEM, or -EINTR if cancelled.
 */
int nfm_vnis_sort(struct nfm_vnis *vnis, const struct nfm_job *job)
{
	unsigned int i, n = 0;
	int err = nfm_sort(vnis->sorted, vnis->n, sizeof(*vnis->sorted),
			   nfm_vni_cmp, job);

	if (err)
		return err;
	for (i = 0; i < vnis->n; i++)
		if (!n || vnis->sorted[i] != vnis->sorted[n - 1])
			vnis->sorted[n++] = vnis->sorted[i];
	vnis->n = n;
	return 0;
}

/* Index of the first VNI that is not less, or @vnis->n. */
static unsigned int nfm_vnis_index(const struct nfm_vnis *vnis, u32 vni)
{
	unsigned int low = 0, high = vnis->n;

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;

		if (vnis->sorted[middle] < vni)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/**
 * nfm_vnis_has() - check whether a VNI is in use
 * @vnis: the set
 * @vni: the VNI
 *
 * Return: true if it is.
 */
bool nfm_vnis_has(const struct nfm_vnis *vnis, u32 vni)
{
	unsigned int at = nfm_vnis_index(vnis, vni);

	return at < vnis->n && vnis->sorted[at] == vni;
}

/**
 * nfm_vnis_add() - add a VNI
 * @vnis: a set with room for it
 * @vni: the VNI; may already be in the set
 */
void nfm_vnis_add(struct nfm_vnis *vnis, u32 vni)
{
	unsigned int at = nfm_vnis_index(vnis, vni);

	if (at < vnis->n && vnis->sorted[at] == vni)
		return;
	memmove(&vnis->sorted[at + 1], &vnis->sorted[at],
		(vnis->n - at) * sizeof(*vnis->sorted));
	vnis->sorted[at] = vni;
	vnis->n++;
}

/*
 * Index of the last VNI of the gapless run that starts at @at. Along the run, the
 * difference of VNI and index is constant.
 */
static unsigned int nfm_vnis_run_end(const struct nfm_vnis *vnis,
				     unsigned int at)
{
	u32 difference = vnis->sorted[at] - at;
	unsigned int low = at, high = vnis->n - 1;

	while (low < high) {
		unsigned int middle = high - (high - low) / 2;

		if (vnis->sorted[middle] - middle == difference)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/**
 * nfm_vnis_free_from() - find the next free VNI
 * @vnis: the set, in which at least one VNI is free
 * @vni: where to start, 1 to NFM_VNI_MAX
 *
 * Return: the VNI, never 0; the search wraps from NFM_VNI_MAX to 1.
 */
u32 nfm_vnis_free_from(const struct nfm_vnis *vnis, u32 vni)
{
	while (nfm_vnis_has(vnis, vni)) {
		vni = vnis->sorted[nfm_vnis_run_end(vnis,
						    nfm_vnis_index(vnis, vni))];
		vni = vni % NFM_VNI_MAX + 1;
	}
	return vni;
}
