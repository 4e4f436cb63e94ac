/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_MEASURE_H
#define _NFM_PLAN_MEASURE_H

struct nfm_session;

void nfm_session_measure(struct nfm_session *session);

#endif /* _NFM_PLAN_MEASURE_H */
