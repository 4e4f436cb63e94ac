/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_FEEDBACK_H
#define _NFM_XMIT_FEEDBACK_H

#include "runtime/receiver.h"
#include "runtime/stats.h"
#include "xmit/sender.h"

struct nfm_copy;
struct nfm_packet;
struct sk_buff;

enum nfm_feedback_verdict {
	NFM_FEEDBACK_SEND,
	NFM_FEEDBACK_HOLD, /* finish the copy, then hold it */
	NFM_FEEDBACK_DROP, /* the packet carries copies */
};

int nfm_feedback_alloc_workqueue(void);
void nfm_feedback_free_workqueue(void);
void nfm_feedback_init(struct nfm_feedback *feedback);
void nfm_feedback_exit(struct nfm_feedback *feedback);

enum nfm_feedback_verdict nfm_feedback_judge(const struct nfm_packet *packet,
					     struct nfm_receiver *receiver,
					     struct nfm_route *route);
bool nfm_feedback_hold(const struct nfm_copy *copy, struct sk_buff *frame,
		       const struct nfm_pkt_count *count, u8 modified);
void nfm_feedback_relieve(const struct nfm_packet *packet);

#endif /* _NFM_XMIT_FEEDBACK_H */
