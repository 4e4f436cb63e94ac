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
 * struct nfm_network_index - what the sessions of a network amount to
 * @n_sessions: how many it has
 * @sessions: their indices in the configuration, ascending; part of its
 *	      @by_network
 * @receivers: all their receivers, running or not; owned
 */
struct nfm_network_index {
	unsigned int n_sessions;
	unsigned int *sessions;
	struct nfm_addrset *receivers;
};

/**
 * struct nfm_config - what the operator asked for in a network namespace
 * @ref: holders: plans, inventories, transactions, configurations edited from it
 * @base: the configuration that this one is edited from; a reference; NULL once
 *	  it is sealed
 * @account: the namespace's; a reference
 * @networks: struct nfm_network
 * @attachments: struct nfm_attachment
 * @sessions: struct nfm_session
 * @n_sessions: by index of the network in @networks, how many sessions it has;
 *		while it is edited; owned
 * @n_sessions_room: for how many networks there is room in @n_sessions
 * @vnis: those of its sessions, once somebody asked, while it is edited; owned
 * @aliases: its attachments by other names than primary ones, once a request
 *	     asked, while it is carried out; owned
 * @network_indices: by index of the network in @networks; made by nfm_config_seal()
 * @cidrs: tells which network an address is in; owned; made by
 *	   nfm_config_seal()
 * @tunnels: all tunnels that copies take, running sessions or not; owned; made
 *	     by nfm_config_seal()
 * @network_of: by index of the session in @sessions, its network's index in
 *		@networks; made by nfm_config_seal()
 * @by_network: indices of sessions, those of one network together; made by
 *		nfm_config_seal()
 *
 * A change clones the configuration in force, edits the clone, seals it and
 * puts it in force: all of it or nothing. Immutable from the seal on.
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

/* What the configuration in force may take, and what finds the sessions of a packet. */
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
