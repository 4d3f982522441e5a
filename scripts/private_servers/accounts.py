"""The users of RabbitMQ, MySQL and Redis, and what each of them may do.

./run --real, the tests and docker compose (deploy/make-secrets) get the same text. A service has
one login at each server, and rights for its own queues, schemas and keys alone. A supplier of other
items (docs/supplier.md) has a login at RabbitMQ alone. `viaja` is the administrator.
`audit` has a login at MySQL alone, and reads every schema.
"""
import json
import re

DEMO_CARRIERS = ('I0', '8G', 'J0', 'P1', '9B', 'A0')
EXCHANGE = 'architecture-studies'
AUDIT = 'audit'
# Keys are given letter by letter: a "*" or "#" among them would also match keys of others.
LETTERS = '[0-9A-Za-z-]+'
FLIGHTS = r'flight\.[0-9A-Z][0-9A-Z]'
OTHERS = r'other\.[0-9a-z-]+'
SESSIONS = r'session(\.[0-9]+)?'
EXCHANGES = EXCHANGE + r'(\.dead|\.events)?'


def login(service, server):
    """The name of a service's user; MySQL's names have neither dots nor capitals."""
    return service.replace('.', '_').lower() if server == 'mysql' else service


def development_password(service, server):
    return login(service, server)


class Accounts:
    """The users of all services, for carriers such as ('I0', '8G') and suppliers of other items
    such as ('cars',)."""

    def __init__(self, carriers=DEMO_CARRIERS, password_of=development_password, suppliers=(),
                 shards=0):
        """password_of(service, server): the password of a service's login. shards: how many there
        are of sessions beside shard 0."""
        self.carriers, self.password_of = tuple(carriers), password_of
        self.suppliers = tuple(suppliers)
        self.shards = shards

    def services(self):
        return [*self.sessions(), *[f'flight.{carrier}' for carrier in self.carriers], 'hotel',
                'event', 'payment']

    def sessions(self):
        """session-service, in each of its shards."""
        return ['session', *[f'session.{number}' for number in range(1, self.shards + 1)]]

    # --- RabbitMQ ------------------------------------------------------------------------------

    def rabbitmq_definitions(self):
        """Definitions that a node loads whenever it starts, also an empty one."""
        def on(user, **rights):
            return {'user': user, 'vhost': '/', **rights}

        others = [f'other.{supplier}' for supplier in self.suppliers]
        rights = {service: rabbitmq_rights(service) for service in [*self.services(), *others]}
        users = [{'name': user, 'password': self.password_of(user, 'rabbitmq'),
                  'tags': 'administrator' if user == 'viaja' else ''}
                 for user in ['viaja', *rights]]
        topics = [on(user, exchange=EXCHANGE + suffix, write=any_of(write), read=any_of(read))
                  for user, right in rights.items()
                  for suffix, (write, read) in right['topics'].items()]
        return json.dumps({
            'vhosts': [{'name': '/'}],
            'users': users,
            'permissions': [on('viaja', configure='.*', write='.*', read='.*'),
                            *[on(user, configure=any_of(right['owns']),
                                 write=any_of(right['owns']), read=any_of(right['reads']))
                              for user, right in rights.items()]],
            'topic_permissions': topics,
        }, indent=2)

    # --- MySQL ---------------------------------------------------------------------------------

    def mysql_statements(self):
        """Run at every start; a second time they only set the passwords again."""
        lines = [*self._mysql_user('viaja'),
                 "GRANT ALL PRIVILEGES ON *.* TO 'viaja'@'%' WITH GRANT OPTION;"]
        for service in self.services():
            lines += self._mysql_user(service)
            for schema in schemas(service):
                lines += [f'CREATE DATABASE IF NOT EXISTS {schema} CHARACTER SET utf8mb4 '
                          'COLLATE utf8mb4_bin;',
                          f'GRANT ALL PRIVILEGES ON `{escaped_name(schema)}`.* TO '
                          f"'{login(service, 'mysql')}'@'%';"]
        lines += self._mysql_user(AUDIT)
        lines += [f"GRANT SELECT ON `{escaped_name(schema)}`.* TO '{AUDIT}'@'%';"
                  for service in self.services() for schema in schemas(service)]
        return '\n'.join(lines)

    def _mysql_user(self, service):
        user, password = login(service, 'mysql'), self.password_of(service, 'mysql')
        return [f"CREATE USER IF NOT EXISTS '{user}'@'%' IDENTIFIED BY '{password}';",
                f"ALTER USER '{user}'@'%' IDENTIFIED BY '{password}';"]

    # --- Redis ---------------------------------------------------------------------------------

    def redis_users(self):
        """Only session-service uses Redis, and only for locks: its script needs GET and DEL."""
        return '\n'.join([
            'user default off',
            f'user viaja on >{self.password_of("viaja", "redis")} ~* &* +@all',
            *[f'user {service} on >{self.password_of(service, "redis")} ~viaja:lock:* '
              '+ping +set +get +del +eval +evalsha +script|load'
              for service in self.sessions()]])


def escaped_name(schema):
    """An unescaped "_" in a granted name matches any letter."""
    return schema.replace('_', r'\_')


def schemas(service):
    """A service's own, the first of them its VIAJA_MYSQL_DATABASE."""
    own = 'viaja_' + login(service, 'mysql')
    return [own, 'viaja_gateway'] if service == 'payment' else [own]


def any_of(patterns):
    return '^(' + '|'.join(patterns) + ')$' if patterns else '^$'


def rabbitmq_rights(service):
    """What it owns (configures and writes) and reads, and by exchange the keys that it publishes
    and binds.

    Suppliers and payment send to `session` and its shards, and to the private queue that a question
    came from; only `session` asks questions and reads all events, with queues of one connection.
    The others read the event that asks which services are alive, with a queue that is named by a
    UUID: the operators' calls of `session` take turns by another name, `listener.dead-letters`.
    They read all dead queues. An import of a carrier's routes asks too which services are alive.
    Each service dead-letters under its own name only.
    """
    own = re.sub(r'\.', r'\\.', service)
    if re.fullmatch(SESSIONS, service):
        private = [f'(answers|listener)\\.{LETTERS}']
        sends_to = [own, FLIGHTS, 'hotel', 'event', OTHERS, 'payment']
        binds = [f'answers\\.{LETTERS}']
        announces = [own + r'\.(changed|replica)', r'service\.(alive|who|gone)']
        hears = [*announces, r'seats\.changed']
        dead = [f'({FLIGHTS}|{OTHERS}|{own}|hotel|event|payment)\\.dead']
    else:
        first_version_keys = {'flight': ['voos'], 'hotel': ['hoteis']}
        private, sends_to = [r'listener\.[0-9a-f-]+'], [SESSIONS]
        announces = [r'service\.(alive|gone)']
        if service.startswith('flight.'):
            announces.append(r'(seats\.changed|service\.who)')
        binds = first_version_keys.get(service.split('.', maxsplit=1)[0], [])
        hears, dead = [r'service\.who'], []
    return {
        'owns': [EXCHANGES, own, own + r'\.dead', *private],
        'reads': [EXCHANGES, own, *private, *dead],
        'topics': {'': ([*sends_to, r'answers\..+'], [own, *binds]),
                   '.dead': ([own], [own]),
                   '.events': (announces, hears)},
    }
