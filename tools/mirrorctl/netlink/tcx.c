// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/bpf.h>

#include "netlink/tcx.h"

/* enum bpf_attach_type of newer kernels. */
#define TCX_INGRESS 46
#define TCX_EGRESS 47
#define NETKIT_PRIMARY 54
#define NETKIT_PEER 55

bool tcx_attached(uint32_t ifindex)
{
	static const uint32_t types[] = { TCX_INGRESS, TCX_EGRESS,
					  NETKIT_PRIMARY, NETKIT_PEER };
	union bpf_attr attr;
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		memset(&attr, 0, sizeof(attr));
		attr.query.target_fd = ifindex;
		attr.query.attach_type = types[i];
		if (!syscall(SYS_bpf, BPF_PROG_QUERY, &attr, sizeof(attr)) &&
		    attr.query.prog_cnt)
			return true;
	}
	return false;
}
