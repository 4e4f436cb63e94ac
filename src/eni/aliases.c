// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/mm.h>

#include "eni/aliases.h"
#include "eni/device.h"
#include "lib/job.h"
#include "lib/sort.h"

static int nfm_alias_compare(const void *a, const void *b)
{
	const struct nfm_alias *x = a, *y = b;

	if (x->ifindex != y->ifindex)
		return x->ifindex < y->ifindex ? -1 : 1;
	return strcmp(x->attachment->object.name, y->attachment->object.name);
}

static int nfm_aliases_list(struct nfm_config *config, struct net *net,
			    const struct nfm_job *job)
{
	struct nfm_aliases *aliases;
	struct nfm_device device;
	unsigned int i;

	aliases = kvmalloc(sizeof(*aliases), GFP_KERNEL_ACCOUNT);
	if (!aliases)
		return -ENOMEM;
	config->aliases = aliases;
	aliases->n = 0;
	for (i = 0; i < config->attachments.count; i++) {
		struct nfm_attachment *attachment =
			nfm_config_attachment(config, i);

		if (nfm_job_rest(job))
			return -EINTR;
		if (nfm_device_find(net, attachment->object.name, &device) &&
		    strcmp(device.name, attachment->object.name))
			aliases->sorted[aliases->n++] =
				(struct nfm_alias){ device.ifindex,
						    attachment };
	}
	return nfm_sort(aliases->sorted, aliases->n, sizeof(*aliases->sorted),
			nfm_alias_compare, job);
}

/* Index of the first alias of a device, or where it would be. */
static unsigned int nfm_aliases_index(const struct nfm_aliases *aliases,
				      int ifindex)
{
	unsigned int low = 0, high = aliases->n;

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;

		if (aliases->sorted[middle].ifindex < ifindex)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/**
 * nfm_aliases_find() - look up an attachment that names a device by an altname
 * @config: a configuration that is being edited
 * @net: its namespace, to resolve names
 * @ifindex: index of the device
 * @job: the request
 *
 * A request resolves all names once, not once for each of its objects.
 *
 * Return: the attachment, NULL if there is none, or an ERR_PTR(): -ENOMEM, -EINTR.
 */
struct nfm_attachment *nfm_aliases_find(struct nfm_config *config,
					struct net *net, int ifindex,
					const struct nfm_job *job)
{
	unsigned int at;
	int err;

	if (!config->aliases) {
		err = nfm_aliases_list(config, net, job);
		if (err) {
			nfm_config_forget_aliases(config);
			return ERR_PTR(err);
		}
	}
	at = nfm_aliases_index(config->aliases, ifindex);
	if (at == config->aliases->n ||
	    config->aliases->sorted[at].ifindex != ifindex)
		return NULL;
	return config->aliases->sorted[at].attachment;
}

/**
 * nfm_aliases_add() - add a new attachment to the list
 * @config: the configuration, which has the attachment already
 * @attachment: the attachment
 * @device: the device that the attachment names, by its primary name or an altname
 */
void nfm_aliases_add(struct nfm_config *config,
		     struct nfm_attachment *attachment,
		     const struct nfm_device *device)
{
	struct nfm_aliases *aliases = config->aliases;
	struct nfm_alias *alias;

	/* If there is no list yet, building it will find the attachment. */
	if (!aliases || !strcmp(device->name, attachment->object.name))
		return;
	alias = &aliases->sorted[nfm_aliases_index(aliases, device->ifindex)];
	memmove(alias + 1, alias,
		(aliases->sorted + aliases->n++ - alias) * sizeof(*alias));
	*alias = (struct nfm_alias){ device->ifindex, attachment };
}

/**
 * nfm_aliases_del() - remove an attachment from the list
 * @config: the configuration, which still has the attachment
 * @attachment: the attachment
 */
void nfm_aliases_del(struct nfm_config *config,
		     const struct nfm_attachment *attachment)
{
	struct nfm_aliases *aliases = config->aliases;
	struct nfm_alias *alias;
	unsigned int i;

	for (i = 0; aliases && i < aliases->n; i++) {
		alias = &aliases->sorted[i];
		if (alias->attachment != attachment)
			continue;
		aliases->n--;
		memmove(alias, alias + 1, (aliases->n - i) * sizeof(*alias));
		return;
	}
}
