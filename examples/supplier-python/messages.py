"""Messages as docs/asyncapi.yaml has them: read with every limit, and the replies to commands."""
import datetime
import hashlib
import json
import re
import uuid

COMMANDS = ('hold', 'confirm', 'unconfirm', 'cancel', 'expire')
ANSWERS = {'search-other': 'other-offers', 'ask-units': 'units'}
IGNORED = ('timeout-scheduled', 'timeout-ended', 'timeout-refused')
ITEMS_MAX, BYTES_MAX = 1024, 1 << 20
REPLY_TO = re.compile(r'session|session\.[1-9][0-9]{0,3}|hotel|event|payment|flight\.[A-Z0-9]{2}'
                      r'|other\.[a-z0-9-]{1,32}|answers\..*')
DAYS_MAX = 366
UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', re.IGNORECASE)
DAY = re.compile(r'\d{4}-\d\d-\d\d')
INSTANT = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z')


class Unreadable(Exception):
    """Why a message goes to the dead letters. It never repeats what came."""


def items_of(body):
    """The messages of a body: one, or a list of them."""
    try:
        if len(body) > BYTES_MAX:
            raise Unreadable('the body is larger than 1 MiB')
        parsed = json.loads(body)
        json.dumps(parsed, ensure_ascii=False).encode()  # fails for half of a character
    except (ValueError, RecursionError):
        raise Unreadable('the body is no JSON') from None
    items = parsed if isinstance(parsed, list) else [parsed]
    if not 0 < len(items) <= ITEMS_MAX:
        raise Unreadable(f'a list must have 1 to {ITEMS_MAX} messages')
    return items


def insist(holds, name, rule):
    if not holds:
        raise Unreadable(f'{name} {rule}')


def text(json_object, name, most=255, path=''):
    value = json_object.get(name)
    insist(isinstance(value, str) and 0 < len(value.encode()) <= most, path + name,
           f'must be a text of 1 to {most} bytes')
    return value


def number(json_object, name, least, most, path=''):
    value = json_object.get(name)
    insist(isinstance(value, int) and not isinstance(value, bool) and least <= value <= most,
           path + name, f'must be {least} to {most}')
    return value


def parsed(form, parse, json_object, name, path=''):
    """A member of that form."""
    value = text(json_object, name, path=path)
    try:
        insist(form.fullmatch(value), path + name, 'has another form')
        return parse(value)
    except ValueError:
        raise Unreadable(f'{path}{name} is none that there is') from None


def identity(json_object, name, path=''):
    """A UUID in either case, which is kept in small letters."""
    json_object[name] = parsed(UUID, str.lower, json_object, name, path)


def day(json_object, name):
    return parsed(DAY, datetime.date.fromisoformat, json_object, name, 'content.')


def instant(value):
    fraction = '.%f' if '.' in value else ''
    return datetime.datetime.strptime(value, f'%Y-%m-%dT%H:%M:%S{fraction}Z').replace(
        tzinfo=datetime.timezone.utc)


def member(message, name):
    value = message.get(name)
    insist(isinstance(value, dict), name, 'must be an object')
    return value


def reply_to(message):
    insist(REPLY_TO.fullmatch(text(message, 'reply_to')), 'reply_to', 'must be an address')


def span(content):
    """Two days, of which the last may be the first."""
    first, last = day(content, 'from'), day(content, 'until')
    insist(0 <= (last - first).days <= DAYS_MAX, 'content.until',
           f'must be 0 to {DAYS_MAX} days after from')


def check_wish(content):
    insist(content.get('type') == 'other', 'content.type', 'must be other')
    text(content, 'supplier', path='content.')
    text(content, 'item_id', path='content.')
    span(content)
    number(content, 'quantity', 1, 9, 'content.')
    names = content.get('travellers')
    insist(isinstance(names, list) and len(names) <= 9
           and all(isinstance(name, str) and len(name.encode()) <= 200 for name in names),
           'content.travellers', 'must be at most 9 names')


def check_question(message):
    content = member(message, 'content')
    if message['type'] == 'ask-units':
        number({'limit': 100, **content}, 'limit', 1, 200, 'content.')
        return
    near = content.get('near')
    insist(isinstance(near, list) and len(near) <= 20, 'content.near', 'must be at most 20 codes')
    span(content)
    number(content, 'quantity', 1, 99, 'content.')
    if 'after' in content:
        text(member(content, 'after'), 'starts_at_local')
        text(content['after'], 'item_id')


def read(message):
    """The message, if all of it is as it must be."""
    insist(isinstance(message, dict), 'the item', 'must be an object')
    kind = text(message, 'type')
    insist(kind in (*COMMANDS, *ANSWERS, *IGNORED, 'timeout'), 'type', 'is not for a supplier')
    identity(message, 'id')
    if kind in IGNORED:
        return message
    if kind in (*COMMANDS, 'timeout'):
        identity(message, 'session')
    if kind == 'timeout' and 'key' not in message:
        return message
    key = member(message, 'key')
    insist(key.get('command') == ('schedule-timeout' if kind == 'timeout' else kind),
           'key.command', 'must be that of the type')
    identity(key, 'id', 'key.')
    number(key, 'attempt', 1 if kind in ('confirm', 'unconfirm') else 0, 1_000_000, 'key.')
    reply_to(message)
    if kind in COMMANDS:
        parsed(INSTANT, instant, message, 'deadline')
    if kind == 'hold':
        check_wish(member(message, 'content'))
    if kind in ANSWERS:
        check_question(message)
    return message


def reference_of(hold_id):
    """Six letters for the counter, always the same for one hold."""
    letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
    return ''.join(letters[byte % 32] for byte in hashlib.sha256(hold_id.encode()).digest()[:6])


def reply(command, answer, hold, reason):
    """What the row says now, under the key of what is answered."""
    content = {'state': hold.state, 'attempt': hold.attempt}
    if answer == 'held':
        content.update(json.loads(hold.terms))
    if answer == 'confirmed':
        content['reference'] = reference_of(hold.id)
    if reason:
        content['reason'] = reason
    return {'type': answer, 'id': str(uuid.uuid4()), 'key': command['key'],
            'session': command['session'], 'content': content}


def rounds(properties, queue):
    """How often the broker has taken this message back from a consumer that ended with it."""
    deaths = (properties.headers or {}).get('x-death', [])
    return next((death['count'] for death in deaths
                 if death.get('queue') == queue and death.get('reason') == 'rejected'), 0)
