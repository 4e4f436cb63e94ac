// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/moduleparam.h>
#include <linux/netdevice.h>

#include "path/load.h"

static bool nfm_load_shed = true;
module_param_named(shed, nfm_load_shed, bool, 0644);
MODULE_PARM_DESC(
	shed,
	"leave copies out while a processor cannot keep up with what it receives (default Y)");

DEFINE_PER_CPU(struct nfm_load, nfm_load);

/*
 * A CPU that is busy without a pause leaves packets waiting in every other jiffy
 * or more (netdev_budget_usecs, netdev_budget). So pressure rises where it does in
 * more than one of four.
 */
#define NFM_LOAD_RISE 4
#define NFM_LOAD_MOST 64
/* A burst is no overload: that much pressure matters to nobody. */
#define NFM_LOAD_NONE 16

static void nfm_load_look(struct nfm_load *load, unsigned long now)
{
	unsigned int squeezed =
		READ_ONCE(this_cpu_ptr(&softnet_data)->time_squeeze);
	unsigned long passed = now - load->looked;
	unsigned int pressure = load->pressure;

	pressure -= min_t(unsigned long, pressure, passed);
	if (squeezed != load->squeezed)
		pressure = min(pressure + NFM_LOAD_RISE, NFM_LOAD_MOST);
	load->pressure = pressure;
	load->squeezed = squeezed;
	load->looked = now;
}

/**
 * nfm_load_is_pressed() - tells whether a packet's copies are to be left out
 * @hash: of its flow
 *
 * Looks at the load once in a jiffy. As long as there is too much of it, it is
 * asked for each packet.
 *
 * Context: bottom halves off.
 */
bool nfm_load_is_pressed(u32 hash)
{
	struct nfm_load *load = this_cpu_ptr(&nfm_load);
	unsigned long now = jiffies;

	if (time_before(load->looked, now))
		nfm_load_look(load, now);
	if (load->pressure <= NFM_LOAD_NONE || !READ_ONCE(nfm_load_shed)) {
		load->calm = now;
		return false;
	}
	return reciprocal_scale(jhash_1word(hash, 1),
				NFM_LOAD_MOST - NFM_LOAD_NONE) <
	       load->pressure - NFM_LOAD_NONE;
}
