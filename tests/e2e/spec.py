# SPDX-License-Identifier: GPL-2.0
"""spec.py YNL SPEC SCHEMA HEADER: the specification is valid for the kernel's own
reader of specifications (in the folder YNL), and its names and values are those
of the header."""
import re
import sys


# Attribute sets that are made of an enum.
COUNTS = {'drops': 'nfm-drop-', 'cases': 'nfm-case-'}


def header_names(path):
    with open(path, encoding='utf-8') as file:
        text = re.sub(r'/\*.*?\*/', '', file.read(), flags=re.S)
    names = {name: int(value, 0) for name, value in
             re.findall(r'^#define (NFM_\w+)\s+(\d\w*)\s*$', text, re.M)}
    for body in re.findall(r'^enum nfm_\w+ \{(.*?)\}', text, re.M | re.S):
        assert '=' not in body, 'this reads only enums that count from 0'
        names.update((name, value) for value, name in
                     enumerate(re.findall(r'\w+', body)))
    unnamed = r'__|.*_UNSPEC$|NFM_GENL_VERSION$'
    return {name: value for name, value in names.items()
            if not re.match(unnamed, name)}


def c_name(*words):
    return ''.join(words).replace('-', '_').upper()


def spec_names(spec):
    names = {}
    for const in spec.consts.values():
        if const['type'] == 'const':
            names[c_name('nfm-', const['name'])] = const['value']
            continue
        for entry in const.entries.values():
            names[c_name('nfm-', const['name'], '-', entry.name)] = entry.value
    for space in spec.attr_sets.values():
        for attr in space.attrs.values():
            # Those are made of an enum, which is there as what it is.
            if space.name not in COUNTS:
                names[c_name(space.yaml['name-prefix'], attr.name)] = attr.value
    for msg in spec.msgs.values():
        names[c_name('nfm-cmd-', msg.name)] = msg.value
    return names


def main(ynl, path, schema, header):
    sys.path.insert(0, ynl)
    from lib import SpecFamily

    spec = SpecFamily(path, schema)
    have, want = spec_names(spec), header_names(header)
    wrong = sorted(set(have.items()) ^ set(want.items()))
    for name, prefix in COUNTS.items():
        counts = {c_name(prefix, attr.name): attr.value - 1
                  for attr in spec.attr_sets[name].attrs.values()}
        wrong += sorted(set(counts.items()) ^ {item for item in want.items()
                                               if item[0].startswith(c_name(prefix))})
    for name, value in wrong:
        print(f'{name} = {value}: only on one side', file=sys.stderr)
    return bool(wrong)


sys.exit(main(*sys.argv[1:]))
