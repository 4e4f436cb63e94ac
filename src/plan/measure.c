// SPDX-License-Identifier: GPL-2.0
#include <linux/cpumask.h>

#include "config/session.h"
#include "eni/inventory.h"
#include "lib/tunnelset.h"
#include "plan/balance.h"
#include "plan/compiled.h"
#include "plan/measure.h"

/* Maximum number of slots per entry of a set. */
#define NFM_ENTRY_SLOTS 4
/* What nfm_tunnelset_add_session() adds. */
#define NFM_SESSION_ENTRIES 2

/**
 * nfm_session_measure() - compute how much memory a session takes
 * @session: a complete session that is not active yet; sets the @bytes of its
 *	     object, including counters, receivers and the compiled form
 */
void nfm_session_measure(struct nfm_session *session)
{
	const struct nfm_filter *filter = session->filter;
	unsigned int cpus = num_possible_cpus();
	size_t bytes = sizeof(*session) + sizeof(struct nfm_compiled_session) +
		       sizeof(struct nfm_counters) +
		       cpus * sizeof(struct nfm_stats);

	bytes += session->n_cidrs * sizeof(*session->cidrs) +
		 session->enis_size +
		 2 * session->n_enis * sizeof(struct nfm_eni *) +
		 session->n_tags * sizeof(*session->tags);
	/* The slots are in the sets of receivers and tunnels. */
	bytes += NFM_SESSION_ENTRIES * NFM_ENTRY_SLOTS *
		 sizeof(struct nfm_tunnel_id);
	bytes += session->n_receivers *
		 (sizeof(struct nfm_receiver) +
		  NFM_ENTRY_SLOTS * (sizeof(struct in6_addr) +
				     sizeof(struct nfm_tunnel_id)) +
		  cpus * (sizeof(struct nfm_route) + sizeof(struct nfm_stats)));
	if (session->n_receivers > 1)
		bytes += NFM_SLOTS;
	if (filter)
		bytes += struct_size(filter, rows, filter->n_rows) +
			 filter->n_rows * sizeof(struct nfm_match);
	session->object.bytes = bytes;
}
