// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/net.h>

#include "xmit/sender.h"

const u64 nfm_sender_id;

/* Never bound nor connected: it only owns copies. sk_user_data identifies it. */
static struct sock *nfm_sender_socket(struct net *net)
{
	struct socket *sock;
	int err;

	err = sock_create_kern(net, AF_INET, SOCK_DGRAM, IPPROTO_UDP, &sock);
	if (err)
		return ERR_PTR(err);
	rcu_assign_sk_user_data(sock->sk, (void *)&nfm_sender_id);
	/* Nobody waits for write space, so sock_wfree() need not signal it. */
	sock_set_flag(sock->sk, SOCK_USE_WRITE_QUEUE);
	return sock->sk;
}

/**
 * nfm_sender_init() - prepare a namespace for sending copies
 * @sender: sender of the namespace
 * @net: the namespace
 * @convicted: see struct nfm_sender
 *
 * Return: 0 or a negative errno.
 */
int nfm_sender_init(struct nfm_sender *sender, struct net *net,
		    void (*convicted)(struct nfm_sender *sender))
{
	sender->net = net;
	sender->convicted = convicted;
	sender->sk = nfm_sender_socket(net);
	return PTR_ERR_OR_ZERO(sender->sk);
}

/**
 * nfm_sender_exit() - undo nfm_sender_init()
 * @sender: sender of the namespace, in which copying has stopped and trials have
 *	    ended
 */
void nfm_sender_exit(struct nfm_sender *sender)
{
	sock_release(sender->sk->sk_socket);
}
