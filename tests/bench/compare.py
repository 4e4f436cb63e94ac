#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""compare.py RESULTS EXPECTED [PATTERN]...: whether the figures of RESULTS are those
of EXPECTED, up to 2 %. With patterns, those that were not measured do not matter.

What is held is what a row adds to forwarding, which is stricter than its sum, and
of forwarding itself the sum. Another kernel release forwards at another price: 10 %
are allowed there, and of forwarding anything."""
import json
import sys

# Of the figure, but at least so many instructions: two boots differ by 5 to 20.
TOLERANCE, LEAST = 0.02, 30
TOLERANCE_ELSEWHERE, LEAST_ELSEWHERE = 0.10, 60


def load(path):
    with open(path, encoding='utf-8') as file:
        results = json.load(file)
    return results['kernel'], {(figure['row'], figure['traffic']): figure
                               for figure in results['figures']}


def compare(found, expected, same_kernel):
    """None, or what is wrong."""
    if 'error' in found:
        return found['error']
    if not expected:
        return f"{found['instructions']:,}, but expected.json has no such row"
    forward = found['row'] == 'forward'
    key = 'instructions' if forward else 'added'
    if key not in found:
        return 'forwarding alone could not be measured'
    if forward and not same_kernel:
        return None
    share, least = (TOLERANCE, LEAST) if same_kernel else \
        (TOLERANCE_ELSEWHERE, LEAST_ELSEWHERE)
    difference = found[key] - expected[key]
    if abs(difference) <= max(share * abs(expected[key]), least):
        return None
    percent = f' ({difference / expected[key]:+.1%})' if expected[key] else ''
    return f'{found[key]:,} {key}, expected {expected[key]:,}{percent}'


def main():
    kernel, found = load(sys.argv[1])
    expected_kernel, expected = load(sys.argv[2])
    same = kernel == expected_kernel
    if not same:
        print(f'The figures are those of kernel {expected_kernel}, this is {kernel}:'
              ' only what is added to forwarding is compared, to 10 %')
    if len(sys.argv) == 3:
        for key in expected:
            found.setdefault(key, {'error': 'not measured'})
    failed = 0
    for (row, traffic), figure in found.items():
        wrong = compare(figure, expected.get((row, traffic)), same)
        failed += bool(wrong)
        print(f'not ok {row}/{traffic}: {wrong}' if wrong else
              f"ok {row}/{traffic} {figure['instructions']:,} ({figure['added']:+,})")
    print(f'{len(found) - failed} passed, {failed} failed')
    sys.exit(failed > 0)


main()
