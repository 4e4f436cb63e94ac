# SPDX-License-Identifier: GPL-2.0
"""Sends the frames of a capture by a device: inject.py DEVICE CAPTURE"""
import socket
import sys
import time

from frames import read_pcap

wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
wire.bind((sys.argv[1], 0))
for number, frame in enumerate(read_pcap(sys.argv[2])):
    wire.send(frame)
    if number % 32 == 31:
        time.sleep(0.02)  # so that captures keep up
