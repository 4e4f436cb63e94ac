/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_CONFIG_H
#define _NFM_CONFIG_CONFIG_H

#include "config/network.h"
#include "config/session.h"
#include "config/vnis.h"
#include "lib/addrset.h"
#include "lib/cidrmap.h"
#include "lib/job.h"
#include "lib/tunnelset.h"

/**
 * struct nfm_network_index - sessions and receivers of a network
 * @n_sessions: number of @sessions
 * @sessions: indices of its sessions in the configuration, ascending; a slice of
 *	      @by_network there
 * @receivers: receivers of all its sessions, enabled or not; owned
 */
struct nfm_network_index {
	unsigned int n_sessions;
	unsigned int *sessions;
	struct nfm_addrset *receivers;
};

/**
 * struct nfm_config - configuration of a network namespace
 * @ref: holders: plans, inventories, transactions, configurations edited from it
 * @base: configuration that this one is edited from, a reference; NULL once sealed
 * @account: account of the namespace; a reference
 * @networks: set of struct nfm_network
 * @attachments: set of struct nfm_attachment
 * @sessions: set of struct nfm_session
 * @n_sessions: number of sessions per network, by index in @networks; while edited;
 *		owned
 * @n_sessions_room: number of networks that @n_sessions has room for
 * @vnis: VNIs in use; while edited, built on demand; owned
 * @aliases: attachments that name a device by an altname; while a request is
 *	     carried out, built on demand; owned
 * @network_indices: by index of the network in @networks; set by nfm_config_seal()
 * @cidrs: maps addresses to networks; owned; set by nfm_config_seal()
 * @tunnels: tunnels of the copies of all sessions, enabled or not; owned; set by
 *	     nfm_config_seal()
 * @network_of: index in @networks, by index of the session in @sessions; set by
 *		nfm_config_seal()
 * @by_network: indices of sessions, grouped by network; set by nfm_config_seal()
 *
 * A change clones the active configuration, edits the clone, seals it and makes it
 * active, all or nothing. Immutable once sealed.
 */
struct nfm_config {
	struct kref ref;
	struct nfm_config *base;
	struct nfm_account *account;
	struct nfm_set networks;
	struct nfm_set attachments;
	struct nfm_set sessions;
	unsigned int *n_sessions;
	unsigned int n_sessions_room;
	struct nfm_vnis *vnis;
	struct nfm_aliases *aliases;
	struct nfm_network_index *network_indices;
	struct nfm_cidrmap *cidrs;
	struct nfm_tunnelset *tunnels;
	unsigned int *network_of;
	unsigned int *by_network;
};

static inline struct nfm_network *
nfm_config_network(const struct nfm_config *config, unsigned int i)
{
	return container_of(config->networks.objects[i], struct nfm_network,
			    object);
}

static inline struct nfm_attachment *
nfm_config_attachment(const struct nfm_config *config, unsigned int i)
{
	return container_of(config->attachments.objects[i],
			    struct nfm_attachment, object);
}

static inline struct nfm_session *
nfm_config_session(const struct nfm_config *config, unsigned int i)
{
	return container_of(config->sessions.objects[i], struct nfm_session,
			    object);
}

extern unsigned int nfm_config_memory;

/* Memory limit of the active configuration, and again of the packet classifiers. */
static inline u64 nfm_config_memory_bytes(void)
{
	return (u64)READ_ONCE(nfm_config_memory) << 20;
}

struct nfm_config *nfm_config_alloc(struct nfm_account *account);
struct nfm_config *nfm_config_clone(struct nfm_config *base);
struct nfm_config *nfm_config_replace(struct nfm_config *base);
struct nfm_config *nfm_config_get(struct nfm_config *config);
void nfm_config_put(struct nfm_config *config);
void nfm_config_forget_aliases(struct nfm_config *config);
int nfm_config_seal(struct nfm_config *config, const struct nfm_job *job);

struct nfm_network *nfm_config_find_network(const struct nfm_config *config,
					    const char *name);
struct nfm_session *nfm_config_find_session(const struct nfm_config *config,
					    const char *name);
struct nfm_attachment *
nfm_config_find_attachment(const struct nfm_config *config, const char *device);

int nfm_config_add_network(struct nfm_config *config,
			   struct nfm_network *network, bool exist);
int nfm_config_set_network(struct nfm_config *config,
			   struct nfm_network *network,
			   const struct nfm_job *job);
int nfm_config_del_network(struct nfm_config *config, const char *name);
int nfm_config_attach(struct nfm_config *config,
		      struct nfm_attachment *attachment, bool exist);
int nfm_config_add_session(struct nfm_config *config,
			   struct nfm_session *session, bool exist);
int nfm_config_set_session(struct nfm_config *config,
			   struct nfm_session *session);
void nfm_config_del_session(struct nfm_config *config, const char *name);
int nfm_config_choose_vni(struct nfm_config *config, const char *name,
			  const struct nfm_job *job);

#endif /* _NFM_CONFIG_CONFIG_H */
