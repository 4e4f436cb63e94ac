# SPDX-License-Identifier: GPL-2.0
"""Has allocations fail that the kernel makes for this process:

    faults.py send DESTINATION PORT SIZE [SEGMENT]
        sends datagrams of SIZE bytes: as many as one of them takes allocations,
        each with another one failing; then 500 with any failing at random, as
        debugfs has it. With SEGMENT, super-packets of datagrams of so many bytes.
        Routes are looked up anew for each.
        Prints how many were sent, how many were refused, and how many
        allocations one takes.
    faults.py load MODULE
        loads it, and unloads it if it can be loaded so, with one allocation after
        the other failing, until none is left. Prints how many loads were refused.
"""
import ctypes
import errno
import os
import socket
import sys

UDP_SEGMENT = 103
SYS_DELETE_MODULE, SYS_FINIT_MODULE = 176, 313
# The last is what a new socket says (sock_create()).
REFUSALS = (errno.ENOMEM, errno.ENOBUFS, errno.EAGAIN, errno.ENFILE)

nth = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
libc = ctypes.CDLL(None, use_errno=True)


def without(number, step):
    """Tells whether that step, with allocation NUMBER failing, was done, and had so many."""
    os.pwrite(nth, b"%d" % number, 0)
    try:
        step()
        done = True
    except OSError as error:
        done = False
        if error.errno not in REFUSALS:
            raise
    left = os.pread(nth, 16, 0).strip(b"\0\n")
    os.pwrite(nth, b"0", 0)
    return done, left == b"0"


def send(destination, port, size, segment=0):
    family = socket.AF_INET6 if ":" in destination else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    if segment:
        sock.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, int(segment))
    data = bytes(int(size))
    flush = os.open("/proc/sys/net/ipv4/route/flush", os.O_WRONLY)
    mine = os.open("/proc/self/make-it-fail", os.O_WRONLY)
    sent = [0, 0]

    def once(number, random):
        os.pwrite(flush, b"1", 0)
        os.pwrite(mine, random, 0)
        done, had = without(number, lambda: sock.sendto(data, (destination, int(port))))
        os.pwrite(mine, b"0", 0)
        sent[done] += 1
        return had

    number = 1
    while once(number, b"0"):
        number += 1
    for _ in range(500):
        once(0, b"1")
    print(sent[True], sent[False], number - 1)


def load(module):
    file = os.open(module, os.O_RDONLY | os.O_CLOEXEC)

    def once():
        if libc.syscall(SYS_FINIT_MODULE, file, b"", 0):
            raise OSError(ctypes.get_errno(), "finit_module")

    refused, number = 0, 1
    while True:
        done, had = without(number, once)
        if not had:
            break
        refused += not done
        if done and libc.syscall(SYS_DELETE_MODULE, b"nf_mirror", 0):
            raise OSError(ctypes.get_errno(), "delete_module")
        number += 1
    print(refused)


{"send": send, "load": load}[sys.argv[1]](*sys.argv[2:])
