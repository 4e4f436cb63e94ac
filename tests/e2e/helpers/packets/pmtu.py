# SPDX-License-Identifier: GPL-2.0
"""UDP sockets that would hear of errors: pmtu.py ADDRESS,PORT,PEER,PEER-PORT...
Says "ready"; once standard input ends, of each which error it heard of, or
"nothing"."""
import socket
import sys

IP_RECVERR, IPV6_RECVERR = 11, 25


def listen(words):
    address, port, peer, peer_port = words.split(",")
    six = ":" in address
    sock = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
    if six:
        sock.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVERR, 1)
    else:
        sock.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
    sock.bind((address, int(port)))
    sock.connect((peer, int(peer_port)))
    return sock


socks = [listen(words) for words in sys.argv[1:]]
print("ready", flush=True)
sys.stdin.read()
for sock in socks:
    try:
        print(sock.recvmsg(2000, 200, socket.MSG_ERRQUEUE | socket.MSG_DONTWAIT))
    except BlockingIOError:
        print(sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) or "nothing")
