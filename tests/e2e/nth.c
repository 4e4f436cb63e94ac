// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into a netlink client of any family but the controller's: from its first
 * request on, one allocation that the kernel makes for it fails, number $FAULTS_NTH.
 * At its end, what is left to count down is written to the file $FAULTS_LEFT: 0 if
 * one has failed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int counter = -1;

static void arm(const struct nlmsghdr *nlh)
{
	const char *nth = getenv("FAULTS_NTH");

	if (!nth || counter >= 0 || nlh->nlmsg_type == GENL_ID_CTRL)
		return;
	counter = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (counter < 0 || write(counter, nth, strlen(nth)) < 0)
		abort();
}

ssize_t sendto(int sock, const void *data, size_t len, int flags,
	       const struct sockaddr *to, socklen_t to_len)
{
	typeof(sendto) *next = dlsym(RTLD_NEXT, "sendto");

	arm(data);
	return next(sock, data, len, flags, to, to_len);
}

__attribute__((destructor)) static void disarm(void)
{
	const char *path = getenv("FAULTS_LEFT");
	char left[16] = {};
	FILE *file;

	if (counter < 0)
		return;
	if (pread(counter, left, sizeof(left) - 1, 0) < 0 ||
	    pwrite(counter, "0", 1, 0) < 0)
		abort();
	file = fopen(path, "w");
	if (!file || fputs(left, file) < 0 || fclose(file))
		abort();
}
