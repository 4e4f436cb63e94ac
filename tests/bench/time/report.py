#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""report.py FILE...: prints what guest measured as a table in Markdown: the time that
each row adds to forwarding, as ratios to what others add. Of several repetitions,
each is a ratio of its own; the median counts."""
import statistics
import sys

TRAFFIC = {'100': '100 B', '1400': '1,400 B', 'gso': '64 KB GSO'}
PEERS = {'tc-flower-vxlan': '÷ tc-flower-vxlan', 'tc-clone': '÷ tc-clone'}


def read(paths):
    """{traffic: {row: [ns of each repetition]}}"""
    found = {}
    for path in paths:
        with open(path, encoding='utf-8') as file:
            for line in file:
                kind, row, repetition, value = line.rstrip('\n').split(' ', 3)
                if repetition == 'error':
                    sys.exit(f'bench-time: {row}/{kind}: {value}')
                found.setdefault(kind, {}).setdefault(row, []).append(float(value))
    return found


def ratios(rows, row, peer):
    return [(mine - alone) / (theirs - alone) for mine, theirs, alone
            in zip(rows[row], rows[peer], rows['forward'], strict=True)]


def cell(values, spread):
    text = f'{statistics.median(values):z.2f}'
    return text + f' ({min(values):z.2f}–{max(values):z.2f})' if spread else text


def table(found):
    columns = [(kind, peer) for peer in PEERS for kind in TRAFFIC if kind in found]
    yield ['', *(f'{TRAFFIC[kind]} {PEERS[peer]}' for kind, peer in columns)]
    yield ['---', *('---:' for _ in columns)]
    for row in next(iter(found.values())):
        if row != 'forward':
            yield [row, *(cell(ratios(found[kind], row, peer), row != peer)
                          for kind, peer in columns)]


def main():
    for cells in table(read(sys.argv[1:])):
        print('| ' + ' | '.join(cells) + ' |')


main()
