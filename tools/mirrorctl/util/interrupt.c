// SPDX-License-Identifier: GPL-2.0
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>

#include "util/interrupt.h"

int interrupt_open(void)
{
	static int fd = -1;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	if (fd < 0 && !sigprocmask(SIG_BLOCK, &set, NULL))
		fd = signalfd(-1, &set, SFD_CLOEXEC);
	return fd;
}

bool interrupt_within(int fd, unsigned int seconds)
{
	struct pollfd stop = { .fd = fd, .events = POLLIN };

	return poll(&stop, 1, seconds * 1000) > 0;
}
