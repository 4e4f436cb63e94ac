/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_ALIASES_H
#define _NFM_ENI_ALIASES_H

#include "config/config.h"

struct nfm_device;
struct nfm_job;

/**
 * struct nfm_alias - a device that is attached by an altname
 * @ifindex: index of the device
 * @attachment: the attachment; owned by the configuration
 */
struct nfm_alias {
	int ifindex;
	struct nfm_attachment *attachment;
};

/**
 * struct nfm_aliases - aliases in a configuration, as names resolve now
 * @n: number of aliases
 * @sorted: the aliases, by ifindex
 */
struct nfm_aliases {
	unsigned int n;
	struct nfm_alias sorted[NFM_ATTACHED_MAX];
};

struct nfm_attachment *nfm_aliases_find(struct nfm_config *config,
					struct net *net, int ifindex,
					const struct nfm_job *job);
void nfm_aliases_add(struct nfm_config *config,
		     struct nfm_attachment *attachment,
		     const struct nfm_device *device);
void nfm_aliases_del(struct nfm_config *config,
		     const struct nfm_attachment *attachment);

#endif /* _NFM_ENI_ALIASES_H */
