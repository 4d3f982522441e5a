"""Makes src/types.ts, the types of the HTTP API, from docs/openapi.yaml: make_types.py [--check]

With --check it changes nothing and ends with 1 if types.ts is not what it would be. It needs
PyYAML. Types that only operators' routes use are left out.
"""
import pathlib
import re
import sys
import textwrap

import yaml

FOLDER = pathlib.Path(__file__).resolve().parent
DOCUMENT = FOLDER.parent.parent / 'docs' / 'openapi.yaml'
HEAD = ('// The types of the HTTP API: made from docs/openapi.yaml by make_types.py, version {}.\n'
        '// Texts are `string` whatever their form is; a type for each is named where it helps.\n')
LEFT_OUT = re.compile(r'Seed|Operator|Saga|DeadLetter|^(Asking|AskedOfSupplier|Step|Notice|Reason'
                      r'|IgnoredAnswer|Services|Breakers|Units|SessionsFound|ReplicaId'
                      r'|Catalogue(Item|Address|Price)|(Price|Capacity)Change'
                      r'|(Prices|Capacities)Changed)$')
SIMPLE = {'string': 'string', 'integer': 'number', 'number': 'number', 'boolean': 'boolean',
          'null': 'null'}
WIDTH = 100
NAMES = {'Date': 'Day'}  # else the type would hide that of JavaScript


def comment(schema, indent):
    text = ' '.join(schema.get('description', '').split()).replace('*/', '* /')
    if not text:
        return ''
    if len(indent) + len(text) + 7 <= WIDTH:
        return f'{indent}/** {text} */\n'
    lines = textwrap.wrap(text, WIDTH - len(indent) - 3)
    return f'{indent}/**\n' + ''.join(f'{indent} * {line}\n' for line in lines) + f'{indent} */\n'


def literal(value):
    return "'" + value.replace("'", "\\'") + "'" if isinstance(value, str) else str(value).lower()


def resolved(document, reference):
    node = document
    for part in reference.removeprefix('#/').split('/'):
        node = node[part]
    return node


class Types:
    def __init__(self, document):
        self.document = document

    def of(self, schema, indent=''):
        """The type of a schema, as it stands behind a colon."""
        if '$ref' in schema:
            name = re.fullmatch(r'#/components/schemas/(\w+)', schema['$ref'])
            if name:
                return NAMES.get(name[1], name[1])
            return self.of(resolved(self.document, schema['$ref']), indent)
        if 'const' in schema:
            return literal(schema['const'])
        if 'enum' in schema:
            return ' | '.join(map(literal, schema['enum']))
        for word, between in (('oneOf', ' | '), ('anyOf', ' | '), ('allOf', ' & ')):
            if word in schema:
                return between.join(self.part(one, indent) for one in schema[word])
        kinds = schema.get('type')
        if isinstance(kinds, list):
            return ' | '.join(self.of({**schema, 'type': kind}, indent) for kind in kinds)
        if kinds == 'array':
            return self.part(schema['items'], indent) + '[]'
        if kinds == 'object':
            return self.object(schema, indent)
        return SIMPLE.get(kinds, 'unknown')

    def part(self, schema, indent):
        """The same where more stands beside it."""
        text = self.of(schema, indent)
        return f'({text})' if re.search(r'^[^{]* [|&] ', text) else text

    def object(self, schema, indent):
        members = schema.get('properties')
        if not members:
            more = schema.get('additionalProperties')
            value = self.of(more, indent) if isinstance(more, dict) else 'unknown'
            return f'Record<string, {value}>'
        deeper = indent + '  '
        lines = []
        for name, member in members.items():
            optional = '' if name in schema.get('required', ()) else '?'
            line = f'{deeper}{name}{optional}: {self.of(member, deeper)};\n'
            if 'enum' in member and len(line) > WIDTH + 1:
                line = f'{deeper}{name}{optional}:' + ''.join(
                    f'\n{deeper}  | {literal(value)}' for value in member['enum']) + ';\n'
            lines.append(comment(member, deeper) + line)
        return '{\n' + ''.join(lines) + indent + '}'

    def declaration(self, name, schema):
        text = self.of(schema)
        name = NAMES.get(name, name)
        if schema.get('type') == 'object' and text.startswith('{'):
            return f'{comment(schema, "")}export interface {name} {text}\n'
        line = f'export type {name} = {text};\n'
        if len(line) > WIDTH + 1 and 'enum' in schema:
            line = f'export type {name} =' + ''.join(
                f'\n  | {literal(value)}' for value in schema['enum']) + ';\n'
        return comment(schema, '') + line


def made():
    document = yaml.safe_load(DOCUMENT.read_text(encoding='utf-8'))
    types = Types(document)
    return HEAD.format(document['info']['version']) + ''.join(
        '\n' + types.declaration(name, schema)
        for name, schema in document['components']['schemas'].items() if not LEFT_OUT.search(name))


def main():
    path = FOLDER / 'src' / 'types.ts'
    if '--check' not in sys.argv[1:]:
        path.write_text(made(), encoding='utf-8')
    elif path.read_text(encoding='utf-8') != made():
        sys.exit('clients/typescript/src/types.ts is not made from docs/openapi.yaml; run '
                 'make_types.py')


if __name__ == '__main__':
    main()
