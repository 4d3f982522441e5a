"""Messages that should never be sent, and how many dead letters each of them makes."""
import json
import uuid

PAST = '2020-01-01T00:00:00.000000Z'
HUGE = 2 * 1024 * 1024


def body(kind, key, content=None, **more):
    message = {'type': kind, 'id': str(uuid.uuid4()), 'key': key, 'session': str(uuid.uuid4()),
               'deadline': PAST, 'reply_to': 'session', **more}
    if content is not None:
        message['content'] = content
    return message


def harmless(address):
    """A message that the service understands, and that changes nothing: its time is long past."""
    if address == 'session':
        return reply_to_unknown()
    if address == 'payment':
        session = str(uuid.uuid4())
        return body('void', {'command': 'void', 'id': session, 'attempt': 1},
                    {'amount': {'amount': 100, 'currency': 'BRL'}}, session=session)
    return body('cancel', {'command': 'cancel', 'id': str(uuid.uuid4()), 'attempt': 0})


def reply_to_unknown():
    """A reply for a session that does not exist."""
    return body('cancelled', {'command': 'cancel', 'id': str(uuid.uuid4()), 'attempt': 0},
                {'state': 'cancelled', 'attempt': 0})


def text(message):
    return json.dumps(message).encode()


def garbage_for(address):
    """(name, payload, dead letters) for one queue."""
    good = harmless(address)
    return [
        ('no JSON', b'this is no JSON', 1),
        ('nothing', b'', 1),
        ('white space', b' \r\n\t', 1),
        ('half of a message', text(good)[:-20], 1),
        ('no object', b'42', 1),
        ('wrong types', text(dict(good, key=7, session=['a'])), 1),
        ('an unknown type', text(dict(good, type='refresh')), 1),
        ('no type', text({name: value for name, value in good.items() if name != 'type'}), 1),
        ('huge', text(dict(good, padding='x' * HUGE)), 1),
        ('deep', b'[' * 5000 + b']' * 5000, 1),
        ('deep in a member', b'{"type":' * 5000 + b'1' + b'}' * 5000, 1),
        ('invalid UTF-8', b'{"type":"\xff\xfe\xc3","id":"\x80"}', 1),
        ('wrong ids', text(dict(good, id='1', session='not-a-uuid')), 1),
        ('one bad among good', text([good, dict(good, session='x'), harmless(address)]), 1),
        ('two bad in a list', text([1, good, None]), 2),
        ('an empty list', b'[]', 1),
        ('for another service', text(harmless('payment' if address != 'payment' else 'hotel')), 1),
        ('a broken text of the seed', b'type=timeout&sessaoUUID=UUIDUNICO', 1),
        ('half a text of the seed', b'type=timeout', 1),
        ('a reply to no address', text(reply_to_unknown()), 0 if address == 'session' else 1),
    ]


def misdirecting(address):
    """Understood, but the answer would go where this service may not speak, or to no queue:
    what becomes of them is the service's choice, as long as it goes on."""
    places = ('payment' if address != 'payment' else 'hotel', 'nowhere', 'architecture-studies',
              'x' * 250, '#')
    if address == 'session':
        asked = [stray_schedule(), dict(stray_schedule(), content={'notify': 'nowhere'})]
    elif address == 'payment':
        asked = [harmless(address)]
    else:
        asked = [harmless(address), question()]
    return [text(dict(one, reply_to=place)) for one in asked for place in places]


def stray_schedule():
    return body('schedule-timeout', {'command': 'schedule-timeout', 'id': str(uuid.uuid4()),
                                     'attempt': 0}, {'notify': 'hotel'})


def question():
    """A search that would be answered."""
    return body('search-flights', {'command': 'search-flights', 'id': str(uuid.uuid4()),
                                   'attempt': 0},
                {'from': 'GRU', 'to': 'REC', 'date': '2026-12-21', 'passengers': 1},
                deadline='2099-01-01T00:00:00.000000Z')
