"""docs/openapi.yaml and docs/asyncapi.yaml against those of the last release, docs/released: what
docs/compatibility.md promises is not broken without a new version. And the comparison itself: every
kind of breach is found, and what may change is let pass."""
import copy
import pathlib

import yaml
from compatibility import breaches, may_break

DOCS = pathlib.Path(__file__).resolve().parent.parent.parent / 'docs'
HOLDS = '/v1/sessions/{id}/holds'


def read(path):
    return yaml.safe_load((DOCS / path).read_text(encoding='utf-8'))


def check_release(name):
    old, new = read(f'released/{name}'), read(name)
    found = breaches(old, new)
    versions = old['info']['version'], new['info']['version']
    if found and not may_break(*versions):
        raise AssertionError(f'{name} breaks what {versions[0]} promises (docs/compatibility.md):\n'
                             + '\n'.join(found) + '\nEither keep it, or raise info.version.')
    print(f'{name}: {versions[0]} -> {versions[1]}, {len(found)} breaches')


def at(document, *path):
    for part in path:
        document = document[part]
    return document


def changed(document, change):
    other = copy.deepcopy(document)
    change(other)
    return breaches(document, other)


def schema(document, name):
    return at(document, 'components', 'schemas', name)


BROKEN_HTTP = {
    'a route': lambda d: d['paths'].pop('/v1/places'),
    'a method': lambda d: d['paths'][HOLDS].pop('post'),
    'a parameter': lambda d: d['paths']['/v1/events/search']['get']['parameters'].pop(),
    'a new required parameter': lambda d: d['paths']['/v1/places']['get']['parameters'].append(
        {'name': 'x', 'in': 'query', 'required': True, 'schema': {'type': 'string'}}),
    'a new required member of a request': lambda d: schema(d, 'RoomRequest')['required'].append(
        'meals'),
    'a member of a request': lambda d: schema(d, 'RoomRequest')['properties'].pop('check_in'),
    'a lower limit': lambda d: schema(d, 'Quantity').update(maximum=5),
    'a kind of request': lambda d: schema(d, 'HoldRequest')['oneOf'].pop(1),
    'a member of an answer': lambda d: schema(d, 'Money')['properties'].pop('currency'),
    'a member that may be missing now': lambda d: schema(d, 'Session')['required'].remove('state'),
    'another type': lambda d: schema(d, 'Money')['properties']['amount'].update(type='string'),
    'an answer': lambda d: d['paths']['/v1/places']['get']['responses'].pop('200'),
}
ALLOWED_HTTP = {
    'a route': lambda d: d['paths'].update({'/v1/new': d['paths']['/v1/places']}),
    'an optional parameter': lambda d: d['paths']['/v1/places']['get']['parameters'].append(
        {'name': 'x', 'in': 'query', 'schema': {'type': 'string'}}),
    'a member of an answer': lambda d: schema(d, 'Session')['properties'].update(
        note={'type': 'string'}),
    'a higher limit': lambda d: schema(d, 'Quantity').update(maximum=20),
    'a description': lambda d: schema(d, 'Money').update(description='other words'),
}


def payload(document, name):
    return at(document, 'components', 'messages', name, 'payload')


BROKEN_MESSAGES = {
    'a message': lambda d: d['components']['messages'].pop('confirm'),
    'a member': lambda d: payload(d, 'hold')['properties'].pop('deadline'),
    'a new required member': lambda d: payload(d, 'confirm')['required'].append('traceparent'),
    'a member that may be missing now': lambda d: payload(d, 'hold')['required'].remove('key'),
    'a lower limit': lambda d: schema(d, 'Quantity').update(maximum=5),
    'an address': lambda d: d['channels']['hotel'].update(address='hotels'),
    'an argument of a queue': lambda d: d['x-queues']['ofAnAddress']['arguments'].update(
        {'x-max-length': 1}),
    'a message of a channel': lambda d: d['channels']['hotel']['messages'].pop('expire'),
    'less in a pattern': lambda d: schema(d, 'ReplyTo').update(pattern='^(session|hotel)$'),
}
ALLOWED_MESSAGES = {
    'a message': lambda d: d['components']['messages'].update(
        note=d['components']['messages']['confirm']),
    'an optional member': lambda d: payload(d, 'confirm')['properties'].update(
        note={'type': 'string'}),
    'a channel': lambda d: d['channels'].update(boats=d['channels']['hotel']),
}


def check_comparison(name, broken, allowed):
    document = read(name)
    assert not breaches(document, document), f'{name} differs from itself'
    for what, change in broken.items():
        assert changed(document, change), f'{name}: no breach is found in {what}'
    for what, change in allowed.items():
        found = changed(document, change)
        assert not found, f'{name}: {what} may change, but: {found}'
    print(f'{name}: {len(broken)} breaches found, {len(allowed)} changes let pass')


def check_versions():
    assert may_break('0.1.0', '0.2.0') and may_break('1.4.0', '2.0.0')
    assert not may_break('0.1.0', '0.1.9') and not may_break('1.4.0', '1.5.0')


check_comparison('openapi.yaml', BROKEN_HTTP, ALLOWED_HTTP)
check_comparison('asyncapi.yaml', BROKEN_MESSAGES, ALLOWED_MESSAGES)
check_versions()
check_release('openapi.yaml')
check_release('asyncapi.yaml')
