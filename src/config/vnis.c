// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <uapi/linux/nf_mirror.h>

#include "config/vnis.h"
#include "lib/sort.h"

/**
 * nfm_vnis_alloc() - makes an empty set
 * @room: for how many VNIs
 *
 * Return: it, or NULL; free with kvfree().
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
 * nfm_vnis_sort() - makes a set of a list
 * @vnis: VNIs in any order, some of them more than once
 * @job: what it is done for
 *
 * Return: 0, -ENOMEM or -EINTR.
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

/* The index of the first that is not less, or @n. */
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
 * nfm_vnis_has() - tells whether a VNI is in use
 * @vnis: the set
 * @vni: the VNI
 */
bool nfm_vnis_has(const struct nfm_vnis *vnis, u32 vni)
{
	unsigned int at = nfm_vnis_index(vnis, vni);

	return at < vnis->n && vnis->sorted[at] == vni;
}

/**
 * nfm_vnis_add() - adds a VNI
 * @vnis: a set with room for it
 * @vni: the VNI; may be in it already
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
 * Of those from @at on that follow each other without a gap, the index of the
 * last: up to there, the difference of VNI and index is the same.
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
 * nfm_vnis_free_from() - finds the next VNI that is not in use
 * @vnis: the set, in which there is not every VNI
 * @vni: where to begin, 1 to NFM_VNI_MAX
 *
 * Return: it, not 0; after NFM_VNI_MAX comes 1.
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
