"""Checks values against schemas of one document, by Debian's python3-jsonschema (JSON Schema
2020-12). The first line of its input is the document, as JSON; each further line is
{"schema": …, "value": …}, and is answered by a line with a list of complaints.

A member that no schema names is wrong, unless `additionalProperties` says otherwise; so is a
keyword that JSON Schema does not know.
"""
import datetime
import json
import sys

from jsonschema import Draft202012Validator, FormatChecker

ANNOTATIONS = {'default', 'description', 'examples', 'title'}
# "if" is in the library's table; its two branches are read by it.
KEYWORDS = {*Draft202012Validator.VALIDATORS, *ANNOTATIONS, 'then', 'else'}
FORMATS = FormatChecker(formats=('date', 'uuid'))


@FORMATS.checks('date-time', raises=ValueError)
def is_date_time(text):
    """jsonschema knows this format only with another package."""
    return not isinstance(text, str) or datetime.datetime.fromisoformat(text).tzinfo is not None


def closed(schema, is_part=False):
    """The schema, refusing members that it does not name. A part of an allOf leaves that to the
    whole."""
    unknown = set(schema) - KEYWORDS
    if unknown:
        raise ValueError(f'unknown keywords: {sorted(unknown)}')
    result = dict(schema)
    for keyword in ('if', 'then', 'else'):
        if keyword in schema:
            result[keyword] = closed(schema[keyword], is_part=True)
    for keyword in ('allOf', 'oneOf'):
        if keyword in schema:
            result[keyword] = [closed(part, is_part or keyword == 'allOf')
                               for part in schema[keyword]]
    if 'properties' in schema:
        result['properties'] = {name: closed(part) for name, part in schema['properties'].items()}
    if 'items' in schema:
        result['items'] = closed(schema['items'])
    names_members = {'$ref', 'allOf', 'oneOf', 'properties'} & set(schema)
    if names_members and not is_part and 'additionalProperties' not in schema:
        result['unevaluatedProperties'] = False
    return result


def complaints(schemas, schema, value):
    # What "$ref" points at lies in the schema itself. There, it is open like a part.
    whole = {'components': {'schemas': schemas}, **closed(schema)}
    errors = Draft202012Validator(whole, format_checker=FORMATS).iter_errors(value)
    return [f'{error.json_path}: {error.message}' for error in errors]


def main():
    document = json.loads(sys.stdin.readline())
    schemas = {name: closed(schema, is_part=True)
               for name, schema in document['components']['schemas'].items()}
    for line in sys.stdin:
        query = json.loads(line)
        print(json.dumps(complaints(schemas, query['schema'], query['value'])), flush=True)


if __name__ == '__main__':
    main()
