#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""report.py FIGURES RESULTS: writes what guest measured to the JSON file RESULTS,
and prints it as a table in Markdown."""
import json
import sys

TRAFFIC = {'100': '100 B', '1400': '1,400 B', 'v6-100': 'IPv6, 100 B',
           'v6-1400': 'IPv6, 1,400 B', 'gso': '64 KB GSO'}
COMPARED = ('match-flow', 'tc-flower-vxlan')


def read(path):
    with open(path, encoding='utf-8') as file:
        kernel, *lines = file.read().splitlines()
    figures = []
    for line in lines:
        row, traffic, *values = line.split(' ', 4)
        figure = {'row': row, 'traffic': traffic}
        if values[0] == 'error':
            figure['error'] = ' '.join(values[1:])
        else:
            keys = ('instructions', 'copies', 'copy_bytes')
            figure |= dict(zip(keys, map(int, values)))
        figures.append(figure)
    return {'kernel': kernel, 'figures': figures}


def add_differences(figures):
    """What is added to forwarding alone."""
    alone = {figure['traffic']: figure['instructions'] for figure in figures
             if figure['row'] == 'forward' and 'instructions' in figure}
    for figure in figures:
        if 'instructions' in figure and figure['traffic'] in alone:
            figure['added'] = figure['instructions'] - alone[figure['traffic']]


def cell(figure):
    if not figure:
        return ''
    if 'added' not in figure:
        return 'error'
    text = f"{figure['instructions']:,}"
    return text if figure['row'] == 'forward' else f"{text} ({figure['added']:+,})"


def ratio(found, kind):
    """Of what this module's copies cost to what the nearest peer's do."""
    ours, theirs = (found.get((row, kind), {}).get('added') for row in COMPARED)
    return f'{ours / theirs:.2f}' if ours and theirs else ''


def table(figures):
    found = {(figure['row'], figure['traffic']): figure for figure in figures}
    kinds = [kind for kind in TRAFFIC if any(kind == traffic for _, traffic in found)]
    yield ['', *(TRAFFIC[kind] for kind in kinds)]
    yield ['---', *('---:' for _ in kinds)]
    for row in dict.fromkeys(row for row, _ in found):
        yield [row, *(cell(found.get((row, kind))) for kind in kinds)]
    yield ['added, ' + ' ÷ '.join(COMPARED), *(ratio(found, kind) for kind in kinds)]


def dump(results):
    """A figure a line, so that diff shows what changed."""
    lines = ',\n'.join('  ' + json.dumps(figure) for figure in results['figures'])
    return f'{{"kernel": {json.dumps(results["kernel"])}, "figures": [\n{lines}\n]}}\n'


def main():
    results = read(sys.argv[1])
    add_differences(results['figures'])
    with open(sys.argv[2], 'w', encoding='utf-8') as file:
        file.write(dump(results))
    for cells in table(results['figures']):
        print('| ' + ' | '.join(cells) + ' |')


main()
