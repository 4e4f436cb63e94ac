// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into a netlink client of any family but the controller's, which then runs
 * once for each line of standard input, without being started anew (which takes long
 * where it is emulated):
 *
 *   NTH WORD...
 *
 * with these words behind those that it was started with. From its first request on,
 * allocation NTH that the kernel makes for it fails; 0: none. What it prints is in the
 * files out and err; what is said of it is its status, and what was left to count
 * down: 0 if one has failed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int client_main(int argc, char **argv, char **envp);

static client_main *client;
static const char *nth;
static int counter = -1;
static int *left;

static void arm(const struct nlmsghdr *nlh)
{
	if (counter >= 0 || nlh->nlmsg_type == GENL_ID_CTRL)
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
	char text[16] = {};

	if (counter < 0)
		return;
	if (pread(counter, text, sizeof(text) - 1, 0) < 0 ||
	    pwrite(counter, "0", 1, 0) < 0)
		abort();
	*left = atoi(text);
}

static int run(char *line, int argc, char **argv, char **envp)
{
	char *words[argc + strlen(line)];

	nth = strtok(line, " \n");
	memcpy(words, argv, argc * sizeof(*argv));
	while ((words[argc] = strtok(NULL, " \n")))
		argc++;
	if (!freopen("out", "w", stdout) || !freopen("err", "w", stderr))
		abort();
	return client(argc, words, envp);
}

static int serve(int argc, char **argv, char **envp)
{
	char *line = NULL;
	size_t size = 0;
	int status;

	left = mmap(NULL, sizeof(*left), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	while (getline(&line, &size, stdin) > 0) {
		*left = 0;
		fflush(stdout);
		if (!fork())
			return run(line, argc, argv, envp);
		if (wait(&status) < 0 || !WIFEXITED(status))
			abort();
		printf("%d %d\n", WEXITSTATUS(status), *left);
		fflush(stdout);
	}
	return 0;
}

int __libc_start_main(client_main *main, int argc, char **argv,
		      void (*init)(void), void (*fini)(void),
		      void (*rtld_fini)(void), void *stack_end)
{
	typeof(__libc_start_main) *next = dlsym(RTLD_NEXT, "__libc_start_main");

	client = main;
	return next(serve, argc, argv, init, fini, rtld_fini, stack_end);
}
