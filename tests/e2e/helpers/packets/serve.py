# SPDX-License-Identifier: GPL-2.0
"""Sends a file to whoever connects, over IPv4 or IPv6: serve.py FILE PORT"""
import socket
import sys

with open(sys.argv[1], "rb") as file:
    content = file.read()
with socket.create_server(("", int(sys.argv[2])), family=socket.AF_INET6, dualstack_ipv6=True) as server:
    while True:
        client, _ = server.accept()
        with client:
            client.sendall(content)
