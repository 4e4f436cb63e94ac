# SPDX-License-Identifier: GPL-2.0
"""validate.py SCHEMA FILE...: files of YAML, which JSON is, against a schema of
docs/. FILE may be ! FILE: that one must be refused."""
import pathlib
import sys

import jsonschema
import yaml


class Text(yaml.SafeLoader):
    """Dates are texts, as they are for mirrorctl."""


Text.yaml_implicit_resolvers = {
    first: [(tag, exp) for tag, exp in pairs if not tag.endswith(':timestamp')]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def load(path):
    with open(path, encoding='utf-8') as file:
        return yaml.load(file, Text)


def main(schema, *files):
    path = pathlib.Path(schema)
    wanted = load(path)
    jsonschema.Draft202012Validator.check_schema(wanted)
    others = {other.name: load(other) for other in path.parent.glob('*.json')}
    judge = jsonschema.Draft202012Validator(
        wanted, format_checker=jsonschema.FormatChecker(),
        resolver=jsonschema.RefResolver(path.name, wanted, store=others))
    refused = 0
    for file in files:
        bad = file.startswith('!')
        errors = list(judge.iter_errors(load(file.lstrip('! '))))
        if bool(errors) == bad:
            continue
        refused = 1
        print(file, 'is valid' if bad else f'{errors[0].json_path}: {errors[0].message}',
              file=sys.stderr)
    return refused


sys.exit(main(*sys.argv[1:]))
